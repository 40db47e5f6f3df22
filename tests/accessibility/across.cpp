#include "across.h"

#include <algorithm>

namespace entre::conformance {

using display::FingerPhase;

namespace {

std::pair<float, float> middle(const ui::Node& node) {
  const display::Rect at = seen(node);
  return {at.x + at.w / 2, at.y + at.h / 2};
}

bool only_scrolls(const std::vector<visit::Action>& actions) {
  return std::all_of(actions.begin(), actions.end(), [](const visit::Action& action) {
    return std::holds_alternative<visit::ScrollTo>(action);
  });
}

// What only scrolls says so by ScrollTo, or not at all.
bool is_page_button(const ui::Node& node) {
  return node.id.ends_with(".page_up") || node.id.ends_with(".page_down") ||
         node.id.starts_with("article.contents.");
}

}  // namespace

void acts_on_release(const ui::Node& node, const Gesture& gesture, Tally& tally) {
  tally.check(6, !gesture.acts_held, [&] { return describe(node) + " acts before it is let go"; });
  tally.check(6, !gesture.acts_slid, [&] { return describe(node) + " acts although the finger slid off"; });
  tally.check(6, gesture.acts_lifted, [&] { return describe(node) + " does not act on release"; });
}

void lets_go(const ui::Node& node, const StillFinger& finger, Tally& tally) {
  if (node.role == ui::Role::key)
    tally.check(18, !finger.repeats, [&] { return describe(node) + " repeats while it is held"; });
  tally.check(24, !finger.acts_late,
              [&] { return describe(node) + " acts for a finger that lay still for 11 s"; });
  tally.check(24, finger.acts_next, [&] { return describe(node) + " does not act for the finger after it"; });
}

void AcrossFrames::begin(std::size_t turn) {
  turn_ = turn;
  dock_.clear();
  shot_.clear();
  home_.reset();
}

void AcrossFrames::end() {
  tell_reached();
}

bool AcrossFrames::look(const Observed& frame) {
  const std::string shot = frame.screen.substr(0, frame.screen.find(' '));
  same_dock(frame);
  const bool another = shot != shot_;
  if (another) {
    tell_reached();
    tally_.at(frame.screen + ", " + frame.at.name());
  }
  shot_ = shot;
  remember_reached(frame);
  return another;
}

void AcrossFrames::look(const Observed& frame, testing::Stage& stage, const visit::Model& model) {
  if (!look(frame)) return;
  if (shot_ == "home") home_ = frame;
  dock_states(frame);
  chosen_states(frame, stage, model);
  ring(frame, stage, model);
  fingers(frame, stage, model);
  still_finger(frame, stage, model);
}

// The staff screen has a foot of its own, since no visitor goes on from there.
void AcrossFrames::same_dock(const Observed& frame) {
  if (frame.screen.starts_with("staff")) return;
  std::string dock;
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!node.id.starts_with("dock") || node.id.ends_with(".label")) continue;
    dock += node.id + " " + node.label;
    for (const float side : {node.rect.x, node.rect.y, node.rect.w, node.rect.h}) dock += " " + number(side);
    dock += "\n";
  }
  // The neutral screen has no language but the kiosk's own.
  if (dock_.empty()) dock_ = dock;
  tally_.check(20, dock == dock_, [&] { return "the dock is another:\n" + dock + "than it was:\n" + dock_; });
}

// On one page or another each control shows so much of itself in reach as a finger needs.
void AcrossFrames::remember_reached(const Observed& frame) {
  for (const ui::Node& node : frame.tree.nodes()) {
    if (!node.focusable || !node.enabled) continue;
    Control& control = controls_[node.id];
    if (control.what.empty()) control = {false, describe(node), frame.screen + ", " + frame.at.name()};
    const float least = std::min(node.rect.h, static_cast<float>(frame.panel.px(20)));
    control.reached |= is_seen(node) && seen(node).h >= least;
  }
}

void AcrossFrames::tell_reached() {
  for (const auto& [id, control] : controls_) {
    tally_.at(control.where);
    tally_.check(8, control.reached,
                 [&, found = &control] { return found->what + " is within reach on no page"; });
  }
  controls_.clear();
}

// At home, Home is chosen and Back disabled; on the next screen it is the other way round.
void AcrossFrames::dock_states(const Observed& frame) {
  if (!home_ || shot_ != "group") return;
  for (const char* id : {"dock.home", "dock.back"}) {
    const ui::Node* node = frame.tree.find(id);
    if (node == nullptr) continue;
    tally_.check(4, differs_in_grey(home_->pixels, frame.pixels, node->rect),
                 [&] { return describe(*node) + " looks the same in two states"; });
  }
}

