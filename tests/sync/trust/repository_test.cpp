// What the publisher writes, and that the updater takes it.
#include "sync/trust/repository.h"

#include "tests/sync/trust/client_at_test.h"

namespace entre::test {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

// Serves a published folder.
class FolderFetcher : public trust::MetadataFetcher {
 public:
  FolderFetcher(MemoryFiles& published, std::string folder) : files(published), root(std::move(folder)) {}
  Result<std::string> fetch(const std::string& name, std::uint64_t bytes_max) override {
    asked.push_back(name);
    return files.read(root + "/metadata/" + name, bytes_max);
  }
  Result<std::optional<std::string>> fetch_timestamp(std::uint64_t bytes_max) override {
    auto bytes = fetch("timestamp.json", bytes_max);
    if (!bytes) return bytes.error();
    return std::optional<std::string>(*std::move(bytes));
  }
  std::vector<Result<std::string>> fetch_all(
      const std::vector<std::pair<std::string, std::uint64_t>>& wanted) override {
    std::vector<Result<std::string>> out;
    for (const auto& [name, bytes_max] : wanted) out.push_back(fetch(name, bytes_max));
    return out;
  }
  MemoryFiles& files;
  std::string root;
  std::vector<std::string> asked;
};

trust::PublishTarget target(const std::string& name, const std::string& content) {
  return {name, {content.size(), {{"sha256", sha256_hex(content)}}, nullptr}};
}

struct Publisher {
  FakeRandom random;
  trust::KeySet keys = trust::generate_keys(random, true);
  MemoryFiles files;
  std::vector<trust::PublishTarget> targets{target("site.json", "s"), target("contacts.json", "c")};
  std::int64_t time_ms = now_ms;

  Result<trust::PublishResult> publish(const std::string& folder = "/rel") {
    return trust::publish_metadata(folder, targets, keys, {}, time_ms, files);
  }
  // A kiosk that trusts the first root takes the release as it is at time_ms.
  std::size_t targets_at_kiosk(MemoryFiles& kiosk_files) {
    FolderFetcher fetcher(files, "/rel");
    auto updater = trust::Updater::create(*files.read("/rel/metadata/1.root.json", 1'000'000), "/trust",
                                          kiosk_files, fetcher, time_ms);
    REQUIRE(updater.ok());
    auto refreshed = (*updater)->refresh();
    REQUIRE_MESSAGE(refreshed.ok(), refreshed.error().message);
    CHECK((*updater)->demo());
    auto all = (*updater)->all_targets();
    REQUIRE_MESSAGE(all.ok(), all.error().message);
    asked = fetcher.asked;
    return all->size();
  }
  std::vector<std::string> asked;
};

}  // namespace

TEST_CASE("a first publication is what a kiosk takes") {
  Publisher publisher;
  auto result = publisher.publish();
  REQUIRE(result.ok());
  CHECK(result->release == 1);
  CHECK(result->changed);
  CHECK(result->written ==
        std::vector<std::string>{"1.root.json", "1.targets.json", "1.snapshot.json", "timestamp.json"});
  MemoryFiles kiosk;
  CHECK(publisher.targets_at_kiosk(kiosk) == 2);
}

TEST_CASE("the same targets, keys and time give the same bytes, and a second publication writes nothing") {
  Publisher publisher;
  REQUIRE(publisher.publish("/one").ok());
  REQUIRE(publisher.publish("/two").ok());
  for (const std::string& name : publisher.files.list("/one/metadata"))
    CHECK(publisher.files.read("/one/metadata/" + name, 1'000'000).value() ==
          publisher.files.read("/two/metadata/" + name, 1'000'000).value());
  publisher.time_ms += day_ms;
  auto again = publisher.publish("/one");
  REQUIRE(again.ok());
  CHECK_FALSE(again->changed);
  CHECK(again->written.empty());
  CHECK(again->release == 1);
}

