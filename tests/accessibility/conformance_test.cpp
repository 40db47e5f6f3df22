// The walk over every screen, visits, and the report that they give: build/conformance.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "across.h"
#include "platform/clock.h"
#include "platform/display/shapes.h"
#include "platform/display/surface.h"
#include "platform/files.h"
#include "report.h"
#include "rules.h"
#include "tests/support/process.h"
#include "visits.h"
#include "walk.h"

using namespace entre;
using namespace entre::conformance;

namespace {

const std::string folder = std::string(ENTRE_SOURCE_DIR) + "/build/conformance";

// Each screen once upright, once across and once from right to left.
class Album {
 public:
  void look(const Observed& frame) {
    const std::string kind =
        frame.screen + (frame.at.across ? " across" : " upright") + (frame.at.language == "ar" ? " rtl" : "");
    if (frame.screen.find(' ') != std::string::npos || !seen_.insert(kind).second) return;
    std::string file = "pictures/" + kind + ".png";
    std::replace(file.begin(), file.end(), ' ', '-');
    std::filesystem::create_directories(folder + "/pictures");
    REQUIRE(display::write_png(display::scale_down(frame.pixels, frame.pixels.w / 2, frame.pixels.h / 2),
                               folder + "/" + file)
                .ok());
    pictures.push_back({frame.screen, frame.at.name(), file, transcript_of(frame)});
  }
  std::vector<Picture> pictures;

 private:
  std::set<std::string> seen_;
};

// A test elsewhere that proves a rule: it is run, and counts as one check.
void prove(const Catalogue& catalogue, Tally& tally) {
  for (const RuleText& rule : catalogue.rules)
    for (const RuleText::Proof& proof : rule.proofs) {
      std::string name = proof.test_case;
      std::replace(name.begin(), name.end(), ',', '?');  // a comma parts patterns
      const test::Finished ended =
          test::run({test::program("tests/" + proof.program), "-tc=" + name}, 120'000);
      tally.at(proof.program);
      const bool ran = ended.out.find("test cases: 0") == std::string::npos;
      tally.check(rule.number, ended.exit_code == 0 && ran,
                  [&] { return "\"" + proof.test_case + "\" " + (ran ? "fails" : "is not there"); });
    }
}

void write(const std::string& name, const std::string& text) {
  std::ofstream(folder + "/" + name) << text;
}

// ENTRE_COMBINATION="ar dark 150 % upright" looks at those that have it in their name, for who mends a
// screen.
std::vector<Combination> asked_for(std::vector<Combination> combinations) {
  if (const char* part = std::getenv("ENTRE_COMBINATION"))
    std::erase_if(combinations,
                  [&](const Combination& one) { return one.name().find(part) == std::string::npos; });
  return combinations;
}

void judge(const Catalogue& catalogue, const Tally& tally) {
  constexpr std::size_t shown_max = 12;
  for (const RuleText& rule : catalogue.rules) {
    CAPTURE(rule.number);
    CAPTURE(rule.title);
    const Tally::Rule& found = tally.rule(rule.number);
    std::size_t shown = 0;
    for (const Finding& finding : found.findings)
      if (++shown <= shown_max) FAIL_CHECK("rule ", rule.number, ": ", finding.where, ": ", finding.what);
    // What is not checked says why, and what is checked no longer does.
    CHECK((found.checks == 0) == !rule.waits.empty());
  }
}

void report(const std::vector<Combination>& combinations, bool all) {
  const Catalogue catalogue = read_catalogue();
  const Content real = real_site(), large = large_site(real);
  Tally tally;
  Album album;
  Walk walk(real, large);
  AcrossFrames across(tally);
  std::size_t turn = 0, frames = 0;
  for (const Combination& at : combinations) {
    across.begin(turn);
    walk(at, turn++, [&](const Observed& frame, testing::Stage& stage, const visit::Model& model) {
      tally.at(frame.screen + ", " + at.name());
      ++frames;
      for (const FrameRule rule : frame_rules()) rule(frame, tally);
      across.look(frame, stage, model);
      album.look(frame);
    });
    across.end();
  }
  idle_time(real, tally);
  flashes(real, tally);
  calm(real, tally);
  press_feedback(real, tally);
  answers(real, tally);
  keys_stay(real, tally);
  prove(catalogue, tally);
  SystemClock clock("UTC");
  const Report made{
      catalogue, tally, album.pictures, combinations.size(), frames, all, local_date(clock, clock.unix_ms())};
  write("report.html", to_html(made));
  write("report.json", to_openacr(made));
  write("summary.md", to_summary(made));
  const auto readme = SystemFiles().read(std::string(ENTRE_SOURCE_DIR) + "/README.md", 1 << 20);
  REQUIRE(readme.ok());
  // The README's is that of every build.
  if (!all && std::getenv("ENTRE_COMBINATION") == nullptr)
    CHECK_MESSAGE(readme->find(to_summary(made)) != std::string::npos,
                  "the README says something else than build/conformance/summary.md");
  judge(catalogue, tally);
  MESSAGE(frames, " frames in ", combinations.size(), " combinations");
}

}  // namespace

TEST_CASE("every two settings are together in a combination, and few combinations do it") {
  const auto chosen = pairwise_combinations(), all = all_combinations();
  CHECK(all.size() == 240);
  CHECK(chosen.size() <= 26);
  const auto meet = [&](auto value_a, auto value_b) {
    for (const Combination& a : all)
      for (const Combination& b : all)
        CHECK(std::any_of(chosen.begin(), chosen.end(), [&](const Combination& one) {
          return value_a(one) == value_a(a) && value_b(one) == value_b(b);
        }));
  };
  const auto language = [](const Combination& one) { return one.language; };
  const auto theme = [](const Combination& one) { return one.theme; };
  const auto text = [](const Combination& one) { return one.text_percent; };
  const auto way = [](const Combination& one) { return one.across; };
  const auto reach = [](const Combination& one) { return one.low_reach; };
  meet(language, theme), meet(language, text), meet(language, way), meet(language, reach), meet(theme, text);
  meet(theme, way), meet(theme, reach), meet(text, way), meet(text, reach), meet(way, reach);
}

TEST_SUITE("walk") {
  TEST_CASE(
      "every screen keeps every rule in pairwise combinations of all settings, and the report says so") {
    report(asked_for(pairwise_combinations()), false);
  }
}

TEST_SUITE("long") {
  TEST_CASE("every screen keeps every rule in all combinations of all settings") {
    report(asked_for(all_combinations()), true);
  }
}
