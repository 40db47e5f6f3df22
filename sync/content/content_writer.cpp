#include <filesystem>

#include "platform/crypto.h"
#include "sync/content/content_file.h"
#include "sync/content/documents.h"
#include "sync/content/image_header.h"
#include "sync/content/limits.h"
#include "sync/content/schema.h"

namespace entre::content {
namespace {

Result<void> insert_page(Database& db, const Page& page) {
  auto statement = db.prepare(
      "INSERT INTO page (language, id, title, summary, icon, valid_from, valid_until, sha256) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  if (!statement.ok()) return statement.error();
  return statement->bind(1, page.language)
      .bind(2, page.id)
      .bind(3, page.title)
      .bind(4, page.summary)
      .bind(5, page.icon)
      .bind(6, page.valid_from)
      .bind(7, page.valid_until)
      .bind(8, sha256_hex(schema::page_row(page.language, page.id, page.title, page.summary, page.icon,
                                           page.valid_from, page.valid_until)))
      .run();
}

}  // namespace

std::string schema::page_row(const std::string& language, const std::string& id, const std::string& title,
                             const std::string& summary, const std::string& icon,
                             const std::string& valid_from, const std::string& valid_until) {
  std::string out;
  for (const auto* text : {&language, &id, &title, &summary, &icon, &valid_from, &valid_until})
    out += *text + '\x1f';
  return out;
}

ContentWriter::ContentWriter(Database db) : db_(std::move(db)) {}

Result<std::unique_ptr<ContentWriter>> ContentWriter::create(const std::string& path, std::int64_t release) {
  if (release < 1)
    return Error{ErrorKind::invalid, "release " + std::to_string(release) + ": expected 1 or more"};
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored))
    return Error{ErrorKind::invalid, path + " exists: remove it before it is built anew"};
  auto db = Database::open(path, Database::Mode::create);
  if (!db.ok()) return db.error();
  // Nobody reads the file before it is whole and the caller has synced it: no journal is needed until then.
  auto done = db->execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = " +
                          std::to_string(schema::application_id) + "; PRAGMA user_version = " +
                          std::to_string(content_format) + "; BEGIN;" + schema::create +
                          "INSERT INTO release (id, number) VALUES (1, " + std::to_string(release) + ");");
  if (!done.ok()) return done.error();
  return std::unique_ptr<ContentWriter>(new ContentWriter(std::move(*db)));
}

Result<void> ContentWriter::add(const std::string& target, std::string_view bytes,
                                const std::string& object_sha256) {
  if (target.empty() || target.size() > 256)
    return Error{ErrorKind::invalid, "a target's name: expected 1 to 256 bytes"};
  if (bytes.size() > limits::object_bytes_max)
    return Error{ErrorKind::too_large, target + ": more than 64 MB"};
  bytes_ += bytes.size();
  if (bytes_ > limits::release_bytes_max)
    return Error{ErrorKind::too_large, target + ": the release is larger than 2 GB"};
  if (auto done = index(target, bytes); !done.ok()) return done;
  auto statement =
      db_.prepare("INSERT INTO document (target, sha256, object_sha256, bytes) VALUES (?, ?, ?, ?)");
  if (!statement.ok()) return statement.error();
  return statement->bind(1, target)
      .bind(2, sha256_hex(bytes))
      .bind(3, object_sha256)
      .bind_blob(4, bytes)
      .run();
}

Result<void> ContentWriter::index(const std::string& target, std::string_view bytes) {
  if (target == "site.json") {
    auto site = decode_site(bytes, target);
    if (!site.ok()) return site.error();
    site_ = std::move(*site);
  } else if (target == "contacts.json") {
    auto contacts = decode_contacts(bytes, target);
    if (!contacts.ok()) return contacts.error();
    contacts_ = std::move(*contacts);
    contacts_there_ = true;
  } else if (target.starts_with("pages/")) {
    if (!parse_page_target(target, nullptr, nullptr))
      return Error{ErrorKind::invalid, target + ": expected pages/<id>.<language>.json"};
    if (++pages_ > limits::pages_max) return Error{ErrorKind::too_large, target + ": more than 20000 pages"};
    const auto page = decode_page(bytes, target);
    if (!page.ok()) return page.error();
    if (auto done = insert_page(db_, *page); !done.ok()) return done;
    titles_[page->id][page->language] = page->title;
    SearchText text;
    text.id = page->id;
    text.language = page->language;
    text.title = page->title;
    text.summary = page->summary;
    text.headings = headings_of(page->blocks);
    text.body = plain_text(page->blocks);
    return index_.add(db_, text);
  } else if (target.starts_with("images/")) {
    if (!is_image_target(target))
      return Error{ErrorKind::invalid, target + ": expected images/ and a name of a-z, 0-9, -, _ and ."};
    const auto header = read_image_header(bytes);
    if (!header.ok()) return Error{header.error().kind, target + ": " + header.error().message};
  }
  // A target of a later kind is kept and not read.
  return {};
}

Result<void> ContentWriter::index_contacts() {
  for (const Contact& contact : contacts_.contacts)
    for (const Language& language : site_.languages) {
      SearchText text;
      text.is_contact = true;
      text.id = contact.id;
      text.language = language.code;
      text.name = contact.name;
      text.role = pick(contact.role, language.code, site_.default_language) + '\n' +
                  pick(contact.unit, language.code, site_.default_language);
      for (const std::string& subject : contact.subjects)
        if (const auto titles = titles_.find(subject); titles != titles_.end())
          text.subjects += pick(titles->second, language.code, site_.default_language) + '\n';
      if (auto done = index_.add(db_, text); !done.ok()) return done;
    }
  return {};
}

Result<void> ContentWriter::finish() {
  if (site_.languages.empty()) return Error{ErrorKind::invalid, "the release has no site.json"};
  if (!contacts_there_) return Error{ErrorKind::invalid, "the release has no contacts.json"};
  if (auto done = index_contacts(); !done.ok()) return done;
  if (auto done = index_.finish(db_, site_); !done.ok()) return done;
  if (auto committed = db_.execute("COMMIT"); !committed.ok()) return committed;
  if (auto checked = db_.check_integrity(); !checked.ok()) return checked;
  auto closed = db_.execute("PRAGMA journal_mode = DELETE;");
  if (!closed.ok()) return closed;
  // The connection goes with its last bytes: what the caller syncs is then the whole file.
  auto nothing = Database::open(":memory:", Database::Mode::read_write);
  if (!nothing.ok()) return nothing.error();
  db_ = std::move(*nothing);
  return {};
}

}  // namespace entre::content
