// The rules of design and style as an ordinary test: on the tree as it is, and on bad examples that prove
// that each rule can fail.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/tree/rules.h"

using namespace entre::tree;

namespace {

// Every .h and .cpp of the product, by its path from the project's root.
const std::map<std::string, std::string>& tree() {
  static const std::map<std::string, std::string> texts = [] {
    std::map<std::string, std::string> read;
    const std::filesystem::path root = ENTRE_SOURCE_DIR;
    for (const char* part : {"kiosk", "sync", "platform"}) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(root / part)) {
        const auto extension = entry.path().extension();
        if (extension != ".h" && extension != ".cpp") continue;
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        read[entry.path().lexically_relative(root).string()] = text.str();
      }
    }
    return read;
  }();
  return texts;
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(std::filesystem::path(ENTRE_SOURCE_DIR) / path).rdbuf();
  return text.str();
}

using Rule = Faults (*)(const std::string&, std::string_view);

std::string join(const Faults& faults) {
  std::string text;
  for (const std::string& fault : faults) text += fault + "\n";
  return text;
}

std::string faults_of_tree(Rule rule) {
  std::string text;
  for (const auto& [path, source] : tree()) text += join(rule(path, source));
  return text;
}

int count(Rule rule, const std::string& path, const std::string& text) {
  return static_cast<int>(rule(path, text).size());
}

}  // namespace

TEST_CASE("the tree is read") {
  CHECK(tree().size() > 50);
  CHECK(tree().contains("platform/result.h"));
  CHECK(tree().contains("platform/config/config.h"));
}

TEST_CASE("no file includes a higher floor or a sibling") {
  CHECK(faults_of_tree(check_floors) == "");
}

TEST_CASE("nothing but adapters and mains asks the machine for time, chance or environment") {
  CHECK(faults_of_tree(check_machine_calls) == "");
}

TEST_CASE("no file is longer than 500 lines") {
  CHECK(faults_of_tree(check_length) == "");
}

TEST_CASE("each third-party library is named in its own place") {
  CHECK(faults_of_tree(check_third_party) == "");
}

TEST_CASE("a visit's model reaches neither SDL nor Dear ImGui, not even through other headers") {
  CHECK(join(check_reach(tree(), "kiosk/visit", {"SDL", "imgui"})) == "");
}

TEST_CASE("every test that docs/threats.md names is there") {
  const std::string text = read_file("docs/threats.md");
  CHECK(text.find("| attack |") != std::string::npos);
  CHECK(join(check_named_tests("docs/threats.md", text, read_file)) == "");
}

TEST_CASE("the rule of named tests fails on a test that is not there, and on a row without any") {
  const auto read = [](const std::string& path) {
    return std::string(path == "tests/a_test.cpp" ? "TEST_CASE(\"it is\"\n    \" there\") {" : "");
  };
  const std::string head = "| attack | test |\n| --- | --- |\n";
  CHECK(check_named_tests("d", head + "| x | `tests/a_test.cpp` \"it is there\" |\n", read).empty());
  CHECK(check_named_tests("d", head + "| x | `tests/a_test.cpp` \"it is not\" |\n", read).size() == 1);
  CHECK(check_named_tests("d", head + "| x | `tests/b_test.cpp` \"it is there\" |\n", read).size() == 1);
  CHECK(check_named_tests("d", head + "| x | |\n", read).size() == 1);
}

TEST_CASE("the floors rule fails on each kind of breach") {
  const auto floors = [](const char* path, const char* included) {
    return count(check_floors, path, std::string("#pragma once\n#include \"") + included + "\"\n");
  };
  CHECK(floors("platform/files.cpp", "sync/content/content.h") == 1);
  CHECK(floors("platform/files.cpp", "platform/display/canvas.h") == 1);
  CHECK(floors("platform/config/config.h", "platform/display/canvas.h") == 1);
  CHECK(floors("sync/content/content.h", "sync/outbox/outbox.h") == 1);
  CHECK(floors("sync/wire/event.cpp", "sync/outbox/outbox.h") == 1);
  CHECK(floors("sync/content/content.cpp", "sync/wire/wire.h") == 1);
  CHECK(floors("sync/trust/updater.cpp", "sync/client/sync.h") == 1);
  CHECK(floors("sync/client/sync.cpp", "sync/publish/build.h") == 1);
  CHECK(floors("sync/client/main.cpp", "sync/hub/hub.h") == 1);
  CHECK(floors("sync/publish/build.cpp", "sync/hub/hub.h") == 1);
  CHECK(floors("sync/hub/hub.cpp", "platform/display/canvas.h") == 1);
  CHECK(floors("kiosk/visit/session.cpp", "kiosk/ui/frame.h") == 1);
  CHECK(floors("kiosk/ui/frame.cpp", "kiosk/screens/screens.h") == 1);
  CHECK(floors("kiosk/screens/home.cpp", "kiosk/app.h") == 1);
  CHECK(floors("kiosk/screens/home.cpp", "sync/client/sync.h") == 1);
  CHECK(floors("kiosk/app.cpp", "platform/http.h") == 1);
  CHECK(floors("kiosk/app.cpp", "app.h") == 1);
  CHECK(floors("kiosk/new_folder/a.cpp", "platform/result.h") == 1);
  CHECK(check_floors("kiosk/ui/frame.cpp", "\n# include \"kiosk/app.h\" // why\n") ==
        Faults{"kiosk/ui/frame.cpp:2: kiosk/ui must not include kiosk"});
  CHECK(floors("sync/client/sync.cpp", "sync/client/upload.h") == 0);
  CHECK(floors("sync/client/sync.cpp", "sync/outbox/outbox.h") == 0);
  CHECK(floors("sync/outbox/outbox.cpp", "sync/wire/wire.h") == 0);
  CHECK(floors("kiosk/screens/home.cpp", "kiosk/ui/frame.h") == 0);
  CHECK(floors("kiosk/visit/session.cpp", "platform/display/geometry.h") == 0);
}

