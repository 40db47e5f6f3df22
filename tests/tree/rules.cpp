#include "tests/tree/rules.h"

#include <sstream>

#include <algorithm>
#include <regex>
#include <set>

namespace entre::tree {
namespace {

constexpr int kLinesMax = 500;

std::string fault(const std::string& path, int line, const std::string& what) {
  return path + ":" + std::to_string(line) + ": " + what;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

bool is_main(const std::string& path) {
  return path.ends_with("/main.cpp");
}

// The steps from the bottom up; folders of one step are siblings that never include each other. The design's
// floor 0 is two steps here (config, display and system stand on the plain ports), and its floor 3 too
// (screens on ui).
int step_of(const std::string& folder) {
  static const std::map<std::string, int> steps = {
      {"platform", 0},     {"platform/config", 1}, {"platform/display", 1}, {"platform/system", 1},
      {"sync/content", 2}, {"sync/outbox", 2},     {"sync/trust", 2},       {"sync/wire", 2},
      {"sync/client", 3},  {"sync/publish", 3},    {"sync/hub", 3},         {"kiosk/visit", 3},
      {"kiosk/care", 3},   {"kiosk/ui", 4},        {"kiosk/staff", 4},      {"kiosk/screens", 5},
      {"kiosk", 6},        {"kiosk/ctl", 6},
  };
  const auto it = steps.find(folder);
  return it == steps.end() ? -1 : it->second;
}

bool starts_with_any(const std::string& name, const std::vector<std::string>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& beginning) { return name.starts_with(beginning); });
}

// What may not be included although it stands lower; empty when it may.
std::string forbidden_pair(const std::string& from, const std::string& to) {
  const bool screen_side = from.starts_with("kiosk");
  if (from.starts_with("sync/") && to.starts_with("platform/display/")) return "sync never opens the display";
  if (screen_side && starts_with_any(to, {"sync/client/", "sync/publish/", "sync/hub/", "platform/http.h"})) {
    return "the screen process never opens the network";
  }
  return {};
}

// Where a library's headers may be named. Each entry of `places` is a file or a folder with its slash.
struct Library {
  std::vector<std::string> headers;
  std::vector<std::string> places;
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> all = {
      {{"sqlite3.h"}, {"platform/sqlite.cpp"}},
      {{"libstemmer.h"}, {"sync/content/stem.cpp"}},
      {{"curl/"}, {"platform/http.cpp", "platform/mail.cpp"}},
      {{"toml++/"}, {"platform/toml_parser.h"}},
      {{"openssl/"}, {"platform/crypto.cpp"}},
      {{"spdlog/"}, {"platform/log.cpp"}},
      {{"zstd"}, {"platform/compress.cpp"}},
      {{"nlohmann/"}, {"platform/json.h"}},
      {{"imgui"}, {"kiosk/ui/", "kiosk/screens/", "platform/display/"}},
      {{"SDL", "png.h", "turbojpeg", "cairo", "pango/", "hb.h", "glib", "fontconfig/"},
       {"platform/display/"}},
      {{"qrencode.h"}, {"platform/qr.cpp"}},
      {{"hyphen.h"}, {"platform/display/hyphenate.cpp"}},
      {{"espeak-ng/"}, {"platform/display/espeak.cpp"}},
      {{"X11/"}, {"platform/display/dpms.cpp"}},
      {{"libvoikko/"}, {"platform/display/finnish.cpp"}},
      {{"httplib.h"}, {"sync/hub/server.cpp"}},
      {{"cmark-gfm"}, {"sync/publish/markdown.cpp"}},
      {{"unicode/"}, {"sync/publish/language.cpp"}},
      {{"CLI/"},
       {"kiosk/main.cpp", "kiosk/ctl/", "sync/client/main.cpp", "sync/publish/main.cpp",
        "sync/hub/main.cpp"}},
      {{"fmt/"}, {"kiosk/", "sync/", "platform/"}},
  };
  return all;
}

bool is_posix(const std::string& name) {
  static const std::set<std::string> known = {"fcntl.h",   "unistd.h",  "poll.h",   "time.h",   "signal.h",
                                              "errno.h",   "dlfcn.h",   "spawn.h",  "stdlib.h", "malloc.h",
                                              "pthread.h", "fnmatch.h", "dirent.h", "netdb.h",  "stdint.h",
                                              "string.h",  "pwd.h",     "termios.h"};
  return known.contains(name) || starts_with_any(name, {"sys/", "arpa/", "netinet/", "linux/"});
}

void blank(std::string& code, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < std::min(to, code.size()); ++i) {
    if (code[i] != '\n') code[i] = ' ';
  }
}

