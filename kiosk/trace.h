#pragma once
// --trace FILE: one JSON line an event, for measuring the screen. docs/tour.md gives the format.

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "platform/clock.h"
#include "platform/result.h"

namespace entre::kiosk {

class Trace {
 public:
  // Begins the file anew. io when it cannot be written.
  static Result<std::unique_ptr<Trace>> create(const std::string& file, const Clock& clock);
  ~Trace();
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

  // The start has come so far; nothing is written after the first frame.
  void phase(std::string_view name);
  // The first frame with content has been presented; later calls write nothing.
  void first_frame();
  // A frame that lacked texts or pictures was not shown; to draw it took `work_ms`.
  void pass(double work_ms);
  // A frame took `work_ms` from begin to end, because of `reason`.
  void frame(double work_ms, std::string_view reason);
  // A press is on screen `ms` after its event came.
  void press(double ms);

 private:
  Trace(std::FILE* file, const Clock& clock) : file_(file), clock_(clock) {}
  void line(const std::string& json);

  std::FILE* file_;
  const Clock& clock_;
  bool first_frame_written_ = false;
};

}  // namespace entre::kiosk
