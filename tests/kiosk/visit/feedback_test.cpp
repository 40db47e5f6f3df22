#include <doctest/doctest.h>

#include "session_world.h"

using namespace entre;
using namespace entre::visit;
using namespace entre::visit::test;

namespace {

World answered(bool useful = false) {
  World world;
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GiveAnswer{useful});
  return world;
}

// The answer is on disk, and its comment is being written.
World writing(const std::string& language = "sv") {
  Installation installation;
  installation.comment = true;
  Preferences start;
  start.language = language;
  World world(start, {}, installation);
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GiveAnswer{true});
  world.saved();
  world.act(WriteComment{});
  REQUIRE(world.model().feedback.writing);
  return world;
}

const outbox::Answer& changed(const World& world) {
  for (auto request = world.ledger.rbegin(); request != world.ledger.rend(); ++request)
    if (const auto* change = std::get_if<ChangeDraft>(&*request)) return change->answer;
  FAIL("no answer was changed");
  std::abort();
}

}  // namespace

TEST_CASE("an answer is a draft at once, and saved only when the ledger says so") {
  World world = answered();
  REQUIRE(count<SaveDraft>(world.ledger) == 1);
  const auto& answer = std::get<SaveDraft>(world.ledger[0]).answer;
  CHECK(answer.page == "alpha");
  CHECK(answer.language == "sv");
  CHECK(answer.release == 7);
  CHECK_FALSE(answer.useful);
  CHECK_FALSE(answer.test);
  CHECK(world.model().feedback.state == SaveState::saving);
  CHECK_FALSE(world.session.settled());
  world.saved();
  CHECK(world.model().feedback.state == SaveState::saved);
  CHECK(world.model().feedback.draft == 41);
  CHECK(count<FinishDraft>(world.ledger) == 0);
}

TEST_CASE("a page in another language than the visitor's answers for the language it was shown in") {
  World world;
  world.act(SetLanguage{"en"});
  world.act(Open{ScreenId::article, "beta"});
  world.act(GiveAnswer{true});
  CHECK(std::get<SaveDraft>(world.ledger.at(0)).answer.language == "sv");
}

TEST_CASE("an answer is final when its sheet closes, by whatever way") {
  const Action ways[] = {
      CloseSheet{},      GoBack{},  GoHome{}, Open{ScreenId::contacts, ""}, OpenSheet{Sheet::language},
      SetLanguage{"en"}, EndVisit{}};
  for (const Action& way : ways) {
    World world = answered();
    world.saved();
    world.act(way);
    CAPTURE(way.index());
    CHECK(count<FinishDraft>(world.ledger) == 1);
    CHECK(world.model().sheet != Sheet::feedback);
  }
}

TEST_CASE("an answer is final after 60 s, while the visitor still reads") {
  World world = answered();
  world.saved();
  world.wait_s(59);
  CHECK(count<FinishDraft>(world.ledger) == 0);
  CHECK(world.session.next_deadline_ms() == world.now + 1000);
  world.wait_s(1);
  CHECK(count<FinishDraft>(world.ledger) == 1);
  CHECK(world.model().sheet == Sheet::none);
  CHECK(world.model().answered.at("alpha") == false);
}

TEST_CASE("undo deletes the draft and the page may be answered anew") {
  World world = answered();
  world.saved();
  world.act(UndoAnswer{});
  CHECK(count<DropDraft>(world.ledger) == 1);
  CHECK(count<FinishDraft>(world.ledger) == 0);
  CHECK(world.model().answered.empty());
  world.act(GiveAnswer{true});
  CHECK(count<SaveDraft>(world.ledger) == 2);
}

TEST_CASE("undo before the ledger replied deletes the draft once it has") {
  World world = answered();
  world.act(UndoAnswer{});
  CHECK(count<DropDraft>(world.ledger) == 0);
  world.act(EndVisit{});
  world.saved();
  CHECK(count<DropDraft>(world.ledger) == 1);
  CHECK(count<FinishDraft>(world.ledger) == 0);
  CHECK(world.session.settled());
}

TEST_CASE("a sheet closed before the ledger replied makes the answer final once it has") {
  World world = answered();
  world.act(ToggleReason{"outdated"});
  world.act(EndVisit{});
  CHECK_FALSE(world.session.settled());
  world.saved();
  REQUIRE(world.ledger.size() == 3);
  CHECK(std::get<ChangeDraft>(world.ledger[1]).answer.reasons == std::vector<std::string>{"outdated"});
  CHECK(std::get<FinishDraft>(world.ledger[2]).draft == 41);
}

