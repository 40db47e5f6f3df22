// Signatures, thresholds and key ids (4.2, 4.3), and roots that change them (5.3).
#include <cctype>

#include "tests/tuf/client.h"

namespace entre::test {

namespace {

constexpr const char* plausible_rsa =
    "b123346abdead7069ab07eb3cae8ba6323222fb448b4903061f481066b0393dde6268eba7696b73b20586fc2cb3e3f68317863a8"
    "a9ee85824cfffdc70762821fa8afbcb7a5fd5c520b77f95b8cc6df4a52b3b7896c388b5b7fbed972337a15089e70f2313bbd511e"
    "a0d694356d8837e4b1515bb79a16a31e22e9ab15be5b26ad39abcf45311e025d76d372d44f9e51474d27b71c23f63e24c60544a9"
    "f9dbf073f52812d68b5d26b230ec711ce03d9ae765c62eb1f33269437650132318a356224bbdc7de27c88d7552db1d14f4f4c521"
    "65feaebd5735e9928cd9703ced5271abb29415eeabf03067dbae3d71bc24bd5b9d2a24af3f92eafa85e933ed76284c8c";
constexpr const char* plausible_ecdsa =
    "3046022100fa1f62d38e0f5c565fa23e5d230086258427d87f024c146071966deefde55468022100b3347b4bd9ba6701ca6cef9"
    "49d04b5742394b9f8c4417933e5d4fa76c3ca3a98";
constexpr const char* plausible_ed25519 =
    "b61589620c287e23a00abf0e653421010a0ad33869e5a096d604e08d7b4f8eb9c58ebb8a02124576be776f86ab5a3b05dbb6f27c"
    "c"
    "47f4b144f32ba4012d4b302";

// One version of a role: which of ten keys it lists, how many it needs, who signs it.
struct Version {
  std::vector<int> keys;
  int threshold;
  std::vector<int> signers;
};
struct Rotation {
  const char* name;
  std::vector<Version> versions;
  bool is_accepted = true;  // of the last version
};

std::vector<Signer> ten_signers() {
  std::vector<Signer> signers;
  for (int i = 0; i < 10; ++i) signers.emplace_back("ed25519");
  return signers;
}

void set_role(Repository& repository, const std::string& role, const Version& version,
              const std::vector<Signer>& pool) {
  repository.role(role)["keyids"].clear();
  for (const int key : version.keys) repository.add_key(role, pool[static_cast<std::size_t>(key)]);
  repository.role(role)["threshold"] = version.threshold;
  repository.signers[role].clear();
  for (const int signer : version.signers)
    repository.signers[role].push_back(pool[static_cast<std::size_t>(signer)]);
}

}  // namespace

TEST_CASE("each key type of the specification signs, and a wrong signature of its form does not") {
  struct Scheme {
    const char *name, *wrong;
  };
  for (const Scheme& scheme :
       {Scheme{"rsassa-pss-sha256", plausible_rsa}, Scheme{"rsa-pkcs1v15-sha256", plausible_rsa},
        Scheme{"ecdsa-sha2-nistp256", plausible_ecdsa}, Scheme{"ed25519", plausible_ed25519}}) {
    CAPTURE(scheme.name);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    const Signer signer(scheme.name);
    repository.add_key("root", signer);
    repository.role("root")["threshold"] = 2;
    repository.publish({"root"});
    CHECK(client.refresh() == 0);
    CHECK(client.trusted() == "root 2, snapshot 1, targets 1, timestamp 1");
    repository.publish({"root"});
    Json file = repository.last("root");
    for (Json& signature : file["signatures"])
      if (signature["keyid"] == signer.id()) signature["sig"] = scheme.wrong;
    repository.replace("root", file);
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == "root 2, snapshot 1, targets 1, timestamp 1");
  }
}

