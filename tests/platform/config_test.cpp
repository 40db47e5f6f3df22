#include <doctest/doctest.h>

#include "platform/config/table.h"
#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::test;

namespace {

std::string faults_of(std::string_view text) {
  return to_string(parse_config(text, "kiosk.toml").faults);
}

}  // namespace

TEST_CASE("an empty kiosk.toml is the defaults") {
  const auto result = parse_config("", "kiosk.toml");
  CHECK(result.faults.empty());
  CHECK(result.config.visit.idle_timeout_s == 90);
  CHECK(result.config.kiosk.time_zone == "Europe/Stockholm");
  CHECK(result.config.sync.url == "");
}

TEST_CASE("all keys of kiosk.toml are read") {
  const auto result = parse_config(R"(
[kiosk]
id = "0b5b7f5e-7f0f-4b1c-9d7e-0c9a5d0f6a11"
name = "Entrén"
language = "sv-simple"
time_zone = "Europe/Helsinki"
[screen]
ppi = 92
viewing_distance_mm = 600.5
lower_edge_mm = 650
theme = "dark"
[visit]
idle_timeout_s = 120
idle_warning_s = 40
key_guard_ms = 0
[sync]
url = "https://content.example/"
hub_url = "https://hub.example"
interval_s = 60
ca_file = "/etc/ca.pem"
proxy = "http://proxy.example:3128"
client_cert_file = "/etc/c.pem"
client_key_file = "/etc/k.pem"
[feedback]
comment = true
)",
                                   "kiosk.toml");
  CHECK(to_string(result.faults) == "");
  CHECK(result.config.kiosk.language == "sv-simple");
  CHECK(result.config.kiosk.time_zone == "Europe/Helsinki");
  CHECK(result.config.screen.viewing_distance_mm == 600.5);
  CHECK(result.config.screen.theme == "dark");
  CHECK(result.config.visit.idle_warning_s == 40);
  CHECK(result.config.visit.key_guard_ms == 0);
  CHECK(result.config.sync.url == "https://content.example");
  CHECK(result.config.sync.client_key_file == "/etc/k.pem");
  CHECK(result.config.feedback.comment);
}

TEST_CASE("each fault names file, line and key, all at once") {
  CHECK(faults_of("[kiosk]\n"
                  "id = \"kiosk-1\"\n"
                  "time_zone = \"Europe/Orebro\"\n"
                  "[screen]\n"
                  "ppi = \"big\"\n"
                  "theme = \"upside\"\n"
                  "[visit]\n"
                  "idle_timeout = 60\n"
                  "[sync]\n"
                  "url = \"ftp://host\"\n"
                  "client_key_file = \"/k\"\n"
                  "[syncc]\n") ==
        "kiosk.toml:2: kiosk.id: expected a UUID in lower case, such as the one that enrolment gives\n"
        "kiosk.toml:3: kiosk.time_zone: expected a time zone such as \"Europe/Stockholm\"\n"
        "kiosk.toml:5: screen.ppi: expected a number from 20 to 400, found a string\n"
        "kiosk.toml:6: screen.theme: expected one of \"light\", \"dark\", found \"upside\"\n"
        "kiosk.toml:8: visit.idle_timeout: unknown key; did you mean \"idle_timeout_s\"?\n"
        "kiosk.toml:10: sync.url: expected https://host, http://host or file:///folder\n"
        "kiosk.toml:11: sync.client_key_file: client_cert_file and client_key_file belong together\n"
        "kiosk.toml:12: syncc: unknown key; did you mean \"sync\"?");
}

TEST_CASE("an address that would swallow the path behind it is refused") {
  for (const char* url : {"https://", "http://h?x", "http://h#x", "http://user:pw@h", "http://h h",
                          "file:relative", "host", "https://h\\n"}) {
    CAPTURE(url);
    CHECK(faults_of(std::string("[sync]\nurl = \"") + url + "\"\n") != "");
  }
  CHECK(faults_of("[sync]\nurl = \"file:///media/usb\"\n") == "");
  CHECK(faults_of("[sync]\nhub_url = \"file:///media/usb\"\n") != "");
  CHECK(faults_of("[sync]\nurl = \"http://127.0.0.1:8080\"\n") == "");
}

TEST_CASE("answers and the token go nowhere in clear, content may") {
  const std::string in_clear = "answers and the kiosk's token would go there in clear";
  CHECK(faults_of("[sync]\nurl = \"http://content.example\"\n").find(in_clear) != std::string::npos);
  CHECK(faults_of("[sync]\nurl = \"https://c.example\"\nhub_url = \"http://hub.example\"\n") ==
        "kiosk.toml:3: sync.hub_url: expected https://host, or http://127.0.0.1 for a hub on this machine");
  CHECK(faults_of("[sync]\nurl = \"http://content.example\"\nhub_url = \"https://hub.example\"\n") == "");
  CHECK(faults_of("[sync]\nurl = \"file:///media/usb\"\nhub_url = \"http://localhost:8080\"\n") == "");
}

