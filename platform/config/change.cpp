#include "platform/config/change.h"

#include <algorithm>

namespace entre {
namespace {

constexpr const char* kOwnPart = "/50-kioskctl.toml";
constexpr const char* kOwnHead = "# Written by kioskctl config set; it lies over kiosk.toml.\n";
constexpr const char* kStaffHead = "# Written by the staff screen and by kioskctl config set --staff.\n";
constexpr std::uint64_t kFileBytesMax = 64 * 1024;

// Layers with `edit` in the place of its file, which stands where its name belongs.
std::vector<ConfigLayer> with(std::vector<ConfigLayer> layers, const Paths& paths, const ConfigEdit& edit) {
  const bool is_staff = edit.file == paths.staff_file;
  for (ConfigLayer& layer : layers) {
    if (layer.file != edit.file) continue;
    layer.text = edit.text;
    return layers;
  }
  const auto place = std::find_if(layers.begin(), layers.end(), [&](const ConfigLayer& layer) {
    return !is_staff && (layer.is_staff || (layer.file != paths.config_file && layer.file > edit.file));
  });
  layers.insert(place, {edit.file, edit.text, is_staff});
  return layers;
}

// The file's new text, or why the change may not be made.
Result<ConfigEdit> edited(const Files& files, const Paths& paths, const ConfigKey& key,
                          const ConfigChange& change) {
  if (change.by_staff && !key.by_staff)
    return Error{ErrorKind::invalid,
                 key.name + ": may not stand in the staff screen's file; leave --staff out"};
  ConfigEdit edit{change.by_staff ? paths.staff_file : paths.config_parts_folder + kOwnPart, ""};
  if (!change.by_staff && paths.config_parts_folder.empty()) edit.file = paths.config_file;
  if (edit.file.empty())
    return Error{ErrorKind::invalid, "--staff: with --config FILE there is no staff file"};
  std::string literal;
  if (!change.unset) {
    auto toml = to_toml(key, change.value);
    if (!toml) return toml.error();
    literal = *std::move(toml);
  }
  auto before = files.read(edit.file, kFileBytesMax);
  if (!before && before.error().kind != ErrorKind::not_found) return before.error();
  auto text = edit_toml(before            ? *before
                        : change.by_staff ? kStaffHead
                                          : kOwnHead,
                        key.section(), key.key(), literal);
  if (!text) return Error{text.error().kind, edit.file + ": " + text.error().message};
  edit.text = *std::move(text);
  return edit;
}

}  // namespace

Result<std::vector<ConfigLayer>> layers_so_far(const Files& files, const Paths& paths) {
  auto layers = read_layers(files, paths);
  if (!layers && layers.error().kind == ErrorKind::not_found) return std::vector<ConfigLayer>{};
  return layers;
}

Result<ConfigEdit> plan_change(const Files& files, const Paths& paths, const ConfigKey& key,
                               const ConfigChange& change) {
  auto edit = edited(files, paths, key, change);
  if (!edit) return edit.error();
  auto layers = layers_so_far(files, paths);
  if (!layers) return layers.error();
  const ConfigResult tried = parse_layers(with(*std::move(layers), paths, *edit));
  std::vector<Fault> faults = tried.faults;
  if (change.by_staff) faults.insert(faults.end(), tried.left_out.begin(), tried.left_out.end());
  if (!faults.empty()) return Error{ErrorKind::invalid, to_string(faults)};
  const auto origin = tried.origins.find(key.name);
  if (!change.unset && (origin == tried.origins.end() || origin->second.file != edit->file))
    return Error{ErrorKind::invalid, key.name + ": " + origin->second.file + ":" +
                                         std::to_string(origin->second.line) +
                                         " sets it too, and lies over " + edit->file +
                                         "; change it there (for the staff screen's file: --staff)"};
  return edit;
}

Result<ConfigEdit> plan_mending(const Files& files, const Paths& paths) {
  auto layers = layers_so_far(files, paths);
  if (!layers) return layers.error();
  auto text = files.read(paths.staff_file, kFileBytesMax);
  if (!text) return text.error();
  ConfigEdit edit{paths.staff_file, *std::move(text)};
  const std::vector<Fault> faults = parse_layers(*layers).left_out;
  for (const Fault& fault : faults) {
    const std::size_t dot = fault.key.find('.');
    if (dot == std::string::npos) continue;
    if (auto without = edit_toml(edit.text, fault.key.substr(0, dot), fault.key.substr(dot + 1), ""); without)
      edit.text = *std::move(without);
  }
  if (!parse_layers(with(*std::move(layers), paths, edit)).left_out.empty()) edit.text = kStaffHead;
  return edit;
}

Result<void> write_edit(Files& files, const ConfigEdit& edit) {
  if (auto made = files.make_folders(edit.file.substr(0, edit.file.rfind('/'))); !made) return made.error();
  return files.write(edit.file, edit.text);
}

Result<void> tell_sync_of_change(Files& files, const Paths& paths) {
  if (!files.is_folder(paths.requests_folder)) return {};
  return files.write(paths.requests_folder + "/config", "");
}

}  // namespace entre
