#include "sync/client/content_sync.h"

#include "sync/client/http_fetcher.h"
#include "sync/trust/updater.h"

namespace entre::client {

namespace {

using Key = std::pair<std::string, std::string>;  // target, hash of its object

std::set<Key> keys_of(const content::ContentFile& file) {
  std::set<Key> keys;
  if (auto documents = file.documents(); documents)
    for (const auto& entry : *documents) keys.insert({entry.target, entry.object_sha256});
  return keys;
}

std::set<Key> keys_of(const std::vector<Object>& objects) {
  std::set<Key> keys;
  for (const Object& object : objects) keys.insert({object.target, object.sha256});
  return keys;
}

}  // namespace

ContentSync::ContentSync(Http& http, Files& files, RepositoryUrl url, Paths paths)
    : http_(http),
      files_(files),
      url_(std::move(url)),
      paths_(std::move(paths)),
      builder_(files, paths_.content_folder) {}

// Once a process and release: it reads the whole file.
bool ContentSync::is_sound(const content::ContentFile& file) {
  if (checked_release_ == file.release()) return true;
  if (!builder_.check(file)) return false;
  checked_release_ = file.release();
  return true;
}

Result<ContentOutcome> ContentSync::run(std::int64_t now_unix_ms, const OnProgress& on_progress,
                                        const IsStopped& is_stopped) {
  on_progress(Progress{"refresh", 0, 0, 0, 0});
  auto pinned = files_.read(paths_.root_file, trust::root_bytes_max);
  if (!pinned) return Error{pinned.error().kind, "the pinned root: " + pinned.error().message};
  HttpMetadataFetcher fetcher(http_, url_, files_, paths_.trust_folder);
  auto updater = trust::Updater::create(*pinned, paths_.trust_folder, files_, fetcher, now_unix_ms);
  if (!updater) return updater.error();
  auto fresh = (*updater)->refresh();
  if (!fresh) return fresh.error();

  const std::int64_t release = (*updater)->targets_version();
  auto current = builder_.open_current();
  const bool is_current = current && (*current)->release() == release && is_sound(**current);
  ContentOutcome unchanged;
  unchanged.release = release;
  if (!*fresh && is_current) return unchanged;

  auto targets = (*updater)->all_targets();
  if (!targets) return targets.error();
  auto objects = plan_objects(*targets);
  if (!objects) return objects.error();
  // By the objects too: another repository may have come to the same number.
  if (is_current && keys_of(**current) == keys_of(*objects)) return unchanged;
  if (!current) current = content::open_newest(files_, paths_.content_folder);
  return bring(release, *objects, current ? current->get() : nullptr, on_progress, is_stopped);
}

Result<ContentOutcome> ContentSync::bring(std::int64_t release, const std::vector<Object>& objects,
                                          const content::ContentFile* source, const OnProgress& on_progress,
                                          const IsStopped& is_stopped) {
  const std::set<Key> stored = source == nullptr ? std::set<Key>() : keys_of(*source);
  std::set<std::string> copied;
  std::vector<Object> missing;
  for (const Object& object : objects) {
    // A damaged document is fetched like one that is not there.
    if (stored.count({object.target, object.sha256}) != 0 && source->document(object.target).ok())
      copied.insert(object.target);
    else
      missing.push_back(object);
  }
  Downloader downloader(http_, files_, url_, paths_.content_folder + "/staging");
  ContentOutcome outcome;
  outcome.release = release;
  auto fetched = downloader.fetch(missing, on_progress, is_stopped);
  if (!fetched) return fetched.error();
  outcome.fetched = *fetched;
  const ContentBuilder::Source raw = [&](const Object& object) {
    return copied.count(object.target) != 0 ? source->document(object.target) : downloader.raw(object);
  };
  if (auto built = builder_.build(release, objects, raw, on_progress, is_stopped); !built)
    return built.error();
  outcome.changed = true;
  checked_release_ = release;
  if (auto cleared = downloader.clear(); !cleared) return cleared.error();
  return outcome;
}

}  // namespace entre::client
