#include <algorithm>
#include <charconv>
#include <functional>

#include "platform/crypto.h"
#include "sync/content/content_file.h"
#include "sync/content/documents.h"
#include "sync/content/floor.h"
#include "sync/content/schema.h"

namespace entre::content {
namespace {

constexpr std::string_view kNamePrefix = "content-", kNameSuffix = ".db";

Error corrupt(const std::string& what) {
  return Error{ErrorKind::corrupt, what};
}

// What was decoded once, when the file was built, and cannot be now is damage, whatever the decoder calls it.
Error as_corrupt(const Error& error) {
  return error.kind == ErrorKind::not_found ? error : corrupt(error.message);
}

Result<std::int64_t> pragma(const Database& db, const char* sql) {
  auto statement = db.prepare(sql);
  if (!statement.ok()) return statement.error();
  const auto row = statement->step();
  if (!row.ok()) return row.error();
  if (!*row) return corrupt("no row");
  return statement->column_int(0);
}

}  // namespace

std::string content_file_name(std::int64_t release) {
  return std::string(kNamePrefix) + std::to_string(release) + std::string(kNameSuffix);
}

std::int64_t parse_content_file_name(const std::string& name) {
  if (name.size() <= kNamePrefix.size() + kNameSuffix.size()) return -1;
  std::int64_t release = -1;
  const char* const first = name.data() + kNamePrefix.size();
  const auto parsed = std::from_chars(first, name.data() + name.size(), release);
  // Only the one spelling: "content-012.db" is some other file.
  return parsed.ec == std::errc{} && release > 0 && content_file_name(release) == name ? release : -1;
}

Result<std::unique_ptr<ContentFile>> ContentFile::open(const std::string& path) {
  auto db = Database::open(path, Database::Mode::read_only_immutable);
  if (!db.ok()) return db.error();
  const auto application = pragma(*db, "PRAGMA application_id");
  if (!application.ok() || *application != schema::application_id)
    return corrupt(path + ": no content file, or damaged");
  const auto format = db->user_version();
  if (!format.ok() || *format != content_format)
    return corrupt(path + ": of another format than this program's (" + std::to_string(content_format) + ")");
  const auto release = pragma(*db, "SELECT number FROM release");
  if (!release.ok()) return corrupt(path + ": " + release.error().message);
  std::unique_ptr<ContentFile> file(new ContentFile(std::move(*db), *release));
  if (const auto site = file->site(); !site.ok()) return corrupt(path + ": " + site.error().message);
  if (const auto contacts = file->contacts(); !contacts.ok())
    return corrupt(path + ": " + contacts.error().message);
  return file;
}

Result<std::string> ContentFile::document(const std::string& target) const {
  auto statement = db_.prepare("SELECT sha256, bytes FROM document WHERE target = ?");
  if (!statement.ok()) return statement.error();
  const auto row = statement->bind(1, target).step();
  if (!row.ok()) return row.error();
  if (!*row) return Error{ErrorKind::not_found, target + " is not in release " + std::to_string(release_)};
  std::string bytes = statement->column_blob(1);
  if (sha256_hex(bytes) != statement->column_text(0))
    return corrupt(target + " in release " + std::to_string(release_) + " is damaged");
  return bytes;
}

Result<Site> ContentFile::site() const {
  const auto bytes = document("site.json");
  if (!bytes.ok()) return bytes.error();
  auto site = decode_site(*bytes, "site.json");
  if (!site.ok()) return as_corrupt(site.error());
  return site;
}

Result<Contacts> ContentFile::contacts() const {
  const auto bytes = document("contacts.json");
  if (!bytes.ok()) return bytes.error();
  auto contacts = decode_contacts(*bytes, "contacts.json");
  if (!contacts.ok()) return as_corrupt(contacts.error());
  return contacts;
}

Result<Page> ContentFile::page(const std::string& id, const std::string& language) const {
  const std::string target = page_target(id, language);
  const auto bytes = document(target);
  if (!bytes.ok()) return bytes.error();
  auto page = decode_page(*bytes, target);
  if (!page.ok()) return as_corrupt(page.error());
  return page;
}

Result<std::string> ContentFile::image(const std::string& name) const {
  return document("images/" + name);
}

Result<std::vector<ContentFile::DocumentEntry>> ContentFile::documents() const {
  auto statement = db_.prepare("SELECT target, sha256, object_sha256 FROM document ORDER BY target");
  if (!statement.ok()) return statement.error();
  std::vector<DocumentEntry> out;
  while (true) {
    const auto row = statement->step();
    if (!row.ok()) return row.error();
    if (!*row) return out;
    out.push_back({statement->column_text(0), statement->column_text(1), statement->column_text(2)});
  }
}

Result<void> ContentFile::check_documents() const {
  // The list is an index of the table: an entry that one of them has lost is found by comparing them.
  if (auto sound = db_.check_integrity(); !sound.ok()) return sound.error();
  auto entries = documents();
  if (!entries.ok()) return entries.error();
  for (const DocumentEntry& entry : *entries)
    if (auto bytes = document(entry.target); !bytes.ok()) return bytes.error();
  return {};
}

Result<std::vector<PageSummary>> ContentFile::pages(const std::string& language) const {
  auto statement = db_.prepare(
      "SELECT id, language, title, summary, icon, valid_from, valid_until, sha256 FROM page "
      "WHERE language = ? ORDER BY id");
  if (!statement.ok()) return statement.error();
  statement->bind(1, language);
  std::vector<PageSummary> out;
  while (true) {
    const auto row = statement->step();
    if (!row.ok()) return row.error();
    if (!*row) return out;
    PageSummary page{statement->column_text(0), statement->column_text(1), statement->column_text(2),
                     statement->column_text(3), statement->column_text(4), statement->column_text(5),
                     statement->column_text(6)};
    // A title on home is shown too: it is checked like the documents, by a sum of its own.
    if (sha256_hex(schema::page_row(page.language, page.id, page.title, page.summary, page.icon,
                                    page.valid_from, page.valid_until)) != statement->column_text(7))
      return corrupt("the list of pages in release " + std::to_string(release_) + " is damaged");
    out.push_back(std::move(page));
  }
}

namespace {

// The floor that a file's own, signed site document sets, even where the rest of the file is damaged.
std::int64_t signed_floor(const std::string& path) {
  const auto db = Database::open(path, Database::Mode::read_only_immutable);
  if (!db.ok()) return 0;
  auto statement = db->prepare("SELECT sha256, bytes FROM document WHERE target = 'site.json'");
  if (!statement.ok()) return 0;
  const auto row = statement->step();
  if (!row.ok() || !*row) return 0;
  const std::string bytes = statement->column_blob(1);
  if (sha256_hex(bytes) != statement->column_text(0)) return 0;
  const auto site = decode_site(bytes, "site.json");
  return site.ok() ? site->floor : 0;
}

}  // namespace

Result<std::unique_ptr<ContentFile>> open_newest(const Files& files, const std::string& content_folder,
                                                 const std::set<std::int64_t>& damaged) {
  std::vector<std::int64_t> releases;
  std::int64_t floor = read_floor(files, content_folder).floor;
  for (const std::string& name : files.list(content_folder)) {
    const std::int64_t release = parse_content_file_name(name);
    if (release < 0) continue;
    floor = std::max(floor, signed_floor(content_folder + "/" + name));
    releases.push_back(release);
  }
  std::sort(releases.begin(), releases.end(), std::greater<>());
  if (const auto link = files.read_link(content_folder + "/current"); link.ok()) {
    const std::int64_t current = parse_content_file_name(link->substr(link->rfind('/') + 1));
    std::stable_partition(releases.begin(), releases.end(), [&](auto release) { return release == current; });
  }
  std::string reasons;
  for (const std::int64_t release : releases) {
    if (release < floor || damaged.contains(release)) continue;
    auto file = ContentFile::open(content_folder + "/" + content_file_name(release));
    if (file.ok() && (*file)->release() == release) return file;
    reasons +=
        "; " + (file.ok() ? content_file_name(release) + " holds another release" : file.error().message);
  }
  return Error{ErrorKind::not_found, "no content that may be shown in " + content_folder + reasons};
}

}  // namespace entre::content