TEST_CASE("loading tells a missing file from a faulty one") {
  MemoryFiles files;
  Paths paths;
  paths.take_config_from("/kiosk.toml");
  CHECK(load_config(files, paths).error().kind == ErrorKind::not_found);
  REQUIRE(files.write("/kiosk.toml", "[kiosk]\nnamn = \"x\"\n").ok());
  const auto faulty = load_config(files, paths);
  CHECK(faulty.error().kind == ErrorKind::invalid);
  CHECK(faulty.error().message.starts_with("/kiosk.toml:2: kiosk.namn: unknown key"));
  REQUIRE(files.write("/kiosk.toml", "[kiosk]\nname = \"x\"\n").ok());
  CHECK(load_config(files, paths)->kiosk.name == "x");
}

namespace {

// kiosk.toml, two parts and the staff screen's file.
MemoryFiles layered() {
  MemoryFiles files;
  REQUIRE(files.make_folders("/h/conf.d").ok());
  REQUIRE(files.write("/h/kiosk.toml", "[kiosk]\nname = \"one\"\n[screen]\nppi = 50\n").ok());
  REQUIRE(files.write("/h/conf.d/10-a.toml", "[screen]\nppi = 60\nlower_edge_mm = 600\n").ok());
  REQUIRE(files.write("/h/conf.d/20-b.toml", "[screen]\nlower_edge_mm = 610\n").ok());
  REQUIRE(files.write("/h/conf.d/30-off.toml.bak", "nonsense").ok());
  REQUIRE(files.write("/h/staff.toml", "[kiosk]\nname = \"four\"\n").ok());
  return files;
}

ConfigResult read_all(const MemoryFiles& files) {
  const auto layers = read_layers(files, Paths::with_home("/h"));
  REQUIRE(layers.ok());
  return parse_layers(*layers);
}

}  // namespace

TEST_CASE(
    "of two files that give a key the later one's value holds, and its origin is known by file and line") {
  const ConfigResult result = read_all(layered());
  CHECK(to_string(result.faults) == "");
  CHECK(result.config.kiosk.name == "four");
  CHECK(result.config.screen.ppi == 60);
  CHECK(result.config.screen.lower_edge_mm == 610);
  CHECK(result.origins.at("kiosk.name").file == "/h/staff.toml");
  CHECK(result.origins.at("screen.ppi").file == "/h/conf.d/10-a.toml");
  CHECK(result.origins.at("screen.ppi").line == 2);
  CHECK(!result.origins.contains("screen.theme"));
}

TEST_CASE("the staff screen's file is left out whole when anything in it is wrong or not staff's to set") {
  for (const char* bad :
       {"[kiosk]\nname = \"x\"\n[screen]\nppi = 5000\n", "[kiosk]\nname = \"x\"\nnamn = 1\n",
        "[kiosk]\nname = \"x\"\n[sync]\nurl = \"https://elsewhere.example\"\n", "[kiosk"}) {
    CAPTURE(bad);
    MemoryFiles files = layered();
    REQUIRE(files.write("/h/staff.toml", bad).ok());
    const ConfigResult result = read_all(files);
    CHECK(result.faults.empty());
    CHECK(result.left_out.size() == 1);
    CHECK(result.left_out[0].file == "/h/staff.toml");
    CHECK(result.config.kiosk.name == "one");
    CHECK(result.config.sync.url == "");
    CHECK(result.origins.at("kiosk.name").file == "/h/kiosk.toml");
    CHECK(load_config(files, Paths::with_home("/h")).ok());
  }
}

TEST_CASE("a fault in any other file stops the reader, in the order of files and lines") {
  MemoryFiles files = layered();
  REQUIRE(
      files.write("/h/conf.d/20-b.toml", "[sync]\nclient_key_file = \"/k\"\n[screen]\nppi = true\n").ok());
  REQUIRE(files.write("/h/kiosk.toml", "[kiosk]\nid = \"x\"\n").ok());
  CHECK(load_config(files, Paths::with_home("/h")).error().message ==
        "/h/kiosk.toml:2: kiosk.id: expected a UUID in lower case, such as the one that enrolment gives\n"
        "/h/conf.d/20-b.toml:2: sync.client_key_file: client_cert_file and client_key_file belong together\n"
        "/h/conf.d/20-b.toml:4: screen.ppi: expected a number from 20 to 400, found true or false");
}

