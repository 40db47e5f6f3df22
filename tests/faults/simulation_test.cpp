// The whole loop in one process, on a clock, a network and a disk that fail as a seed says: publisher,
// server, kiosk-sync's code, the ledger, the hub's code. ENTRE_SEED=n runs that seed alone.
#include <doctest/doctest.h>

#include <cstdlib>

#include "platform/crypto.h"
#include "sync/content/content_file.h"
#include "sync/hub/hub.h"
#include "tests/faults/campaign.h"
#include "tests/faults/disk.h"
#include "tests/faults/oracle.h"
#include "tests/sync/client/release_server.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr int cycles_per_seed = 20;
constexpr std::int64_t ten_years_ms = 3650ll * 86'400'000, minute_ms = 60'000;

struct Counts {
  int syncs = 0, refused = 0, failed = 0, cuts = 0, disk_faults = 0, clock_steps = 0, network_faults = 0;
};

class Simulation {
 public:
  Simulation(std::uint64_t seed, Counts* counts)
      : counts_(*counts),
        random_(seed),
        server_(seed),
        home_(prepared()),
        disk_(home_.folder.path()),
        files_(disk_),
        oracle_(seed) {
    auto store = hub::SqliteStore::open(hub_folder_.file("hub.db"));
    REQUIRE(store.ok());
    store_ = *std::move(store);
    REQUIRE(store_->put_kiosk(home_.config.kiosk.id, "Foyer", sha256_hex("token-1"), 0).ok());
    hub_ = std::make_unique<hub::Hub>(*store_, home_.files, true_clock_, hub::HubOptions{});
    server_.on_post = [this](const HttpRequest& request) { return post(request); };
    home_.http.handler = [this](const HttpRequest& request) { return carry(request); };
    home_.http.parallel = 3;
  }

  void cycle() {
    true_clock_.advance_ms(5 * minute_ms);
    if (chance(4)) publish();
    faults();
    visit();
    sync();
    if (disk_.is_off()) cut();
    disk_.heal();
    network_ = Network::well;
    home_.clock.now_unix_ms = true_clock_.now_unix_ms;
    check();
  }

  void heal_and_check() {
    disk_.heal();
    home_.clock.now_unix_ms = true_clock_.now_unix_ms;
    network_ = Network::well;
    outbox_.reset();  // a draft that a fault kept from becoming final does so at the next start
    REQUIRE(open());
    for (int i = 0; i < 2; ++i) sync();  // the first may still carry a halved batch or a dropped part
    CHECK(last_exit_ == client::ExitCode::ok);
    CHECK(shown_text() == texts_[latest_]);
    outbox_.reset();
    const std::string wrong = oracle_.check_delivered(stored(), home_.paths.outbox_file);
    CHECK_MESSAGE(wrong == "", wrong);
  }

 private:
  enum class Network { well, away, refusing, losing_replies, cutting, doubling };

  bool chance(std::uint64_t one_in) { return uniform(random_, one_in) == 0; }

  ReleaseServer& prepared() {
    publish();
    return server_;
  }

  void publish() {
    const std::string text = "text " + std::to_string(++latest_);
    server_.set_page("one", text);
    if (latest_ > 1 && chance(3)) floor_ = latest_ - std::int64_t(uniform(random_, 2));
    server_.set_floor(floor_);
    server_.publish(true_clock_);
    texts_[latest_] = text;
    floors_[latest_] = floor_;
  }

  void faults() {
    if (chance(3)) {
      ++counts_.clock_steps;
      const auto off = std::int64_t(uniform(random_, std::uint64_t(2 * ten_years_ms))) - ten_years_ms;
      home_.clock.now_unix_ms += off;
    }
    if (chance(2)) {
      ++counts_.network_faults;
      network_ = static_cast<Network>(uniform(random_, 6));
    }
    if (!chance(2)) return;
    constexpr DiskFault kinds[] = {DiskFault::power_off, DiskFault::power_off,   DiskFault::full,
                                   DiskFault::io,        DiskFault::sync_failed, DiskFault::read_only};
    const DiskFault fault = kinds[uniform(random_, std::size(kinds))];
    ++counts_.disk_faults;
    disk_.fail_change(1 + int(uniform(random_, 200)), fault, chance(2));
  }

