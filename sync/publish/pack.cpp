#include "sync/publish/pack.h"

#include "sync/publish/build.h"
#include "sync/trust/repository.h"
#include "sync/trust/updater.h"

namespace entre::publish {

namespace {

constexpr std::uint64_t file_bytes_max = 64u << 20;

Result<void> copy(const std::string& from, const std::string& to, Files& files) {
  auto bytes = files.read(from, file_bytes_max);
  if (!bytes) return bytes.error();
  if (auto made = files.make_folders(to.substr(0, to.rfind('/'))); !made) return made;
  return files.write(to, *bytes, 0644);
}

}  // namespace

Result<trust::VerifiedRelease> pack_release(const std::string& release_folder, const std::string& pack_folder,
                                            const trust::KeySet& keys, const std::string& scratch_folder,
                                            std::int64_t now_unix_ms, Files& files) {
  auto root = files.read(release_folder + "/metadata/1.root.json", trust::root_bytes_max);
  if (!root) return root.error();
  auto verified =
      trust::verify_release(release_folder, *root, scratch_folder + "/before", now_unix_ms, files);
  if (!verified) return verified.error();
  if (auto checked = check_floor(release_folder, *verified, files); !checked) return checked.error();
  for (const auto& [name, file] : verified->targets) {
    const std::string object = "/targets/" + trust::target_file_name(name, file);
    // The name holds the hash, which verify_release() has just seen to be right.
    if (auto done = copy(release_folder + object, pack_folder + object, files); !done) return done.error();
  }
  for (const std::string& name : files.list(release_folder + "/metadata"))
    if (name.ends_with(".json"))
      if (auto done = copy(release_folder + "/metadata/" + name, pack_folder + "/metadata/" + name, files);
          !done)
        return done.error();

  auto targets = trust::read_targets(release_folder, files);
  if (!targets) return targets.error();
  const auto renew = trust::Renew::snapshot_and_timestamp;
  auto packed =
      trust::publish_metadata(pack_folder, *targets, keys, trust::carried_by_hand, now_unix_ms, files, renew);
  if (!packed) return packed.error();
  for (const std::string& name : packed->written)
    if (auto done = copy(pack_folder + "/metadata/" + name, release_folder + "/metadata/" + name, files);
        !done)
      return done.error();
  auto renewed = trust::publish_metadata(release_folder, *targets, keys, {}, now_unix_ms, files, renew);
  if (!renewed) return renewed.error();
  return trust::verify_release(pack_folder, *root, scratch_folder + "/after", now_unix_ms, files);
}

}  // namespace entre::publish
