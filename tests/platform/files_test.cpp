#include "platform/files.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/support/memory_files.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

namespace {

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

// What the real disk and its twin both promise.
void check_contract(Files& files, const std::string& root) {
  const std::string file = root + "/a.txt";
  CHECK(files.read(file, 10).error().kind == ErrorKind::not_found);
  REQUIRE(files.write(file, "one").ok());
  REQUIRE(files.write(file, "12345").ok());
  CHECK(*files.read(file, 5) == "12345");
  CHECK(files.read(file, 4).error().kind == ErrorKind::too_large);
  CHECK(*files.size_bytes(file) == 5);
  CHECK(files.write(root + "/no/a.txt", "x").error().kind == ErrorKind::not_found);

  REQUIRE(files.make_folders(root + "/deep/er").ok());
  REQUIRE(files.make_folders(root + "/deep/er").ok());
  CHECK(files.is_folder(root + "/deep"));
  CHECK_FALSE(files.is_folder(file));
  CHECK(files.list(root) == std::vector<std::string>{"a.txt", "deep"});
  CHECK(files.list(root + "/none").empty());

  REQUIRE(files.rename(file, root + "/deep/b.txt").ok());
  CHECK_FALSE(files.exists(file));
  CHECK(files.exists(root + "/deep/b.txt"));
  CHECK(files.sync(root + "/deep/b.txt").ok());

  REQUIRE(files.link("deep", root + "/current").ok());
  CHECK(*files.read(root + "/current/b.txt", 10) == "12345");
  REQUIRE(files.link("deep/er", root + "/current").ok());
  CHECK(*files.read_link(root + "/current") == "deep/er");
  CHECK_FALSE(files.read_link(root + "/deep/b.txt").ok());

  REQUIRE(files.remove(root + "/current").ok());
  REQUIRE(files.remove(root + "/current").ok());
  CHECK(files.is_folder(root + "/deep/er"));
  CHECK(*files.free_bytes(root) > 0);
}

void check_writer(Files& files, const std::string& root) {
  REQUIRE(files.write(root + "/f", "old").ok());
  {
    auto dropped = files.open_writer(root + "/f");
    REQUIRE(dropped.ok());
    REQUIRE((*dropped)->append("new").ok());
    CHECK(*files.read(root + "/f", 10) == "old");
  }
  CHECK(*files.read(root + "/f", 10) == "old");
  auto first = files.open_writer(root + "/f");
  auto second = files.open_writer(root + "/f");
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  REQUIRE((*first)->append("1").ok());
  REQUIRE((*second)->append("2").ok());
  REQUIRE((*second)->commit().ok());
  CHECK(*files.read(root + "/f", 10) == "2");
  REQUIRE((*first)->commit().ok());
  CHECK(*files.read(root + "/f", 10) == "1");
  CHECK(files.list(root) == std::vector<std::string>{"f"});
}

}  // namespace

TEST_CASE("the disk keeps the port's promises") {
  TempFolder contract, writer;
  SystemFiles files;
  check_contract(files, contract.path());
  check_writer(files, writer.path());
}

TEST_CASE("the disk's twin keeps the same promises") {
  MemoryFiles files;
  REQUIRE(files.make_folders("/root").ok());
  check_contract(files, "/root");
  MemoryFiles other;
  REQUIRE(other.make_folders("/root").ok());
  check_writer(other, "/root");
}

TEST_CASE("a file gets the mode that was asked for") {
  TempFolder folder;
  SystemFiles files;
  REQUIRE(files.write(folder.file("token"), "secret", 0600).ok());
  REQUIRE(files.write(folder.file("status.json"), "{}", 0644).ok());
  CHECK(mode_of(folder.file("token")) == 0600);
  CHECK(mode_of(folder.file("status.json")) == 0644);
}

TEST_CASE("what a power cut left beside is taken over") {
  TempFolder folder;
  SystemFiles files;
  REQUIRE(files.write(folder.file(".f.0.part"), "a much longer half-written file", 0600).ok());
  REQUIRE(files.write(folder.file("f"), "new", 0644).ok());
  CHECK(*files.read(folder.file("f"), 100) == "new");
  CHECK(files.list(folder.path()) == std::vector<std::string>{"f"});
}

TEST_CASE("a full disk is told apart, and the old file stays") {
  MemoryFiles memory;
  REQUIRE(memory.write("/f", "old").ok());
  memory.fail_change(1, ErrorKind::full);
  CHECK(memory.write("/f", "new").error().kind == ErrorKind::full);
  CHECK(memory.write("/f", "new").error().kind == ErrorKind::full);
  CHECK(*memory.read("/f", 10) == "old");
  memory.heal();
  CHECK(memory.write("/f", "new").ok());
}

TEST_CASE("the n-th change fails, counted over all kinds of change") {
  MemoryFiles files;
  files.fail_change(3, ErrorKind::io);
  CHECK(files.make_folders("/a").ok());
  auto writer = files.open_writer("/a/f");
  CHECK((*writer)->append("x").ok());
  CHECK((*writer)->commit().error().kind == ErrorKind::io);
  CHECK_FALSE(files.exists("/a/f"));
}

TEST_CASE("a pipe or a folder in a file's place is an error, not a hang") {
  TempFolder folder;
  SystemFiles files;
  CHECK_FALSE(files.read(folder.path(), 10).ok());
  REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  CHECK(files.read(folder.file("pipe"), 10).ok());  // nobody writes: empty
  CHECK_FALSE(files.write(folder.path(), "x", 0644).ok());
}
