#include "kiosk/ctl/redact.h"

#include <regex>

namespace entre::ctl {
namespace {

void replace_all(std::string& text, const std::string& what) {
  constexpr std::size_t letters_min = 4;
  if (what.size() < letters_min) return;
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + std::string(redacted).size()))
    text.replace(at, what.size(), redacted);
}

// From "-----BEGIN ... PRIVATE KEY-----" to its end; by hand, as a key is longer than std::regex likes.
void remove_keys(std::string& text) {
  const std::string begin = "-----BEGIN ", end = "-----END ", rule = "-----";
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const std::size_t label = text.find(rule, at + begin.size());
    if (label == std::string::npos) return;
    if (text.substr(at, label - at).find("PRIVATE KEY") == std::string::npos) continue;
    const std::size_t last = text.find(end, label);
    const std::size_t stop =
        last == std::string::npos ? std::string::npos : text.find(rule, last + end.size());
    text.replace(at, stop == std::string::npos ? std::string::npos : stop + rule.size() - at, redacted);
  }
}

std::string redact_line(const std::string& line) {
  static const std::regex bearer(R"((Bearer|Basic)[ :]+[A-Za-z0-9+/=._~-]+)", std::regex::icase);
  static const std::regex address(R"((\w+://)[^/\s"'@]+@)");
  static const std::regex named(
      R"re(("?\b[\w.-]*(?:token|password|passwd|secret|pin|comment|free_text|query|psk)\b"?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|[^\s,;}]+))re",
      std::regex::icase);
  std::string clean = std::regex_replace(line, bearer, std::string("$1 ") + redacted);
  clean = std::regex_replace(clean, address, std::string("$1") + redacted + "@");
  return std::regex_replace(clean, named, std::string("$1") + redacted);
}

}  // namespace

std::string redact(std::string text, const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) replace_all(text, secret);
  remove_keys(text);
  constexpr std::size_t line_bytes_max = 4096;  // std::regex recurses
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    clean += end - at > line_bytes_max ? std::string(redacted) : redact_line(text.substr(at, end - at));
    if (end < text.size()) clean += '\n';
    at = end + 1;
  }
  return clean;
}

}  // namespace entre::ctl
