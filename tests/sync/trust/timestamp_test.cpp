// 5.4, 5.3.11: each case breaks one rule of the timestamp.
#include "platform/clock.h"
#include "tests/sync/trust/client_at_test.h"

namespace entre::test {

TEST_CASE("the first refresh brings all four roles and keeps them under names without versions") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  auto fresh = kiosk.refresh();
  REQUIRE(fresh.ok());
  CHECK(*fresh);
  CHECK(kiosk.updater->targets_version() == 1);
  CHECK(kiosk.files.list("/trust") ==
        std::vector<std::string>{"snapshot.json", "targets.json", "timestamp.json"});
  CHECK(kiosk.updater->next_expiry().expires_unix_ms == parse_rfc3339(later));
}

TEST_CASE("with nothing new only the next root and the timestamp are asked for") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  for (const bool not_modified : {false, true}) {
    repository.not_modified = not_modified;
    auto fresh = kiosk.refresh();
    REQUIRE(fresh.ok());
    CHECK_FALSE(*fresh);
    CHECK(repository.asked == std::vector<std::string>{"2.root.json", "timestamp.json"});
    CHECK(kiosk.updater->targets_version() == 1);
  }
}

TEST_CASE("a timestamp of another key is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.release();
  repository.served["timestamp.json"] =
      repository.sign(repository.parts["timestamp"], {&repository.keys["snapshot"][0]});
  kiosk.check_refused("timestamp.json", "timestamp: 0 valid signatures");
}

TEST_CASE("a timestamp changed after it was signed is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.release();
  std::string& bytes = repository.served["timestamp.json"];
  bytes.replace(bytes.find("2024-02"), 7, "2034-02");
  kiosk.check_refused("timestamp.json", "timestamp: 0 valid signatures");
}

TEST_CASE("an older timestamp is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  const std::string old = repository.served["timestamp.json"];
  repository.release();
  REQUIRE(kiosk.refresh().ok());
  repository.served["timestamp.json"] = old;
  kiosk.check_refused("timestamp.json", "version 1 is older than the trusted 2");
}

TEST_CASE("another timestamp of the same version brings nothing new") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  const std::string before = kiosk.stored("timestamp.json");
  repository.parts["timestamp"]["meta"]["snapshot.json"]["version"] = 9;
  repository.put_timestamp();
  auto fresh = kiosk.refresh();
  REQUIRE(fresh.ok());
  CHECK_FALSE(*fresh);
  CHECK(kiosk.stored("timestamp.json") == before);
}

TEST_CASE("a newer timestamp that names an older snapshot is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  repository.release();
  REQUIRE(kiosk.refresh().ok());
  repository.parts["timestamp"]["version"] = 3;
  repository.parts["timestamp"]["meta"]["snapshot.json"]["version"] = 1;
  repository.put_timestamp();
  kiosk.check_refused("timestamp.json", "its snapshot 1 is older than the trusted 2");
}

TEST_CASE("an expired timestamp is refused and not stored") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.parts["timestamp"]["expires"] = earlier;
  repository.release();
  kiosk.check_refused("timestamp.json", "timestamp: expired");
}

TEST_CASE("a server that freezes the timestamp is found out when it expires") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.not_modified = true;
  kiosk.time_ms = parse_rfc3339(later);  // expired at its very second (5.4.4)
  repository.parts["root"]["expires"] = "2034-01-01T00:00:00Z";
  repository.put_root();
  kiosk.check_refused("timestamp.json", "timestamp: expired");
  kiosk.time_ms -= 1;
  CHECK(kiosk.refresh().ok());
}

TEST_CASE("a timestamp of more than 16 KB is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  repository.served["timestamp.json"] += std::string(trust::timestamp_bytes_max, ' ');
  kiosk.check_refused("timestamp.json", "timestamp.json", ErrorKind::too_large);
}

TEST_CASE("a timestamp with a bad date, version or without a snapshot is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  const Json good = repository.parts["timestamp"];
  for (const auto& [key, value] :
       std::vector<std::pair<std::string, Json>>{{"expires", "tomorrow"},
                                                 {"expires", "2024-13-41T00:00:00Z"},
                                                 {"version", 0},
                                                 {"version", -5},
                                                 {"version", "1"},
                                                 {"meta", Json::object()}}) {
    repository.parts["timestamp"] = good;
    repository.parts["timestamp"][key] = value;
    repository.put_timestamp();
    kiosk.check_refused("timestamp.json", "timestamp." + key, ErrorKind::invalid);
  }
}

TEST_CASE("a fast-forwarded repository recovers when the timestamp or snapshot keys rotate, not before") {
  for (const std::string role : {"timestamp", "snapshot"}) {
    CAPTURE(role);
    FakeRepository repository;
    Kiosk kiosk(repository);
    const auto set_versions = [&](int version) {
      for (const char* part : {"timestamp", "snapshot", "targets"})
        repository.parts[part]["version"] = version;
    };
    set_versions(1'000'000);
    repository.release();
    REQUIRE(kiosk.refresh().ok());
    set_versions(1);
    repository.release();
    kiosk.check_refused("timestamp.json", "is older than the trusted 1000001");
    repository.rotate(role);
    repository.put_root();
    set_versions(2);
    repository.release();
    CHECK(kiosk.refresh().ok());
    CHECK(kiosk.updater->targets_version() == 3);
  }
}

