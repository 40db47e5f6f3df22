#include "combinations.h"

#include <set>
#include <tuple>

namespace entre::conformance {
namespace {

// Two values of two factors: (factor, value, factor, value).
using Pair = std::tuple<std::size_t, std::string, std::size_t, std::string>;

std::vector<std::string> values(const Combination& one) {
  return {one.language, one.theme, std::to_string(one.text_percent), one.across ? "across" : "upright",
          one.low_reach ? "low" : ""};
}

std::set<Pair> pairs(const Combination& one) {
  const std::vector<std::string> all = values(one);
  std::set<Pair> found;
  for (std::size_t a = 0; a < all.size(); ++a)
    for (std::size_t b = a + 1; b < all.size(); ++b) found.insert({a, all[a], b, all[b]});
  return found;
}

}  // namespace

std::string Combination::name() const {
  return language + " " + theme + " " + std::to_string(text_percent) + " % " +
         (across ? "across" : "upright") + (low_reach ? " low" : "");
}

std::vector<Combination> all_combinations() {
  std::vector<Combination> all;
  for (const char* language : {"sv", "ar", "en", "fi", "sv-simple"})
    for (const char* theme : {"light", "dark", "contrast"})
      for (const int percent : {100, 125, 150, 200})
        for (const bool across : {false, true})
          for (const bool low : {false, true}) all.push_back({language, theme, percent, across, low});
  return all;
}

// Greedy: always the combination that brings the most pairs that were not met yet.
std::vector<Combination> pairwise_combinations() {
  const std::vector<Combination> all = all_combinations();
  std::set<Pair> missing;
  for (const Combination& one : all) missing.merge(pairs(one));
  std::vector<Combination> chosen;
  while (!missing.empty()) {
    const Combination* best = nullptr;
    std::size_t most = 0;
    for (const Combination& one : all) {
      std::size_t brings = 0;
      for (const Pair& pair : pairs(one)) brings += missing.count(pair);
      if (brings > most) most = brings, best = &one;
    }
    for (const Pair& pair : pairs(*best)) missing.erase(pair);
    chosen.push_back(*best);
  }
  return chosen;
}

}  // namespace entre::conformance
