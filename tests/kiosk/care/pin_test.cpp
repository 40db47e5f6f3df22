#include "kiosk/care/pin.h"

#include <doctest/doctest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/memory_files.h"

using namespace entre;
using namespace entre::care;
using namespace entre::test;

namespace {

using Answer = PinGate::Answer;

constexpr const char* pin = "482913";

struct Desk {
  MemoryFiles files;
  FakeClock clock;
  FakeRandom random;
  PinFiles where = PinFiles::beside("/var/status.json");

  Desk() {
    REQUIRE(files.make_folders("/var").ok());
    REQUIRE(set_pin(pin, where, files, random).ok());
  }
  // As after each start of the program.
  PinGate gate() { return PinGate(where, files, clock); }
  void miss(int times) {
    for (int i = 0; i < times; ++i) REQUIRE(gate().try_pin("000000") == Answer::wrong);
  }
};

}  // namespace

TEST_CASE("a PIN is kept as a salted hash that its owner alone may read, never the same twice") {
  Desk desk;
  CHECK(desk.files.mode_of("/var/pin.json") == 0600);
  const std::string first = *desk.files.read("/var/pin.json", 4096);
  CHECK(first.find(pin) == std::string::npos);
  CHECK(first.find("\"scrypt_log2_n\":15") != std::string::npos);
  REQUIRE(set_pin(pin, desk.where, desk.files, desk.random).ok());
  CHECK(*desk.files.read("/var/pin.json", 4096) != first);
  CHECK(desk.gate().try_pin(pin) == Answer::right);
}

TEST_CASE("PINs that are too short, too long, no digits or tried first are refused, and the old one holds") {
  for (const char* bad :
       {"", "12345", "1234567890123", "48291a", "4829 13", "４８２９１３", "111111", "123456", "654321",
        "890123", "210987", "121212", "123123", "20242024", "112233", "998877", "012345678901"}) {
    CAPTURE(bad);
    CHECK(!refuse_pin(bad).empty());
    Desk desk;
    CHECK(set_pin(bad, desk.where, desk.files, desk.random).error().kind == ErrorKind::invalid);
    CHECK(desk.gate().try_pin(pin) == Answer::right);
  }
  for (const char* good : {"482913", "135790", "000001", "482913482914"}) {
    CAPTURE(good);
    CHECK(refuse_pin(good).empty());
  }
}

TEST_CASE("after five wrong tries it waits a minute, then two, four and so on, up to a day") {
  Desk desk;
  CHECK(desk.gate().tries_left() == 5);
  desk.miss(4);
  CHECK(desk.gate().tries_left() == 1);
  CHECK(desk.gate().wait_ms() == 0);
  desk.miss(1);
  std::int64_t wait = pin_first_wait_ms;
  for (int i = 0; i < 15; ++i) {
    CAPTURE(i);
    CHECK(desk.gate().wait_ms() == wait);
    desk.clock.advance_ms(wait - 1);
    CHECK(desk.gate().try_pin(pin) == Answer::wait);
    desk.clock.advance_ms(1);
    desk.miss(1);
    wait = std::min(wait * 2, pin_wait_max_ms);
  }
  desk.clock.advance_ms(wait);
  CHECK(desk.gate().try_pin(pin) == Answer::right);
  CHECK(desk.gate().wait_ms() == 0);
  CHECK(desk.gate().tries_left() == 5);
}

TEST_CASE("neither a restart, a reboot nor setting the clock shortens a wait") {
  Desk desk;
  desk.miss(5);
  desk.clock.set_unix_ms(desk.clock.unix_ms() + 365ll * 24 * 3'600'000);
  CHECK(desk.gate().wait_ms() == pin_first_wait_ms);
  desk.clock.advance_ms(pin_first_wait_ms - 1);
  desk.clock.reboot("another");
  CHECK(desk.gate().wait_ms() == pin_first_wait_ms);
  CHECK(desk.gate().try_pin(pin) == Answer::wait);
  desk.clock.advance_ms(pin_first_wait_ms);
  CHECK(desk.gate().wait_ms() == 0);
  CHECK(desk.gate().try_pin(pin) == Answer::right);
}

TEST_CASE("a machine whose kernel names no boot waits all the same") {
  Desk desk;
  desk.clock.boot.clear();
  desk.miss(5);
  CHECK(desk.gate().wait_ms() == pin_first_wait_ms);
}

TEST_CASE("a try that cannot be written down is not judged: a full disk is no way to guess for ever") {
  Desk desk;
  desk.files.fail_path(desk.where.tries_file, ErrorKind::full);
  CHECK(desk.gate().try_pin("000000") == Answer::unreadable);
  CHECK(desk.gate().try_pin(pin) == Answer::unreadable);
}

TEST_CASE("tries that cannot be understood are five") {
  for (const char* nonsense : {"", "{", "[]", "{\"wrong\":-1}", "{\"wrong\":0}"}) {
    Desk desk;
    REQUIRE(desk.files.write(desk.where.tries_file, nonsense).ok());
    CHECK(desk.gate().try_pin(pin) == Answer::wait);
    CHECK(desk.gate().wait_ms() == pin_first_wait_ms);
  }
}

TEST_CASE("without a PIN, or with one that is damaged or too cheap, nobody gets in") {
  Desk desk;
  REQUIRE(desk.files.remove(desk.where.pin_file).ok());
  CHECK(desk.gate().try_pin(pin) == Answer::not_set);
  for (const char* damaged : {"", "{}", "{\"scrypt_log2_n\":1,\"salt\":\"00\",\"hash\":\"00\"}",
                              "{\"scrypt_log2_n\":15,\"salt\":\"\",\"hash\":\"\"}"}) {
    REQUIRE(desk.files.write(desk.where.pin_file, damaged).ok());
    CHECK(desk.gate().try_pin("") == Answer::unreadable);
  }
}

TEST_CASE("a new PIN ends the wait: whoever may run kioskctl may open the staff screen") {
  Desk desk;
  desk.miss(5);
  REQUIRE(set_pin("135790", desk.where, desk.files, desk.random).ok());
  CHECK(desk.gate().try_pin("135790") == Answer::right);
}

TEST_CASE("an endless text is a wrong PIN like another") {
  Desk desk;
  CHECK(desk.gate().try_pin(std::string(1 << 20, '1')) == Answer::wrong);
  CHECK(desk.gate().tries_left() == 4);
}
