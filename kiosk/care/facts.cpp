#include <algorithm>
#include <cstdlib>

#include "kiosk/care/health.h"
#include "kiosk/care/pin.h"
#include "sync/content/content_file.h"
#include "sync/content/hold.h"
#include "sync/outbox/reader.h"

namespace entre::care {
namespace {

void gather_config(const Files& files, const Paths& paths, Facts* facts) {
  const auto layers = read_layers(files, paths);
  if (!layers) {
    facts->is_configured = layers.error().kind != ErrorKind::not_found;
    if (facts->is_configured)
      facts->config_faults.push_back({paths.config_file, 0, "", layers.error().message});
    return;
  }
  ConfigResult read = parse_layers(*layers);
  facts->config = std::move(read.config);
  facts->config_faults = std::move(read.faults);
  facts->staff_left_out = std::move(read.left_out);
}

void gather_ledger(const Files& files, const Paths& paths, Facts* facts) {
  if (!files.exists(paths.outbox_file)) return;
  const auto reader = outbox::LedgerReader::open(paths.outbox_file);
  if (!reader) {
    facts->ledger_error = reader.error().message;
    return;
  }
  const auto counts = reader->counts();
  const auto oldest = reader->oldest_unix_ms();
  if (!counts || !oldest) {
    facts->ledger_error = (counts ? oldest.error() : counts.error()).message;
    return;
  }
  facts->counts = *counts;
  facts->oldest_answer_unix_ms = *oldest;
}

// The hottest that the kernel tells of.
std::optional<int> temperature(const Files& files) {
  constexpr const char* folder = "/sys/class/thermal";
  std::optional<int> hottest;
  for (const std::string& name : files.list(folder)) {
    if (!name.starts_with("thermal_zone")) continue;
    const auto text = files.read(std::string(folder) + "/" + name + "/temp", 64);
    if (!text) continue;
    const int celsius = std::atoi(text->c_str()) / 1000;
    if (celsius > 0 && celsius < 200) hottest = std::max(hottest.value_or(celsius), celsius);
  }
  return hottest;
}

}  // namespace

Facts gather(const Files& files, const Clock& clock, const Paths& paths) {
  Facts facts;
  facts.now_unix_ms = clock.unix_ms();
  facts.clock_trusted = clock.trusted();
  gather_config(files, paths, &facts);
  if (const auto bytes = files.read(paths.status_file, wire::status_bytes_max); bytes)
    if (auto status = wire::decode_status(*bytes); status) facts.status = *std::move(status);
  facts.safe_mode = read_safe_mode(files, paths);
  const std::set<std::int64_t> avoided =
      facts.safe_mode ? facts.safe_mode->avoided : std::set<std::int64_t>{};
  if (const auto shown = content::open_newest(files, paths.content_folder, avoided); shown)
    facts.release = (*shown)->release();
  facts.update = read_update(files, update_file(paths));
  facts.rolled_back_from = content::read_hold(files, paths.content_folder);
  gather_ledger(files, paths, &facts);
  const std::string state_folder = paths.outbox_file.substr(0, paths.outbox_file.rfind('/') + 1);
  if (const auto free = files.free_bytes(state_folder); free) facts.free_bytes = *free;
  facts.temperature_c = temperature(files);
  facts.pin_is_set = files.exists(PinFiles::beside(paths.status_file).pin_file);
  return facts;
}

}  // namespace entre::care
