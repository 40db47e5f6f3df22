#pragma once
// The tables of content-N.db, for the writer, the reader and the search. docs/content-file.md explains them.

#include <cstdint>
#include <string>

namespace entre::content::schema {

inline constexpr std::int64_t application_id = 0x456E7472;  // "Entr", in bytes 68 to 71 of the file

inline constexpr const char* create = R"sql(
CREATE TABLE release (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL CHECK (number > 0));
CREATE TABLE document (
  target TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  object_sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL);
CREATE TABLE page (
  language TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  icon TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (language, id)) WITHOUT ROWID;
CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL CHECK (kind IN (0, 1)),
  id TEXT NOT NULL);
CREATE TABLE shown (
  number INTEGER NOT NULL REFERENCES entry (number),
  language TEXT NOT NULL,
  PRIMARY KEY (number, language)) WITHOUT ROWID;
CREATE VIRTUAL TABLE word_exact USING fts5(title, contact, summary, body, content='', prefix='2 3',
  tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE word_folded USING fts5(title, contact, summary, body, content='', prefix='2 3',
  tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE part_exact USING fts5(term, tokenize='trigram');
CREATE VIRTUAL TABLE part_folded USING fts5(term, tokenize='trigram');
)sql";

// The distinct words of the finished index go into the trigram tables: by them a word is found inside a
// compound. Words of fewer than four letters cannot hold a part of three and a rest.
inline constexpr const char* create_parts = R"sql(
CREATE VIRTUAL TABLE temp.terms_exact USING fts5vocab('main', 'word_exact', 'row');
CREATE VIRTUAL TABLE temp.terms_folded USING fts5vocab('main', 'word_folded', 'row');
INSERT INTO part_exact (term) SELECT term FROM temp.terms_exact WHERE length(term) > 3;
INSERT INTO part_folded (term) SELECT term FROM temp.terms_folded WHERE length(term) > 3;
DROP TABLE temp.terms_exact;
DROP TABLE temp.terms_folded;
)sql";

inline constexpr std::int64_t kind_page = 0, kind_contact = 1;

// The columns of a row of `page` as one text, for its checksum.
std::string page_row(const std::string& language, const std::string& id, const std::string& title,
                     const std::string& summary, const std::string& icon, const std::string& valid_from,
                     const std::string& valid_until);

}  // namespace entre::content::schema
