#pragma once
// A ledger in a folder of its own, with a clock that stands still, for the tests of this folder.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sync/outbox/outbox.h"
#include "sync/wire/wire.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

namespace entre::outbox {

inline const std::string kiosk_id = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";

// Never the same byte run twice: each epoch is another.
struct CountingRandom : Random {
  std::uint8_t next = 0;
  void fill(std::span<std::uint8_t> bytes) override {
    for (auto& byte : bytes) byte = next++;
  }
};

inline Answer answer(const std::string& page) {
  Answer answer;
  answer.page = page;
  answer.language = "sv";
  answer.release = 3;
  return answer;
}

class Ledger {
 public:
  explicit Ledger(bool open = true) {
    if (open) reopen();
  }
  std::string path() const { return folder_.file("outbox.db"); }
  Outbox& outbox() { return *outbox_; }
  void close() { outbox_.reset(); }
  void reopen() {
    close();
    auto opened = Outbox::open(path(), kiosk_id, files, clock, random);
    if (!opened) FAIL(opened.error().message);
    outbox_ = std::move(opened->outbox);
    set_aside = opened->set_aside;
  }
  void add_final(int count) {
    for (int i = 0; i < count; ++i) REQUIRE(outbox_->add_draft(answer("page")).ok());
    REQUIRE(outbox_->finish_all_drafts().ok());
  }

  SystemFiles files;
  test::FakeClock clock;
  CountingRandom random;
  std::string set_aside;

 private:
  test::TempFolder folder_;
  std::unique_ptr<Outbox> outbox_;
};

inline std::vector<wire::ReceivedEvent> received(const std::optional<Batch>& batch) {
  REQUIRE(batch.has_value());
  auto events = wire::decode_batch(batch->body);
  REQUIRE(events.ok());
  for (const auto& event : *events) REQUIRE_MESSAGE(event.ok, event.refusal);
  return std::move(events).value();
}

inline std::vector<ItemResult> all(const Batch& batch, ItemStatus status) {
  std::vector<ItemResult> results;
  for (auto sequence = batch.first; sequence <= batch.last; ++sequence) results.push_back({sequence, status});
  return results;
}

}  // namespace entre::outbox
