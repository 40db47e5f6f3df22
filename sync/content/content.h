#pragma once
// What a release says, as plain structs. A page is blocks, not markup.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace entre::content {

// A text by language code.
using Localized = std::map<std::string, std::string>;

// The text in `language`, else in the nearest one that there is: its base ("sv" of "sv-simple"), then
// `fallback`, then the first. `language_out`, where given, receives the language it is in.
const std::string& pick(const Localized& text, std::string_view language, std::string_view fallback,
                        std::string* language_out = nullptr);

struct Language {
  std::string code;
  std::string endonym;  // its own name
  std::string base;     // for hyphenation, voice and collation: "sv" for sv-simple
  bool rtl = false;
};

struct Headline {
  Localized title, text;
};

struct Group {
  std::string id;
  std::string icon;
  Localized title;
  std::vector<std::string> pages;  // page ids, in order
};

// What "about this screen" says of the authority; empty: not known, not shown.
struct About {
  Localized responsible, accessibility, complain, privacy;
  std::string website;  // an https address
  bool operator==(const About&) const = default;
};

struct Site {
  std::string id;
  Localized name;
  std::string default_language;
  std::int64_t floor = 1;  // the lowest release that may still be shown
  std::vector<Language> languages;
  std::vector<Headline> headlines;
  std::vector<Group> groups;
  std::map<std::string, std::string> theme;  // role -> "#RRGGBB"
  About about;

  const Language* language(std::string_view code) const;  // null where the site has none
};

struct Contact {
  std::string id;
  std::string name;
  Localized role, unit;
  std::string phone, email, address;  // empty: not known, not shown
  std::vector<std::string> subjects;  // page ids
};

// In the order of the list on screen, for each language (collated by the publisher).
struct Contacts {
  std::vector<Contact> contacts;
  std::map<std::string, std::vector<std::string>> order;  // language -> contact ids

  const Contact* find(std::string_view id) const;
};

// A run of text. `link` is empty, "page:<id>" or an https address.
struct Span {
  std::string text;
  bool strong = false;
  bool emphasis = false;
  std::string link;
};

enum class BlockKind { heading, paragraph, list, numbered_list, quote, table, image, contact, notice };

struct Block {
  BlockKind kind = BlockKind::paragraph;
  int level = 0;                                     // heading: 2 to 4
  std::vector<Span> spans;                           // heading, paragraph
  std::vector<std::vector<Block>> items;             // list, numbered_list: one an item
  std::vector<Block> blocks;                         // quote, notice
  std::vector<std::vector<std::vector<Span>>> rows;  // table: rows of cells, the first is the head
  std::string image, alt, caption;                   // image: target name below images/
  int image_width_px = 0, image_height_px = 0;
  std::string contact;  // contact: id
};

enum class Translation { original, reviewed, machine };

struct Page {
  std::string id, language;
  std::string title, summary, icon;
  std::string owner, source_url;
  std::string updated, review_by, valid_from, valid_until;  // YYYY-MM-DD; valid_* may be empty
  std::string updated_text;                                 // in words, as the language writes it
  Translation translation = Translation::original;
  std::vector<std::string> related, contacts;
  std::vector<Block> blocks;
};

// True when the page may be shown on a local date (YYYY-MM-DD): both bounds included.
bool is_valid_on(const Page& page, std::string_view local_date);

// The visible text of blocks, a space or newline between them: for search and for checks.
std::string plain_text(const std::vector<Block>& blocks);
std::string plain_text(const std::vector<Span>& spans);

}  // namespace entre::content
