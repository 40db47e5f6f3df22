#include "sync/client/attempts.h"

#include <algorithm>
#include <charconv>

#include "platform/log.h"
#include "sync/client/retry.h"

namespace entre::client {

namespace {

constexpr std::uint64_t file_bytes_max = 16;
constexpr int unfinished_max = 20;  // more than the wait needs to reach its last

}  // namespace

Attempts::Attempts(Files& files, std::string file) : files_(files), file_(std::move(file)) {}

std::int64_t Attempts::begin() {
  int unfinished = 0;
  if (const auto text = files_.read(file_, file_bytes_max); text)
    std::from_chars(text->data(), text->data() + text->size(), unfinished);
  unfinished = std::clamp(unfinished, 0, unfinished_max);
  is_begun_ = files_.write(file_, std::to_string(unfinished + 1) + "\n", 0600).ok();
  if (unfinished == 0) return 0;
  const std::int64_t wait_ms = std::min(Retry::first_ms << (unfinished - 1), Retry::last_ms);
  log_error("the program was ended in the midst of a sync, " + std::to_string(unfinished) +
            " in a row: the next in " + std::to_string(wait_ms / 1000) + " s");
  return wait_ms;
}

void Attempts::end() {
  if (is_begun_) static_cast<void>(files_.remove(file_));
  is_begun_ = false;
}

}  // namespace entre::client
