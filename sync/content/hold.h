#pragma once
// What staff decided by rolling back: the release that they went back from is not shown again until there is
// a newer one. Kept in the content folder as hold.json.

#include <cstdint>
#include <string>

#include "platform/files.h"
#include "platform/result.h"

namespace entre::content {

// The release that may not come back; 0: none.
std::int64_t read_hold(const Files& files, const std::string& content_folder);
// 0 takes the hold away.
Result<void> write_hold(Files& files, const std::string& content_folder, std::int64_t release);

}  // namespace entre::content
