#pragma once
// What kioskctl update asks of apt and dpkg: a stick is their only source, and whatever is installed is
// copied to the disk and checked there first.

#include <string>
#include <vector>

#include "kiosk/ctl/tools.h"

namespace entre::ctl {

// The key that the first stick brought; apt's own user reads it.
inline constexpr const char* update_key_file = "/etc/apt/keyrings/entre.gpg";

// An error's message is what the program said, in one line.
class Packages {
 public:
  explicit Packages(Tools& tools) : tools_(tools) {}

  // Reads the index of the stick in this folder (an absolute path), which the pinned key has to have signed.
  Result<void> take_index(const std::string& folder);
  // The version that apt would install: the newest of the stick's and the installed one.
  Result<std::string> candidate();
  // The version that is installed; invalid where it is not whole.
  Result<std::string> installed();
  // Copies the package and what it needs from the stick to the disk; nothing is installed.
  Result<void> fetch(const std::string& version);
  // Installs what was fetched. No stick is needed for it.
  Result<void> install(const std::string& version);

  // Whether the disk has a whole package of this version.
  bool is_kept(const std::string& version);
  // Copies this version, though it is installed, from the stick.
  Result<void> fetch_installed(const std::string& version);
  // Installs the kept package of this version over whatever there is.
  Result<void> put_back(const std::string& version);
  // Removes every package but the one of this version.
  void keep_only(const std::string& version);
  // Ends what a power cut has interrupted (dpkg --configure).
  Result<void> finish_interrupted();

 private:
  Result<std::string> run(const std::vector<std::string>& argv, std::int64_t timeout_ms);
  Result<std::string> apt(const std::string& program, const std::vector<std::string>& words,
                          std::int64_t timeout_ms);
  std::string archives() const { return tools_.package_folder + "/archives"; }
  std::string sources_file() const { return tools_.package_folder + "/sources.list"; }
  std::string kept_file(const std::string& version) const;

  Tools& tools_;
};

}  // namespace entre::ctl
