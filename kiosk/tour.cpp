#include "kiosk/tour.h"

#include <algorithm>
#include <cstdio>

#include "platform/display/shapes.h"

namespace entre::kiosk {
namespace {

constexpr const char* kStart = "2026-06-15T08:00:00Z";
constexpr std::int64_t kMonotonicStartMs = 1'000'000;
constexpr std::int64_t kFrameMs = 16;
constexpr std::int64_t kPressMs = 96;
constexpr std::int64_t kMsPerSecond = 1000;
// Real time that the loader and the ledger have for one step: a minute, in waits short enough that the last
// one, which may end without a wake, costs nothing.
constexpr std::int64_t kWaitMs = 5;
constexpr int kWaitsMax = 12'000;
constexpr int kFramesMax = 2000;
constexpr int kPagesMax = 100;
constexpr const char* kSearchWord = "närings";
constexpr const char* kWordWithoutHits = "xqzxqz";

#define ENTRE_TRY(expression) \
  if (auto result = (expression); !result) return result.error()

bool is_on_screen(const ui::Node& node) {
  const display::Rect seen = display::intersect(node.rect, node.clip);
  return seen.w > node.rect.w / 2 && seen.h > node.rect.h / 2;
}

std::vector<std::string> letters(const std::string& utf8) {
  std::vector<std::string> all;
  for (const char byte : utf8) {
    if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) all.emplace_back();
    all.back() += byte;
  }
  return all;
}

}  // namespace

std::int64_t SimulatedClock::unix_ms() const {
  return parse_rfc3339(kStart) + passed_ms_;
}

std::int64_t SimulatedClock::monotonic_ms() const {
  return kMonotonicStartMs + passed_ms_;
}

LocalTime SimulatedClock::local(std::int64_t unix_ms) const {
  return local_time(zone, unix_ms);
}

Result<void> Tour::settle() {
  int frames = 0;
  for (int waits = 0; waits < kWaitsMax;) {
    // Motion needs time; nothing else does.
    if (app_.animating()) {
      clock_.advance_ms(kFrameMs);
      if (++frames > kFramesMax) break;
    }
    if (!app_.step(app_.animating() || app_.settled() ? 0 : kWaitMs))
      return Error{ErrorKind::unavailable, app_.failure().empty() ? "the tour was stopped" : app_.failure()};
    if (app_.settled()) return {};
    if (!app_.animating()) ++waits;
  }
  return Error{ErrorKind::unavailable, "the screen did not come to rest"};
}

Result<void> Tour::capture(const std::string& name) {
  char number[16];
  std::snprintf(number, sizeof number, "%02d-", pictures_ + 1);
  return write(number + name);
}

Result<void> Tour::write(const std::string& name) {
  ++pictures_;
  const std::string path = options_.folder + "/" + name;
  auto pixels = app_.canvas().read_pixels();
  if (!pixels) return pixels.error();
  ENTRE_TRY(display::write_png(*pixels, path + ".png"));
  return files_.write(path + ".json", ui::to_json(app_.info(), app_.nodes()).dump(2) + "\n");
}

const ui::Node* Tour::first(const std::string& id_prefix) const {
  for (const ui::Node& node : app_.nodes().nodes())
    if (node.focusable && node.enabled && node.id.starts_with(id_prefix)) return &node;
  return nullptr;
}

const ui::Node* Tour::page_button(const std::string& way) const {
  for (const ui::Node& node : app_.nodes().nodes())
    if (node.enabled && node.id.ends_with(way)) return &node;
  return nullptr;
}

Result<void> Tour::press(const ui::Node& node) {
  const display::Rect seen = display::intersect(node.rect, node.clip);
  const float x = seen.x + seen.w / 2, y = seen.y + seen.h / 2;
  const display::Size size = app_.canvas().size();
  display::push_finger(display::FingerPhase::down, x, y, size);
  app_.step(0);
  ENTRE_TRY(settle());
  clock_.advance_ms(kPressMs);
  display::push_finger(display::FingerPhase::up, x, y, size);
  app_.step(0);
  return settle();
}

// Pages on until the node is on screen, as a visitor who does not drag would.
Result<void> Tour::reveal(const std::function<const ui::Node*()>& find, const std::string& what) {
  for (int pages = 0; pages < kPagesMax; ++pages) {
    const ui::Node* node = find();
    if (node != nullptr && is_on_screen(*node)) return {};
    const bool above = node != nullptr && node->rect.y < node->clip.y;
    const ui::Node* page = page_button(above ? ".page_up" : ".page_down");
    if (page == nullptr) break;
    ENTRE_TRY(press(*page));
  }
  return Error{ErrorKind::not_found, "the screen " + app_.info().screen + " has no " + what + " to touch"};
}

Result<void> Tour::touch(const std::string& id) {
  const auto find = [&] { return app_.nodes().find(id); };
  ENTRE_TRY(reveal(find, id));
  if (!find()->enabled) return Error{ErrorKind::not_found, id + " is disabled"};
  return press(*find());
}

Result<void> Tour::touch_first(const std::string& id_prefix) {
  const auto find = [&] { return first(id_prefix); };
  ENTRE_TRY(reveal(find, id_prefix + "..."));
  return press(*find());
}

Result<void> Tour::walk() {
  ENTRE_TRY(files_.make_folders(options_.folder));
  ENTRE_TRY(settle());
  if (app_.model().library->release == 0) {
    ENTRE_TRY(capture("neutral"));
    return Error{ErrorKind::unavailable, "there is no content to tour: sync first (kiosk-sync --once)"};
  }
  const std::string& language = options_.language;
  if (!language.empty() && app_.model().preferences.language != language)
    return Error{ErrorKind::invalid, "the site has no language '" + language + "'"};
  ENTRE_TRY(capture("home"));
  ENTRE_TRY(visit_article());
  ENTRE_TRY(visit_contacts());
  ENTRE_TRY(visit_search());
  ENTRE_TRY(visit_language());
  ENTRE_TRY(visit_adapt());
  return leave();
}

