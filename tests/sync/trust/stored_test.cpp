// What is on disk, listed twice or named by two: cases that one mutant each has shown to be needed.
#include <functional>

#include "tests/sync/trust/client_at_test.h"

namespace entre::test {

TEST_CASE("a stored snapshot of the right version but of other bytes is fetched anew") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.parts["snapshot"]["x-note"] = "another file of the same version";
  repository.put_snapshot();
  repository.parts["timestamp"]["version"] = 2;
  repository.put_timestamp();
  REQUIRE(kiosk.refresh().ok());
  CHECK(kiosk.stored("snapshot.json") == repository.served.at("1.snapshot.json"));
}

TEST_CASE("an empty list of hashes, or a role delegated to twice or by both kinds of pattern, is refused") {
  const std::vector<std::pair<std::string, std::function<void(FakeRepository&)>>> faults{
      {"hashes: empty",
       [](FakeRepository& r) { r.parts["targets"]["targets"]["a"]["hashes"] = Json::object(); }},
      {"is there twice",
       [](FakeRepository& r) {
         r.delegate("targets", "role", "paths", {"x"});
         r.delegate("targets", "role", "paths", {"y"});
       }},
      {"either paths or path_hash_prefixes",
       [](FakeRepository& r) {
         r.delegate("targets", "role", "paths", {"x"});
         r.parts["targets"]["delegations"]["roles"][0]["path_hash_prefixes"] = Json::array({"ab"});
       }},
  };
  for (const auto& [words, fault] : faults) {
    FakeRepository repository;
    Kiosk kiosk(repository);
    fault(repository);
    repository.release();
    kiosk.check_refused("targets.json", words, ErrorKind::invalid);
  }
}

TEST_CASE("a snapshot or targets file that is listed above its limit is not even asked for") {
  for (const std::string role : {"snapshot", "targets"}) {
    CAPTURE(role);
    FakeRepository repository;
    Kiosk kiosk(repository);
    Json& meta = role == "snapshot" ? repository.parts["timestamp"]["meta"]["snapshot.json"]
                                    : repository.parts["snapshot"]["meta"]["targets.json"];
    meta["length"] = 6'000'000;
    if (role == "targets") repository.put_snapshot();
    repository.put_timestamp();
    kiosk.check_refused(role + ".json", "more than", ErrorKind::too_large);
    CHECK(repository.asked.back() != "1." + role + ".json");
  }
}

TEST_CASE("a pattern does not cross folders") {
  FakeRepository repository;
  repository.delegate("targets", "role", "paths", {"*"});
  repository.add_target("role", "folder/x", "x");
  repository.release();
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  CHECK(kiosk.updater->find_target("folder/x").error().kind == ErrorKind::not_found);
}

namespace {

// A and B both delegate to C, each by a key of its own; C is signed by A's. Returns B's.
SigningKey delegate_twice(FakeRepository& repository, const std::string& of_a, const std::string& of_b) {
  repository.with_hashes = false;
  repository.delegate("targets", "A", "paths", {of_a});
  repository.delegate("targets", "B", "paths", {of_b});
  repository.delegate("A", "C", "paths", {"*"});
  SigningKey key_of_a = std::move(repository.keys["C"].front());
  repository.keys["C"].front() = SigningKey::generate(repository.random);
  repository.delegate("B", "C", "paths", {"*"});
  SigningKey key_of_b = std::move(repository.keys["C"].front());
  repository.keys["C"].front() = std::move(key_of_a);
  repository.add_target("C", "a", "through C");
  repository.parts["targets"]["targets"].clear();
  repository.release();
  return key_of_b;
}

}  // namespace

TEST_CASE("a role is looked into once a search, whoever else delegates to it") {
  FakeRepository repository;
  delegate_twice(repository, "*", "*");
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  CHECK(kiosk.updater->find_target("nowhere").error().kind == ErrorKind::not_found);
}

TEST_CASE("two files of one version of a role are not both believed") {
  FakeRepository repository;
  const SigningKey key_of_b = delegate_twice(repository, "a", "b");
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  REQUIRE(kiosk.updater->find_target("a").ok());
  Json other = repository.parts["C"];
  other["targets"]["b"] = other["targets"]["a"];
  repository.served["1.C.json"] = repository.sign(other, {&key_of_b});
  auto second = kiosk.updater->find_target("b");
  REQUIRE_FALSE(second.ok());
  CHECK_MESSAGE(second.error().message.find("two files of version 1") != std::string::npos,
                second.error().message);
}

TEST_CASE("a server's error is not the end of the chain of roots") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.away_at = "2.root.json";
  repository.parts["timestamp"]["version"] = 2;
  repository.put_timestamp();
  kiosk.check_refused("timestamp.json", "no answer", ErrorKind::unavailable);
}

}  // namespace entre::test
