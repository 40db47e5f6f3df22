#pragma once
// Keys behind minisign (or a hardware key that it drives). Its "-S -l" signature over the canonical JSON is,
// after 10 bytes of algorithm and key number, exactly TUF's Ed25519 signature; its default mode signs a hash
// and is not.

#include <string>
#include <string_view>

#include "platform/files.h"
#include "platform/result.h"

namespace entre::publish {

// The raw public key in a minisign .pub file, as hex.
Result<std::string> read_minisign_public(const Files& files, const std::string& path);
// The raw signature in a minisign signature file's text, as hex; invalid for a prehashed one.
Result<std::string> parse_minisign_signature(std::string_view text);
// Runs minisign, which asks for its password on the terminal. `scratch_folder` holds the message meanwhile.
Result<std::string> sign_by_minisign(Files& files, const std::string& scratch_folder,
                                     const std::string& secret_file, std::string_view message);

}  // namespace entre::publish