TEST_CASE("two commands change places over two files") {
  const auto result =
      parse_layers({{"a", "[keys]\nnext = [\"Up\"]\n"}, {"b", "[keys]\nprevious_section = [\"Tab\"]\n"}});
  CHECK(to_string(result.faults) == "");
  CHECK(result.config.keys.find(*chord("Up")) == KeyCommand::next);
  CHECK(result.config.keys.find(*chord("Tab")) == KeyCommand::previous_section);
}

TEST_CASE(
    "every key of the table is read back from what it writes, and says what is allowed when it is wrong") {
  CHECK(config_keys().size() == 57);
  for (const ConfigKey& key : config_keys()) {
    CAPTURE(key.name);
    CHECK(find_config_key(key.name) == &key);
    CHECK(!key.help.empty());
    const std::string head = "[" + key.section() + "]\n" + key.key() + " = ";
    CHECK(faults_of(head + value_of(key, Config{}) + "\n") == "");
    CHECK(faults_of(head + "1979-05-27\n").starts_with("kiosk.toml:2: " + key.name + ": expected "));
    if (key.max > key.min && type_of(key).ends_with("number")) {
      for (const double outside : {key.min - 1, key.max + 1})
        CHECK(faults_of(head + std::to_string(static_cast<long>(outside)) + "\n").find(allowed_in(key)) !=
              std::string::npos);
    }
  }
  CHECK(find_config_key("screen.pp") == nullptr);
  CHECK(nearest_config_key("screen.pp").name == "screen.ppi");
}

TEST_CASE("a name longer than the screen has room for is refused by its characters, not its bytes") {
  std::string name;
  for (int i = 0; i < 80; ++i) name += "å";
  CHECK(faults_of("[kiosk]\nname = \"" + name + "\"\n") == "");
  CHECK(faults_of("[kiosk]\nname = \"" + name + "x\"\n") ==
        "kiosk.toml:2: kiosk.name: expected a text of at most 80 characters, found 81");
}

TEST_CASE("what a person types becomes TOML of the key's type, or is refused with what is allowed") {
  const auto typed = [](const char* key, const char* text) { return to_toml(*find_config_key(key), text); };
  CHECK(*typed("kiosk.name", "Entr\u00e9n \"A\"\n") == "\"Entr\u00e9n \\\"A\\\"\\u000A\"");
  CHECK(*typed("screen.ppi", "92.5") == "92.5");
  CHECK(*typed("screen.calm", "true") == "true");
  CHECK(*typed("keys.next", " Tab, F13 ,") == "[\"Tab\", \"F13\"]");
  for (const char* bad : {"", "1.5", "0x10", "9 0", "ninety", "5."}) {
    CAPTURE(bad);
    CHECK(!typed("visit.idle_timeout_s", bad).ok());
  }
  CHECK(typed("screen.calm", "yes").error().message == "screen.calm: expected true or false, found \"yes\"");
}

TEST_CASE("docs/configuration.md is what the table says") {
  const auto text = SystemFiles().read(std::string(ENTRE_SOURCE_DIR) + "/docs/configuration.md", 1 << 20);
  REQUIRE(text.ok());
  const bool same = *text == document_config();
  CHECK_MESSAGE(same, "run: kioskctl config document > docs/configuration.md");
}

TEST_CASE("a home holds everything in one folder") {
  const Paths paths = Paths::with_home("/tmp/home");
  CHECK(paths.config_file == "/tmp/home/kiosk.toml");
  CHECK(paths.current_link() == "/tmp/home/content/current");
  CHECK(paths.requests_folder == "/tmp/home/requests");
  CHECK(paths.staff_file == "/tmp/home/staff.toml");
}

TEST_CASE("languages are codes by commas, brightness is a plan, and neither is taken in another form") {
  for (const char* languages : {"", "sv", "sv,en", "sv, sv-simple, fi"}) {
    CAPTURE(languages);
    CHECK(faults_of(std::string("[kiosk]\nlanguages = \"") + languages + "\"\n") == "");
  }
  for (const char* languages : {",", "sv,", "sv,,en", "Swedish", "sv en", " "}) {
    CAPTURE(languages);
    CHECK(faults_of(std::string("[kiosk]\nlanguages = \"") + languages + "\"\n") ==
          "kiosk.toml:2: kiosk.languages: expected language codes such as \"sv, en, fi\"");
  }
  CHECK(faults_of("[display]\nbrightness = \"07:00 60; 09:00 100\"\n") == "");
  CHECK(faults_of("[display]\nbrightness = \"bright\"\n").starts_with("kiosk.toml:2: display.brightness: "));
}
