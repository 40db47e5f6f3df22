#include <doctest/doctest.h>

#include "sync/hub/dashboard.h"
#include "tests/sync/hub/house.h"

using namespace entre;
using namespace entre::hub;

namespace {

std::string hour(std::int64_t sequence, std::int64_t visits) {
  wire::UsageEvent counts;
  counts.sequence = sequence;
  counts.kiosk_id = event(1).kiosk_id;
  counts.epoch = event(1).epoch;
  counts.unix_ms = 1'704'798'000'000;
  counts.usage.visits = visits;
  counts.usage.pages = {{"our-task", visits + 1}};
  counts.usage.languages = {{"sv", visits}};
  return wire::encode_event(counts);
}

wire::BatchReply post(House& house, const std::vector<std::string>& events) {
  const HttpResponse response = house.post_batch(wire::encode_batch(events));
  REQUIRE(response.status == 200);
  return *wire::decode_reply(response.body);
}

}  // namespace

TEST_CASE("an hour's counts are stored once, and answers and hours share their numbers") {
  House house;
  const std::string answer = wire::encode_event(event(1));
  auto reply = post(house, {answer, hour(2, 5), hour(4, 1)});
  for (const auto& item : reply.results) CHECK(item.status == "stored");
  CHECK(reply.contiguous_through == 2);
  CHECK(reply.missing == std::vector<std::int64_t>{3});
  reply = post(house, {answer, hour(2, 5), hour(4, 9), wire::encode_event(event(3))});
  CHECK(reply.results[0].status == "duplicate");
  CHECK(reply.results[1].status == "duplicate");
  CHECK(reply.results[2].status == "conflict");
  CHECK(reply.results[3].status == "stored");
  CHECK(reply.contiguous_through == 4);
  const auto usage = house.store->usage();
  REQUIRE(usage.ok());
  CHECK(usage->visits == 6);
  CHECK(usage->pages == wire::Usage::Counts{{"our-task", 8}});
  CHECK(usage->languages == wire::Usage::Counts{{"sv", 6}});
}

TEST_CASE("the dashboard shows the share of yes beside how often a page was opened") {
  wire::Usage usage;
  usage.visits = 40;
  usage.pages = {{"our-task", 12}};
  usage.words = {{"<b>", 1}};
  const std::string html =
      dashboard_main({{"our-task", "sv", 2, 1, 0}, {"our-task", "en", 1, 0, 0}}, usage, {}, StandingClock());
  CHECK(html.find("Besök: 40.") != std::string::npos);
  CHECK(html.find("our-task</th><td class=\"number\">12</td><td class=\"number\">4</td><td "
                  "class=\"number\">75\u00a0%</td>") != std::string::npos);
  CHECK(html.find("&lt;b&gt; 1") != std::string::npos);
}

TEST_CASE("a hub's database from before usage counts is opened and takes them") {
  test::TempFolder folder;
  const std::string path = folder.file("hub.db");
  {
    auto store = SqliteStore::open(path);
    REQUIRE(store.ok());
  }
  {
    // As the first version left it.
    auto db = Database::open(path, Database::Mode::read_write);
    REQUIRE(
        db->execute(
              "DROP VIEW event; DROP TABLE usage; DROP TABLE purge; DROP TABLE enrolment; DROP TABLE alarm;"
              "ALTER TABLE kiosk DROP COLUMN place; ALTER TABLE kiosk DROP COLUMN token_time; PRAGMA "
              "user_version=1;")
            .ok());
  }
  auto store = SqliteStore::open(path);
  REQUIRE_MESSAGE(store.ok(), (store ? "" : store.error().message));
  CHECK((*store)->usage()->visits == 0);
}