TEST_CASE("a changed target makes the next release, and only its metadata is written") {
  Publisher publisher;
  REQUIRE(publisher.publish().ok());
  MemoryFiles kiosk;
  publisher.targets_at_kiosk(kiosk);
  publisher.targets[0] = target("site.json", "another");
  auto result = publisher.publish();
  REQUIRE(result.ok());
  CHECK(result->release == 2);
  CHECK(result->written == std::vector<std::string>{"2.targets.json", "2.snapshot.json", "timestamp.json"});
  CHECK(publisher.targets_at_kiosk(kiosk) == 2);
}

TEST_CASE("an aged timestamp alone is signed anew, and kiosks go on taking it for a year of releases") {
  Publisher publisher;
  REQUIRE(publisher.publish().ok());
  MemoryFiles kiosk;
  publisher.targets_at_kiosk(kiosk);
  publisher.time_ms += 5 * day_ms;
  auto result = publisher.publish();
  REQUIRE(result.ok());
  CHECK(result->written == std::vector<std::string>{"timestamp.json"});
  CHECK_FALSE(result->changed);
  for (int i = 0; i < 100; ++i) {
    publisher.time_ms += 4 * day_ms;
    REQUIRE(publisher.publish().ok());
    CHECK(publisher.targets_at_kiosk(kiosk) == 2);
  }
}

TEST_CASE("from a thousand targets up they lie in 256 bins, of which only the changed one travels again") {
  Publisher publisher;
  for (int i = 0; i < 998; ++i)
    publisher.targets.push_back(target("pages/p" + std::to_string(i) + ".sv.json", "x"));
  REQUIRE(publisher.publish().ok());
  MemoryFiles kiosk;
  CHECK(publisher.targets_at_kiosk(kiosk) == 1000);
  CHECK(publisher.asked.size() == 1 + 1 + 1 + 1 + 256);
  publisher.targets[500] = target(publisher.targets[500].name, "y");
  auto result = publisher.publish();
  REQUIRE(result.ok());
  CHECK(result->release == 2);
  CHECK(result->written.size() == 4);
  CHECK(publisher.targets_at_kiosk(kiosk) == 1000);
  CHECK(publisher.asked.size() == 5);
  // Fewer again: the bins stay listed, or kiosks would see a rollback.
  publisher.targets.resize(10);
  REQUIRE(publisher.publish().ok());
  CHECK(publisher.targets_at_kiosk(kiosk) == 10);
  publisher.targets.push_back(target("more", "z"));
  REQUIRE(publisher.publish().ok());
  CHECK(publisher.targets_at_kiosk(kiosk) == 11);
}

TEST_CASE("new keys of the lower roles bring a new root that the root keys sign") {
  Publisher publisher;
  REQUIRE(publisher.publish().ok());
  MemoryFiles kiosk;
  publisher.targets_at_kiosk(kiosk);
  REQUIRE(trust::rotate(&publisher.keys, "timestamp", publisher.random).ok());
  publisher.keys.keys["root"][2].seed = nullptr;  // the third lies in a safe
  auto result = publisher.publish();
  REQUIRE_MESSAGE(result.ok(), result.error().message);
  CHECK(result->written.front() == "2.root.json");
  CHECK(publisher.targets_at_kiosk(kiosk) == 2);
  auto root = trust::parse_root(*trust::parse_envelope(
      *publisher.files.read("/rel/metadata/2.root.json", 1'000'000), 1'000'000, "root"));
  REQUIRE(root.ok());
  CHECK(root->roles.at("root").key_ids.size() == 3);
}

TEST_CASE("other root keys than the release's are refused, and nothing is written") {
  Publisher publisher;
  REQUIRE(publisher.publish().ok());
  publisher.keys = trust::generate_keys(publisher.random, true);
  const int changes = publisher.files.changes();
  auto result = publisher.publish();
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorKind::denied);
  CHECK(publisher.files.changes() == changes);
}

TEST_CASE("a damaged release is not published over") {
  Publisher publisher;
  REQUIRE(publisher.publish().ok());
  REQUIRE(publisher.files.write("/rel/metadata/timestamp.json", "{").ok());
  CHECK_FALSE(publisher.publish().ok());
}

