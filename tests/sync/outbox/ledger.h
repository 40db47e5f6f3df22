#pragma once
// A ledger in a folder of its own, with a clock that stands still, for the tests of this folder.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "sync/outbox/outbox.h"
#include "sync/wire/wire.h"

namespace entre::outbox {

inline const std::string kiosk_id = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";

struct FakeOutboxClock : Clock {
  std::int64_t now_ms = 1'704'800'000'000;
  bool is_trusted = true;
  std::int64_t unix_ms() const override { return now_ms; }
  std::int64_t monotonic_ms() const override { return now_ms; }
  std::string boot_id() const override { return "boot-1"; }
  bool trusted() const override { return is_trusted; }
  LocalTime local(std::int64_t) const override { return {2024, 1, 9, 12, 0, 0}; }
};

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
    std::string pattern = (std::filesystem::temp_directory_path() / "entre-outbox-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    if (open) reopen();
  }
  ~Ledger() {
    close();
    std::filesystem::remove_all(folder_);
  }
  std::string path() const { return folder_ + "/outbox.db"; }
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
  FakeOutboxClock clock;
  CountingRandom random;
  std::string set_aside;

 private:
  std::string folder_;
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
