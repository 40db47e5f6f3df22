#include "platform/display/finnish.h"

#include <dlfcn.h>
#include <libvoikko/voikko.h>

namespace entre::display {

// Opened when the first Finnish word comes, not linked: it brings ten libraries, for which the first frame of
// a kiosk in any other language would wait.
struct Finnish::Library {
  void* opened = dlopen("libvoikko.so.1", RTLD_NOW | RTLD_LOCAL);
  decltype(&voikkoInit) init = find<decltype(&voikkoInit)>("voikkoInit");
  decltype(&voikkoTerminate) terminate = find<decltype(&voikkoTerminate)>("voikkoTerminate");
  decltype(&voikkoSetBooleanOption) set_option =
      find<decltype(&voikkoSetBooleanOption)>("voikkoSetBooleanOption");
  decltype(&voikkoHyphenateCstr) hyphenate = find<decltype(&voikkoHyphenateCstr)>("voikkoHyphenateCstr");
  decltype(&voikkoFreeCstr) free_text = find<decltype(&voikkoFreeCstr)>("voikkoFreeCstr");

  Library() = default;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    if (opened) dlclose(opened);
  }
  bool whole() const { return init && terminate && set_option && hyphenate && free_text; }

 private:
  template <class Function>
  Function find(const char* name) const {
    return opened ? reinterpret_cast<Function>(dlsym(opened, name)) : nullptr;
  }
};

std::unique_ptr<Finnish> Finnish::load() {
  auto library = std::make_unique<Library>();
  if (!library->whole()) return nullptr;
  const char* error = nullptr;
  VoikkoHandle* handle = library->init(&error, "fi", nullptr);
  if (!handle) return nullptr;
  // No division that is right by the rules and that a reader stumbles over.
  library->set_option(handle, VOIKKO_OPT_NO_UGLY_HYPHENATION, 1);
  return std::unique_ptr<Finnish>(new Finnish(std::move(library), handle));
}

Finnish::Finnish(std::unique_ptr<Library> library, VoikkoHandle* handle)
    : library_(std::move(library)), handle_(handle) {}

Finnish::~Finnish() {
  library_->terminate(handle_);
}

std::vector<std::size_t> Finnish::letters(std::string_view word) const {
  std::vector<std::size_t> found;
  char* marks = library_->hyphenate(handle_, std::string(word).c_str());
  if (!marks) return found;
  // One mark a letter: "-" before which it may be divided.
  for (std::size_t letter = 0; marks[letter] != '\0'; ++letter)
    if (marks[letter] == '-') found.push_back(letter);
  library_->free_text(marks);
  return found;
}

}  // namespace entre::display
