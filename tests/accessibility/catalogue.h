#pragma once
// catalogue.toml and criteria.toml: the rules, and the criteria of the standards that they answer.

#include <string>
#include <vector>

namespace entre::conformance {

struct RuleText {
  int number = 0;
  std::string title, how;
  std::string waits;  // why it is not checked yet; empty: it is
  struct Proof {
    std::string program, test_case;  // of a test program of this build; the name in doctest's wildcards
  };
  std::vector<Proof> proofs;
};

struct Criterion {
  std::string num, handle;
  std::vector<int> rules;  // that answer it; else one of the two below is written
  std::string not_applicable, by_hand;
};

struct Chapter {
  std::string id, label, component, not_applicable;
  std::vector<Criterion> criteria;
};

struct Catalogue {
  std::string product, description, hardware, methods, catalog;
  std::vector<RuleText> rules;
  std::vector<Chapter> chapters;
  // "EN 5.1.4", "WCAG 1.4.4": what a rule answers.
  std::vector<std::string> answers(int rule) const;
};

// Fails the test with every fault of the two files: unknown keys, rules that are not there, criteria that say
// nothing.
Catalogue read_catalogue();

}  // namespace entre::conformance
