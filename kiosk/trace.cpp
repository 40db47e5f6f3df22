#include "kiosk/trace.h"

#include <cerrno>
#include <cmath>
#include <system_error>

#include "platform/json.h"
#include "platform/process.h"

namespace entre::kiosk {
namespace {

double rounded(double ms) {
  return std::round(ms * 1000) / 1000;
}

}  // namespace

Result<std::unique_ptr<Trace>> Trace::create(const std::string& file, const Clock& clock) {
  std::FILE* opened = std::fopen(file.c_str(), "we");
  if (opened == nullptr) {
    return Error{ErrorKind::io, file + ": " + std::system_category().message(errno)};
  }
  return std::unique_ptr<Trace>(new Trace(opened, clock));
}

Trace::~Trace() {
  std::fclose(file_);
}

void Trace::line(const std::string& json) {
  std::fputs((json + "\n").c_str(), file_);
  // A kiosk is measured while it runs, and may be killed.
  std::fflush(file_);
}

void Trace::phase(std::string_view name) {
  if (first_frame_written_) return;
  line(Json{{"event", "start"}, {"phase", name}, {"ms", process_age_ms()}}.dump());
}

void Trace::first_frame() {
  if (first_frame_written_) return;
  first_frame_written_ = true;
  line(Json{{"event", "first_frame"}, {"unix_ms", clock_.unix_ms()}, {"ms", process_age_ms()}}.dump());
}

void Trace::frame(double work_ms, std::string_view reason) {
  line(Json{{"event", "frame"}, {"ms", rounded(work_ms)}, {"reason", reason}}.dump());
}

void Trace::pass(double work_ms) {
  line(Json{{"event", "pass"}, {"ms", rounded(work_ms)}}.dump());
}

void Trace::press(double ms) {
  line(Json{{"event", "press"}, {"ms", rounded(ms)}}.dump());
}

}  // namespace entre::kiosk
