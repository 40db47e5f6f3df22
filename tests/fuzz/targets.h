#pragma once
// What strangers' bytes reach first, one function each: it must neither crash nor take long, whatever the
// bytes. A broken promise aborts. Used by libFuzzer (tests/fuzz/run) and by the replay of the kept corpora.

#include <string>
#include <string_view>
#include <vector>

namespace entre::fuzz {

struct Target {
  const char* name;  // also the corpus's folder
  void (*run)(std::string_view bytes);
};
const std::vector<Target>& targets();

}  // namespace entre::fuzz
