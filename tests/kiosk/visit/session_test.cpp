#include <doctest/doctest.h>

#include "session_world.h"

using namespace entre;
using namespace entre::visit;
using namespace entre::visit::test;

TEST_CASE("what a keyboard's key writes twice in quick succession is meant twice") {
  World world;
  world.act(Open{ScreenId::search, ""});
  for (int i = 0; i < 2; ++i) world.act(TypeText{"l", false});
  CHECK(world.model().search.text == "ll");
  for (int i = 0; i < 2; ++i) world.act(TypeText{"a"});
  CHECK(world.model().search.text == "lla");
}

TEST_CASE("without content the neutral screen stands, and no touch leaves it") {
  Session session({}, {}, false, 0);
  CHECK(session.model().place.screen == ScreenId::neutral);
  session.apply(Open{ScreenId::search, ""}, 10);
  session.apply(GoHome{}, 20);
  CHECK(session.model().place.screen == ScreenId::neutral);
  session.apply(LibraryLoaded{small_library()}, 30);
  CHECK(session.model().place.screen == ScreenId::home);
  session.apply(LibraryLoaded{std::make_shared<const Library>()}, 40);
  CHECK(session.model().place.screen == ScreenId::neutral);
}

TEST_CASE("a page not translated is shown in the nearest language") {
  const auto library = small_library();
  CHECK(library->page("alpha", "en")->language == "en");
  CHECK(library->page("beta", "en")->language == "sv");
  CHECK(library->page("alpha", "sv-simple")->language == "sv");
  CHECK(library->page("alpha", "xx")->language == "sv");
  CHECK(library->page("gone", "sv") == nullptr);
}

TEST_CASE("Back goes the way it came, with the place on the page; Home clears the way") {
  World world;
  world.act(Open{ScreenId::group, "strategy"});
  world.act(Open{ScreenId::article, "alpha"});
  world.act(ScrollTo{120});
  world.act(Open{ScreenId::contacts, ""});
  world.act(Open{ScreenId::contact, "someone"});
  world.act(GoBack{});
  world.act(GoBack{});
  CHECK(world.model().place == Place{ScreenId::article, "alpha", 120});
  CHECK(world.model().page->id == "alpha");
  world.act(GoHome{});
  CHECK(world.model().place == Place{});
  CHECK(world.model().history.empty());
  world.act(GoBack{});
  CHECK(world.model().place.screen == ScreenId::home);
}

TEST_CASE("opening what is not there, or what is open, changes nothing") {
  World world;
  world.act(Open{ScreenId::article, "gone"});
  world.act(Open{ScreenId::contact, "nobody"});
  world.act(Open{ScreenId::group, ""});
  CHECK(world.model().place.screen == ScreenId::home);
  world.act(Open{ScreenId::contacts, ""});
  world.act(Open{ScreenId::contacts, ""});
  CHECK(world.model().history.size() == 1);
}

TEST_CASE("the way back has a cap") {
  World world;
  for (int i = 0; i < 200; ++i) {
    world.act(Open{ScreenId::article, "alpha"});
    world.act(Open{ScreenId::article, "beta"});
  }
  CHECK(world.model().history.size() == history_max);
}

TEST_CASE("the same page opens in the language chosen") {
  World world;
  world.act(Open{ScreenId::article, "alpha"});
  world.act(OpenSheet{Sheet::language});
  world.act(SetLanguage{"en"});
  CHECK(world.model().sheet == Sheet::none);
  CHECK(world.model().place.id == "alpha");
  CHECK(world.model().page->language == "en");
  world.act(SetLanguage{"tlh"});
  CHECK(world.model().preferences.language == "en");
}

TEST_CASE("Back closes a sheet and stays on the page") {
  World world;
  world.act(Open{ScreenId::article, "alpha"});
  world.act(OpenSheet{Sheet::language});
  world.act(GoBack{});
  CHECK(world.model().sheet == Sheet::none);
  CHECK(world.model().place.screen == ScreenId::article);
}

TEST_CASE("a page of another place that comes late is not shown") {
  World world;
  world.session.apply(Open{ScreenId::article, "alpha"}, world.now);
  CHECK(world.session.waits_for_page());
  world.session.apply(PageLoaded{"beta", "sv", page("beta", "sv")}, world.now);
  world.session.apply(PageLoaded{"alpha", "en", page("alpha", "en")}, world.now);
  CHECK(world.model().page == nullptr);
  world.settle();
  CHECK(world.model().page->id == "alpha");
  CHECK_FALSE(world.session.waits_for_page());
}