// What is chosen is let go of: it must look another.
void AcrossFrames::chosen_states(const Observed& frame, testing::Stage& stage, const visit::Model& model) {
  visit::Model other = model;
  std::string id;
  if (shot_ == "feedback-no") other.feedback.reasons.clear(), id = "feedback.reason.hard_to_read";
  if (shot_ == "search-long-word") other.keys.shift = visit::Shift::none, id = "search.key.shift";
  const ui::Node* node = id.empty() ? nullptr : frame.tree.find(id);
  if (node == nullptr || !is_whole(*node)) return;
  stage.draw(other);
  const display::Pixels pixels = stage.pixels();
  tally_.check(4, differs_in_grey(frame.pixels, pixels, node->rect),
               [&] { return describe(*node) + " looks the same whether chosen or not"; });
  stage.draw(model);
}

void AcrossFrames::ring(const Observed& frame, testing::Stage& stage, const visit::Model& model) {
  std::vector<const ui::Node*> all = targets(frame);
  std::erase_if(all, [](const ui::Node* node) { return !is_whole(*node); });
  if (all.empty()) return;
  const ui::Node& node = *all[(turn_ * 5 + frame.screen.size()) % all.size()];
  stage.point({node.id, "", ""});
  stage.draw(model);
  focus_ring(node, stage.pixels(), tally_);
  stage.point({});
  stage.draw(model);
}

// One control of each screen, another in each combination.
void AcrossFrames::fingers(const Observed& frame, testing::Stage& stage, const visit::Model& model) {
  std::vector<const ui::Node*> all = targets(frame);
  // What is chosen already may have nothing to do.
  std::erase_if(all, [](const ui::Node* node) {
    return is_page_button(*node) || !is_whole(*node) || node->state.starts_with("selected");
  });
  if (all.empty()) return;
  const ui::Node& node = *all[(turn_ * 7 + frame.screen.size()) % all.size()];
  const auto at = middle(node);
  visit::Model touched = model;
  Gesture gesture;
  gesture.acts_held = !only_scrolls(stage.finger(touched, FingerPhase::down, at));
  const display::Pixels held = stage.pixels();
  tally_.check(4, differs_in_grey(frame.pixels, held, node.rect),
               [&] { return describe(node) + " looks the same under a finger"; });
  // Sideways, so that no column is dragged; what fills the screen's width is left by its end.
  const bool to_left = node.rect.x > static_cast<float>(frame.pixels.w) - node.rect.right();
  const std::pair<float, float> off{to_left ? node.rect.x - 30 : node.rect.right() + 30, at.second};
  gesture.acts_slid = !only_scrolls(stage.finger(touched, FingerPhase::move, off));
  gesture.acts_slid |= !only_scrolls(stage.finger(touched, FingerPhase::up, off));
  touched = model;
  gesture.acts_lifted = !only_scrolls(stage.touch(touched, {at}));
  acts_on_release(node, gesture, tally_);
  touched = model;
  stage.draw(touched);
}

void AcrossFrames::still_finger(const Observed& frame, testing::Stage& stage, const visit::Model& model) {
  if (shot_ != (turn_ % 2 == 0 ? "search" : "home")) return;
  const std::vector<const ui::Node*> all = targets(frame);
  const auto key = std::find_if(all.begin(), all.end(), [&](const ui::Node* node) {
    return shot_ == "search" ? node->role == ui::Role::key
                             : node->id.starts_with("home.") && !node->state.starts_with("selected");
  });
  if (key == all.end()) return;
  const auto at = middle(**key);
  visit::Model touched = model;
  stage.finger(touched, FingerPhase::down, at);
  constexpr std::int64_t repeat_ms = 2000, still_ms = 9000, each_ms = 500;
  StillFinger finger;
  finger.repeats = !only_scrolls(stage.wait_ms(touched, repeat_ms, each_ms));
  stage.wait_ms(touched, still_ms, each_ms);
  finger.acts_late = !only_scrolls(stage.finger(touched, FingerPhase::up, at));
  finger.acts_next = !only_scrolls(stage.touch(touched, {at}));
  lets_go(**key, finger, tally_);
  visit::Model again = model;
  stage.draw(again);
}

}  // namespace entre::conformance
