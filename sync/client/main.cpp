// kiosk-sync: brings signed content, delivers answers.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/http.h"
#include "platform/lock.h"
#include "platform/log.h"
#include "platform/random.h"
#include "platform/system/service.h"
#include "platform/watch.h"
#include "sync/client/attempts.h"
#include "sync/client/enrol.h"
#include "sync/client/progress_line.h"
#include "sync/client/progress_meter.h"
#include "sync/client/repository_url.h"
#include "sync/client/watch.h"

namespace {

using namespace entre;
using client::ExitCode;

volatile std::sig_atomic_t stop_asked = 0;
FolderWatch* watch_to_wake = nullptr;

// The second signal of a kind ends the program at once (SA_RESETHAND).
void on_stop_signal(int) {
  stop_asked = 1;
  if (watch_to_wake != nullptr) watch_to_wake->wake();
}

void catch_stop_signals() {
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  action.sa_flags = SA_RESETHAND;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

// One line that is drawn over itself, at most ten times a second.
class TerminalProgress {
 public:
  explicit TerminalProgress(const Clock& clock) : clock_(clock), is_terminal_(isatty(STDERR_FILENO) != 0) {}
  ~TerminalProgress() { clear(); }
  void show(const client::Progress& progress) {
    if (!is_terminal_) return;
    const std::int64_t now_ms = clock_.monotonic_ms();
    const bool is_new_phase = phase_ != progress.phase;
    phase_ = progress.phase;
    meter_.take(progress, now_ms);
    const bool is_done = progress.objects_done == progress.objects_total;
    if (!is_new_phase && !is_done && now_ms - drawn_ms_ < 100) return;
    drawn_ms_ = now_ms;
    std::fprintf(stderr, "\r\033[K%s", client::format_progress(progress, meter_.left_s()).c_str());
    // A log line that follows must not run into it.
    if (is_done) clear();
  }
  void clear() {
    if (is_terminal_) std::fprintf(stderr, "\r\033[K");
  }

 private:
  const Clock& clock_;
  const bool is_terminal_;
  std::string phase_;
  client::ProgressMeter meter_;
  std::int64_t drawn_ms_ = 0;
};

struct Options {
  std::string home, config_file, from, enrolment_file;
  bool once = false, watch = false;
  std::int64_t spread_s = 0;
};

int fail(ExitCode code, const std::string& message) {
  log_error(message);
  return static_cast<int>(code);
}

HttpOptions http_options(const Config& config) {
  HttpOptions options;
  options.ca_file = config.sync.ca_file;
  options.proxy = config.sync.proxy;
  options.client_cert_file = config.sync.client_cert_file;
  options.client_key_file = config.sync.client_key_file;
  return options;
}

Paths paths_of(const Options& options) {
  Paths paths = options.home.empty() ? Paths{} : Paths::with_home(options.home);
  if (!options.config_file.empty()) paths.take_config_from(options.config_file);
  return paths;
}

Result<Config> read_config(const Files& files, const Paths& paths, const Options& options) {
  auto config = load_config(files, paths);
  if (!config || options.from.empty()) return config;
  // Answers still go where they always go.
  if (config->sync.hub_url.empty() && config->sync.url.rfind("file:", 0) != 0)
    config->sync.hub_url = config->sync.url;
  config->sync.url = "file://" + client::encode_path(std::filesystem::absolute(options.from).string());
  return config;
}

// What lives as long as the program, whatever becomes of the configuration.
struct Machine {
  SystemFiles files;
  SystemRandom random;
  SystemClock clock;
  Service service{std::getenv("NOTIFY_SOCKET"), std::getenv("WATCHDOG_USEC")};
};

// What a watch has besides.
struct Watching {
  FolderWatch& folder;
  client::Attempts attempts;
  std::int64_t first_after_ms, first_within_ms;  // of the first sync
};

// By one configuration: once, or until it is stopped; nothing when it has to be read anew.
std::optional<int> sync_by(const Config& config, const Paths& paths, Machine& machine, Watching* watching) {
  auto http = CurlHttp::create(http_options(config));
  if (!http) return fail(ExitCode::usage, http.error().message);
  const client::Sync::Ports ports{**http, machine.files, machine.clock, machine.random};
  TerminalProgress terminal(machine.clock);
  const auto alive = [&] { machine.service.alive(machine.clock.monotonic_ms()); };
  // Bytes, objects and phases are progress that a watchdog may believe.
  const client::Sync::Hooks hooks{[&](const client::Progress& progress) {
                                    terminal.show(progress);
                                    alive();
                                  },
                                  [] { return stop_asked != 0; }};
  auto sync = client::Sync::create(config, paths, ports, hooks);
  if (!sync) return fail(ExitCode::usage, paths.config_file + ": " + sync.error().message);
  if (watching == nullptr) return static_cast<int>((*sync)->run().exit_code());
  log_info("watching, every " + std::to_string(config.sync.interval_s) + " s");
  const std::int64_t awake_ms = machine.service.watchdog_ms() / 2;
  client::Schedule schedule(machine.random, config.sync.interval_s,
                            machine.clock.monotonic_ms() + std::exchange(watching->first_after_ms, 0),
                            std::exchange(watching->first_within_ms, 0));
  client::WatchLoop loop(
      **sync, ports, paths.requests_folder, std::move(schedule),
      [&](std::int64_t timeout_ms) {
        alive();
        watching->folder.wait(awake_ms > 0 ? std::min(timeout_ms, awake_ms) : timeout_ms);
      },
      hooks.is_stopped, &watching->attempts);
  if (loop.run()) return std::nullopt;
  log_info("stopped");
  return static_cast<int>(ExitCode::ok);
}

int watch_by(Config config, const Paths& paths, Machine& machine, const Options& options) {
  auto watch = FolderWatch::create({paths.requests_folder});
  if (!watch) return fail(ExitCode::failed, watch.error().message);
  watch_to_wake = watch->get();
  catch_stop_signals();
  // A kiosk that has nothing to show does not wait for the others.
  const bool has_content = machine.files.exists(paths.content_folder + "/current");
  Watching watching{**watch,
                    {machine.files, paths.trust_folder + "/unfinished"},
                    0,
                    has_content ? options.spread_s * 1000 : 0};
  watching.first_after_ms = watching.attempts.begin();
  std::optional<int> code;
  while (!(code = sync_by(config, paths, machine, &watching))) {
    auto anew = read_config(machine.files, paths, options);
    if (anew) config = *std::move(anew);
    if (anew)
      log_info("the configuration was read anew");
    else
      log_error("the configuration stays as it was: " + anew.error().message);
  }
  watch_to_wake = nullptr;
  watching.attempts.end();
  return *code;
}

// One request of an enrolment, for kioskctl, which uses no network. Before it there may be no configuration.
int enrol(const Options& options) {
  Machine machine;
  auto config = load_config(machine.files, paths_of(options));
  if (!config && config.error().kind != ErrorKind::not_found)
    return fail(ExitCode::usage, config.error().message);
  auto http = CurlHttp::create(http_options(config ? *config : Config{}));
  if (!http) return fail(ExitCode::usage, http.error().message);
  auto taken = client::take_step(**http, machine.files, machine.clock, options.enrolment_file);
  return taken ? 0 : fail(ExitCode::failed, taken.error().message);
}

int run(const Options& options) {
  Machine machine;
  Files& files = machine.files;
  const Paths paths = paths_of(options);
  const auto config = read_config(files, paths, options);
  if (!config) return fail(ExitCode::usage, config.error().message);
  if (!config->sync.url.empty() && !files.exists(paths.root_file))
    return fail(ExitCode::usage, paths.root_file +
                                     ": not there; it is the release's 1.root.json, by which "
                                     "everything else is checked");
  for (const std::string& folder : {paths.trust_folder, paths.content_folder, paths.requests_folder})
    if (auto made = files.make_folders(folder); !made) return fail(ExitCode::failed, made.error().message);
  auto lock = FileLock::acquire(paths.trust_folder + "/sync.lock");
  if (!lock) return fail(ExitCode::failed, "another kiosk-sync: " + lock.error().message);
  if (options.watch) return watch_by(*config, paths, machine, options);
  catch_stop_signals();
  return sync_by(*config, paths, machine, nullptr).value_or(static_cast<int>(ExitCode::ok));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Brings content that the authority has signed, and delivers the kiosk's answers.",
               "kiosk-sync");
  Options options;
  app.add_option("--home", options.home,
                 "Folder that holds all of a kiosk's files (default: /etc/kiosk and "
                 "/var/lib/kiosk)");
  app.add_option("--config", options.config_file, "Configuration, instead of the home's kiosk.toml");
  auto* once = app.add_flag("--once", options.once, "Sync once and exit (the default)");
  auto* watch =
      app.add_flag("--watch", options.watch, "Sync at the configured interval and whenever the screen asks")
          ->excludes(once);
  app.add_option(
         "--spread", options.spread_s,
         "Watching, sync first at some moment within so many seconds, so that kiosks that get their power "
         "back together do not come together; at once while there is nothing to show (default: 0)")
      ->check(CLI::Range(0, 3600))
      ->needs(watch);
  app.add_option("--from", options.from, "Take the release from this folder, such as a stick, this once")
      ->excludes("--watch");
  app.add_option("--enrol", options.enrolment_file,
                 "One request of the enrolment in this file, for kioskctl enrol, and no sync")
      ->excludes("--watch")
      ->excludes("--from");
  app.set_version_flag("--version", std::string("kiosk-sync ") + ENTRE_VERSION);
  app.footer(
      "exit codes: 0 all is well, also when nothing is new\n"
      "            1 failed: the server is away, a disk error; content and answers are kept\n"
      "            2 usage or configuration\n"
      "            3 refused by verification: signature, hash, version, length or expiry; content is kept");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  init_log("kiosk-sync", LogLevel::info);
  return options.enrolment_file.empty() ? run(options) : enrol(options);
}
