#include "sync/trust/verify_release.h"

#include "sync/trust/updater.h"

namespace entre::trust {

namespace {

constexpr std::uint64_t object_bytes_max = 64u << 20;

class FolderFetcher : public MetadataFetcher {
 public:
  FolderFetcher(const Files& files, std::string folder) : files_(files), folder_(std::move(folder)) {}
  Result<std::string> fetch(const std::string& file_name, std::uint64_t bytes_max) override {
    return files_.read(folder_ + "/" + file_name, bytes_max);
  }
  Result<std::optional<std::string>> fetch_timestamp(std::uint64_t bytes_max) override {
    auto bytes = fetch("timestamp.json", bytes_max);
    if (!bytes) return bytes.error();
    return std::optional<std::string>(*std::move(bytes));
  }
  std::vector<Result<std::string>> fetch_all(
      const std::vector<std::pair<std::string, std::uint64_t>>& files) override {
    std::vector<Result<std::string>> bytes;
    for (const auto& [name, bytes_max] : files) bytes.push_back(fetch(name, bytes_max));
    return bytes;
  }

 private:
  const Files& files_;
  std::string folder_;
};

}  // namespace

Result<VerifiedRelease> verify_release(const std::string& folder, std::string_view pinned_root,
                                       const std::string& scratch_folder, std::int64_t now_unix_ms,
                                       Files& files) {
  FolderFetcher fetcher(files, folder + "/metadata");
  auto updater = Updater::create(pinned_root, scratch_folder, files, fetcher, now_unix_ms);
  if (!updater) return updater.error();
  if (auto fresh = (*updater)->refresh(); !fresh) return fresh.error();
  auto targets = (*updater)->all_targets();
  if (!targets) return targets.error();
  for (const auto& [name, file] : *targets) {
    auto bytes = files.read(folder + "/targets/" + target_file_name(name, file), object_bytes_max);
    if (!bytes) return bytes.error();
    if (auto same = verify_target(name, file, *bytes); !same) return same.error();
  }
  VerifiedRelease verified;
  verified.release = (*updater)->targets_version();
  verified.root_version = (*updater)->root_version();
  verified.demo = (*updater)->demo();
  verified.targets = *std::move(targets);
  verified.expiries = (*updater)->expiries();
  return verified;
}

}  // namespace entre::trust
