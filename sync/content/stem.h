#pragma once
// A word's stem in its language, by libstemmer (Snowball): "företagen" and "företag" have one.

#include <memory>
#include <string>
#include <string_view>

struct sb_stemmer;

namespace entre::content {

class Stemmer {
 public:
  // language: a code such as "sv"; where Snowball has none, a word is its own stem. What Snowball leaves
  // apart in Swedish and Finnish and visitors do not is brought together: stem.cpp lists it.
  explicit Stemmer(const std::string& language);
  // Of a word in lower case. Not to be called from two threads at once.
  std::string stem(std::string_view word) const;

 private:
  struct Delete {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::unique_ptr<sb_stemmer, Delete> stemmer_;
  bool swedish_ = false, finnish_ = false;
};

}  // namespace entre::content
