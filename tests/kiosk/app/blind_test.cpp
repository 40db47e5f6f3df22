// The screen-blind visit: keys and the recorded voice alone. Nothing here asks what is on the screen.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/input.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "blind_visit.h"

using namespace entre;
using namespace entre::kiosk;
using display::FingerPhase;
using entre::kiosk::test::BlindVisit;

namespace {

void put_topics(BlindVisit& visit, int topics, std::size_t group_pages) {
  std::vector<content::Page> pages;
  for (int i = 1; i <= topics; ++i)
    pages.push_back(visit::test::made_page("nummer-" + std::to_string(i), "sv"));
  visit.home.shelf.group_pages = group_pages;
  visit.home.shelf.put(2, pages, visit.home.options.paths.content_folder);
}

using Keys = std::vector<const char*>;

// The shortest way to the n-th of a list whose first has the focus: leaps of four, and steps either way.
Keys way(int n, int of) {
  Keys best(100, "Right");
  const int leaps_max = of >= 7 ? (of - 1) / 4 : 0;
  for (int leaps = 0; leaps <= leaps_max; ++leaps) {
    const int steps = n - 1 - 4 * leaps;
    Keys keys(static_cast<std::size_t>(leaps), "Down");
    keys.insert(keys.end(), static_cast<std::size_t>(std::abs(steps)), steps < 0 ? "Left" : "Right");
    if (keys.size() < best.size()) best = keys;
  }
  // Past its end, and back.
  Keys behind(static_cast<std::size_t>(leaps_max + 1), "Down");
  behind.insert(behind.end(), static_cast<std::size_t>(of - n + 1), "Left");
  return behind.size() < best.size() ? behind : best;
}

// Goes to each topic by keys, hears that it is there, and gives the most keys that one took.
int most_keys(BlindVisit& visit, int topics, int groups) {
  int most = 0;
  const int each = topics / groups;
  for (int i = 1; i <= topics; ++i) {
    const std::string title = "Sidan nummer-" + std::to_string(i);
    CAPTURE(title);
    visit.keys = 0;
    visit.key("Home");
    if (groups > 1) {
      for (const char* key : way((i - 1) / each + 1, groups)) visit.key(key);
      visit.hear();
      visit.key("Enter");
    }
    for (const char* key : way((i - 1) % each + 1, each)) visit.key(key);
    const std::string before = visit.hear();
    CHECK(before.find(title + ".") != std::string::npos);
    CHECK(before.ends_with(std::to_string((i - 1) % each + 1) + " av " + std::to_string(each)));
    visit.key("Enter");
    CHECK(visit.hear() == "Sida | " + title + " | rubrik");
    most = std::max(most, visit.keys);
  }
  return most;
}

}  // namespace

TEST_CASE("by ear alone every one of six topics is at most eight keys away") {
  BlindVisit visit([](BlindVisit& made) { put_topics(made, 6, 100); });
  const int most = most_keys(visit, 6, 1);
  MESSAGE("six topics: " << most << " keys");
  CHECK(most <= 8);
}

TEST_CASE("by ear alone every one of twelve topics is at most eight keys away") {
  BlindVisit visit([](BlindVisit& made) { put_topics(made, 12, 100); });
  const int most = most_keys(visit, 12, 1);
  MESSAGE("twelve topics: " << most << " keys");
  CHECK(most <= 8);
}

TEST_CASE("by ear alone every topic in four groups of ten is at most eight keys away") {
  BlindVisit visit([](BlindVisit& made) { put_topics(made, 40, 10); });
  const int most = most_keys(visit, 40, 4);
  MESSAGE("forty topics in four groups: " << most << " keys");
  CHECK(most <= 8);
}

TEST_CASE("by ear alone a page is read to its end, answered, and left") {
  BlindVisit visit;
  visit.all({"Home", "Enter", "F2"});
  const std::string page = visit.hear();
  CHECK(page.find("Text. | Text.") != std::string::npos);
  CHECK(page.find("Hade du nytta av sidan?") != std::string::npos);
  for (int i = 0; i < 20; ++i) {
    visit.key("Up");
    if (visit.hear().starts_with("Hade du nytta")) break;
  }
  visit.all({"Right", "Enter"});
  CHECK(visit.hear().find("Ditt svar är sparat: Ja.") != std::string::npos);
  visit.key("Escape");
  CHECK(visit.hear().starts_with("Sida | "));
}

namespace {

// Plugs in or out, and waits until the app has seen it.
void plug(BlindVisit& visit, int fd, bool in) {
  input_event event{};
  event.type = EV_SW;
  event.code = SW_HEADPHONE_INSERT;
  event.value = in ? 1 : 0;
  REQUIRE(::write(fd, &event, sizeof event) == sizeof event);
  for (int i = 0; i < 2000 && visit.headset->inserted() != in; ++i) visit.app->step(5);
  REQUIRE(visit.headset->inserted() == in);
  visit.rest();
  CHECK(visit.app->model().preferences.speech == in);
}

// A jack that the test plugs in and out by what it returns.
int give_jack(BlindVisit& made) {
  const std::string device = made.home.shelf.folder.file("event0");
  REQUIRE(::mkfifo(device.c_str(), 0600) == 0);
  const int fd = ::open(device.c_str(), O_RDWR | O_CLOEXEC);
  made.home.options.config.speech.headset_device = device;
  auto opened = Jack::open(device, display::Canvas::wake);
  REQUIRE(opened.ok());
  made.headset = std::move(*opened);
  return fd;
}

void type(BlindVisit& visit, const std::string& letters, const std::string& keys = "search.key.") {
  for (const char c : letters) {
    const std::string key = keys + c;
    visit.finger(FingerPhase::down, key);
    visit.finger(FingerPhase::up, key);
  }
}

}  // namespace

