#include "platform/qr.h"

#include <qrencode.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace entre {
namespace {

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

Result<QrModules> encode_qr(const std::string& text) {
  const Result<Code> code = encode(text);
  if (!code) return code.error();
  QrModules modules{(*code)->width, {}};
  for (int i = 0; i < modules.width * modules.width; ++i) modules.dark.push_back((*code)->data[i] & 1);
  return modules;
}

}  // namespace entre
