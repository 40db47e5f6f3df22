#include "sync/content/content_file.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "platform/crypto.h"
#include "platform/sqlite.h"
#include "sync/content/documents.h"
#include "tests/sync/content/sample.h"

using namespace entre;
using namespace entre::content;

namespace {

std::unique_ptr<ContentFile> built(const std::string& path, std::int64_t release, const Release& sample) {
  const auto done = build(path, release, sample);
  REQUIRE_MESSAGE(done.ok(), (done.ok() ? "" : done.error().message));
  auto file = ContentFile::open(path);
  REQUIRE_MESSAGE(file.ok(), (file.ok() ? "" : file.error().message));
  return std::move(*file);
}

// Turns one byte of the first occurrence of `what` in the file.
void damage(const std::string& path, const std::string& what) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const auto at = bytes.find(what);
  REQUIRE(at != std::string::npos);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(static_cast<char>(bytes[at] ^ 1));
}

}  // namespace

TEST_CASE("what is written into a content file comes back") {
  const Folder folder;
  const auto file = built(folder.path() + "/content-3.db", 3, sample_release());
  CHECK(file->release() == 3);
  CHECK(file->site()->name.at("sv") == "Region Örebro län");
  CHECK(file->contacts()->contacts.at(0).name == "Kristina Eklöf");
  CHECK(file->page("what-is-it", "sv")->title == "Vad är smart specialisering?");
  CHECK(file->image("karta.png").value() == tiny_png());
  const auto pages = file->pages("sv");
  REQUIRE(pages.ok());
  REQUIRE(pages->size() == 2);
  CHECK(pages->at(0).id == "our-task");
  CHECK(pages->at(1).summary == "En metod för att välja rätt insatser");
  CHECK(file->pages("en")->empty());
  CHECK(file->page("what-is-it", "en").error().kind == ErrorKind::not_found);
  CHECK(file->page("../site", "sv").error().kind == ErrorKind::not_found);
}

TEST_CASE("sync is told each document with its own hash and that of the object it came in") {
  const Folder folder;
  const auto path = folder.path() + "/c.db";
  auto writer = ContentWriter::create(path, 1);
  REQUIRE(writer.ok());
  const std::string site = encode(sample_site()), contacts = encode(sample_contacts());
  CHECK((*writer)->add("site.json", site, "0f").ok());
  CHECK((*writer)->add("contacts.json", contacts).ok());
  CHECK((*writer)->add("later-kind.bin", "x").ok());
  REQUIRE((*writer)->finish().ok());
  const auto documents = (*ContentFile::open(path))->documents();
  REQUIRE(documents.ok());
  REQUIRE(documents->size() == 3);
  CHECK(documents->at(0).target == "contacts.json");
  CHECK(documents->at(0).object_sha256.empty());
  CHECK(documents->at(2).sha256 == sha256_hex(site));
  CHECK(documents->at(2).object_sha256 == "0f");
}

TEST_CASE("a file without site or contacts is not finished") {
  const Folder folder;
  auto writer = ContentWriter::create(folder.path() + "/a.db", 1);
  REQUIRE(writer.ok());
  CHECK((*writer)->finish().error().kind == ErrorKind::invalid);
  CHECK((*writer)->add("site.json", encode(sample_site())).ok());
  CHECK((*writer)->finish().error().kind == ErrorKind::invalid);
}

TEST_CASE("a writer refuses malformed documents, odd names and pictures that are none") {
  const Folder folder;
  CHECK(ContentWriter::create(folder.path() + "/a.db", 0).error().kind == ErrorKind::invalid);
  auto writer = ContentWriter::create(folder.path() + "/a.db", 1);
  REQUIRE(writer.ok());
  CHECK(ContentWriter::create(folder.path() + "/a.db", 1).error().kind == ErrorKind::invalid);
  CHECK_FALSE((*writer)->add("site.json", "{").ok());
  CHECK_FALSE((*writer)->add("pages/../x.sv.json", encode(sample_page())).ok());
  CHECK_FALSE((*writer)->add("pages/other.sv.json", encode(sample_page())).ok());
  CHECK_FALSE((*writer)->add("images/a/b.png", tiny_png()).ok());
  CHECK_FALSE((*writer)->add("images/a.png", "GIF89a").ok());
  CHECK_FALSE((*writer)->add("", "x").ok());
}

TEST_CASE("a damaged document is called corrupt when it is read, and the others still serve") {
  const Folder folder;
  const auto path = folder.path() + "/content-1.db";
  built(path, 1, sample_release());
  damage(path, "Regionens uppgift\",");  // in the JSON of our-task
  const auto file = ContentFile::open(path);
  REQUIRE(file.ok());
  CHECK((*file)->page("our-task", "sv").error().kind == ErrorKind::corrupt);
  CHECK((*file)->page("what-is-it", "sv").ok());
}