TEST_CASE("a key that is only added to the timestamp role drops what was fast-forwarded too") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  repository.parts["timestamp"]["version"] = 1'000'000;
  repository.put_timestamp();
  REQUIRE(kiosk.refresh().ok());
  repository.keys["timestamp"].push_back(SigningKey::generate(repository.random));
  repository.write_role("timestamp", 1);
  repository.put_root();
  repository.parts["timestamp"]["version"] = 2;
  repository.put_timestamp();
  CHECK(kiosk.refresh().ok());
  CHECK(version_in(kiosk.stored("timestamp.json")) == 2);
}

TEST_CASE("a damaged timestamp on disk is fetched anew") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  const std::string good = kiosk.stored("timestamp.json");
  for (const std::string& damaged : {std::string(), good.substr(0, 40), good + "x"}) {
    REQUIRE(kiosk.files.write("/trust/timestamp.json", damaged).ok());
    CHECK(kiosk.refresh().ok());
    CHECK(kiosk.stored("timestamp.json") == good);
  }
}

TEST_CASE("a server that is away, or has no timestamp, changes nothing") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.away = true;
  kiosk.check_refused("timestamp.json", "no answer", ErrorKind::unavailable);
  repository.away = false;
  repository.served.erase("timestamp.json");
  kiosk.check_refused("timestamp.json", "timestamp.json", ErrorKind::not_found);
}

TEST_CASE("a full disk stops the update at the file that cannot be written") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.release();
  kiosk.files.fail_path("/trust/snapshot.json", ErrorKind::full);
  kiosk.check_refused("snapshot.json", "", ErrorKind::full);
  kiosk.files.heal();
  auto fresh = kiosk.refresh();
  REQUIRE(fresh.ok());
  CHECK(*fresh);
  CHECK(kiosk.updater->targets_version() == 2);
}

namespace {

constexpr const char* at_now = "2024-01-09T12:00:00Z";
constexpr std::int64_t ten_years_ms = 3650 * 86'400'000ll;

}  // namespace

TEST_CASE("expiry is judged by the later of the clock and the signing of the stored timestamp") {
  for (const char* role : {"timestamp", "snapshot", "targets"}) {
    CAPTURE(role);
    FakeRepository repository;
    repository.parts["timestamp"]["x-entre-signed"] = at_now;
    repository.release();
    Kiosk kiosk(repository);
    kiosk.time_ms -= ten_years_ms;
    REQUIRE(kiosk.refresh().ok());
    repository.parts[role]["expires"] = earlier;
    repository.release();
    kiosk.check_refused(std::string(role) + ".json", std::string(role) + ": expired");
  }
}

TEST_CASE("expiry is judged by the later of the clock and the signing of the root, its own too") {
  FakeRepository repository;
  repository.parts["root"]["x-entre-signed"] = at_now;
  repository.put_root();
  Kiosk kiosk(repository);
  kiosk.time_ms -= ten_years_ms;
  REQUIRE(kiosk.refresh().ok());
  repository.parts["timestamp"]["expires"] = earlier;
  repository.release();
  kiosk.check_refused("timestamp.json", "timestamp: expired");
  FakeRepository another;
  another.parts["timestamp"]["x-entre-signed"] = at_now;
  another.release();
  Kiosk behind(another);
  behind.time_ms -= ten_years_ms;
  REQUIRE(behind.refresh().ok());
  another.parts["root"]["expires"] = earlier;
  another.put_root();
  REQUIRE_FALSE(behind.refresh().ok());
}

TEST_CASE("a timestamp's signing does not count in the refresh that brings it, nor where nothing is said") {
  for (const bool is_said : {true, false}) {
    CAPTURE(is_said);
    FakeRepository repository;
    if (is_said) repository.parts["timestamp"]["x-entre-signed"] = at_now;
    repository.parts["targets"]["expires"] = earlier;
    repository.release();
    Kiosk kiosk(repository);
    kiosk.time_ms -= ten_years_ms;
    CHECK(kiosk.refresh().ok());
    CHECK(kiosk.refresh().ok() == !is_said);
  }
}

TEST_CASE("a signing in the far future goes with the stored timestamp when its keys are rotated") {
  FakeRepository repository;
  repository.parts["timestamp"]["x-entre-signed"] = "2034-01-09T12:00:00Z";
  repository.release();
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.parts["timestamp"]["x-entre-signed"] = at_now;
  repository.release();
  REQUIRE_FALSE(kiosk.refresh().ok());
  repository.rotate("timestamp");
  repository.put_root();
  repository.release();
  auto result = kiosk.refresh();
  CHECK_MESSAGE(result.ok(), result.error().message);
}

}  // namespace entre::test
