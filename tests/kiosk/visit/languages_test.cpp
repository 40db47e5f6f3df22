// kiosk.languages: which of the release's languages visitors are offered.
#include <doctest/doctest.h>

#include "session_world.h"

using namespace entre;
using namespace entre::visit;
using namespace entre::visit::test;

namespace {

Installation offering(const std::vector<std::string>& codes) {
  Installation installation;
  installation.languages = codes;
  return installation;
}

std::vector<std::string> offered_by(const World& world) {
  std::vector<std::string> codes;
  for (const content::Language& language : world.model().offered_languages()) codes.push_back(language.code);
  return codes;
}

}  // namespace

TEST_CASE("only the languages of kiosk.toml are offered, in the site's order, and no other can be chosen") {
  World world({}, {}, offering({"en", "xx", "sv"}));
  CHECK(offered_by(world) == std::vector<std::string>{"sv", "en"});
  world.act(SetLanguage{"ar"});
  CHECK(world.model().preferences.language == "sv");
  world.act(SetLanguage{"en"});
  CHECK(world.model().preferences.language == "en");
  // What the release lacks in it is still shown in the nearest language.
  CHECK(world.model().library->page("beta", "en")->language == "sv");
}

TEST_CASE("where the release has none of them, all are offered") {
  World world({}, {}, offering({"fi", "de"}));
  CHECK(offered_by(world).size() == 4);
  world.act(SetLanguage{"ar"});
  CHECK(world.model().preferences.language == "ar");
}

TEST_CASE("a visit begins in an offered language, whatever the content's own is") {
  World world({}, {}, offering({"ar", "en"}));
  CHECK(world.model().preferences.language == "en");
  Preferences start;
  start.language = "ar";
  World arabic(start, {}, offering({"ar", "en"}));
  CHECK(arabic.model().preferences.language == "ar");
  start.language = "sv";
  World swedish(start, {}, offering({"ar", "en"}));
  CHECK(swedish.model().preferences.language == "en");
}
