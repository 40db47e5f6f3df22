#pragma once
// Progress as one line for a person at a terminal.

#include <cstdint>
#include <optional>
#include <string>

#include "sync/client/download.h"

namespace entre::client {

// "download  12/40 objects  1.2 MB of 3.4 MB  5 s left". left_s: of the phase (ProgressMeter); without it no
// time is named.
std::string format_progress(const Progress& progress, std::optional<std::int64_t> left_s);
std::string format_bytes(std::uint64_t bytes);

}  // namespace entre::client
