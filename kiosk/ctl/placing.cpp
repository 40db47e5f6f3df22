#include "kiosk/ctl/placing.h"

#include <fmt/format.h>

#include <optional>

#include "platform/config/table.h"

namespace entre::ctl {
namespace {

constexpr std::uint64_t kConfigBytesMax = 64 * 1024;
constexpr std::uint64_t kPlacedBytesMax = 1 << 20;
constexpr std::int64_t kRestartTimeoutMs = 120'000;

std::string folder_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? "." : file.substr(0, slash);
}

// The files as they would be with this text for kiosk.toml.
Result<std::vector<ConfigLayer>> layers_with(const Tools& tools, const std::string& text) {
  const std::string& file = tools.paths.config_file;
  auto layers = read_layers(tools.files, tools.paths);
  if (!layers && layers.error().kind != ErrorKind::not_found) return layers;
  std::vector<ConfigLayer> all = layers ? *std::move(layers) : std::vector<ConfigLayer>{};
  if (all.empty() || all.front().file != file) all.insert(all.begin(), {file, "", false});
  all.front().text = text;
  return all;
}

Result<void> write_beside(Tools& tools, const std::vector<Placed>& all) {
  for (const Placed& placed : all) {
    if (auto made = tools.files.make_folders(folder_of(placed.file)); !made) return made;
    if (auto written = tools.files.write(placed.file + ".new", placed.bytes, placed.mode); !written)
      return written;
  }
  return {};
}

}  // namespace

Result<KioskToml> plan_kiosk_toml(const Tools& tools, const char* head,
                                  const std::vector<KioskValue>& values) {
  const std::string& file = tools.paths.config_file;
  auto before = tools.files.read(file, kConfigBytesMax);
  if (!before && before.error().kind != ErrorKind::not_found) return before.error();
  std::string text = before ? *before : head;
  for (const KioskValue& value : values) {
    const ConfigKey& key = *find_config_key(value.key);
    const auto literal = value.typed.empty() ? Result<std::string>(std::string()) : to_toml(key, value.typed);
    if (!literal) return literal.error();
    auto edited = edit_toml(text, key.section(), key.key(), *literal);
    if (!edited) return Error{edited.error().kind, file + ": " + edited.error().message};
    text = *std::move(edited);
  }
  const auto layers = layers_with(tools, text);
  if (!layers) return layers.error();
  ConfigResult result = parse_layers(*layers);
  if (!result.faults.empty()) return Error{ErrorKind::invalid, to_string(result.faults)};
  for (const KioskValue& value : values) {
    const auto origin = result.origins.find(value.key);
    const bool is_covered = origin != result.origins.end() && origin->second.file != file;
    if (is_covered && !value.may_be_covered)
      return Error{ErrorKind::invalid,
                   fmt::format("{}:{}: {} lies over {}; take it out there", origin->second.file,
                               origin->second.line, value.key, file)};
  }
  return KioskToml{std::move(text), std::move(result.config)};
}

Result<void> put_in_place(Tools& tools, const std::vector<Placed>& all) {
  Files& files = tools.files;
  std::vector<std::optional<std::string>> before;
  for (const Placed& placed : all) {
    auto bytes = files.read(placed.file, kPlacedBytesMax);
    if (!bytes && bytes.error().kind != ErrorKind::not_found) return bytes.error();
    before.push_back(bytes ? std::optional(*std::move(bytes)) : std::nullopt);
  }
  Result<void> done = write_beside(tools, all);
  std::size_t renamed = 0;
  for (; done && renamed < all.size(); ++renamed) {
    done = files.rename(all[renamed].file + ".new", all[renamed].file);
    if (!done) break;
  }
  if (done) return done;
  for (std::size_t i = 0; i < all.size(); ++i) {
    static_cast<void>(files.remove(all[i].file + ".new"));
    if (i >= renamed) continue;
    static_cast<void>(before[i] ? files.write(all[i].file, *before[i], all[i].mode)
                                : files.remove(all[i].file));
  }
  return done;
}

void restart_services(Tools& tools) {
  if (tools.paths.config_file != Paths{}.config_file) return;
  const auto ran = tools.machine.run({"systemctl", "restart", "kiosk-sync", "kiosk"}, kRestartTimeoutMs);
  if (ran && ran->exit_code == 0) return;
  tools.console.err << tools.console.say({"Starta om: systemctl restart kiosk-sync kiosk",
                                          "Restart: systemctl restart kiosk-sync kiosk"})
                    << "\n";
}

}  // namespace entre::ctl