TEST_CASE("a page that the loader cannot read leads home") {
  World world;
  world.session.apply(Open{ScreenId::article, "alpha"}, world.now);
  world.session.apply(PageLoaded{"alpha", "sv", nullptr}, world.now);
  CHECK(world.model().place.screen == ScreenId::home);
  CHECK_FALSE(world.session.waits_for_page());
}

TEST_CASE("hits come from the second letter and belong to what is typed now") {
  World world;
  world.answer_searches = false;
  world.act(Open{ScreenId::search, ""});
  CHECK(world.searches == std::vector<std::string>{""});  // for the words to begin with
  world.act(TypeText{"n"});
  world.act(TypeText{"ä"});
  CHECK(world.searches == std::vector<std::string>{"", "n", "nä"});
  world.act(TypeText{"r"});
  world.session.apply(test::found("nä"), world.now);
  CHECK(world.model().search.found.hits.empty());
  CHECK_FALSE(world.session.settled());
  world.session.apply(test::found("när"), world.now);
  CHECK(world.model().search.found.hits.size() == 1);
  CHECK(world.session.settled());
}

TEST_CASE("erasing takes a whole letter, and an empty field has no hits") {
  World world;
  world.act(Open{ScreenId::search, ""});
  world.act(EraseText{});
  world.act(TypeText{"å"});
  world.act(TypeText{"ä"});
  CHECK(world.model().search.found.hits.size() == 1);
  world.act(EraseText{});
  CHECK(world.model().search.text == "å");
  CHECK(world.model().search.found.hits.empty());
  world.now += 1000;
  world.act(EraseText{});
  CHECK(world.model().search.text.empty());
}

TEST_CASE("a key that is struck twice at once is struck once, as long as the guard says") {
  World world;
  world.act(Open{ScreenId::search, ""});
  const auto strike = [&](const Action& action, int ms_later) {
    world.now += ms_later;
    world.act(action);
    return world.model().search.text;
  };
  CHECK(strike(TypeText{"a"}, 0) == "a");
  CHECK(strike(TypeText{"a"}, 149) == "a");
  CHECK(strike(TypeText{"a"}, 1) == "aa");  // counted from the strike that was taken
  CHECK(strike(TypeText{"b"}, 1) == "aab");
  CHECK(strike(TypeText{"a"}, 1) == "aaba");
  CHECK(strike(EraseText{}, 10) == "aab");
  CHECK(strike(EraseText{}, 10) == "aab");
  CHECK(strike(EraseText{}, 150) == "aa");
  Config::Visit times;
  times.key_guard_ms = 0;
  World fast({}, times);
  fast.act(Open{ScreenId::search, ""});
  for (int i = 0; i < 3; ++i) fast.act(TypeText{"a"});
  CHECK(fast.model().search.text == "aaa");
}

TEST_CASE("shift holds for one letter, twice until it is struck again") {
  World world;
  world.act(Open{ScreenId::search, ""});
  const auto shift = [&] {
    world.now += 1000;
    world.act(ToggleShift{});
    return world.model().keys.shift;
  };
  CHECK(shift() == Shift::once);
  world.act(TypeText{"Å"});
  CHECK(world.model().keys.shift == Shift::none);
  CHECK(shift() == Shift::once);
  CHECK(shift() == Shift::locked);
  world.act(TypeText{"B"});
  CHECK(world.model().keys.shift == Shift::locked);
  CHECK(shift() == Shift::none);
}

TEST_CASE("a word that is touched takes the place of the one being written, with a space after it") {
  World world;
  world.act(Open{ScreenId::search, ""});
  CHECK(world.model().search.found.completions == std::vector<std::string>{"s"});
  world.act(CompleteWord{"Örebro"});
  CHECK(world.model().search.text == "Örebro ");
  world.act(TypeText{"l"});
  world.act(TypeText{"ä"});
  world.act(CompleteWord{"länet"});
  CHECK(world.model().search.text == "Örebro länet ");
  CHECK(world.searches.back() == "Örebro länet ");
  world.act(WriteInstead{"forskning"});
  CHECK(world.model().search.text == "forskning");
  CHECK(world.model().search.answered_text == "forskning");
}

TEST_CASE("the keys show another layer until they are told to show letters") {
  World world;
  world.act(Open{ScreenId::search, ""});
  world.act(ShowKeys{KeyLayer::other_letters});
  world.act(ShowKeys{KeyLayer::symbols});
  CHECK(world.model().keys.symbols);
  world.act(ShowKeys{KeyLayer::letters});
  CHECK_FALSE(world.model().keys.symbols);
  CHECK_FALSE(world.model().keys.other_letters);
}

