// The ledger's figures as JSON: `tap FOLDER COUNT`, `fill FOLDER KIOSK COUNT`, `insert FOLDER COUNT`,
// `post HUB KIOSK TOKEN COUNT`.
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "platform/crypto.h"
#include "platform/http.h"
#include "sync/hub/store.h"
#include "sync/outbox/outbox.h"

using namespace entre;

namespace {

constexpr const char* bench_kiosk = "6f1c0b52-6a0e-4d6e-9f2d-0d7c1f3a5b11";
constexpr int batch_events = 256;

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "ledger_bench: %s\n", message.c_str());
  std::exit(1);
}

double now_us() {
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double at(std::vector<double> times, double share) {
  std::sort(times.begin(), times.end());
  return times[std::size_t(double(times.size() - 1) * share)];
}

outbox::Answer an_answer() {
  outbox::Answer answer;
  answer.page = "what-is-it";
  answer.language = "sv";
  answer.release = 1;
  answer.reasons = {"hard_to_read"};
  return answer;
}

struct Ports {
  SystemFiles files;
  SystemClock clock;
  SystemRandom random;
};

std::unique_ptr<outbox::Outbox> open(const std::string& folder, const std::string& kiosk, Ports& ports) {
  auto opened = outbox::Outbox::open(folder + "/outbox.db", kiosk, ports.files, ports.clock, ports.random);
  if (!opened) fail(opened.error().message);
  return std::move(opened->outbox);
}

// By turns, so that both meet the same moments of the disk.
void tap(const std::string& folder, int count) {
  struct statfs info {};
  if (statfs(folder.c_str(), &info) != 0) fail(folder + ": cannot be read");
  if (info.f_type == TMPFS_MAGIC) fail(folder + " is on tmpfs, which never syncs: name a folder on a disk");
  Ports ports;
  auto ledger = open(folder, bench_kiosk, ports);
  const std::string block(4096, 'x');
  const int fd =
      ::open((folder + "/append.bin").c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  std::vector<double> commits, appends;
  for (int i = 0; i < count; ++i) {
    const double began = now_us();
    if (!ledger->add_draft(an_answer())) fail("an answer was not saved");
    const double saved = now_us();
    if (write(fd, block.data(), block.size()) != 4096 || fdatasync(fd) != 0) fail("append failed");
    commits.push_back(saved - began);
    appends.push_back(now_us() - saved);
  }
  close(fd);
  fmt::print(
      "{{\"commit_p50_us\":{:.0f},\"commit_p99_us\":{:.0f},\"append_p50_us\":{:.0f},\"append_p99_us\":{:.0f}}"
      "}\n",
      at(commits, 0.5), at(commits, 0.99), at(appends, 0.5), at(appends, 0.99));
}

void fill(const std::string& folder, const std::string& kiosk, int count) {
  Ports ports;
  auto ledger = open(folder, kiosk, ports);
  // Through SQLite, a thousand drafts at a time: how they came there is not what is measured.
  constexpr int at_once = 1000;
  for (int made = 0; made < count; made += at_once) {
    auto db = Database::open(folder + "/outbox.db", Database::Mode::read_write);
    if (!db) fail(db.error().message);
    auto done = db->execute(fmt::format(
        "PRAGMA synchronous=OFF; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
        " INSERT INTO draft(page, language, release, useful, reasons, comment, test, unix_ms, boot_id,"
        " clock_trusted, sum) SELECT 'what-is-it', 'sv', 1, i % 2, '[\"hard_to_read\"]', '', 0, "
        "1704801600000, 'b',"
        " 1, '' FROM n",
        at_once));
    if (!done) fail(done.error().message);
    if (!ledger->finish_all_drafts()) fail("drafts were not made final");
  }
}

wire::FeedbackEvent an_event(const std::string& kiosk, int sequence) {
  wire::FeedbackEvent event;
  event.sequence = sequence;
  event.kiosk_id = kiosk;
  event.epoch = "bench";
  event.unix_ms = 1'704'801'600'000;
  event.page = "what-is-it";
  event.language = "sv";
  event.release = 1;
  event.reasons = {"hard_to_read"};
  return event;
}

// What the hub takes of batches that are ready, from a sender that keeps nothing.
void post(const std::string& hub, const std::string& kiosk, const std::string& token, int count) {
  std::vector<HttpRequest> requests;
  for (int first = 1; first <= count; first += batch_events) {
    std::vector<std::string> events;
    for (int i = first; i < std::min(first + batch_events, count + 1); ++i)
      events.push_back(wire::encode_event(an_event(kiosk, i)));
    HttpRequest request;
    request.method = "POST";
    request.url = hub + wire::feedback_path;
    request.body = wire::encode_batch(events);
    request.headers = {"Authorization: Bearer " + token,
                       std::string("Content-Type: ") + wire::batch_media_type,
                       "Content-Digest: " + wire::content_digest(request.body)};
    request.body_bytes_max = wire::reply_bytes_max;
    requests.push_back(std::move(request));
  }
  auto http = CurlHttp::create({});
  if (!http) fail(http.error().message);
  const double began = now_us();
  (*http)->send_all(requests, [](std::size_t, const Result<HttpResponse>& response) {
    if (!response || response->status != 200) fail("the hub did not take a batch");
    return true;
  });
  fmt::print("{{\"rows_per_s\":{:.0f}}}\n", count / ((now_us() - began) / 1e6));
}

// What the hub's store takes when nothing else is in its way.
void insert(const std::string& folder, int count) {
  auto store = hub::SqliteStore::open(folder + "/insert.db");
  if (!store || !(*store)->put_kiosk(bench_kiosk, "Bench", "x", 0)) fail("no store");
  const double began = now_us();
  for (int first = 1; first <= count; first += batch_events) {
    std::vector<hub::Record> records;
    for (int i = first; i < first + batch_events; ++i)
      records.push_back({an_event(bench_kiosk, i), sha256_hex(std::to_string(i))});
    if (!(*store)->add(bench_kiosk, "bench", records, 1'704'801'600'000)) fail("not stored");
  }
  fmt::print("{{\"rows_per_s\":{:.0f}}}\n", count / ((now_us() - began) / 1e6));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "tap" && argc == 4)
    tap(argv[2], std::atoi(argv[3]));
  else if (what == "fill" && argc == 5)
    fill(argv[2], argv[3], std::atoi(argv[4]));
  else if (what == "insert" && argc == 4)
    insert(argv[2], std::atoi(argv[3]));
  else if (what == "post" && argc == 6)
    post(argv[2], argv[3], argv[4], std::atoi(argv[5]));
  else
    return 2;
  return 0;
}