Result<void> Tour::walk_gallery(const std::string& name) {
  ENTRE_TRY(files_.make_folders(options_.folder));
  ENTRE_TRY(settle());
  if (app_.model().place.screen != visit::ScreenId::gallery)
    return Error{ErrorKind::unavailable,
                 "there is no content to draw it with: sync first (kiosk-sync --once)"};
  ENTRE_TRY(write(name));
  while (const ui::Node* page = page_button(".page_down")) {
    if (pictures_ == kPagesMax) break;
    ENTRE_TRY(press(*page));
    ENTRE_TRY(write(name + "-" + std::to_string(pictures_ + 1)));
  }
  return {};
}

Result<void> Tour::visit_article() {
  if (first("home.topic.") == nullptr && first("home.group.") != nullptr) {
    ENTRE_TRY(touch_first("home.group."));
    ENTRE_TRY(touch_first("group.topic."));
  } else {
    ENTRE_TRY(touch_first("home.topic."));
  }
  ENTRE_TRY(capture("article"));
  if (const ui::Node* page = page_button(".page_down")) ENTRE_TRY(press(*page));
  ENTRE_TRY(capture("article-scrolled"));
  ENTRE_TRY(touch("article.useful.no"));
  ENTRE_TRY(capture("answer-no"));
  ENTRE_TRY(touch_first("feedback.reason."));
  ENTRE_TRY(capture("reason"));
  return touch("feedback.done");
}

Result<void> Tour::visit_contacts() {
  ENTRE_TRY(touch("dock.home"));
  ENTRE_TRY(touch("home.contacts"));
  ENTRE_TRY(capture("contacts"));
  ENTRE_TRY(touch_first("contacts.row."));
  return capture("contact");
}

// Strategy and business are on every Swedish page; in other languages a page's title gives the word.
std::string Tour::word_with_hits() const {
  const visit::Model& model = app_.model();
  if (model.preferences.language.starts_with("sv")) return kSearchWord;
  for (const content::Group& group : model.library->site.groups) {
    for (const std::string& id : group.pages) {
      const content::PageSummary* page = model.library->page(id, model.preferences.language);
      if (page == nullptr) continue;
      if (const std::string word = typeable_word(page->title); !word.empty()) return word;
    }
  }
  return kSearchWord;
}

// The first letters of a word that are all keys; empty where no word is.
std::string Tour::typeable_word(const std::string& title) const {
  constexpr std::size_t kLetters = 4;
  std::string word;
  bool skip = false;  // until the next word
  for (const std::string& letter : letters(title)) {
    if (letter == " ") {
      word.clear();
      skip = false;
      continue;
    }
    if (app_.nodes().find("search.key." + letter) == nullptr) skip = true;
    if (!skip) word += letter;
    if (!skip && letters(word).size() == kLetters) return word;
  }
  return "";
}

std::string Tour::word_without_hits() const {
  if (app_.nodes().find("search.key.x") != nullptr) return kWordWithoutHits;
  // Another script: its last letter, too often.
  std::string letter;
  for (const ui::Node& node : app_.nodes().nodes())
    if (node.id == "search.key." + node.label && static_cast<unsigned char>(node.label[0]) > 0x7F)
      letter = node.label;
  std::string word;
  for (int i = 0; i < 6; ++i) word += letter;
  return word;
}

Result<void> Tour::search(const std::string& word) {
  for (const char* id : {"search.clear", "search.key.clear"}) {
    const ui::Node* clear = app_.nodes().find(id);
    if (clear != nullptr && clear->enabled) ENTRE_TRY(press(*clear));
  }
  for (const std::string& letter : letters(word)) ENTRE_TRY(touch("search.key." + letter));
  return {};
}

Result<void> Tour::visit_search() {
  ENTRE_TRY(touch("dock.search"));
  ENTRE_TRY(search(word_with_hits()));
  ENTRE_TRY(capture("search"));
  // Large text leaves hits and keys no room together.
  if (app_.nodes().find("search.hit.1") == nullptr) ENTRE_TRY(touch("search.key.go"));
  ENTRE_TRY(touch_first("search.hit."));
  ENTRE_TRY(capture("hit"));
  ENTRE_TRY(touch("dock.back"));
  if (app_.model().search.keys_away) ENTRE_TRY(touch("search.field"));
  ENTRE_TRY(search(word_without_hits()));
  return capture("search-no-hits");
}

Result<void> Tour::visit_language() {
  ENTRE_TRY(touch("dock.language"));
  ENTRE_TRY(capture("language"));
  return touch("dock.back");
}

Result<void> Tour::visit_adapt() {
  ENTRE_TRY(touch("dock.adapt"));
  ENTRE_TRY(capture("adapt"));
  ENTRE_TRY(touch("adapt.about"));
  ENTRE_TRY(capture("about"));
  ENTRE_TRY(touch("dock.home"));
  ENTRE_TRY(touch("dock.adapt"));
  ENTRE_TRY(touch("adapt.reach.on"));
  ENTRE_TRY(capture("adapted"));
  ENTRE_TRY(touch("dock.back"));
  return capture("low-reach");
}

Result<void> Tour::leave() {
  clock_.advance_ms(options_.times.idle_timeout_s * kMsPerSecond);
  ENTRE_TRY(settle());
  ENTRE_TRY(capture("idle-warning"));
  clock_.advance_ms(options_.times.idle_warning_s * kMsPerSecond);
  ENTRE_TRY(settle());
  return capture("reset");
}

}  // namespace entre::kiosk
