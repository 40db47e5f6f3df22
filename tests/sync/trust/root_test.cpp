// 5.2, 5.3: each case breaks one rule of the root.
#include <cctype>

#include "tests/sync/trust/client_at_test.h"

namespace entre::test {

TEST_CASE("a root without its own threshold of signatures is not pinned") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  kiosk.pinned = repository.sign(repository.parts["root"], {&repository.keys["root"][0]});
  kiosk.check_refused("root.json", "1 valid signatures of the 2");
}

TEST_CASE("one root key that signs twice is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  const SigningKey& key = repository.keys["root"][0];
  kiosk.pinned = repository.sign(repository.parts["root"], {&key, &key});
  kiosk.check_refused("root.json", "is there twice", ErrorKind::invalid);
}

TEST_CASE("one root key under two key ids is one signer") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  Json part = repository.parts["root"];
  const std::string id = part["roles"]["root"]["keyids"][0];
  trust::Key twin{"ed25519", "ed25519", part["keys"][id]["keyval"]["public"]};
  for (char& c : twin.public_value) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  part["keys"][trust::key_id(twin)] = trust::to_json(twin);
  part["roles"]["root"]["keyids"] = Json::array({id, trust::key_id(twin), id});
  Json file = Json::parse(repository.sign(part, {&repository.keys["root"][0]}));
  Json again = file["signatures"][0];
  again["keyid"] = trust::key_id(twin);
  file["signatures"].push_back(again);
  kiosk.pinned = file.dump();
  kiosk.check_refused("root.json", "1 valid signatures of the 2");
}

TEST_CASE("roots are followed one by one to the newest, which is kept on disk") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  for (int i = 0; i < 3; ++i) {
    repository.rotate("root");
    repository.put_root();
  }
  CHECK(kiosk.refresh().ok());
  CHECK(version_in(kiosk.stored("root.json")) == 4);
  CHECK(kiosk.refresh().ok());
  CHECK(repository.asked.front() == "5.root.json");
}

TEST_CASE("a next root that only its own keys have signed is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.rotate("root");
  repository.old_root_keys.clear();
  repository.put_root();
  kiosk.check_refused("root.json", "by the keys of root 1");
}

TEST_CASE("a next root that only the old keys have signed is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.rotate("root");
  repository.parts["root"]["version"] = 2;
  repository.served["2.root.json"] =
      repository.sign(repository.parts["root"], {&repository.old_root_keys[0], &repository.old_root_keys[1]});
  kiosk.check_refused("root.json", "0 valid signatures");
}

TEST_CASE("a next root that skips a version is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  repository.parts["root"]["version"] = 3;
  repository.served["2.root.json"] = repository.sign("root");
  kiosk.check_refused("root.json", "version 3, expected 2");
}

TEST_CASE("a next root with the version that is trusted already is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  repository.served["2.root.json"] = repository.served["1.root.json"];
  kiosk.check_refused("root.json", "version 1, expected 2");
}

TEST_CASE("an expired root is refused, an expired one on the way to a newer is not") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  repository.parts["root"]["expires"] = earlier;
  repository.put_root();
  auto refused = kiosk.refresh();
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message == std::string("root: expired at ") + earlier);
  repository.parts["root"]["expires"] = later;
  repository.put_root();
  CHECK(kiosk.refresh().ok());
  CHECK(version_in(kiosk.stored("root.json")) == 3);
}

TEST_CASE("a next root of 512 KB and more is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  repository.served["2.root.json"] = std::string(trust::root_bytes_max + 1, ' ');
  kiosk.check_refused("root.json", "2.root.json", ErrorKind::too_large);
}

TEST_CASE("a next root of another type, another specification or with a float in it is refused") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  const Json good = repository.parts["root"];
  Json& part = repository.parts["root"];
  part["_type"] = "targets";
  repository.served["2.root.json"] = repository.sign("root");
  kiosk.check_refused("root.json", "_type", ErrorKind::invalid);
  part = good;
  part["spec_version"] = "2.0.0";
  repository.served["2.root.json"] = repository.sign("root");
  kiosk.check_refused("root.json", "spec_version", ErrorKind::invalid);
  repository.served["2.root.json"] = R"({"signed": {"version": 1.5}, "signatures": []})";
  kiosk.check_refused("root.json", "no integer", ErrorKind::invalid);
  repository.served["2.root.json"] = "{\"signed\": {";
  kiosk.check_refused("root.json", "json", ErrorKind::invalid);
}

TEST_CASE("a damaged root on disk is passed over, and the chain leads back to it") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  repository.rotate("root");
  repository.put_root();
  REQUIRE(kiosk.refresh().ok());
  const std::string good = kiosk.stored("root.json");
  std::string damaged = good;
  damaged[damaged.find("expires") + 12] ^= 1;
  REQUIRE(kiosk.files.write("/trust/root.json", damaged).ok());
  CHECK(kiosk.refresh().ok());
  CHECK(kiosk.stored("root.json") == good);
}

TEST_CASE("a root says whether its keys are those of a demo") {
  FakeRepository repository;
  Kiosk kiosk(repository);
  REQUIRE(kiosk.refresh().ok());
  CHECK_FALSE(kiosk.updater->demo());
  repository.parts["root"]["x-entre-demo"] = true;
  repository.put_root();
  REQUIRE(kiosk.refresh().ok());
  CHECK(kiosk.updater->demo());
}

}  // namespace entre::test
