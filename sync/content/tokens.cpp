#include "sync/content/tokens.h"

#include <array>
#include <clocale>
#include <cstdlib>
#include <cwctype>

namespace entre::content {
namespace {

// The bare letters of U+00DF to U+017F.
constexpr char32_t kBaseFirst = 0xDF;
constexpr std::string_view kBases =
    "saaaaaaaceeeeiiiidnooooo.ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkk"
    "llllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kBases.size() == 0x17F - 0xDF + 1);

// glibc brings this locale in itself: it needs no file.
locale_t unicode() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (locale == nullptr) std::abort();
  return locale;
}

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The code point at `at`, and how many bytes it takes; 0 for what is no UTF-8, one byte of it.
char32_t decode(std::string_view text, std::size_t at, std::size_t* length) {
  const auto first = static_cast<unsigned char>(text[at]);
  *length = 1;
  if (first < 0x80) return first;
  const std::size_t bytes = first >= 0xF0 && first < 0xF5   ? 4
                            : first >= 0xE0 && first < 0xF0 ? 3
                            : first >= 0xC2 && first < 0xE0 ? 2
                                                            : 0;
  if (bytes == 0 || at + bytes > text.size()) return 0;
  char32_t code = first & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!continues(text[at + i])) return 0;
    code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  }
  *length = bytes;
  return code;
}

void append(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// Within a word, and no letter of it: soft hyphen, tatweel, vowel signs, joiners.
bool is_left_out(char32_t c) {
  return c == 0xAD || c == 0x640 || (c >= 0x64B && c <= 0x65F) || c == 0x670 || c == 0x200C || c == 0x200D;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return iswalnum_l(static_cast<wint_t>(c), unicode()) != 0;
}

char32_t lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), unicode()));
}

char32_t bare(char32_t c) {
  if (c >= kBaseFirst && c - kBaseFirst < kBases.size() && kBases[c - kBaseFirst] != '.')
    return static_cast<char32_t>(kBases[c - kBaseFirst]);
  if (c == 0x622 || c == 0x623 || c == 0x625) return 0x627;  // alif with madda or hamza
  if (c == 0x649 || c == 0x626) return 0x64A;                // alif maqsura, yeh with hamza: yeh
  if (c == 0x629) return 0x647;                              // teh marbuta: heh
  if (c == 0x624) return 0x648;                              // waw with hamza
  return c;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> all;
  Token open;
  bool sentence = true;
  for (std::size_t at = 0, length = 0; at < text.size(); at += length) {
    const char32_t c = decode(text, at, &length);
    if (is_left_out(c)) continue;
    if (is_letter(c)) {
      const char32_t small = lower(c);
      if (open.word.empty()) {
        open.begin = at;
        open.capital = small != c;
        open.starts_sentence = sentence;
        sentence = false;
      }
      append(open.word, small);
      open.end = at + length;
      continue;
    }
    if (!open.word.empty()) all.push_back(std::exchange(open, {}));
    if (c == '.' || c == '!' || c == '?' || c == ':' || c == '\n') sentence = true;
  }
  if (!open.word.empty()) all.push_back(std::move(open));
  return all;
}

std::string fold(std::string_view word) {
  std::string out;
  out.reserve(word.size());
  for (std::size_t at = 0, length = 0; at < word.size(); at += length) {
    const char32_t c = decode(word, at, &length);
    if (c != 0) append(out, bare(c));
  }
  return out;
}

std::size_t letters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += continues(c) ? 0 : 1;
  return count;
}

std::size_t letter_at(std::string_view utf8, std::size_t count) {
  std::size_t at = 0;
  for (; at < utf8.size(); ++at)
    if (!continues(utf8[at]) && count-- == 0) break;
  return at;
}

std::size_t after_letters(std::string_view text, std::size_t begin, std::size_t count) {
  std::size_t at = begin, length = 0;
  for (; at < text.size(); at += length) {
    if (is_left_out(decode(text, at, &length))) continue;
    if (count-- == 0) break;
  }
  return at;
}

std::string capitalised(std::string_view word) {
  if (word.empty()) return {};
  std::size_t length = 0;
  const char32_t first = decode(word, 0, &length);
  std::string out;
  append(out, static_cast<char32_t>(towupper_l(static_cast<wint_t>(first), unicode())));
  return out += word.substr(length);
}

}  // namespace entre::content
