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

TEST_CASE("a lock in a folder that is not there is an error of the disk") {
  auto lock = FileLock::acquire("/nowhere/lock");
  REQUIRE_FALSE(lock.ok());
  CHECK(lock.error().kind == ErrorKind::io);
}

}  // namespace entre::test
