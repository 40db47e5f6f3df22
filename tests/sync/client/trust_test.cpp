// What the kiosk believes beyond TUF: the kept floor, the pinned root, demo keys, warnings before expiry.
#include <filesystem>

#include "sync/content/floor.h"
#include "tests/sync/client/release_server.h"

namespace entre::test {

using client::ExitCode;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

struct Fleet {
  explicit Fleet(bool is_demo = false) : server(1, is_demo) {
    server.publish(clock);
    home = std::make_unique<Home>(server);
  }
  std::string content(const std::string& name) const { return home->paths.content_folder + "/" + name; }
  bool shows_something() const { return content::open_newest(home->files, home->paths.content_folder).ok(); }
  wire::KioskStatus status() const {
    return *wire::decode_status(*home->files.read(home->paths.status_file, 100'000));
  }
  // Releases 1 to 3; the third raises the floor to itself. The folder of release 1 is kept aside.
  void raise_floor() {
    REQUIRE(home->sync().exit_code() == ExitCode::ok);
    std::filesystem::copy(
        home->folder.path(), image.path(),
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
    server.set_page("one", "second text");
    server.publish(clock);
    REQUIRE(home->sync().exit_code() == ExitCode::ok);
    server.set_floor(3);
    server.publish(clock);
    REQUIRE(home->sync().exit_code() == ExitCode::ok);
    REQUIRE(home->current() == "content-3.db");
  }
  // Puts a folder or file of the kept image back.
  void restore(const std::string& name) {
    std::filesystem::remove_all(home->folder.file(name));
    std::filesystem::copy(
        image.file(name), home->folder.file(name),
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
  }

  ReleaseServer server;
  FakeClock clock;
  std::unique_ptr<Home> home;
  TempFolder image;
};

}  // namespace

TEST_CASE("an old content file put back beside the new one is not shown, and the next sync removes it") {
  Fleet fleet;
  fleet.raise_floor();
  std::filesystem::copy_file(fleet.image.file("content/content-1.db"), fleet.content("content-1.db"));
  std::filesystem::remove(fleet.content("content-3.db"));  // the floor must not go with the file that set it
  CHECK_FALSE(fleet.shows_something());
  CHECK(fleet.home->sync().exit_code() == ExitCode::ok);
  CHECK_FALSE(fleet.home->files.exists(fleet.content("content-1.db")));
  CHECK(fleet.home->current() == "content-3.db");
}

TEST_CASE("a content folder restored from an old image is not shown, also without the network") {
  Fleet fleet;
  fleet.raise_floor();
  fleet.restore("content");
  CHECK(fleet.home->current() == "content-1.db");
  CHECK_FALSE(fleet.shows_something());
  fleet.home->http.handler = [](const HttpRequest&) -> Result<HttpResponse> {
    return Error{ErrorKind::unavailable, "away"};
  };
  CHECK(fleet.home->sync().exit_code() == ExitCode::failed);
  CHECK_FALSE(fleet.home->files.exists(fleet.content("content-1.db")));
  CHECK(content::read_floor(fleet.home->files, fleet.home->paths.content_folder).floor == 3);
  CHECK(fleet.home->files.exists(fleet.content("floor.json")));
}

TEST_CASE(
    "a trust folder restored from an old image does not let a server bring back what is below the floor") {
  Fleet fleet;
  fleet.raise_floor();
  fleet.restore("trust");
  // The server plays the first release again: its metadata is valid, and newer than nothing that the folder
  // knows.
  ReleaseServer old;
  old.publish(fleet.clock);
  fleet.home->http.handler = [&](const HttpRequest& request) { return old.answer(request); };
  const auto outcome = fleet.home->sync();
  CHECK(outcome.exit_code() == ExitCode::refused);
  CHECK(outcome.content->error().message.find("below the signed floor 3") != std::string::npos);
  CHECK(fleet.home->current() == "content-3.db");
}

TEST_CASE(
    "a whole disk image put back is shown until the next sync removes it, and staff see how old it is") {
  Fleet fleet;
  fleet.raise_floor();
  for (const char* folder : {"content", "trust"}) fleet.restore(folder);
  // Nothing on the disk says that there was more: with the network away it goes on as it did then ...
  CHECK(fleet.shows_something());
  fleet.home->http.away = true;
  fleet.home->clock.advance_ms(6 * day_ms);
  CHECK(fleet.home->sync().exit_code() == ExitCode::failed);
  // ... and the status tells that what it has was signed so long ago that it ends.
  CHECK(fleet.status().release == 1);
  CHECK(fleet.status().expiry_role == "timestamp");
  CHECK(fleet.status().last_attempt_unix_ms > fleet.status().expiry_warn_from_unix_ms);
  fleet.home->http.away = false;
  CHECK(fleet.home->sync().exit_code() == ExitCode::ok);
  CHECK(fleet.home->current() == "content-3.db");
  CHECK_FALSE(fleet.home->files.exists(fleet.content("content-1.db")));
}

TEST_CASE("a damaged copy of the floor is mended from the other") {
  for (const char* name : {"content/floor.json", "trust/floor.json"}) {
    CAPTURE(name);
    Fleet fleet;
    fleet.raise_floor();
    REQUIRE(fleet.home->files.write(fleet.home->folder.file(name), "{\"floor\": -", 0644).ok());
    CHECK(content::read_floor(fleet.home->files, fleet.home->paths.content_folder).floor == 3);
    CHECK(fleet.home->sync().exit_code() == ExitCode::ok);
    const auto mended = fleet.home->files.read(fleet.home->folder.file(name), 1000);
    CHECK(mended->find("\"floor\":3") != std::string::npos);
  }
}

TEST_CASE("a floor that was raised stays, whatever a later release of the same root says") {
  Fleet fleet;
  fleet.raise_floor();
  fleet.server.set_floor(1);
  fleet.server.publish(fleet.clock);
  REQUIRE(fleet.home->sync().exit_code() == ExitCode::ok);
  CHECK(fleet.home->current() == "content-4.db");
  CHECK(content::read_floor(fleet.home->files, fleet.home->paths.content_folder).floor == 3);
}

TEST_CASE("another pinned root takes neither the metadata nor the content of the one before") {
  Fleet fleet;
  fleet.raise_floor();
  ReleaseServer other(7);
  other.set_page("one", "of the other");
  other.publish(fleet.clock);
  fleet.home->http.handler = [&](const HttpRequest& request) { return other.answer(request); };
  REQUIRE(fleet.home->files.write(fleet.home->paths.root_file, other.root(), 0644).ok());
  CHECK(fleet.home->sync().exit_code() == ExitCode::ok);
  CHECK(fleet.home->current() == "content-1.db");
  CHECK(fleet.home->page_text("one") == "of the other");
  CHECK_FALSE(fleet.home->files.exists(fleet.content("content-3.db")));
}

TEST_CASE("with another pinned root and no network nothing of the one before is shown") {
  Fleet fleet;
  fleet.raise_floor();
  ReleaseServer other(7);
  other.publish(fleet.clock);
  fleet.home->http.handler = [](const HttpRequest&) -> Result<HttpResponse> {
    return Error{ErrorKind::unavailable, "away"};
  };
  REQUIRE(fleet.home->files.write(fleet.home->paths.root_file, other.root(), 0644).ok());
  CHECK(fleet.home->sync().exit_code() == ExitCode::failed);
  CHECK_FALSE(fleet.shows_something());
  CHECK_FALSE(fleet.home->files.exists(fleet.home->folder.file("trust/timestamp.json")));
}

TEST_CASE("a demo's root is refused, except in a demo home") {
  Fleet fleet(true);
  CHECK(fleet.home->sync().exit_code() == ExitCode::refused);
  CHECK(fleet.status().last_error.find("demo") != std::string::npos);
  CHECK_FALSE(fleet.shows_something());
  fleet.home->config.kiosk.demo = true;
  CHECK(fleet.home->sync().exit_code() == ExitCode::ok);
  CHECK(fleet.shows_something());
}

TEST_CASE("staff are warned from two thirds of the validity of the signature that ends first") {
  Fleet fleet;
  REQUIRE(fleet.home->sync().exit_code() == ExitCode::ok);
  const std::int64_t start_ms = fleet.clock.unix_ms();
  wire::KioskStatus status = fleet.status();
  CHECK(status.expiry_role == "timestamp");
  CHECK(status.expiry_unix_ms == start_ms + 7 * day_ms);
  CHECK(status.expiry_warn_from_unix_ms == start_ms + 7 * day_ms - 7 * day_ms / 3);
  // Away or expired: what was known last still says so, and the screen goes on.
  fleet.home->clock.advance_ms(8 * day_ms);
  CHECK(fleet.home->sync().exit_code() == ExitCode::refused);
  status = fleet.status();
  CHECK(status.expiry_unix_ms == start_ms + 7 * day_ms);
  CHECK(status.last_error.find("timestamp: expired") != std::string::npos);
  CHECK(fleet.shows_something());
  CHECK(fleet.home->page_text("one") == "first text");
}

TEST_CASE("a release carried by hand warns by its own 180 days") {
  Fleet fleet;
  fleet.server.validity = trust::carried_by_hand;
  fleet.clock.advance_ms(30 * day_ms);
  fleet.home->clock.advance_ms(30 * day_ms);
  fleet.server.set_page("one", "by hand");
  fleet.server.publish(fleet.clock);
  REQUIRE(fleet.home->sync().exit_code() == ExitCode::ok);
  const wire::KioskStatus status = fleet.status();
  CHECK(status.expiry_warn_from_unix_ms == fleet.clock.unix_ms() + 120 * day_ms);
}

namespace {

std::string names_of(const std::vector<std::string>& paths) {
  std::string names;
  for (const std::string& path : paths) names += path.substr(path.rfind('/') + 1) + " ";
  return names;
}

}  // namespace

TEST_CASE("bins that end before all else are warned of, also by a sync with nothing new, which reads none") {
  Fleet fleet;
  fleet.server.validity.timestamp_days = fleet.server.validity.snapshot_days = 365;
  for (int i = 0; i < 1000; ++i) fleet.server.set_page("p" + std::to_string(i), "text");
  const std::int64_t start_ms = fleet.clock.unix_ms();
  fleet.server.publish(fleet.clock);
  // The list of the bins is signed anew with one of them; the others keep their dates.
  fleet.clock.advance_ms(50 * day_ms);
  fleet.home->clock.advance_ms(50 * day_ms);
  fleet.server.set_page("one", "second text");
  fleet.server.publish(fleet.clock);
  const auto check_warning = [&] {
    REQUIRE(fleet.home->sync().exit_code() == ExitCode::ok);
    CHECK(fleet.status().expiry_role.starts_with("bin-"));
    CHECK(fleet.status().expiry_unix_ms == start_ms + 180 * day_ms);
    CHECK(fleet.status().expiry_warn_from_unix_ms == start_ms + 120 * day_ms);
  };
  check_warning();
  const std::string trust_folder = fleet.home->paths.trust_folder;
  REQUIRE(fleet.home->files.remove(trust_folder + "/delegated.expiry").ok());
  check_warning();
  for (const std::string& name : fleet.home->files.list(trust_folder))
    if (name.starts_with("bin-")) REQUIRE(fleet.home->files.remove(trust_folder + "/" + name).ok());
  check_warning();
  CHECK(names_of(fleet.server.fetched) == "2.root.json timestamp.json ");
}

TEST_CASE("a clock ten years behind brings no release back that ended before what is known was signed") {
  Fleet fleet;
  const FakeClock first = fleet.clock;
  fleet.clock.advance_ms(30 * day_ms);
  fleet.home->clock.advance_ms(30 * day_ms);
  fleet.server.set_page("one", "second text");
  fleet.server.publish(fleet.clock);
  REQUIRE(fleet.home->sync().exit_code() == ExitCode::ok);
  fleet.home->clock.advance_ms(-3650 * day_ms);
  // Signed on the first day, for a week.
  fleet.server.set_page("one", "old text");
  fleet.server.publish(first);
  const auto outcome = fleet.home->sync();
  CHECK(outcome.exit_code() == ExitCode::refused);
  CHECK(outcome.content->error().message.find("the clock is behind") != std::string::npos);
  CHECK(fleet.home->page_text("one") == "second text");
  // What is fresh by that time is taken, wrong clock or not.
  fleet.server.set_page("one", "third text");
  fleet.server.publish(fleet.clock);
  CHECK(fleet.home->sync().exit_code() == ExitCode::ok);
  CHECK(fleet.home->page_text("one") == "third text");
}

}  // namespace entre::test
