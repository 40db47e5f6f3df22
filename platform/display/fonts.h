#pragma once
// The fonts that the kiosk may use, and no others: whatever else a machine has installed, text looks the
// same.

#include <memory>
#include <string>
#include <vector>

#include "platform/result.h"

struct _FcConfig;

namespace entre::display {

struct FontFile {
  std::string file, family, package;
};
// assets/fonts/fonts.toml: [[font]] with file, family and package.
Result<std::vector<FontFile>> read_font_list(const std::string& fonts_file);

// A fontconfig of these files alone, and the families in the list's order, each once: the order of fallback.
class FontSet {
 public:
  // not_found names the first file that is missing and the package that brings it.
  static Result<FontSet> load(const std::string& fonts_file);
  _FcConfig* config() const { return config_.get(); }
  const std::vector<std::string>& families() const { return families_; }
  // "Inter,Noto Sans Arabic": the family first, then the others.
  std::string with_fallback(const std::string& family) const;

 private:
  std::shared_ptr<_FcConfig> config_;
  std::vector<std::string> families_;
};

}  // namespace entre::display
