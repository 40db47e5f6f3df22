#include "kiosk/ctl/content.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/care/health.h"
#include "kiosk/care/signatures.h"
#include "sync/content/content_file.h"
#include "sync/content/floor.h"
#include "sync/content/hold.h"

namespace entre::ctl {
namespace {

using care::Words;

struct Shelf {
  std::vector<std::int64_t> releases;  // on disk, the newest first
  std::int64_t current = 0;            // what the link names; 0: nothing
  std::int64_t floor = 0;
};

Shelf look(const Tools& tools) {
  const std::string& folder = tools.paths.content_folder;
  Shelf shelf;
  for (const std::string& name : tools.files.list(folder))
    if (const auto release = content::parse_content_file_name(name); release > 0)
      shelf.releases.push_back(release);
  std::sort(shelf.releases.rbegin(), shelf.releases.rend());
  if (const auto link = tools.files.read_link(tools.paths.current_link()); link)
    shelf.current =
        std::max<std::int64_t>(content::parse_content_file_name(link->substr(link->rfind('/') + 1)), 0);
  shelf.floor = content::read_floor(tools.files, folder).floor;
  return shelf;
}

std::string path_of(const Tools& tools, std::int64_t release) {
  return tools.paths.content_folder + "/" + content::content_file_name(release);
}

// The whole file, read and checked.
Result<void> check(const Tools& tools, std::int64_t release) {
  const auto file = content::ContentFile::open(path_of(tools, release));
  if (!file) return file.error();
  if ((*file)->release() != release) return Error{ErrorKind::corrupt, "it holds another release"};
  return (*file)->check_documents();
}

int show(Tools& tools, std::int64_t release, std::int64_t held) {
  Console& console = tools.console;
  if (auto sound = check(tools, release); !sound)
    return fail(console, content::content_file_name(release) + ": " + sound.error().message);
  // Should the power go in between, sync may bring the held release back; never the other way round.
  if (auto written = content::write_hold(tools.files, tools.paths.content_folder, held); !written)
    return fail(console, written.error().message);
  if (auto linked = tools.files.link(content::content_file_name(release), tools.paths.current_link());
      !linked)
    return fail(console, linked.error().message);
  console.out << fmt::format(fmt::runtime(console.say({"Utgåva {} visas vid nästa vila.",
                                                       "Release {} is shown from the next rest on."})),
                             release)
              << "\n";
  return done;
}

}  // namespace

int list_content(Tools& tools) {
  Console& console = tools.console;
  const Shelf shelf = look(tools);
  const std::int64_t held = content::read_hold(tools.files, tools.paths.content_folder);
  for (const std::int64_t release : shelf.releases) {
    const auto size = tools.files.size_bytes(path_of(tools, release));
    std::string marks;
    if (release == shelf.current) marks += console.say({"  visas", "  shown"});
    if (release == held && release != shelf.current)
      marks += console.say({"  tillbakadragen av personal", "  gone back from"});
    if (release < shelf.floor)
      marks += console.say(
          {"  under signerat golv: får inte visas", "  below the signed floor: may not be shown"});
    console.out << fmt::format("{:>8} {:>9} KiB{}\n", release, size ? *size >> 10 : 0, marks);
  }
  if (shelf.floor > 0)
    console.out << console.say({"signerat golv: ", "signed floor: "}) << shelf.floor << "\n";
  if (!shelf.releases.empty()) return done;
  return fail(console, console.say({"inget innehåll i ", "no content in "}) + tools.paths.content_folder,
              attention);
}

int verify_content(Tools& tools) {
  Console& console = tools.console;
  const Shelf shelf = look(tools);
  if (shelf.current == 0)
    return fail(console, console.say({"inget innehåll visas", "no content is shown"}), attention);
  bool sound = true;
  const auto complain = [&](const std::string& text) {
    sound = false;
    console.out << console.paint(Console::Color::bad, text) << "\n";
  };
  if (shelf.current < shelf.floor)
    complain(console.say({"utgåvan är under det signerade golvet", "the release is below the signed floor"}));
  if (auto checked = check(tools, shelf.current); !checked) complain(checked.error().message);
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
  const Shelf shelf = look(tools);
  if (release == 0)
    for (const std::int64_t other : shelf.releases)
      if (other < shelf.current && other >= shelf.floor) {
        release = other;
        break;
      }
  if (release == 0)
    return fail(console,
                console.say({"det finns ingen äldre utgåva som får visas; se: kioskctl content list",
                             "there is no older release that may be shown; see: kioskctl content list"}));
  if (release < shelf.floor)
    return fail(
        console,
        fmt::format(fmt::runtime(console.say(
                        {"utgåva {} är under det signerade golvet {}: utgivaren har dragit tillbaka den",
                         "release {} is below the signed floor {}: the publisher has withdrawn it"})),
                    release, shelf.floor));
  if (std::find(shelf.releases.begin(), shelf.releases.end(), release) == shelf.releases.end())
    return fail(console,
                fmt::format(fmt::runtime(console.say({"utgåva {} finns inte här; se: kioskctl content list",
                                                      "release {} is not here; see: kioskctl content list"})),
                            release));
  if (release >= shelf.current)
    return fail(console, console.say({"den utgåvan är inte äldre än den som visas",
                                      "that release is not older than the one that is shown"}));
  return show(tools, release, shelf.current);
}

int undo_rollback(Tools& tools) {
  Console& console = tools.console;
  const std::int64_t held = content::read_hold(tools.files, tools.paths.content_folder);
  const Shelf shelf = look(tools);
  if (held <= shelf.current)
    return fail(console, console.say({"ingen har gått tillbaka från en nyare utgåva",
                                      "nobody has gone back from a newer release"}));
  if (std::find(shelf.releases.begin(), shelf.releases.end(), held) != shelf.releases.end() &&
      held >= shelf.floor)
    return show(tools, held, 0);
  if (auto freed = content::write_hold(tools.files, tools.paths.content_folder, 0); !freed)
    return fail(console, freed.error().message);
  console.out << console.say(
                     {"Den hämtas igen vid nästa synkning.", "It is fetched again with the next sync."})
              << "\n";
  return done;
}

}  // namespace entre::ctl
