#pragma once
// A kiosk's side of the trust tests: a folder in memory and an updater at a fixed time.

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "tests/support/memory_files.h"
#include "tests/sync/trust/fake_repository.h"

namespace entre::test {

struct Kiosk {
  explicit Kiosk(FakeRepository& from) : repository(from), pinned(from.served.at("1.root.json")) {}

  Result<bool> refresh() {
    repository.asked.clear();
    auto created = trust::Updater::create(pinned, "/trust", files, repository, time_ms);
    if (!created) return created.error();
    updater = std::move(*created);
    return updater->refresh();
  }
  std::string stored(const std::string& name) const {
    auto bytes = files.read("/trust/" + name, 10'000'000);
    return bytes ? *bytes : "";
  }
  // Refuses with this kind and these words, and leaves the file of the role on disk as it was.
  void check_refused(const std::string& file, const std::string& words, ErrorKind kind = ErrorKind::denied) {
    const std::string before = stored(file);
    auto result = refresh();
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().kind == kind);
    CHECK_MESSAGE(result.error().message.find(words) != std::string::npos, result.error().message);
    CHECK(stored(file) == before);
  }

  FakeRepository& repository;
  std::string pinned;
  MemoryFiles files;
  std::int64_t time_ms = now_ms;
  std::unique_ptr<trust::Updater> updater;
};

inline int version_in(const std::string& bytes) {
  return Json::parse(bytes)["signed"]["version"];
}

}  // namespace entre::test
