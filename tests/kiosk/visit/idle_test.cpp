#include <doctest/doctest.h>

#include "session_world.h"

using namespace entre;
using namespace entre::visit;
using namespace entre::visit::test;

namespace {

// The whole model: the bindings name each member, so that one more does not compile until it is compared
// here. The clock and the steps of rest go on over visits.
void check_equal(const Model& a, const Model& b) {
  const auto& [installation, library, enrolment_code, preferences, place, history, sheet, page, feedback,
               answered, search, keys, staff, idle_left_s, idle_of_s, headline, rest_step, resting, now_ms] =
      a;
  CHECK(installation == b.installation);
  CHECK(library == b.library);
  CHECK((enrolment_code == b.enrolment_code));
  CHECK(preferences == b.preferences);
  CHECK(place == b.place);
  CHECK(history == b.history);
  CHECK(sheet == b.sheet);
  CHECK(page == b.page);
  const auto& [state, useful, reasons, draft, opened_ms, comment, writing] = feedback;
  CHECK(state == b.feedback.state);
  CHECK(useful == b.feedback.useful);
  CHECK(reasons == b.feedback.reasons);
  CHECK(comment == b.feedback.comment);
  CHECK(writing == b.feedback.writing);
  CHECK(draft == b.feedback.draft);
  CHECK(opened_ms == b.feedback.opened_ms);
  CHECK(answered == b.answered);
  CHECK(search.text == b.search.text);
  CHECK(search.answered_text == b.search.answered_text);
  CHECK(search.found.hits.size() == b.search.found.hits.size());
  CHECK(search.found.completions == b.search.found.completions);
  CHECK(search.found.nearest == b.search.found.nearest);
  CHECK(keys == b.keys);
  CHECK((staff == b.staff));
  CHECK(search.keys_away == b.search.keys_away);
  CHECK(idle_left_s == b.idle_left_s);
  CHECK(idle_of_s == b.idle_of_s);
  CHECK(headline == b.headline);
  CHECK(rest_step >= b.rest_step);
  CHECK(resting == b.resting);
  CHECK(now_ms >= b.now_monotonic_ms);
}

}  // namespace

TEST_CASE("after the idle reset the state equals a cold start") {
  World world;
  const Model cold = world.model();
  world.act(SetLanguage{"en"});
  Preferences adapted = world.model().preferences;
  adapted.text_percent = 200;
  adapted.theme = "contrast";
  adapted.calm = adapted.low_reach = adapted.speech = true;
  world.act(Adapt{adapted});
  world.act(Open{ScreenId::search, ""});
  world.act(TypeText{"al"});
  world.act(ToggleShift{});
  world.act(PutKeysAway{true});
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GiveAnswer{false});
  world.saved();
  world.act(ToggleReason{"outdated"});
  world.saved();
  const std::uint64_t visits = world.session.visits();
  world.wait_s(60);
  world.wait_s(30);
  CHECK(world.model().sheet == Sheet::idle);
  world.wait_s(30);
  check_equal(world.model(), cold);
  CHECK(world.session.visits() == visits + 1);
  CHECK(count<FinishDraft>(world.ledger) == 1);
}

TEST_CASE("after the idle reset nothing is left of a comment that was being written, and it is saved") {
  Installation installation;
  installation.comment = true;
  World world({}, {}, installation);
  const Model cold = world.model();
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GiveAnswer{true});
  world.saved();
  world.act(WriteComment{});
  world.act(TypeText{"Mer"});
  world.act(ShowKeys{KeyLayer::symbols});
  world.wait_s(90);
  REQUIRE(world.model().sheet == Sheet::idle);
  world.act(ExtendVisit{});
  CHECK(world.model().feedback.writing);
  world.act(TypeText{"!"});
  world.wait_s(90);
  world.wait_s(30);
  check_equal(world.model(), cold);
  REQUIRE(count<ChangeDraft>(world.ledger) == 1);
  CHECK(std::get<ChangeDraft>(world.ledger[1]).answer.comment == "Mer!");
  CHECK(count<FinishDraft>(world.ledger) == 1);
}

TEST_CASE("the warning comes after 90 s and counts down 30 s, second by second") {
  World world;
  world.act(Open{ScreenId::contacts, ""});
  world.wait_s(89);
  CHECK(world.model().sheet == Sheet::none);
  CHECK(world.session.next_deadline_ms() == world.now + 1000);
  world.wait_s(1);
  CHECK(world.model().sheet == Sheet::idle);
  CHECK(world.model().idle_left_s == 30);
  CHECK(world.session.next_deadline_ms() == world.now + 1000);
  world.wait_s(1);
  CHECK(world.model().idle_left_s == 29);
  world.wait_s(28);
  CHECK(world.model().idle_left_s == 1);
  world.wait_s(1);
  CHECK(world.model().place.screen == ScreenId::home);
  CHECK(world.model().sheet == Sheet::none);
}

