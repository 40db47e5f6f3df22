// Flipped bits and zeroed pages, in the content file and in the ledger.
#include <doctest/doctest.h>

#include <algorithm>

#include "sync/content/content_file.h"
#include "tests/faults/campaign.h"
#include "tests/faults/ledger_campaign.h"
#include "tests/sync/client/release_server.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr std::size_t page_bytes = 4096;

// One bit, or one page of zeros, somewhere in the bytes.
void damage(std::string* bytes, bool whole_page, FakeRandom& random) {
  if (bytes->empty()) return;
  if (whole_page) {
    const std::size_t at = uniform(random, (bytes->size() + page_bytes - 1) / page_bytes) * page_bytes;
    const std::size_t count = std::min(page_bytes, bytes->size() - at);
    bytes->replace(at, count, std::string(count, '\0'));
  } else {
    (*bytes)[uniform(random, bytes->size())] ^= char(1u << uniform(random, 8));
  }
}

// Everything that a screen can show of a file is what was signed, or is refused. True: something was refused.
bool everything_is_signed(const content::ContentFile& file, const content::ContentFile& sound) {
  bool refused = false;
  const auto entries = *sound.documents();
  for (const auto& entry : entries) {
    auto bytes = file.document(entry.target);
    if (bytes) CHECK_MESSAGE(*bytes == *sound.document(entry.target), entry.target);
    refused |= !bytes;
  }
  auto pages = file.pages("sv");
  const auto sound_pages = sound.pages("sv");
  for (std::size_t i = 0; pages && i < pages->size(); ++i) {
    const auto same = std::find_if(sound_pages->begin(), sound_pages->end(),
                                   [&](const auto& page) { return page.id == (*pages)[i].id; });
    REQUIRE(same != sound_pages->end());
    CHECK((*pages)[i].title == same->title);
    CHECK((*pages)[i].summary == same->summary);
  }
  const auto answer = file.search("text", "sv");
  for (std::size_t i = 0; answer && i < answer->hits.size(); ++i)
    static_cast<void>(file.page(answer->hits[i].id, "sv").ok());
  return refused || !pages || !answer;
}

void damage_content(int count) {
  ReleaseServer server;
  server.publish(FakeClock());
  Home home(server);
  REQUIRE(home.sync().exit_code() == client::ExitCode::ok);
  const std::string path = home.paths.content_folder + "/content-1.db";
  const std::string whole = *home.files.read(path, 100'000'000);
  const std::string copy = home.folder.file("sound.db");
  REQUIRE(home.files.write(copy, whole, 0644).ok());
  const auto sound = *content::ContentFile::open(copy);
  FakeRandom random(7);
  int unopened = 0, refused = 0;
  for (int i = 0; i < 2 * count; ++i) {
    CAPTURE(i);
    std::string bytes = whole;
    damage(&bytes, i >= count, random);
    REQUIRE(home.files.write(path, bytes, 0644).ok());
    {
      auto file = content::ContentFile::open(path);
      unopened += !file;
      if (file) refused += everything_is_signed(**file, *sound);
    }
    // Each sync is a process of its own: it checks every document anew.
    REQUIRE(home.sync().exit_code() == client::ExitCode::ok);
    auto healed = content::ContentFile::open(path);
    REQUIRE(healed.ok());
    const auto entries = *sound->documents();
    for (const auto& entry : entries) {
      const auto document = (*healed)->document(entry.target);
      CHECK_MESSAGE(document.ok(), entry.target, document ? "" : ": " + document.error().message);
    }
  }
  report_campaign("bit flips and zeroed pages in content", 2 * count,
                  std::to_string(unopened) + " not opened, " + std::to_string(refused) +
                      " refused in part, nothing shown that was not signed");
}

// A ledger with answers final, sealed, dead and in draft; some only in its log where the power was cut.
struct Damaged {
  DiskImage image;
  Oracle oracle;
  AnswerServer server;
};

Damaged used_ledger(bool with_log) {
  LedgerWorld world;
  world.use();
  for (int i = 0; i < 40; ++i) REQUIRE(world.give(i % 4 != 0));
  REQUIRE(world.outbox->next_batch().ok());
  if (with_log) return {world.disk.now(), world.oracle, world.server};
  world.outbox.reset();  // the log goes into the file
  return {world.disk.now(), world.oracle, world.server};
}

void damage_ledger(int count, bool in_log) {
  const Damaged before = used_ledger(in_log);
  FakeRandom random(11);
  int set_aside = 0, damaged_lost = 0, reported = 0;
  LedgerWorld world(2);  // its epochs are others
  const std::string old_root = before.image.begin()->first.substr(0, before.image.begin()->first.rfind('/'));
  for (int i = 0; i < 2 * count; ++i) {
    CAPTURE(i);
    DiskImage image;
    for (const auto& [path, file] : before.image)
      image[world.disk.root() + path.substr(old_root.size())] = file;
    damage(&image.at(world.path() + (in_log ? "-wal" : "")).bytes, i >= count, random);
    // A log is judged by its index, and without one by itself.
    if (in_log && i % 2 == 0) image.erase(world.path() + "-shm");
    world.outbox.reset();
    world.disk.install(image);
    world.server = before.server;
    world.server.events_max = wire::batch_events_max;
    world.oracle = before.oracle;
    const auto opened = world.open();
    REQUIRE_MESSAGE(opened.ok(), opened.error().message);
    REQUIRE(world.outbox->finish_all_drafts().ok());
    REQUIRE(world.give(true));
    auto report = world.upload();
    REQUIRE_MESSAGE(!report.error, report.error->message);
    // Damage may take answers: then the ledger was set aside, which the status reports.
    const auto lost = world.oracle.lost(world.server, world.path());
    bool aside = false;
    for (const auto& [path, file] : world.disk.now()) aside |= path.find(".damaged-") != std::string::npos;
    set_aside += aside;
    damaged_lost += int(lost.size());
    reported += aside && !lost.empty();
    CHECK((lost.empty() || aside));
    for (const std::string& page : lost) world.oracle.undoing(page);
    const std::string wrong = world.oracle.check_healed(world.server, world.path());
    CHECK_MESSAGE(wrong == "", wrong);
    const std::string sent = world.check_sent();
    CHECK_MESSAGE(sent == "", sent);
    // A page holds some ten answers, and a zeroed place lies on two at most; the others are salvaged.
    CHECK(lost.size() <= 24);
  }
  world.outbox.reset();
  report_campaign(
      in_log ? "bit flips and zeroed pages in the ledger's log" : "bit flips and zeroed pages in the ledger",
      2 * count,
      std::to_string(set_aside) + " set aside, " + std::to_string(damaged_lost) +
          " answers on damaged places of " + std::to_string(2 * count * int(before.oracle.told())) +
          ", none doubled or changed");
}

}  // namespace

TEST_CASE("no flipped bit and no zeroed page of the content is shown, and the next sync heals it") {
  QuietLog quiet;
  damage_content(500);
}

TEST_CASE(
    "no flipped bit and no zeroed page of the ledger changes or doubles an answer, and what is sound goes "
    "on") {
  QuietLog quiet;
  damage_ledger(500, false);
  damage_ledger(100, true);
}

TEST_SUITE("long") {
  TEST_CASE("damage to the ledger, five thousand of each") {
    QuietLog quiet;
    damage_ledger(5000, false);
  }
  TEST_CASE("damage to the content, five thousand of each") {
    QuietLog quiet;
    damage_content(5000);
  }
  TEST_CASE("damage to the ledger's log, five thousand of each") {
    QuietLog quiet;
    damage_ledger(5000, true);
  }
}
