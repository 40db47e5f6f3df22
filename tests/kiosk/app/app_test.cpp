#include "kiosk/app.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "home.h"
#include "platform/json.h"

using namespace entre;
using namespace entre::kiosk;
using entre::kiosk::test::Home;
using entre::kiosk::test::settle;

namespace {

std::map<std::string, std::string> contents(const std::string& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    all[entry.path().filename().string()] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

std::vector<Json> lines(const std::string& file) {
  std::vector<Json> all;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    auto json = parse_json(line, {});
    REQUIRE(json.ok());
    all.push_back(*json);
  }
  return all;
}

const char* const kSteps[] = {"01-home",   "02-article",        "03-article-scrolled", "04-answer-no",
                              "05-reason", "06-contacts",       "07-contact",          "08-search",
                              "09-hit",    "10-search-no-hits", "11-language",         "12-adapt",
                              "13-about",  "14-adapted",        "15-low-reach",        "16-idle-warning",
                              "17-reset"};

}  // namespace

TEST_CASE("two tours of the same content give the same bytes, step by step") {
  Home first, second;
  const auto walked = first.tour("tour");
  REQUIRE_MESSAGE(walked.ok(), (walked ? "" : walked.error().message));
  REQUIRE(second.tour("tour").ok());
  const auto a = contents(first.shelf.folder.file("tour")), b = contents(second.shelf.folder.file("tour"));
  REQUIRE(a.size() == 2 * std::size(kSteps));
  for (const auto& [name, bytes] : a) {
    CAPTURE(name);
    CHECK((b.contains(name) && b.at(name) == bytes));
  }
  for (const char* step : kSteps) CHECK(a.contains(std::string(step) + ".png"));
  // The visit ended: what is left equals the beginning.
  CHECK(a.at("17-reset.png") == a.at("01-home.png"));
  CHECK(a.at("17-reset.json") == a.at("01-home.json"));
  CHECK(a.at("03-article-scrolled.png") != a.at("02-article.png"));
}

TEST_CASE("the tour's trees say what the format promises") {
  Home home;
  REQUIRE(home.tour("tour").ok());
  for (const char* step : kSteps) {
    CAPTURE(step);
    const auto text =
        home.shelf.files.read(home.shelf.folder.file(std::string("tour/") + step + ".json"), 1 << 22);
    const auto json = parse_json(*text, {});
    REQUIRE(json.ok());
    for (const char* key : {"screen", "lang", "theme", "text_percent", "size", "ppi", "nodes"})
      CHECK(json->contains(key));
    bool dock = false;
    for (const Json& node : json->at("nodes")) {
      for (const char* key : {"id", "parent", "role", "label", "lang", "rect", "clip", "spoken", "state",
                              "focusable", "enabled"})
        CHECK(node.contains(key));
      dock = dock || node.at("id") == "dock.home";
    }
    CHECK(dock);
  }
}

TEST_CASE("a tour's answer is one final answer in the ledger, marked as a test") {
  Home home;
  REQUIRE(home.tour("tour").ok());
  CHECK(home.counts().drafts == 0);
  CHECK(home.counts().waiting == 1);
  CHECK(home.shelf.files.exists(home.options.paths.requests_folder + "/upload"));
  auto opened = outbox::Outbox::open(home.options.paths.outbox_file, home.options.config.kiosk.id,
                                     home.shelf.files, home.clock, home.random);
  const auto batch = opened->outbox->next_batch();
  REQUIRE((batch.ok() && batch->has_value()));
  const auto json = parse_json((*batch)->body, {});
  const Json& data = json->at(0).at("data");
  CHECK(data.at("test") == true);
  CHECK(data.at("useful") == "no");
  CHECK(data.at("reasons").size() == 1);
}

TEST_CASE("a tour in a language that the site lacks is refused") {
  Home home;
  home.options.start.language = "fi";
  const auto walked = home.tour("tour");
  REQUIRE_FALSE(walked.ok());
  CHECK(walked.error().kind == ErrorKind::invalid);
}

TEST_CASE("without content the neutral screen is drawn, and goes when content comes") {
  Home home(false);
  const auto walked = home.tour("tour");
  REQUIRE_FALSE(walked.ok());
  CHECK(walked.error().message.find("no content") != std::string::npos);
  CHECK(home.shelf.files.exists(home.shelf.folder.file("tour/01-neutral.png")));

  const auto app = home.app();
  settle(*app, home.clock);
  CHECK(app->info().screen == "neutral");
  home.put(1);
  for (int i = 0; i < 200 && app->model().library->release == 0; ++i) app->step(50);
  settle(*app, home.clock);
  CHECK(app->info().screen == "home");
}

