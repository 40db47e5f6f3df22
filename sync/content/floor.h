#pragma once
// The signed floor, kept outside the content files: a file that is damaged or put back from an old copy
// cannot take its own floor away. Two copies, in the content folder and in the trust folder beside it.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/files.h"
#include "platform/result.h"

namespace entre::content {

struct KeptFloor {
  std::int64_t root_version = 0;  // of the trusted root when it was set: only a newer root may lower it
  std::int64_t floor = 0;         // the lowest release that may be shown; 0: none is known
  auto operator<=>(const KeptFloor&) const = default;
};
// One line of JSON, as it is kept; zeros where it cannot be read.
std::string encode_floor(const KeptFloor& kept);
KeptFloor decode_floor(std::string_view text);
// The copy of the newest root, then the higher one; zeros where neither can be read.
KeptFloor read_floor(const Files& files, const std::string& content_folder);
// The same; where the two copies differ both are written anew.
Result<KeptFloor> mend_floor(Files& files, const std::string& content_folder);
Result<void> write_floor(Files& files, const std::string& content_folder, const KeptFloor& kept);

}  // namespace entre::content
