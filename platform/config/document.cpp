// docs/configuration.md, from the table of keys.
#include <map>

#include "platform/config/table.h"

namespace entre {
namespace {

constexpr const char* kHead = R"(# Configuration, key by key

<!-- Made by `kioskctl config document` from platform/config/table.cpp, and compared with it by a test. -->

A kiosk is configured by files that lie over one another; of two that name a key the later one wins:

1. what is built in (the defaults below)
2. `/etc/kiosk/kiosk.toml`, which `kioskctl setup` writes
3. `/etc/kiosk/conf.d/*.toml`, in the order of their names; `kioskctl config set` writes `50-kioskctl.toml`
4. `/var/lib/kiosk/staff.toml`, the staff screen's own file: only keys marked "staff"

    kioskctl config show --origin      # every value, and where it comes from
    kioskctl config set screen.ppi 92  # checked with all the rest before anything is written
    kioskctl config check              # every fault, by file, line and key

A key that is not in this table, a value of the wrong type or out of range is a fault: the programs do not start, and say the
file, the line, the key and what is allowed. Faults in the staff screen's file only leave that file out, whole, so that the
screen always comes up; `kioskctl doctor` tells of it.

"At once" takes effect when `kioskctl config set` has written it; "next start" when the screen starts anew
(`systemctl restart kiosk`).
)";

const char* section_help(const std::string& section) {
  static const std::map<std::string, const char*> helps = {
      {"kiosk", "Who this kiosk is."},
      {"screen", "The panel and where it hangs."},
      {"display", "When the screen is lit, and how bright."},
      {"visit", "How long a visit lasts."},
      {"speech", "Reading aloud."},
      {"feedback", "What is asked with an answer."},
      {"staff", "How staff open their screen by touch ([staff.md](staff.md)); its key stands in [keys]."},
      {"sync", "Where content comes from and answers go to."},
      {"keys", "Keyboards and keypads whose keys are others: [keys.md](keys.md)."}};
  return helps.at(section);
}

std::string row(const ConfigKey& key) {
  const std::string unit = key.unit.empty() ? "" : ", in " + key.unit;
  return "| `" + key.key() + "` | " + allowed_in(key) + unit + " | `" + value_of(key, Config{}) + "` | " +
         (key.applies == Applies::at_once ? "at once" : "next start") + (key.by_staff ? ", staff" : "") +
         " | " + key.help + " |\n";
}

}  // namespace

std::string document_config() {
  std::string text = kHead, section;
  for (const ConfigKey& key : config_keys()) {
    if (key.section() != section) {
      section = key.section();
      text += "\n## [" + section + "]\n\n" + section_help(section) +
              "\n\n| key | value | default | takes effect | what it is |\n| --- | --- | --- | --- | --- |\n";
    }
    text += row(key);
  }
  return text;
}

}  // namespace entre
