// The services' confinement, as systemd judges it, and the way of a stick to the screen.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "platform/files.h"
#include "platform/system/stick.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

using namespace entre;

namespace {

struct Unit {
  const char* name;
  double exposure_max;  // of 10
};

std::string path_of(const Unit& unit) {
  return std::string(ENTRE_SOURCE_DIR) + "/platform/systemd/" + unit.name;
}

// The number behind "Overall exposure level for NAME: "; -1 where there is none.
double exposure_in(const std::string& text) {
  const auto at = text.find("Overall exposure level");
  const auto colon = at == std::string::npos ? at : text.find(": ", at);
  return colon == std::string::npos ? -1 : std::atof(text.c_str() + colon + 2);
}

}  // namespace

TEST_CASE(
    "the screen's service is exposed to no more than 4.0 of 10, sync's, the floor's and the hub's to 2.0") {
  if (!std::filesystem::exists("/usr/bin/systemd-analyze")) {
    MESSAGE("no systemd-analyze here: not judged");
    return;
  }
  for (const Unit& unit : {Unit{"kiosk.service", 4.0},
                           {"kiosk-sync.service", 2.0},
                           {"kiosk-hub.service", 2.0},
                           {"kiosk-floor.service", 2.0},
                           {"entre-update.service", 4.0}}) {
    CAPTURE(unit.name);
    const auto judged =
        test::run({"systemd-analyze", "security", "--offline=true", "--no-pager", path_of(unit)});
    const double exposure = exposure_in(judged.out);
    CHECK_MESSAGE(exposure > 0, judged.out, judged.err);
    CHECK_MESSAGE(exposure <= unit.exposure_max, judged.out);
    std::printf("%s: %.1f of 10\n", unit.name, exposure);
  }
}

TEST_CASE("the services are units that systemd understands, each line of them") {
  if (!std::filesystem::exists("/usr/bin/systemd-analyze")) {
    MESSAGE("no systemd-analyze here: not judged");
    return;
  }
  for (const Unit& unit : {Unit{"kiosk.service", 0},
                           {"kiosk-sync.service", 0},
                           {"kiosk-hub.service", 0},
                           {"kiosk-floor.service", 0},
                           {"kiosk-floor.path", 0},
                           {"entre-update.service", 0},
                           {"entre-update.timer", 0},
                           {"run-entre-stick.mount", 0}}) {
    const auto verified = test::run({"systemd-analyze", "verify", "--man=no", path_of(unit)});
    for (const char* complaint : {"Unknown", "Failed to parse", "Invalid", "ignoring", "Missing"}) {
      CAPTURE(unit.name);
      CHECK_MESSAGE(verified.err.find(complaint) == std::string::npos, verified.err);
    }
  }
}

namespace {

std::string text_of(const std::string& file) {
  return SystemFiles().read(std::string(ENTRE_SOURCE_DIR) + "/platform/" + file, 1u << 20).value();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Its lines that say something.
std::string without_comments(const std::string& text) {
  std::string kept;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with('#') && !line.starts_with("//")) kept += line + "\n";
  return kept;
}

}  // namespace

TEST_CASE("a stick is named by udev, mounted by systemd and asked for by the screen under the same names") {
  const StickPlace place;
  const std::string unit = without_comments(text_of("systemd/" + place.unit));
  const std::string rule = without_comments(text_of("packaging/kiosk/stick.rules"));
  const std::string polkit = without_comments(text_of("packaging/kiosk/polkit.rules"));
  CHECK(has(unit, "\nWhat=" + place.device + "\n"));
  CHECK(has(unit, "\nWhere=" + place.folder + "\n"));
  CHECK(has(rule, "SYMLINK+=\"" + place.device.substr(sizeof "/dev/" - 1) + "\""));
  CHECK(has(rule, "SYMLINK+=\"" + place.foreign_device.substr(sizeof "/dev/" - 1) + "\""));
  CHECK(has(polkit, "action.lookup(\"unit\") == \"" + place.unit + "\""));
  // A mount unit's name is its folder's (systemd.mount(5)).
  std::string named = place.folder.substr(1) + ".mount";
  std::replace(named.begin(), named.end(), '/', '-');
  CHECK(place.unit == named);
  CHECK(has(text_of("packaging/packaging.cmake"), "platform/systemd/" + place.unit));
  CHECK(has(text_of("packaging/packaging.cmake"), "stick.rules DESTINATION /lib/udev/rules.d"));
}