TEST_CASE("without content the code of an enrolment is shown while it waits, and no longer than it is good") {
  Home home(false);
  const std::string file = home.options.paths.requests_folder + "/" + wire::shown_code_file;
  const auto put = [&](const std::string& text) { REQUIRE(home.shelf.files.write(file, text, 0644).ok()); };
  wire::ShownCode code{"BCDF-GHJK", "https://hub.example.org/enrol",
                       "https://hub.example.org/enrol?code=BCDF-GHJK", home.clock.unix_ms() + 900'000};
  REQUIRE(home.shelf.files.make_folders(home.options.paths.requests_folder).ok());
  put(wire::encode_shown_code(code));  // before the screen starts
  const auto app = home.app();
  const auto until_shown = [&](bool is_shown) {
    for (int i = 0; i < 200 && app->model().enrolment_code.has_value() != is_shown; ++i) app->step(50);
    REQUIRE(app->model().enrolment_code.has_value() == is_shown);
    settle(*app, home.clock);
    CHECK((app->nodes().find("neutral.code") != nullptr) == is_shown);
  };
  until_shown(true);
  put("{}");
  until_shown(false);
  put(wire::encode_shown_code(code));
  until_shown(true);
  // A second, by the simulated clock, before it ends; the loader looks again when it is told of anything.
  home.clock.advance_ms(900'001);
  put(wire::encode_shown_code(code));
  until_shown(false);
}

TEST_CASE("new content is shown at rest, without a touch") {
  Home home;
  const auto app = home.app();
  settle(*app, home.clock);
  home.put(2);
  for (int i = 0; i < 200 && app->model().library->release != 2; ++i) app->step(50);
  CHECK(app->model().library->release == 2);
}

// The screen as kiosk.toml's [screen] wants it, at rest: pictures of it a quarter of an hour apart.
static std::vector<display::Pixels> at_rest(const std::string& screen) {
  Home home;
  const std::string file = home.shelf.folder.file("kiosk.toml");
  std::ofstream(file) << "[kiosk]\nid = \"" << home.options.config.kiosk.id << "\"\n[screen]\n"
                      << screen << "\n";
  const auto config = load_config(home.shelf.files, Paths::with_home(home.shelf.folder.path()));
  REQUIRE_MESSAGE(config.ok(), config.error().message);
  home.options.config = *config;
  const auto app = home.app();
  settle(*app, home.clock);
  std::vector<display::Pixels> pictures;
  for (int i = 0; i < 3; ++i) {
    for (int minute = 0; minute < 15; ++minute) {
      home.clock.advance_ms(60'000);
      settle(*app, home.clock);
    }
    auto pixels = app->canvas().read_pixels();
    REQUIRE(pixels.ok());
    pictures.push_back(*pixels);
  }
  return pictures;
}

static double brightness(const display::Pixels& pixels) {
  double sum = 0;
  for (const std::uint32_t pixel : pixels.argb) sum += pixel >> 8 & 255;
  return sum / static_cast<double>(pixels.argb.size());
}

TEST_CASE("screen.calm: at rest nothing moves; without it the screen drifts") {
  const auto calm = at_rest("calm = true"), alive = at_rest("calm = false");
  CHECK(calm[0].argb == calm[1].argb);
  CHECK(calm[1].argb == calm[2].argb);
  CHECK((alive[0].argb != alive[1].argb || alive[1].argb != alive[2].argb));
}

TEST_CASE("screen.oled_safe: at rest the screen is dark") {
  CHECK(brightness(at_rest("oled_safe = true")[2]) < 0.5 * brightness(at_rest("oled_safe = false")[2]));
}

TEST_CASE("--page opens a page, and one that is not there leads home") {
  Home home;
  home.options.page = "beta";
  {
    const auto app = home.app();
    settle(*app, home.clock);
    CHECK(app->model().place.id == "beta");
    CHECK(app->info().screen == "article");
  }
  home.options.page = "gone";
  const auto app = home.app();
  settle(*app, home.clock);
  CHECK(app->info().screen == "home");
}

TEST_CASE("nothing is drawn while nothing happens, and the same frame again every 30 s") {
  Home home;
  const std::string file = home.shelf.folder.file("trace.jsonl");
  auto trace = Trace::create(file, home.clock);
  REQUIRE(trace.ok());
  const auto app = home.app(trace->get());
  settle(*app, home.clock);
  const std::size_t before = lines(file).size();
  for (int i = 0; i < 20; ++i) app->step(5);
  CHECK(lines(file).size() == before);
  home.clock.advance_ms(30'000);
  settle(*app, home.clock);
  app->step(0);
  settle(*app, home.clock);
  CHECK(lines(file).size() > before);
  CHECK(lines(file).size() <= before + 2);
}

TEST_CASE("the trace tells the first frame once, each frame and each press") {
  Home home;
  const std::string file = home.shelf.folder.file("trace.jsonl");
  auto trace = Trace::create(file, home.clock);
  const auto app = home.app(trace->get());
  settle(*app, home.clock);
  display::push_finger(display::FingerPhase::down, 5, 5, app->canvas().size());
  app->step(0);
  settle(*app, home.clock);
  std::map<std::string, int> seen;
  for (const Json& line : lines(file)) {
    ++seen[line.at("event").get<std::string>()];
    CHECK(line.at("ms").get<double>() >= 0);
    if (line.at("event") == "first_frame") CHECK(line.at("unix_ms") == home.clock.unix_ms());
  }
  CHECK(lines(file)[0].at("event") == "start");
  CHECK(seen["first_frame"] == 1);
  CHECK(seen["press"] == 1);
  CHECK(seen["frame"] >= 2);
}

TEST_CASE("assets that are not there are an error, not a crash") {
  Home home;
  home.options.assets_folder = home.shelf.folder.file("nothing");
  CHECK_FALSE(App::create(home.options, {home.shelf.files, home.clock, home.random, nullptr}).ok());
}

TEST_CASE("the simulated clock stands at ten in the morning in Stockholm and moves only when told") {
  SimulatedClock clock;
  const LocalTime time = clock.local(clock.unix_ms());
  CHECK(time.hour == 10);
  CHECK(local_date(clock, clock.unix_ms()) == "2026-06-15");
  const std::int64_t before = clock.monotonic_ms();
  clock.advance_ms(1500);
  CHECK(clock.monotonic_ms() == before + 1500);
  CHECK(rfc3339(clock.unix_ms()) == "2026-06-15T08:00:01Z");
}