  bool open() {
    if (outbox_) return true;
    auto opened = outbox::Outbox::open(home_.paths.outbox_file, home_.config.kiosk.id, files_, home_.clock,
                                       home_.random);
    if (!opened) return false;
    outbox_ = std::move(opened->outbox);
    return outbox_->finish_all_drafts().ok();
  }

  void visit() {
    if (!open()) return;
    const auto answers = uniform(random_, 4);
    for (std::uint64_t i = 0; i < answers; ++i) {
      const outbox::Answer answer = oracle_.next();
      const auto draft = outbox_->add_draft(answer);
      if (!draft) continue;
      oracle_.saved(answer);
      if (chance(5)) {
        oracle_.undoing(answer.page);
        static_cast<void>(outbox_->undo_draft(*draft).ok());
      } else if (!chance(4)) {
        static_cast<void>(outbox_->finish_draft(*draft).ok());
      }
    }
    static_cast<void>(outbox_->finish_all_drafts().ok());
  }

  void sync() {
    static_cast<void>(files_.write(home_.paths.token_file, "token-1", 0600).ok());
    auto made =
        client::Sync::create(home_.config, home_.paths, {home_.http, files_, home_.clock, home_.random},
                             {[](const client::Progress&) {}, [] { return false; }});
    REQUIRE(made.ok());
    last_exit_ = (*made)->run().exit_code();
    ++counts_.syncs;
    counts_.refused += last_exit_ == client::ExitCode::refused;
    counts_.failed += last_exit_ == client::ExitCode::failed;
  }

  void cut() {
    ++counts_.cuts;
    outbox_.reset();
    const Cut kind = all_cuts[uniform(random_, 3)];
    disk_.install(disk_.after(kind, uniform(random_, 1u << 30)));
    home_.clock.reboot("boot-" + std::to_string(counts_.cuts));
    boots_.insert(home_.clock.boot_id());
  }

  void check() {
    const std::string wrong = oracle_.check_kept(stored(), home_.paths.outbox_file);
    CHECK_MESSAGE(wrong == "", wrong);
    const std::string sent = Oracle::check_sent(home_.http.requests, boots_);
    CHECK_MESSAGE(sent == "", sent);
    home_.http.requests.clear();
    auto shown = content::open_newest(files_, home_.paths.content_folder);
    // Before the first sync there is nothing; afterwards something signed is there at any time.
    if (!shown) {
      CHECK(shown_before_ == 0);
      return;
    }
    const std::int64_t release = (*shown)->release();
    CHECK(shown_text() == texts_[release]);
    CHECK(release >= floor_known_);
    shown_before_ = release;
    floor_known_ = std::max(floor_known_, floors_[release]);
  }

  std::string shown_text() {
    auto shown = content::open_newest(files_, home_.paths.content_folder);
    if (!shown) return "nothing: " + shown.error().message;
    auto page = (*shown)->page("one", "sv");
    return page ? content::plain_text(page->blocks) : "damaged: " + page.error().message;
  }

  // The hub's rows.
  Oracle::Bodies stored() const {
    Oracle::Bodies bodies;
    const auto db = Database::open(hub_folder_.file("hub.db"), Database::Mode::read_only);
    REQUIRE(db.ok());
    auto select = db->prepare(std::string("SELECT ") + body_sql + " FROM feedback");
    REQUIRE(select.ok());
    auto row = select->step();
    for (; row && *row; row = select->step()) bodies.push_back(select->column_text(0));
    REQUIRE(row.ok());
    return bodies;
  }

