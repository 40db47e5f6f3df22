#pragma once
// What staff read, in the two languages that the staff screen and kioskctl speak.

#include <string>

namespace entre::care {

enum class Language { swedish, english };

struct Words {
  std::string sv, en;
  const std::string& in(Language language) const { return language == Language::swedish ? sv : en; }
  bool empty() const { return sv.empty() && en.empty(); }
};

// What touch cannot mend: whom staff call, and what they say then.
inline Words call(const std::string& sv, const std::string& en) {
  return {"ring den som sköter kioskens dator och säg: " + sv,
          "call whoever looks after the kiosk's computer and say: " + en};
}

// Swedish where the locale ("sv_SE.UTF-8", as in LC_ALL, LC_MESSAGES or LANG) says so, else English.
inline Language language_of(const std::string& locale) {
  return locale.starts_with("sv") ? Language::swedish : Language::english;
}

}  // namespace entre::care
