#include <doctest/doctest.h>

#include <cmath>

#include "platform/toml.h"

using namespace entre;

namespace {

std::string faults_of(TomlDocument& document) {
  return to_string(document.finish());
}

}  // namespace

TEST_CASE("what is there is read, and nothing is complained about") {
  auto document = TomlDocument::parse(R"(
name = "Örebro"
count = 3
ratio = 2
on = true
day = 2024-02-29
other_day = "2024-01-09"
ids = ["a", "b"]
[title]
sv = "Hej"
en = "Hello"
[[group]]
id = "first"
[[group]]
id = "second"
)",
                                      "site.toml");
  const TomlTable& root = document.root();
  CHECK(root.require_string("name") == "Örebro");
  CHECK(root.integer_or("count", 0, 9, 0) == 3);
  CHECK(root.number_or("ratio", 0, 9, 0) == 2.0);
  CHECK(root.boolean_or("on", false));
  CHECK(root.date_or("day", "") == "2024-02-29");
  CHECK(root.date_or("other_day", "") == "2024-01-09");
  CHECK(root.date_or("no_day", "") == "");
  CHECK(root.strings("ids") == std::vector<std::string>{"a", "b"});
  CHECK(root.string_map("title").at("en") == "Hello");
  const auto groups = root.tables("group");
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].require_string("id") == "first");
  CHECK(groups[1].require_string("id") == "second");
  CHECK(groups[1].line("id") == 15);
  CHECK(faults_of(document) == "");
}

TEST_CASE("every fault is reported at once, by line, with what was found and expected") {
  auto document = TomlDocument::parse(
      "a = 5\n"
      "b = \"x\"\n"
      "c = 99\n"
      "d = \"blue\"\n"
      "e = \"2023-02-29\"\n"
      "f = [\"x\", 1]\n"
      "g = nan\n"
      "h = \"\"\n",
      "f.toml");
  const TomlTable& root = document.root();
  CHECK(root.string_or("a", "fallback") == "fallback");
  CHECK(root.boolean_or("b", true));
  CHECK(root.integer_or("c", 1, 9, 7) == 7);
  CHECK(root.choice_or("d", {"red", "green"}, "red") == "red");
  CHECK(root.date_or("e", "") == "");
  CHECK(root.strings("f") == std::vector<std::string>{"x"});
  CHECK(root.number_or("g", 0, 1, 0.5) == 0.5);
  CHECK(root.require_string("h") == "");
  CHECK(root.require_string("i") == "");
  CHECK(faults_of(document) ==
        "f.toml:1: a: expected a string, found a whole number\n"
        "f.toml:1: i: missing; expected a string\n"
        "f.toml:2: b: expected true or false, found a string\n"
        "f.toml:3: c: expected a whole number from 1 to 9, found 99\n"
        "f.toml:4: d: expected one of \"red\", \"green\", found \"blue\"\n"
        "f.toml:5: e: expected a real date, YYYY-MM-DD, found \"2023-02-29\"\n"
        "f.toml:6: f: expected strings only, found a whole number\n"
        "f.toml:7: g: expected a number from 0 to 1, found nan\n"
        "f.toml:8: h: must not be empty");
}

TEST_CASE("a key that nobody asked for is named with its line and the nearest known key") {
  auto document = TomlDocument::parse(
      "[sync]\n"
      "intervall_s = 5\n"
      "zzzzzzzz = 1\n"
      "[[g]]\n"
      "ids = 1\n"
      "[extra]\n",
      "k.toml");
  const auto sync = document.root().table("sync");
  sync->integer_or("interval_s", 1, 9, 5);
  for (const TomlTable& group : document.root().tables("g")) group.string_or("id", "");
  CHECK(faults_of(document) ==
        "k.toml:2: sync.intervall_s: unknown key; did you mean \"interval_s\"?\n"
        "k.toml:3: sync.zzzzzzzz: unknown key\n"
        "k.toml:5: g[1].ids: unknown key; did you mean \"id\"?\n"
        "k.toml:6: extra: unknown key");
}

TEST_CASE("asking twice for a table gives one table, known by both askings") {
  auto document = TomlDocument::parse("[t]\na = 1\nb = 2\n", "t.toml");
  document.root().table("t")->integer_or("a", 0, 9, 0);
  document.root().table("t")->integer_or("b", 0, 9, 0);
  CHECK(faults_of(document) == "");
}

TEST_CASE("front matter counts its lines from where it starts in the file") {
  auto document = TomlDocument::parse("title = \"T\"\ntypo = 1\n", "p.md", 2);
  document.root().require_string("title");
  CHECK(document.root().line("title") == 2);
  CHECK(faults_of(document) == "p.md:3: typo: unknown key");
}

