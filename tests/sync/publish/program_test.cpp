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
}
