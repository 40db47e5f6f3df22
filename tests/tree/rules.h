#pragma once
// The rules of docs/design.md and docs/style.md that a program can check. Each takes a file's path from the
// project's root and its text, and gives one line a breach: "path:line: what is wrong".

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace entre::tree {

using Faults = std::vector<std::string>;

struct Include {
  int line;
  std::string name;  // without quotes or brackets
  bool quoted;       // "..." rather than <...>
};
std::vector<Include> includes_of(std::string_view text);

// The text with comments, string and character literals blanked; lines stay where they are.
std::string code_of(std::string_view text);

// A file includes its own folder and lower floors only; siblings of a floor never each other.
Faults check_floors(const std::string& path, std::string_view text);
// Time, sleep, randomness and the environment: in platform's own adapters and the mains only.
Faults check_machine_calls(const std::string& path, std::string_view text);
// At most 500 lines.
Faults check_length(const std::string& path, std::string_view text);
// Each third-party library in its own place, and none that the table does not know.
Faults check_third_party(const std::string& path, std::string_view text);
// The files of `folder` reach none of `headers` (beginnings of names), through whatever project headers.
Faults check_reach(const std::map<std::string, std::string>& texts, const std::string& folder,
                   const std::vector<std::string>& headers);

// Each test that a document names, as `path` "sentence", is a TEST_CASE of that file; at least one is named
// in each row of its tables. read: a file's text by its path from the project's root, empty where there is
// none.
Faults check_named_tests(const std::string& path, std::string_view text,
                         const std::function<std::string(const std::string&)>& read);

}  // namespace entre::tree
