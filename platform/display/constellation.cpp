#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "platform/display/shapes.h"
#include "platform/display/surface.h"

namespace entre::display {
namespace {

// A numbered sequence, not chance: the same seed draws the same picture everywhere (splitmix64).
class Sequence {
 public:
  explicit Sequence(std::uint64_t seed) : state_(seed) {}
  double between(double low, double high) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return low + (high - low) * static_cast<double>((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_;
};

struct Dot {
  double x, y, radius;
  int kind;  // 0 large, 1 middle, 2 small
};

double distance(const Dot& a, const Dot& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

// Dots of three sizes in the far part of the picture, none touching another.
std::vector<Dot> scatter(Size size, Sequence& sequence) {
  const double unit = std::min(size.w, size.h) / 500.0;
  const double width = std::min<double>(size.w, 0.74 * size.h);
  const double margin = 18 * unit;
  const auto wanted = static_cast<std::size_t>(std::clamp(width * size.h / (9600 * unit * unit), 6.0, 40.0));
  constexpr double radii[] = {14, 9.5, 7};
  constexpr int kinds[] = {0, 1, 2, 1, 0, 1, 2, 1, 2, 1};
  std::vector<Dot> dots;
  for (int attempt = 0; attempt < 2000 && dots.size() < wanted; ++attempt) {
    const int kind = kinds[dots.size() % std::size(kinds)];
    const Dot dot{sequence.between(size.w - width + margin, size.w - margin),
                  sequence.between(margin, size.h - margin), radii[kind] * unit, kind};
    // White dots keep far apart; the small ones may cluster.
    const double room = (kind == 0 ? 92 : 44) * unit;
    const bool free =
        std::all_of(dots.begin(), dots.end(), [&](const Dot& d) { return distance(d, dot) > room; });
    if (free) dots.push_back(dot);
  }
  return dots;
}

// Each dot to its two nearest.
void draw_lines(cairo_t* cairo, const std::vector<Dot>& dots) {
  for (std::size_t i = 0; i < dots.size(); ++i) {
    std::vector<std::size_t> others;
    for (std::size_t j = 0; j < dots.size(); ++j) {
      if (j != i) others.push_back(j);
    }
    std::sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
      return distance(dots[i], dots[a]) < distance(dots[i], dots[b]);
    });
    others.resize(std::min<std::size_t>(2, others.size()));
    for (std::size_t j : others) {
      cairo_move_to(cairo, dots[i].x, dots[i].y);
      cairo_line_to(cairo, dots[j].x, dots[j].y);
    }
  }
  // One stroke for all: where lines cross or coincide they are not twice as strong.
  cairo_stroke(cairo);
}

}  // namespace

Pixels raster_constellation(Size size, bool mirrored, unsigned seed, Color line, Color dot_a, Color dot_b,
                            Color dot_c) {
  size = {std::clamp(size.w, 1, 8192), std::clamp(size.h, 1, 8192)};
  Sequence sequence(seed);
  const std::vector<Dot> dots = scatter(size, sequence);
  Surface surface(size.w, size.h, Surface::Kind::color);
  cairo_t* cairo = surface.cairo();
  if (mirrored) {
    cairo_translate(cairo, size.w, 0);
    cairo_scale(cairo, -1, 1);
  }
  cairo_set_line_width(cairo, std::max(1.0, 1.8 * std::min(size.w, size.h) / 500.0));
  set_color(cairo, line);
  draw_lines(cairo, dots);
  const Color colors[] = {dot_a, dot_b, dot_c};
  for (const Dot& dot : dots) {
    cairo_arc(cairo, dot.x, dot.y, dot.radius, 0, 2 * std::numbers::pi);
    set_color(cairo, colors[dot.kind]);
    cairo_fill(cairo);
  }
  return surface.pixels();
}

}  // namespace entre::display
