#include "sync/content/stem.h"

#include <libstemmer.h>

#include <string_view>

namespace entre::content {
namespace {

// A definite neuter ("jordbruket", "projektets"), again and again so that "universitetet" and "universitet"
// come to one; what is done ("finansiering", "finansierar"); Latin words ("museum", "museet", "museer"); and
// a definite -i ("strategin").
void bring_together_swedish(std::string& stem) {
  constexpr std::size_t kLeftMin = 4;
  const auto strip = [&](std::string_view end, std::size_t count) {
    if (stem.size() < kLeftMin + count || !stem.ends_with(end)) return false;
    stem.resize(stem.size() - count);
    return true;
  };
  while (strip("et", 2) || strip("ets", 3)) {
  }
  if (!strip("ering", 3) && !strip("um", 2)) strip("in", 1);
}

// "rahoitus", "rahoituksen": Snowball leaves a k before the s of the second.
void bring_together_finnish(std::string& stem) {
  if (stem.ends_with("uks") || stem.ends_with("yks")) stem.erase(stem.size() - 2, 1);
}

}  // namespace

void Stemmer::Delete::operator()(sb_stemmer* stemmer) const {
  sb_stemmer_delete(stemmer);
}

Stemmer::Stemmer(const std::string& language)
    : stemmer_(sb_stemmer_new(language.c_str(), "UTF_8")),
      swedish_(language == "sv"),
      finnish_(language == "fi") {}

std::string Stemmer::stem(std::string_view word) const {
  std::string form(word);
  if (!stemmer_) return form;
  // "ihminen" is "ihmise-" in all its other forms.
  if (finnish_ && form.size() > 5 && form.ends_with("nen")) form.replace(form.size() - 3, 1, "s");
  const sb_symbol* out = sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(form.data()),
                                         static_cast<int>(form.size()));
  if (out == nullptr) return std::string(word);  // no memory
  std::string stem(reinterpret_cast<const char*>(out),
                   static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
  if (swedish_) bring_together_swedish(stem);
  if (finnish_) bring_together_finnish(stem);
  return stem;
}

}  // namespace entre::content
