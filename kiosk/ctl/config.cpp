#include "kiosk/ctl/config.h"

#include <algorithm>

#include "platform/config/table.h"

namespace entre::ctl {
namespace {

using care::Words;

constexpr const char* kOwnPart = "/50-kioskctl.toml";
constexpr const char* kOwnHead = "# Written by kioskctl config set; it lies over kiosk.toml.\n";
constexpr const char* kStaffHead = "# Written by the staff screen and by kioskctl config set --staff.\n";

int no_key(Console& console, const std::string& name) {
  return fail(console,
              name + ": " + console.say({"ingen sådan nyckel; menade du ", "no such key; did you mean "}) +
                  nearest_config_key(name).name + "?",
              usage);
}

// Nothing is configured yet: the built-in values are shown, and what is set is the first file.
Result<std::vector<ConfigLayer>> layers_of(const Tools& tools) {
  auto layers = read_layers(tools.files, tools.paths);
  if (!layers && layers.error().kind == ErrorKind::not_found) return std::vector<ConfigLayer>{};
  return layers;
}

std::string origin_of(const ConfigResult& read, const ConfigKey& key, const Console& console) {
  const auto origin = read.origins.find(key.name);
  if (origin == read.origins.end()) return console.say({"inbyggt", "built in"});
  return origin->second.file + ":" + std::to_string(origin->second.line);
}

// A proxy's address may hold a password.
std::string shown(const ConfigKey& key, const Config& config) {
  std::string value = value_of(key, config);
  const std::size_t at = value.rfind('@');
  if (key.name != "sync.proxy" || at == std::string::npos) return value;
  const std::size_t scheme = value.find("://");
  const std::size_t from = scheme == std::string::npos ? 1 : scheme + 3;
  return value.replace(from, at - from, "***");
}

// Layers with `text` in the place of the file, which stands where its name belongs.
std::vector<ConfigLayer> with(std::vector<ConfigLayer> layers, const Paths& paths, const std::string& file,
                              const std::string& text) {
  const bool is_staff = file == paths.staff_file;
  for (ConfigLayer& layer : layers) {
    if (layer.file != file) continue;
    layer.text = text;
    return layers;
  }
  const auto place = std::find_if(layers.begin(), layers.end(), [&](const ConfigLayer& layer) {
    return !is_staff && (layer.is_staff || (layer.file != paths.config_file && layer.file > file));
  });
  layers.insert(place, {file, text, is_staff});
  return layers;
}

void say_when(Console& console, const ConfigKey& key) {
  console.out
      << console.say(
             key.applies == Applies::at_once
                 ? Words{"Gäller genast.", "It takes effect at once."}
                 : Words{"Gäller när skärmen startar nästa gång: systemctl restart kiosk",
                         "It takes effect when the screen starts the next time: systemctl restart kiosk"})
      << "\n";
}

struct Planned {
  std::string file, text;
};

// The file's new text, or why the change may not be made.
Result<Planned> plan(const Tools& tools, const ConfigKey& key, const ConfigChange& change) {
  if (change.by_staff && !key.by_staff)
    return Error{ErrorKind::denied,
                 key.name + ": may not stand in the staff screen's file; leave --staff out"};
  Planned planned{change.by_staff ? tools.paths.staff_file : tools.paths.config_parts_folder + kOwnPart, ""};
  if (!change.by_staff && tools.paths.config_parts_folder.empty()) planned.file = tools.paths.config_file;
  if (planned.file.empty())
    return Error{ErrorKind::invalid, "--staff: with --config FILE there is no staff file"};
  std::string literal;
  if (!change.unset) {
    auto toml = to_toml(key, change.value);
    if (!toml) return toml.error();
    literal = *std::move(toml);
  }
  constexpr std::uint64_t file_bytes_max = 64 * 1024;
  auto before = tools.files.read(planned.file, file_bytes_max);
  if (!before && before.error().kind != ErrorKind::not_found) return before.error();
  auto text = edit_toml(before            ? *before
                        : change.by_staff ? kStaffHead
                                          : kOwnHead,
                        key.section(), key.key(), literal);
  if (!text) return Error{text.error().kind, planned.file + ": " + text.error().message};
  planned.text = *std::move(text);
  return planned;
}

// The whole configuration as it would be: its faults, and whether the change would hold in it.
Result<void> try_out(const Tools& tools, const ConfigKey& key, const ConfigChange& change,
                     const Planned& planned) {
  auto layers = layers_of(tools);
  if (!layers) return layers.error();
  const ConfigResult tried = parse_layers(with(*std::move(layers), tools.paths, planned.file, planned.text));
  std::vector<Fault> faults = tried.faults;
  if (change.by_staff) faults.insert(faults.end(), tried.left_out.begin(), tried.left_out.end());
  if (!faults.empty()) return Error{ErrorKind::invalid, to_string(faults)};
  const auto origin = tried.origins.find(key.name);
  if (!change.unset && (origin == tried.origins.end() || origin->second.file != planned.file))
    return Error{ErrorKind::denied, key.name + ": " + origin->second.file + ":" +
                                        std::to_string(origin->second.line) + " sets it too, and lies over " +
                                        planned.file +
                                        "; change it there (for the staff screen's file: --staff)"};
  return {};
}

}  // namespace

int show_config(Tools& tools, bool with_origin) {
  const auto layers = layers_of(tools);
  if (!layers) return fail(tools.console, layers.error().message);
  const ConfigResult read = parse_layers(*layers);
  std::string section;
  for (const ConfigKey& key : config_keys()) {
    if (key.section() != section) {
      tools.console.out << (section.empty() ? "" : "\n") << "[" << key.section() << "]\n";
      section = key.section();
    }
    tools.console.out << key.key() << " = " << shown(key, read.config);
    if (with_origin)
      tools.console.out << tools.console.paint(Console::Color::dim,
                                               "  # " + origin_of(read, key, tools.console));
    tools.console.out << "\n";
  }
  if (read.faults.empty()) return done;
  return fail(tools.console, to_string(read.faults), attention);
}

int get_config(Tools& tools, const std::string& name) {
  const ConfigKey* key = find_config_key(name);
  if (key == nullptr) return no_key(tools.console, name);
  const auto layers = layers_of(tools);
  if (!layers) return fail(tools.console, layers.error().message);
  tools.console.out << value_of(*key, parse_layers(*layers).config) << "\n";
  return done;
}

int check_config(Tools& tools) {
  const auto layers = read_layers(tools.files, tools.paths);
  if (!layers) return fail(tools.console, layers.error().message);
  const ConfigResult read = parse_layers(*layers);
  for (const std::vector<Fault>* faults : {&read.faults, &read.left_out})
    for (const Fault& fault : *faults) tools.console.out << to_string(fault) << "\n";
  if (!read.faults.empty() || !read.left_out.empty()) return attention;
  tools.console.out << tools.console.say({"Inställningarna är rätt.", "The configuration is right."}) << "\n";
  return done;
}

int document_config_keys(Tools& tools) {
  tools.console.out << document_config();
  return done;
}

int change_config(Tools& tools, const ConfigChange& change) {
  Console& console = tools.console;
  const ConfigKey* key = find_config_key(change.key);
  if (key == nullptr) return no_key(console, change.key);
  const auto planned = plan(tools, *key, change);
  if (!planned) return fail(console, planned.error().message, usage);
  if (auto tried = try_out(tools, *key, change, *planned); !tried)
    return fail(console, tried.error().message, usage);
  if (auto made = tools.files.make_folders(planned->file.substr(0, planned->file.rfind('/'))); !made)
    return fail(console, made.error().message);
  if (auto written = tools.files.write(planned->file, planned->text); !written)
    return fail(console, written.error().message);
  console.out << planned->file << ": " << key->name << (change.unset ? " -" : " = " + change.value) << "\n";
  say_when(console, *key);
  if (key->applies == Applies::at_once) tell_sync(tools);
  return done;
}

void tell_sync(Tools& tools) {
  if (!tools.files.is_folder(tools.paths.requests_folder)) return;  // kiosk-sync has never run
  if (auto written = tools.files.write(tools.paths.requests_folder + "/config", ""); !written)
    static_cast<void>(fail(tools.console, "kiosk-sync was not told: " + written.error().message));
}

}  // namespace entre::ctl
