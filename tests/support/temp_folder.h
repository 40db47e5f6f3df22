#pragma once
// A folder of the test's own, gone with all in it at the end.

#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace entre::test {

class TempFolder {
 public:
  TempFolder() : path_((std::filesystem::temp_directory_path() / "entre-test-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~TempFolder() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace entre::test
