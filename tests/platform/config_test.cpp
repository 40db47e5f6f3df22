#include <doctest/doctest.h>

#include "platform/config/config.h"
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
}

TEST_CASE("free text is refused, not taken in silence, while no screen asks for it") {
  CHECK(faults_of("[feedback]\ncomment = true\n").starts_with("kiosk.toml:1: feedback: unknown key"));
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
                  "client_key_file = \"k\"\n"
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

TEST_CASE("loading tells a missing file from a faulty one") {
  MemoryFiles files;
  CHECK(load_config(files, "/kiosk.toml").error().kind == ErrorKind::not_found);
  REQUIRE(files.write("/kiosk.toml", "[kiosk]\nnamn = \"x\"\n").ok());
  const auto faulty = load_config(files, "/kiosk.toml");
  CHECK(faulty.error().kind == ErrorKind::invalid);
  CHECK(faulty.error().message.starts_with("/kiosk.toml:2: kiosk.namn: unknown key"));
  REQUIRE(files.write("/kiosk.toml", "[kiosk]\nname = \"x\"\n").ok());
  CHECK(load_config(files, "/kiosk.toml")->kiosk.name == "x");
}

TEST_CASE("a home holds everything in one folder") {
  const Paths paths = Paths::with_home("/tmp/home");
  CHECK(paths.config_file == "/tmp/home/kiosk.toml");
  CHECK(paths.current_link() == "/tmp/home/content/current");
  CHECK(paths.requests_folder == "/tmp/home/requests");
}
