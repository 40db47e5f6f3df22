#pragma once
// A release's files over HTTP, with entity tags (RFC 9110 8.8.3).

#include <string>

#include "platform/files.h"
#include "sync/hub/hub.h"

namespace entre::hub {

// `path` is what follows /v1/repo/. Only metadata/ and targets/ below the folder can be reached: every part
// is [A-Za-z0-9._-]+ and does not start with a dot.
Reply serve_release_file(const Files& files, const std::string& folder, const std::string& path,
                         const std::string& if_none_match);

}  // namespace entre::hub
