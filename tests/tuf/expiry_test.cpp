// Freeze attacks (5.3.10, 5.4.4, 5.5.6, 5.6.5), with the clock moved by faketime.
#include "tests/tuf/client.h"

namespace entre::test {

TEST_CASE("the client runs by the clock that faketime gives it") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.parts["root"]["expires"] = in_days(7);
  repository.publish({"root"});
  CHECK(client.refresh() == 0);
  CHECK(client.refresh(8) == 1);
}

TEST_CASE("an expired root is kept, and nothing is asked for after it") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  repository.publish({"root"});
  REQUIRE(client.refresh() == 0);
  repository.parts["root"]["expires"] = in_days(-1);
  repository.publish({"root", "targets", "snapshot", "timestamp"});
  repository.forget_asked();
  CHECK(client.refresh() == 1);
  CHECK(repository.asked() == Strings{"root 3", "root 4"});
  CHECK(client.trusted() == "root 3, snapshot 1, targets 1, timestamp 1");
}

TEST_CASE("expired metadata of a lower role is refused and not kept") {
  struct Case {
    std::string role, trusted;
  };
  for (const Case& expired : {Case{"timestamp", "root 1, snapshot 1, targets 1, timestamp 1"},
                              Case{"snapshot", "root 1, snapshot 1, targets 1, timestamp 2"},
                              Case{"targets", "root 1, snapshot 2, targets 1, timestamp 2"}}) {
    CAPTURE(expired.role);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    REQUIRE(client.refresh() == 0);
    repository.parts[expired.role]["expires"] = in_days(-5);
    repository.publish({"targets", "snapshot", "timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == expired.trusted);
  }
}

TEST_CASE("a frozen repository is found out when what is stored expires") {
  for (const char* role : {"root", "timestamp", "snapshot", "targets"}) {
    CAPTURE(role);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.parts[role]["expires"] = in_days(7);
    repository.publish({"root", "targets", "snapshot", "timestamp"});
    CHECK(client.refresh() == 0);
    CHECK(client.refresh(6) == 0);
    CHECK(client.refresh(8) == 1);
    CHECK(client.said().find(std::string(role) + ": expired at") != std::string::npos);
    CHECK(client.trusted() == "root 2, snapshot 2, targets 2, timestamp 2");
  }
}

TEST_CASE("an expired root, timestamp or snapshot on disk leads on to the next") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  for (const char* role : {"root", "timestamp", "snapshot"}) repository.parts[role]["expires"] = in_days(7);
  repository.publish({"root", "snapshot", "timestamp"});
  REQUIRE(client.refresh() == 0);
  for (const char* role : {"root", "timestamp", "snapshot"}) repository.parts[role]["expires"] = in_days(21);
  repository.publish({"root", "targets", "snapshot", "timestamp"});
  CHECK(client.refresh(18) == 0);
  CHECK(client.trusted() == "root 3, snapshot 3, targets 2, timestamp 3");
}

TEST_CASE("an expired root on the way to a newer one is passed through") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.parts["root"]["expires"] = in_days(-1);
  repository.publish({"root"});
  repository.parts["root"]["expires"] = in_days(30);
  repository.publish({"root"});
  CHECK(client.refresh() == 0);
  CHECK(client.trusted() == "root 3, snapshot 1, targets 1, timestamp 1");
}

TEST_CASE("an expired delegated role is not used and not kept") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.delegate({"targets", "delegated", {"delegatedpath/*"}});
  repository.parts["delegated"]["expires"] = in_days(-1);
  repository.add_artifact("delegated", "content", "delegatedpath/target");
  repository.publish({"delegated", "targets", "snapshot", "timestamp"});
  CHECK(client.refresh() == 0);
  CHECK(client.download("delegatedpath/target") == 1);
  CHECK(client.artifacts().empty());
  CHECK(client.trusted() == "root 1, snapshot 2, targets 2, timestamp 2");
}

TEST_CASE("a delegated role that has expired on disk is not used, its next version is") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.delegate({"targets", "delegated", {"delegatedpath/*"}});
  repository.parts["delegated"]["expires"] = in_days(7);
  repository.add_artifact("delegated", "first", "delegatedpath/first");
  repository.add_artifact("delegated", "second", "delegatedpath/second");
  repository.publish({"delegated", "targets", "snapshot", "timestamp"});
  CHECK(client.download("delegatedpath/first") == 0);
  CHECK(client.download("delegatedpath/second", 18) == 1);
  CHECK(client.artifacts() == Strings{"first"});
  repository.parts["delegated"]["expires"] = in_days(21);
  repository.publish({"delegated", "snapshot", "timestamp"});
  CHECK(client.download("delegatedpath/second", 18) == 0);
  CHECK(client.artifacts() == Strings{"first", "second"});
}

TEST_CASE("a date that is none is refused") {
  for (const char* date : {"", "tomorrow", "2099-02-30T00:00:00Z", "2099-01-01T00:00:00", "2099-01-01"}) {
    CAPTURE(date);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.parts["timestamp"]["expires"] = date;
    repository.publish({"timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == "root 1");
  }
}

}  // namespace entre::test
