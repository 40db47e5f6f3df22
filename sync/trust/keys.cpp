// A publisher's keys in a folder.

#include "sync/trust/repository.h"

namespace entre::trust {

namespace {

constexpr const char* role_names[] = {"root", "targets", "snapshot", "timestamp"};
constexpr std::uint64_t keys_file_bytes_max = 64 * 1024;

std::string key_path(const std::string& folder, const std::string& role, std::size_t index) {
  return folder + "/" + role + "-" + std::to_string(index + 1) + ".key";
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace

KeySet generate_keys(Random& random, bool demo) {
  KeySet keys;
  keys.demo = demo;
  keys.root_threshold = 2;
  for (const char* role : role_names) {
    const int count = std::string(role) == "root" ? 3 : 1;
    for (int i = 0; i < count; ++i) keys.keys[role].push_back(SigningKey::generate(random));
  }
  return keys;
}

Result<void> save_keys(const KeySet& keys, const std::string& folder, Files& files) {
  if (auto made = files.make_folders(folder); !made) return made.error();
  Json listed = Json::object();
  for (const auto& [role, role_keys] : keys.keys) {
    listed[role] = Json::array();
    for (std::size_t i = 0; i < role_keys.size(); ++i) {
      listed[role].push_back(role_keys[i].public_hex());
      auto written = files.write(key_path(folder, role, i), role_keys[i].seed_hex() + "\n", 0600);
      if (!written) return written.error();
    }
  }
  const Json index{{"demo", keys.demo}, {"root_threshold", keys.root_threshold}, {"keys", listed}};
  return files.write(folder + "/keys.json", index.dump(2) + "\n", 0644);
}

Result<KeySet> load_keys(const std::string& folder, Files& files) {
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
  auto threshold = object->integer("root_threshold", 1, 64);
  if (!threshold) return threshold.error();
  keys.root_threshold = static_cast<int>(*threshold);
  auto listed = object->object("keys");
  if (!listed) return listed.error();
  auto roles = JsonObject::of(**listed, index_path + ".keys");
  if (!roles) return roles.error();
  for (const char* role : role_names) {
    auto publics = roles->array(role, 64);
    if (!publics) return publics.error();
    for (std::size_t i = 0; i < (*publics)->size(); ++i) {
      const std::string path = key_path(folder, role, i);
      auto seed = files.read(path, 4096);
      // Keys that are kept elsewhere (the root's) have no file here.
      if (!seed && seed.error().kind == ErrorKind::not_found) continue;
      if (!seed) return seed.error();
      auto key = SigningKey::from_hex(trimmed(*seed));
      if (!key) return Error{key.error().kind, path + ": " + key.error().message};
      if ((**publics)[i] != key->public_hex())
        return Error{ErrorKind::invalid, path + ": not the key that keys.json lists"};
      keys.keys[role].push_back(*std::move(key));
    }
  }
  return keys;
}

}  // namespace entre::trust
