// Rollback, mix-and-match and recovery from a fast-forward (5.3.11, 5.4.3, 5.5.5).
#include "tests/tuf/client.h"

namespace entre::test {

TEST_CASE("an older timestamp is refused") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.publish({"timestamp"});
  REQUIRE(client.refresh() == 0);
  repository.roll_back("timestamp");
  repository.publish({"timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(repository.asked().back() == "timestamp");
  CHECK(client.trusted() == "root 1, snapshot 1, targets 1, timestamp 2");
}

TEST_CASE("a newer timestamp that names an older snapshot is refused, with hashes and without") {
  for (const bool with_hashes : {false, true}) {
    CAPTURE(with_hashes);
    Repository repository;
    repository.with_hashes = with_hashes;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.publish({"snapshot", "timestamp"});
    REQUIRE(client.refresh() == 0);
    repository.roll_back("snapshot");
    repository.publish({"snapshot", "timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(repository.asked().back() == "timestamp");
    CHECK(client.trusted() == "root 1, snapshot 2, targets 1, timestamp 2");
  }
}

TEST_CASE("a newer snapshot that lists older targets is refused, with hashes and without") {
  for (const bool with_hashes : {false, true}) {
    CAPTURE(with_hashes);
    Repository repository;
    repository.with_hashes = with_hashes;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.publish({"targets", "snapshot", "timestamp"});
    REQUIRE(client.refresh() == 0);
    repository.roll_back("targets");
    repository.publish({"targets", "snapshot", "timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == "root 1, snapshot 2, targets 2, timestamp 3");
  }
}

TEST_CASE("a snapshot that no longer lists a file is refused") {
  Repository repository;
  Client client(repository);
  repository.delegate({"targets", "role1"});
  repository.publish({"role1", "targets", "snapshot", "timestamp"});
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  repository.parts["snapshot"]["meta"].erase("role1.json");
  repository.publish({"snapshot", "timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 1, snapshot 2, targets 2, timestamp 3");
}

TEST_CASE("a snapshot that lists an older delegated role is refused") {
  Repository repository;
  Client client(repository);
  repository.delegate({"targets", "role1"});
  repository.publish({"role1"});
  repository.publish({"role1", "targets", "snapshot", "timestamp"});
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  repository.parts["snapshot"]["meta"]["role1.json"]["version"] = 1;
  repository.publish({"snapshot", "timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 1, snapshot 2, targets 2, timestamp 3");
}

TEST_CASE("the rollback check holds although the stored snapshot and timestamp have expired") {
  Repository repository;
  Client client(repository);
  for (const char* role : {"snapshot", "timestamp"}) repository.parts[role]["expires"] = in_days(2);
  repository.publish({"targets", "snapshot", "timestamp"});
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  for (const char* role : {"snapshot", "timestamp"}) repository.parts[role]["expires"] = in_days(30);
  repository.roll_back("targets");
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK(client.refresh(5) == 1);
  CHECK(client.trusted() == "root 1, snapshot 2, targets 2, timestamp 3");
}

TEST_CASE(
    "what a thief of a key has driven to version 100 comes back to 1 when the key rotates, not before") {
  struct Theft {
    std::string role;
    std::vector<std::string> rotated;
  };
  for (const Theft& theft : {Theft{"targets", {"snapshot"}}, Theft{"snapshot", {"snapshot", "timestamp"}},
                             Theft{"timestamp", {"timestamp"}}}) {
    CAPTURE(theft.role);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    for (int i = 0; i < 99; ++i) repository.publish({theft.role});
    if (theft.role == "targets") repository.publish({"snapshot"});
    if (theft.role != "timestamp") repository.publish({"timestamp"});
    REQUIRE(client.refresh() == 0);
    CHECK(client.trusted().find(theft.role + " 100") != std::string::npos);
    repository.roll_back(theft.role);
    repository.publish({"targets", "snapshot", "timestamp"});
    CHECK(client.refresh() == 1);
    for (const std::string& role : theft.rotated) repository.rotate(role);
    repository.roll_back(theft.role);
    repository.publish({"root", "targets", "snapshot", "timestamp"});
    CHECK(client.refresh() == 0);
    CHECK(client.trusted().find(theft.role + " 1") != std::string::npos);
    CHECK(client.trusted().find("100") == std::string::npos);
  }
}

TEST_CASE("a threshold that alone changes is no rotation: versions still count") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.add_key("timestamp", Signer());
  repository.publish({"root", "timestamp"});
  repository.publish({"timestamp"});
  REQUIRE(client.refresh() == 0);
  repository.role("timestamp")["threshold"] = 2;
  repository.publish({"root"});
  repository.roll_back("timestamp");
  repository.publish({"timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(client.said().find("older than the trusted 3") != std::string::npos);
  CHECK(client.trusted() == "root 3, snapshot 1, targets 1, timestamp 3");
}

TEST_CASE("files of the metadata folder that were damaged or exchanged are fetched anew") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  for (const char* role : {"timestamp", "snapshot", "targets"}) {
    CAPTURE(role);
    const std::string name = std::string(role) + ".json";
    const std::string whole = client.stored(name);
    Json foreign = Json::parse(whole);
    foreign["signed"]["version"] = 7;
    for (const std::string& bytes : {std::string(), whole.substr(0, 50), foreign.dump()}) {
      client.overwrite(name, bytes);
      CHECK(client.refresh() == 0);
      CHECK(client.stored(name) == whole);
    }
  }
}

}  // namespace entre::test
