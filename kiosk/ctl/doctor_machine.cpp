// The computer: display, GPU, touch, sound, disk, heat, clock.
#include <fmt/format.h>

#include "kiosk/ctl/doctor.h"

namespace entre::ctl {
namespace {

using care::Words;

constexpr std::uint64_t kSmallFileBytesMax = 64 * 1024;
constexpr std::int64_t kCommandTimeoutMs = 10'000;

std::string read(const Patient& patient, const std::string& path) {
  auto text = patient.files.read(path, kSmallFileBytesMax);
  return text ? *std::move(text) : std::string();
}

bool is_first_word(const std::string& text, std::string_view word) {
  return text.substr(0, text.find_first_of(" \n")) == word;
}

// sysfs: one folder a connector, card0-HDMI-A-1, whose `status` is "connected".
Diagnoses display(Patient& patient) {
  constexpr const char* drm = "/sys/class/drm";
  bool any = false, connected = false;
  for (const std::string& name : patient.files.list(drm)) {
    if (!name.starts_with("card") || name.find('-') == std::string::npos) continue;
    any = true;
    connected =
        connected || is_first_word(read(patient, std::string(drm) + "/" + name + "/status"), "connected");
  }
  if (!any)
    return {fault({"datorn har ingen skärmutgång som kärnan känner",
                   "the computer has no display output that the kernel knows"},
                  {"se efter grafikdrivrutinen: journalctl -k | grep -i drm; installera "
                   "firmware-misc-nonfree om den saknas",
                   "look at the graphics driver: journalctl -k | grep -i drm; install firmware-misc-nonfree "
                   "where it is missing"})};
  if (!connected)
    return {fault({"ingen panel är ansluten", "no panel is connected"},
                  {"se efter bildkabeln i båda ändar och att panelen har ström",
                   "look at both ends of the video cable and at the panel's power"})};
  return {};
}

Diagnoses gpu(Patient& patient) {
  for (const std::string& name : patient.files.list("/dev/dri"))
    if (name.starts_with("renderD")) return {};
  return {note({"ingen grafikprocessor: skärmen ritas i programvara under X11",
                "no GPU: the screen is drawn in software under X11"},
               {"det går, men kostar processortid; på en dator med GPU: installera dess drivrutin",
                "that works and costs processor time; on a computer that has one: install its driver"})};
}

// A record of /proc/bus/input/devices whose B: ABS= has bits 53 and 54 (ABS_MT_POSITION_X and Y).
bool is_touch(const std::string& record) {
  const std::size_t at = record.find("B: ABS=");
  if (at == std::string::npos) return false;
  const std::string words = record.substr(at + 7, record.find('\n', at) - at - 7);
  const std::size_t space = words.rfind(' ');
  const std::string lowest = space == std::string::npos ? words : words.substr(space + 1);
  constexpr unsigned long long both = (1ull << 53) | (1ull << 54);
  return (std::strtoull(lowest.c_str(), nullptr, 16) & both) == both;
}

Diagnoses touch(Patient& patient) {
  const std::string devices = read(patient, "/proc/bus/input/devices");
  if (devices.empty())
    return {unknown({"kärnans lista över inmatning kan inte läsas",
                     "the kernel's list of input devices cannot be read"})};
  for (std::size_t at = 0; at < devices.size();) {
    const std::size_t end = std::min(devices.find("\n\n", at), devices.size());
    if (is_touch(devices.substr(at, end - at))) return {};
    at = end + 2;
  }
  return {fault({"ingen pekskärm finns", "there is no touch screen"},
                {"se efter panelens USB-kabel; den ska synas i: libinput list-devices",
                 "look at the panel's USB cable; it should be seen in: libinput list-devices"})};
}

Diagnoses sound(Patient& patient) {
  const std::string cards = read(patient, "/proc/asound/cards");
  if (!cards.empty() && cards.find("no soundcards") == std::string::npos) return {};
  return {fault(
      {"datorn har inget ljud: uppläsning hörs inte",
       "the computer has no sound: reading aloud is not heard"},
      {"slå på ljudet i datorns BIOS eller anslut en USB-ljudenhet; se: cat /proc/asound/cards",
       "turn sound on in the computer's BIOS or plug in a USB sound device; see: cat /proc/asound/cards"})};
}

Diagnoses disk(Patient& patient) {
  const auto& free = patient.facts.free_bytes;
  if (!free) return {unknown({"ledig plats kan inte läsas", "free space cannot be read"})};
  if (*free >= care::free_bytes_low) return {};
  return {fault(
      {fmt::format("bara {} MiB är lediga", *free >> 20), fmt::format("only {} MiB are free", *free >> 20)},
      {"ge plats: journalctl --vacuum-size=100M och apt-get clean",
       "make room: journalctl --vacuum-size=100M and apt-get clean"})};
}

Diagnoses heat(Patient& patient) {
  const auto& celsius = patient.facts.temperature_c;
  if (!celsius || *celsius < care::temperature_max_c) return {};
  return {fault({fmt::format("datorn är {} grader varm", *celsius),
                 fmt::format("the computer is {} degrees hot", *celsius)},
                {"dammsug luftintagen och se efter fläkten", "clean the air vents and look at the fan"})};
}

Diagnoses time_of_day(Patient& patient) {
  Diagnoses found;
  const auto& status = patient.facts.status;
  constexpr std::int64_t hour_ms = 3'600'000;
  if (status && patient.facts.now_unix_ms < status->last_attempt_unix_ms - hour_ms)
    found.push_back(fault({"klockan går efter: den visar en tid före den senaste hämtningen",
                           "the clock is behind: it shows a time before the last sync"},
                          {"ställ den: timedatectl set-time 'ÅÅÅÅ-MM-DD TT:MM'; händer det igen är batteriet "
                           "på moderkortet slut",
                           "set it: timedatectl set-time 'YYYY-MM-DD HH:MM'; should it happen again, the "
                           "battery on the mainboard is empty"}));
  if (patient.facts.clock_trusted) return found;
  const auto ran =
      patient.machine.run({"timedatectl", "show", "--property=NTP", "--value"}, kCommandTimeoutMs);
  if (ran && ran->out.starts_with("no"))
    found.push_back(fault({"klockan ställs inte från nätet: det är avslaget",
                           "the clock is not set from the network: that is turned off"},
                          {"slå på det: timedatectl set-ntp true", "turn it on: timedatectl set-ntp true"}));
  else
    found.push_back(
        fault({"klockan har inte fått tid från nätet", "the clock has got no time from the network"},
              {"släpp fram tidsservern (UDP 123) i brandväggen eller ange en egen: kioskctl config set "
               "kiosk.time_server VÄRD",
               "let the time server (UDP 123) through the firewall or name your own: kioskctl config set "
               "kiosk.time_server HOST"}));
  return found;
}

}  // namespace

std::vector<Check> machine_checks() {
  return {{"display", {"panel", "panel"}, display},
          {"gpu", {"grafikprocessor", "GPU"}, gpu},
          {"touch", {"pekskärm", "touch screen"}, touch},
          {"sound", {"ljud", "sound"}, sound},
          {"disk", {"disk", "disk"}, disk},
          {"heat", {"temperatur", "temperature"}, heat},
          {"clock", {"klocka", "clock"}, time_of_day}};
}

}  // namespace entre::ctl
