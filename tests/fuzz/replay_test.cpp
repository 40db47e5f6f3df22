// The kept corpora, and seeded changes of each file in them: what libFuzzer found stays found without it.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/fuzz/targets.h"
#include "tests/support/fake_random.h"

using namespace entre;
using namespace entre::fuzz;

namespace {

std::vector<std::string> corpus(const std::string& name) {
  std::vector<std::string> all;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(ENTRE_SOURCE_DIR) + "/tests/fuzz/corpus/" + name))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    all.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return all;
}

// Flips, cuts, doubles and splices, as a fuzzer begins.
std::string changed(std::string bytes, const std::vector<std::string>& all, test::FakeRandom& random) {
  for (std::uint64_t i = 0; i <= uniform(random, 4); ++i) {
    if (bytes.empty()) bytes = "x";
    const std::size_t at = uniform(random, bytes.size());
    switch (uniform(random, 5)) {
      case 0:
        bytes[at] = char(uniform(random, 256));
        break;
      case 1:
        bytes.erase(at, uniform(random, 16));
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, uniform(random, 32)));
        break;
      case 3:
        bytes.resize(at);
        break;
      default: {
        const std::string& other = all[uniform(random, all.size())];
        bytes = bytes.substr(0, at) + other.substr(uniform(random, other.size() + 1));
      }
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("no file of the kept corpora and no change of one breaks a reader") {
  constexpr int changes_per_target = 2000;
  for (const Target& target : targets()) {
    CAPTURE(target.name);
    const std::vector<std::string> all = corpus(target.name);
    REQUIRE(!all.empty());
    for (const std::string& bytes : all) target.run(bytes);
    test::FakeRandom random(17);
    for (int i = 0; i < changes_per_target; ++i)
      target.run(changed(all[std::size_t(i) % all.size()], all, random));
    std::printf("campaign: fuzz %s: %zu, corpus replayed, %d changes\n", target.name, all.size(),
                changes_per_target);
  }
}
