#include "kiosk/ui/spoken.h"

#include <algorithm>

#include "kiosk/visit/sentences.h"

namespace entre::ui {
namespace {

// Null: the words say enough.
const char* kind_key(const Node& node) {
  switch (node.role) {
    case Role::heading:
      return "speech.heading";
    case Role::button:
      return "speech.button";
    case Role::link:
      return "speech.link";
    case Role::image:
      return "speech.image";
    case Role::text_field:
      return "speech.field";
    default:
      return nullptr;
  }
}

bool has_state(const Node& node, std::string_view state) {
  return node.role != Role::text_field && node.state.find(state) != std::string::npos;
}

bool shows_typed(const Node& node, const Words& words) {
  return node.role == Role::status && !words.typed.empty() &&
         node.label.find(words.typed) != std::string::npos;
}

Phrase phrase(const Stop& stop, std::string text, std::string language) {
  return {std::move(text), std::move(language), stop.node->id, 0, 0, false};
}

std::string kind_and_place(const Stop& stop, const Words& words) {
  const Node& node = *stop.node;
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  const auto say = [&](const char* key) { return words.strings.get(words.language, key); };
  if (const char* key = kind_key(node)) add(say(key));
  if (stop.places > 0)
    add(words.strings.format(words.language, "label.place",
                             {{"n", std::to_string(stop.place)}, {"total", std::to_string(stop.places)}}));
  if (has_state(node, "selected")) add(say("label.selected"));
  if (!node.enabled) add(say("label.unavailable"));
  return text;
}

bool is_reading(const Node& node) {
  return !node.id.starts_with("dock.") && node.role != Role::key && !node.id.ends_with(".page_up") &&
         !node.id.ends_with(".page_down") && !node.id.ends_with(".progress");
}

}  // namespace

std::vector<Phrase> reading(const Stop& stop, const Words& words) {
  const Node& node = *stop.node;
  std::vector<Phrase> phrases;
  if (!stop.before.empty()) phrases.push_back(phrase(stop, stop.before + ".", node.language));
  const bool own_words = node.spoken.empty();
  const std::string& text = own_words ? node.label : node.spoken;
  for (const visit::Sentence& part : visit::sentences(text)) {
    Phrase each = phrase(stop, text.substr(part.begin, part.end - part.begin), node.language);
    // A text that is drawn as it is said can be marked where it is said.
    if (own_words && node.paint) each.begin = part.begin, each.end = part.end;
    each.is_private = node.types || shows_typed(node, words);
    phrases.push_back(std::move(each));
  }
  return phrases;
}

std::vector<Phrase> description(const Stop& stop, const Words& words) {
  std::vector<Phrase> phrases = reading(stop, words);
  const std::string more = kind_and_place(stop, words);
  if (!more.empty()) phrases.push_back(phrase(stop, more, words.language));
  if (stop.node->role != Role::text_field) return phrases;
  if (stop.node->state.empty()) {
    phrases.push_back(phrase(stop, words.strings.get(words.language, "speech.empty"), words.language));
  } else {
    phrases.push_back(phrase(stop, stop.node->state, stop.node->language));
    phrases.back().is_private = true;
  }
  return phrases;
}

std::string text_of(const std::vector<Phrase>& phrases) {
  std::string text;
  for (const Phrase& each : phrases) text += (text.empty() ? "" : " ") + each.text;
  return text;
}

std::vector<Phrase> whole_reading(const NodeTree& tree, const std::string& from, const Words& words) {
  std::vector<Stop> all = stops(tree);
  std::erase_if(all, [](const Stop& stop) { return !is_reading(*stop.node); });
  auto first = std::find_if(all.begin(), all.end(), [&](const Stop& stop) { return stop.node->id == from; });
  const auto begins_in_sight = [](const Stop& stop) {
    return stop.node->rect.y >= stop.node->clip.y - 1 && stop.node->rect.y < stop.node->clip.bottom();
  };
  if (first == all.end()) first = std::find_if(all.begin(), all.end(), begins_in_sight);
  std::vector<Phrase> phrases;
  for (; first != all.end(); ++first)
    for (Phrase& each : reading(*first, words)) phrases.push_back(std::move(each));
  return phrases;
}

}  // namespace entre::ui
