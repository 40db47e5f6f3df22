#include "sync/trust/updater.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>

#include "platform/crypto.h"
#include "sync/trust/trusted_set.h"

namespace entre::trust {

namespace {

// A role's name may hold anything; as a file name and in a URL it holds no separators.
std::string file_name_of(const std::string& role) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : role) {
    if (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      out += static_cast<char>(c);
      continue;
    }
    out += '%';
    out += digits[c >> 4];
    out += digits[c & 15];
  }
  return out + ".json";
}

using Edges = std::vector<std::pair<std::string, std::string>>;  // parent, role

// From the folder, where it holds the version that the snapshot lists.
bool load_stored(TrustedSet& set, const Files& files, const std::string& folder, const std::string& parent,
                 const std::string& role) {
  if (set.delegated(parent, role) != nullptr) return true;
  auto stored = files.read(folder + "/" + file_name_of(role), bin_bytes_max);
  return stored && set.update_delegated(parent, role, *stored).ok();
}

// Level by level, so that the 256 bins of one level travel together. `load` may leave roles out; what they
// delegate to is then not walked.
Result<void> walk_delegations(const TrustedSet& set, const std::function<Result<void>(const Edges&)>& load) {
  Edges level{{"", "targets"}};
  std::set<std::pair<std::string, std::string>> seen;
  while (!level.empty()) {
    Edges next;
    for (const auto& [parent, role] : level) {
      const Targets* delegator = set.delegated(parent, role);
      if (delegator == nullptr) continue;
      // A role that leads back to itself is walked once.
      for (const DelegatedRole& delegated : delegator->delegated_roles)
        if (seen.insert({role, delegated.name}).second) next.emplace_back(role, delegated.name);
    }
    if (seen.size() > static_cast<std::size_t>(delegations_max))
      return Error{ErrorKind::too_large,
                   "targets: more than " + std::to_string(delegations_max) + " delegations"};
    if (auto loaded = load(next); !loaded) return loaded;
    level = std::move(next);
  }
  return {};
}

// "<SHA-256 of timestamp.json> <expires> <warn from> <role>", times in ms.
constexpr const char* delegated_expiry_file = "delegated.expiry";
constexpr std::uint64_t delegated_expiry_bytes_max = 1024;

std::string encode_expiry(const std::string& timestamp_sha256, const Expiry& expiry) {
  return timestamp_sha256 + " " + std::to_string(expiry.expires_unix_ms) + " " +
         std::to_string(expiry.warn_from_unix_ms) + " " + expiry.role;
}

std::optional<Expiry> decode_expiry(const std::string& timestamp_sha256, const std::string& text) {
  std::istringstream in(text);
  std::string sha256;
  Expiry expiry;
  in >> sha256 >> expiry.expires_unix_ms >> expiry.warn_from_unix_ms;
  if (!in || sha256 != timestamp_sha256 || in.get() != ' ') return std::nullopt;
  expiry.role.assign(std::istreambuf_iterator<char>(in), {});
  return expiry;
}

}  // namespace

bool load_stored_delegated(TrustedSet& set, const Files& files, const std::string& folder) {
  bool is_all = true;
  const auto walked = walk_delegations(set, [&](const Edges& level) -> Result<void> {
    for (const auto& [parent, role] : level) is_all &= load_stored(set, files, folder, parent, role);
    return {};
  });
  return walked.ok() && is_all;
}

struct Updater::State {
  TrustedSet set;
  std::string folder;
  Files& files;
  MetadataFetcher& fetcher;

  std::string path(const std::string& role) const { return folder + "/" + file_name_of(role); }
  std::string remote_name(const std::string& role, std::int64_t version) const {
    if (!set.root().consistent_snapshot) return file_name_of(role);
    return std::to_string(version) + "." + file_name_of(role);
  }
  Result<void> store(const std::string& role, const std::string& bytes) {
    return files.write(path(role), bytes, 0644);
  }
  // What a delegated role was before matters to no check: the snapshot's versions are what counts (5.5.5).
  // One that a power cut has torn does not verify, and is fetched again.
  Result<void> store_delegated(const std::string& role, const std::string& bytes) {
    return files.write_unsynced(path(role), bytes);
  }

  Result<bool> update_root();
  Result<bool> update_timestamp();
  Result<bool> update_snapshot();
  Result<bool> update_targets();
  Result<std::pair<std::string, std::uint64_t>> to_fetch(const std::string& role,
                                                         std::uint64_t bytes_max) const;
  bool load_delegated(const std::string& parent, const std::string& role) {
    return load_stored(set, files, folder, parent, role);
  }
  Result<void> fetch_delegated(const Edges& edges);
  Result<void> load_all_delegated();

  // 5.6.7. `load` makes a delegated role present in the set, or says why it cannot be.
  using Load = std::function<Result<void>(const std::string& parent, const std::string& role)>;
  Result<TargetFile> search(const std::string& target, const Load& load) const;
};

Updater::Updater(std::unique_ptr<State> state) : state_(std::move(state)) {}
Updater::~Updater() = default;

