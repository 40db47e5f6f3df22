#include "kiosk/ui/icons.h"

#include <algorithm>
#include <iterator>

namespace entre::ui {

namespace {
struct Icon {
  std::string_view name;
  unsigned codepoint;
};
// Version 1.6.50 of the collection, sorted by name. Where it lacks a newer name, the nearest drawing stands
// in; a compass is always the outlined one.
constexpr Icon icons[] = {
    {"account", 0xF004},
    {"account-group", 0xF00F},
    {"account-group-outline", 0xF00F},
    {"account-multiple", 0xF00E},
    {"account-multiple-outline", 0xF00F},
    {"account-outline", 0xF013},
    {"alert", 0xF026},
    {"alert-circle-outline", 0xF5D6},
    {"apple-keyboard-shift", 0xF636},
    {"arrow-left", 0xF04D},
    {"backspace", 0xF06E},
    {"bank", 0xF070},
    {"bike", 0xF0A3},
    {"book-open", 0xF0BD},
    {"book-open-page-variant", 0xF5DA},
    {"briefcase", 0xF0D6},
    {"bus", 0xF0E7},
    {"calendar", 0xF0ED},
    {"calendar-clock", 0xF0F0},
    {"cash", 0xF114},
    {"cellphone", 0xF11C},
    {"chart-gantt", 0xF66E},
    {"chart-line", 0xF12A},
    {"check", 0xF12C},
    {"check-circle", 0xF5E0},
    {"chevron-down", 0xF140},
    {"chevron-left", 0xF141},
    {"chevron-right", 0xF142},
    {"chevron-up", 0xF143},
    {"city", 0xF146},
    {"clock", 0xF150},
    {"clock-outline", 0xF150},
    {"close", 0xF156},
    {"compass", 0xF18C},
    {"compass-outline", 0xF18C},
    {"cursor-pointer", 0xF1B7},
    {"domain", 0xF1D7},
    {"earth", 0xF1E7},
    {"email", 0xF1EE},
    {"factory", 0xF20F},
    {"file-document", 0xF219},
    {"flag-outline", 0xF23D},
    {"flask", 0xF093},
    {"folder-outline", 0xF256},
    {"food", 0xF25A},
    {"format-list-bulleted", 0xF279},
    {"format-size", 0xF27F},
    {"handshake-outline", 0xF00F},
    {"heart", 0xF2D1},
    {"help-circle-outline", 0xF625},
    {"home", 0xF2DC},
    {"hospital", 0xF2E0},
    {"human", 0xF2E6},
    {"image", 0xF2E9},
    {"image-outline", 0xF2E9},
    {"information", 0xF2FC},
    {"information-outline", 0xF2FD},
    {"keyboard", 0xF30C},
    {"lan", 0xF317},
    {"laptop", 0xF322},
    {"leaf", 0xF32A},
    {"lightbulb-outline", 0xF336},
    {"lock", 0xF33E},
    {"magnify", 0xF349},
    {"map", 0xF34D},
    {"map-marker", 0xF34E},
    {"monitor", 0xF379},
    {"pencil", 0xF3EB},
    {"phone", 0xF3F2},
    {"power", 0xF425},
    {"refresh", 0xF450},
    {"road", 0xF461},
    {"school", 0xF474},
    {"source-merge", 0xF62D},
    {"spray", 0xF665},
    {"star-outline", 0xF4D2},
    {"stop", 0xF4DB},
    {"sync", 0xF4E6},
    {"thumb-down-outline", 0xF512},
    {"thumb-up-outline", 0xF514},
    {"train", 0xF52C},
    {"translate", 0xF5CA},
    {"tree", 0xF531},
    {"undo-variant", 0xF54D},
    {"usb", 0xF553},
    {"view-list", 0xF572},
    {"volume-high", 0xF57E},
    {"web", 0xF59F},
    {"wheelchair-accessibility", 0xF5A4},
    {"wifi", 0xF5A9},
};
constexpr unsigned document_codepoint = 0xF219;
}  // namespace

std::string icon(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(icons), std::end(icons), name,
                                       [](const Icon& a, std::string_view b) { return a.name < b; });
  const bool known = found != std::end(icons) && found->name == name;
  const unsigned code = known ? found->codepoint : document_codepoint;
  // All lie in the private use area U+F000..U+F8FF: three bytes.
  return {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
          static_cast<char>(0x80 | (code & 0x3F))};
}

}  // namespace entre::ui
