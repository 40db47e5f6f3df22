#include "platform/sqlite.h"
#include "tests/sync/client/release_server.h"

namespace entre::test {

using client::ExitCode;

namespace {

struct Loop {
  ReleaseServer server;
  FakeClock clock;
  std::unique_ptr<Home> home;
  Loop() {
    server.publish(clock);
    home = std::make_unique<Home>(server);
    REQUIRE(home->sync().exit_code() == ExitCode::ok);
  }
  // The next release has another text on page one.
  void change() {
    server.set_page("one", "second text");
    server.publish(clock);
  }
  // The sync fails so, and the kiosk goes on showing the first release.
  void check_kept(ExitCode code, const std::string& words) {
    auto outcome = home->sync();
    CHECK(outcome.exit_code() == code);
    REQUIRE(outcome.content);
    REQUIRE_FALSE(outcome.content->ok());
    CHECK_MESSAGE(outcome.content->error().message.find(words) != std::string::npos,
                  outcome.content->error().message);
    CHECK(home->current() == "content-1.db");
    CHECK(home->page_text("one") == "first text");
    auto status = wire::decode_status(*home->files.read(home->paths.status_file, 100'000));
    CHECK(status->last_error == outcome.content->error().message);
    CHECK(status->release == 1);
  }
};

}  // namespace

TEST_CASE("the first sync brings the release, points the link at it and leaves nothing staged") {
  Loop loop;
  CHECK(loop.home->current() == "content-1.db");
  CHECK(loop.home->page_text("two") == std::string(9000, 'x'));
  CHECK(loop.home->files.list(loop.home->paths.content_folder + "/staging").empty());
}

TEST_CASE("nothing new costs two content requests, and no body") {
  Loop loop;
  auto outcome = loop.home->sync();
  CHECK(outcome.exit_code() == ExitCode::ok);
  CHECK_FALSE((**outcome.content).changed);
  CHECK(loop.server.fetched ==
        std::vector<std::string>{"/v1/repo/metadata/2.root.json", "/v1/repo/metadata/timestamp.json"});
}

TEST_CASE("one page changed fetches that page's object only") {
  Loop loop;
  loop.change();
  auto outcome = loop.home->sync();
  REQUIRE(outcome.content->ok());
  CHECK((**outcome.content).fetched.objects == 1);
  CHECK(loop.server.fetched.back() == "/v1/repo/targets/" + loop.server.object_names["pages/one.sv.json"]);
  CHECK(loop.server.fetched.size() == 5);
  CHECK(loop.home->current() == "content-2.db");
  CHECK(loop.home->page_text("one") == "second text");
  CHECK(loop.home->page_text("two") == std::string(9000, 'x'));
  CHECK(loop.home->files.exists(loop.home->paths.content_folder + "/content-1.db"));
}

TEST_CASE("only the file before is kept, and none below the signed floor") {
  Loop loop;
  loop.change();
  loop.home->sync();
  loop.server.set_page("one", "third");
  loop.server.publish(loop.clock);
  loop.home->sync();
  const auto has = [&](int n) {
    return loop.home->files.exists(loop.home->paths.content_folder + "/content-" + std::to_string(n) + ".db");
  };
  CHECK_FALSE(has(1));
  CHECK(has(2));
  loop.server.set_floor(4);
  loop.server.publish(loop.clock);
  loop.home->sync();
  CHECK_FALSE(has(2));
  CHECK_FALSE(has(3));
  CHECK(has(4));
}

TEST_CASE("an object with a wrong byte is refused, and what is shown stays") {
  Loop loop;
  loop.change();
  loop.server.object("pages/one.sv.json")[20] ^= 1;
  loop.check_kept(ExitCode::refused, "SHA-256 is not the signed one");
}

TEST_CASE("an object that is too short or too long is refused, and what is shown stays") {
  Loop loop;
  loop.change();
  std::string& object = loop.server.object("pages/one.sv.json");
  const std::string good = object;
  object.resize(10);
  loop.check_kept(ExitCode::refused, "10 bytes, the signed length");
  object = good + " ";
  loop.check_kept(ExitCode::refused, "too large");
  object = good;
  CHECK(loop.home->sync().exit_code() == ExitCode::ok);
  CHECK(loop.home->page_text("one") == "second text");
}

TEST_CASE("an object that is missing fails the sync and is asked for again") {
  Loop loop;
  loop.change();
  const auto objects = loop.server.objects;
  loop.server.objects.clear();
  loop.check_kept(ExitCode::failed, "404");
  loop.server.objects = objects;
  CHECK(loop.home->sync().exit_code() == ExitCode::ok);
  CHECK(loop.home->current() == "content-2.db");
}

TEST_CASE("a document that is signed but malformed, above a cap or of an unknown encoding is refused") {
  for (const int which : {0, 1, 2, 3}) {
    CAPTURE(which);
    Loop loop;
    const std::string bytes = "no json";
    trust::TargetFile file{bytes.size(), {{"sha256", sha256_hex(bytes)}}, nullptr};
    if (which == 1) file.length = 5'000'000;
    if (which == 2) file.custom = Json{{"encoding", "gzip"}, {"raw_length", 7}};
    if (which == 3) file.custom = Json{{"encoding", "zstd"}, {"raw_length", 7}};
    const std::string target = "pages/bad.sv.json";
    loop.server.extra_targets.push_back({target, file});
    loop.change();
    loop.server.objects[trust::target_file_name(target, file)] = bytes;
    loop.check_kept(ExitCode::refused, target);
  }
}

TEST_CASE("a document, an object and a release past their caps are not even asked for") {
  const auto refusal = [](const std::map<std::string, std::uint64_t>& lengths) -> std::string {
    std::map<std::string, trust::TargetFile> targets;
    for (const auto& [name, length] : lengths)
      targets[name] = {length, {{"sha256", sha256_hex(name)}}, nullptr};
    const auto planned = client::plan_objects(targets);
    if (planned) return "";
    CHECK(planned.error().kind == ErrorKind::too_large);
    return planned.error().message;
  };
  constexpr std::uint64_t document_max = 4u << 20, object_max = 64u << 20;
  CHECK(refusal({{"pages/a.sv.json", document_max}}) == "");
  CHECK(refusal({{"pages/a.sv.json", document_max + 1}}).find("pages/a.sv.json") == 0);
  CHECK(refusal({{"images/a.png", object_max}}) == "");
  CHECK(refusal({{"images/a.png", object_max + 1}}).find("images/a.png") == 0);
  std::map<std::string, std::uint64_t> release;
  for (int i = 0; i < 32; ++i) release["images/" + std::to_string(i) + ".png"] = object_max;
  CHECK(refusal(release) == "");  // 2 GB
  release["images/one-more.png"] = 1;
  CHECK(refusal(release).find("the release") == 0);
}

TEST_CASE("a document of another length than its signed raw length is refused") {
  for (const int off : {-1, 1}) {
    Loop loop;
    const std::string bytes = zstd_compress("{}");
    const trust::TargetFile file{
        bytes.size(), {{"sha256", sha256_hex(bytes)}}, Json{{"encoding", "zstd"}, {"raw_length", 2 + off}}};
    loop.server.extra_targets.push_back({"later.json", file});
    loop.change();
    loop.server.objects[trust::target_file_name("later.json", file)] = bytes;
    loop.check_kept(ExitCode::refused, "later.json: ");
  }
}

TEST_CASE("a release whose floor is above itself is refused") {
  Loop loop;
  loop.server.set_floor(99);
  loop.change();
  loop.check_kept(ExitCode::refused, "floor 99");
}

TEST_CASE("an expired release is refused, and what is shown stays") {
  Loop loop;
  loop.home->clock.advance_ms(std::int64_t{8} * 86'400'000);
  loop.check_kept(ExitCode::refused, "timestamp: expired");
}

TEST_CASE("with the server away everything stays, and the next sync is as if nothing had been") {
  Loop loop;
  loop.change();
  loop.home->http.away = true;
  loop.check_kept(ExitCode::failed, "no answer");
  loop.home->http.away = false;
  CHECK(loop.home->sync().exit_code() == ExitCode::ok);
  CHECK(loop.home->page_text("one") == "second text");
}

TEST_CASE("a sync that is cut in the download fetches only the rest the next time") {
  Loop loop;
  loop.server.set_page("three", "3");
  loop.server.set_page("four", "4");
  loop.change();
  int objects = 0;
  loop.home->http.handler = [&](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.url.find("/targets/") != std::string::npos && ++objects == 3)
      return Error{ErrorKind::unavailable, "cut"};
    return loop.server.answer(request);
  };
  loop.check_kept(ExitCode::failed, "cut");
  objects = 100;
  auto outcome = loop.home->sync();
  REQUIRE(outcome.content->ok());
  CHECK((**outcome.content).fetched.objects == 1);
  CHECK(loop.home->page_text("four") == "4");
}

TEST_CASE("a staged object that was damaged is fetched again") {
  Loop loop;
  loop.change();
  const std::string name = loop.server.object_names["pages/one.sv.json"];
  const std::string staging = loop.home->paths.content_folder + "/staging";
  REQUIRE(loop.home->files.write(staging + "/" + sha256_hex(loop.server.objects[name]), "torn", 0644).ok());
  auto outcome = loop.home->sync();
  REQUIRE(outcome.content->ok());
  CHECK((**outcome.content).fetched.objects == 1);
}

TEST_CASE(
    "a content file that is missing, torn or damaged in one document is built anew though nothing is new") {
  Loop loop;
  const std::string path = loop.home->paths.content_folder + "/content-1.db";
  SUBCASE("missing") {
    REQUIRE(loop.home->files.remove(path).ok());
  }
  SUBCASE("torn") {
    REQUIRE(loop.home->files.write(path, "SQLite format 3", 0644).ok());
  }
  SUBCASE("no link") {
    REQUIRE(loop.home->files.remove(loop.home->paths.current_link()).ok());
  }
  SUBCASE("one document") {
    auto db = Database::open(path, Database::Mode::read_write);
    REQUIRE(db->execute("UPDATE document SET bytes = 'x' WHERE target = 'pages/one.sv.json'").ok());
  }
  auto outcome = loop.home->sync();
  REQUIRE_MESSAGE(outcome.content->ok(), outcome.content->error().message);
  CHECK((**outcome.content).changed);
  CHECK(loop.home->page_text("one") == "first text");
  CHECK(loop.home->current() == "content-1.db");
}

TEST_CASE("a content file of another format is built anew without the network") {
  Loop loop;
  {
    auto db = Database::open(loop.home->paths.content_folder + "/content-1.db", Database::Mode::read_write);
    REQUIRE(db->execute("PRAGMA user_version = 999; DROP TABLE page").ok());
  }
  CHECK(loop.home->page_text("one").empty());
  loop.home->http.away = true;
  CHECK(loop.home->sync().exit_code() == ExitCode::failed);
  CHECK(loop.home->page_text("one") == "first text");
}

TEST_CASE(
    "a content file of the first format becomes one of this format without the network, and can be "
    "searched") {
  Loop loop;
  const std::string path = loop.home->paths.content_folder + "/content-1.db";
  {
    // As the first format had it: other tables for the search, the documents as they are.
    auto db = Database::open(path, Database::Mode::read_write);
    REQUIRE(db->execute(
                  "PRAGMA user_version = 1; DROP TABLE vocabulary; DROP TABLE posting; DROP TABLE beginning; "
                  "DROP TABLE shown; DROP TABLE entry; "
                  "CREATE TABLE entry (number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL); "
                  "CREATE TABLE shown (number INTEGER NOT NULL, language TEXT NOT NULL); "
                  "CREATE VIRTUAL TABLE word_exact USING fts5(title, contact, summary, body, content=''); "
                  "CREATE VIRTUAL TABLE part_exact USING fts5(term, tokenize='trigram')")
                .ok());
  }
  CHECK(content::ContentFile::open(path).error().kind == ErrorKind::corrupt);
  loop.home->http.away = true;
  CHECK(loop.home->sync().exit_code() == ExitCode::failed);
  auto file = content::ContentFile::open(path);
  REQUIRE(file.ok());
  const auto answer = (*file)->search("first", "sv");
  REQUIRE(answer.ok());
  REQUIRE(answer->hits.size() == 1);
  CHECK(answer->hits[0].id == "one");
}

TEST_CASE("another repository with the same release number replaces the content") {
  Loop loop;
  ReleaseServer other(7);
  other.set_page("one", "of the other");
  other.publish(loop.clock);
  loop.home->http.handler = [&](const HttpRequest& request) { return other.answer(request); };
  REQUIRE(loop.home->files.write(loop.home->paths.root_file, other.root(), 0644).ok());
  CHECK(loop.home->sync().exit_code() == ExitCode::ok);
  CHECK(loop.home->page_text("one") == "of the other");
}

TEST_CASE("an address is http, https or a folder") {
  CHECK(client::RepositoryUrl::parse("https://hub.test/")->metadata == "https://hub.test/v1/repo/metadata/");
  CHECK(client::RepositoryUrl::parse("file:///media/stick")->targets == "file:///media/stick/targets/");
  for (const char* url :
       {"", "hub.test", "ftp://hub.test", "http://", "file://stick", "http://a b", "http:///x"})
    CHECK_FALSE(client::RepositoryUrl::parse(url).ok());
  CHECK(client::encode_path("pages/a b%.json") == "pages/a%20b%25.json");
}

TEST_CASE("where the root says no consistent snapshots, an object is asked for by its target's name") {
  for (const bool is_consistent : {true, false}) {
    CAPTURE(is_consistent);
    MemoryFiles files;
    FakeHttp http;
    std::string asked;
    http.handler = [&](const HttpRequest& request) {
      asked = request.url;
      return HttpResponse{200, {}, "text"};
    };
    const std::string sha256 = sha256_hex("text");
    const trust::TargetFile file{4, {{"sha256", sha256}}, nullptr};
    client::Downloader downloader(http, files, *client::RepositoryUrl::parse("https://hub.test"), "/staging",
                                  is_consistent);
    const auto fetched = downloader.fetch(
        *client::plan_objects({{"pages/one.sv.json", file}}), [](const client::Progress&) {},
        [] { return false; });
    REQUIRE(fetched.ok());
    CHECK(asked ==
          "https://hub.test/v1/repo/targets/pages/" + (is_consistent ? sha256 + "." : "") + "one.sv.json");
  }
}

}  // namespace entre::test
