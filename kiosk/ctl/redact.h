#pragma once
// Taking out of a text what must not leave the kiosk.

#include <string>
#include <vector>

namespace entre::ctl {

inline constexpr const char* redacted = "[removed]";

// `secrets` wherever they stand (those of fewer than 4 letters are no secrets), and whatever looks like one:
// bearer tokens, passwords in addresses, private keys, values called token, password, secret or pin, and free
// text of visitors.
std::string redact(std::string text, const std::vector<std::string>& secrets);

}  // namespace entre::ctl
