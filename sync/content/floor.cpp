#include "sync/content/floor.h"

#include <algorithm>

#include "platform/json.h"

namespace entre::content {

namespace {

constexpr std::uint64_t floor_bytes_max = 1024;
constexpr std::int64_t number_max = std::int64_t{1} << 53;

std::string trust_folder_of(const std::string& content_folder) {
  return content_folder.substr(0, content_folder.rfind('/') + 1) + "trust";
}

KeptFloor read_copy(const Files& files, const std::string& folder) {
  const auto bytes = files.read(folder + "/floor.json", floor_bytes_max);
  return bytes.ok() ? decode_floor(*bytes) : KeptFloor{};
}

}  // namespace

std::string encode_floor(const KeptFloor& kept) {
  return Json{{"floor", kept.floor}, {"root_version", kept.root_version}}.dump() + "\n";
}

KeptFloor decode_floor(std::string_view text) {
  const auto json = parse_json(text, JsonCaps{});
  if (!json.ok()) return {};
  const auto object = JsonObject::of(*json, "floor.json");
  if (!object.ok()) return {};
  const auto floor = object->integer("floor", 0, number_max);
  const auto root = object->integer("root_version", 0, number_max);
  return floor.ok() && root.ok() ? KeptFloor{*root, *floor} : KeptFloor{};
}

KeptFloor read_floor(const Files& files, const std::string& content_folder) {
  return std::max(read_copy(files, content_folder), read_copy(files, trust_folder_of(content_folder)));
}

Result<KeptFloor> mend_floor(Files& files, const std::string& content_folder) {
  const KeptFloor kept = read_floor(files, content_folder);
  for (const std::string& folder : {content_folder, trust_folder_of(content_folder)})
    if (read_copy(files, folder) != kept)
      if (auto written = write_floor(files, content_folder, kept); !written.ok()) return written.error();
  return kept;
}

Result<void> write_floor(Files& files, const std::string& content_folder, const KeptFloor& kept) {
  const std::string text = encode_floor(kept);
  for (const std::string& folder : {content_folder, trust_folder_of(content_folder)}) {
    if (auto made = files.make_folders(folder); !made.ok()) return made;
    if (auto written = files.write(folder + "/floor.json", text); !written.ok()) return written;
  }
  return {};
}

}  // namespace entre::content