  HttpResponse post(const HttpRequest& request) {
    hub::Request asked;
    asked.method = "POST";
    asked.path = request.url.substr(std::string("https://hub.test").size());
    asked.body = request.body;
    for (const std::string& header : request.headers) {
      const auto colon = header.find(": ");
      const std::string name = header.substr(0, colon), value = header.substr(colon + 2);
      if (name == "Authorization") asked.authorization = value;
      if (name == "Content-Type") asked.content_type = value;
      if (name == "Content-Digest") asked.content_digest = value;
    }
    hub::Reply reply = hub_->handle(asked);
    HttpResponse response{reply.status, {}, std::move(reply.body)};
    return response;
  }

  Result<HttpResponse> carry(const HttpRequest& request) {
    const Error away{ErrorKind::unavailable, request.url + ": no answer"};
    if (network_ != Network::well && chance(4)) {
      switch (network_) {
        case Network::away:
          return away;
        case Network::refusing:
          return HttpResponse{chance(2) ? 503 : 500, {{"retry-after", "60"}}, "busy"};
        case Network::losing_replies:
          static_cast<void>(server_.answer(request).ok());
          return away;
        case Network::cutting: {
          auto response = server_.answer(request);
          if (!response || response->body.empty()) return away;
          response->body.resize(uniform(random_, response->body.size()));
          response->is_complete = !request.keep_partial;
          return response;
        }
        case Network::doubling:
          static_cast<void>(server_.answer(request).ok());
          break;
        case Network::well:
          break;
      }
    }
    if (chance(8)) home_.clock.advance_ms(std::int64_t(uniform(random_, minute_ms)));
    return server_.answer(request);
  }

  Counts& counts_;
  FakeRandom random_;
  FakeClock true_clock_;
  std::int64_t latest_ = 0, floor_ = 1, floor_known_ = 0, shown_before_ = 0;
  std::map<std::int64_t, std::string> texts_;
  std::map<std::int64_t, std::int64_t> floors_;
  ReleaseServer server_;
  Home home_;
  Disk disk_;
  DiskFiles files_;
  TempFolder hub_folder_;
  std::unique_ptr<hub::SqliteStore> store_;
  std::unique_ptr<hub::Hub> hub_;
  std::unique_ptr<outbox::Outbox> outbox_;
  Oracle oracle_;
  std::set<std::string> boots_{home_.clock.boot_id()};
  Network network_ = Network::well;
  client::ExitCode last_exit_ = client::ExitCode::ok;
};

// A million cycles take hours: what has been done is told now and then, and ENTRE_SEED=1001-2000 does a part.
constexpr std::uint64_t seeds_told = 500;

void report(std::uint64_t seeds, const Counts& counts) {
  report_campaign("seeded simulation", static_cast<long long>(seeds * cycles_per_seed),
                  std::to_string(counts.syncs) + " syncs, " + std::to_string(counts.failed) + " failed, " +
                      std::to_string(counts.refused) + " refused, " + std::to_string(counts.cuts) +
                      " power cuts, " + std::to_string(counts.disk_faults) + " disk faults, " +
                      std::to_string(counts.network_faults) + " bad networks, " +
                      std::to_string(counts.clock_steps) + " clock steps");
}

void simulate(int cycles) {
  Counts counts;
  std::uint64_t first = 1, last = std::uint64_t(cycles / cycles_per_seed);
  if (const char* part = std::getenv("ENTRE_SEED")) {
    char* end = nullptr;
    first = last = std::strtoull(part, &end, 10);
    if (*end == '-') last = std::strtoull(end + 1, nullptr, 10);
  }
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    CAPTURE(seed);
    Simulation simulation(seed, &counts);
    for (int i = 0; i < cycles_per_seed; ++i) {
      CAPTURE(i);
      simulation.cycle();
    }
    simulation.heal_and_check();
    if (const std::uint64_t done = seed - first + 1; done % seeds_told == 0 || seed == last)
      report(done, counts);
  }
}

}  // namespace

TEST_CASE(
    "whatever a seed does to clock, network and disk, every answer arrives once and only signed pages are "
    "shown") {
  QuietLog quiet;
  simulate(2000);
}

TEST_SUITE("long") {
  TEST_CASE("simulation, a million cycles") {
    QuietLog quiet;
    simulate(1'000'000);
  }
}
