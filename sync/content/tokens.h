#pragma once
// How a text is divided into words: by the index, the search, and the marks on screen alike.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace entre::content {

struct Token {
  std::string word;       // lower case; soft hyphens, tatweel and Arabic vowel signs left out
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  bool capital = false;  // it begins with a capital
  bool starts_sentence = false;
};

// Runs of letters and digits, as the C.UTF-8 locale of the C library classes them. Bytes that are no UTF-8
// divide words.
std::vector<Token> tokens_of(std::string_view text);
// Of a word in lower case: letters without their diacritics (å and ä to a, ö to o, Arabic alifs to one),
// which a visitor may not find on the keyboard.
std::string fold(std::string_view word);
std::size_t letters(std::string_view utf8);
// The byte at which letter number `count` begins.
std::size_t letter_at(std::string_view utf8, std::size_t count);
// In `text` from `begin` on: the byte after `count` letters, those that tokens leave out not counted.
std::size_t after_letters(std::string_view text, std::size_t begin, std::size_t count);
// The word with its first letter as a capital.
std::string capitalised(std::string_view word);

}  // namespace entre::content
