#pragma once
// Progress as one line for a person at a terminal.

#include <cstdint>
#include <string>

#include "sync/client/download.h"

namespace entre::client {

// "download  12/40 objects  1.2 of 3.4 MB  5 s left". elapsed_ms: since the phase began; without it, or
// before anything has come, no time left is named.
std::string format_progress(const Progress& progress, std::int64_t elapsed_ms);
std::string format_bytes(std::uint64_t bytes);

}  // namespace entre::client
