#include "sync/trust/keys.h"

#include <algorithm>

#include "platform/json.h"

namespace entre::trust {

namespace {

constexpr const char* role_names[] = {"root", "targets", "snapshot", "timestamp"};
constexpr std::uint64_t keys_file_bytes_max = 64 * 1024;
constexpr std::size_t role_keys_max = 64;

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return text;
}

RoleKey new_key(const std::string& role, std::size_t number, Random& random) {
  RoleKey key;
  key.seed = std::make_shared<SigningKey>(SigningKey::generate(random));
  key.public_hex = key.seed->public_hex();
  key.file = role + "-" + std::to_string(number) + ".key";
  return key;
}

std::string path_of(const std::string& folder, const std::string& file) {
  return file.starts_with('/') ? file : folder + "/" + file;
}

Json to_json(const std::vector<RoleKey>& keys) {
  Json list = Json::array();
  for (const RoleKey& key : keys)
    list.push_back(key.minisign_file.empty()
                       ? Json{{"public", key.public_hex}, {"file", key.file}}
                       : Json{{"public", key.public_hex}, {"minisign", key.minisign_file}});
  return list;
}

Result<void> load_seed(RoleKey* key, const std::string& path, const Files& files) {
  auto seed = files.read(path, 4096);
  if (!seed && seed.error().kind == ErrorKind::not_found) return {};
  if (!seed) return seed.error();
  auto signing_key = SigningKey::from_hex(trimmed(*seed));
  if (!signing_key) return Error{signing_key.error().kind, path + ": " + signing_key.error().message};
  if (signing_key->public_hex() != key->public_hex)
    return Error{ErrorKind::invalid, path + ": not the key that keys.json lists"};
  key->seed = std::make_shared<SigningKey>(*std::move(signing_key));
  return {};
}

Result<std::vector<RoleKey>> load_list(const JsonObject& object, const char* member,
                                       const std::string& folder, const Files& files) {
  std::vector<RoleKey> keys;
  auto list = object.array(member, role_keys_max);
  if (!list) return list.error();
  for (const Json& item : **list) {
    auto entry = JsonObject::of(item, object.where() + "." + member);
    if (!entry) return entry.error();
    RoleKey key;
    auto public_hex = entry->string("public");
    if (!public_hex) return public_hex.error();
    key.public_hex = *public_hex;
    auto file = entry->string_or("file", "");
    if (!file) return file.error();
    key.file = *file;
    auto minisign = entry->string_or("minisign", "");
    if (!minisign) return minisign.error();
    if (!minisign->empty()) key.minisign_file = path_of(folder, *minisign);
    if (key.minisign_file.empty())
      if (auto loaded = load_seed(&key, path_of(folder, key.file), files); !loaded) return loaded.error();
    key.is_away = !key.minisign_file.empty() && !files.exists(key.minisign_file);
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace

int KeySet::threshold(const std::string& role) const {
  const auto found = thresholds.find(role);
  return found == thresholds.end() ? 1 : found->second;
}

const std::vector<RoleKey>& KeySet::of(const std::string& role) const {
  static const std::vector<RoleKey> none;
  const auto found = keys.find(role);
  return found == keys.end() ? none : found->second;
}

bool KeySet::is_at_hand(const RoleKey& key) const {
  return key.seed != nullptr || (minisign && !key.minisign_file.empty() && !key.is_away);
}

Result<std::string> KeySet::sign_hex(const RoleKey& key, std::string_view message) const {
  if (key.seed != nullptr) return key.seed->sign_hex(message);
  if (!is_at_hand(key)) return Error{ErrorKind::denied, "the key " + key.public_hex + " is not at hand"};
  auto signature = minisign(key.minisign_file, message);
  if (!signature) return signature.error();
  if (!verify_ed25519(key.public_hex, message, *signature))
    return Error{ErrorKind::denied, key.minisign_file + ": not the key that keys.json lists"};
  return signature;
}

KeyPlan usual_plan() {
  return {{"root", {2, 3}}, {"targets", {}}, {"snapshot", {}}, {"timestamp", {}}};
}

KeySet generate_keys(Random& random, bool demo, const KeyPlan& plan) {
  KeySet keys;
  keys.demo = demo;
  for (const char* role : role_names) {
    const auto found = plan.find(role);
    const RolePlan wanted = found == plan.end() ? RolePlan{} : found->second;
    keys.thresholds[role] = wanted.threshold;
    for (int i = 1; i <= wanted.count; ++i)
      keys.keys[role].push_back(new_key(role, static_cast<std::size_t>(i), random));
  }
  return keys;
}

void move_offline(KeySet* keys, const std::string& folder) {
  for (const char* role : {"root", "targets"})
    for (RoleKey& key : keys->keys[role])
      if (!key.file.empty() && !key.file.starts_with('/')) key.file = folder + "/" + key.file;
}

Result<void> rotate(KeySet* keys, const std::string& role, Random& random) {
  auto& list = keys->keys[role];
  const bool is_known = std::find(std::begin(role_names), std::end(role_names), role) != std::end(role_names);
  if (!is_known || list.empty()) return Error{ErrorKind::invalid, "\"" + role + "\": no role with keys"};
  // Numbers go on, so that no file of an old key is written over.
  std::size_t number = 0;
  std::string folder;
  for (const auto* known : {&list, &keys->retired_root})
    for (const RoleKey& key : *known) {
      const std::size_t slash = key.file.rfind('/');
      const std::string name = key.file.substr(slash == std::string::npos ? 0 : slash + 1);
      if (name.rfind(role + "-", 0) != 0) continue;
      if (slash != std::string::npos) folder = key.file.substr(0, slash + 1);
      number = std::max<std::size_t>(number, std::strtoul(name.c_str() + role.size() + 1, nullptr, 10));
    }
  const std::vector<RoleKey> old = std::move(list);
  list.clear();
  for (std::size_t i = 0; i < old.size(); ++i) {
    list.push_back(new_key(role, ++number, random));
    list.back().file = folder + list.back().file;
  }
  if (role == "root") keys->retired_root = old;
  return {};
}

Result<void> save_keys(const KeySet& keys, const std::string& folder, Files& files) {
  if (auto made = files.make_folders(folder); !made) return made.error();
  Json roles = Json::object();
  for (const auto& [role, list] : keys.keys) {
    roles[role] = Json{{"threshold", keys.threshold(role)}, {"keys", to_json(list)}};
    for (const RoleKey& key : list) {
      const std::string path = path_of(folder, key.file);
      if (key.seed == nullptr || files.exists(path)) continue;
      if (auto made = files.make_folders(path.substr(0, path.rfind('/'))); !made) return made;
      if (auto written = files.write(path, key.seed->seed_hex() + "\n", 0600); !written) return written;
    }
  }
  const Json index{{"demo", keys.demo}, {"roles", roles}, {"retired_root", to_json(keys.retired_root)}};
  return files.write(folder + "/keys.json", index.dump(2) + "\n", 0644);
}

Result<KeySet> load_keys(const std::string& folder, const Files& files) {
  const std::string index_path = folder + "/keys.json";
  auto bytes = files.read(index_path, keys_file_bytes_max);
  if (!bytes) return bytes.error();
  auto json = parse_json(*bytes, JsonCaps{});
  if (!json) return Error{json.error().kind, index_path + ": " + json.error().message};
  auto object = JsonObject::of(*json, index_path);
  if (!object) return object.error();
  KeySet keys;
  auto demo = object->boolean_or("demo", false);
  if (!demo) return demo.error();
  keys.demo = *demo;
  auto found = object->object("roles");
  if (!found) return found.error();
  auto roles = JsonObject::of(**found, index_path + ".roles");
  if (!roles) return roles.error();
  for (const char* role : role_names) {
    auto member = roles->object(role);
    if (!member) return member.error();
    auto entry = JsonObject::of(**member, roles->where() + "." + role);
    if (!entry) return entry.error();
    auto threshold = entry->integer("threshold", 1, static_cast<std::int64_t>(role_keys_max));
    if (!threshold) return threshold.error();
    keys.thresholds[role] = static_cast<int>(*threshold);
    auto list = load_list(*entry, "keys", folder, files);
    if (!list) return list.error();
    keys.keys[role] = *std::move(list);
  }
  auto retired = load_list(*object, "retired_root", folder, files);
  if (!retired) return retired.error();
  keys.retired_root = *std::move(retired);
  return keys;
}

}  // namespace entre::trust