Result<std::unique_ptr<Updater>> Updater::create(std::string_view pinned_root, const std::string& folder,
                                                 Files& files, MetadataFetcher& fetcher,
                                                 std::int64_t now_unix_ms) {
  auto set = TrustedSet::create(pinned_root, now_unix_ms);
  if (!set) return Error{set.error().kind, "pinned " + set.error().message};
  if (auto made = files.make_folders(folder); !made) return made.error();
  auto stored_bytes = files.read(folder + "/root.json", root_bytes_max);
  if (stored_bytes) {
    // A damaged one is passed over: the chain from the pinned root leads back to it.
    auto stored = TrustedSet::create(*stored_bytes, now_unix_ms);
    if (stored && stored->root().header.version > set->root().header.version) set = std::move(stored);
  }
  std::unique_ptr<State> state(new State{*std::move(set), folder, files, fetcher});
  return std::unique_ptr<Updater>(new Updater(std::move(state)));
}

// 5.3.
Result<bool> Updater::State::update_root() {
  bool any = false;
  for (int i = 0; i < root_rotations_max; ++i) {
    const std::string next = std::to_string(set.root().header.version + 1) + ".root.json";
    auto bytes = fetcher.fetch(next, root_bytes_max);
    if (!bytes && bytes.error().kind == ErrorKind::not_found) break;
    if (!bytes) return bytes.error();
    auto rotated = set.update_root(*bytes);
    if (!rotated) return rotated.error();
    // 5.3.11. Before the root is stored: a power cut between the two must not leave what an attacker
    // fast-forwarded.
    if (*rotated)
      for (const char* role : {"timestamp", "snapshot"})
        if (auto removed = files.remove(path(role)); !removed) return removed.error();
    if (auto stored = store("root", *bytes); !stored) return stored.error();
    any = true;
  }
  // Before expiry is judged: when it was signed is a time that has been.
  if (auto stored = files.read(path("timestamp"), timestamp_bytes_max); stored) {
    // One that no longer verifies must not make the server answer "not modified".
    if (auto loaded = set.load_timestamp(*stored); !loaded)
      if (auto removed = files.remove(path("timestamp")); !removed) return removed.error();
  }
  if (auto fresh = set.check_root_expiry(); !fresh) return fresh.error();
  return any;
}

// 5.4.
Result<bool> Updater::State::update_timestamp() {
  auto fetched = fetcher.fetch_timestamp(timestamp_bytes_max);
  if (!fetched) return fetched.error();
  bool is_new = false;
  if (*fetched) {
    auto updated = set.update_timestamp(**fetched);
    if (!updated) return updated.error();
    is_new = *updated;
    if (is_new)
      if (auto stored = store("timestamp", **fetched); !stored) return stored.error();
  }
  if (auto fresh = set.check_timestamp_expiry(); !fresh) return fresh.error();
  return is_new;
}

// 5.5.
Result<bool> Updater::State::update_snapshot() {
  // A stored one that cannot be used is passed over, as if there were none.
  if (auto stored = files.read(path("snapshot"), snapshot_bytes_max); stored)
    static_cast<void>(set.load_snapshot(*stored).ok());
  if (set.snapshot_is_current()) {
    if (auto fresh = set.check_snapshot_expiry(); !fresh) return fresh.error();
    return false;
  }
  const FileMeta& meta = set.timestamp()->snapshot;
  if (meta.length.value_or(0) > snapshot_bytes_max)
    return Error{ErrorKind::too_large,
                 "snapshot: more than " + std::to_string(snapshot_bytes_max) + " bytes"};
  auto bytes = fetcher.fetch(remote_name("snapshot", meta.version), meta.length.value_or(snapshot_bytes_max));
  if (!bytes) return bytes.error();
  if (auto updated = set.update_snapshot(*bytes); !updated) return updated.error();
  if (auto stored = store("snapshot", *bytes); !stored) return stored.error();
  return true;
}

Result<std::pair<std::string, std::uint64_t>> Updater::State::to_fetch(const std::string& role,
                                                                       std::uint64_t bytes_max) const {
  auto meta = set.meta_of(role);
  if (!meta) return meta.error();
  if (meta->length.value_or(0) > bytes_max)
    return Error{ErrorKind::too_large, role + ": more than " + std::to_string(bytes_max) + " bytes"};
  return std::pair{remote_name(role, meta->version), meta->length.value_or(bytes_max)};
}

// 5.6.1 to 5.6.6.
Result<bool> Updater::State::update_targets() {
  if (auto stored = files.read(path("targets"), targets_bytes_max); stored)
    if (set.update_targets(*stored).ok()) return false;
  auto file = to_fetch("targets", targets_bytes_max);
  if (!file) return file.error();
  auto bytes = fetcher.fetch(file->first, file->second);
  if (!bytes) return bytes.error();
  if (auto updated = set.update_targets(*bytes); !updated) return updated.error();
  if (auto stored = store("targets", *bytes); !stored) return stored.error();
  return true;
}

Result<bool> Updater::refresh() {
  bool any = false;
  for (auto step :
       {&State::update_root, &State::update_timestamp, &State::update_snapshot, &State::update_targets}) {
    auto done = ((*state_).*step)();
    if (!done) return done.error();
    any |= *done;
  }
  return any;
}

