// QR codes as a phone meets them: in the picture.
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "platform/display/shapes.h"
#include "rules.h"
#include "tests/support/process.h"

namespace entre::conformance {
namespace {

constexpr int module_px_min = 7, quiet_modules_min = 4, finder_modules = 7;
constexpr double side_mm_min = 70;

bool dark(const display::Pixels& pixels, int x, int y) {
  return luminance(pixels.argb[static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels.w) +
                               static_cast<std::size_t>(x)]) < 0.2;
}

display::Pixels cut(const display::Pixels& pixels, const Box& at) {
  display::Pixels part{at.right - at.left, at.bottom - at.top, {}};
  for (int y = at.top; y < at.bottom; ++y) {
    const auto row = pixels.argb.begin() + static_cast<std::ptrdiff_t>(y) * pixels.w;
    part.argb.insert(part.argb.end(), row + at.left, row + at.right);
  }
  return part;
}

std::string decoded(const display::Pixels& pixels) {
  const std::string file =
      (std::filesystem::temp_directory_path() / ("entre-code-" + std::to_string(::getpid()) + ".png"))
          .string();
  if (!display::write_png(pixels, file)) return "";
  std::string text = test::run({"zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", file}).out;
  std::filesystem::remove(file);
  return text;
}

// Where the dark modules lie in the picture of a code.
Box symbol(const display::Pixels& code) {
  Box found{code.w, code.h, 0, 0};
  for (int y = 0; y < code.h; ++y)
    for (int x = 0; x < code.w; ++x)
      if (dark(code, x, y))
        found = {std::min(found.left, x), std::min(found.top, y), std::max(found.right, x + 1),
                 std::max(found.bottom, y + 1)};
  return found;
}

void check_code(const Observed& frame, Tally& tally, const ui::Node& node) {
  const display::Pixels code = cut(frame.pixels, box(node.rect, frame.pixels));
  const Box at = symbol(code);
  int run = 0;  // the upper left finder's upper edge: seven modules
  while (at.left + run < code.w && at.top < code.h && dark(code, at.left + run, at.top)) ++run;
  const double module_px = static_cast<double>(run) / finder_modules;
  const double side_mm = frame.panel.mm(std::min(at.right - at.left, at.bottom - at.top));
  const int quiet_px = std::min({at.left, at.top, code.w - at.right, code.h - at.bottom});
  tally.check(19, run > 0 && run % finder_modules == 0 && module_px >= module_px_min, [&] {
    return describe(node) + ": " + number(module_px) + " pixels a module, 7 whole ones needed";
  });
  tally.check(19, side_mm >= side_mm_min,
              [&] { return describe(node) + ": " + number(side_mm) + " mm, 70 needed"; });
  tally.check(19, quiet_px >= quiet_modules_min * module_px,
              [&] { return describe(node) + ": " + std::to_string(quiet_px) + " px of quiet zone"; });
  const std::string text = decoded(code);
  tally.check(19, text.starts_with("https://") || text.starts_with("BEGIN:VCARD"),
              [&] { return describe(node) + ": zbar reads \"" + text.substr(0, 40) + "\""; });
}

}  // namespace

void codes(const Observed& frame, Tally& tally) {
  constexpr float edge_px = 8;  // where a column ends, its rule lies over what is coming up
  for (const ui::Node& node : frame.tree.nodes())
    if (node.role == ui::Role::image && node.id.ends_with(".code") && is_whole(node) &&
        node.rect.bottom() + edge_px <= node.clip.bottom())
      check_code(frame, tally, node);
}

}  // namespace entre::conformance
