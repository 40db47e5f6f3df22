#include "sync/content/hold.h"

#include "platform/json.h"

namespace entre::content {
namespace {

constexpr std::uint64_t hold_bytes_max = 1024;
constexpr std::int64_t release_max = std::int64_t{1} << 53;

std::string file_of(const std::string& content_folder) {
  return content_folder + "/hold.json";
}

}  // namespace

std::int64_t read_hold(const Files& files, const std::string& content_folder) {
  const auto bytes = files.read(file_of(content_folder), hold_bytes_max);
  if (!bytes) return 0;
  const auto json = parse_json(*bytes, JsonCaps{});
  if (!json) return 0;
  const auto object = JsonObject::of(*json, "hold.json");
  if (!object) return 0;
  const auto release = object->integer("rolled_back_from", 1, release_max);
  return release ? *release : 0;
}

Result<void> write_hold(Files& files, const std::string& content_folder, std::int64_t release) {
  if (release <= 0) return files.remove(file_of(content_folder));
  return files.write(file_of(content_folder), Json{{"rolled_back_from", release}}.dump() + "\n");
}

}  // namespace entre::content