TEST_CASE("a key is taken for its scheme alone: another type under it verifies nothing") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  Signer confused("ed25519");
  confused.key["keytype"] = "rsa";
  repository.add_key("root", confused);
  repository.role("root")["threshold"] = 2;
  repository.publish({"root"});
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 1");
}

TEST_CASE("a snapshot below its threshold is refused") {
  Repository repository;
  repository.role("snapshot")["threshold"] = 3;
  repository.add_key("snapshot", Signer());
  repository.add_key("snapshot", Signer());
  repository.publish({"root", "targets", "snapshot", "timestamp"});
  Client client(repository);
  REQUIRE(client.init() == 0);
  REQUIRE(client.refresh() == 0);
  repository.signers["snapshot"].pop_back();
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 2, snapshot 2, targets 2, timestamp 3");
}

TEST_CASE("a role with fewer keys than its threshold can never be satisfied") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  for (int i = 0; i < 4; ++i) repository.add_key("snapshot", Signer());
  repository.role("snapshot")["threshold"] = 6;
  repository.publish({"root", "snapshot", "timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 2, timestamp 2");
}

TEST_CASE("a threshold of nobody is refused") {
  for (const int threshold : {0, -1}) {
    CAPTURE(threshold);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.role("snapshot")["threshold"] = threshold;
    repository.publish({"root"});
    CHECK(client.refresh() == 1);
    CHECK(client.trusted() == "root 1");
  }
}

TEST_CASE("a key that root lists, but not for the role, does not count") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.role("snapshot")["threshold"] = 2;
  repository.add_key("snapshot", Signer());
  repository.signers["snapshot"].pop_back();
  repository.signers["snapshot"].push_back(repository.signers["targets"].front());
  repository.publish({"root", "snapshot", "timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 2, timestamp 2");
}

TEST_CASE("one key listed nine times, with nine signatures, is one signer") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  const Signer signer;
  for (int i = 0; i < 9; ++i) repository.role("snapshot")["keyids"].push_back(signer.id());
  repository.add_key("snapshot", signer);
  repository.role("snapshot")["threshold"] = 6;
  repository.publish({"root", "snapshot", "timestamp"});
  Json file = repository.last("snapshot");
  const Json copy = file["signatures"].back();
  for (int i = 0; i < 8; ++i) file["signatures"].push_back(copy);
  repository.replace("snapshot", file);
  CHECK(client.refresh() == 1);
  CHECK(client.stored("snapshot.json").empty());
}

TEST_CASE("one key written in two ways, under two ids, is one signer") {
  for (const char* scheme : {"ed25519", "ecdsa-sha2-nistp256"}) {
    CAPTURE(scheme);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    repository.role("timestamp")["keyids"].clear();
    repository.signers["timestamp"].clear();
    const Signer signer(scheme);
    Signer twin = signer;
    std::string value = twin.key["keyval"]["public"];
    if (std::string(scheme) == "ed25519")
      for (char& c : value) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    else
      value += "\n";
    twin.key["keyval"]["public"] = value;
    REQUIRE(twin.id() != signer.id());
    repository.add_key("timestamp", signer);
    repository.add_key("timestamp", twin);
    repository.publish({"root", "timestamp"});
    REQUIRE(client.refresh() == 0);  // a threshold of one is met
    repository.role("timestamp")["threshold"] = 2;
    repository.publish({"root", "timestamp"});
    CHECK(client.refresh() == 1);
    CHECK(client.said().find("1 valid signatures of the 2") != std::string::npos);
  }
}

