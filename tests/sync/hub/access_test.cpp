#include "sync/hub/access.h"

#include <doctest/doctest.h>

#include <set>

#include "sync/hub/commands.h"
#include "tests/sync/hub/house.h"

using namespace entre;
using namespace entre::hub;

TEST_CASE("addresses are read, and loopback is known for what it is") {
  struct Case {
    const char* text;
    bool loopback;
  };
  for (const Case& c : {Case{"127.0.0.1:8180", true}, Case{"127.9.9.9:1", true}, Case{"localhost:0", true},
                        Case{"[::1]:8180", true}, Case{"0.0.0.0:80", false}, Case{"[::]:80", false},
                        Case{"192.0.2.1:443", false}, Case{"[::ffff:127.0.0.1]:80", false}}) {
    CAPTURE(c.text);
    const auto address = parse_listen_address(c.text);
    REQUIRE(address.ok());
    CHECK(address->loopback == c.loopback);
  }
  for (const char* text : {"", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
                           "127.0.0.1:-1", "::1:80", "example.org:80", "[127.0.0.1]:80", "127.1:80"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_listen_address(text).ok());
  }
}

TEST_CASE("beyond loopback the hub refuses to start without TLS or a proxy, and without a login") {
  const ListenAddress outside{"0.0.0.0", 80, false}, inside{"127.0.0.1", 80, true};
  CHECK(check_protection(inside, {}).ok());
  CHECK_FALSE(check_protection(outside, {}).ok());
  CHECK_FALSE(check_protection(outside, {.tls = true}).ok());
  CHECK_FALSE(check_protection(outside, {.proxy = true}).ok());
  CHECK_FALSE(check_protection(outside, {.login = true}).ok());
  CHECK(check_protection(outside, {.tls = true, .login = true}).ok());
  CHECK(check_protection(outside, {.proxy = true, .login = true}).ok());
}

TEST_CASE("serve refuses before it makes a database or listens") {
  House house;
  ServeOptions good;
  good.db = house.folder + "/new.db";
  good.release_folder = house.folder + "/release";
  good.listen = "0.0.0.0:0";
  auto refusal = [&](const ServeOptions& options) {
    SystemRandom random;
    auto served = serve(options, house.files, house.clock, random);
    REQUIRE_FALSE(served.ok());
    CHECK(served.error().kind == ErrorKind::invalid);
    CHECK_FALSE(house.files.exists(good.db));
    return served.error().message;
  };
  CHECK(refusal(good).find("--tls-cert") != std::string::npos);
  ServeOptions options = good;
  options.proxy = "192.0.2.1";
  CHECK(refusal(options).find("login") != std::string::npos);
  options.proxy = "nginx";
  CHECK(refusal(options).find("IP address") != std::string::npos);
  options = good;
  options.tls_cert_file = "cert.pem";
  CHECK(refusal(options).find("belong together") != std::string::npos);
  options = good;
  options.listen = "127.0.0.1:0";
  options.release_folder = house.folder + "/nowhere";
  CHECK(refusal(options).find("no such folder") != std::string::npos);
  options.release_folder = good.release_folder;
  options.login_file = house.folder + "/no-logins";
  refusal(options);
  REQUIRE(house.files.write(options.login_file, "", 0600).ok());
  CHECK(refusal(options).find("names no user") != std::string::npos);
  REQUIRE(house.files.write(options.login_file, "\nanna:secret\n", 0600).ok());
  CHECK(refusal(options).find("no-logins:2:") != std::string::npos);
}

TEST_CASE("a token is made anew each time, and the database does not hold it") {
  House house;
  SystemRandom random;
  std::set<std::string> tokens;
  for (int i = 0; i < 3; ++i)
    tokens.insert(*add_token(house.folder + "/hub.db", kiosk_id, "Foyer", house.clock, random));
  CHECK(tokens.size() == 3);
  CHECK(tokens.begin()->size() == 64);
  for (const std::string& made : tokens) {
    for (const char* part : {"/hub.db", "/hub.db-wal"}) {
      const auto bytes = house.files.read(house.folder + part, 1u << 20);
      REQUIRE(bytes.ok());
      CHECK(bytes->find(made) == std::string::npos);
    }
  }
  CHECK_FALSE(add_token(house.folder + "/hub.db", "no uuid", "Foyer", house.clock, random).ok());
}

TEST_CASE("logins survive their file, and a password is not in it") {
  House house;
  SystemRandom random;
  const std::string file = house.folder + "/logins";
  const auto anna = add_login(file, "anna", house.files, random);
  const auto bo = add_login(file, "bo", house.files, random);
  const auto renewed = add_login(file, "anna", house.files, random);
  REQUIRE(renewed.ok());
  const auto logins = Logins::load(house.files, file);
  REQUIRE(logins.ok());
  auto admits = [&](const std::string& pair) { return logins->admits("Basic " + base64_encode(pair)); };
  CHECK(admits("anna:" + *renewed));
  CHECK(admits("bo:" + *bo));
  CHECK_FALSE(admits("anna:" + *anna));
  CHECK_FALSE(admits("anna:" + *bo));
  CHECK_FALSE(admits("anna"));
  CHECK_FALSE(admits(""));
  CHECK_FALSE(logins->admits("Basic !!!"));
  CHECK_FALSE(logins->admits(""));
  CHECK(logins->admits("bAsIc  " + base64_encode("bo:" + *bo)));
  CHECK(house.files.read(file, 4096)->find(*bo) == std::string::npos);
  CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::others_read) ==
        std::filesystem::perms::none);
  CHECK_FALSE(add_login(file, "a:b", house.files, random).ok());
}
