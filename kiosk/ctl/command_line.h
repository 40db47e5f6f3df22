#pragma once
// What kioskctl takes: one tree of commands, from which --help, the manual page and the completion are made
// too.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

// The commands on `tools`, which outlive the tree.
class CommandLine {
 public:
  explicit CommandLine(Tools& tools);
  ~CommandLine();
  // Runs the command that the words name; its exit code.
  int run(int argc, const char* const* argv);
  const CLI::App& tree() const { return app_; }

 private:
  struct Options;
  using Run = std::function<int()>;
  // What a command works with: the kiosk's files, which its user has to be able to read, or none of them.
  enum class Of { kiosk, nothing };
  CLI::App* add(CLI::App& under, const char* name, const char* help, Run run, Of of = Of::kiosk);
  void add_looking();
  void add_config();
  void add_content();
  void add_outbox();
  void add_setup();
  void add_documents();

  Tools& tools_;
  CLI::App app_;
  std::unique_ptr<Options> options_;
  Run chosen_;
  Of chosen_of_ = Of::kiosk;
};

// kioskctl(1) as troff (man(7)).
std::string manual_page(const CLI::App& tree);
// For bash: commands, their options, and the keys of the configuration.
std::string bash_completion(const CLI::App& tree);

}  // namespace entre::ctl
