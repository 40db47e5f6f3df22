#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "platform/files.h"
#include "platform/watch.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

TEST_CASE("a file written by rename is noticed by its name") {
  TempFolder folder;
  SystemFiles files;
  auto watch = FolderWatch::create({folder.path()});
  REQUIRE(watch.ok());
  REQUIRE(files.write(folder.file("upload"), "", 0644).ok());
  const auto names = (*watch)->wait(5000);
  CHECK(std::find(names.begin(), names.end(), "upload") != names.end());
  CHECK((*watch)->wait(0).empty());
}

TEST_CASE("a change that came before the wait is not lost, and wake ends a wait without limit") {
  TempFolder folder;
  auto watch = FolderWatch::create({folder.path()});
  (*watch)->wake();
  CHECK((*watch)->wait(-1).empty());
  std::thread waker([&] { (*watch)->wake(); });
  CHECK((*watch)->wait(-1).empty());
  waker.join();
}

TEST_CASE("a folder that is not there cannot be watched") {
  TempFolder folder;
  CHECK(FolderWatch::create({folder.file("none")}).error().kind == ErrorKind::not_found);
}