// The end of the quoted literal that starts at `at`.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

std::size_t end_of_raw_string(std::string_view text, std::size_t quote) {
  const auto open = text.find('(', quote);
  if (open == std::string_view::npos) return text.size();
  const std::string close = ")" + std::string(text.substr(quote + 1, open - quote - 1)) + "\"";
  const auto end = text.find(close, open);
  return end == std::string_view::npos ? text.size() : end + close.size();
}

std::size_t end_or_size(std::string_view text, std::size_t end, std::size_t more) {
  return end == std::string_view::npos ? text.size() : end + more;
}

}  // namespace

std::vector<Include> includes_of(std::string_view text) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"].*$)re");
  std::vector<Include> includes;
  int line = 0;
  for (const std::string_view row : lines_of(text)) {
    ++line;
    std::cmatch match;
    if (std::regex_match(row.data(), row.data() + row.size(), match, pattern)) {
      includes.push_back({line, match[2].str(), match[1].str() == "\""});
    }
  }
  return includes;
}

std::string code_of(std::string_view text) {
  std::string code(text);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    const bool after_word = i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0;
    if (text.substr(i).starts_with("//")) {
      end = end_or_size(text, text.find('\n', i), 0);
    } else if (text.substr(i).starts_with("/*")) {
      end = end_or_size(text, text.find("*/", i + 2), 2);
    } else if (text[i] == '"' && i > 0 && text[i - 1] == 'R') {
      end = end_of_raw_string(text, i);
    } else if (text[i] == '"' || (text[i] == '\'' && !after_word)) {  // 1'000 is a number
      end = end_of_quoted(text, i);
    } else {
      i = end;
      continue;
    }
    blank(code, i, end);
    i = end;
  }
  return code;
}

Faults check_floors(const std::string& path, std::string_view text) {
  Faults faults;
  const std::string from = folder_of(path);
  const int step = step_of(from);
  if (step < 0) return {fault(path, 1, "this folder is on no floor")};
  for (const Include& include : includes_of(text)) {
    if (!include.quoted) continue;
    const std::string to = folder_of(include.name);
    const int target = step_of(to);
    if (target < 0) {
      faults.push_back(
          fault(path, include.line, "\"" + include.name + "\" is not a path from the project's root"));
      continue;
    }
    // The ledger seals the very bytes that the wire describes (docs/design.md).
    const bool ledger_on_wire = from == "sync/outbox" && to == "sync/wire";
    if (to != from && target >= step && !ledger_on_wire) {
      faults.push_back(fault(path, include.line, from + " must not include " + to));
    }
    const std::string reason = forbidden_pair(from, include.name);
    if (!reason.empty()) faults.push_back(fault(path, include.line, include.name + ": " + reason));
  }
  return faults;
}

