#pragma once
// Content from the server to a content file: refresh, download, build.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/http.h"
#include "platform/result.h"
#include "sync/client/build.h"
#include "sync/client/download.h"
#include "sync/client/repository_url.h"
#include "sync/trust/updater.h"

namespace entre::client {

struct ContentOutcome {
  std::int64_t release = 0;
  bool changed = false;  // a content file was built
  Downloader::Fetched fetched;
};

class ContentSync {
 public:
  // is_demo_home: a root of throw-away keys is taken; elsewhere it is denied.
  ContentSync(Http& http, Files& files, RepositoryUrl url, Paths paths, bool is_demo_home);
  // One sync at a fixed time (TUF 5.1). On every error the content stays as it was: denied, invalid and
  // too_large for what verification refused, not_found where the pinned root or the release is missing,
  // unavailable when the server is away.
  Result<ContentOutcome> run(std::int64_t now_unix_ms, const OnProgress& on_progress,
                             const IsStopped& is_stopped);
  // Of the last run that verified everything.
  const std::optional<trust::Expiry>& expiry() const { return expiry_; }

 private:
  Result<void> settle_authority(const std::string& pinned_root);
  bool is_sound(const content::ContentFile& file);
  Result<ContentOutcome> bring(std::int64_t release, const std::vector<Object>& objects,
                               Downloader& downloader, const content::ContentFile* source,
                               const OnProgress& on_progress, const IsStopped& is_stopped);

  Http& http_;
  Files& files_;
  RepositoryUrl url_;
  Paths paths_;
  ContentBuilder builder_;
  const bool is_demo_home_;
  std::optional<trust::Expiry> expiry_;
  std::int64_t checked_release_ = 0;  // whose documents this process has checked
};

}  // namespace entre::client
