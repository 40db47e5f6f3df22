#include "kiosk/care/shelf.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/content/content_file.h"
#include "sync/content/floor.h"
#include "sync/content/hold.h"

namespace entre::care {

bool Shelf::has(std::int64_t release) const {
  return std::find(releases.begin(), releases.end(), release) != releases.end();
}

std::int64_t Shelf::before_current() const {
  for (const std::int64_t release : releases)
    if (release < current) return release >= floor ? release : 0;
  return 0;
}

Shelf look_at_shelf(const Files& files, const Paths& paths) {
  const std::string& folder = paths.content_folder;
  Shelf shelf;
  for (const std::string& name : files.list(folder))
    if (const auto release = content::parse_content_file_name(name); release > 0)
      shelf.releases.push_back(release);
  std::sort(shelf.releases.rbegin(), shelf.releases.rend());
  if (const auto link = files.read_link(paths.current_link()); link)
    shelf.current =
        std::max<std::int64_t>(content::parse_content_file_name(link->substr(link->rfind('/') + 1)), 0);
  shelf.floor = content::read_floor(files, folder).floor;
  shelf.held = content::read_hold(files, folder);
  return shelf;
}

Result<void> check_release(const Files& files, const Paths& paths, std::int64_t release) {
  const std::string path = paths.content_folder + "/" + content::content_file_name(release);
  if (!files.exists(path)) return Error{ErrorKind::not_found, path + " is not there"};
  const auto file = content::ContentFile::open(path);
  if (!file) return file.error();
  if ((*file)->release() != release) return Error{ErrorKind::corrupt, "it holds another release"};
  return (*file)->check_documents();
}

Words refuse_rollback(const Shelf& shelf, std::int64_t release) {
  if (release == 0)
    return {"det finns ingen äldre utgåva som får visas; se: kioskctl content list",
            "there is no older release that may be shown; see: kioskctl content list"};
  if (release < shelf.floor)
    return {fmt::format("utgåva {} är under det signerade golvet {}: utgivaren har dragit tillbaka den",
                        release, shelf.floor),
            fmt::format("release {} is below the signed floor {}: the publisher has withdrawn it", release,
                        shelf.floor)};
  if (!shelf.has(release))
    return {fmt::format("utgåva {} finns inte här; se: kioskctl content list", release),
            fmt::format("release {} is not here; see: kioskctl content list", release)};
  if (release >= shelf.current)
    return {"den utgåvan är inte äldre än den som visas",
            "that release is not older than the one that is shown"};
  return {};
}

Result<void> show_release(Files& files, const Paths& paths, std::int64_t release, std::int64_t held) {
  const std::string name = content::content_file_name(release);
  if (auto sound = check_release(files, paths, release); !sound)
    return Error{sound.error().kind, name + ": " + sound.error().message};
  // Should the power go in between, sync may bring the held release back; never the other way round.
  if (auto written = content::write_hold(files, paths.content_folder, held); !written) return written;
  return files.link(name, paths.current_link());
}

Result<bool> undo_rollback(Files& files, const Paths& paths, const Shelf& shelf) {
  const bool is_here = shelf.has(shelf.held) && shelf.held >= shelf.floor;
  const auto done = is_here ? show_release(files, paths, shelf.held, 0)
                            : content::write_hold(files, paths.content_folder, 0);
  if (!done) return done.error();
  return is_here;
}

}  // namespace entre::care