TEST_CASE("a file whose list of documents has lost one is not taken for whole") {
  const Folder folder;
  const auto path = folder.path() + "/content-1.db";
  built(path, 1, sample_release());
  // The list is an index. After the eight bytes with which a leaf of its tree begins (SQLite's database file
  // format, 1.6) stands where each entry lies: the third is made to lie where the second does.
  std::int64_t page = 0, page_bytes = 0;
  {
    auto db = Database::open(path, Database::Mode::read_only);
    REQUIRE(db.ok());
    auto root =
        db->prepare("SELECT rootpage FROM sqlite_schema WHERE name LIKE 'sqlite_autoindex_document%'");
    REQUIRE(*root->step());
    page = root->column_int(0);
    auto size = db->prepare("PRAGMA page_size");
    REQUIRE(*size->step());
    page_bytes = size->column_int(0);
  }
  REQUIRE((*ContentFile::open(path))->check_documents().ok());
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const auto at = static_cast<std::size_t>((page - 1) * page_bytes);
  REQUIRE(bytes[at] == 0x0a);  // a leaf
  file.seekp(static_cast<std::streamoff>(at + 12));
  file.write(&bytes[at + 10], 2);
  file.close();
  const auto damaged = ContentFile::open(path);
  REQUIRE(damaged.ok());
  CHECK_FALSE((*damaged)->check_documents().ok());
}

TEST_CASE("files that are no content files are corrupt") {
  const Folder folder;
  const auto path = folder.path() + "/content-1.db";
  for (const std::string bytes :
       {"", "SQLite format 3", "not a database, only a text that is long enough to be read"}) {
    std::ofstream(path) << bytes;
    const auto file = ContentFile::open(path);
    REQUIRE_FALSE(file.ok());
    CHECK(file.error().kind == ErrorKind::corrupt);
  }
  CHECK_FALSE(ContentFile::open(folder.path() + "/none.db").ok());
}

TEST_CASE("content file names have one spelling") {
  CHECK(content_file_name(12) == "content-12.db");
  CHECK(parse_content_file_name("content-12.db") == 12);
  for (const char* name : {"content-.db", "content-0.db", "content-012.db", "content--1.db", "content-1.db~",
                           "content-1x.db", "current", "", "content-99999999999999999999.db"})
    CHECK(parse_content_file_name(name) == -1);
}

TEST_CASE("the link decides what is shown, then the newest") {
  const Folder folder;
  SystemFiles files;
  for (const int release : {4, 5, 6})
    built(folder.path() + "/" + content_file_name(release), release, sample_release());
  CHECK((*open_newest(files, folder.path()))->release() == 6);
  REQUIRE(files.link("content-5.db", folder.path() + "/current").ok());
  CHECK((*open_newest(files, folder.path()))->release() == 5);
  CHECK((*open_newest(files, folder.path(), {5}))->release() == 6);
}

TEST_CASE("a damaged file gives way to the one before") {
  const Folder folder;
  SystemFiles files;
  for (const int release : {4, 5})
    built(folder.path() + "/" + content_file_name(release), release, sample_release());
  REQUIRE(files.link("content-5.db", folder.path() + "/current").ok());
  SUBCASE("its site document is damaged") {
    damage(folder.path() + "/content-5.db", "Region Örebro län");
  }
  SUBCASE("it is cut off") {
    std::filesystem::resize_file(folder.path() + "/content-5.db", 5000);
  }
  SUBCASE("it is gone") {
    std::filesystem::remove(folder.path() + "/content-5.db");
  }
  SUBCASE("it is another release under that name") {
    std::filesystem::copy_file(folder.path() + "/content-4.db", folder.path() + "/content-5.db",
                               std::filesystem::copy_options::overwrite_existing);
  }
  const auto file = open_newest(files, folder.path());
  REQUIRE(file.ok());
  CHECK((*file)->release() == 4);
}

TEST_CASE("no fallback goes below the signed floor") {
  const Folder folder;
  SystemFiles files;
  built(folder.path() + "/content-4.db", 4, sample_release());
  Release raised = sample_release();
  raised.site.floor = 5;
  built(folder.path() + "/content-5.db", 5, raised);
  REQUIRE(files.link("content-5.db", folder.path() + "/current").ok());
  damage(folder.path() + "/content-5.db", "\"contacts\": [");
  const auto file = open_newest(files, folder.path());
  REQUIRE_FALSE(file.ok());
  CHECK(file.error().kind == ErrorKind::not_found);
  CHECK(open_newest(files, folder.path() + "/none").error().kind == ErrorKind::not_found);
}
