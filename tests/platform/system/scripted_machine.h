#pragma once
// A machine whose programs answer from a script, and that keeps what was asked of it.

#include <doctest/doctest.h>

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "platform/system/machine.h"

namespace entre::test {

class ScriptedMachine : public Machine {
 public:
  struct Rule {
    std::string part;                 // of the command line, its arguments divided by spaces
    std::deque<Result<Ran>> answers;  // in turn; the last one for ever
  };
  // The first rule whose part occurs answers; what none knows ends well and says nothing.
  std::vector<Rule> rules;
  std::vector<std::string> asked;
  std::vector<std::string> inputs;
  std::vector<std::int64_t> timeouts_ms;

  void answers(const std::string& part, std::deque<Result<Ran>> in_turn) {
    rules.insert(rules.begin(), Rule{part, std::move(in_turn)});
  }
  bool was_asked(const std::string& part) const {
    for (const std::string& line : asked)
      if (line.find(part) != std::string::npos) return true;
    return false;
  }
  std::size_t times_asked(const std::string& part) const {
    std::size_t times = 0;
    for (const std::string& line : asked) times += line.find(part) != std::string::npos ? 1 : 0;
    return times;
  }

  Result<Ran> run(const std::vector<std::string>& argv, std::int64_t timeout_ms) override {
    std::string line;
    for (const std::string& argument : argv) line += (line.empty() ? "" : " ") + argument;
    asked.push_back(line);
    timeouts_ms.push_back(timeout_ms);
    for (Rule& rule : rules) {
      if (line.find(rule.part) == std::string::npos) continue;
      const Result<Ran> answer = rule.answers.front();
      if (rule.answers.size() > 1) rule.answers.pop_front();
      return answer;
    }
    return Ran{};
  }
  Result<Ran> run_with_input(const std::vector<std::string>& argv, const std::string& input,
                             std::int64_t timeout_ms) override {
    inputs.push_back(input);
    return run(argv, timeout_ms);
  }
  Result<FileFacts> facts(const std::string&) const override { return FileFacts{}; }
  void wait_ms(std::int64_t) override {}
};

}  // namespace entre::test