TEST_CASE("keys come back from their folder, also when the root's are kept elsewhere") {
  Publisher publisher;
  REQUIRE(trust::save_keys(publisher.keys, "/keys", publisher.files).ok());
  CHECK(publisher.files.mode_of("/keys/root-1.key") == 0600);
  auto keys = trust::load_keys("/keys", publisher.files);
  REQUIRE(keys.ok());
  CHECK(keys->demo);
  CHECK(keys->threshold("root") == 2);
  CHECK(keys->keys.at("root").size() == 3);
  CHECK(keys->keys.at("targets")[0].public_hex == publisher.keys.keys.at("targets")[0].public_hex);
  REQUIRE(publisher.publish().ok());
  for (const char* name : {"root-1.key", "root-2.key", "root-3.key"})
    REQUIRE(publisher.files.remove(std::string("/keys/") + name).ok());
  auto without_root = trust::load_keys("/keys", publisher.files);
  REQUIRE(without_root.ok());
  publisher.keys = *std::move(without_root);
  publisher.targets.pop_back();
  auto result = publisher.publish();
  REQUIRE_MESSAGE(result.ok(), result.error().message);
  CHECK(result->release == 2);
}

TEST_CASE("a key file that is not the one listed is refused") {
  Publisher publisher;
  REQUIRE(trust::save_keys(publisher.keys, "/keys", publisher.files).ok());
  REQUIRE(publisher.files.write("/keys/root-1.key", std::string(64, 'a')).ok());
  CHECK(trust::load_keys("/keys", publisher.files).error().message.find("root-1.key") != std::string::npos);
  REQUIRE(publisher.files.write("/keys/root-1.key", "nonsense").ok());
  CHECK_FALSE(trust::load_keys("/keys", publisher.files).ok());
}

namespace {

Publisher with_bins() {
  Publisher publisher;
  for (int i = 0; i < 998; ++i)
    publisher.targets.push_back(target("pages/p" + std::to_string(i) + ".sv.json", "x"));
  REQUIRE(publisher.publish().ok());
  return publisher;
}

}  // namespace

TEST_CASE("bins past a third of their validity are signed whenever the list of them is, and never alone") {
  Publisher publisher = with_bins();
  publisher.time_ms += 59 * day_ms;
  publisher.targets[500] = target(publisher.targets[500].name, "y");
  REQUIRE(publisher.publish()->written.size() == 4);
  publisher.time_ms += 3 * day_ms;
  CHECK(publisher.publish()->written.empty());
  publisher.targets[500] = target(publisher.targets[500].name, "z");
  CHECK(publisher.publish()->written.size() == 256 + 3);
  // As long as the list itself is valid, a kiosk takes the bins.
  publisher.time_ms += 179 * day_ms;
  publisher.keys.keys["targets"][0].seed = nullptr;
  auto result = publisher.publish();
  REQUIRE_MESSAGE(result.ok(), result.error().message);
  MemoryFiles kiosk;
  CHECK(publisher.targets_at_kiosk(kiosk) == 1000);
}

TEST_CASE("what is due and cannot be signed is told with its end, and the timestamp is signed all the same") {
  Publisher publisher = with_bins();
  publisher.keys.keys["targets"][0].seed = nullptr;
  const auto resign = [&] {
    return trust::publish_metadata("/rel", publisher.targets, publisher.keys, {}, publisher.time_ms,
                                   publisher.files, trust::Renew::timestamp);
  };
  CHECK(resign()->due.empty());
  const std::int64_t end_ms = publisher.time_ms + 180 * day_ms;
  publisher.time_ms = end_ms - day_ms;
  auto result = resign();
  REQUIRE_MESSAGE(result.ok(), result.error().message);
  CHECK(result->written.back() == "timestamp.json");
  REQUIRE(result->due.size() == 1);
  CHECK(result->due[0].role == "targets");
  CHECK(result->due[0].files == 257);
  CHECK(result->due[0].expires_unix_ms == end_ms);
  publisher.time_ms = end_ms;
  result = resign();
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message ==
        "bin-00.json: expired at " + rfc3339(end_ms) + ": the keys of targets are needed here");
}

}  // namespace entre::test
