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
  id TEXT NOT NULL,
  language TEXT NOT NULL);
CREATE TABLE shown (
  language TEXT NOT NULL,
  text_language TEXT NOT NULL,
  entries BLOB NOT NULL,
  PRIMARY KEY (language, text_language)) WITHOUT ROWID;
CREATE TABLE vocabulary (
  language TEXT PRIMARY KEY,
  base TEXT NOT NULL,
  first INTEGER NOT NULL,
  exact BLOB NOT NULL,
  folded BLOB NOT NULL,
  worth BLOB NOT NULL,
  sha256 TEXT NOT NULL,
  stems BLOB NOT NULL,
  parts BLOB NOT NULL,
  singles BLOB NOT NULL);
CREATE TABLE posting (
  number INTEGER PRIMARY KEY,
  entries BLOB NOT NULL);
CREATE TABLE beginning (
  language TEXT NOT NULL,
  letters TEXT NOT NULL,
  entries BLOB NOT NULL,
  PRIMARY KEY (language, letters)) WITHOUT ROWID;
)sql";

inline constexpr std::int64_t kind_page = 0, kind_contact = 1;

// The columns of a row of `page` as one text, for its checksum.
std::string page_row(const std::string& language, const std::string& id, const std::string& title,
                     const std::string& summary, const std::string& icon, const std::string& valid_from,
                     const std::string& valid_until);

}  // namespace entre::content::schema