TEST_CASE("one answer a page and visit") {
  World world = answered();
  world.saved();
  world.act(CloseSheet{});
  world.act(GiveAnswer{true});
  CHECK(count<SaveDraft>(world.ledger) == 1);
  world.act(Open{ScreenId::article, "beta"});
  world.act(GiveAnswer{true});
  CHECK(count<SaveDraft>(world.ledger) == 2);
  world.act(EndVisit{});
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GiveAnswer{true});
  CHECK(count<SaveDraft>(world.ledger) == 3);
}

TEST_CASE("a reason saves itself, and a second touch takes it back") {
  World world = answered();
  world.saved();
  world.act(ToggleReason{"outdated"});
  CHECK(world.model().feedback.state == SaveState::saving);
  world.saved();
  CHECK(world.model().feedback.state == SaveState::saved);
  world.act(ToggleReason{"outdated"});
  world.saved();
  CHECK(std::get<ChangeDraft>(world.ledger.back()).answer.reasons.empty());
}

TEST_CASE("a reason touched while the answer is being saved follows it") {
  World world = answered();
  world.act(ToggleReason{"outdated"});
  CHECK(count<ChangeDraft>(world.ledger) == 0);
  world.saved();
  CHECK(count<ChangeDraft>(world.ledger) == 1);
  world.saved();
  CHECK(world.model().feedback.state == SaveState::saved);
}

TEST_CASE("an answer that could not be saved says so, and may be given again") {
  World world = answered();
  world.session.apply(DraftFailed{std::get<SaveDraft>(world.ledger[0]).ticket}, world.now);
  CHECK(world.model().feedback.state == SaveState::failed);
  CHECK(world.model().sheet == Sheet::feedback);
  world.act(ToggleReason{"outdated"});
  CHECK(count<ChangeDraft>(world.ledger) == 0);
  world.act(GiveAnswer{true});
  CHECK(count<SaveDraft>(world.ledger) == 2);
  world.saved();
  world.act(CloseSheet{});
  CHECK(count<FinishDraft>(world.ledger) == 1);
}

TEST_CASE("a reason that could not be saved leaves the answer itself") {
  World world = answered();
  world.saved();
  world.act(ToggleReason{"outdated"});
  world.session.apply(DraftFailed{std::get<ChangeDraft>(world.ledger.back()).ticket}, world.now);
  CHECK(world.model().feedback.state == SaveState::failed);
  world.act(CloseSheet{});
  CHECK(count<FinishDraft>(world.ledger) == 1);
}

TEST_CASE("replies with a ticket that nobody holds change nothing") {
  World world = answered();
  world.session.apply(DraftSaved{999, 5}, world.now);
  world.session.apply(DraftFailed{0}, world.now);
  CHECK(world.model().feedback.state == SaveState::saving);
}

TEST_CASE("there is no answer without a page, and no more reasons than an event holds") {
  World world;
  world.act(GiveAnswer{true});
  world.act(ToggleReason{"outdated"});
  world.act(UndoAnswer{});
  CHECK(world.ledger.empty());
  World full = answered();
  full.saved();
  for (int i = 0; i < 20; ++i) {
    full.act(ToggleReason{"reason-" + std::to_string(i)});
    full.saved();
  }
  CHECK(full.model().feedback.reasons.size() == 8);
}

TEST_CASE("nothing may be written to an answer unless kiosk.toml says so, nor to one that is not on disk") {
  World off = answered();
  off.saved();
  off.act(WriteComment{});
  off.act(TypeText{"a"});
  CHECK_FALSE(off.model().feedback.writing);
  CHECK(off.model().feedback.comment.empty());
  Installation installation;
  installation.comment = true;
  World on({}, {}, installation);
  on.act(WriteComment{});
  on.act(Open{ScreenId::article, "alpha"});
  on.act(WriteComment{});
  on.act(GiveAnswer{true});
  on.act(WriteComment{});
  CHECK_FALSE(on.model().feedback.writing);
  on.session.apply(DraftFailed{std::get<SaveDraft>(on.ledger[0]).ticket}, on.now);
  on.act(WriteComment{});
  CHECK_FALSE(on.model().feedback.writing);
}

TEST_CASE("a sentence begins with a capital, but not in Arabic, whose second layer has other letters") {
  CHECK(writing().model().keys.shift == Shift::once);
  CHECK(writing("ar").model().keys.shift == Shift::none);
}

