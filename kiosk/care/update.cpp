#include "kiosk/care/update.h"

#include <algorithm>
#include <array>

#include "platform/json.h"

namespace entre::care {
namespace {

constexpr std::uint64_t kBytesMax = 16 * 1024;
constexpr std::size_t kVersionBytesMax = 64;
constexpr std::array kStates = {"none", "trying", "updated", "taken_back", "stranded", "unusable"};
constexpr std::array kSteps = {"key", "signature", "fetch", "keep", "install", "frames"};

template <typename Names>
int index_of(const Names& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

}  // namespace

std::string update_file(const Paths& paths) {
  return paths.status_file.substr(0, paths.status_file.rfind('/') + 1) + "update.json";
}

bool is_version(const std::string& text) {
  constexpr const char* letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+~:-";
  return !text.empty() && text.size() <= kVersionBytesMax && text[0] >= '0' && text[0] <= '9' &&
         text.find_first_not_of(letters) == std::string::npos;
}

std::optional<Update> read_update(const Files& files, const std::string& file) {
  const auto bytes = files.read(file, kBytesMax);
  const auto json = bytes ? parse_json(*bytes, JsonCaps{}) : bytes.error();
  const auto object = json ? JsonObject::of(*json, "update.json") : json.error();
  if (!object) return std::nullopt;
  const auto state = object->string("state"), step = object->string("step"), from = object->string("from"),
             to = object->string("to"), why = object->string("why");
  const auto unix_ms = object->integer("unix_ms", 0, 1ll << 52);
  const auto refused = object->array("refused", refused_versions_max);
  if (!state || !step || !from || !to || !why || !unix_ms || !refused) return std::nullopt;
  const int state_index = index_of(kStates, *state), step_index = index_of(kSteps, *step);
  if (state_index < 0 || step_index < 0) return std::nullopt;
  Update update{static_cast<Update::State>(state_index),
                static_cast<Update::Step>(step_index),
                *from,
                *to,
                *unix_ms,
                *why,
                {}};
  for (const std::string* version : {&update.from, &update.to})
    if (!version->empty() && !is_version(*version)) return std::nullopt;
  for (const Json& version : **refused)
    if (version.is_string()) update.refused.push_back(version.get<std::string>());
  return update;
}

std::string encode_update(const Update& update) {
  const Json json{{"version", 1},
                  {"state", kStates[static_cast<std::size_t>(update.state)]},
                  {"step", kSteps[static_cast<std::size_t>(update.step)]},
                  {"from", update.from},
                  {"to", update.to},
                  {"unix_ms", update.unix_ms},
                  {"why", update.why.substr(0, update_why_bytes_max)},
                  {"refused", update.refused}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Words plain(Update::Step step) {
  static const std::array<Words, 6> all = {{
      {"kiosken känner ingen nyckel att pröva stickan med", "the kiosk knows no key to check the stick by"},
      {"stickan är inte signerad med den nyckel som kiosken litar på, eller kunde inte läsas",
       "the stick is not signed by the key that this kiosk trusts, or could not be read"},
      {"paketen på stickan är inte hela, eller stickan drogs ut",
       "the packages on the stick are not whole, or it was pulled out"},
      {"det finns inget av det installerade paketet att gå tillbaka till",
       "there is no copy of the installed package to come back to"},
      {"paketet kunde inte installeras", "the package could not be installed"},
      {"ingen riktig bild följde", "no real frame followed"},
  }};
  return all[static_cast<std::size_t>(step)];
}

Words advice(Update::Step step) {
  static const std::array<Words, 6> all = {{
      {"kör stickans eget program en gång: sudo sh install",
       "run the stick's own program once: sudo sh install"},
      {"ta ut stickan och be avsändaren om en ny; är klockan rätt (date)?",
       "take the stick out and ask its sender for another; is the clock right (date)?"},
      {"sätt i stickan igen; hjälper inte det: gör en ny",
       "plug the stick in again; if that does not help: make a new one"},
      {"be om en sticka som har det gamla paketet med (platform/package-stick --package), eller installera "
       "för "
       "hand: apt-get install ./entre-kiosk_*.deb",
       "ask for a stick that has the old package too (platform/package-stick --package), or install by hand: "
       "apt-get install ./entre-kiosk_*.deb"},
      {"gör en supportfil (kioskctl support-bundle) och be avsändaren om en ny version; pröva samma igen: "
       "kioskctl update --now",
       "make a support bundle (kioskctl support-bundle) and ask the sender for a new version; try the same "
       "again: kioskctl update --now"},
      {"gör en supportfil (kioskctl support-bundle) och be avsändaren om en ny version; pröva samma igen: "
       "kioskctl update --now",
       "make a support bundle (kioskctl support-bundle) and ask the sender for a new version; try the same "
       "again: kioskctl update --now"},
  }};
  return all[static_cast<std::size_t>(step)];
}

Words advice_on_screen(Update::Step step) {
  const Words no_copy = call("kiosken har inget gammalt paket att gå tillbaka till",
                             "the kiosk has no package before to come back to");
  static const std::array<Words, 6> all = {{
      call("kiosken har ingen nyckel att pröva uppdateringar med",
           "the kiosk has no key to check updates by"),
      {"ta ut stickan och be avsändaren om en ny; se också efter att klockan går rätt",
       "take the stick out and ask its sender for another; see too that the clock is right"},
      {"sätt i stickan igen; hjälper inte det: be avsändaren om en ny",
       "plug the stick in again; if that does not help: ask its sender for another"},
      {"be avsändaren om en sticka som har det gamla paketet med; annars: " + no_copy.sv,
       "ask the sender for a stick that has the old package too; else: " + no_copy.en},
      {"ta ut stickan och säg till avsändaren: uppdateringen kunde inte installeras",
       "take the stick out and tell its sender: the update could not be installed"},
      {"ta ut stickan och säg till avsändaren: ingen bild kom efter uppdateringen",
       "take the stick out and tell its sender: no picture came after the update"},
  }};
  return all[static_cast<std::size_t>(step)];
}

}  // namespace entre::care
