#include <qrencode.h>

#include <cerrno>
#include <memory>

#include "platform/display/shapes.h"

namespace entre::display {
namespace {

constexpr int kQuietModules = 4;
constexpr int kModulePxMax = 64;

using Code = std::unique_ptr<QRcode, void (*)(QRcode*)>;

Result<Code> encode(const std::string& text) {
  if (text.empty() || text.find('\0') != std::string::npos) {
    return Error{ErrorKind::invalid, "a QR code needs a text without NUL bytes"};
  }
  QRcode* code = QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  if (code) return Code(code, QRcode_free);
  if (errno == ERANGE) return Error{ErrorKind::too_large, "the text is too long for a QR code; shorten it"};
  return Error{ErrorKind::invalid, "the text cannot be written as a QR code"};
}

}  // namespace

Result<int> qr_modules(const std::string& text) {
  const Result<Code> code = encode(text);
  if (!code) return code.error();
  return (*code)->width;
}

Result<QrCode> raster_qr(const std::string& text, int module_px) {
  if (module_px < 1 || module_px > kModulePxMax) {
    return Error{ErrorKind::invalid, "a QR code's module is 1 to 64 pixels"};
  }
  const Result<Code> code = encode(text);
  if (!code) return code.error();
  const int modules = (*code)->width;
  QrCode out;
  out.modules = modules;
  const int side = (modules + 2 * kQuietModules) * module_px;
  out.pixels = {side, side, std::vector<std::uint32_t>(std::size_t(side) * side, 0xFFFFFFFF)};
  for (int y = 0; y < modules * module_px; ++y) {
    const int row = (y + kQuietModules * module_px) * side + kQuietModules * module_px;
    for (int x = 0; x < modules * module_px; ++x) {
      const bool dark = (*code)->data[y / module_px * modules + x / module_px] & 1;
      if (dark) out.pixels.argb[std::size_t(row + x)] = 0xFF000000;
    }
  }
  return out;
}

}  // namespace entre::display
