#include "sync/client/content_sync.h"

#include "platform/crypto.h"
#include "sync/client/http_fetcher.h"
#include "sync/content/hold.h"
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

ContentSync::ContentSync(Http& http, Files& files, RepositoryUrl url, Paths paths, bool is_demo_home)
    : http_(http),
      files_(files),
      url_(std::move(url)),
      paths_(std::move(paths)),
      builder_(files, paths_.content_folder),
      is_demo_home_(is_demo_home) {}

// Once a process and release: it reads the whole file.
bool ContentSync::is_sound(const content::ContentFile& file) {
  if (checked_release_ == file.release()) return true;
  if (!file.check_documents()) return false;
  checked_release_ = file.release();
  return true;
}

// What another pinned root has vouched for is not this one's: a demo's content, a demo's roots of a higher
// version.
Result<void> ContentSync::settle_authority(const std::string& pinned_root) {
  const std::string mark_file = paths_.trust_folder + "/pinned.sha256";
  const std::string mark = sha256_hex(pinned_root);
  if (auto known = files_.read(mark_file, mark.size()); known && *known == mark) return {};
  if (files_.exists(mark_file)) {
    for (const std::string& name : files_.list(paths_.trust_folder))
      if (name.ends_with(".json"))
        if (auto removed = files_.remove(paths_.trust_folder + "/" + name); !removed) return removed;
    if (auto removed = builder_.remove_all(); !removed) return removed;
  }
  if (auto made = files_.make_folders(paths_.trust_folder); !made) return made;
  return files_.write(mark_file, mark, 0644);
}

Result<ContentOutcome> ContentSync::run(std::int64_t now_unix_ms, const OnProgress& on_progress,
                                        const IsStopped& is_stopped) {
  on_progress(Progress{"refresh", 0, 0, 0, 0});
  auto pinned = files_.read(paths_.root_file, trust::root_bytes_max);
  if (!pinned) return Error{pinned.error().kind, "the pinned root: " + pinned.error().message};
  if (auto settled = settle_authority(*pinned); !settled) return settled.error();
  HttpMetadataFetcher fetcher(http_, url_, files_, paths_.trust_folder);
  auto updater = trust::Updater::create(*pinned, paths_.trust_folder, files_, fetcher, now_unix_ms);
  if (!updater) return updater.error();
  auto fresh = (*updater)->refresh();
  if ((*updater)->demo() && !is_demo_home_)
    return Error{ErrorKind::denied, "the root is of a demo: this kiosk is not (kiosk.demo in kiosk.toml)"};
  if (!fresh) return fresh.error();
  builder_.trust_root((*updater)->root_version());

  const std::int64_t release = (*updater)->targets_version();
  auto current = builder_.open_current();
  const bool is_current = current && (*current)->release() == release && is_sound(**current);
  if (is_current)
    if (auto tidied = builder_.tidy(**current); !tidied) return tidied.error();
  ContentOutcome unchanged;
  unchanged.release = release;
  if (!*fresh && is_current) {
    expiry_ = (*updater)->next_expiry();
    return unchanged;
  }

  // Staff went back from this release: it waits for a newer one, unless there is nothing else to show.
  if (release == content::read_hold(files_, paths_.content_folder) &&
      content::open_newest(files_, paths_.content_folder)) {
    expiry_ = (*updater)->next_expiry();
    return unchanged;
  }

  auto targets = (*updater)->all_targets();
  if (!targets) return targets.error();
  expiry_ = (*updater)->next_expiry();
  auto objects = plan_objects(*targets);
  if (!objects) return objects.error();
  // By the objects too: another repository may have come to the same number.
  if (is_current && keys_of(**current) == keys_of(*objects)) return unchanged;
  if (!current) current = content::open_newest(files_, paths_.content_folder);
  Downloader downloader(http_, files_, url_, paths_.content_folder + "/staging",
                        (*updater)->consistent_snapshot());
  return bring(release, *objects, downloader, current ? current->get() : nullptr, on_progress, is_stopped);
}

Result<ContentOutcome> ContentSync::bring(std::int64_t release, const std::vector<Object>& objects,
                                          Downloader& downloader, const content::ContentFile* source,
                                          const OnProgress& on_progress, const IsStopped& is_stopped) {
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
