#include "kiosk/guide.h"

namespace entre::kiosk {
namespace {

std::string place_of(const visit::Model& model) {
  return std::string(visit::name(model.place.screen)) + " " + model.place.id + " " +
         std::to_string(static_cast<int>(model.sheet));
}

}  // namespace

std::vector<visit::Action> Guide::key(const Chord& chord, const ui::NodeTree& tree) {
  const auto command = keys_.find(chord);
  if (!command) return {};
  const bool first = !std::exchange(shown_, true);
  focus_.follow(tree, place_);
  std::vector<visit::Action> actions;
  switch (*command) {
    case KeyCommand::next:
    case KeyCommand::previous:
      if (!first) focus_.move(tree, *command == KeyCommand::next ? 1 : -1);
      break;
    case KeyCommand::next_section:
    case KeyCommand::previous_section:
      if (!first) focus_.move_section(tree, *command == KeyCommand::next_section ? 1 : -1);
      break;
    case KeyCommand::select:
      if (!first) toolkit_.pointing().press = focus_.id();
      break;
    case KeyCommand::back:
      actions.push_back(visit::GoBack{});
      break;
    case KeyCommand::home:
      focus_.restart();
      actions.push_back(visit::GoHome{});
      break;
    default:
      break;
  }
  point();
  return actions;
}

void Guide::point() {
  ui::Pointing& pointing = toolkit_.pointing();
  pointing.ring = pointing.reveal = focus_.id();
}

void Guide::touched() {
  shown_ = false;
  toolkit_.pointing() = {};
}

bool Guide::drawn(const ui::NodeTree& tree, const visit::Model& model) {
  ui::Pointing& pointing = toolkit_.pointing();
  pointing.press.clear();
  pointing.reveal.clear();
  place_ = place_of(model);
  if (!shown_) return false;
  focus_.follow(tree, place_);
  if (pointing.ring == focus_.id()) return false;
  point();
  return true;
}

void Guide::reset() {
  focus_ = {};
  touched();
}

}  // namespace entre::kiosk
