#include "kiosk/care/signatures.h"

#include "sync/content/content_file.h"
#include "sync/trust/trusted_set.h"
#include "sync/trust/updater.h"

namespace entre::care {
namespace {

// Metadata in the folder where kiosk-sync keeps what it has verified. Expiries are told, not judged, as the
// screen goes on whatever they say.
class Stored {
 public:
  Stored(const Files& files, const Paths& paths) : files_(files), paths_(paths) {}

  Result<trust::TrustedSet> load() const {
    auto pinned = files_.read(paths_.root_file, trust::root_bytes_max);
    if (!pinned) return pinned.error();
    auto set = trust::TrustedSet::create(*pinned, trust::any_time);
    if (!set) return Error{set.error().kind, paths_.root_file + ": " + set.error().message};
    if (auto bytes = read("root", trust::root_bytes_max); bytes)
      if (auto newer = trust::TrustedSet::create(*bytes, trust::any_time);
          newer && newer->root().header.version > set->root().header.version)
        set = std::move(newer);
    if (auto loaded = step("timestamp", trust::timestamp_bytes_max,
                           [&](const std::string& bytes) { return set->load_timestamp(bytes); });
        !loaded)
      return loaded.error();
    if (auto loaded = step("snapshot", trust::snapshot_bytes_max,
                           [&](const std::string& bytes) { return set->load_snapshot(bytes); });
        !loaded)
      return loaded.error();
    if (auto loaded = step("targets", trust::targets_bytes_max,
                           [&](const std::string& bytes) { return set->update_targets(bytes); });
        !loaded)
      return loaded.error();
    // Those of a release that staff hold back were never fetched: what is not there is no fault.
    static_cast<void>(trust::load_stored_delegated(*set, files_, paths_.trust_folder));
    return set;
  }

 private:
  Result<std::string> read(const std::string& role, std::uint64_t bytes_max) const {
    return files_.read(paths_.trust_folder + "/" + role + ".json", bytes_max);
  }
  template <class Load>
  Result<void> step(const std::string& role, std::uint64_t bytes_max, const Load& load) const {
    auto bytes = read(role, bytes_max);
    if (!bytes) return bytes.error();
    return load(*bytes);
  }

  const Files& files_;
  const Paths& paths_;
};

// Objects that the top list signs; a release of many pages delegates the rest, which sync has followed.
void compare(const trust::TrustedSet& set, const content::ContentFile& file,
             std::vector<std::string>* faults) {
  const trust::Targets* targets = set.targets();
  if (file.release() != targets->header.version || !targets->delegated_roles.empty()) return;
  const auto documents = file.documents();
  if (!documents) return faults->push_back(documents.error().message);
  for (const auto& document : *documents) {
    const auto found = targets->targets.find(document.target);
    const bool is_listed = found != targets->targets.end() && found->second.hashes.contains("sha256") &&
                           found->second.hashes.at("sha256") == document.object_sha256;
    if (!is_listed) faults->push_back(document.target + ": not as the signed list has it");
  }
}

}  // namespace

Signatures check_signatures(const Files& files, const Paths& paths) {
  Signatures result;
  const auto set = Stored(files, paths).load();
  if (!set) {
    result.faults.push_back(set.error().message);
    return result;
  }
  result.expiries = set->expiries();
  const auto shown = content::open_newest(files, paths.content_folder);
  if (!shown) {
    result.faults.push_back(shown.error().message);
    return result;
  }
  compare(*set, **shown, &result.faults);
  return result;
}

}  // namespace entre::care
