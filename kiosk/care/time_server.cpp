#include "kiosk/care/time_server.h"

#include "platform/config/change.h"
#include "platform/system/time_source.h"

namespace entre::care {

Words tell_clock(const Files& files, const Paths& paths, Machine* machine) {
  const auto layers = layers_so_far(files, paths);
  const Config config = layers ? parse_layers(*layers).config : Config{};
  Result<void> told = Error{ErrorKind::not_found, "this machine cannot be asked"};
  if (machine != nullptr) told = set_time_server(*machine, config.kiosk.time_server);
  if (told) return {};
  return {
      "Sparat, men klockans program (systemd-timesyncd) kunde inte nås: det prövas när skärmen startar "
      "nästa gång.",
      "Saved, but the clock's program (systemd-timesyncd) could not be reached: it is tried when the screen "
      "starts the next time."};
}

}  // namespace entre::care
