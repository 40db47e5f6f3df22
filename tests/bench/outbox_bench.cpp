// Answer to durable commit, beside what the file system itself needs for 4 KiB: append and fdatasync in the
// same folder. The folder is the working directory's; tmpfs is refused, since it never syncs.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "platform/clock.h"
#include "platform/random.h"
#include "sync/outbox/outbox.h"

using namespace entre;

namespace {

constexpr const char* ledger_file = "bench-outbox.db";
constexpr const char* plain_file = "bench-append.bin";

void answer_to_durable_commit(benchmark::State& state) {
  SystemFiles files;
  SystemClock clock;
  SystemRandom random;
  auto opened = outbox::Outbox::open(ledger_file, uuid4(random), files, clock, random);
  if (!opened.ok()) return state.SkipWithError(opened.error().message.c_str());
  outbox::Answer answer;
  answer.page = "what-is-it";
  answer.language = "sv";
  answer.release = 1;
  for (auto _ : state)
    if (!opened->outbox->add_draft(answer).ok()) return state.SkipWithError("the answer was not saved");
}
BENCHMARK(answer_to_durable_commit)->Unit(benchmark::kMicrosecond)->Iterations(500)->Repetitions(5);

void append_4_kib_and_fdatasync(benchmark::State& state) {
  const std::string block(4096, 'x');
  const int fd = open(plain_file, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  for (auto _ : state)
    if (write(fd, block.data(), block.size()) != 4096 || fdatasync(fd) != 0)
      return state.SkipWithError("write failed");
  close(fd);
}
BENCHMARK(append_4_kib_and_fdatasync)->Unit(benchmark::kMicrosecond)->Iterations(500)->Repetitions(5);

}  // namespace

int main(int argc, char** argv) {
  struct statfs info {};
  if (statfs(".", &info) == 0 && info.f_type == TMPFS_MAGIC) {
    std::fputs("outbox_bench: the working folder is on tmpfs, which never syncs: run it on a disk\n", stderr);
    return 2;
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  for (const char* name :
       {"bench-outbox.db", "bench-outbox.db-wal", "bench-outbox.db-shm", "bench-append.bin"})
    unlink(name);
}
