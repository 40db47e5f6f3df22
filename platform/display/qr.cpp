#include "platform/qr.h"

#include "platform/display/shapes.h"

namespace entre::display {
namespace {

constexpr int kModulePxMax = 64;

}  // namespace

Result<int> qr_modules(const std::string& text) {
  const Result<QrModules> code = encode_qr(text);
  if (!code) return code.error();
  return code->width;
}

Result<QrCode> raster_qr(const std::string& text, int module_px) {
  if (module_px < 1 || module_px > kModulePxMax) {
    return Error{ErrorKind::invalid, "a QR code's module is 1 to 64 pixels"};
  }
  const Result<QrModules> code = encode_qr(text);
  if (!code) return code.error();
  const int modules = code->width;
  QrCode out;
  out.modules = modules;
  const int side = (modules + 2 * qr_quiet_modules) * module_px;
  out.pixels = {side, side, std::vector<std::uint32_t>(std::size_t(side) * side, 0xFFFFFFFF)};
  for (int y = 0; y < modules * module_px; ++y) {
    const int row = (y + qr_quiet_modules * module_px) * side + qr_quiet_modules * module_px;
    for (int x = 0; x < modules * module_px; ++x) {
      const bool dark = code->dark[std::size_t(y / module_px * modules + x / module_px)];
      if (dark) out.pixels.argb[std::size_t(row + x)] = 0xFF000000;
    }
  }
  return out;
}

}  // namespace entre::display