Faults check_machine_calls(const std::string& path, std::string_view text) {
  const bool adapter = folder_of(path) == "platform" && path.ends_with(".cpp");
  if (adapter || is_main(path)) return {};
  // Functions of the C library (not members, and not another scope's), chrono's clocks, SDL's clock and
  // sleep.
  static const std::regex pattern(
      R"((^|^::|[^\w.>:]|std::|[^\w>]::)(time|clock|rand|srand|random|drand48|getenv|secure_getenv|setenv|sleep|usleep|nanosleep|clock_nanosleep|clock_gettime|gettimeofday|getrandom|getentropy|arc4random)\s*\()"
      R"(|_clock::now\b|\bsleep_(for|until)\b|\brandom_device\b|\bmt19937(_64)?\b|\bSDL_(GetTicks(64)?|Delay|GetPerformanceCounter|getenv)\b)"
      R"(|\bg_(get_monotonic_time|get_real_time|usleep|random_int|getenv)\b|\bRAND_bytes\b)");
  Faults faults;
  const std::string code = code_of(text);
  int line = 0;
  for (const std::string_view row : lines_of(code)) {
    ++line;
    std::cmatch match;
    if (std::regex_search(row.data(), row.data() + row.size(), match, pattern)) {
      faults.push_back(fault(path, line, "asks the machine: \"" + match.str() + "\"; take a port instead"));
    }
  }
  return faults;
}

Faults check_length(const std::string& path, std::string_view text) {
  const auto lines = static_cast<int>(lines_of(text).size());
  if (lines <= kLinesMax) return {};
  return {fault(path, lines, std::to_string(lines) + " lines; at most " + std::to_string(kLinesMax))};
}

Faults check_third_party(const std::string& path, std::string_view text) {
  Faults faults;
  for (const Include& include : includes_of(text)) {
    const bool standard =
        include.name.find('.') == std::string::npos && include.name.find('/') == std::string::npos;
    if (include.quoted || standard || is_posix(include.name)) continue;
    const auto library = std::find_if(libraries().begin(), libraries().end(), [&](const Library& candidate) {
      return starts_with_any(include.name, candidate.headers);
    });
    if (library == libraries().end()) {
      faults.push_back(fault(path, include.line,
                             "<" + include.name + "> is of a library that tests/tree knows no place for"));
    } else if (!starts_with_any(path, library->places)) {
      faults.push_back(
          fault(path, include.line, "<" + include.name + "> belongs in " + library->places.front()));
    }
  }
  return faults;
}

Faults check_reach(const std::map<std::string, std::string>& texts, const std::string& folder,
                   const std::vector<std::string>& headers) {
  Faults faults;
  for (const auto& [path, text] : texts) {
    if (folder_of(path) != folder) continue;
    std::set<std::string> seen{path};
    std::vector<std::string> open{path};
    while (!open.empty()) {
      const std::string at = open.back();
      open.pop_back();
      const auto it = texts.find(at);
      if (it == texts.end()) continue;
      for (const Include& include : includes_of(it->second)) {
        if (starts_with_any(include.name, headers)) {
          faults.push_back(fault(path, 1, "reaches " + include.name + " through " + at));
        }
        if (include.quoted && seen.insert(include.name).second) open.push_back(include.name);
      }
    }
  }
  return faults;
}

Faults check_named_tests(const std::string& path, std::string_view text,
                         const std::function<std::string(const std::string&)>& read) {
  static const std::regex named("`(tests/[a-z0-9_/]+\\.cpp)` \"([^\"]+)\"");
  static const std::regex split("\"\\s*\\n\\s*\"");  // where the formatter has divided a sentence
  static const std::regex opening("TEST_CASE\\(\\s+\"");
  Faults faults;
  std::istringstream lines{std::string(text)};
  int number = 0;
  bool is_table_body = false;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string where = path + ":" + std::to_string(number) + ": ";
    if (line.rfind("| ---", 0) == 0) {
      is_table_body = true;
      continue;
    }
    if (line.rfind('|', 0) != 0) is_table_body = false;
    const std::sregex_iterator first(line.begin(), line.end(), named), last;
    if (is_table_body && first == last) faults.push_back(where + "names no test");
    for (auto match = first; match != last; ++match) {
      std::string source = std::regex_replace(read((*match)[1]), split, "");
      source = std::regex_replace(source, opening, "TEST_CASE(\"");
      if (source.find("TEST_CASE(\"" + (*match)[2].str() + "\"") == std::string::npos)
        faults.push_back(where + (*match)[1].str() + " has no test \"" + (*match)[2].str() + "\"");
    }
  }
  return faults;
}

}  // namespace entre::tree