Result<void> Updater::State::fetch_delegated(const Edges& edges) {
  std::vector<std::pair<std::string, std::uint64_t>> wanted;
  for (const auto& edge : edges) {
    auto file = to_fetch(edge.second, bin_bytes_max);
    if (!file) return file.error();
    wanted.push_back(*std::move(file));
  }
  if (wanted.empty()) return {};
  auto answers = fetcher.fetch_all(wanted);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (!answers[i]) return answers[i].error();
    const auto& [parent, role] = edges[i];
    if (auto updated = set.update_delegated(parent, role, *answers[i]); !updated) return updated;
    if (auto stored = store_delegated(role, *answers[i]); !stored) return stored;
  }
  return {};
}

Result<void> Updater::State::load_all_delegated() {
  return walk_delegations(set, [&](const Edges& level) {
    Edges missing;
    for (const auto& [parent, role] : level)
      if (!load_delegated(parent, role)) missing.emplace_back(parent, role);
    return fetch_delegated(missing);
  });
}

Result<TargetFile> Updater::State::search(const std::string& target, const Load& load) const {
  const std::string hash = sha256_hex(target);
  std::vector<std::pair<std::string, std::string>> stack{{"", "targets"}};
  std::set<std::string> visited;
  while (!stack.empty() && visited.size() <= static_cast<std::size_t>(delegations_max)) {
    const auto [parent, role] = stack.back();
    stack.pop_back();
    if (!visited.insert(role).second) continue;
    if (!parent.empty())
      if (auto loaded = load(parent, role); !loaded) return loaded.error();
    const Targets* targets = set.delegated(parent, role);
    if (targets == nullptr) break;  // before refresh()
    if (const auto found = targets->targets.find(target); found != targets->targets.end())
      return found->second;
    std::vector<std::pair<std::string, std::string>> children;
    for (const DelegatedRole& delegated : targets->delegated_roles) {
      if (!delegated.covers(target, hash)) continue;
      children.emplace_back(role, delegated.name);
      // 5.6.7.2.2: what a terminating role does not list is listed nowhere.
      if (delegated.terminating) {
        stack.clear();
        break;
      }
    }
    stack.insert(stack.end(), children.rbegin(), children.rend());
  }
  return Error{ErrorKind::not_found, target + ": no role lists it"};
}

Result<std::map<std::string, TargetFile>> Updater::all_targets() {
  State& state = *state_;
  std::map<std::string, TargetFile> result;
  if (state.set.targets() == nullptr) return result;
  if (auto loaded = state.load_all_delegated(); !loaded) return loaded.error();
  const auto loaded = [](const std::string&, const std::string&) { return Result<void>(); };
  for (const std::string& name : state.set.target_names()) {
    auto file = state.search(name, loaded);
    // Listed by a role whose delegation does not cover it: as if it were not there.
    if (!file && file.error().kind == ErrorKind::not_found) continue;
    if (!file) return file.error();
    result[name] = *std::move(file);
  }
  return result;
}

Result<TargetFile> Updater::find_target(const std::string& target) {
  State& state = *state_;
  return state.search(target, [&](const std::string& parent, const std::string& role) -> Result<void> {
    if (state.load_delegated(parent, role)) return {};
    return state.fetch_delegated({{parent, role}});
  });
}

std::int64_t Updater::targets_version() const {
  const Targets* targets = state_->set.targets();
  return targets == nullptr ? 0 : targets->header.version;
}

bool Updater::demo() const {
  return state_->set.root().demo;
}

bool Updater::consistent_snapshot() const {
  return state_->set.root().consistent_snapshot;
}

std::int64_t Updater::root_version() const {
  return state_->set.root().header.version;
}

Expiry Updater::next_expiry() {
  State& state = *state_;
  const Targets* targets = state.set.targets();
  if (targets == nullptr || targets->delegated_roles.empty()) return expiries().front();
  const auto timestamp = state.files.read(state.path("timestamp"), timestamp_bytes_max);
  const std::string sha256 = timestamp ? sha256_hex(*timestamp) : "";
  const std::string path = state.folder + "/" + delegated_expiry_file;
  if (auto text = state.files.read(path, delegated_expiry_bytes_max); text)
    if (auto kept = decode_expiry(sha256, *text); kept) {
      Expiry first = expiries().front();
      return kept->warn_from_unix_ms < first.warn_from_unix_ms ? *kept : first;
    }
  const bool is_all = load_stored_delegated(state.set, state.files, state.folder);
  const std::vector<Expiry> all = expiries();
  const auto delegated =
      std::find_if(all.begin(), all.end(), [](const Expiry& expiry) { return !is_top_level(expiry.role); });
  // Without a place to keep it, it is read anew next time.
  if (is_all && delegated != all.end())
    static_cast<void>(state.files.write_unsynced(path, encode_expiry(sha256, *delegated)).ok());
  return all.front();
}

std::vector<Expiry> Updater::expiries() const {
  return state_->set.expiries();
}

}  // namespace entre::trust
