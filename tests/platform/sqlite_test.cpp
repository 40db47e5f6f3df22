#include "platform/sqlite.h"

#include <doctest/doctest.h>

#include <fstream>

#include "platform/files.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

namespace {

Database memory() {
  auto db = Database::open(":memory:", Database::Mode::create);
  REQUIRE(db.ok());
  return std::move(*db);
}

std::int64_t count(const Database& db, const char* table) {
  auto statement = db.prepare(std::string("SELECT count(*) FROM ") + table);
  REQUIRE(statement.ok());
  REQUIRE(*statement->step());
  return statement->column_int(0);
}

}  // namespace

TEST_CASE("values come back as they were bound, empty and null apart") {
  Database db = memory();
  REQUIRE(db.execute("CREATE TABLE t(a, b, c, d, e)").ok());
  auto insert = db.prepare("INSERT INTO t VALUES(?,?,?,?,?)");
  REQUIRE(insert.ok());
  const std::string blob("\x00\xff\x00", 3);
  REQUIRE(insert->bind(1, INT64_MIN)
              .bind(2, "å")
              .bind_blob(3, blob)
              .bind_null(4)
              .bind(5, std::string_view())
              .run()
              .ok());
  CHECK(db.last_insert_id() == 1);
  CHECK(db.changes() == 1);
  auto select = db.prepare("SELECT a, b, c, d, e, 1.5 FROM t");
  REQUIRE(*select->step());
  CHECK(select->column_int(0) == INT64_MIN);
  CHECK(select->column_text(1) == "å");
  CHECK(select->column_blob(2) == blob);
  CHECK(select->column_is_null(3));
  CHECK(select->column_text(3) == "");
  CHECK_FALSE(select->column_is_null(4));
  CHECK(select->column_real(5) == 1.5);
  CHECK_FALSE(*select->step());
}

TEST_CASE("a statement is used again after run or reset") {
  Database db = memory();
  REQUIRE(db.execute("CREATE TABLE t(a INTEGER UNIQUE)").ok());
  auto insert = db.prepare("INSERT INTO t VALUES(?)");
  for (int i = 0; i < 3; ++i) REQUIRE(insert->bind(1, i).run().ok());
  CHECK(insert->bind(1, 2).run().error().kind == ErrorKind::invalid);
  REQUIRE(insert->bind(1, 3).run().ok());
  CHECK(count(db, "t") == 4);
}

TEST_CASE("wrong SQL is invalid, with SQLite's words") {
  Database db = memory();
  CHECK(db.prepare("SELEKT 1").error().kind == ErrorKind::invalid);
  CHECK(db.prepare("SELEKT 1").error().message.find("SELEKT") != std::string::npos);
  CHECK(db.prepare("").error().kind == ErrorKind::invalid);
  CHECK_FALSE(db.execute("DROP TABLE none").ok());
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  Database db = memory();
  REQUIRE(db.execute("CREATE TABLE t(a)").ok());
  {
    auto transaction = Transaction::begin(db);
    REQUIRE(transaction.ok());
    REQUIRE(db.execute("INSERT INTO t VALUES(1)").ok());
  }
  CHECK(count(db, "t") == 0);
  {
    auto transaction = Transaction::begin(db);
    REQUIRE(db.execute("INSERT INTO t VALUES(1)").ok());
    REQUIRE(transaction->commit().ok());
  }
  CHECK(count(db, "t") == 1);
}

TEST_CASE("migrations are applied once, in order, and a newer file is refused") {
  Database db = memory();
  const Migration migrations[] = {{"CREATE TABLE t(a); INSERT INTO t VALUES(1)"},
                                  {"INSERT INTO t VALUES(2)"}};
  REQUIRE(migrate(db, migrations, 1).ok());
  CHECK(*db.user_version() == 1);
  REQUIRE(migrate(db, migrations, 2).ok());
  REQUIRE(migrate(db, migrations, 2).ok());
  CHECK(count(db, "t") == 2);
  CHECK(migrate(db, migrations, 1).error().kind == ErrorKind::invalid);
}

TEST_CASE("a migration that fails half-way leaves the file as it was") {
  Database db = memory();
  const Migration migrations[] = {{"CREATE TABLE t(a)"},
                                  {"INSERT INTO t VALUES(1); INSERT INTO none VALUES(1)"}};
  CHECK_FALSE(migrate(db, migrations, 2).ok());
  CHECK(*db.user_version() == 1);
  CHECK(count(db, "t") == 0);
}

TEST_CASE("a full database says full, and what was there stays") {
  Database db = memory();
  REQUIRE(db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1); PRAGMA max_page_count=2").ok());
  auto insert = db.prepare("INSERT INTO t VALUES(zeroblob(100000))");
  CHECK(insert->run().error().kind == ErrorKind::full);
  CHECK(count(db, "t") == 1);
}

TEST_CASE("a missing file, a file that is no database and a damaged one are told apart") {
  TempFolder folder;
  using Mode = Database::Mode;
  CHECK(Database::open(folder.file("none.db"), Mode::read_write).error().kind == ErrorKind::not_found);
  CHECK(Database::open(folder.file("none.db"), Mode::read_only_immutable).error().kind ==
        ErrorKind::not_found);
  std::ofstream(folder.file("text.db")) << std::string(5000, 'x');
  CHECK(Database::open(folder.file("text.db"), Mode::read_write).error().kind == ErrorKind::corrupt);

  const std::string path = folder.file("good.db");
  {
    auto db = Database::open(path, Mode::create);
    REQUIRE(db->execute("CREATE TABLE t(a TEXT); CREATE INDEX i ON t(a)").ok());
    for (int i = 0; i < 200; ++i) REQUIRE(db->execute("INSERT INTO t VALUES(hex(randomblob(100)))").ok());
    CHECK(db->check_integrity().ok());
  }
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096 * 3);
  file << std::string(4096, '\xee');
  file.close();
  auto db = Database::open(path, Mode::read_only_immutable);
  REQUIRE(db.ok());
  CHECK(db->check_integrity().error().kind == ErrorKind::corrupt);
}

TEST_CASE("an immutable file is read without a lock") {
  TempFolder folder;
  auto writer = Database::open(folder.file("a.db"), Database::Mode::create, 0);
  REQUIRE(writer->execute("CREATE TABLE t(a); INSERT INTO t VALUES(1); BEGIN EXCLUSIVE").ok());
  CHECK_FALSE(Database::open(folder.file("a.db"), Database::Mode::read_write, 0).ok());
  auto reader = Database::open(folder.file("a.db"), Database::Mode::read_only_immutable, 0);
  REQUIRE(reader.ok());
  CHECK(count(*reader, "t") == 1);
}

TEST_CASE("an immutable file is read from any path and never written") {
  TempFolder folder;
  const std::string path = folder.file("å ?#%20&.db");
  {
    auto db = Database::open(path, Database::Mode::create);
    REQUIRE(db->execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)").ok());
  }
  auto db = Database::open(path, Database::Mode::read_only_immutable);
  REQUIRE(db.ok());
  CHECK(count(*db, "t") == 1);
  CHECK(db->execute("INSERT INTO t VALUES(2)").error().kind == ErrorKind::denied);
}

TEST_CASE("a lock that outlasts the timeout is unavailable") {
  TempFolder folder;
  auto one = Database::open(folder.file("a.db"), Database::Mode::create, 0);
  auto two = Database::open(folder.file("a.db"), Database::Mode::read_write, 0);
  auto held = Transaction::begin(*one);
  REQUIRE(held.ok());
  CHECK(Transaction::begin(*two).error().kind == ErrorKind::unavailable);
}
