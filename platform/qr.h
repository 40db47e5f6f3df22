#pragma once
// QR codes (ISO/IEC 18004) by libqrencode, as modules; platform/display makes pictures of them.

#include <string>
#include <vector>

#include "platform/result.h"

namespace entre {

inline constexpr int qr_quiet_modules = 4;  // of light, that belong around every code

struct QrModules {
  int width = 0;           // modules per side, without the quiet zone
  std::vector<bool> dark;  // row by row
};
// Error correction M. too_large when the text does not fit a code; invalid for an empty text or one with NUL.
Result<QrModules> encode_qr(const std::string& text);

}  // namespace entre
