// libFuzzer's entry; FUZZ_TARGET names the target.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "platform/log.h"
#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  entre::init_log("fuzz", entre::LogLevel::off);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const entre::fuzz::Target* chosen = [] {
    const char* name = std::getenv("FUZZ_TARGET");
    for (const auto& target : entre::fuzz::targets())
      if (name != nullptr && std::strcmp(name, target.name) == 0) return &target;
    std::abort();
  }();
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