TEST_CASE("a key's id is a name: it need not be the key's hash, and gives no second vote") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  // As tools do that add a member to a key and keep its id.
  Json& listed = repository.parts["root"]["keys"];
  for (auto& [id, key] : listed.items()) key["keyid_hash_algorithms"] = Json{"md5"};
  repository.publish({"root"});
  REQUIRE(client.refresh() == 0);
  CHECK(client.trusted() == "root 2, snapshot 1, targets 1, timestamp 1");

  const std::string other(64, 'a'), own = repository.role("snapshot")["keyids"][0];
  listed[other] = listed[own];
  repository.role("snapshot")["keyids"].push_back(other);
  repository.role("snapshot")["threshold"] = 2;
  repository.publish({"root", "snapshot"});
  Json file = repository.last("snapshot");
  Json twice = file["signatures"][0];
  twice["keyid"] = other;
  file["signatures"].push_back(twice);
  repository.replace("snapshot", file);
  repository.publish({"timestamp"});
  CHECK(client.refresh() == 1);
  CHECK(client.said().find("1 valid signatures of the 2") != std::string::npos);
}

TEST_CASE("two signatures of one key id are refused, even where one would do") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  Json file = repository.last("snapshot");
  file["signatures"].push_back(file["signatures"][0]);
  repository.replace("snapshot", file);
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 1, timestamp 1");
}

TEST_CASE("wrong, empty and unknown signatures do no harm where the threshold is met") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  repository.add_key("timestamp", Signer());
  repository.publish({"root", "timestamp"});
  for (const char* wrong : {plausible_ecdsa, "", "no hex at all"}) {
    CAPTURE(wrong);
    repository.publish({"timestamp"});
    Json file = repository.last("timestamp");
    file["signatures"][0]["sig"] = wrong;
    file["signatures"].push_back(Json{{"keyid", std::string(64, 'b')}, {"sig", wrong}});
    repository.replace("timestamp", file);
    CHECK(client.refresh() == 0);
  }
  CHECK(client.trusted() == "root 2, snapshot 1, targets 1, timestamp 5");
}

TEST_CASE("a signature over other bytes than those served is refused") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  Json file = repository.last("timestamp");
  file["signed"]["expires"] = in_days(31);
  repository.replace("timestamp", file);
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 1");
}

TEST_CASE("roots are followed where each is signed by the keys before it and by its own") {
  const std::vector<Rotation> rotations{
      {"one key for another", {{{1}, 1, {1}}, {{2}, 1, {2, 1}}, {{2}, 1, {2}}}},
      {"one key, signatures of strangers",
       {{{1}, 1, {3, 1, 4}}, {{2}, 1, {3, 2, 1, 4}}, {{2}, 1, {3, 2, 4}}}},
      {"3 of 5, others each time",
       {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}},
        {{0, 1, 2, 3, 4}, 3, {0, 4, 1}},
        {{0, 1, 2, 3, 4}, 3, {0, 1, 3}},
        {{0, 1, 2, 3, 4}, 3, {0, 1, 3}}}},
      {"3 of 5, one key new", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, {{0, 1, 3, 4, 5}, 3, {0, 4, 1}}}},
      {"3 of 5, one key new in two steps",
       {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}},
        {{0, 1, 3, 4, 5}, 3, {0, 2, 4, 5}},
        {{0, 1, 3, 4, 5}, 3, {0, 4, 5}}}},
      {"3 of 5, all keys new",
       {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}},
        {{5, 6, 7, 8, 9}, 3, {0, 2, 4, 5, 6, 7}},
        {{5, 6, 7, 8, 9}, 3, {5, 6, 7}}}},
      {"1 to 2 of 3", {{{1, 2, 3}, 1, {1}}, {{1, 2, 3}, 2, {1, 2}}}},
      {"2 to 1 of 3", {{{1, 2, 3}, 2, {1, 2}}, {{1, 2, 3}, 1, {1, 2}}, {{1, 2, 3}, 1, {1}}}},
      {"1 to 2 of 2", {{{1}, 1, {1}}, {{1, 2}, 2, {1, 2}}}},
      {"without the old key", {{{1}, 1, {1}}, {{2}, 1, {2, 3, 4}}}, false},
      {"without the new key", {{{1}, 1, {1}}, {{2}, 1, {1, 3, 4}}}, false},
      {"3 of 5 without 3 new", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, {{0, 1, 3, 4, 5}, 3, {0, 2, 4}}}, false},
      {"3 of 5 without 3 old", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}, {{0, 1, 3, 4, 5}, 3, {0, 4, 5}}}, false},
      {"the new threshold not met", {{{1, 2, 3}, 1, {1}}, {{1, 2, 3}, 2, {2}}}, false},
      {"the old threshold not met", {{{1, 2, 3}, 2, {1, 2}}, {{1, 2, 3}, 1, {1}}}, false},
  };
  const std::vector<Signer> pool = ten_signers();
  for (const Rotation& rotation : rotations) {
    CAPTURE(rotation.name);
    Repository repository;
    repository.roll_back("root");
    for (const Version& version : rotation.versions) {
      set_role(repository, "root", version, pool);
      repository.publish({"root"});
    }
    Client client(repository);
    REQUIRE(client.init() == 0);
    const auto& roots = repository.published["root"];
    CHECK(client.refresh() == (rotation.is_accepted ? 0 : 1));
    CHECK(client.stored("root.json") == roots[roots.size() - (rotation.is_accepted ? 1 : 2)]);
  }
}

