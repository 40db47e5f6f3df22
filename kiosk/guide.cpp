#include "kiosk/guide.h"

#include <algorithm>
#include <limits>

#include "sync/content/tokens.h"

namespace entre::kiosk {
namespace {

constexpr float kTapMm = 4, kCornerMm = 40, kStillMm = 6;
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

std::string place_of(const visit::Model& model) {
  return std::string(visit::name(model.place.screen)) + " " + model.place.id + " " +
         std::to_string(static_cast<int>(model.sheet));
}

// The field that is written in; empty: none is open.
std::string open_field(const visit::Model& model) {
  if (model.place.screen == visit::ScreenId::staff)
    return model.staff.page == visit::StaffPage::pin ? "staff.field"
           : model.staff.edit                        ? "staff.setting.field"
                                                     : "";
  if (model.sheet == visit::Sheet::feedback && model.feedback.writing) return "feedback.field";
  const bool searches = model.place.screen == visit::ScreenId::search && model.sheet == visit::Sheet::none;
  return searches ? "search.field" : "";
}

}  // namespace

Guide::Guide(GuideOptions options, ui::Toolkit& toolkit, const ui::NodeTree& tree, const visit::Model& model,
             display::Speech* speech)
    : keys_(std::move(options.keys)),
      has_headset_(options.has_headset),
      toolkit_(toolkit),
      tree_(tree),
      model_(model),
      explorer_(kTapMm * options.mm_px),
      corner_(kCornerMm * options.mm_px, kStillMm * options.mm_px) {
  if (speech) narrator_.emplace(*speech, options.loudest_percent);
}

void Guide::turn_speech(bool on) {
  if (!narrator_ || model_.preferences.speech == on) return;
  visit::Preferences wanted = model_.preferences;
  wanted.speech = on;
  actions_.push_back(visit::Adapt{wanted});
  frame_ = true;
}

// Every key and every touch ends what is being said.
void Guide::interrupt() {
  ui::Pointing& pointing = toolkit_.pointing();
  listened_ = std::exchange(pointing.listening, false);
  pointing.begin = pointing.end = 0;
  if (narrator_) narrator_->stop();
  frame_ = true;
}

void Guide::hide() {
  shown_ = false;
  ui::Pointing& pointing = toolkit_.pointing();
  pointing.ring.clear();
  pointing.reveal.clear();
  pointing.press.clear();
}

void Guide::key(const Chord& chord, const std::string& written) {
  const auto command = keys_.find(chord);
  if (write(chord, written, command.has_value())) return;
  if (command) obey(*command);
}

// Commands go before letters, but for the space that is written where the focus is. Letters turn no speech
// on: who writes them has seen the field, or was told of it.
bool Guide::write(const Chord& chord, const std::string& written, bool is_command) {
  static const Chord backspace = entre::chord("Backspace").value();
  const std::string field = open_field(model_);
  if (field.empty()) return false;
  const bool erases = chord == backspace && !is_command;
  const bool writes_space = written == " " && (!shown_ || focus_.id() == field);
  if (!erases && (written.empty() || (is_command && !writes_space))) return false;
  interrupt();
  actions_.push_back(visit::UseKeys{});
  if (erases)
    actions_.push_back(visit::EraseText{});
  else
    actions_.push_back(visit::TypeText{chord.shift ? content::capitalised(written) : written, false});
  shown_ = true;
  focus_.follow(tree_, place_);
  focus_.set(tree_, field);
  point(true);
  return true;
}

void Guide::obey(KeyCommand command) {
  if (command == KeyCommand::staff) {
    frame_ = true;
    return actions_.push_back(visit::StaffAct{visit::StaffCommand::open});
  }
  interrupt();
  actions_.push_back(visit::UseKeys{});
  const bool first = !std::exchange(shown_, true);
  if (!std::exchange(offered_, true)) turn_speech(true);
  focus_.follow(tree_, place_);
  const std::string before = focus_.id();
  const int by = command == KeyCommand::next || command == KeyCommand::next_section ? 1 : -1;
  switch (command) {
    case KeyCommand::next:
    case KeyCommand::previous:
      if (!first) focus_.move(tree_, by);
      break;
    case KeyCommand::next_section:
    case KeyCommand::previous_section:
      if (!first) focus_.move_section(tree_, by);
      break;
    case KeyCommand::select:
      if (!first) select();
      break;
    case KeyCommand::back:
      actions_.push_back(visit::GoBack{});
      break;
    case KeyCommand::home:
      focus_.restart();
      actions_.push_back(visit::GoHome{});
      break;
    case KeyCommand::repeat:
      if (speaks() && !first) describe(false);
      break;
    case KeyCommand::listen:
      if (model_.sheet != visit::Sheet::idle) actions_.push_back(visit::Listen{});
      listen();
      break;
    case KeyCommand::louder:
    case KeyCommand::quieter:
      if (!narrator_) break;
      narrator_->change_volume(command == KeyCommand::louder ? 1 : -1);
      tell("speech.volume",
           {{"n", std::to_string(narrator_->volume())}, {"total", std::to_string(Narrator::volumes)}});
      break;
    case KeyCommand::faster:
    case KeyCommand::slower:
      if (!narrator_) break;
      narrator_->change_speed(command == KeyCommand::faster ? 1 : -1);
      tell("speech.speed",
           {{"n", std::to_string(narrator_->speed())}, {"total", std::to_string(Narrator::speeds)}});
      break;
    case KeyCommand::staff:
      break;
  }
  point(true);
  if (speaks() && focus_.id() != before) describe(false);
}

// What cannot be pressed is said again. In a field it is the key that ends its keyboard's last row.
void Guide::select() {
  const ui::Node* node = tree_.find(focus_.id());
  if (const std::string field = open_field(model_); node && node->id == field && !node->focusable)
    node = tree_.find(field.substr(0, field.find('.')) + ".key.go");
  if (node && node->focusable && node->enabled)
    toolkit_.pointing().press = node->id;
  else if (speaks())
    describe(false);
}

bool Guide::finger(const display::Finger& finger, std::int64_t monotonic_ms) {
  now_ms_ = monotonic_ms;
  corner_.finger(finger, toolkit_.height_px(), monotonic_ms);
  if (finger.phase == display::FingerPhase::down) {
    interrupt();
    explored_.clear();
    if (!speaks()) hide();
  }
  if (!speaks()) return false;
  obey(explorer_.finger(finger, monotonic_ms));
  return true;
}

void Guide::obey(const ui::Explorer::Meaning& meaning) {
  using Kind = ui::Explorer::Meaning::Kind;
  if (meaning.kind == Kind::nothing) return;
  shown_ = frame_ = true;
  if (meaning.kind == Kind::activate) {
    interrupt();
    return select();
  }
  const ui::Node* node = ui::Focus::under(tree_, meaning.x, meaning.y);
  if (!node || node->id == explored_) return;
  interrupt();
  explored_ = node->id;
  focus_.follow(tree_, place_);
  focus_.set(tree_, node->id);
  point(false);
  describe(false);
}

void Guide::headset(bool inserted) {
  if (std::exchange(inserted_, inserted) == inserted) return;
  interrupt();
  turn_speech(inserted);
}

void Guide::listen() {
  if (std::exchange(listened_, false)) return;
  if (!narrator_) return caption(toolkit_.strings().get(model_.preferences.language, "speech.no_sound"));
  say(ui::whole_reading(tree_, shown_ ? focus_.id() : "", words()));
  toolkit_.pointing().listening = narrator_->is_speaking();
  point_at_phrase();
}

void Guide::try_sound() {
  if (!narrator_) return caption(toolkit_.strings().get(model_.preferences.language, "speech.no_sound"));
  tell("staff.sound_sentence", {});
}

void Guide::point(bool reveal) {
  ui::Pointing& pointing = toolkit_.pointing();
  pointing.ring = focus_.id();
  if (reveal) pointing.reveal = focus_.id();
  frame_ = true;
}

// The spoken node is the marked one.
void Guide::point_at_phrase() {
  ui::Pointing& pointing = toolkit_.pointing();
  const ui::Phrase* now = narrator_ ? narrator_->current() : nullptr;
  frame_ = true;
  if (!now) {
    pointing.begin = pointing.end = 0;
    if (std::exchange(pointing.listening, false) && !shown_) hide();
    return;
  }
  pointing.reading = now->node;
  pointing.begin = now->begin;
  pointing.end = now->end;
  if (!pointing.listening || now->node.empty()) return;
  focus_.follow(tree_, place_);
  focus_.set(tree_, now->node);
  pointing.ring = pointing.reveal = now->node;
}

void Guide::drawn(std::int64_t monotonic_ms) {
  now_ms_ = monotonic_ms;
  ui::Pointing& pointing = toolkit_.pointing();
  pointing.press.clear();
  pointing.reveal.clear();
  const std::string before = std::exchange(place_, place_of(model_));
  const bool arrived = before != place_, turned = std::exchange(spoke_, speaks()) != speaks();
  if (arrived) {
    explorer_.forget();
    if (pointing.listening || !speaks()) interrupt();
    if (model_.sheet == visit::Sheet::idle && narrator_ && !speaks()) narrator_->chime();
  }
  if (turned && !speaks()) interrupt();
  if (turned && speaks()) shown_ = true;
  if (!shown_) return;
  const std::string focused = focus_.id();
  focus_.follow(tree_, place_);
  if (speaks() && (arrived || turned || focused != focus_.id()) && !pointing.listening)
    describe(arrived || turned);
  else
    say_changes();
  if (pointing.ring != focus_.id() && !pointing.listening) point(true);
}

void Guide::tick(std::int64_t monotonic_ms) {
  now_ms_ = monotonic_ms;
  if (narrator_ && narrator_->step()) {
    point_at_phrase();
    if (!narrator_->works()) caption(toolkit_.strings().get(model_.preferences.language, "speech.no_sound"));
  }
  obey(explorer_.tick(monotonic_ms));
  if (corner_.tick(monotonic_ms) && narrator_ && !speaks()) {
    cancel_ = true;
    turn_speech(true);
  }
  if (!toolkit_.pointing().caption.empty() && monotonic_ms >= caption_until_ms_) {
    toolkit_.pointing().caption.clear();
    frame_ = true;
  }
}

std::int64_t Guide::next_deadline_ms() const {
  const std::int64_t caption = toolkit_.pointing().caption.empty() ? kNever : caption_until_ms_;
  return std::min({caption, explorer_.next_deadline_ms(), narrator_ ? corner_.next_deadline_ms() : kNever});
}

void Guide::reset() {
  hide();
  toolkit_.pointing() = {};
  focus_ = {};
  explorer_.reset();
  if (narrator_) narrator_->reset();
  explored_.clear();
  said_.clear();
  statuses_.clear();
  voiceless_place_.clear();
  private_place_.clear();
  spoke_ = offered_ = listened_ = false;
}

}  // namespace entre::kiosk
