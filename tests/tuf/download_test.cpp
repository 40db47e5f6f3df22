// Artifacts (5.7): length, hashes, where they are asked for, what is not asked for again.
#include "platform/crypto.h"
#include "tests/tuf/client.h"

namespace entre::test {

TEST_CASE("an artifact is downloaded under its hash, and not at a refresh") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.add_artifact("targets", "target file contents", "target_file.txt");
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK(client.refresh() == 0);
  CHECK(client.artifacts().empty());
  CHECK(client.download("target_file.txt") == 0);
  CHECK(client.artifacts() == Strings{"target file contents"});
  CHECK(repository.asked_artifacts() == Strings{sha256_hex("target file contents") + ".target_file.txt"});
}

TEST_CASE("in a folder the hash stands before the last part of the path") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.add_artifact("targets", "deep", "path/to/a/target_file.txt");
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK(client.download("path/to/a/target_file.txt") == 0);
  CHECK(client.artifacts() == Strings{"deep"});
  CHECK(repository.asked_artifacts() == Strings{"path/to/a/" + sha256_hex("deep") + ".target_file.txt"});
}

TEST_CASE("an artifact that is there already is not fetched again, a damaged one is") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.add_artifact("targets", "content", "file");
  repository.publish({"targets", "snapshot", "timestamp"});
  REQUIRE(client.download("file") == 0);
  REQUIRE(client.download("file") == 0);
  CHECK(repository.asked_artifacts().size() == 1);
  repository.add_artifact("targets", "changed", "file");
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK(client.download("file") == 0);
  CHECK(repository.asked_artifacts().size() == 2);
  CHECK(client.artifacts() == Strings{"changed"});
}

TEST_CASE("other bytes than the signed ones are never kept: changed, cut, lengthened, none") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.add_artifact("targets", "target file contents", "one");
  repository.add_artifact("targets", "content", "another");
  repository.publish({"targets", "snapshot", "timestamp"});
  REQUIRE(client.download("one") == 0);
  for (const char* bytes : {"malicious data - should not download", "Content", "conten", "content ", ""}) {
    CAPTURE(bytes);
    repository.artifacts["one"] = repository.artifacts["another"] = bytes;
    client.download("one");
    CHECK(client.artifacts() == Strings{"target file contents"});
    CHECK(client.download("another") == 1);
    CHECK(client.artifacts() == Strings{"target file contents"});
  }
}

TEST_CASE("an artifact that changes many times is always the newest signed one") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  for (int i = 0; i < 11; ++i) {
    const std::string content = "modified " + std::to_string(i);
    repository.add_artifact("targets", content, "file");
    repository.publish({"targets", "snapshot", "timestamp"});
    if (i % 5 != 0) continue;  // the client sees each fifth
    CHECK(client.download("file") == 0);
    CHECK(client.artifacts() == Strings{content});
    repository.artifacts["file"] = "malicious " + std::to_string(i);
    repository.publish({"targets", "snapshot", "timestamp"});
    client.download("file");
    CHECK(client.artifacts() == Strings{content});
  }
}

TEST_CASE("SHA-256 and SHA-512 count, alone and together") {
  for (const Strings& algorithms : {Strings{"sha256"}, Strings{"sha512"}, Strings{"sha256", "sha512"}}) {
    Repository repository;
    repository.add_artifact("targets", "content", "file", algorithms);
    repository.publish({"targets", "snapshot", "timestamp"});
    Client client(repository);
    REQUIRE(client.init() == 0);
    CHECK(client.download("file") == 0);
    CHECK(client.artifacts() == Strings{"content"});
    const std::string digest = algorithms[0] == "sha256" ? sha256_hex("content") : sha512_hex("content");
    CHECK(repository.asked_artifacts() == Strings{digest + ".file"});
  }
}

TEST_CASE("where both hashes are listed both must be right") {
  for (const char* wrong : {"sha256", "sha512"}) {
    CAPTURE(wrong);
    Repository repository;
    repository.add_artifact("targets", "content", "file", {"sha256", "sha512"});
    Json& hashes = repository.parts["targets"]["targets"]["file"]["hashes"];
    hashes[wrong] = std::string(hashes[wrong].get<std::string>().size(), 'a');
    repository.publish({"targets", "snapshot", "timestamp"});
    Client client(repository);
    REQUIRE(client.init() == 0);
    CHECK(client.download("file") == 1);
    CHECK(client.artifacts().empty());
  }
}

TEST_CASE("an artifact listed with hashes that nobody knows, or with none, is refused") {
  for (const bool is_empty : {false, true}) {
    CAPTURE(is_empty);
    Repository repository;
    repository.add_artifact("targets", "content", "file");
    Json& hashes = repository.parts["targets"]["targets"]["file"]["hashes"];
    hashes = is_empty ? Json::object() : Json{{"unknown-hash", sha256_hex("content")}};
    repository.publish({"targets", "snapshot", "timestamp"});
    Client client(repository);
    REQUIRE(client.init() == 0);
    CHECK(client.download("file") == 1);
    CHECK(client.artifacts().empty());
  }
}

TEST_CASE("several artifacts are taken in order by one updater, and the first failure ends it") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  for (const char* name : {"a", "b", "c"}) repository.add_artifact("targets", name, name);
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK(client.download(Strings{"b", "a"}) == 0);
  CHECK(repository.asked() == Strings{"root 2", "timestamp", "snapshot 2", "targets 2"});
  CHECK(repository.asked_artifacts() == Strings{sha256_hex("b") + ".b", sha256_hex("a") + ".a"});
  CHECK(client.download(Strings{"missing", "c"}) == 1);
  CHECK(client.artifacts() == Strings{"a", "b"});
}

TEST_CASE("an artifact's path cannot leave the folder") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  const Strings paths{"../outside", "/etc/outside", "..", ".hidden", "a b?#%"};
  for (const std::string& path : paths) repository.add_artifact("targets", "of " + path, path);
  repository.publish({"targets", "snapshot", "timestamp"});
  for (const std::string& path : paths) {
    CAPTURE(path);
    client.download(path);  // curl may drop "..", and the repository then has no such file
  }
  for (const std::string& content : client.artifacts()) CHECK(content.rfind("of ", 0) == 0);
  CHECK(client.artifacts().size() >= 3);
  CHECK(client.trusted() == "root 1, snapshot 2, targets 2, timestamp 2");
}

}  // namespace entre::test
