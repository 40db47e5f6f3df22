#pragma once
// The ledger of answers: durable before thanks, deleted only when the server says stored or duplicate.
// WAL, synchronous=FULL. Opened by the screen's ledger thread and by kiosk-sync, each with its own
// connection.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/lock.h"
#include "platform/random.h"
#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/outbox/opening.h"
#include "sync/wire/wire.h"

namespace entre::outbox {

struct Answer {
  std::string page, language;
  std::int64_t release = 0;  // that was shown
  bool useful = false;
  std::vector<std::string> reasons;  // ids such as "hard_to_read"; at most 8 of at most 64 bytes
  std::string comment;               // empty unless free text is configured; at most 500 characters
  bool test = false;                 // given by the tour
};

// A sealed batch: the same bytes at every try. Its answers are of one epoch: after damage the ledger
// holds answers of the epoch before too, under the names that the server may know already.
struct Batch {
  std::string epoch;
  std::int64_t first = 0, last = 0;
  std::string body;             // application/cloudevents-batch+json
  std::string idempotency_key;  // "<epoch>:<first>-<last>"
};

enum class ItemStatus { stored, duplicate, rejected, conflict };
struct ItemResult {
  std::int64_t sequence = 0;
  ItemStatus status = ItemStatus::stored;
};

// A batch and what the server said of it.
struct Answered {
  Batch batch;
  std::vector<ItemResult> results;
};

struct Counts {
  std::int64_t drafts = 0, waiting = 0, dead = 0;
  std::int64_t oldest_waiting_unix_ms = 0;  // 0: none waits
};

class Outbox {
 public:
  struct Opened;
  // Opens or makes the ledger. Of a damaged one the sound rows go into a new one with a new epoch, now or
  // when a later call meets the damage; the damaged file is kept as outbox.db.damaged-<unix_ms>. A file that
  // another process has replaced is opened anew at the next call. kiosk_id goes into the events' source.
  // invalid: the ledger is of a newer program, or kiosk_id is no name.
  static Result<Opened> open(const std::string& path, const std::string& kiosk_id, Files& files, Clock& clock,
                             Random& random);

  // Screen's side. Committed to disk before it returns; `full` when there is no room; invalid, and the name
  // of wire::check_event's refusal, for an answer past the caps.
  Result<std::int64_t> add_draft(const Answer& answer);                 // the draft's id
  Result<void> change_draft(std::int64_t draft, const Answer& answer);  // not_found once it is final
  // not_found once it is final. Words taken back, by this or a change, are then in no byte of the file or its
  // log.
  Result<void> undo_draft(std::int64_t draft);
  Result<void> finish_draft(std::int64_t draft);  // takes its sequence number
  // An hour's counts, final at once. Beyond wire::event_bytes_max the words are left out, then the pages.
  Result<void> add_usage(const wire::Usage& usage, std::int64_t hour_unix_ms);
  Result<int> finish_all_drafts();  // at start and at a visit's end; how many

  // Sync's side.
  // The sealed batches that have not been acknowledged, the oldest first; of final answers that wait more are
  // sealed until there are sealed_max (each of at most wire::batch_events_max and wire::batch_bytes_max).
  Result<std::vector<Batch>> next_batches(std::size_t sealed_max);
  Result<std::optional<Batch>> next_batch();  // the oldest alone
  // Deletes stored and duplicate, moves rejected and conflict to dead letters, and seals what is to be sent
  // next until there are sealed_max, in one transaction: one sync of the disk. Those newly sealed. invalid,
  // and nothing changes, unless the results name every sequence of their batches; not_found when one is none
  // of the sealed (another acknowledged it).
  Result<std::vector<Batch>> acknowledge(const std::vector<Answered>& answered, std::size_t sealed_max);
  Result<std::vector<Batch>> acknowledge(const Batch& batch, const std::vector<ItemResult>& results,
                                         std::size_t sealed_max = 0) {
    return acknowledge({{batch, results}}, sealed_max);
  }
  // After a 413: the next batches hold half as many, until the ledger is empty; a batch of one becomes a dead
  // letter. not_found as above.
  Result<void> halve(const Batch& batch);
  Result<Counts> counts();
  const std::string& epoch() const { return epoch_; }

 private:
  Outbox(LedgerFile file, std::string path, std::string kiosk_id, Files& files, Clock& clock, Random& random);
  // Runs an operation on the ledger's own file, and once more on a renewed one when it meets damage.
  template <class Operation>
  auto guarded(Operation operation) -> decltype(operation());
  Result<void> reopen(bool distrusted);
  Result<std::int64_t> insert_draft(const Answer& answer);
  Result<void> update_draft(std::int64_t draft, const Answer& answer, bool* had_words);
  void empty_log();
  Result<void> insert_usage(const wire::Usage& usage, std::int64_t hour_unix_ms);
  Result<void> finish_in_transaction(std::int64_t draft);
  Result<std::vector<std::int64_t>> drafts();
  Result<std::vector<Batch>> find_and_seal(std::size_t sealed_max);
  Result<std::optional<Batch>> seal_next(std::int64_t events_max);
  Result<std::vector<Batch>> seal(std::size_t sealed_max);
  Result<void> settle(const Answered& answered);
  Result<void> halve_sealed(const Batch& batch);
  Result<Counts> count();
  Database db_;
  std::string path_, kiosk_id_;
  Files* files_;
  Clock* clock_;
  Random* random_;
  std::string epoch_;
};

struct Outbox::Opened {
  std::unique_ptr<Outbox> outbox;
  std::string set_aside;     // empty unless a damaged ledger was moved
  std::size_t salvaged = 0;  // rows of it that the new one holds
};

template <class Operation>
auto Outbox::guarded(Operation operation) -> decltype(operation()) {
  for (bool retried = false;; retried = true) {
    bool damaged = false;
    {
      const auto turn = FileLock::wait_shared(lock_of(path_));
      if (!turn) return turn.error();
      if (!db_.has_moved()) {
        auto result = operation();
        if (result || result.error().kind != ErrorKind::corrupt || retried) return result;
        damaged = true;
      }
    }
    if (auto opened = reopen(damaged); !opened) return opened.error();
  }
}

}  // namespace entre::outbox
