#pragma once
// content-N.db: one release on a kiosk's disk. Written once beside, then read-only and immutable.
// docs/content-file.md gives the schema.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/result.h"
#include "platform/sqlite.h"
#include "sync/content/content.h"
#include "sync/content/index_writer.h"
#include "sync/content/search.h"

namespace entre::content {

inline constexpr int content_format = 3;  // user_version

// What a list needs of a page, without reading it whole.
struct PageSummary {
  std::string id, language, title, summary, icon, valid_from, valid_until;
};

// Builds a content file. Rows of unchanged documents are given again from the file before.
class ContentWriter {
 public:
  // path must not exist. release: the version of the targets metadata.
  static Result<std::unique_ptr<ContentWriter>> create(const std::string& path, std::int64_t release);
  // One target: `bytes` are raw (decompressed) and their SHA-256 is stored with them. Decodes, so a
  // malformed document is refused here. object_sha256: the hash that the targets metadata gives, of the
  // object as it travels; documents() returns it, so that sync sees what it has without the network.
  Result<void> add(const std::string& target, std::string_view bytes, const std::string& object_sha256 = "");
  // Checks that the whole is complete (a site, contacts, no page beyond the caps), builds the search index,
  // checks integrity and closes in journal_mode=DELETE. The caller syncs the file to disk.
  Result<void> finish();

 private:
  explicit ContentWriter(Database db);
  Result<void> index(const std::string& target, std::string_view bytes);
  Result<void> index_contacts();
  Database db_;
  Site site_;
  Contacts contacts_;
  bool contacts_there_ = false;
  IndexWriter index_;
  std::map<std::string, Localized> titles_;  // by page id
  std::size_t pages_ = 0;
  std::uint64_t bytes_ = 0;
};

// Reads one content file. Used on one thread (the loader's).
class ContentFile {
 public:
  // corrupt: damaged, incomplete or of another format.
  static Result<std::unique_ptr<ContentFile>> open(const std::string& path);
  std::int64_t release() const { return release_; }
  // Each is decoded from bytes whose SHA-256 has just been checked; corrupt otherwise; not_found where there
  // is none.
  Result<Site> site() const;
  Result<Contacts> contacts() const;
  Result<Page> page(const std::string& id, const std::string& language) const;
  Result<std::string> image(const std::string& name) const;  // encoded picture
  // Any target's raw bytes, checked: for sync, which carries them over.
  Result<std::string> document(const std::string& target) const;
  struct DocumentEntry {
    std::string target, sha256, object_sha256;
  };
  Result<std::vector<DocumentEntry>> documents() const;
  // Every document is what its hash says, and none has fallen out of the file's own list. Reads the whole
  // file.
  Result<void> check_documents() const;
  // Pages that are in a language, by id.
  Result<std::vector<PageSummary>> pages(const std::string& language) const;
  // What a visitor may mean by a query; search.h says how. Keeps the words of the language last asked for.
  Result<Answer> search(const std::string& query, const std::string& language,
                        const SearchCaps& caps = {}) const;

 private:
  ContentFile(Database db, std::int64_t release) : db_(std::move(db)), release_(release) {}
  Database db_;
  std::int64_t release_;
  mutable std::unique_ptr<SearchIndex> index_;
};

// "content-12.db" and back; -1 where the name is not of that form.
std::string content_file_name(std::int64_t release);
std::int64_t parse_content_file_name(const std::string& name);

// Which content file to show: `current`, else the one before it, if the signed floor allows, which the files
// and floor.h keep. Damaged
// files are skipped, and those named in `damaged` (releases whose documents turned out so when they were
// read). not_found: none may be shown (the neutral screen).
Result<std::unique_ptr<ContentFile>> open_newest(const Files& files, const std::string& content_folder,
                                                 const std::set<std::int64_t>& damaged = {});

}  // namespace entre::content
