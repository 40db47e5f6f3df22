#pragma once
// Making the next content file: beside the others, checked, synced to disk, then the link is moved.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/result.h"
#include "sync/client/download.h"
#include "sync/content/content_file.h"
#include "sync/content/floor.h"

namespace entre::client {

class ContentBuilder {
 public:
  ContentBuilder(Files& files, std::string content_folder);

  // The version of the root by which the next builds were verified. A release below the kept floor is denied
  // unless this is newer than the one that set the floor: a repository that had to start again.
  void trust_root(std::int64_t version) { root_version_ = version; }
  // Removes files below the kept floor, wherever they came from.
  Result<void> remove_below_floor();
  // Removes all content and the floor: they are of another authority.
  Result<void> remove_all();

  // The raw bytes of a target.
  using Source = std::function<Result<std::string>(const Object& object)>;
  // Builds content-<release>.db, points `current` at it and keeps, of the others, only the one before (unless
  // the new one's signed floor forbids it). When it fails, `current` and what it names stay as they were.
  Result<void> build(std::int64_t release, const std::vector<Object>& objects, const Source& source,
                     const OnProgress& on_progress, const IsStopped& is_stopped);

  // The file that `current` names, with every document's hash checked; not_found where there is none, corrupt
  // when it or any document is damaged or it is of another format.
  Result<std::unique_ptr<content::ContentFile>> open_current() const;
  // Removes what may not be shown beside this file any more, or was left half-built: a power cut may have
  // come between putting it in place and this.
  Result<void> tidy(const content::ContentFile& file);
  // A `current` of another format of the content file is built anew from the documents in it, without the
  // network. False: it was not of another format.
  Result<bool> convert_format();

 private:
  Result<void> write(const std::string& path, std::int64_t release, const std::vector<Object>& objects,
                     const Source& source, const OnProgress& on_progress, const IsStopped& is_stopped);
  Result<void> publish(const std::string& built_path, std::int64_t release);
  Result<void> remove_others(std::int64_t release, std::int64_t floor);
  Result<void> remove_built(const std::string& path);
  std::string path(std::int64_t release) const {
    return content_folder_ + "/" + content::content_file_name(release);
  }

  Files& files_;
  std::string content_folder_;
  std::int64_t root_version_ = 0;
};

}  // namespace entre::client