TEST_CASE("headphones turn speech on, and what was typed is said in them only") {
  int fd = -1;
  BlindVisit visit([&](BlindVisit& made) { fd = give_jack(made); });
  visit.finger(FingerPhase::down, "dock.search");
  visit.finger(FingerPhase::up, "dock.search");
  type(visit, "text");
  visit.key("Down");
  visit.hear();
  for (int i = 0; i < 30 && visit.app->pointing().ring != "search.field"; ++i) visit.key("Right");
  CHECK(visit.hear().ends_with("Sökfält | skrivfält | Det du har skrivit läses bara upp i hörlurar."));
  for (const auto& said : visit.voice.said) CHECK(said.text != "text");
  const ui::Node* caption = visit.app->nodes().find("speech.caption");
  REQUIRE(caption);
  CHECK(caption->label == "Det du har skrivit läses bara upp i hörlurar.");
  // Nor are the letters that are about to be.
  const auto go_to = [&](const char* id, const char* key) {
    for (int i = 0; i < 60 && visit.app->pointing().ring != id; ++i) visit.key(key);
    CHECK(visit.app->pointing().ring == id);
  };
  go_to("search.key.t", "Right");
  const std::string heard = visit.hear();
  CAPTURE(heard);
  CHECK(heard.find("Det du har skrivit läses bara upp i hörlurar. | Tangentbord") != std::string::npos);
  CHECK(heard.ends_with(" | Tangentbord"));
  for (const auto& said : visit.voice.said) CHECK(said.text != "t");
  go_to("search.field", "Left");
  plug(visit, fd, true);
  visit.key("F1");
  CHECK(visit.hear().ends_with("text"));
  plug(visit, fd, false);
  CHECK(!visit.voice.is_speaking());
  plug(visit, fd, true);
  CHECK(visit.hear().starts_with("Sök | Sökfält"));
  visit.app.reset();
  visit.headset.reset();
  ::close(fd);
}

TEST_CASE("a comment is said in headphones only, while it is written and when it has been") {
  int fd = -1;
  BlindVisit visit([&](BlindVisit& made) {
    fd = give_jack(made);
    made.home.options.config.feedback.comment = true;
  });
  for (const char* node : {"home.topic.alpha", "article.useful.yes", "feedback.write"}) {
    visit.finger(FingerPhase::down, node);
    visit.finger(FingerPhase::up, node);
  }
  type(visit, "hej", "feedback.key.");
  visit.key("Down");
  visit.hear();
  for (int i = 0; i < 30 && visit.app->pointing().ring != "feedback.field"; ++i) visit.key("Right");
  CHECK(visit.hear().ends_with(
      "Fält för det du vill säga | skrivfält | Det du har skrivit läses bara upp i hörlurar."));
  // On a keyboard Enter ends it.
  visit.key("Enter");
  CHECK(visit.hear().find("Du skrev") == std::string::npos);
  REQUIRE(visit.app->nodes().find("feedback.comment"));
  plug(visit, fd, true);
  for (int i = 0; i < 30 && visit.app->pointing().ring != "feedback.comment"; ++i) visit.key("Right");
  CHECK(visit.hear().find("Du skrev: Hej") != std::string::npos);
  visit.app.reset();
  visit.headset.reset();
  ::close(fd);
}

// The rest of the second is the voice's own: speech_test.cpp holds the work of its first word.
TEST_CASE("speech is asked for within 0.2 s of the first key, of a later one, and of headphones") {
  constexpr std::int64_t asked_ms_max = 200;
  int fd = -1;
  BlindVisit visit([&](BlindVisit& made) { fd = give_jack(made); });
  const auto asked_after = [&](const std::function<void()>& act) {
    const std::size_t before = visit.voice.said.size();
    const std::int64_t began_ms = visit.home.clock.monotonic_ms();
    act();
    REQUIRE(visit.voice.said.size() > before);
    return visit.voice.said[before].at_ms - began_ms;
  };
  CHECK(asked_after([&] { visit.key("Home"); }) <= asked_ms_max);
  visit.hear();
  CHECK(asked_after([&] { visit.key("Enter"); }) <= asked_ms_max);  // and the screen changes
  visit.hear();
  visit.wait_ms(90'000);
  visit.hear();
  visit.wait_ms(130'000);
  REQUIRE(!visit.app->model().preferences.speech);
  CHECK(asked_after([&] { plug(visit, fd, true); }) <= asked_ms_max);
  visit.app.reset();
  visit.headset.reset();
  ::close(fd);
}
