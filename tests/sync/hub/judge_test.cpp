#include "sync/hub/judge.h"

#include <doctest/doctest.h>

#include "sync/hub/dashboard.h"
#include "tests/sync/hub/house.h"

using namespace entre;
using namespace entre::hub;

namespace {

// A kiosk that is well at the standing clock's time: a Tuesday, 13 o'clock in Sweden.
struct Patient {
  StandingClock clock;
  Kiosk kiosk{kiosk_id, "Foyer", 0, ""};
  wire::KioskStatus status;

  Patient() {
    kiosk.last_seen_unix_ms = clock.unix_ms();
    status.kiosk_id = kiosk_id;
    status.interval_s = 300;
    status.frame = wire::FrameFacts{"00ff00ff00ff00ff", 120, clock.unix_ms(), clock.unix_ms()};
  }
  // The kinds that are found, each followed by a space.
  std::string kinds() {
    kiosk.status = wire::encode_status(status);
    std::string all;
    for (const Finding& finding : judge({kiosk}, clock)) all += finding.kind + " ";
    return all;
  }
};

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms;

}  // namespace

TEST_CASE("a kiosk that reports, with a bright picture that changes, is well") {
  CHECK(Patient().kinds() == "");
}

TEST_CASE("a lit kiosk that is not heard of for 45 minutes is silent, or after three of its intervals") {
  Patient patient;
  patient.kiosk.last_seen_unix_ms = patient.clock.unix_ms() - silent_ms + 1;
  CHECK(patient.kinds() == "");
  patient.kiosk.last_seen_unix_ms -= 1;
  CHECK(patient.kinds() == "silent ");
  patient.status.interval_s = 3600;
  CHECK(patient.kinds() == "");
  patient.clock.advance_ms(3 * hour_ms);
  CHECK(patient.kinds() == "silent ");
}

TEST_CASE(
    "a kiosk that never reports after it got its token is silent; one of which that is not known is not") {
  Patient patient;
  patient.kiosk.last_seen_unix_ms = 0;
  patient.status.clock_trusted = false;  // as if: a status that never came is not judged
  CHECK(patient.kinds() == "");
  patient.kiosk.token_unix_ms = patient.clock.unix_ms() - silent_ms + 1;
  CHECK(patient.kinds() == "");
  patient.kiosk.token_unix_ms -= 1;
  CHECK(patient.kinds() == "silent ");
  patient.kiosk.has_token = false;
  CHECK(patient.kinds() == "");
}

TEST_CASE(
    "an answer that waits for a day, refused ones, a clock that is not set, a full disk and safe mode are "
    "found") {
  Patient patient;
  patient.status.answers_waiting = 1;
  patient.status.oldest_waiting_unix_ms = patient.clock.unix_ms() - backlog_ms + 1;
  CHECK(patient.kinds() == "");
  patient.status.oldest_waiting_unix_ms -= 1;
  CHECK(patient.kinds() == "backlog ");
  patient.status.answers_waiting = patient.status.oldest_waiting_unix_ms = 0;
  patient.status.answers_dead = 1;
  CHECK(patient.kinds() == "refused ");
  patient.status.answers_dead = 0;
  patient.status.clock_trusted = false;
  CHECK(patient.kinds() == "clock ");
  patient.status.clock_trusted = true;
  patient.status.disk_free_bytes = disk_free_bytes_min;
  CHECK(patient.kinds() == "");
  patient.status.disk_free_bytes -= 1;
  CHECK(patient.kinds() == "disk ");
  patient.status.disk_free_bytes = -1;
  patient.status.frame->is_safe_mode = true;
  CHECK(patient.kinds() == "safe_mode ");
}

TEST_CASE(
    "display hours are by the kiosk's own zone, and by the hub's where it tells none that is known here") {
  Patient patient;  // 13 o'clock at the hub, 14 in Finland
  patient.kiosk.last_seen_unix_ms = patient.clock.unix_ms() - 16 * hour_ms;
  patient.status.display_week[1] = "08:00-13:30";
  patient.status.time_zone = "Europe/Helsinki";
  CHECK(patient.kinds() == "");
  const std::string no_file(300, 'x');
  for (const std::string& zone :
       std::vector<std::string>{"", "Nowhere/Nowhere", "../../etc/passwd", "Europe/Stockholm", no_file}) {
    patient.status.time_zone = zone;
    CHECK_MESSAGE(patient.kinds() == "silent ", zone);
  }
}

TEST_CASE("outside its display hours nobody misses a kiosk, nor in the first minutes of them") {
  Patient patient;
  patient.kiosk.last_seen_unix_ms = patient.clock.unix_ms() - 16 * hour_ms;
  patient.status.display_week[1] = "08:00-12:59";
  CHECK(patient.kinds() == "");
  patient.status.display_week[1] = "12:30-18:00";
  CHECK(patient.kinds() == "");
  patient.status.display_week[1] = "12:15-18:00";
  CHECK(patient.kinds() == "silent ");
  patient.status.display_days = "2024-01-09 closed";
  CHECK(patient.kinds() == "");
}

TEST_CASE("twenty answers that wait though the kiosk reports are a backlog") {
  Patient patient;
  patient.status.answers_waiting = backlog_max - 1;
  CHECK(patient.kinds() == "");
  patient.status.answers_waiting = backlog_max;
  CHECK(patient.kinds() == "backlog ");
}

