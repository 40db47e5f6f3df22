#include "platform/lock.h"

#include <doctest/doctest.h>

#include "tests/support/temp_folder.h"

namespace entre::test {

TEST_CASE("a lock is held by one until it ends") {
  TempFolder folder;
  {
    auto first = FileLock::acquire(folder.file("lock"));
    REQUIRE(first.ok());
    auto second = FileLock::acquire(folder.file("lock"));
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().kind == ErrorKind::unavailable);
    const FileLock moved = *std::move(first);
    CHECK_FALSE(FileLock::acquire(folder.file("lock")).ok());
  }
  CHECK(FileLock::acquire(folder.file("lock")).ok());
}

TEST_CASE("a link in the lock's place is not followed: another user of the folder chooses no file to make") {
  TempFolder folder;
  std::filesystem::create_symlink(folder.file("elsewhere"), folder.file("lock"));
  for (auto lock : {FileLock::acquire, FileLock::wait_alone, FileLock::wait_shared}) {
    const auto refused = lock(folder.file("lock"));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == ErrorKind::denied);
  }
  CHECK_FALSE(std::filesystem::exists(folder.file("elsewhere")));
}

TEST_CASE("a lock in a folder that is not there is an error of the disk") {
  auto lock = FileLock::acquire("/nowhere/lock");
  REQUIRE_FALSE(lock.ok());
  CHECK(lock.error().kind == ErrorKind::io);
}

}  // namespace entre::test