TEST_CASE(
    "a stick runs nothing, is the screen's alone, and speaks to no file system but what sticks come with") {
  const std::string unit = without_comments(text_of("systemd/run-entre-stick.mount"));
  for (const char* option :
       {"nosuid", "nodev", "noexec", "uid=kiosk", "gid=kiosk", "umask=0077", "x-systemd.device-bound"})
    CHECK_MESSAGE(has(unit, option), option);
  CHECK(has(unit, "\nType=vfat,exfat\n"));
  // It is mounted when staff ask, never by itself.
  CHECK_FALSE(has(unit, "[Install]"));
  const std::string rule = without_comments(text_of("packaging/kiosk/stick.rules"));
  CHECK(has(rule, "ENV{ID_FS_TYPE}==\"vfat|exfat\", SYMLINK+=\"entre/stick\""));
  CHECK(has(rule, "ENV{ID_BUS}!=\"usb\", GOTO="));
  for (const char* word : {"RUN", "systemd-mount", "SYSTEMD_WANTS"}) CHECK_FALSE(has(rule, word));
}

TEST_CASE("the screen may have one unit started and stopped, and mounts nothing itself") {
  const std::string polkit = without_comments(text_of("packaging/kiosk/polkit.rules"));
  CHECK(has(polkit, "[\"start\", \"stop\"].indexOf(action.lookup(\"verb\"))"));
  const std::string screen = without_comments(text_of("systemd/kiosk.service"));
  CHECK(has(screen, "\nCapabilityBoundingSet=\n"));
  CHECK(has(screen, "@mount"));
  // What is mounted after it has started reaches it: its namespace stays a slave of the machine's, and /run
  // is in sight.
  for (const char* hides :
       {"MountFlags=private", "TemporaryFileSystem=", "RootDirectory=", "InaccessiblePaths=/run",
        "InaccessiblePaths=-/run", "ProtectSystem=full", "PrivateDevices=yes"})
    CHECK_FALSE_MESSAGE(has(screen, hides), hides);
}

// systemd's own steps, by hand: / is shared, a unit's namespace is its slave, and what it finds is made
// read-only.
TEST_CASE("a stick that is mounted after the screen has started reaches it and can be written") {
  const test::TempFolder folder;
  const std::string script = R"(set -e
mount --make-rshared /
mount -t tmpfs tmpfs ")" + folder.path() +
                             R"("
cd ")" + folder.path() + R"("
mkfifo ready mounted written
mkdir -p entre/stick
unshare -m --propagation slave sh -ec '
  mount -o remount,bind,ro "$PWD"
  if touch root 2>/dev/null; then echo the root can be written; fi
  echo > ready; read line < mounted
  echo answers > "$PWD/entre/stick/file"
  echo > written
' &
read line < ready
mount -t tmpfs -o rw,nosuid,nodev,noexec tmpfs entre/stick
echo > mounted; read line < written
cat entre/stick/file
umount entre/stick
wait
)";
  const auto ran = test::run({"unshare", "-m", "sh", "-c", script});
  if (ran.exit_code != 0 &&
      (has(ran.err, "ermitted") || has(ran.err, "denied") || has(ran.err, "ermission"))) {
    MESSAGE("no namespaces can be made here: not judged");
    return;
  }
  CHECK_MESSAGE(ran.exit_code == 0, ran.err);
  CHECK(ran.out == "answers\n");
}
