#include "platform/touch_map.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace entre {
namespace {

constexpr double kStretchMax = 4;

double determinant(const std::array<std::array<double, 3>, 3>& m) {
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
         m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

}  // namespace

TouchPoint TouchMap::apply(const TouchPoint& felt) const {
  return {a * felt.x + b * felt.y + c, d * felt.x + e * felt.y + f};
}

TouchMap TouchMap::after(const TouchMap& o) const {
  return {a * o.a + b * o.d, a * o.b + b * o.e, a * o.c + b * o.f + c,
          d * o.a + e * o.d, d * o.b + e * o.e, d * o.c + e * o.f + f};
}

TouchMap TouchMap::on_panel(int turn_degrees) const {
  return turn_to_picture(360 - turn_degrees).after(*this).after(turn_to_picture(turn_degrees));
}

bool TouchMap::is_sane() const {
  for (const double number : {a, b, c, d, e, f})
    if (!std::isfinite(number) || std::abs(number) > 2 * kStretchMax) return false;
  const double first = std::hypot(a, d), second = std::hypot(b, e), area = std::abs(a * e - b * d);
  const auto fits = [](double stretch) { return stretch >= 1 / kStretchMax && stretch <= kStretchMax; };
  // Neither are the axes nearly the same.
  return fits(first) && fits(second) && area >= 0.5 * first * second;
}

std::optional<TouchMap> parse_touch_map(const std::string& text) {
  if (text.empty()) return TouchMap{};
  TouchMap map;
  const char* at = text.c_str();
  for (double* number : {&map.a, &map.b, &map.c, &map.d, &map.e, &map.f}) {
    char* end = nullptr;
    *number = std::strtod(at, &end);
    if (end == at || (*end != ' ' && *end != '\0')) return std::nullopt;
    at = end;
  }
  if (*at != '\0' || !map.is_sane()) return std::nullopt;
  return map;
}

TouchMap turn_to_picture(int degrees) {
  if (degrees == 90) return {0, 1, 0, -1, 0, 1};
  if (degrees == 180) return {-1, 0, 1, 0, -1, 1};
  if (degrees == 270) return {0, -1, 1, 1, 0, 0};
  return {};
}

std::string to_string(const TouchMap& map) {
  if (map == TouchMap{}) return "";
  return fmt::format("{:.5f} {:.5f} {:.5f} {:.5f} {:.5f} {:.5f}", map.a, map.b, map.c, map.d, map.e, map.f);
}

// The normal equations by Cramer's rule.
std::optional<TouchMap> fit_touch_map(const std::array<TouchPoint, 4>& felt,
                                      const std::array<TouchPoint, 4>& meant) {
  std::array<std::array<double, 3>, 3> normal{};
  std::array<std::array<double, 3>, 2> right{};
  for (std::size_t i = 0; i < felt.size(); ++i) {
    const std::array<double, 3> row = {felt[i].x, felt[i].y, 1};
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t k = 0; k < 3; ++k) normal[j][k] += row[j] * row[k];
      right[0][j] += row[j] * meant[i].x;
      right[1][j] += row[j] * meant[i].y;
    }
  }
  const double all = determinant(normal);
  if (!(std::abs(all) > 1e-9)) return std::nullopt;
  const auto solved = [&](const std::array<double, 3>& side, std::size_t column) {
    auto replaced = normal;
    for (std::size_t row = 0; row < 3; ++row) replaced[row][column] = side[row];
    return determinant(replaced) / all;
  };
  const TouchMap map{solved(right[0], 0), solved(right[0], 1), solved(right[0], 2),
                     solved(right[1], 0), solved(right[1], 1), solved(right[1], 2)};
  if (!map.is_sane()) return std::nullopt;
  return map;
}

}  // namespace entre
