#pragma once
// Where Finnish words may be divided, by libvoikko: Finnish has no patterns, its compounds are found by
// morphology.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct VoikkoHandle;

namespace entre::display {

class Finnish {
 public:
  // Null where libvoikko or its Finnish dictionary is not installed. Loads both: 10 ms and 5 MiB.
  static std::unique_ptr<Finnish> load();
  ~Finnish();
  Finnish(const Finnish&) = delete;
  Finnish& operator=(const Finnish&) = delete;
  // The letters of `word` (UTF-8 letters only) before which it may be divided, counted from 0, rising.
  std::vector<std::size_t> letters(std::string_view word) const;

 private:
  struct Library;
  Finnish(std::unique_ptr<Library> library, VoikkoHandle* handle);
  std::unique_ptr<Library> library_;
  VoikkoHandle* handle_;
};

}  // namespace entre::display