TEST_CASE(
    "the keys go away for what was found alone, and come back when it is cleared or Search is touched") {
  World world;
  world.act(PutKeysAway{true});
  CHECK_FALSE(world.model().search.keys_away);
  world.act(Open{ScreenId::search, ""});
  world.act(PutKeysAway{true});
  CHECK_FALSE(world.model().search.keys_away);
  world.act(TypeText{"al"});
  world.act(ScrollTo{300});
  world.act(PutKeysAway{true});
  CHECK(world.model().search.keys_away);
  CHECK(world.model().place.scroll_px == 0);
  world.act(WriteInstead{"alpha"});
  CHECK(world.model().search.keys_away);
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GoBack{});
  CHECK(world.model().search.keys_away);
  world.act(Open{ScreenId::search, ""});
  CHECK_FALSE(world.model().search.keys_away);
  world.act(PutKeysAway{true});
  world.act(ClearText{});
  CHECK_FALSE(world.model().search.keys_away);
}

TEST_CASE("other letters bring other hits, from the best on") {
  World world;
  world.act(Open{ScreenId::search, ""});
  world.act(TypeText{"al"});
  world.act(ScrollTo{300});
  CHECK(world.model().place.scroll_px == 300);
  world.act(TypeText{"p"});
  CHECK(world.model().place.scroll_px == 0);
}

TEST_CASE("a search field takes no more than its cap, and only on its screen") {
  World world;
  world.act(TypeText{"x"});
  CHECK(world.model().search.text.empty());
  world.act(Open{ScreenId::search, ""});
  for (int i = 0; i < 500; ++i) world.act(TypeText{i % 2 == 0 ? "å" : "ä"});
  CHECK(world.model().search.text.size() == 2 * search_characters_max);
}

TEST_CASE("Back to the search shows the hits that were left") {
  World world;
  world.act(Open{ScreenId::search, ""});
  world.act(TypeText{"al"});
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GoBack{});
  CHECK(world.model().search.text == "al");
  CHECK(world.model().search.found.hits.size() == 1);
}

TEST_CASE("new content is taken at rest at once, in a visit at the next page") {
  World world;
  world.next = small_library(8);
  world.session.apply(NewContentWaits{}, world.now);
  world.settle();
  CHECK(world.model().library->release == 8);

  world.act(Open{ScreenId::article, "alpha"});
  world.next = small_library(9);
  world.session.apply(NewContentWaits{}, world.now);
  world.settle();
  CHECK(world.model().library->release == 8);
  world.act(Open{ScreenId::article, "beta"});
  CHECK(world.model().library->release == 9);
  CHECK(world.model().place.id == "beta");
  CHECK(world.model().page->id == "beta");
  CHECK(world.taken == 2);
}

TEST_CASE("new content without the visitor's page leads home, and the way back forgets it") {
  World world;
  world.act(Open{ScreenId::article, "beta"});
  world.act(Open{ScreenId::contacts, ""});
  world.next = small_library(8);
  world.next->pages["sv"].pop_back();
  world.session.apply(NewContentWaits{}, world.now);
  world.act(Open{ScreenId::article, "beta"});
  world.settle();
  CHECK(world.model().library->release == 8);
  CHECK(world.model().place.screen == ScreenId::home);
  CHECK(world.model().history.empty());
}

TEST_CASE("Back passes over a page that the new content no longer has") {
  World world;
  world.act(Open{ScreenId::article, "beta"});
  world.act(Open{ScreenId::contacts, ""});
  world.next = small_library(8);
  world.next->pages["sv"].pop_back();
  world.session.apply(NewContentWaits{}, world.now);
  world.act(Open{ScreenId::search, ""});
  CHECK(world.model().library->release == 8);
  world.act(GoBack{});
  CHECK(world.model().place.screen == ScreenId::contacts);
  world.act(GoBack{});
  CHECK(world.model().place.screen == ScreenId::home);
}

TEST_CASE("a language that the new content lacks gives way to the site's own") {
  World world;
  world.act(SetLanguage{"ar"});
  world.next = small_library(8);
  world.next->site.languages.pop_back();
  world.session.apply(NewContentWaits{}, world.now);
  world.act(Open{ScreenId::contacts, ""});
  CHECK(world.model().preferences.language == "sv");
  CHECK(world.model().place.screen == ScreenId::contacts);
}

TEST_CASE("the configured language is a cold start's, where the site has it") {
  Preferences english;
  english.language = "en";
  CHECK(World(english).model().preferences.language == "en");
  english.language = "tlh";
  CHECK(World(english).model().preferences.language == "sv");
}