TEST_CASE("the warning never loses the place, and may be extended again and again") {
  World world;
  world.act(Open{ScreenId::article, "alpha"});
  world.act(ScrollTo{300});
  for (int i = 0; i < 12; ++i) {
    world.wait_s(90);
    CHECK(world.model().sheet == Sheet::idle);
    world.wait_s(29);
    world.act(ExtendVisit{});
    CHECK(world.model().sheet == Sheet::none);
    CHECK(world.model().place == Place{ScreenId::article, "alpha", 300});
    CHECK(world.model().history.size() == 1);
  }
}

TEST_CASE("a sheet under the warning is there again afterwards") {
  World world;
  world.act(OpenSheet{Sheet::language});
  world.wait_s(90);
  CHECK(world.model().sheet == Sheet::idle);
  world.act(CloseSheet{});
  CHECK(world.model().sheet == Sheet::language);
}

TEST_CASE("an answer under an early warning becomes final after its 60 s") {
  World world({}, Config::Visit{20, 120});
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GiveAnswer{true});
  world.saved();
  world.wait_s(20);
  CHECK(world.model().sheet == Sheet::idle);
  world.wait_s(39);
  CHECK(count<FinishDraft>(world.ledger) == 0);
  world.wait_s(1);
  CHECK(count<FinishDraft>(world.ledger) == 1);
  world.act(ExtendVisit{});
  CHECK(world.model().sheet == Sheet::none);
}

TEST_CASE("a touch beside the warning's buttons starts the countdown anew") {
  World world;
  world.act(Open{ScreenId::contacts, ""});
  world.wait_s(90);
  world.wait_s(20);
  CHECK(world.model().idle_left_s == 10);
  world.session.touched(world.now);
  CHECK(world.model().sheet == Sheet::idle);
  CHECK(world.model().idle_left_s == 30);
}

TEST_CASE("a dock key under the warning does what it says") {
  World world;
  world.act(Open{ScreenId::contacts, ""});
  world.wait_s(90);
  world.act(Open{ScreenId::search, ""});
  CHECK(world.model().sheet == Sheet::none);
  CHECK(world.model().place.screen == ScreenId::search);
  world.wait_s(90);
  world.act(EndVisit{});
  CHECK(world.model().place.screen == ScreenId::home);
}

TEST_CASE("a page that glides to a stop does not keep the visit alive") {
  World world;
  world.act(Open{ScreenId::article, "alpha"});
  world.wait_s(80);
  world.act(ScrollTo{10});
  world.wait_s(10);
  CHECK(world.model().sheet == Sheet::idle);
  world.act(ScrollTo{11});
  CHECK(world.model().sheet == Sheet::idle);
}

TEST_CASE("a visit that left nothing behind ends without a warning") {
  World world;
  world.act(Open{ScreenId::contacts, ""});
  world.act(GoHome{});
  const std::uint64_t visits = world.session.visits();
  world.wait_s(90);
  CHECK(world.model().sheet == Sheet::none);
  CHECK(world.session.visits() == visits + 1);
}

TEST_CASE("rest is counted from the start, wherever the machine's clock stands when content comes late") {
  Session session({}, {}, false, 5'000'000);
  session.tick(5'000'016);
  CHECK(session.model().rest_step == 0);
  CHECK_FALSE(session.model().resting);
  session.tick(5'000'000 + headline_ms);
  CHECK(session.model().rest_step == 1);
}

TEST_CASE("at rest the headline steps every 30 s and no visit is ended") {
  World world;
  CHECK(world.model().headline == 0);
  CHECK(world.session.next_deadline_ms() == world.now + headline_ms);
  world.wait_s(30);
  CHECK(world.model().headline == 1);
  world.wait_s(30);
  world.wait_s(30);
  CHECK(world.model().headline == 0);
  CHECK(world.session.visits() == 0);
}

TEST_CASE("nothing moves while a visitor reads") {
  World world;
  world.session.touched(world.now);
  world.wait_s(31);
  CHECK(world.model().headline == 0);
}

TEST_CASE("new content that waited is taken when the visit ends") {
  World world;
  world.act(Open{ScreenId::contacts, ""});
  world.next = small_library(8);
  world.session.apply(NewContentWaits{}, world.now);
  world.wait_s(90);
  world.wait_s(30);
  CHECK(world.model().library->release == 8);
}
