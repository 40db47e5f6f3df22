#include "sync/client/status.h"

#include "sync/client/upload.h"

namespace entre::client {

namespace {

constexpr std::string_view set_aside_mark = ".damaged-";

wire::KioskStatus rounded(wire::KioskStatus status) {
  for (std::int64_t* time :
       {&status.last_success_unix_ms, &status.last_attempt_unix_ms, &status.oldest_waiting_unix_ms})
    *time -= *time % wire::time_step_ms;
  // A ledger that was set aside has the time in its name.
  if (const auto mark = status.outbox_set_aside.find(set_aside_mark); mark != std::string::npos)
    status.outbox_set_aside.resize(mark + set_aside_mark.size() - 1);
  return status;
}

}  // namespace

StatusReporter::StatusReporter(Files& files, std::string status_file)
    : files_(files), status_file_(std::move(status_file)) {}

wire::KioskStatus StatusReporter::last() const {
  auto bytes = files_.read(status_file_, wire::status_bytes_max);
  if (!bytes) return {};
  auto status = wire::decode_status(*bytes);
  return status ? *std::move(status) : wire::KioskStatus{};
}

Result<void> StatusReporter::write(const wire::KioskStatus& status) {
  return files_.write(status_file_, wire::encode_status(status), 0644);
}

Result<void> StatusReporter::post(Http& http, const std::string& hub_url, const std::string& token,
                                  const wire::KioskStatus& status) const {
  HttpRequest request;
  request.method = "POST";
  request.url = hub_url + wire::status_path;
  request.headers = {bearer_header(token), "Content-Type: application/json"};
  request.body = wire::encode_status(rounded(status));
  request.body_bytes_max = wire::reply_bytes_max;
  auto response = http.send(request);
  if (!response) return response.error();
  if (response->status / 100 == 2) return {};
  return Error{ErrorKind::unavailable, request.url + ": the hub answers " + std::to_string(response->status)};
}

std::optional<wire::FrameFacts> read_frame(const Files& files, const std::string& frame_file) {
  auto text = files.read(frame_file, wire::frame_bytes_max);
  if (!text) return std::nullopt;
  auto frame = wire::decode_frame(*text);
  if (!frame) return std::nullopt;
  for (std::int64_t* time : {&frame->unix_ms, &frame->changed_unix_ms}) *time -= *time % wire::time_step_ms;
  return *std::move(frame);
}

std::string find_set_aside(const Files& files, const std::string& outbox_file) {
  const std::size_t slash = outbox_file.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : outbox_file.substr(0, slash);
  const std::string prefix =
      outbox_file.substr(slash == std::string::npos ? 0 : slash + 1) + std::string(set_aside_mark);
  std::string newest;
  // Named by their time in ms, all of one length: the last in order is the newest.
  for (const std::string& name : files.list(folder)) {
    const std::string time = name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : "";
    if (!time.empty() && time.find_first_not_of("0123456789") == std::string::npos) newest = name;
  }
  return newest;
}

}  // namespace entre::client
