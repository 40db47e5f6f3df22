#include "kiosk/ctl/floor.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/crypto.h"
#include "platform/json.h"
#include "platform/system/firmware.h"
#include "sync/trust/metadata.h"

namespace entre::ctl {
namespace {

constexpr std::string_view variable = "EntreFloor";

// By which a floor is known to be this authority's; empty while none is pinned, or while sync has yet to
// remove what another has left.
std::string authority(const Tools& tools) {
  const auto root = tools.files.read(tools.paths.root_file, trust::root_bytes_max);
  if (!root) return "";
  const std::string mark = sha256_hex(*root);
  const auto settled = tools.files.read(tools.paths.trust_folder + "/pinned.sha256", mark.size());
  return settled ? (*settled == mark ? mark : "") : settled.error().kind == ErrorKind::not_found ? mark : "";
}

}  // namespace

content::KeptFloor floor_in_firmware(const Tools& tools) {
  const std::string ours = authority(tools) + " ";
  const auto value = Firmware(tools.files, tools.firmware_folder).read(variable);
  return value && ours.size() > 1 && value->starts_with(ours)
             ? content::decode_floor(value->substr(ours.size()))
             : content::KeptFloor{};
}

int keep_floor(Tools& tools) {
  Console& console = tools.console;
  Firmware firmware(tools.files, tools.firmware_folder);
  if (!firmware.is_there())
    return fail(console, console.say({"maskinens fasta programvara sparar inga variabler (ingen UEFI)",
                                      "this machine's firmware keeps no variables (no UEFI)"}));
  const std::string ours = authority(tools);
  if (ours.empty()) return done;
  const content::KeptFloor on_disk = content::read_floor(tools.files, tools.paths.content_folder);
  const content::KeptFloor in_firmware = floor_in_firmware(tools);
  const content::KeptFloor kept = std::max(on_disk, in_firmware);
  Result<void> written;
  if (on_disk != kept) {
    written = content::write_floor(tools.files, tools.paths.content_folder, kept);
    if (written)
      console.out
          << fmt::format(
                 fmt::runtime(console.say(
                     {"Disken är äldre än vad den fasta programvaran minns: det signerade golvet är {} igen.",
                      "The disk is older than the firmware remembers: the signed floor is {} again."})),
                 kept.floor)
          << "\n";
  }
  // A floor of nothing is not worth the firmware's wear.
  if (in_firmware != kept && kept.floor > 0)
    if (auto kept_there = firmware.write(variable, ours + " " + content::encode_floor(kept)); !kept_there)
      written = kept_there;
  return written ? done : fail(console, written.error().message);
}

}  // namespace entre::ctl
