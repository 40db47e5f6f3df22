#pragma once
// Bringing the objects of a release: only those that are missing, verified before they are kept.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/files.h"
#include "platform/http.h"
#include "platform/result.h"
#include "sync/client/repository_url.h"
#include "sync/trust/updater.h"

namespace entre::client {

struct Progress {
  const char* phase = "";  // refresh, download, build, upload, status
  std::size_t objects_done = 0, objects_total = 0;
  std::uint64_t bytes_done = 0, bytes_total = 0;
};
using OnProgress = std::function<void(const Progress&)>;
using IsStopped = std::function<bool()>;  // asked between objects

// One target of a release, within the caps.
struct Object {
  std::string target;
  trust::TargetFile file;
  std::string sha256;            // of the object as it travels
  bool compressed = false;       // zstd
  std::uint64_t raw_length = 0;  // of what it holds
};
// too_large past a cap (one document, one object, the release), invalid for an encoding not known.
Result<std::vector<Object>> plan_objects(const std::map<std::string, trust::TargetFile>& targets);

class Downloader {
 public:
  // Objects are kept in `staging_folder` under their hash, so that a sync that was killed goes on from there;
  // of one that broke off the beginning is kept, and only the rest is asked for (RFC 9110, 14.2 and 13.1.5).
  // consistent_snapshot: of the trusted root; without it objects lie under their targets' names (TUF 5.7.3).
  Downloader(Http& http, Files& files, RepositoryUrl url, std::string staging_folder,
             bool consistent_snapshot = true);

  struct Fetched {
    std::size_t objects = 0;
    std::uint64_t bytes = 0;
  };
  // Fetches those not staged yet, in parallel; progress is told as their bytes arrive. denied and too_large
  // for what verification refused (nothing of it is kept), unavailable when the server is away or the sync
  // was stopped.
  Result<Fetched> fetch(const std::vector<Object>& objects, const OnProgress& on_progress,
                        const IsStopped& is_stopped);
  // What a staged object holds, decompressed within its signed raw length.
  Result<std::string> raw(const Object& object) const;
  // Removes what is staged, once a content file holds it.
  Result<void> clear();

 private:
  // The beginning of an object, with the strong ETag that it came under.
  struct Part {
    std::string etag, bytes;
  };
  // What became of one reply.
  enum class Kept { whole, ask_again };
  bool is_staged(const Object& object) const;
  HttpRequest request(const Object& object) const;
  Part part(const Object& object) const;
  Result<void> keep_part(const Object& object, const std::string& etag, std::string_view bytes);
  Result<Kept> keep(const Object& object, Result<HttpResponse> response);
  // One reply for each; those to ask for again are left in `wanted`.
  using OnKept = std::function<bool(const Object&)>;
  // So many bytes of an object are there, its kept part among them.
  using OnArrived = std::function<void(const Object&, std::uint64_t bytes)>;
  Result<void> fetch_round(std::vector<const Object*>* wanted, const OnArrived& on_arrived,
                           const OnKept& on_kept);
  std::string staged_path(const Object& object) const { return staging_folder_ + "/" + object.sha256; }
  std::string part_path(const Object& object) const { return staged_path(object) + ".part"; }

  Http& http_;
  Files& files_;
  RepositoryUrl url_;
  std::string staging_folder_;
  bool consistent_snapshot_;
};

}  // namespace entre::client
