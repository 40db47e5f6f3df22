#include "sync/content/stem.h"

#include <doctest/doctest.h>

#include <vector>

using entre::content::Stemmer;

namespace {

void check_one_stem(const char* language, const std::vector<std::vector<const char*>>& families) {
  const Stemmer stemmer(language);
  for (const auto& words : families)
    for (const char* word : words)
      CHECK_MESSAGE(stemmer.stem(word) == stemmer.stem(words[0]),
                    word << " is stemmed " << stemmer.stem(word));
}

}  // namespace

TEST_CASE("the forms of a Swedish word have one stem") {
  check_one_stem("sv", {{"företag", "företaget", "företagen", "företagens"},
                        {"universitet", "universitetet", "universitetets"},
                        {"finansiering", "finansieringen", "finansierar", "finansiera"},
                        {"museum", "museet", "museer"},
                        {"strategi", "strategin", "strategier", "strategierna"}});
}

TEST_CASE("the forms of a Finnish word have one stem") {
  check_one_stem("fi", {{"erikoistuminen", "erikoistumisen", "erikoistumisessa"},
                        {"rahoitus", "rahoituksen", "rahoituksia"},
                        {"yritys", "yrityksen", "yritykset"}});
}

TEST_CASE("the forms of an English word have one stem") {
  check_one_stem("en", {{"strategy", "strategies"}, {"develop", "developed", "developing", "development"}});
}

TEST_CASE("a language without stems leaves words as they are, and so does a word without letters") {
  CHECK(Stemmer("xx").stem("företagen") == "företagen");
  CHECK(Stemmer("").stem("företagen") == "företagen");
  CHECK(Stemmer("sv").stem("") == "");
  CHECK(Stemmer("sv").stem("\xFF\xC3") == "\xFF\xC3");
}
