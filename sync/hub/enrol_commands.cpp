#include "sync/hub/enrol_commands.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/web_address.h"
#include "sync/hub/access.h"
#include "sync/hub/enrolment.h"
#include "sync/hub/store.h"

namespace entre::hub {

namespace {

constexpr std::uint64_t names_file_bytes_max = 256u << 10;

// The store's opening brings an older database to this program's tables.
Result<std::unique_ptr<Enrolments>> open(const std::string& db, const Clock& clock, Random& random) {
  if (auto store = SqliteStore::open(db); !store) return Error{ErrorKind::io, store.error().message};
  return Enrolments::open(db, clock, random);
}

struct Named {
  std::string name, place;
};

Result<std::vector<Named>> read_names(const std::string& file, const Files& files) {
  auto text = files.read(file, names_file_bytes_max);
  if (!text) return Error{ErrorKind::invalid, text.error().message};
  std::vector<Named> all;
  int line_number = 0;
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t end = std::min(text->find('\n', at), text->size());
    std::string line = text->substr(at, end - at);
    at = end + 1;
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const std::size_t tab = std::min(line.find('\t'), line.size());
    Named named{line.substr(0, tab), line.substr(std::min(tab + 1, line.size()))};
    if (!wire::is_label(named.name, wire::kiosk_name_characters_max) ||
        !(named.place.empty() || wire::is_label(named.place, wire::place_characters_max)))
      return Error{
          ErrorKind::invalid,
          fmt::format("{}:{}: expected a name of at most {} characters, a tab, and a place of at "
                      "most {}",
                      file, line_number, wire::kiosk_name_characters_max, wire::place_characters_max)};
    all.push_back(std::move(named));
  }
  return all;
}

}  // namespace

Result<std::string> approve_enrolment(const std::string& db, const std::string& code, const std::string& name,
                                      const std::string& place, const Clock& clock, Random& random) {
  auto enrolments = open(db, clock, random);
  if (!enrolments) return enrolments.error();
  return (*enrolments)->approve(code, name, place);
}

Result<void> deny_enrolment(const std::string& db, const std::string& code, const Clock& clock,
                            Random& random) {
  auto enrolments = open(db, clock, random);
  if (!enrolments) return enrolments.error();
  return (*enrolments)->deny(code);
}

Result<int> write_stick(const std::string& db, const Stick& stick, Files& files, const Clock& clock,
                        Random& random) {
  if (!is_web_address(stick.hub_url) || !is_confidential(stick.hub_url))
    return Error{ErrorKind::invalid,
                 "--hub " + stick.hub_url + ": expected the hub's address, such as https://hub.example.org"};
  auto names = read_names(stick.names_file, files);
  if (!names) return names.error();
  const std::size_t count = stick.count > 0 ? static_cast<std::size_t>(stick.count) : names->size();
  if (count == 0 || count > names->size() || count > std::size_t{stick_count_max})
    return Error{ErrorKind::invalid, fmt::format("{}: names {} kiosks; expected {}", stick.names_file,
                                                 names->size(), count == 0 ? 1 : count)};
  for (const std::string& there : files.list(stick.folder))
    if (there.starts_with("enrolment-"))
      return Error{ErrorKind::invalid, stick.folder + ": holds enrolments already; name an empty folder"};
  if (auto made = files.make_folders(stick.folder); !made) return made.error();
  auto enrolments = open(db, clock, random);
  if (!enrolments) return enrolments.error();
  for (std::size_t i = 0; i < count; ++i) {
    auto made = (*enrolments)->prepare((*names)[i].name, (*names)[i].place, stick.days);
    if (!made) return made.error();
    made->hub_url = stick.hub_url;
    const std::string file = fmt::format("{}/enrolment-{:03}.json", stick.folder, i + 1);
    if (auto written = files.write(file, wire::encode_enrolment(*made), 0600); !written)
      return written.error();
  }
  return static_cast<int>(count);
}

}  // namespace entre::hub
