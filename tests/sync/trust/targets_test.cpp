// 5.5, 5.6, 5.7.3: each case breaks one rule of snapshot, targets, delegations or a target.
#include "platform/clock.h"
#include "tests/sync/trust/client_at_test.h"

namespace entre::test {

namespace {

// A repository whose second release is made by `lie`, and a kiosk that has the first.
struct Second {
  FakeRepository repository;
  Kiosk kiosk{repository};
  Second() { REQUIRE(kiosk.refresh().ok()); }
  void bump(const char* role) {
    Json& part = repository.parts[role];
    part["version"] = part["version"].get<int>() + 1;
  }
};

}  // namespace

TEST_CASE("a snapshot other than the one whose hash the timestamp gives is refused") {
  Second second;
  second.repository.release();
  std::string& bytes = second.repository.served["2.snapshot.json"];
  bytes.replace(bytes.find("2024"), 4, "2025");
  second.kiosk.check_refused("snapshot.json", "SHA-256 is not the signed one");
}

TEST_CASE("a truncated or padded snapshot is refused") {
  Second second;
  second.repository.release();
  std::string& bytes = second.repository.served["2.snapshot.json"];
  const std::string good = bytes;
  bytes.pop_back();
  second.kiosk.check_refused("snapshot.json", "signed length");
  bytes = good + " ";
  second.kiosk.check_refused("snapshot.json", "", ErrorKind::too_large);
}

TEST_CASE("a snapshot of another version than the timestamp names is refused") {
  Second second;
  second.repository.with_hashes = false;
  const std::string old = second.repository.served["1.snapshot.json"];
  second.repository.release();
  second.repository.served["2.snapshot.json"] = old;
  second.kiosk.check_refused("snapshot.json", "version 1, the timestamp names 2");
}

TEST_CASE("a snapshot of another key is refused") {
  Second second;
  second.repository.with_hashes = false;
  second.repository.release();
  second.repository.served["2.snapshot.json"] =
      second.repository.sign(second.repository.parts["snapshot"], {&second.repository.keys["timestamp"][0]});
  second.kiosk.check_refused("snapshot.json", "snapshot: 0 valid signatures");
}

TEST_CASE("a snapshot that lists an older targets file is refused") {
  Second second;
  second.repository.release();
  REQUIRE(second.kiosk.refresh().ok());
  second.bump("snapshot");
  second.bump("timestamp");
  second.repository.parts["targets"]["version"] = 1;
  second.repository.put_targets("targets");
  second.repository.put_snapshot();
  second.repository.put_timestamp();
  second.kiosk.check_refused("snapshot.json", "targets.json 1 is older than the trusted 2");
}

TEST_CASE("a snapshot that no longer lists a file is refused") {
  FakeRepository repository;
  repository.delegate("targets", "extra", "paths", {"x*"});
  repository.release();
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.parts["snapshot"]["meta"].erase("extra.json");
  for (const char* role : {"snapshot", "timestamp"})
    repository.parts[role]["version"] = repository.parts[role]["version"].get<int>() + 1;
  repository.put_snapshot();
  repository.put_timestamp();
  kiosk.check_refused("snapshot.json", "extra.json is no longer listed");
}

TEST_CASE("an expired snapshot is refused, also one that is on disk already") {
  Second second;
  second.repository.parts["snapshot"]["expires"] = earlier;
  second.repository.release();
  second.kiosk.check_refused("snapshot.json", "snapshot: expired");

  FakeRepository repository;
  Kiosk kiosk(repository);
  repository.parts["snapshot"]["expires"] = "2024-01-20T00:00:00Z";
  repository.release();
  REQUIRE(kiosk.refresh().ok());
  kiosk.time_ms = parse_rfc3339("2024-01-21T00:00:00Z");
  kiosk.check_refused("snapshot.json", "snapshot: expired");
}

TEST_CASE("a snapshot without targets.json is refused") {
  Second second;
  second.repository.with_hashes = false;
  FakeRepository other;
  other.parts["snapshot"]["meta"] = Json::object();
  other.put_snapshot();
  other.put_timestamp();
  Kiosk kiosk(other);
  kiosk.check_refused("targets.json", "targets.json is not listed");
}

TEST_CASE("targets other than those whose hash the snapshot gives are refused") {
  Second second;
  second.repository.release();
  std::string& bytes = second.repository.served["2.targets.json"];
  bytes.replace(bytes.find("2024"), 4, "2025");
  second.kiosk.check_refused("targets.json", "SHA-256 is not the signed one");
}

TEST_CASE("targets of another version than the snapshot lists are refused") {
  Second second;
  second.repository.with_hashes = false;
  const std::string old = second.repository.served["1.targets.json"];
  second.repository.release();
  second.repository.served["2.targets.json"] = old;
  second.kiosk.check_refused("targets.json", "version 1, the snapshot lists 2");
}

TEST_CASE("targets of another key are refused") {
  Second second;
  second.repository.with_hashes = false;
  second.repository.release();
  second.repository.served["2.targets.json"] =
      second.repository.sign(second.repository.parts["targets"], {&second.repository.keys["snapshot"][0]});
  second.kiosk.check_refused("targets.json", "targets: 0 valid signatures");
}

TEST_CASE("expired targets are refused") {
  Second second;
  second.repository.parts["targets"]["expires"] = earlier;
  second.repository.release();
  second.kiosk.check_refused("targets.json", "targets: expired");
}

TEST_CASE(
    "targets with a length below zero, a hash that is none or a role that is delegated as root are refused") {
  for (const int which : {0, 1, 2, 3}) {
    CAPTURE(which);
    Second second;
    Json& part = second.repository.parts["targets"];
    if (which == 0) part["targets"]["a"]["length"] = -1;
    if (which == 1) part["targets"]["a"]["hashes"]["sha256"] = "../../etc/passwd";
    if (which == 2) part["targets"]["a"]["hashes"] = Json::object();
    if (which == 3) {
      second.repository.delegate("targets", "extra", "paths", {"*"});
      part["delegations"]["roles"][0]["name"] = "root";
    }
    second.repository.release();
    second.kiosk.check_refused("targets.json", "targets.", ErrorKind::invalid);
  }
}

TEST_CASE("damaged snapshot and targets on disk are fetched anew") {
  Second second;
  for (const char* name : {"snapshot.json", "targets.json"}) {
    const std::string good = second.kiosk.stored(name);
    std::string damaged = good;
    damaged[damaged.find("2024") + 3] = '9';
    REQUIRE(second.kiosk.files.write(std::string("/trust/") + name, damaged).ok());
    auto fresh = second.kiosk.refresh();
    REQUIRE(fresh.ok());
    CHECK(*fresh);
    CHECK(second.kiosk.stored(name) == good);
  }
}

TEST_CASE("a target is found in the bin of its hash, which is fetched once") {
  FakeRepository repository;
  const std::string prefix = sha256_hex("pages/x.json").substr(0, 2);
  repository.delegate("targets", "bin-" + prefix, "path_hash_prefixes", {prefix});
  repository.add_target("bin-" + prefix, "pages/x.json", "x");
  repository.release();
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  auto all = kiosk.updater->all_targets();
  REQUIRE(all.ok());
  CHECK(all->size() == 3);
  CHECK(all->at("pages/x.json").length == 1);
  REQUIRE(kiosk.refresh().ok());
  REQUIRE(kiosk.updater->find_target("pages/x.json").ok());
  CHECK(repository.asked.size() == 2);
}

TEST_CASE("a target that lies in a role whose delegation does not cover it is not there") {
  FakeRepository repository;
  repository.delegate("targets", "news", "paths", {"news/*"});
  repository.add_target("news", "news/1", "fine");
  repository.add_target("news", "news/deep/2", "a pattern does not cross a slash");
  repository.add_target("news", "site.json", "not theirs");
  repository.release();
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  auto all = kiosk.updater->all_targets();
  REQUIRE(all.ok());
  CHECK(all->count("news/1") == 1);
  CHECK(all->size() == 3);
  CHECK(kiosk.updater->find_target("site.json").error().kind == ErrorKind::not_found);
}

TEST_CASE("the first role in order wins, and a terminating one ends the search") {
  FakeRepository repository;
  repository.delegate("targets", "first", "paths", {"x"}, false);
  repository.delegate("targets", "second", "paths", {"x", "y"}, true);
  repository.delegate("targets", "third", "paths", {"x", "y"}, false);
  repository.add_target("first", "x", "1");
  repository.add_target("second", "x", "22");
  repository.add_target("third", "y", "333");
  repository.release();
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  CHECK(kiosk.updater->find_target("x")->length == 1);
  CHECK_FALSE(kiosk.updater->find_target("y").ok());
  CHECK(kiosk.updater->all_targets()->count("y") == 0);
}

TEST_CASE("roles that delegate to one another in a circle are walked once") {
  FakeRepository repository;
  repository.delegate("targets", "one", "paths", {"*"});
  repository.delegate("one", "two", "paths", {"*"});
  repository.delegate("two", "one", "paths", {"*"});
  repository.add_target("two", "z", "z");
  repository.release();
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  CHECK(kiosk.updater->all_targets()->count("z") == 1);
  CHECK_FALSE(kiosk.updater->find_target("nowhere").ok());
}

TEST_CASE("delegations past their cap are refused, also where no single file names so many") {
  for (const int more : {0, 1}) {
    FakeRepository repository;
    for (int i = 0; i < trust::delegations_max - 1; ++i)
      repository.delegate("targets", "role-" + std::to_string(i), "paths", {"x"});
    for (int i = 0; i <= more; ++i)
      repository.delegate("role-0", "below-" + std::to_string(i), "paths", {"x"});
    repository.release();
    Kiosk kiosk(repository);
    REQUIRE(kiosk.refresh().ok());
    const auto all = kiosk.updater->all_targets();
    CHECK(all.ok() == (more == 0));
    if (!all) CHECK(all.error().kind == ErrorKind::too_large);
  }
}

TEST_CASE("a delegated role below its threshold, of another version, or unlisted is refused and not stored") {
  for (const int which : {0, 1, 2, 3}) {
    CAPTURE(which);
    FakeRepository repository;
    repository.with_hashes = false;
    repository.delegate("targets", "extra", "paths", {"x"});
    repository.add_target("extra", "x", "x");
    if (which == 0) repository.parts["targets"]["delegations"]["roles"][0]["threshold"] = 2;
    repository.release();
    if (which == 1) {
      repository.parts["extra"]["version"] = 7;
      repository.served["1.extra.json"] = repository.sign("extra");
    }
    if (which == 2) {
      repository.parts["snapshot"]["meta"].erase("extra.json");
      repository.put_snapshot();
      repository.put_timestamp();
    }
    if (which == 3)
      repository.served["1.extra.json"] =
          repository.sign(repository.parts["extra"], {&repository.keys["targets"][0]});
    Kiosk kiosk(repository);
    REQUIRE(kiosk.refresh().ok());
    auto all = kiosk.updater->all_targets();
    REQUIRE_FALSE(all.ok());
    CHECK(all.error().kind == ErrorKind::denied);
    CHECK(all.error().message.find("extra") != std::string::npos);
    CHECK(kiosk.stored("extra.json").empty());
  }
}

TEST_CASE("a delegated role's name cannot leave the folder") {
  FakeRepository repository;
  const std::string name = "../../outbox";
  repository.delegate("targets", name, "paths", {"x"});
  repository.add_target(name, "x", "x");
  repository.release();
  repository.served["1...%2F..%2Foutbox.json"] = repository.served["1." + name + ".json"];
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  CHECK(kiosk.updater->find_target("x").ok());
  CHECK(kiosk.files.exists("/trust/..%2F..%2Foutbox.json"));
}

TEST_CASE("a target with a wrong length or hash, or without a hash that is known, is refused") {
  const std::string bytes = "content of a";
  trust::TargetFile file{bytes.size(), {{"sha256", sha256_hex(bytes)}}, nullptr};
  CHECK(trust::verify_target("a", file, bytes).ok());
  CHECK(trust::verify_target("a", file, "content of A").error().kind == ErrorKind::denied);
  CHECK(trust::verify_target("a", file, bytes + " ").error().kind == ErrorKind::denied);
  CHECK(trust::verify_target("a", file, "").error().kind == ErrorKind::denied);
  file.hashes = {{"md5", "00"}};
  CHECK(trust::verify_target("a", file, bytes).error().kind == ErrorKind::denied);
  file.hashes.clear();
  CHECK(trust::verify_target("a", file, bytes).error().kind == ErrorKind::denied);
}

TEST_CASE("a target's file carries its hash before the last part of its path") {
  const trust::TargetFile file{1, {{"sha256", "abc"}}, nullptr};
  CHECK(trust::target_file_name("pages/x.sv.json", file) == "pages/abc.x.sv.json");
  CHECK(trust::target_file_name("site.json", file) == "abc.site.json");
}

}  // namespace entre::test
