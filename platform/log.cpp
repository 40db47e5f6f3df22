#include "platform/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

namespace entre {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::off:
      return spdlog::level::off;
  }
  std::abort();
}

// "<4>", the priority as sd-daemon(3) reads it from a service's stderr.
class PriorityFlag : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    char digit = '6';
    if (message.level == spdlog::level::debug) digit = '7';
    if (message.level == spdlog::level::warn) digit = '4';
    if (message.level == spdlog::level::err) digit = '3';
    const char text[] = {'<', digit, '>'};
    out.append(text, text + sizeof text);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<PriorityFlag>(); }
};

std::shared_ptr<spdlog::logger> make_logger(const std::string& program, LogLevel level) {
  auto logger = std::make_shared<spdlog::logger>(program, std::make_shared<spdlog::sinks::stderr_sink_mt>());
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  // systemd sets JOURNAL_STREAM for a service; a person at a terminal reads the level as a word.
  const bool journal = std::getenv("JOURNAL_STREAM") != nullptr;
  formatter->add_flag<PriorityFlag>('P').set_pattern(journal ? "%P%v" : "%n: %l: %v");
  logger->set_formatter(std::move(formatter));
  logger->set_level(level_of(level));
  logger->flush_on(spdlog::level::debug);
  return logger;
}

std::shared_ptr<spdlog::logger>& current() {
  static std::shared_ptr<spdlog::logger> logger = make_logger("entre", LogLevel::warning);
  return logger;
}

}  // namespace

void init_log(std::string_view program, LogLevel level) {
  current() = make_logger(std::string(program), level);
}

void log(LogLevel level, std::string_view message) {
  std::string line(message);
  // One line an event: text from outside cannot forge another.
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  current()->log(level_of(level), "{}", line);
}

}  // namespace entre
