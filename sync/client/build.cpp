#include "sync/client/build.h"

#include <algorithm>

#include "platform/crypto.h"
#include "platform/sqlite.h"
#include "sync/content/hold.h"

namespace entre::client {

ContentBuilder::ContentBuilder(Files& files, std::string content_folder)
    : files_(files), content_folder_(std::move(content_folder)) {}

Result<void> ContentBuilder::remove_built(const std::string& path) {
  for (const char* suffix : {"", "-journal", "-wal", "-shm"})
    if (auto removed = files_.remove(path + suffix); !removed) return removed;
  return {};
}

Result<void> ContentBuilder::write(const std::string& path, std::int64_t release,
                                   const std::vector<Object>& objects, const Source& source,
                                   const OnProgress& on_progress, const IsStopped& is_stopped) {
  auto writer = content::ContentWriter::create(path, release);
  if (!writer) return writer.error();
  Progress progress{"build", 0, objects.size(), 0, 0};
  for (const Object& object : objects) progress.bytes_total += object.raw_length;
  for (const Object& object : objects) {
    if (is_stopped()) return Error{ErrorKind::unavailable, "stopped in the build"};
    auto bytes = source(object);
    if (!bytes) return bytes.error();
    if (auto added = (*writer)->add(object.target, *bytes, object.sha256); !added) return added;
    ++progress.objects_done;
    progress.bytes_done += object.raw_length;
    on_progress(progress);
  }
  return (*writer)->finish();
}

Result<void> ContentBuilder::build(std::int64_t release, const std::vector<Object>& objects,
                                   const Source& source, const OnProgress& on_progress,
                                   const IsStopped& is_stopped) {
  if (auto made = files_.make_folders(content_folder_); !made) return made;
  const std::string built_path = path(release) + ".tmp";
  if (auto removed = remove_built(built_path); !removed) return removed;
  auto done = write(built_path, release, objects, source, on_progress, is_stopped);
  if (done) done = publish(built_path, release);
  if (!done) static_cast<void>(remove_built(built_path).ok());
  return done;
}

Result<void> ContentBuilder::publish(const std::string& built_path, std::int64_t release) {
  std::int64_t floor = 0;
  {
    auto built = content::ContentFile::open(built_path);
    if (!built) return built.error();
    auto site = (*built)->site();
    if (!site) return site.error();
    floor = site->floor;
  }
  if (floor > release)
    return Error{ErrorKind::invalid, "site.json: its floor " + std::to_string(floor) +
                                         " is above the release " + std::to_string(release) +
                                         ": no screen may show it"};
  const content::KeptFloor kept = content::read_floor(files_, content_folder_);
  const bool is_newer_root = root_version_ > kept.root_version;
  if (release < kept.floor && !is_newer_root)
    return Error{ErrorKind::denied, "release " + std::to_string(release) + " is below the signed floor " +
                                        std::to_string(kept.floor)};
  if (!is_newer_root) floor = std::max(floor, kept.floor);
  if (auto synced = files_.sync(built_path); !synced) return synced;
  if (auto renamed = files_.rename(built_path, path(release)); !renamed) return renamed;
  const content::KeptFloor next{std::max(root_version_, kept.root_version), floor};
  if (next != kept)
    if (auto written = content::write_floor(files_, content_folder_, next); !written) return written;
  auto linked = files_.link(content::content_file_name(release), content_folder_ + "/current");
  if (!linked) return linked;
  return remove_others(release, floor);
}

Result<void> ContentBuilder::remove_below_floor() {
  auto kept = content::mend_floor(files_, content_folder_);
  if (!kept) return kept.error();
  for (const std::string& name : files_.list(content_folder_)) {
    const std::int64_t release = content::parse_content_file_name(name);
    if (release < 0 || release >= kept->floor) continue;
    if (auto removed = files_.remove(content_folder_ + "/" + name); !removed) return removed;
  }
  return {};
}

Result<void> ContentBuilder::remove_all() {
  for (const std::string& name : files_.list(content_folder_))
    if (content::parse_content_file_name(name) >= 0)
      if (auto removed = files_.remove(content_folder_ + "/" + name); !removed) return removed;
  if (auto free = content::write_hold(files_, content_folder_, 0); !free) return free;
  return content::write_floor(files_, content_folder_, {});
}

// The one before stays as the fallback. What is above `release` is of another repository, or of one that had
// to start again: it may never be shown.
Result<void> ContentBuilder::remove_others(std::int64_t release, std::int64_t floor) {
  const std::vector<std::string> names = files_.list(content_folder_);
  const std::int64_t held = content::read_hold(files_, content_folder_);  // staff went back from it
  std::int64_t before = -1;
  for (const std::string& name : names) {
    const std::int64_t other = content::parse_content_file_name(name);
    if (other < release && other >= floor && other != held) before = std::max(before, other);
  }
  for (const std::string& name : names) {
    const std::int64_t other = content::parse_content_file_name(name);
    const bool half_built = name.rfind("content-", 0) == 0 && name.find(".db.tmp") != std::string::npos;
    if (!half_built && (other < 0 || other == release || other == before)) continue;
    if (auto removed = files_.remove(content_folder_ + "/" + name); !removed) return removed;
  }
  return {};
}

Result<std::unique_ptr<content::ContentFile>> ContentBuilder::open_current() const {
  auto target = files_.read_link(content_folder_ + "/current");
  if (!target) return target.error();
  const std::string name = target->substr(target->rfind('/') + 1);
  if (!files_.exists(content_folder_ + "/" + name))
    return Error{ErrorKind::not_found, content_folder_ + "/current names " + name + ", which is not there"};
  auto file = content::ContentFile::open(content_folder_ + "/" + name);
  if (file && (*file)->release() != content::parse_content_file_name(name))
    return Error{ErrorKind::corrupt, name + ": holds release " + std::to_string((*file)->release())};
  return file;
}

Result<void> ContentBuilder::tidy(const content::ContentFile& file) {
  auto site = file.site();
  if (!site) return site.error();
  return remove_others(file.release(), site->floor);
}

// The table `document` is the one part of the file's schema that every format keeps.
Result<bool> ContentBuilder::convert_format() {
  auto target = files_.read_link(content_folder_ + "/current");
  if (!target) return false;
  const std::string name = target->substr(target->rfind('/') + 1);
  const std::int64_t release = content::parse_content_file_name(name);
  if (release < 0 || !files_.exists(path(release))) return false;
  auto db = Database::open(path(release), Database::Mode::read_only_immutable);
  if (!db) return false;
  auto format = db->user_version();
  if (!format || *format == content::content_format) return false;
  auto list = db->prepare("SELECT target, object_sha256, length(bytes) FROM document ORDER BY target");
  if (!list) return list.error();
  std::vector<Object> objects;
  for (;;) {
    auto row = list->step();
    if (!row) return row.error();
    if (!*row) break;
    objects.push_back({list->column_text(0),
                       {},
                       list->column_text(1),
                       false,
                       static_cast<std::uint64_t>(list->column_int(2))});
  }
  const Source stored = [&](const Object& object) -> Result<std::string> {
    auto query = db->prepare("SELECT bytes, sha256 FROM document WHERE target = ?");
    if (!query) return query.error();
    auto row = query->bind(1, object.target).step();
    if (!row) return row.error();
    std::string bytes = *row ? query->column_blob(0) : std::string();
    if (!*row || sha256_hex(bytes) != query->column_text(1))
      return Error{ErrorKind::corrupt, object.target + ": damaged in " + name};
    return bytes;
  };
  auto built = build(
      release, objects, stored, [](const Progress&) {}, [] { return false; });
  if (!built) return built.error();
  return true;
}

}  // namespace entre::client
