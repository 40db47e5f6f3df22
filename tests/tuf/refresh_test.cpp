// The workflow as a whole (5.2 to 5.6): what is asked for, what is kept, and where it stops.
#include "platform/crypto.h"
#include "tests/tuf/client.h"

namespace entre::test {

TEST_CASE("a refresh asks for the next root, the timestamp, the snapshot and the targets, in that order") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  CHECK(repository.asked().empty());
  CHECK(client.refresh() == 0);
  CHECK(repository.asked() == Strings{"root 2", "timestamp", "snapshot 1", "targets 1"});
}

TEST_CASE("a refresh keeps the very bytes that the repository served") {
  Repository repository;
  repository.published["timestamp"].back() += " \n ";
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  for (const char* role : {"root", "timestamp", "snapshot", "targets"})
    CHECK(client.stored(std::string(role) + ".json") == repository.published[role].back());
}

TEST_CASE("a download refreshes first, and fails when no role lists the artifact") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  CHECK(client.download("nonexistent artifact") == 1);
  CHECK(repository.asked() == Strings{"root 2", "timestamp", "snapshot 1", "targets 1"});
  CHECK(client.trusted() == "root 1, snapshot 1, targets 1, timestamp 1");
}

TEST_CASE("a refresh with nothing new asks for the next root and the timestamp alone") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  repository.forget_asked();
  CHECK(client.refresh() == 0);
  CHECK(repository.asked() == Strings{"root 2", "timestamp"});
}

TEST_CASE("a first root without a version, or without its own signature, ends it before any request") {
  Repository repository;
  Json without_version = repository.last("root");
  without_version["signed"].erase("version");
  Json unsigned_root = repository.last("root");
  unsigned_root["signatures"][0]["sig"] =
      "3045022100ee448afe2d25dd1f05afedac83a24e7df90f203615221434979153dc7cea6d4702207710015851e571885a77db8a"
      "6e42c4b2983a59b9e1ebec91178dfa2fb0d42ab8";
  for (const Json& root : {without_version, unsigned_root}) {
    Client client(repository);
    client.init(root.dump());
    CHECK(client.refresh() == 1);
    CHECK(repository.asked().empty());
  }
}

// What is trusted when the metadata of one role is refused: all roles before it.
struct Stop {
  std::string role, trusted;
};

TEST_CASE("a role without its signature ends the refresh there, and what came before it is kept") {
  for (const Stop& stop :
       {Stop{"root", "root 1"}, Stop{"timestamp", "root 2"}, Stop{"snapshot", "root 2, timestamp 2"},
        Stop{"targets", "root 2, snapshot 2, timestamp 2"}}) {
    CAPTURE(stop.role);
    Repository repository;
    repository.signers[stop.role].clear();
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.publish({"root", "targets", "snapshot", "timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == stop.trusted);
  }
}

TEST_CASE("a file of another version than its address says is refused") {
  for (const Stop& stop : {Stop{"root", "root 1"}, Stop{"snapshot", "root 2, timestamp 2"},
                           Stop{"targets", "root 2, snapshot 2, timestamp 2"}}) {
    CAPTURE(stop.role);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.publish({"root", "targets", "snapshot", "timestamp"});
    const std::string honest = repository.published[stop.role].back();
    repository.parts[stop.role]["version"] = 2;  // published as version 2, signed as version 3
    repository.published[stop.role].pop_back();
    repository.publish({stop.role});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == stop.trusted);
  }
}

TEST_CASE("a timestamp changed without a new version is not taken") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  const std::string before = client.stored("timestamp.json");
  repository.parts["timestamp"]["meta"]["snapshot.json"]["version"] = 100;
  repository.roll_back("timestamp");
  repository.publish({"timestamp"});
  CHECK(client.refresh() == 0);
  CHECK(repository.asked().back() == "timestamp");
  CHECK(client.stored("timestamp.json") == before);
}

