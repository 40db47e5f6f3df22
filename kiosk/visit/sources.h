#pragma once
// Ports through which the screens get what the loader thread makes. UI thread only.

#include <memory>
#include <string>

#include "platform/display/geometry.h"
#include "platform/display/typeset.h"

namespace entre::visit {

// A block that is not there yet is asked for and null is returned: the frame is then not shown, and drawn
// anew when it has come.
class TextSource {
 public:
  virtual ~TextSource() = default;
  virtual std::shared_ptr<const display::TextBlock> find(const display::TextRequest& request) = 0;
};

class ImageSource {
 public:
  virtual ~ImageSource() = default;
  // A picture of the release, scaled down to fit `max`; null while it is not there, empty pixels when it
  // cannot be shown.
  virtual std::shared_ptr<const display::Pixels> find(const std::string& name, display::Size max) = 0;
};

}  // namespace entre::visit
