#include "sync/publish/build.h"

#include <doctest/doctest.h>

#include "platform/clock.h"
#include "platform/compress.h"
#include "platform/crypto.h"
#include "sync/content/documents.h"
#include "sync/trust/updater.h"
#include "tests/support/fake_random.h"
#include "tests/sync/publish/sample_folder.h"

using namespace entre;
using namespace entre::publish;

namespace {

const std::int64_t kNow = parse_rfc3339("2026-01-01T00:00:00Z");
const std::string kOut = "/rel";

trust::KeySet keys() {
  test::FakeRandom random;
  return trust::generate_keys(random, true);
}

BuildResult built(test::MemoryFiles& files, std::int64_t now = kNow) {
  const auto result = build_release(loaded(files), keys(), {}, kOut, now, files);
  REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.error().message));
  return *result;
}

// Path below the release -> bytes.
std::map<std::string, std::string> release_files(const test::MemoryFiles& files) {
  std::map<std::string, std::string> out;
  for (const char* folder : {"metadata", "targets", "targets/pages", "targets/images"})
    for (const std::string& name : files.list(kOut + "/" + folder)) {
      const std::string path = std::string(folder) + "/" + name;
      if (!files.is_folder(kOut + "/" + path)) out[path] = *files.read(kOut + "/" + path, 1u << 26);
    }
  return out;
}

std::string object_ending(const test::MemoryFiles& files, const std::string& end) {
  std::string found;
  for (const auto& [path, bytes] : release_files(files))
    if (path.ends_with(end)) found = path;
  return found;
}

}  // namespace

TEST_CASE("a release holds every document and picture under its hash") {
  test::MemoryFiles files = sample_folder();
  const BuildResult result = built(files);
  CHECK(result.release == 1);
  CHECK(result.changed);
  CHECK(result.targets == 7);
  CHECK(result.objects_written == 7);
  std::size_t objects = 0;
  for (const auto& [path, bytes] : release_files(files)) {
    if (!path.starts_with("targets/")) continue;
    ++objects;
    CHECK(path.substr(path.rfind('/') + 1).starts_with(sha256_hex(bytes) + "."));
  }
  CHECK(objects == 7);
  const std::string page = object_ending(files, ".start.sv.json");
  CHECK(page.starts_with("targets/pages/"));
  CHECK(content::decode_page(release_files(files).at(page), "pages/start.sv.json")->title == "Början");
}

TEST_CASE("large documents travel compressed, with their raw length in the metadata") {
  test::MemoryFiles files = sample_folder();
  std::string text;
  for (int i = 0; i < 300; ++i) text += "Stycke " + std::to_string(i) + ".\n\n";
  write(files, "pages/more.sv.md", front_matter("Lång") + text);
  built(files);
  const auto all = release_files(files);
  const std::string raw = *zstd_decompress(all.at(object_ending(files, ".more.sv.json")), 1u << 22);
  CHECK(content::decode_page(raw, "pages/more.sv.json").ok());
  const std::string targets = all.at("metadata/1.targets.json");
  CHECK(targets.find("\"raw_length\":" + std::to_string(raw.size())) != std::string::npos);
}

TEST_CASE("the same input and time give the same bytes") {
  test::MemoryFiles a = sample_folder(), b = sample_folder();
  built(a);
  built(b);
  CHECK(release_files(a) == release_files(b));
}

TEST_CASE("building again without a change writes nothing") {
  test::MemoryFiles files = sample_folder();
  built(files);
  const auto before = release_files(files);
  const BuildResult again = built(files, kNow + 1000);
  CHECK_FALSE(again.changed);
  CHECK(again.release == 1);
  CHECK(again.objects_written == 0);
  CHECK(again.metadata_written == 0);
  CHECK(release_files(files) == before);
}

TEST_CASE("one changed page writes one object, and the old one stays for one release") {
  test::MemoryFiles files = sample_folder();
  built(files);
  const std::string old = object_ending(files, ".more.sv.json");
  edit(files, "pages/more.sv.md", "Mera text.", "Annan text.");
  const BuildResult second = built(files);
  CHECK(second.release == 2);
  CHECK(second.objects_written == 1);
  CHECK(second.objects_removed == 0);
  CHECK(files.exists(kOut + "/" + old));
  edit(files, "pages/more.sv.md", "Annan text.", "Tredje text.");
  const BuildResult third = built(files);
  CHECK(third.objects_removed == 1);
  CHECK_FALSE(files.exists(kOut + "/" + old));
}

TEST_CASE("an object that was cut off is written anew") {
  test::MemoryFiles files = sample_folder();
  built(files);
  const std::string path = kOut + "/" + object_ending(files, ".site.json");
  const std::string whole = *files.read(path, 1u << 20);
  REQUIRE(files.write(path, "{").ok());
  CHECK(built(files).objects_written == 1);
  CHECK(*files.read(path, 1u << 20) == whole);
}

TEST_CASE("a full disk fails the build, and the next one completes it") {
  test::MemoryFiles reference = sample_folder();
  built(reference);
  for (int n = 1; n < 40; ++n) {
    test::MemoryFiles files = sample_folder();
    const SiteFolder site = loaded(files);
    files.fail_change(n, ErrorKind::full);
    const auto failed = build_release(site, keys(), {}, kOut, kNow, files);
    if (failed.ok()) break;
    CHECK(failed.error().kind == ErrorKind::full);
    files.heal();
    built(files);
    CHECK_MESSAGE(release_files(files) == release_files(reference), n);
  }
}

TEST_CASE("a floor above the release that is built is refused, and no metadata is written") {
  test::MemoryFiles files = sample_folder();
  built(files);
  const auto before = files.list(kOut + "/metadata");
  edit(files, "site.toml", "floor = 1", "floor = 3");
  const auto refused = build_release(loaded(files), keys(), {}, kOut, kNow, files);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message ==
        "floor = 3 in site.toml: this is release 2, so at most 2 is allowed, or no kiosk would take it");
  CHECK(files.list(kOut + "/metadata") == before);
  edit(files, "site.toml", "floor = 3", "floor = 2");
  CHECK(built(files).release == 2);
}

TEST_CASE("a release whose signed floor is above its number is found out, though every signature is right") {
  test::MemoryFiles files = sample_folder();
  REQUIRE(files.make_folders(kOut + "/targets").ok());
  content::Site site = loaded(files).site;
  for (const std::int64_t floor : {1, 99}) {
    site.floor = floor;
    const std::string raw = content::encode(site);
    trust::TargetFile file{raw.size(), {{"sha256", sha256_hex(raw)}}, nullptr};
    const std::string path = kOut + "/targets/" + trust::target_file_name("site.json", file);
    REQUIRE(files.write(path, raw).ok());
    const auto published = trust::publish_metadata(kOut, {{"site.json", file}}, keys(), {}, kNow, files);
    REQUIRE(published.ok());
    trust::VerifiedRelease verified;
    verified.release = published->release;
    verified.targets["site.json"] = file;
    const auto checked = check_floor(kOut, verified, files);
    CHECK(checked.ok() == (floor == 1));
    if (!checked.ok()) CHECK(checked.error().message.find("its floor 99 is above the release 2") == 11);
  }
}
