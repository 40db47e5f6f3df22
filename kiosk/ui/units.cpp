#include "kiosk/ui/units.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace entre::ui {

namespace {
constexpr double reference_ppi = 68.8;
constexpr double reference_distance_mm = 700;
constexpr double mm_per_inch = 25.4;
// Capital H at 0.7 degrees: nothing is set smaller.
constexpr float size_min_px = 32;

float reference_size(Type type, bool across) {
  switch (type) {
    case Type::display:
      return across ? 80 : 96;
    case Type::h1:
      return across ? 64 : 72;
    case Type::h2:
      return across ? 44 : 48;
    case Type::lead:
      return across ? 40 : 44;
    case Type::title:
      return 40;
    case Type::card:
      return across ? 34 : 38;
    case Type::body:
      return 36;
    case Type::label:
      return 32;
  }
  std::abort();
}
}  // namespace

Units::Units(display::Size size, double ppi, double viewing_distance_mm, int text_percent)
    : across_(size.w > size.h),
      large_(text_percent >= 150),
      layout_(static_cast<float>(ppi / reference_ppi)),
      reading_(static_cast<float>(ppi / reference_ppi * viewing_distance_mm / reference_distance_mm)),
      text_(static_cast<float>(text_percent) / 100) {}

float Units::px(float reference_px) const {
  return std::round(reference_px * layout_);
}

float Units::mark(float reference_px) const {
  return std::round(reference_px * layout_ * std::sqrt(text_));
}

float Units::mm(float millimetres) const {
  return static_cast<float>(millimetres * layout_ * reference_ppi / mm_per_inch);
}

float Units::font(Type type) const {
  const bool grows_half = type == Type::display || type == Type::h1;
  const float grown = grows_half ? 1 + (text_ - 1) / 2 : text_;
  return std::max(reference_size(type, across_) * reading_ * grown, size_min_px * reading_);
}

int weight(Type type) {
  return is_heading(type) ? 700 : type == Type::lead ? 500 : 400;
}

float line_height(Type type, bool rtl) {
  // Arabic reaches further above and below the line than Latin capitals do.
  switch (type) {
    case Type::display:
      return rtl ? 1.3f : 1.04f;
    case Type::h1:
      return rtl ? 1.35f : 1.08f;
    case Type::h2:
    case Type::title:
    case Type::card:
      return rtl ? 1.4f : 1.16f;
    case Type::lead:
    case Type::body:
      return rtl ? 1.6f : 1.4f;
    default:
      return 1.4f;
  }
}

float letter_spacing_em(Type type, bool rtl) {
  if (rtl) return 0;  // joined letters must not be spaced
  switch (type) {
    case Type::display:
    case Type::h1:
      return -0.02f;
    case Type::h2:
    case Type::title:
    case Type::card:
      return -0.012f;
    default:
      return 0;
  }
}

bool is_heading(Type type) {
  return type == Type::display || type == Type::h1 || type == Type::h2 || type == Type::title ||
         type == Type::card;
}

}  // namespace entre::ui
