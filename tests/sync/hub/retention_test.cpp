#include "sync/hub/retention.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/process.h"
#include "tests/sync/hub/house.h"

using namespace entre;
using namespace entre::hub;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

// Three answers with comments, received 100, 10 and 0 days before the clock's time.
struct Archive {
  Archive() {
    auto store = SqliteStore::open(path);
    REQUIRE(store.ok());
    REQUIRE((*store)->put_kiosk(kiosk_id, "Foyer, \"upper\"", "hash", 0).ok());
    std::int64_t sequence = 0;
    for (const std::int64_t days : {100, 10, 0}) {
      wire::FeedbackEvent one = event(++sequence);
      one.comment = "=secret" + std::to_string(days);
      one.reasons = {"unclear", "too_long"};
      const std::vector<Record> records{{one, "hash" + std::to_string(sequence)}};
      REQUIRE((*store)->add(kiosk_id, epoch, records, clock.unix_ms() - days * day_ms + 61'000).ok());
    }
  }
  std::string exported(ExportFormat format) const {
    std::string text;
    auto done = export_answers(path, format, [&](std::string_view part) { text += part; });
    REQUIRE(done.ok());
    return text;
  }
  bool disk_holds(const std::string& text) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), {});
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  }
  test::TempFolder folder;
  std::string path = folder.file("hub.db");
  StandingClock clock;
};

}  // namespace

TEST_CASE("a purge deletes what is older than its days, from the disk too, and writes down what it did") {
  Archive archive;
  CHECK(archive.disk_holds("secret100"));
  const auto done = purge(archive.path, {50, 5, std::nullopt}, archive.clock);
  REQUIRE(done.ok());
  CHECK(done->answers == 1);
  CHECK(done->comments == 1);
  CHECK_FALSE(archive.disk_holds("secret100"));
  CHECK_FALSE(archive.disk_holds("secret10"));
  const Json left = Json::parse(archive.exported(ExportFormat::json));
  REQUIRE(left.size() == 2);
  CHECK(left[0]["comment"] == "");
  CHECK(left[1]["comment"] == "=secret0");
  REQUIRE(purge(archive.path, {std::nullopt, 1, std::nullopt}, archive.clock).ok());
  const auto log = purge_log(archive.path);
  REQUIRE(log.ok());
  REQUIRE(log->size() == 2);
  CHECK((*log)[0].answers_before == "2023-11-20T12:00:00Z");
  CHECK((*log)[1].answers_before == "");
  CHECK((*log)[1].answers == 0);
}

TEST_CASE("a purge takes a kiosk's hourly counts too, and they are not taken again") {
  Archive archive;
  const auto hour = [&](std::int64_t sequence, const std::string& word) {
    Record record{event(sequence), "hash" + std::to_string(sequence), std::nullopt};
    record.usage = wire::UsageEvent{sequence, kiosk_id, epoch, archive.clock.unix_ms(), {}, true};
    record.usage->usage.visits = sequence;
    record.usage->usage.words[word] = 1;
    return record;
  };
  {
    auto store = SqliteStore::open(archive.path);
    const std::int64_t now_ms = archive.clock.unix_ms();
    REQUIRE((*store)->add(kiosk_id, epoch, {hour(4, "oldword")}, now_ms - 100 * day_ms).ok());
    REQUIRE((*store)->add(kiosk_id, epoch, {hour(5, "newword")}, now_ms).ok());
  }
  CHECK(archive.disk_holds("oldword"));
  // Days for answers say nothing of counts.
  REQUIRE(purge(archive.path, {50, 50, std::nullopt}, archive.clock)->counts == 0);
  CHECK(archive.disk_holds("oldword"));
  const auto done = purge(archive.path, {std::nullopt, std::nullopt, 50}, archive.clock);
  REQUIRE(done.ok());
  CHECK(done->counts == 1);
  CHECK(done->answers == 0);
  CHECK_FALSE(archive.disk_holds("oldword"));
  CHECK(purge_log(archive.path)->back().counts_before == "2023-11-20T12:00:00Z");
  auto store = SqliteStore::open(archive.path);
  CHECK((*store)->usage()->visits == 5);
  const auto again = (*store)->add(kiosk_id, epoch, {hour(4, "oldword")}, archive.clock.unix_ms());
  CHECK(again->outcomes[0] == Outcome::duplicate);
}

TEST_CASE("an answer that was purged is a duplicate when it comes again") {
  Archive archive;
  REQUIRE(purge(archive.path, {50, std::nullopt, std::nullopt}, archive.clock).ok());
  auto store = SqliteStore::open(archive.path);
  const auto again = (*store)->add(kiosk_id, epoch, {{event(1), "hash1"}}, archive.clock.unix_ms());
  REQUIRE(again.ok());
  CHECK(again->outcomes[0] == Outcome::duplicate);
}

TEST_CASE("an export holds every answer once, quoted as CSV says, and no cell is a formula") {
  Archive archive;
  const std::string csv = archive.exported(ExportFormat::csv);
  CHECK(csv.starts_with(
      "kiosk_id,kiosk,page,language,release,useful,reasons,comment,time,received,clock_trusted,test\r\n"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 4);
  CHECK(
      csv.find(
          kiosk_id +
          ",\"Foyer, \"\"upper\"\"\",our-task,sv,2,0,\"[\"\"unclear\"\",\"\"too_long\"\"]\",'=secret100,") !=
      std::string::npos);
  const Json json = Json::parse(archive.exported(ExportFormat::json));
  REQUIRE(json.size() == 3);
  CHECK(json[0]["reasons"] == Json{"unclear", "too_long"});
  CHECK(json[0]["useful"] == false);
}

TEST_CASE("what is exported carries no time finer than 15 minutes and no boot") {
  Archive archive;
  for (const Json& row : Json::parse(archive.exported(ExportFormat::json))) {
    for (const char* column : {"time", "received"}) {
      const std::string time = row[column];
      CHECK_MESSAGE((time.ends_with(":00:00Z") || time.ends_with(":15:00Z") || time.ends_with(":30:00Z") ||
                     time.ends_with(":45:00Z")),
                    column, " ", time);
    }
    CHECK_FALSE(row.contains("boot_id"));
  }
}

TEST_CASE("the program exports and purges, and refuses a purge that names no days") {
  Archive archive;
  const auto hub = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), test::program("kiosk-hub"));
    arguments.insert(arguments.end(), {"--db", archive.path});
    return test::run(arguments);
  };
  CHECK(hub({"export"}).out == archive.exported(ExportFormat::csv));
  CHECK(hub({"export", "--format", "json"}).out == archive.exported(ExportFormat::json));
  CHECK(hub({"export", "--format", "xml"}).exit_code == 2);
  CHECK(hub({"purge"}).exit_code == 2);
  CHECK(hub({"purge", "--answers-days", "0"}).exit_code == 2);
  CHECK(hub({"purge", "--answers-days", "1"}).exit_code == 0);
  CHECK(hub({"purge", "--log"}).out.find(" 3 answers from before ") != std::string::npos);
}