TEST_CASE("the machine rule fails on each call, and not on words, members and other scopes") {
  const auto calls = [](const char* code) { return count(check_machine_calls, "kiosk/visit/a.cpp", code); };
  for (const char* bad :
       {"auto t = std::chrono::steady_clock::now();", "x = time(nullptr);", "std::time(&t);", "::time(&t);",
        "rand();", "std::rand() % 6", "  srand(1);", "random();", "std::random_device device;",
        "getenv(\"HOME\")", "std::getenv(\"HOME\")", "std::this_thread::sleep_for(x);", "sleep(1);",
        "usleep (1);", "SDL_GetTicks64()", "SDL_Delay(1);", "clock_gettime(CLOCK_MONOTONIC, &t);",
        "getrandom(p, 1, 0);", "std::mt19937 g;"}) {
    CAPTURE(bad);
    CHECK(calls(bad) == 1);
    CHECK(check_machine_calls("platform/clock.cpp", bad).empty());
    CHECK(check_machine_calls("sync/client/main.cpp", bad).empty());
    CHECK(count(check_machine_calls, "platform/display/canvas.cpp", bad) == 1);
    CHECK(count(check_machine_calls, "platform/clock.h", bad) == 1);
  }
  for (const char* good :
       {"// time(nullptr)", "/* rand()\n rand() */", "\"getenv(x)\"", "R\"(sleep(1) \" rand())\"",
        "local_time(zone, t)", "row.time(1)", "row->time(1)", "Event::time(1)", "int time = 1;",
        "x = 1'000; y = '\"'; z = 2'000;", "'\\''", "uptime(1)"}) {
    CAPTURE(good);
    CHECK(calls(good) == 0);
  }
  CHECK(calls("\"a\\\"b\"; rand();") == 1);
  CHECK(calls("R\"x(\")x\"; rand();") == 1);
  CHECK(calls("x = 1'000; rand(); y = 1'000;") == 1);
  CHECK(check_machine_calls("kiosk/visit/a.cpp", "/*\n*/ int i;\nrand();\n")
            .front()
            .starts_with("kiosk/visit/a.cpp:3: "));
}

TEST_CASE("the length rule fails from the 501st line") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "\n";
  CHECK(count(check_length, "kiosk/a.cpp", text) == 0);
  CHECK(count(check_length, "kiosk/a.cpp", text + "x") == 1);
}

TEST_CASE("the library rule fails outside a library's place and on an unknown library") {
  const auto named = [](const char* path, const char* header) {
    return count(check_third_party, path, std::string("#include <") + header + ">\n");
  };
  const char* places[][2] = {
      {"sqlite3.h", "platform/sqlite.cpp"},         {"curl/curl.h", "platform/http.cpp"},
      {"toml++/toml.h", "platform/toml_parser.h"},  {"openssl/evp.h", "platform/crypto.cpp"},
      {"spdlog/spdlog.h", "platform/log.cpp"},      {"zstd.h", "platform/compress.cpp"},
      {"nlohmann/json.hpp", "platform/json.h"},     {"imgui.h", "kiosk/ui/frame.cpp"},
      {"SDL.h", "platform/display/canvas.cpp"},     {"httplib.h", "sync/hub/server.cpp"},
      {"cmark-gfm.h", "sync/publish/markdown.cpp"}, {"CLI/CLI.hpp", "kiosk/main.cpp"}};
  for (const auto& [header, path] : places) {
    CAPTURE(header);
    CHECK(named(path, header) == 0);
    CHECK(named("sync/outbox/outbox.cpp", header) == 1);
    CHECK(named("platform/sqlite.h", header) == 1);
  }
  CHECK(named("kiosk/app.cpp", "imgui.h") == 1);
  CHECK(named("platform/http.cpp", "boost/asio.hpp") == 1);
  CHECK(named("platform/http.cpp", "unistd.h") == 0);
  CHECK(named("platform/http.cpp", "vector") == 0);
}

TEST_CASE("the reach rule follows project headers") {
  const std::map<std::string, std::string> texts = {
      {"kiosk/visit/a.cpp", "#include \"kiosk/visit/a.h\"\n"},
      {"kiosk/visit/a.h", "#include \"platform/display/b.h\"\n#include \"kiosk/visit/a.h\"\n"},
      {"platform/display/b.h", "#include <SDL.h>\n"}};
  CHECK(check_reach(texts, "kiosk/visit", {"SDL"}).size() == 2);
  CHECK(check_reach(texts, "kiosk/visit", {"imgui"}).empty());
  CHECK(check_reach(texts, "kiosk/ui", {"SDL"}).empty());
}
