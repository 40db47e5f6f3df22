#include "kiosk/ctl/bundle.h"

#include "kiosk/ctl/redact.h"
#include "platform/compress.h"
#include "tests/kiosk/ctl/desk.h"
#include "tests/support/process.h"

using namespace entre;
using namespace entre::ctl;
using namespace entre::ctl::test;

TEST_CASE(
    "a support bundle holds what is asked for, and none of the secrets and free texts that were planted "
    "everywhere") {
  Desk desk;
  const std::vector<std::string> planted = {
      "kiosk-secret-token",    "hemligtlosen", "eyJhbGciOiJ", "MIIEvQIBADANBg",
      "min granne heter Olle", "s3cr3t-psk",   "472910",      "aW5sb2dn"};
  REQUIRE(desk.run({"set-pin"}, "472910\n") == done);
  const std::string hash = Json::parse(desk.read("pin.json"))["hash"];
  REQUIRE(desk.run({"config", "set", "sync.proxy", "http://kiosk:hemligtlosen@proxy.example:3128"}) == done);
  desk.answer("one", "min granne heter Olle");
  auto status = desk.status();
  status.last_error =
      "http://kiosk:hemligtlosen@proxy.example: Authorization: Bearer eyJhbGciOiJ.x.y refused "
      "kiosk-secret-token";
  desk.status(status);
  desk.machine.answers["journalctl -u kiosk "] = {
      0,
      "10:00 kiosk: a line that helps\n10:01 kiosk: {\"comment\":\"min granne heter "
      "Olle\",\"useful\":\"yes\"}\n"
      "10:02 kiosk: pin=472910\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkq\n-----END PRIVATE "
      "KEY-----\nafter the key\n"};
  desk.machine.answers["journalctl -u kiosk-sync "] = {
      0, "proxy_password: hemligtlosen\nAuthorization: Basic aW5sb2dn\n"};
  desk.machine.answers["nmcli device show"] = {
      0, "802-11-wireless-security.psk: s3cr3t-psk\nIP4.ADDRESS[1]: 10.0.0.7/24\n"};
  REQUIRE_MESSAGE(desk.run({"support-bundle", desk.path("b.tar.zst")}) == done, desk.err);

  const auto archive = zstd_decompress(desk.read("b.tar.zst"), 1 << 26);
  REQUIRE(archive.ok());
  for (const std::string& secret : planted) {
    CAPTURE(secret);
    CHECK(archive->find(secret) == std::string::npos);
  }
  CHECK(archive->find(hash) == std::string::npos);
  for (const char* kept : {"a line that helps", "after the key", "10.0.0.7/24", "name = \"Entrén\"",
                           "release", "content-1.db"}) {
    CAPTURE(kept);
    CHECK(archive->find(kept) != std::string::npos);
  }
}

TEST_CASE("tar reads the bundle, and it is its owner's alone") {
  Desk desk;
  REQUIRE(desk.run({"support-bundle", desk.path("b.tar.zst")}) == done);
  CHECK(SystemMachine().facts(desk.path("b.tar.zst"))->mode == 0600);
  const auto listed = entre::test::run({"tar", "--zstd", "-tf", desk.path("b.tar.zst")});
  CHECK_MESSAGE(listed.exit_code == 0, listed.err);
  CHECK(listed.out.find("kiosk-support/doctor.txt\n") != std::string::npos);
  CHECK(listed.out.find("kiosk-support/journal-kiosk-sync.txt\n") != std::string::npos);
}

TEST_CASE("what looks like a secret goes, whatever stands around it, and the rest stays") {
  CHECK(redact("Authorization: Bearer abc.def-1\n", {}) == "Authorization: Bearer [removed]\n");
  CHECK(redact("https://u:p@host/path", {}) == "https://[removed]@host/path");
  CHECK(redact("hub_token = \"a b\", next=1", {}) == "hub_token = [removed], next=1");
  CHECK(redact("wifi.psk:x1 and PASSWORD=y2; z", {}) == "wifi.psk:[removed] and PASSWORD=[removed]; z");
  CHECK(redact("spinning pinned shipping: fine", {}) == "spinning pinned shipping: fine");
  CHECK(redact("abc kiosk-secret abc", {"kiosk-secret", "abc"}) == "abc [removed] abc");
  CHECK(redact("-----BEGIN EC PRIVATE KEY-----\nhalf of it", {}) == "[removed]");
  CHECK(redact("-----BEGIN CERTIFICATE-----\nok\n-----END CERTIFICATE-----", {}) ==
        "-----BEGIN CERTIFICATE-----\nok\n-----END CERTIFICATE-----");
  CHECK(redact(std::string(100'000, 'a'), {}) == "[removed]");
  CHECK(redact("", {"secret"}) == "");
}
