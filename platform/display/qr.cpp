#include <qrencode.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "platform/display/shapes.h"

namespace entre::display {
namespace {

constexpr int kQuietModules = 4;
constexpr int kModulePxMax = 64;
constexpr std::size_t kTextBytesMax = 7089;  // digits of version 40-L: no code holds more

using Code = std::unique_ptr<QRcode, void (*)(QRcode*)>;

bool has_only_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// With the ECI header of UTF-8 (26): without it the bytes mean ISO 8859-1, and readers guess, some wrongly.
QRcode* encode_utf8(const std::string& text) {
  constexpr unsigned eci_utf8 = 26;
  const std::unique_ptr<QRinput, void (*)(QRinput*)> input(QRinput_new2(0, QR_ECLEVEL_M), QRinput_free);
  if (!input || QRinput_appendECIheader(input.get(), eci_utf8) != 0) return nullptr;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (QRinput_append(input.get(), QR_MODE_8, static_cast<int>(text.size()), bytes) != 0) return nullptr;
  return QRcode_encodeInput(input.get());
}

Result<Code> encode(const std::string& text) {
  if (text.size() > kTextBytesMax) {
    return Error{ErrorKind::too_large, "the text is too long for a QR code; shorten it"};
  }
  if (text.empty() || text.find('\0') != std::string::npos) {
    return Error{ErrorKind::invalid, "a QR code needs a text without NUL bytes"};
  }
  QRcode* code = has_only_ascii(text) ? QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1)
                                      : encode_utf8(text);
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
