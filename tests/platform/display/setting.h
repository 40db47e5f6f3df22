#pragma once
// Texts set with the product's own fonts.

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "platform/display/typeset.h"

namespace entre::display {

inline const std::string kFonts = ENTRE_SOURCE_DIR "/assets/fonts/fonts.toml";

inline Typesetter& typesetter() {
  static const std::unique_ptr<Typesetter> instance = [] {
    auto created = Typesetter::create(kFonts);
    if (!created) MESSAGE(created.error().message);
    REQUIRE(created.ok());
    return std::move(*created);
  }();
  return *instance;
}

inline TextRequest request(std::string text) {
  TextRequest r;
  r.text = std::move(text);
  return r;
}

inline TextBlock set(const TextRequest& r) {
  return typesetter().set(r);
}

}  // namespace entre::display
