#include "sync/publish/build.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "platform/compress.h"
#include "platform/crypto.h"
#include "sync/content/documents.h"
#include "sync/content/limits.h"
#include "sync/trust/updater.h"

namespace entre::publish {
namespace {

constexpr std::uint64_t kListBytesMax = 64u << 20;

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

class Build {
 public:
  Build(const std::string& folder, Files& files) : folder_(folder), files_(files) {}

  Result<void> add_all(const SiteFolder& site) {
    if (auto done = document("site.json", content::encode(site.site)); !done.ok()) return done;
    if (auto done = document("contacts.json", content::encode(site.contacts)); !done.ok()) return done;
    for (const content::Page& page : site.pages)
      if (auto done = document(content::page_target(page.id, page.language), content::encode(page));
          !done.ok())
        return done;
    std::set<std::string> shown;
    for (const Reference& reference : site.references)
      if (reference.kind == Reference::Kind::image) shown.insert(reference.id);
    for (const std::string& name : shown) {
      if (auto done = object("images/" + name, site.images.at(name), Json()); !done.ok()) return done;
    }
    if (total_bytes_ > content::limits::release_bytes_max)
      return Error{ErrorKind::too_large, "the release is larger than 2 GB: use fewer or smaller pictures"};
    return {};
  }

  const std::vector<trust::PublishTarget>& targets() const { return targets_; }

  // The list of objects is kept beside the release, so that the next one knows what this one named.
  Result<void> prune() {
    std::set<std::string> keep(objects_.begin(), objects_.end());
    const auto before = files_.read(list_path(), kListBytesMax);
    if (!before.ok() && before.error().kind != ErrorKind::not_found) return before.error();
    if (before.ok()) {
      std::istringstream lines(*before);
      for (std::string line; std::getline(lines, line);) keep.insert(line);
    }
    for (const std::string sub : {"targets", "targets/pages", "targets/images"})
      for (const std::string& name : files_.list(folder_ + "/" + sub)) {
        const std::string path = sub + "/" + name;
        if (keep.contains(path) || files_.is_folder(folder_ + "/" + path)) continue;
        if (auto done = files_.remove(folder_ + "/" + path); !done.ok()) return done;
        ++result.objects_removed;
      }
    std::string list;
    std::sort(objects_.begin(), objects_.end());
    for (const std::string& path : objects_) list += path + "\n";
    return files_.write(list_path(), list);
  }

  BuildResult result;

 private:
  std::string list_path() const { return folder_ + "/.objects"; }

  Result<void> document(const std::string& target, const std::string& raw) {
    if (raw.size() <= content::limits::compress_from_bytes) return object(target, raw, Json());
    return object(target, zstd_compress(raw), Json{{"raw_length", raw.size()}, {"encoding", "zstd"}});
  }

  Result<void> object(const std::string& target, const std::string& bytes, Json custom) {
    trust::TargetFile file;
    file.length = bytes.size();
    file.hashes["sha256"] = sha256_hex(bytes);
    file.custom = std::move(custom);
    const std::string object_path = "targets/" + trust::target_file_name(target, file);
    const std::string path = folder_ + "/" + object_path;
    targets_.push_back({target, std::move(file)});
    objects_.push_back(object_path);
    total_bytes_ += bytes.size();
    // The name is the hash of the bytes; the length tells a file that a full disk cut off.
    const auto size = files_.size_bytes(path);
    if (size.ok() && *size == bytes.size()) return {};
    if (auto done = files_.make_folders(folder_of(path)); !done.ok()) return done;
    if (auto done = files_.write(path, bytes); !done.ok()) return done;
    ++result.objects_written;
    result.bytes_written += bytes.size();
    return {};
  }

  const std::string& folder_;
  Files& files_;
  std::vector<trust::PublishTarget> targets_;
  std::vector<std::string> objects_;
  std::uint64_t total_bytes_ = 0;
};

}  // namespace

Result<BuildResult> build_release(const SiteFolder& site, const trust::KeySet& keys,
                                  const trust::Validity& validity, const std::string& out_folder,
                                  std::int64_t now_unix_ms, Files& files) {
  Build build(out_folder, files);
  if (auto done = build.add_all(site); !done.ok()) return done.error();
  const auto published = trust::publish_metadata(
      out_folder, build.targets(), keys, validity, now_unix_ms, files, trust::Renew::none,
      [&](std::int64_t release) -> Result<void> {
        if (site.site.floor <= release) return {};
        return Error{ErrorKind::invalid, "floor = " + std::to_string(site.site.floor) +
                                             " in site.toml: this is release " + std::to_string(release) +
                                             ", so at most " + std::to_string(release) +
                                             " is allowed, or no kiosk would take it"};
      });
  if (!published.ok()) return published.error();
  build.result.release = published->release;
  build.result.changed = published->changed;
  build.result.metadata_written = published->written.size();
  build.result.due = published->due;
  build.result.targets = build.targets().size();
  if (published->changed)
    if (auto done = build.prune(); !done.ok()) return done.error();
  return build.result;
}

Result<void> check_floor(const std::string& folder, const trust::VerifiedRelease& verified,
                         const Files& files) {
  const auto found = verified.targets.find("site.json");
  if (found == verified.targets.end()) return Error{ErrorKind::invalid, "site.json: not in the release"};
  auto bytes = files.read(folder + "/targets/" + trust::target_file_name("site.json", found->second),
                          content::limits::object_bytes_max);
  if (bytes && !found->second.custom.is_null())
    bytes = zstd_decompress(*bytes, content::limits::document_raw_bytes_max);
  if (!bytes.ok()) return bytes.error();
  const auto site = content::decode_site(*bytes, "site.json");
  if (!site.ok()) return site.error();
  if (site->floor <= verified.release) return {};
  return Error{ErrorKind::invalid, "site.json: its floor " + std::to_string(site->floor) +
                                       " is above the release " + std::to_string(verified.release) +
                                       ": no kiosk takes it"};
}

}  // namespace entre::publish
