#include "kiosk/frame_report.h"

#include <doctest/doctest.h>

#include "home.h"

namespace entre::kiosk {

namespace {

using Picture = std::vector<std::uint8_t>;
constexpr std::size_t points = FrameReport::columns * FrameReport::rows;

Picture black() {
  return Picture(points, 0);
}
Picture slope(bool to_the_right) {
  Picture picture;
  for (int y = 0; y < FrameReport::rows; ++y)
    for (int x = 0; x < FrameReport::columns; ++x)
      picture.push_back(static_cast<std::uint8_t>(8 * (to_the_right ? x : FrameReport::columns - 1 - x)));
  return picture;
}

wire::FrameFacts take(FrameReport& report, const Picture& picture, bool at_rest, std::int64_t ms) {
  return *wire::decode_frame(report.take(picture, at_rest, ms, 1'000'000 + ms));
}

}  // namespace

TEST_CASE("a fingerprint tells pictures apart and stays when all of it gets brighter") {
  CHECK(fingerprint_of(black()) == "0000000000000000");
  CHECK(fingerprint_of(slope(true)) == "0000000000000000");
  CHECK(fingerprint_of(slope(false)) == "ffffffffffffffff");
  Picture half = slope(false);
  for (std::size_t i = points / 2; i < points; ++i) half[i] = 0;
  CHECK(fingerprint_of(half) == "ffffffff00000000");
  Picture brighter = half;
  for (std::uint8_t& point : brighter) point = static_cast<std::uint8_t>(point + 5);
  CHECK(fingerprint_of(brighter) == fingerprint_of(half));
}

TEST_CASE("a picture is looked at each half minute at most") {
  FrameReport report;
  CHECK(report.is_due(0));
  take(report, black(), true, 1000);
  CHECK_FALSE(report.is_due(1000 + frame_report_ms - 1));
  CHECK(report.is_due(1000 + frame_report_ms));
}

TEST_CASE("brightness is the mean, and a change is told with its time") {
  FrameReport report;
  const auto first = take(report, black(), true, 0);
  CHECK(first.brightness == 0);
  CHECK(first.changed_unix_ms == 1'000'000);
  const auto same = take(report, black(), true, 40'000);
  CHECK(same.changed_unix_ms == 1'000'000);
  CHECK(same.unix_ms == 1'040'000);
  const auto other = take(report, slope(false), true, 80'000);
  CHECK(other.brightness == 124);
  CHECK(other.changed_unix_ms == 1'080'000);
}

TEST_CASE("a screen in safe mode says so with each picture, lit or dark") {
  FrameReport report(true);
  CHECK(take(report, black(), true, 0).is_safe_mode);
  CHECK(wire::decode_frame(report.take_dark(80'000, 1'080'000))->is_safe_mode);
  FrameReport well;
  CHECK_FALSE(take(well, black(), true, 0).is_safe_mode);
}

TEST_CASE("something that touches the panel all the time is told with the next picture, lit or dark") {
  FrameReport report;
  CHECK_FALSE(take(report, black(), true, 0).touch_is_stuck);
  report.tell_touch(true);
  CHECK(take(report, black(), false, 40'000).touch_is_stuck);
  CHECK(wire::decode_frame(report.take_dark(80'000, 1'080'000))->touch_is_stuck);
  report.tell_touch(false);
  CHECK_FALSE(take(report, black(), true, 120'000).touch_is_stuck);
}

TEST_CASE("of a frame in a visit nothing is told but that the picture has changed") {
  FrameReport report;
  take(report, black(), true, 0);
  const auto visited = take(report, slope(false), false, 40'000);
  CHECK(visited.fingerprint == "0000000000000000");
  CHECK(visited.brightness == 0);
  CHECK(visited.unix_ms == 1'000'000);
  CHECK(visited.changed_unix_ms == 1'040'000);
}

TEST_CASE(
    "at rest the screen writes what its picture is like, every half minute and not while a page is read") {
  test::Home home;
  const auto written = [&] {
    const auto text = home.shelf.files.read(home.options.paths.frame_file(), wire::frame_bytes_max);
    REQUIRE(text.ok());
    return *wire::decode_frame(*text);
  };
  home.options.page = "alpha";
  auto app = home.app();
  test::settle(*app, home.clock);
  app.reset();  // the ledger's thread has done what it was asked
  CHECK(written().fingerprint.empty());
  CHECK(written().changed_unix_ms > 0);
  home.options.page.clear();
  app = home.app();
  test::settle(*app, home.clock);
  for (int i = 0; i < 3; ++i) {
    home.clock.advance_ms(frame_report_ms + 1000);
    app->step(0);
    test::settle(*app, home.clock);
  }
  const std::int64_t now_ms = home.clock.unix_ms();
  app.reset();
  const auto frame = written();
  CHECK(frame.fingerprint.size() == 16);
  CHECK(frame.fingerprint != "0000000000000000");
  CHECK(frame.brightness > 150);
  CHECK(now_ms - frame.unix_ms <= frame_report_ms);
}

}  // namespace entre::kiosk
