#include "kiosk/ctl/content.h"

#include <fmt/format.h>

#include "kiosk/care/shelf.h"
#include "kiosk/care/signatures.h"
#include "kiosk/ctl/floor.h"
#include "sync/content/content_file.h"

namespace entre::ctl {
namespace {

int tell_shown(Console& console, std::int64_t release) {
  console.out << fmt::format(fmt::runtime(console.say({"Utgåva {} visas vid nästa vila.",
                                                       "Release {} is shown from the next rest on."})),
                             release)
              << "\n";
  return done;
}

}  // namespace

int list_content(Tools& tools) {
  Console& console = tools.console;
  const care::Shelf shelf = care::look_at_shelf(tools.files, tools.paths);
  for (const std::int64_t release : shelf.releases) {
    const auto size =
        tools.files.size_bytes(tools.paths.content_folder + "/" + content::content_file_name(release));
    std::string marks;
    if (release == shelf.current) marks += console.say({"  visas", "  shown"});
    if (release == shelf.held && release != shelf.current)
      marks += console.say({"  tillbakadragen av personal", "  gone back from"});
    if (release < shelf.floor)
      marks += console.say(
          {"  under signerat golv: får inte visas", "  below the signed floor: may not be shown"});
    console.out << fmt::format("{:>8} {:>9} KiB{}\n", release, size ? *size >> 10 : 0, marks);
  }
  if (shelf.floor > 0)
    console.out << console.say({"signerat golv: ", "signed floor: "}) << shelf.floor
                << (floor_in_firmware(tools).floor == shelf.floor
                        ? console.say({", också i den fasta programvaran", ", in the firmware too"})
                        : "")
                << "\n";
  if (!shelf.releases.empty()) return done;
  return fail(console, console.say({"inget innehåll i ", "no content in "}) + tools.paths.content_folder,
              attention);
}

int verify_content(Tools& tools) {
  Console& console = tools.console;
  const care::Shelf shelf = care::look_at_shelf(tools.files, tools.paths);
  if (shelf.current == 0)
    return fail(console, console.say({"inget innehåll visas", "no content is shown"}), attention);
  bool sound = true;
  const auto complain = [&](const std::string& text) {
    sound = false;
    console.out << console.paint(Console::Color::bad, text) << "\n";
  };
  if (shelf.current < shelf.floor)
    complain(console.say({"utgåvan är under det signerade golvet", "the release is below the signed floor"}));
  if (auto checked = care::check_release(tools.files, tools.paths, shelf.current); !checked)
    complain(checked.error().message);
  const auto signatures = care::check_signatures(tools.files, tools.paths);
  for (const std::string& fault : signatures.faults) complain(fault);
  for (const auto& expiry : signatures.expiries) {
    const std::string line = expiry.role + console.say({" gäller till ", " is valid until "}) +
                             rfc3339(expiry.expires_unix_ms).substr(0, 10);
    if (tools.clock.unix_ms() >= expiry.warn_from_unix_ms)
      complain(line + console.say({": be utgivaren signera om", ": ask the publisher to sign anew"}));
    else
      console.out << line << "\n";
  }
  if (!sound) return attention;
  console.out << console.paint(Console::Color::good,
                               fmt::format(fmt::runtime(console.say({"Utgåva {} är hel och signerad.",
                                                                     "Release {} is whole and signed."})),
                                           shelf.current))
              << "\n";
  return done;
}

int roll_back(Tools& tools, std::int64_t release) {
  Console& console = tools.console;
  const care::Shelf shelf = care::look_at_shelf(tools.files, tools.paths);
  if (release == 0) release = shelf.before_current();
  if (const care::Words refused = care::refuse_rollback(shelf, release); !refused.empty())
    return fail(console, console.say(refused));
  if (auto shown = care::show_release(tools.files, tools.paths, release, shelf.current); !shown)
    return fail(console, shown.error().message);
  return tell_shown(console, release);
}

int undo_rollback(Tools& tools) {
  Console& console = tools.console;
  const care::Shelf shelf = care::look_at_shelf(tools.files, tools.paths);
  if (shelf.held <= shelf.current)
    return fail(console, console.say({"ingen har gått tillbaka från en nyare utgåva",
                                      "nobody has gone back from a newer release"}));
  const auto shown = care::undo_rollback(tools.files, tools.paths, shelf);
  if (!shown) return fail(console, shown.error().message);
  if (*shown) return tell_shown(console, shelf.held);
  console.out << console.say(
                     {"Den hämtas igen vid nästa synkning.", "It is fetched again with the next sync."})
              << "\n";
  return done;
}

}  // namespace entre::ctl
