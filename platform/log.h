#pragma once
// One line an event, by spdlog (log.cpp only): to the journal's format on stderr.

#include <string>
#include <string_view>

namespace entre {

enum class LogLevel { debug, info, warning, error, off };

// Not thread-local: every thread may log. Before init_log nothing is printed below warning.
void init_log(std::string_view program, LogLevel level);
void log(LogLevel level, std::string_view message);
inline void log_info(std::string_view message) {
  log(LogLevel::info, message);
}
inline void log_warning(std::string_view message) {
  log(LogLevel::warning, message);
}
inline void log_error(std::string_view message) {
  log(LogLevel::error, message);
}

}  // namespace entre