TEST_CASE("targets that do not have the hash or the length that the snapshot lists are refused") {
  for (const char* member : {"hashes", "length"}) {
    CAPTURE(member);
    Repository repository;
    repository.with_hashes = true;
    repository.publish({"targets", "snapshot", "timestamp"});
    Client client(repository);
    REQUIRE(client.init() == 0);
    REQUIRE(client.refresh() == 0);
    repository.publish({"targets"});
    Json& meta = repository.parts["snapshot"]["meta"]["targets.json"];
    if (std::string(member) == "hashes")
      meta["hashes"]["sha256"] = std::string(64, 'a');
    else
      meta["length"] = meta["length"].get<int>() - 1;
    repository.publish({"snapshot", "timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == "root 1, snapshot 3, targets 2, timestamp 3");
  }
}

TEST_CASE("a snapshot that does not have the hash or the length that the timestamp lists is refused") {
  for (const char* member : {"hashes", "length"}) {
    CAPTURE(member);
    Repository repository;
    repository.with_hashes = true;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.publish({"targets", "snapshot"});
    Json& meta = repository.parts["timestamp"]["meta"]["snapshot.json"];
    if (std::string(member) == "hashes")
      meta["hashes"]["sha256"] = std::string(64, 'a');
    else
      meta["length"] = meta["length"].get<int>() + 1;
    repository.publish({"timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == "root 1, timestamp 2");
  }
}

TEST_CASE("metadata listed with SHA-512 alone is checked by it") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  Json& meta = repository.parts["timestamp"]["meta"]["snapshot.json"];
  meta["hashes"] = Json{{"sha512", sha512_hex(repository.published["snapshot"].back())}};
  repository.publish({"timestamp"});
  CHECK(client.refresh() == 0);
  meta["hashes"] = Json{{"sha512", std::string(128, 'a')}};
  repository.publish({"timestamp"});
  CHECK(client.refresh() == 1);
}

TEST_CASE("new targets that no snapshot lists are not seen") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  repository.publish({"targets"});
  CHECK(client.refresh() == 0);
  CHECK(repository.asked().back() == "timestamp");
  CHECK(client.trusted() == "root 1, snapshot 1, targets 1, timestamp 1");
}

TEST_CASE("members that nobody knows are signed over and otherwise ignored") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  Signer signer;
  signer.key["extra-field"] = Json{{"a", 1}, {"b", 2}};
  repository.add_key("root", signer);
  repository.parts["root"]["custom-field"] = "value";
  repository.role("root")["another-field"] = "value";
  Signer snapshot_signer;
  snapshot_signer.key["keyid_hash_algorithms"] = "md5";  // of old tools: means nothing
  repository.role("snapshot")["keyids"].clear();
  repository.signers["snapshot"].clear();
  repository.add_key("snapshot", snapshot_signer);
  repository.publish({"root", "snapshot", "timestamp"});
  CHECK(client.refresh() == 0);
  CHECK(client.trusted() == "root 2, snapshot 2, targets 1, timestamp 2");
}

TEST_CASE("a role that is not there where it was named ends the refresh, and what came before it is kept") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  SUBCASE("timestamp") {
    repository.roll_back("timestamp");
    CHECK(client.refresh() == 1);
    CHECK(repository.asked().back() == "timestamp");
    CHECK(client.trusted() == "root 1, snapshot 1, targets 1, timestamp 1");
  }
  SUBCASE("snapshot") {
    repository.parts["timestamp"]["meta"]["snapshot.json"]["version"] = 2;
    repository.publish({"timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(repository.asked().back() == "snapshot 2");
    CHECK(client.trusted() == "root 1, snapshot 1, targets 1, timestamp 2");
  }
  SUBCASE("targets") {
    repository.parts["snapshot"]["meta"]["targets.json"]["version"] = 2;
    repository.publish({"snapshot", "timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(repository.asked().back() == "targets 2");
    CHECK(client.trusted() == "root 1, snapshot 2, targets 1, timestamp 2");
  }
}

TEST_CASE("a well-signed file of another type is refused") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  // A snapshot that the timestamp's key signs too and that reads like a timestamp, served as one.
  const Signer timestamp_signer = repository.signers["timestamp"].front();
  repository.add_key("snapshot", timestamp_signer);
  repository.parts["snapshot"]["meta"] = Json{{"snapshot.json", Json{{"version", 1}}}};
  repository.publish({"root", "snapshot"});
  repository.published["timestamp"].push_back(repository.published["snapshot"].back());
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 2");
}

TEST_CASE("another major version of the specification is refused") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.parts["timestamp"]["spec_version"] = "2.0.0";
  repository.publish({"timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 1");
}

TEST_CASE("without consistent snapshots the files are asked for by name alone") {
  Repository repository;
  repository.parts["root"]["consistent_snapshot"] = false;
  repository.add_artifact("targets", "content", "path/to/a");
  repository.publish({"root", "targets", "snapshot", "timestamp"});
  Client client(repository);
  REQUIRE(client.init() == 0);
  CHECK(client.download("path/to/a") == 0);
  CHECK(repository.asked() == Strings{"root 2", "root 3", "timestamp", "snapshot", "targets"});
  CHECK(repository.asked_artifacts() == Strings{"path/to/a"});
  CHECK(client.artifacts() == Strings{"content"});
}

TEST_CASE("the chain of roots decides anew whether snapshots are consistent") {
  Repository repository;
  repository.parts["root"]["consistent_snapshot"] = false;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.publish({"root"});
  repository.parts["root"]["consistent_snapshot"] = true;
  repository.publish({"root"});
  CHECK(client.refresh() == 0);
  CHECK(repository.asked() == Strings{"root 2", "root 3", "root 4", "timestamp", "snapshot 1", "targets 1"});
}

TEST_CASE("metadata above its size limit is refused before it is read") {
  struct Limit {
    std::string role, trusted;
    std::size_t bytes;
  };
  for (const Limit& limit : {Limit{"root", "root 1", 512'000}, Limit{"timestamp", "root 1", 16'000},
                             Limit{"snapshot", "root 1, timestamp 2", 2'000'000},
                             Limit{"targets", "root 1, snapshot 2, timestamp 2", 5'000'000}}) {
    CAPTURE(limit.role);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.publish({"targets", "snapshot", "timestamp"});
    if (limit.role == "root") repository.publish({"root"});
    repository.published[limit.role].back() += std::string(limit.bytes, ' ');
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == limit.trusted);
  }
}

TEST_CASE("JSON that says a thing twice, holds a float or breaks off is refused") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  repository.publish({"timestamp"});
  const std::string honest = repository.published["timestamp"].back();
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = honest;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const std::string& bytes :
       {with("\"version\": 2", "\"version\": 2, \"version\": 2"), with("\"version\": 2", "\"version\": 2.0"),
        honest.substr(0, honest.size() / 2), std::string(), std::string("[]"), std::string("null")}) {
    CAPTURE(bytes);
    repository.published["timestamp"].back() = bytes;
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == "root 1, snapshot 1, targets 1, timestamp 1");
  }
}

}  // namespace entre::test