TEST_CASE("a new root gives the lower roles their keys and thresholds at once") {
  const std::vector<Rotation> rotations{
      {"another key", {{{2}, 1, {2}}}},
      {"signatures of strangers", {{{1}, 1, {3, 1, 4}}}},
      {"without the new key", {{{2}, 1, {1, 3, 4}}}, false},
      {"3 of 5 with one wrong", {{{0, 1, 3, 4, 5}, 3, {0, 2, 4}}}, false},
      {"2 of the 3 needed", {{{0, 1, 3, 4, 5}, 3, {0, 4}}}, false},
      {"3 of 5", {{{0, 1, 2, 3, 4}, 3, {0, 2, 4}}}},
      {"3 of 5, others", {{{0, 1, 2, 3, 4}, 3, {0, 4, 1}}}},
      {"3 of 5, the first", {{{0, 1, 2, 3, 4}, 3, {0, 1, 3}}}},
      {"3 of 5, the middle", {{{0, 1, 2, 3, 4}, 3, {1, 2, 3}}}},
      {"3 of 5, the last", {{{0, 1, 2, 3, 4}, 3, {2, 3, 4}}}},
  };
  const std::vector<Signer> pool = ten_signers();
  for (const Rotation& rotation : rotations) {
    CAPTURE(rotation.name);
    Repository repository;
    Client client(repository);
    REQUIRE(client.init() == 0);
    for (const char* role : {"timestamp", "snapshot", "targets"}) {
      CAPTURE(role);
      set_role(repository, role, rotation.versions.front(), pool);
      repository.publish({"root", "targets", "snapshot", "timestamp"});
      CHECK(client.refresh() == (rotation.is_accepted ? 0 : 1));
      if (rotation.is_accepted)
        CHECK(client.stored(std::string(role) + ".json") == repository.published[role].back());
    }
  }
}

TEST_CASE("a hundred roots are followed in one refresh, and a gap among them ends it") {
  Repository repository;
  Client client(repository);
  REQUIRE(client.init() == 0);
  for (int i = 0; i < 100; ++i) {
    repository.add_key("root", Signer("ed25519"));
    repository.role("root")["keyids"].erase(0);
    repository.publish({"root"});
    repository.signers["root"].erase(repository.signers["root"].begin());
  }
  CHECK(client.refresh() == 0);
  CHECK(client.trusted() == "root 101, snapshot 1, targets 1, timestamp 1");
  repository.published["root"].emplace_back("{}");
  repository.parts["root"]["version"] = 102;
  repository.publish({"root"});
  CHECK(client.refresh() == 1);
  CHECK(client.trusted() == "root 101, snapshot 1, targets 1, timestamp 1");
}

}  // namespace entre::test
