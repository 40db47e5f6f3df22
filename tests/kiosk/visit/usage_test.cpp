// What a visit adds to the hour's counts, and when an hour reaches the ledger.
#include <doctest/doctest.h>

#include "kiosk/visit/ledger_thread.h"
#include "session_world.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::visit;
using namespace entre::visit::test;

namespace {

wire::Usage counted(const World& world) {
  wire::Usage sum;
  for (const LedgerRequest& request : world.usage)
    if (const auto* count = std::get_if<CountUsage>(&request)) sum += count->usage;
  return sum;
}

struct Desk {
  entre::test::TempFolder folder;
  SystemFiles files;
  entre::test::FakeClock clock;
  SystemRandom random;
  LedgerOptions options{folder.file("outbox.db"), "0b0c6a52-7d0e-4a5e-9a51-0d7a1d8a7f11",
                        folder.file("requests")};
  std::vector<wire::UsageEvent> hours() {
    auto opened = outbox::Outbox::open(options.outbox_file, options.kiosk_id, files, clock, random);
    REQUIRE(opened.ok());
    std::vector<wire::UsageEvent> all;
    const auto batch = opened->outbox->next_batch();
    if (!batch || !*batch) return all;
    const auto events = wire::decode_batch((*batch)->body);
    for (const wire::ReceivedEvent& event : *events)
      if (event.usage) all.push_back(*event.usage);
    return all;
  }
};

CountUsage visits(std::int64_t n) {
  CountUsage count;
  count.usage.visits = n;
  return count;
}

}  // namespace

TEST_CASE("a visit counts once, with the languages, aids and pages that it used") {
  World world;
  world.act(Open{ScreenId::article, "alpha"});
  world.act(Open{ScreenId::article, "beta"});
  world.act(GoBack{});
  world.act(SetLanguage{"en"});
  world.act(SetLanguage{"sv"});
  Preferences wanted = world.model().preferences;
  wanted.text_percent = 200;
  world.act(Adapt{wanted});
  wanted.text_percent = 150;
  world.act(Adapt{wanted});
  wire::Usage one = counted(world);
  CHECK(one.visits == 1);
  CHECK(one.pages == wire::Usage::Counts{{"alpha", 1}, {"beta", 1}});
  CHECK(one.languages == wire::Usage::Counts{{"sv", 1}, {"en", 1}});
  CHECK(one.aids == wire::Usage::Counts{{"text", 1}});
  world.act(EndVisit{});
  world.act(Open{ScreenId::contacts, ""});
  CHECK(counted(world).visits == 2);
  CHECK(counted(world).languages["sv"] == 2);
}

TEST_CASE("a search that found nothing counts when it is left, not at each letter") {
  World world;
  world.answer_searches = false;
  world.act(Open{ScreenId::search, ""});
  for (const char* letter : {"x", "q", "z"}) {
    world.act(TypeText{letter});
    world.session.apply(TextFound{world.model().search.text, "sv", {}}, world.now);
  }
  CHECK(counted(world).searches_without_hit == 0);
  world.act(GoHome{});
  CHECK(counted(world).searches_without_hit == 1);
}

TEST_CASE(
    "of a search without a hit the content's word that looks most like it counts, never what was written") {
  World world;
  world.answer_searches = false;
  for (int i = 0; i < 2; ++i) {
    world.act(Open{ScreenId::search, ""});
    world.act(TypeText{"forxknignar"});
    TextFound found{world.model().search.text, "sv", {}};
    found.found.nearest = {"forskning", "försök"};
    world.session.apply(found, world.now);
    world.act(GoHome{});
  }
  CHECK(counted(world).searches_without_hit == 2);
  CHECK(counted(world).words == wire::Usage::Counts{{"forskning", 2}});
}

TEST_CASE("Listen and keys count as aids, once a visit") {
  World world;
  for (int i = 0; i < 3; ++i) {
    world.act(Listen{});
    world.act(UseKeys{});
  }
  CHECK(counted(world).visits == 1);
  CHECK(counted(world).aids == wire::Usage::Counts{{"listen", 1}, {"keys", 1}});
  world.act(EndVisit{});
  world.act(UseKeys{});
  CHECK(counted(world).aids.at("keys") == 2);
}

TEST_CASE("the tour is nobody's visit") {
  Session session({}, {}, true, 0);
  session.apply(LibraryLoaded{small_library()}, 10);
  session.apply(Open{ScreenId::article, "alpha"}, 20);
  CHECK(count<CountUsage>(session.take_ledger_requests()) == 0);
}

TEST_CASE("at rest the hour is closed without a touch, and then nothing more is asked") {
  World world;
  world.act(Open{ScreenId::contacts, ""});
  world.act(EndVisit{});
  world.usage.clear();
  for (int minute = 0; minute < 61; ++minute) {
    world.wait_s(30);
    world.wait_s(30);
  }
  CHECK(count<CloseHour>(world.usage) == 121);
  world.usage.clear();
  world.wait_s(30);
  CHECK(world.usage.empty());
}

TEST_CASE("counts reach the ledger when their hour has passed, each hour in an event of its own") {
  Desk desk;
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  ledger.start();
  const std::int64_t hour_ms = desk.clock.unix_ms() - desk.clock.unix_ms() % 3'600'000;
  ledger.handle(visits(2));
  ledger.handle(visits(3));
  ledger.handle(CloseHour{});
  CHECK(desk.hours().empty());
  desk.clock.advance_ms(3'600'000);
  ledger.handle(visits(1));
  const auto hours = desk.hours();
  REQUIRE(hours.size() == 1);
  CHECK(hours[0].usage.visits == 5);
  CHECK(hours[0].unix_ms == hour_ms);
  CHECK(desk.files.exists(desk.folder.file("requests/upload")));
}

TEST_CASE("at shutdown the present hour is written too") {
  Desk desk;
  {
    LedgerThread thread(desk.options, desk.files, desk.clock, desk.random, [] {});
    REQUIRE(thread.ask(visits(4)));
  }
  REQUIRE(desk.hours().size() == 1);
  CHECK(desk.hours()[0].usage.visits == 4);
}

TEST_CASE("counts wait for a ledger that cannot be opened") {
  Desk desk;
  desk.options.outbox_file = desk.folder.file("missing/outbox.db");
  Ledger ledger(desk.options, desk.files, desk.clock, desk.random);
  ledger.handle(visits(4));
  desk.clock.advance_ms(3'600'000);
  ledger.handle(CloseHour{});
  REQUIRE(desk.files.make_folders(desk.folder.file("missing")).ok());
  ledger.handle(CloseHour{});
  REQUIRE(desk.hours().size() == 1);
  CHECK(desk.hours()[0].usage.visits == 4);
}
