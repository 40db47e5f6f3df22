// kiosk: what visitors meet. Reads its command line and kiosk.toml, builds the graph, runs it.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>

#include "kiosk/app.h"
#include "kiosk/tour.h"
#include "platform/log.h"
#include "platform/process.h"
#include "platform/system/machine.h"
#include "platform/system/stick.h"

namespace {

using namespace entre;

enum Exit { done = 0, failed = 1, usage = 2, no_display = 3 };

constexpr const char* kFooter =
    "Exit codes: 0 ended when asked to, 1 nothing can be shown (it says why), 2 wrong usage or a fault in "
    "kiosk.toml, 3 there is no display (--tour needs none).";
constexpr int kSidePxMin = 480, kSidePxMax = 8192;

struct Arguments {
  std::string home, config, assets = ENTRE_ASSETS_DIR, tour, only, trace, page, size, language, theme;
  int text_percent = 100;
  bool fullscreen = false;
};

int fail(const std::string& message, Exit code) {
  std::fprintf(stderr, "kiosk: %s\n", message.c_str());
  return code;
}

void add_options(CLI::App& app, Arguments& args) {
  app.add_option("--home", args.home, "folder that holds all of the kiosk's files")->type_name("DIR");
  app.add_option("--config", args.config, "kiosk.toml, where it lies elsewhere")->type_name("FILE");
  app.add_option("--assets", args.assets, "strings, themes and font list")->type_name("DIR");
  app.add_flag("--fullscreen", args.fullscreen, "fill the screen");
  app.add_option(
         "--size", args.size,
         "of the window or the tour's pictures (default 1080x1920); a window larger than its desktop shrinks")
      ->type_name("WxH");
  app.add_option("--page", args.page, "the page that is opened first")->type_name("ID");
  app.add_option("--lang", args.language, "language of a fresh visit")->type_name("CODE");
  app.add_option("--theme", args.theme, "light, dark or contrast")
      ->check(CLI::IsMember({"light", "dark", "contrast"}));
  app.add_option("--text", args.text_percent, "text size in percent")
      ->check(CLI::IsMember({100, 125, 150, 200}));
  app.add_option("--tour", args.tour, "walk all screens without a display; pictures and node trees go to DIR")
      ->type_name("DIR");
  app.add_option("--only", args.only,
                 "with --tour: gallery, every widget in every state, theme and text size")
      ->needs("--tour")
      ->check(CLI::IsMember({"gallery"}));
  app.add_option("--trace", args.trace, "write one JSON line for each frame and press")->type_name("FILE");
  app.set_version_flag("--version", std::string("kiosk ") + ENTRE_VERSION);
  app.footer(kFooter);
}

bool parse_size(const std::string& text, display::Size* size) {
  if (text.empty()) return true;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%5dx%5d%c", &size->w, &size->h, &rest) != 2) return false;
  return size->w >= kSidePxMin && size->h >= kSidePxMin && size->w <= kSidePxMax && size->h <= kSidePxMax;
}

// Staff's configuration; a kiosk without one has the defaults.
Result<Config> read_config(const Files& files, const Paths& paths, bool must_exist) {
  auto config = load_config(files, paths);
  if (config || config.error().kind != ErrorKind::not_found || must_exist) return config;
  log_warning(paths.config_file + " is not there: the defaults hold");
  return Config{};
}

kiosk::AppOptions app_options(const Arguments& args, const Config& config, const Paths& paths) {
  kiosk::AppOptions options;
  options.config = config;
  options.paths = paths;
  options.assets_folder = args.assets;
  options.canvas.fullscreen = args.fullscreen;
  options.canvas.headless = !args.tour.empty();
  // A picture hangs on the wall with the panel that it fills, and nowhere else.
  if (args.fullscreen && args.tour.empty())
    options.canvas.turn_degrees = std::atoi(config.screen.rotation.c_str());
  options.start.language = args.language.empty() ? config.kiosk.language : args.language;
  options.start.theme = args.theme.empty() ? config.screen.theme : args.theme;
  options.start.text_percent = args.text_percent;
  options.page = args.page;
  options.test = !args.tour.empty();
  return options;
}

int not_created(const Error& error) {
  if (error.kind != ErrorKind::unavailable) return fail(error.message, failed);
  return fail(
      error.message + "\nStart it in a graphical session, or walk the screens without one: kiosk --tour DIR",
      no_display);
}

int run_tour(const Arguments& args, const kiosk::AppOptions& options, Files& files, Random& random,
             kiosk::Trace* trace) {
  kiosk::SimulatedClock clock;
  kiosk::AppOptions own = options;
  // The tour starts at home, whatever the command line opens, and at any hour.
  own.page.clear();
  own.config.display = {};
  auto app = kiosk::App::create(own, {files, clock, random, trace});
  if (!app) return not_created(app.error());
  kiosk::Tour tour(**app, clock, files, {args.tour, args.language, options.config.visit});
  const Result<void> walked = tour.walk();
  if (!walked) return fail("tour: " + walked.error().message, failed);
  std::printf("%d pictures in %s\n", tour.pictures(), args.tour.c_str());
  return done;
}

// Every theme and text size; no picture is higher than a canvas may be, and what is left follows on pages.
int run_gallery(const Arguments& args, const kiosk::AppOptions& options, Files& files, Random& random) {
  kiosk::AppOptions own = options;
  own.page.clear();
  own.config.display = {};
  own.gallery = true;
  int pictures = 0;
  for (const char* theme : {"light", "dark", "contrast"}) {
    for (const int percent : {100, 125, 150, 200}) {
      own.start.theme = theme;
      own.start.text_percent = percent;
      if (args.size.empty()) own.canvas.size.h = kSidePxMax;
      kiosk::SimulatedClock clock;
      auto app = kiosk::App::create(own, {files, clock, random});
      if (!app) return not_created(app.error());
      kiosk::Tour tour(**app, clock, files, {args.tour, args.language, options.config.visit});
      const Result<void> walked =
          tour.walk_gallery(std::string("gallery-") + theme + "-" + std::to_string(percent));
      if (!walked) return fail("gallery: " + walked.error().message, failed);
      pictures += tour.pictures();
    }
  }
  std::printf("%d pictures in %s\n", pictures, args.tour.c_str());
  return done;
}

int run_kiosk(const kiosk::AppOptions& options, Files& files, Clock& clock, Random& random,
              kiosk::Trace* trace) {
  const auto speech = display::make_speech(display::Canvas::wake);
  std::unique_ptr<Jack> headset;
  if (const std::string& device = options.config.speech.headset_device; !device.empty()) {
    auto opened = Jack::open(device, display::Canvas::wake);
    if (opened) headset = std::move(*opened);
    if (!opened) log_warning(opened.error().message);
  }
  Service service(std::getenv("NOTIFY_SOCKET"), std::getenv("WATCHDOG_USEC"));
  SystemMachine system;
  SystemStick stick(system);
  Backlight backlight(files);
  const char* runtime_folder = std::getenv("RUNTIME_DIRECTORY");
  care::Starts starts(runtime_folder == nullptr ? "" : runtime_folder, options.paths, files);
  kiosk::AppOptions own = options;
  own.avoided = starts.begin();
  auto app = kiosk::App::create(own, {files, clock, random, trace, speech.get(), headset.get(), &service,
                                      &system, &starts, &backlight, &stick});
  const Result<void> ran = app ? (*app)->run() : Result<void>{};
  starts.ended();
  if (!app) return not_created(app.error());
  return ran ? done : fail(ran.error().message, failed);
}

int start(const Arguments& args, display::Size size) {
  SystemFiles files;
  SystemRandom random;
  Paths paths = args.home.empty() ? Paths{} : Paths::with_home(args.home);
  if (!args.config.empty()) paths.take_config_from(args.config);
  const auto config = read_config(files, paths, !args.config.empty());
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().message.c_str());
    return usage;
  }
  if (config->kiosk.id.empty()) log_warning("kiosk.id is not set: answers cannot be saved");
  SystemClock clock(args.tour.empty() ? config->kiosk.time_zone : kiosk::SimulatedClock::zone);
  std::unique_ptr<kiosk::Trace> trace;
  if (!args.trace.empty()) {
    auto created = kiosk::Trace::create(args.trace, clock);
    if (!created) return fail(created.error().message, failed);
    trace = std::move(*created);
  }
  kiosk::AppOptions options = app_options(args, *config, paths);
  options.canvas.size = size;
  if (!args.only.empty()) return run_gallery(args, options, files, random);
  if (!args.tour.empty()) return run_tour(args, options, files, random, trace.get());
  return run_kiosk(options, files, clock, random, trace.get());
}

}  // namespace

int main(int argc, char** argv) {
  tune_heap();
  CLI::App app(
      "The screen that visitors meet. It shows the content that kiosk-sync brought and keeps answers.");
  Arguments args;
  add_options(app, args);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : usage;
  }
  display::Size size{1080, 1920};
  if (!parse_size(args.size, &size))
    return fail("--size " + args.size + ": expected WIDTHxHEIGHT in pixels, " + std::to_string(kSidePxMin) +
                    " to " + std::to_string(kSidePxMax) + " each",
                usage);
  init_log("kiosk", LogLevel::info);
  return start(args, size);
}
