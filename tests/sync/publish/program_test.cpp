// The real program: exit codes and what it prints.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

using entre::test::program;
using entre::test::run;
using entre::test::TempFolder;

namespace {

const std::string kSite = ENTRE_SOURCE_DIR "/assets/site";

}  // namespace

TEST_CASE("kiosk-publish checks, makes keys and builds; a second build changes nothing") {
  const TempFolder folder;
  const std::string tool = program("kiosk-publish"), keys = folder.file("keys"), out = folder.file("rel");
  const auto checked = run({tool, "check", kSite});
  CHECK_MESSAGE(checked.exit_code == 0, checked.out);
  CHECK(checked.out.find("0 errors") != std::string::npos);
  CHECK(run({tool, "keys", keys, "--demo"}).exit_code == 0);
  const auto again = run({tool, "keys", keys});
  CHECK(again.exit_code == 1);
  CHECK(again.err.find("has keys already") != std::string::npos);
  const std::vector<std::string> build = {tool, "build", kSite, "--keys", keys, "--out", out};
  const auto first = run(build);
  CHECK_MESSAGE(first.exit_code == 0, first.err);
  CHECK(first.out.starts_with("release 1 in "));
  CHECK(run(build).out.find("nothing has changed") != std::string::npos);
  CHECK(std::filesystem::exists(out + "/metadata/1.root.json"));
  CHECK((std::filesystem::status(keys + "/root-1.key").permissions() & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("a release carried by hand is good for 180 days, one that is served for a week") {
  const TempFolder folder;
  const std::string tool = program("kiosk-publish"), keys = folder.file("keys");
  REQUIRE(run({tool, "keys", keys, "--demo"}).exit_code == 0);
  for (const bool by_hand : {true, false}) {
    CAPTURE(by_hand);
    const std::string out = folder.file(by_hand ? "stick" : "served");
    const std::string expires = by_hand ? "2025-07-12T12:00:00Z" : "2025-01-20T12:00:00Z";
    std::vector<std::string> build{
        tool, "build", kSite, "--keys", keys, "--out", out, "--now", "2025-01-13T12:00:00Z"};
    if (by_hand) build.push_back("--carried-by-hand");
    REQUIRE(run(build).exit_code == 0);
    std::ifstream file(out + "/metadata/timestamp.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    CHECK_MESSAGE(text.find("\"expires\":\"" + expires) != std::string::npos, text);
  }
}

TEST_CASE("kiosk-publish builds nothing from a folder with faults") {
  const TempFolder folder;
  const std::string tool = program("kiosk-publish"), site = folder.file("site"), keys = folder.file("keys");
  std::filesystem::copy(kSite, site, std::filesystem::copy_options::recursive);
  std::filesystem::remove(site + "/contacts.toml");
  CHECK(run({tool, "keys", keys, "--demo"}).exit_code == 0);
  const auto built = run({tool, "build", site, "--keys", keys, "--out", folder.file("rel")});
  CHECK(built.exit_code == 1);
  CHECK(built.err.find(site + "/contacts.toml: the file is missing") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.file("rel")));
  CHECK(run({tool, "check", site}).exit_code == 1);
}

TEST_CASE("kiosk-publish refuses wrong usage with 2") {
  const std::string tool = program("kiosk-publish");
  const std::vector<std::vector<std::string>> wrong = {{tool},
                                                       {tool, "check"},
                                                       {tool, "chek", kSite},
                                                       {tool, "build", kSite, "--out", "x"},
                                                       {tool, "check", kSite, "x"}};
  for (const auto& argv : wrong) CHECK(run(argv).exit_code == 2);
  const auto now = run({tool, "build", kSite, "--keys", "k", "--out", "x", "--now", "2024-13-01T00:00:00Z"});
  CHECK(now.exit_code == 2);
  const auto help = run({tool, "--help"});
  CHECK(help.exit_code == 0);
  CHECK(help.out.find("Exit codes") != std::string::npos);
  CHECK(run({tool, "--version"}).out.starts_with("kiosk-publish "));
  const auto nowhere = run({"env", "TMPDIR=/nowhere", tool, "verify", kSite, "--root", "/dev/null"});
  CHECK(nowhere.exit_code == 1);
  CHECK(nowhere.err.find("set TMPDIR") != std::string::npos);
}

namespace {

constexpr const char* kDay1 = "2025-01-13T12:00:00Z";

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A release of the first site, signed on day 1 by keys of which root and targets lie on a stick.
struct Release {
  Release() {
    REQUIRE(run({tool, "keys", keys, "--offline", stick, "--threshold", "targets=2/2"}).exit_code == 0);
    const auto built = build(kDay1);
    REQUIRE_MESSAGE(built.exit_code == 0, built.err);
  }
  entre::test::Finished build(const std::string& now) const {
    return run({tool, "build", kSite, "--keys", keys, "--out", out, "--now", now});
  }
  entre::test::Finished with_keys(const std::string& command, const std::vector<std::string>& more,
                                  const std::string& now) const {
    std::vector<std::string> argv{tool, command};
    argv.insert(argv.end(), more.begin(), more.end());
    for (const std::string& part : {out, std::string("--keys"), keys, std::string("--now"), now})
      argv.push_back(part);
    return run(argv);
  }
  entre::test::Finished verify(const std::string& folder, const std::string& now) const {
    return run({tool, "verify", folder, "--now", now});
  }

  TempFolder folder;
  const std::string tool = program("kiosk-publish"), keys = folder.file("keys"), stick = folder.file("stick"),
                    out = folder.file("rel");
};

}  // namespace

TEST_CASE("without the stick of root and targets a machine signs the timestamp each day, and nothing else") {
  const Release release;
  CHECK(std::filesystem::exists(release.stick + "/targets-2.key"));
  CHECK_FALSE(std::filesystem::exists(release.keys + "/targets-1.key"));
  std::filesystem::rename(release.stick, release.folder.file("safe"));
  const auto signed_anew = release.with_keys("resign", {}, "2025-01-14T12:00:00Z");
  CHECK_MESSAGE(signed_anew.exit_code == 0, signed_anew.err);
  CHECK(text_of(release.out + "/metadata/timestamp.json").find("\"expires\":\"2025-01-21") !=
        std::string::npos);
  CHECK_FALSE(std::filesystem::exists(release.out + "/metadata/2.targets.json"));
  // On day 25 the snapshot is due; the targets, past two thirds on day 150, have to wait for their keys.
  REQUIRE(release.with_keys("resign", {}, "2025-02-07T12:00:00Z").exit_code == 0);
  CHECK(std::filesystem::exists(release.out + "/metadata/2.snapshot.json"));
  const auto verified = release.verify(release.out, "2025-02-07T12:00:00Z");
  CHECK_MESSAGE(verified.exit_code == 0, verified.err);
  REQUIRE(release.with_keys("resign", {}, "2025-06-12T12:00:00Z").exit_code == 0);
  CHECK(release.verify(release.out, "2025-06-12T12:00:00Z").out.find("warning targets until 2025-07-12") !=
        std::string::npos);
  const auto too_late = release.with_keys("resign", {}, "2025-08-01T12:00:00Z");
  CHECK(too_late.exit_code == 1);
  CHECK(too_late.err.find("the keys of targets are needed") != std::string::npos);
}

TEST_CASE("every role's keys can be rotated, and a kiosk follows from the first root") {
  const Release release;
  for (const char* role : {"timestamp", "snapshot", "targets", "root", "root"}) {
    CAPTURE(role);
    const auto rotated = release.with_keys("rotate", {role}, kDay1);
    REQUIRE_MESSAGE(rotated.exit_code == 0, rotated.err);
    const auto verified = release.verify(release.out, kDay1);
    CHECK_MESSAGE(verified.exit_code == 0, verified.err);
  }
  CHECK(release.verify(release.out, kDay1).out.find("root 6") != std::string::npos);
  CHECK(std::filesystem::exists(release.stick + "/root-9.key"));  // twice three new ones
  // The stick with the old root keys is gone: the new ones alone sign the next root.
  for (const char* name : {"root-1.key", "root-2.key", "root-3.key"})
    std::filesystem::remove(release.stick + "/" + name);
  CHECK(release.with_keys("rotate", {"timestamp"}, kDay1).exit_code == 0);
  CHECK(release.with_keys("rotate", {"mirrors"}, kDay1).exit_code == 1);
}

TEST_CASE("a root rotation without two of the old keys is refused, and the release stays as it was") {
  const Release release;
  for (const char* name : {"root-1.key", "root-2.key"}) std::filesystem::remove(release.stick + "/" + name);
  const auto rotated = release.with_keys("rotate", {"root"}, kDay1);
  CHECK(rotated.exit_code == 1);
  CHECK_FALSE(std::filesystem::exists(release.out + "/metadata/2.root.json"));
  CHECK(release.verify(release.out, kDay1).exit_code == 0);
}

TEST_CASE("verify finds a changed object, a missing one, an expired signature and another root") {
  const Release release;
  CHECK(release.verify(release.out, kDay1).out.find("is whole") != std::string::npos);
  CHECK(release.verify(release.out, "2025-01-25T12:00:00Z").err.find("timestamp: expired") !=
        std::string::npos);
  const Release other;
  CHECK(run({release.tool, "verify", release.out, "--now", kDay1, "--root",
             other.out + "/metadata/1.root.json"})
            .exit_code == 1);
  std::string object;
  for (const auto& entry : std::filesystem::directory_iterator(release.out + "/targets"))
    if (entry.is_regular_file()) object = entry.path().string();
  const std::string bytes = text_of(object);
  std::ofstream(object) << bytes << " ";
  CHECK(release.verify(release.out, kDay1).exit_code == 1);
  std::filesystem::remove(object);
  CHECK(release.verify(release.out, kDay1).exit_code == 1);
  CHECK(run({release.tool, "verify", release.out, "--now", "yesterday"}).exit_code == 2);
}

TEST_CASE("a pack is good for 180 days, and the served release goes on after it") {
  const Release release;
  const std::string pack = release.folder.file("usb/entre");
  const auto packed = release.with_keys("pack", {"--out", pack}, kDay1);
  REQUIRE_MESSAGE(packed.exit_code == 0, packed.err);
  CHECK(release.verify(pack, "2025-07-10T12:00:00Z").exit_code == 0);
  CHECK(release.verify(pack, "2025-07-13T12:00:00Z").exit_code == 1);
  CHECK(release.verify(release.out, "2025-01-21T12:00:00Z").exit_code == 1);
  // The pack's versions lie between the served ones before and after it.
  CHECK(text_of(pack + "/metadata/timestamp.json").find("\"version\":2") != std::string::npos);
  CHECK(text_of(release.out + "/metadata/timestamp.json").find("\"version\":3") != std::string::npos);
  std::ofstream(pack + "/metadata/1.targets.json") << "{}";
  CHECK(release.verify(pack, kDay1).exit_code == 1);
}

TEST_CASE("minisign's keys sign a release; its prehashed signatures do not") {
  const TempFolder folder;
  const std::string tool = program("kiosk-publish"), keys = folder.file("keys"), out = folder.file("rel");
  const std::string pub = folder.file("k.pub"), secret = folder.file("k.key");
  REQUIRE(run({"minisign", "-G", "-W", "-p", pub, "-s", secret}).exit_code == 0);
  const auto made =
      run({tool, "keys", keys, "--minisign", "targets=" + pub + "," + secret, "--threshold", "root=1/1"});
  REQUIRE_MESSAGE(made.exit_code == 0, made.err);
  const auto built = run({tool, "build", kSite, "--keys", keys, "--out", out});
  REQUIRE_MESSAGE(built.exit_code == 0, built.err);
  CHECK(run({tool, "verify", out}).exit_code == 0);
  // Another secret key under that name is noticed before anything is written.
  const auto generated = run({"minisign", "-G", "-f", "-W", "-p", folder.file("other.pub"), "-s", secret});
  REQUIRE(generated.exit_code == 0);
  std::filesystem::remove_all(out);
  const auto refused = run({tool, "build", kSite, "--keys", keys, "--out", out});
  CHECK(refused.exit_code == 1);
  CHECK(refused.err.find("not the key that keys.json lists") != std::string::npos);
  CHECK(run({tool, "keys", folder.file("bad"), "--minisign", "targets=" + pub}).exit_code == 1);
  CHECK(run({tool, "keys", folder.file("bad"), "--threshold", "root=3/2"}).exit_code == 2);
}

TEST_CASE(
    "another role's keys are rotated while minisign's key is away, and with it back a release is built") {
  const TempFolder folder;
  const std::string tool = program("kiosk-publish"), keys = folder.file("keys"), out = folder.file("rel");
  const std::string pub = folder.file("k.pub"), secret = folder.file("k.key"), away = folder.file("safe.key");
  REQUIRE(run({"minisign", "-G", "-W", "-p", pub, "-s", secret}).exit_code == 0);
  REQUIRE(run({tool, "keys", keys, "--minisign", "targets=" + pub + "," + secret}).exit_code == 0);
  REQUIRE(run({tool, "build", kSite, "--keys", keys, "--out", out}).exit_code == 0);
  std::filesystem::rename(secret, away);
  const auto rotated = run({tool, "rotate", "timestamp", out, "--keys", keys});
  CHECK_MESSAGE(rotated.exit_code == 0, rotated.err);
  std::filesystem::rename(away, secret);
  std::filesystem::remove_all(out);
  const auto built = run({tool, "build", kSite, "--keys", keys, "--out", out});
  CHECK_MESSAGE(built.exit_code == 0, built.err);
  CHECK(run({tool, "verify", out}).exit_code == 0);
}
