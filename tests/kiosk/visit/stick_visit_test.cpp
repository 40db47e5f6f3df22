// How staff save answers on a stick: what each touch asks of the staff thread, and what is waited for.
#include <doctest/doctest.h>

#include "kiosk/visit/staff_visit.h"

using namespace entre::visit;

namespace {

struct Panel {
  Staff staff;
  StaffVisit visit{staff};
  std::int64_t now_ms = 1'000'000;

  Panel() {
    visit.open(true, now_ms);
    visit.act({StaffCommand::digit, 1}, now_ms);
    staff.pin = PinState::judging;
    visit.apply(PinLooked{PinState::asked, true, 5, 0}, now_ms);
    visit.apply(KioskLooked{std::make_shared<StaffOverview>()}, now_ms);
    visit.take_requests();
    visit.act({StaffCommand::show, static_cast<int>(StaffPage::stick)}, now_ms);
  }
  void act(StaffCommand command, int value = 0) { visit.act({command, value}, now_ms); }
  void tell(StickPhase phase) {
    StickLooked looked;
    looked.seen.phase = phase;
    visit.apply(looked, now_ms);
  }
  void wait_ms(std::int64_t ms) {
    now_ms += ms;
    visit.tick(now_ms);
  }
  // The only request since the last look here.
  template <class Request>
  bool asks() {
    const auto requests = visit.take_requests();
    return requests.size() == 1 && std::holds_alternative<Request>(requests[0]);
  }
  bool asks_nothing() { return visit.take_requests().empty(); }
};

}  // namespace

TEST_CASE("while staff wait for a stick it is looked for each second, one look at a time") {
  Panel panel;
  CHECK(panel.asks<LookAtStick>());
  panel.wait_ms(5'000);
  CHECK(panel.asks_nothing());
  CHECK_FALSE(panel.visit.settled());
  panel.tell(StickPhase::none);
  CHECK(panel.visit.next_deadline_ms() <= panel.now_ms);
  panel.wait_ms(0);
  CHECK(panel.asks<LookAtStick>());
  panel.tell(StickPhase::ready);
  panel.wait_ms(999);
  CHECK(panel.asks_nothing());
  panel.wait_ms(1);
  CHECK(panel.asks<LookAtStick>());
}

TEST_CASE("each step of the saving asks for the next, until it has ended") {
  Panel panel;
  panel.tell(StickPhase::ready);
  panel.visit.take_requests();
  panel.act(StaffCommand::save_answers, 1);
  const auto requests = panel.visit.take_requests();
  REQUIRE(requests.size() == 1);
  CHECK(std::get<SaveAnswers>(requests[0]).as_json);
  for (const StickPhase phase : {StickPhase::opening, StickPhase::writing, StickPhase::writing,
                                 StickPhase::checking, StickPhase::releasing}) {
    panel.tell(phase);
    CHECK(panel.asks<GoOnWithStick>());
    // A second finger saves nothing twice.
    panel.act(StaffCommand::save_answers);
    CHECK(panel.asks_nothing());
  }
  panel.tell(StickPhase::done);
  panel.wait_ms(60'000);
  CHECK(panel.asks_nothing());
  CHECK(panel.visit.settled());
  panel.act(StaffCommand::look_at_stick);
  CHECK(panel.staff.stick.phase == StickPhase::looking);
  CHECK(panel.asks<LookAtStick>());
}

TEST_CASE("the word of a look that was on its way when staff said to save neither stops nor doubles it") {
  Panel panel;
  panel.tell(StickPhase::ready);
  panel.visit.take_requests();
  panel.wait_ms(1'000);
  CHECK(panel.asks<LookAtStick>());
  panel.act(StaffCommand::save_answers);
  CHECK(panel.asks<SaveAnswers>());
  panel.tell(StickPhase::ready);
  CHECK(is_busy(panel.staff.stick.phase));
  CHECK(panel.asks_nothing());
  panel.tell(StickPhase::opening);
  CHECK(panel.asks<GoOnWithStick>());
}

TEST_CASE("Cancel and Back end the saving after the step that is under way, and Back leaves the page then") {
  for (const StaffCommand command : {StaffCommand::leave_stick, StaffCommand::back}) {
    Panel panel;
    panel.tell(StickPhase::ready);
    panel.act(StaffCommand::save_answers);
    panel.tell(StickPhase::writing);
    panel.visit.take_requests();
    panel.act(command);
    CHECK(panel.asks_nothing());
    CHECK(panel.staff.page == StaffPage::stick);
    panel.tell(StickPhase::writing);
    CHECK(panel.asks<LeaveStick>());
    panel.tell(StickPhase::cancelled);
    CHECK(panel.asks_nothing());
    panel.act(StaffCommand::back);
    CHECK(panel.staff.page == StaffPage::overview);
  }
}

TEST_CASE("no key leads away from a stick that is written, and the two minutes begin when it has ended") {
  Panel panel;
  panel.tell(StickPhase::ready);
  panel.act(StaffCommand::save_answers);
  panel.act(StaffCommand::show, static_cast<int>(StaffPage::overview));
  CHECK(panel.staff.page == StaffPage::stick);
  for (int minutes = 0; minutes < 10; ++minutes) {
    panel.wait_ms(60'000);
    panel.tell(StickPhase::writing);
    CHECK_FALSE(panel.visit.wants_to_close());
  }
  panel.tell(StickPhase::done);
  panel.wait_ms(119'999);
  CHECK_FALSE(panel.visit.wants_to_close());
  panel.wait_ms(1);
  CHECK(panel.visit.wants_to_close());
}

TEST_CASE("without a stick nothing is saved, whatever is touched") {
  Panel panel;
  for (const StickPhase phase :
       {StickPhase::none, StickPhase::foreign, StickPhase::failed, StickPhase::done}) {
    panel.tell(phase);
    panel.visit.take_requests();
    panel.act(StaffCommand::save_answers);
    panel.act(StaffCommand::leave_stick);
    CHECK(panel.asks_nothing());
  }
}
