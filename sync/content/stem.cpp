#include "sync/content/stem.h"

#include <libstemmer.h>

namespace entre::content {

void Stemmer::Delete::operator()(sb_stemmer* stemmer) const {
  sb_stemmer_delete(stemmer);
}

Stemmer::Stemmer(const std::string& language)
    : stemmer_(sb_stemmer_new(language.c_str(), "UTF_8")), swedish_(language == "sv") {}

std::string Stemmer::stem(const std::string& word) const {
  if (!stemmer_) return word;
  const sb_symbol* out = sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                                         static_cast<int>(word.size()));
  if (out == nullptr) return word;  // no memory
  std::string stem(reinterpret_cast<const char*>(out),
                   static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
  // Again and again, so that "universitetet" and "universitet" come to one.
  constexpr std::size_t kLeftMin = 4;
  while (swedish_ && stem.size() >= kLeftMin + 2 && (stem.ends_with("et") || stem.ends_with("ets")))
    stem.resize(stem.size() - (stem.ends_with("ets") ? 3 : 2));
  return stem;
}

}  // namespace entre::content