TEST_CASE("a comment is saved with its answer when its keys are left, and again when it is changed") {
  World world = writing();
  CHECK(world.model().keys.shift == Shift::once);
  for (const char* key : {"H", "e", "j", " "}) world.act(TypeText{key});
  CHECK(count<ChangeDraft>(world.ledger) == 0);
  world.act(CloseSheet{});
  CHECK(world.model().sheet == Sheet::feedback);
  CHECK_FALSE(world.model().feedback.writing);
  CHECK(changed(world).comment == "Hej");
  CHECK(changed(world).useful);
  world.saved();
  world.act(WriteComment{});
  world.act(GoBack{});
  CHECK(world.model().sheet == Sheet::feedback);
  CHECK(count<ChangeDraft>(world.ledger) == 1);  // nothing was changed
  world.act(WriteComment{});
  world.act(ClearText{});
  world.act(CloseSheet{});
  CHECK(changed(world).comment.empty());
  world.saved();
  world.act(CloseSheet{});
  CHECK(world.model().sheet == Sheet::none);
  CHECK(count<FinishDraft>(world.ledger) == 1);
}

TEST_CASE("a comment saves itself by whatever way its sheet closes, before the answer is final") {
  const Action ways[] = {GoHome{}, Open{ScreenId::contacts, ""}, OpenSheet{Sheet::language},
                         SetLanguage{"en"}, EndVisit{}};
  for (const Action& way : ways) {
    World world = writing();
    world.act(TypeText{"Mer"});
    world.act(way);
    CAPTURE(way.index());
    REQUIRE(world.ledger.size() == 3);
    CHECK(changed(world).comment == "Mer");
    CHECK(std::holds_alternative<FinishDraft>(world.ledger[2]));
    CHECK(world.model().feedback.comment.empty());
  }
}

TEST_CASE("a comment that is left while its answer is being saved anew follows it") {
  World world = writing();
  world.act(CloseSheet{});
  world.act(ToggleReason{"outdated"});
  world.act(WriteComment{});
  world.act(TypeText{"Mer"});
  world.act(CloseSheet{});
  CHECK(count<ChangeDraft>(world.ledger) == 1);
  world.saved();
  CHECK(changed(world).comment == "Mer");
  CHECK(changed(world).reasons.size() == 1);
}

TEST_CASE("500 characters may be written in any script, and not one more") {
  for (const std::string letter : {"a", "å", "ش", "\xF0\x9F\x98\x80"}) {
    World world = writing();
    for (int i = 0; i < 499; ++i) world.act(TypeText{letter, false});
    world.act(TypeText{letter + letter, false});
    CHECK(content::letters(world.model().feedback.comment) == 499);
    world.act(TypeText{letter, false});
    world.act(TypeText{letter, false});
    CHECK(content::letters(world.model().feedback.comment) == 500);
    world.act(CloseSheet{});
    CHECK(changed(world).comment.size() == 500 * letter.size());
    world.saved();
    world.act(WriteComment{});
    world.act(EraseText{});
    CHECK(content::letters(world.model().feedback.comment) == 499);
  }
}

TEST_CASE("spaces alone are no comment, and undo takes the comment with the answer") {
  World world = writing();
  for (int i = 0; i < 3; ++i) world.act(TypeText{" ", false});
  world.act(CloseSheet{});
  CHECK(count<ChangeDraft>(world.ledger) == 0);
  world.act(WriteComment{});
  world.act(TypeText{"Mer"});
  world.act(CloseSheet{});
  world.saved();
  world.act(UndoAnswer{});
  CHECK(count<DropDraft>(world.ledger) == 1);
  CHECK(count<FinishDraft>(world.ledger) == 0);
  world.act(GiveAnswer{true});
  CHECK(std::get<SaveDraft>(world.ledger.back()).answer.comment.empty());
}

TEST_CASE("the 60 s wait for who writes, and begin anew when the keys are left") {
  Config::Visit patient;
  patient.idle_timeout_s = 900;
  Installation installation;
  installation.comment = true;
  World world({}, patient, installation);
  world.act(Open{ScreenId::article, "alpha"});
  world.act(GiveAnswer{true});
  world.saved();
  world.act(WriteComment{});
  world.act(TypeText{"M"});
  world.wait_s(300);
  CHECK(world.model().feedback.writing);
  CHECK(count<FinishDraft>(world.ledger) == 0);
  world.act(CloseSheet{});
  world.saved();
  world.wait_s(59);
  CHECK(world.model().sheet == Sheet::feedback);
  world.wait_s(1);
  CHECK(world.model().sheet == Sheet::none);
  CHECK(count<FinishDraft>(world.ledger) == 1);
}
