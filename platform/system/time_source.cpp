#include "platform/system/time_source.h"

#include <algorithm>
#include <cctype>

namespace entre {
namespace {

constexpr std::int64_t kTimeoutMs = 5'000;
constexpr std::size_t kHostBytesMax = 253;  // RFC 1035, 2.3.4

bool is_host(const std::string& text) {
  return !text.empty() && text.size() <= kHostBytesMax && text[0] != '-' &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return c < 0x80 && (std::isalnum(c) || c == '.' || c == '-' || c == ':');
         });
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

TimeSource look_at_time(Machine& machine) {
  TimeSource source;
  const auto synchronised =
      machine.run({"timedatectl", "show", "--property=NTPSynchronized", "--value"}, kTimeoutMs);
  if (!synchronised || synchronised->exit_code != 0) return source;
  source.is_known = true;
  source.is_synchronised = first_line(synchronised->out) == "yes";
  const auto server =
      machine.run({"timedatectl", "show-timesync", "--property=ServerName", "--value"}, kTimeoutMs);
  if (server && server->exit_code == 0 && is_host(first_line(server->out)))
    source.server = first_line(server->out);
  return source;
}

Result<void> set_time_server(Machine& machine, const std::string& server) {
  if (!server.empty() && !is_host(server)) return Error{ErrorKind::invalid, "no name of a host"};
  std::vector<std::string> argv = {"busctl",
                                   "--system",
                                   "call",
                                   "org.freedesktop.timesync1",
                                   "/org/freedesktop/timesync1",
                                   "org.freedesktop.timesync1.Manager",
                                   "SetRuntimeNTPServers",
                                   "as",
                                   server.empty() ? "0" : "1"};
  if (!server.empty()) argv.push_back(server);
  const auto ran = machine.run(argv, kTimeoutMs);
  if (!ran) return ran.error();
  if (ran->exit_code == 0) return {};
  return Error{ErrorKind::unavailable, "busctl ended with " + std::to_string(ran->exit_code)};
}

}  // namespace entre