TEST_CASE("a syntax error is one fault with its line, and the table is empty") {
  for (const char* bad : {"a = 1\nb = \n", "a = 1\na = 2\n", "a = 1\nb = \"\x80\"\n",
                          "a = 1\nb = 2024-02-30\n", "a = 1\n[t\n"}) {
    CAPTURE(bad);
    auto document = TomlDocument::parse(bad, "bad.toml");
    CHECK_FALSE(document.root().has("a"));
    CHECK(document.root().table("t") == std::nullopt);
    const auto faults = document.finish();
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].line == 2);
    CHECK_FALSE(faults[0].message.empty());
  }
}

TEST_CASE("a fault of the caller's own stands at the key's line") {
  auto document = TomlDocument::parse("\n\nurl = \"x\"\n", "k.toml");
  document.root().string_or("url", "");
  document.root().fault("url", "no such host");
  CHECK(faults_of(document) == "k.toml:3: url: no such host");
}

namespace {

std::string edit(const char* text, const char* key, const char* value) {
  const auto done = edit_toml(text, "screen", key, value);
  return done ? *done : done.error().message;
}

}  // namespace

TEST_CASE("changing a key leaves comments, order and every other byte as they were") {
  const char* text =
      "# top\n\n[kiosk]\nname = \"Å\" # who\n\n[screen] # the panel\nppi=68.8   # measured\n# "
      "under\n[visit]\n";
  CHECK(edit(text, "ppi", "92") ==
        "# top\n\n[kiosk]\nname = \"Å\" # who\n\n[screen] # the panel\nppi=92   # measured\n# "
        "under\n[visit]\n");
  CHECK(edit(text, "theme", "\"dark\"") ==
        "# top\n\n[kiosk]\nname = \"Å\" # who\n\n[screen] # the panel\nppi=68.8   # measured\ntheme = "
        "\"dark\"\n# "
        "under\n[visit]\n");
  CHECK(edit(text, "ppi", "") ==
        "# top\n\n[kiosk]\nname = \"Å\" # who\n\n[screen] # the panel\n# under\n[visit]\n");
  CHECK(edit(text, "theme", "") == text);
}

TEST_CASE("a key is added where there is no table, no text and no last line break") {
  CHECK(edit("", "ppi", "92") == "[screen]\nppi = 92\n");
  CHECK(edit("[kiosk]\nname = \"x\"", "ppi", "92") == "[kiosk]\nname = \"x\"\n\n[screen]\nppi = 92\n");
  CHECK(edit("[screen]", "ppi", "92") == "[screen]\nppi = 92\n");
}

TEST_CASE("a value that spans lines, stands in an inline table or behind a dot is changed where it is") {
  CHECK(edit("[screen]\nppi = [\n 1,\n 2\n] # x\n", "ppi", "3") == "[screen]\nppi = 3 # x\n");
  CHECK(edit("screen = {ppi = 1, calm = true}\n", "ppi", "3") == "screen = {ppi = 3, calm = true}\n");
  CHECK(edit("screen.ppi = 1\n", "ppi", "3") == "screen.ppi = 3\n");
  CHECK(edit("\"å\" = 1\nscreen.\"ppi\" = \"åäö\" # ö\n", "ppi", "3") ==
        "\"å\" = 1\nscreen.\"ppi\" = 3 # ö\n");
}

TEST_CASE("what cannot be changed line by line is refused, and never written half") {
  CHECK(edit("screen = {ppi = 1}\n", "calm", "true").ends_with("only a person can change"));
  CHECK(edit("screen = {ppi = 1, calm = true}\n", "ppi", "").ends_with("only a person can change"));
  CHECK(!edit_toml("[screen", "screen", "ppi", "1").ok());
  CHECK(!edit_toml("", "screen", "ppi", "1\n[kiosk]\nid = 2").ok());
}

TEST_CASE("a name that begins with no letter of a key is refused with its line, in every build") {
  for (const char* text : {"a = 1\n[\x11ync]\n", "a = 1\n[+screen]\n", "a = 1\n[[\xC3\xA5]]\n",
                           "a = 1\n[.b]\n", "a = 1\n\xD0\x96 = 2\n", "a = 1\nb \xC3\xA5 = 2\n"}) {
    auto document = TomlDocument::parse(text, "kiosk.toml", 3);
    CHECK(faults_of(document).starts_with("kiosk.toml:4: "));
    CHECK_FALSE(edit_toml(text, "screen", "theme", "\"dark\""));
  }
}
