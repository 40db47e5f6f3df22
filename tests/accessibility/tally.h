#pragma once
// What was checked of each rule, how often, and what was found wrong.

#include <map>
#include <set>
#include <string>
#include <vector>

namespace entre::conformance {

struct Finding {
  std::string where;  // screen and combination
  std::string what;   // node, measure and the measure that was wanted
  bool operator<(const Finding& other) const {
    return std::tie(where, what) < std::tie(other.where, other.what);
  }
};

class Tally {
 public:
  static constexpr std::size_t findings_max = 200;  // of a rule; the rest are counted

  struct Rule {
    std::size_t checks = 0, faults = 0;
    std::set<Finding> findings;
  };

  // What follows is checked there.
  void at(const std::string& where) { where_ = where; }
  // One check of a rule. `what` is asked only where it does not hold, and says what is wrong.
  template <class What>
  bool check(int rule, bool holds, const What& what) {
    Rule& counted = rules_[rule];
    ++counted.checks;
    if (holds) return true;
    ++counted.faults;
    if (counted.findings.size() < findings_max) counted.findings.insert({where_, what()});
    return false;
  }
  const std::map<int, Rule>& rules() const { return rules_; }
  const Rule& rule(int number) const {
    static const Rule none;
    const auto found = rules_.find(number);
    return found == rules_.end() ? none : found->second;
  }

 private:
  std::string where_;
  std::map<int, Rule> rules_;
};

}  // namespace entre::conformance