TEST_CASE("a black picture is found within display hours, a dark one with shapes is none") {
  Patient patient;
  patient.status.frame->brightness = 0;
  CHECK(patient.kinds() == "");
  patient.status.frame->fingerprint = "0000000000000000";
  CHECK(patient.kinds() == "black ");
  patient.status.frame->brightness = black_brightness_max;
  CHECK(patient.kinds() == "");
  patient.status.frame->brightness = 0;
  patient.status.display_week[1] = "closed";
  CHECK(patient.kinds() == "");
}

TEST_CASE("a screen that is dark by its hours is not black, and is found once they have begun without it") {
  Patient patient;
  patient.status.frame->fingerprint = "0000000000000000";
  patient.status.frame->brightness = 0;
  patient.status.frame->is_dark = true;
  patient.status.display_week[1] = "13:30-18:00";
  CHECK(patient.kinds() == "");
  // It reported at 13:00; the hub's own clock goes on, and the report becomes no more than it was.
  patient.clock.advance_ms(40 * minute_ms);
  CHECK(patient.kinds() == "");
  const auto reports_after = [&](std::int64_t ms) {
    patient.clock.advance_ms(ms);
    patient.kiosk.last_seen_unix_ms = patient.clock.unix_ms();
    return patient.kinds();
  };
  CHECK(reports_after(0) == "");                   // 13:40
  CHECK(reports_after(5 * minute_ms) == "dark ");  // 13:45
  patient.status.frame->is_dark = false;
  CHECK(patient.kinds() == "black ");
  patient.status.frame->is_dark = true;
  patient.status.display_week[1] = "13:00-13:40, 13:42-18:00";
  CHECK(patient.kinds() == "");
}

TEST_CASE("a lit screen that shows nothing new for an hour and a half is found though its sync goes on") {
  Patient patient;
  patient.status.frame->unix_ms -= no_frame_ms;
  CHECK(patient.kinds() == "no_frame ");
  patient.status.display_week[1] = "12:00-18:00";
  CHECK(patient.kinds() == "");
}

TEST_CASE(
    "a picture that stays for hours is frozen when visits are counted meanwhile, and at rest otherwise") {
  Patient patient;
  patient.status.frame->changed_unix_ms -= frozen_ms;
  CHECK(patient.kinds() == "");
  patient.kiosk.last_visits_unix_ms = patient.status.frame->changed_unix_ms + hour_ms - 1;
  CHECK(patient.kinds() == "");
  patient.kiosk.last_visits_unix_ms += 1;
  CHECK(patient.kinds() == "frozen ");
}

TEST_CASE("something that touches the panel all the time is found") {
  Patient patient;
  patient.status.frame->touch_is_stuck = true;
  CHECK(patient.kinds() == "touch_stuck ");
}

TEST_CASE("from two thirds of a signature's validity on it is told") {
  Patient patient;
  patient.status.expiry_role = "timestamp";
  patient.status.expiry_warn_from_unix_ms = patient.clock.unix_ms() + 1;
  patient.status.expiry_unix_ms = patient.clock.unix_ms() + hour_ms;
  CHECK(patient.kinds() == "");
  patient.status.expiry_warn_from_unix_ms -= 1;
  CHECK(patient.kinds() == "expiry ");
}

TEST_CASE("a kiosk whose token was revoked, or that never reported, is not judged") {
  Patient patient;
  patient.kiosk.last_seen_unix_ms -= 100 * hour_ms;
  patient.kiosk.has_token = false;
  CHECK(patient.kinds() == "");
  patient.kiosk.has_token = true;
  CHECK(patient.kinds() == "silent ");
  patient.kiosk.last_seen_unix_ms = 0;
  CHECK(patient.kinds() == "");
}

TEST_CASE("the page says on its kiosk's row what is wrong, by what was really posted and counted") {
  House house;
  wire::KioskStatus status;
  status.kiosk_id = kiosk_id;
  status.frame = wire::FrameFacts{"0000000000000000", 0, house.clock.unix_ms(), house.clock.unix_ms()};
  REQUIRE(house.store->put_status(kiosk_id, wire::encode_status(status), house.clock.unix_ms()).ok());
  CHECK(house.send("GET", "/").body.find("skärmens bild är svart") != std::string::npos);
  status.frame = wire::FrameFacts{"00ff00ff00ff00ff", 99, house.clock.unix_ms(), 0};
  REQUIRE(house.store->put_status(kiosk_id, wire::encode_status(status), house.clock.unix_ms()).ok());
  CHECK(house.send("GET", "/").body.find("densamma") == std::string::npos);
  wire::UsageEvent hour;
  hour.sequence = 1;
  hour.kiosk_id = kiosk_id;
  hour.epoch = epoch;
  hour.unix_ms = house.clock.unix_ms();
  hour.usage.visits = 1;
  CHECK(house.post_batch(wire::encode_batch({wire::encode_event(hour)})).status == 200);
  CHECK(house.send("GET", "/").body.find("bilden är densamma") != std::string::npos);
  REQUIRE(house.store->revoke_token(kiosk_id).ok());
  CHECK(house.send("GET", "/").body.find("densamma") == std::string::npos);
}
