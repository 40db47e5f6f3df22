#include "platform/system/stick.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "platform/files.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

namespace {

struct Systemd : Machine {
  std::vector<std::string> asked;
  int exit_code = 0;
  Result<Ran> run(const std::vector<std::string>& argv, std::int64_t) override {
    std::string words;
    for (const std::string& word : argv) words += (words.empty() ? "" : " ") + word;
    asked.push_back(words);
    return Ran{exit_code, ""};
  }
  Result<FileFacts> facts(const std::string&) const override { return FileFacts{}; }
  void wait_ms(std::int64_t) override {}
};

struct World {
  TempFolder folder;
  SystemFiles files;
  Systemd systemd;
  SystemStick stick{systemd,
                    {folder.file("device"), folder.file("foreign"), folder.file("mounted"), "s.mount"}};
  World() { REQUIRE(files.make_folders(folder.file("mounted")).ok()); }
};

}  // namespace

TEST_CASE("a stick is there when udev has named it, and one of another kind is told apart") {
  World world;
  CHECK(world.stick.look() == Stick::Seen::none);
  REQUIRE(world.files.write(world.folder.file("foreign"), "", 0644).ok());
  CHECK(world.stick.look() == Stick::Seen::foreign);
  REQUIRE(world.files.write(world.folder.file("device"), "", 0644).ok());
  CHECK(world.stick.look() == Stick::Seen::ready);
  // A name that leads nowhere any more is none.
  REQUIRE(world.files.remove(world.folder.file("device")).ok());
  REQUIRE(world.files.remove(world.folder.file("foreign")).ok());
  REQUIRE(world.files.link("/no/such/device", world.folder.file("device")).ok());
  CHECK(world.stick.look() == Stick::Seen::none);
}

TEST_CASE("mounting and unmounting are systemd's, which is asked without a password and believed") {
  World world;
  CHECK(world.stick.mount().ok());
  CHECK(world.stick.unmount().ok());
  CHECK(world.systemd.asked == std::vector<std::string>{"systemctl start --no-ask-password s.mount",
                                                        "systemctl stop --no-ask-password s.mount"});
  world.systemd.exit_code = 1;
  CHECK(world.stick.mount().error().kind == ErrorKind::unavailable);
  CHECK(world.stick.unmount().error().kind == ErrorKind::unavailable);
}

TEST_CASE("what is written comes back from the disk, in pieces, and under its last name") {
  World world;
  REQUIRE(world.stick.begin("a.part").ok());
  CHECK(world.stick.append("one ").ok());
  CHECK(world.stick.append("two").ok());
  CHECK(world.stick.read_back("a.part", 0, 100).value() == "one two");
  CHECK(world.stick.read_back("a.part", 4, 2).value() == "tw");
  CHECK(world.stick.read_back("a.part", 7, 9).value().empty());
  REQUIRE(world.stick.rename("a.part", "a").ok());
  CHECK(world.files.list(world.folder.file("mounted")) == std::vector<std::string>{"a"});
  // Begun anew, nothing of before is left.
  REQUIRE(world.stick.begin("a").ok());
  CHECK(world.stick.read_back("a", 0, 9).value().empty());
  CHECK(world.stick.remove("a").ok());
  CHECK(world.stick.remove("a").ok());
  CHECK(world.stick.free_bytes().value() > 0);
}

TEST_CASE("a stick that is gone, takes nothing or leads elsewhere gives errors and never blocks") {
  World world;
  CHECK_FALSE(world.stick.append("before anything was begun").ok());
  CHECK_FALSE(world.stick.rename("none", "a").ok());
  CHECK(world.stick.read_back("none", 0, 1).error().kind == ErrorKind::not_found);
  REQUIRE(world.files.write(world.folder.file("elsewhere"), "kept", 0644).ok());
  REQUIRE(world.files.link(world.folder.file("elsewhere"), world.folder.file("mounted/a.part")).ok());
  CHECK_FALSE(world.stick.begin("a.part").ok());
  CHECK(world.files.read(world.folder.file("elsewhere"), 99).value() == "kept");
  std::filesystem::remove_all(world.folder.file("mounted"));
  CHECK(world.stick.begin("a").error().kind == ErrorKind::not_found);
  CHECK_FALSE(world.stick.free_bytes().ok());
}
