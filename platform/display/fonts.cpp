#include "platform/display/fonts.h"

#include <fontconfig/fontconfig.h>

#include <algorithm>

#include "platform/files.h"
#include "platform/toml.h"

#ifdef __SANITIZE_ADDRESS__
// Pango 1.50 keeps a reference to the configuration of a font map that is gone: once a process, and not ours.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig";
}
#endif

namespace entre::display {
namespace {
constexpr std::uint64_t kListBytesMax = 64 * 1024;
}

Result<std::vector<FontFile>> read_font_list(const std::string& fonts_file) {
  const Result<std::string> text = SystemFiles().read(fonts_file, kListBytesMax);
  if (!text) return text.error();
  TomlDocument document = TomlDocument::parse(*text, fonts_file);
  std::vector<FontFile> fonts;
  for (const TomlTable& table : document.root().tables("font")) {
    fonts.push_back(
        {table.require_string("file"), table.require_string("family"), table.require_string("package")});
  }
  const std::vector<Fault> faults = document.finish();
  if (!faults.empty()) return Error{ErrorKind::invalid, to_string(faults)};
  if (fonts.empty()) return Error{ErrorKind::invalid, fonts_file + ": it names no font; add a [[font]]"};
  return fonts;
}

Result<FontSet> FontSet::load(const std::string& fonts_file) {
  const Result<std::vector<FontFile>> fonts = read_font_list(fonts_file);
  if (!fonts) return fonts.error();
  FontSet set;
  set.config_ = std::shared_ptr<FcConfig>(FcConfigCreate(), FcConfigDestroy);
  const SystemFiles files;
  for (const FontFile& font : *fonts) {
    if (!files.exists(font.file)) {
      return Error{ErrorKind::not_found,
                   "the font " + font.file + " is missing; install the package " + font.package};
    }
    if (!FcConfigAppFontAddFile(set.config(), reinterpret_cast<const FcChar8*>(font.file.c_str()))) {
      return Error{ErrorKind::corrupt,
                   "the font " + font.file + " cannot be read; reinstall the package " + font.package};
    }
    if (std::find(set.families_.begin(), set.families_.end(), font.family) == set.families_.end()) {
      set.families_.push_back(font.family);
    }
  }
  // With no current configuration Pango would load all of the system's fonts in a thread, and wait for it.
  FcConfigSetCurrent(set.config());
  return set;
}

std::string FontSet::with_fallback(const std::string& family) const {
  std::string list = family;
  for (const std::string& other : families_) {
    if (other != family) list += "," + other;
  }
  return list;
}

}  // namespace entre::display
