#include "sync/hub/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/hours.h"

namespace entre::hub {

namespace {

constexpr const char* no_shape = "0000000000000000";
constexpr std::int64_t hour_ms = 3'600'000;

// The hub's clock on the kiosk's wall.
class WallClock : public Clock {
 public:
  WallClock(const Clock& clock, const std::string& zone)
      : clock_(clock), zone_(known_zone(zone) ? zone : "") {}
  std::int64_t unix_ms() const override { return clock_.unix_ms(); }
  std::int64_t monotonic_ms() const override { return clock_.monotonic_ms(); }
  std::string boot_id() const override { return clock_.boot_id(); }
  bool trusted() const override { return clock_.trusted(); }
  LocalTime local(std::int64_t unix_ms) const override {
    return zone_.empty() ? clock_.local(unix_ms) : local_time(zone_, unix_ms);
  }

 private:
  const Clock& clock_;
  const std::string zone_;
};

class Judge {
 public:
  Judge(const Kiosk& kiosk, wire::KioskStatus status, const Clock& clock, std::vector<Finding>* found)
      : kiosk_(kiosk),
        status_(std::move(status)),
        clock_(clock),
        wall_(clock, status_.time_zone),
        found_(*found) {
    if (auto hours = parse_display_hours(status_.display_week, status_.display_days); hours)
      hours_ = *std::move(hours);
  }

  // It has its token, and nothing of it was ever heard; its display hours are not known.
  void newcomer() {
    if (kiosk_.token_unix_ms > 0 && now_ms_ - kiosk_.token_unix_ms >= silent_ms)
      find("silent", "har aldrig hörts av, fast den fick sin nyckel " + at(kiosk_.token_unix_ms),
           "Se efter att kiosken har ström och nät. Vid kiosken: kioskctl doctor");
  }

  void all() {
    const bool is_silent = silent();
    backlog();
    machine();
    // A silent kiosk's picture is an old one.
    if (!is_silent && status_.frame) {
      picture(*status_.frame);
      if (status_.frame->is_safe_mode)
        find("safe_mode", "skärmen har kraschat flera gånger och visar mindre än den har",
             "Publicera en rättad utgåva, eller starta om kiosken. Vid kiosken: kioskctl status");
      if (status_.frame->touch_is_stuck)
        find(
            "touch_stuck", "något rör vid skärmen hela tiden på ett och samma ställe",
            "Torka av skärmen, och ta bort det som ligger mot den. Hjälper inte det: kontrollera pekskärmen");
    }
    expiry();
  }

 private:
  // Lit now and all the while, as far as both ends tell: a night or a weekend lies in between for none.
  bool is_lit_for(std::int64_t ms) const {
    return is_open(hours_, wall_, now_ms_) && is_open(hours_, wall_, now_ms_ - ms);
  }
  std::string at(std::int64_t unix_ms) const { return local_minute(unix_ms, clock_); }
  void find(const char* kind, std::string what, const char* todo) {
    found_.push_back({kiosk_.id, kind, std::move(what), todo});
  }

  bool silent() {
    const std::int64_t limit_ms = std::max(silent_ms, 3 * status_.interval_s * 1000);
    if (now_ms_ - kiosk_.last_seen_unix_ms < limit_ms || !is_lit_for(limit_ms)) return false;
    find("silent", "har inte hörts av sedan " + at(kiosk_.last_seen_unix_ms),
         "Se efter att kiosken har ström och nät. Vid kiosken: kioskctl doctor");
    return true;
  }

  void backlog() {
    if (status_.answers_dead > 0)
      find("refused", fmt::format("{} svar togs inte emot, och ligger kvar i kiosken", status_.answers_dead),
           "Se efter varför. Vid kiosken: kioskctl outbox list --refused");
    const std::int64_t oldest_ms = status_.oldest_waiting_unix_ms;
    const bool is_old = oldest_ms > 0 && kiosk_.last_seen_unix_ms - oldest_ms >= backlog_ms;
    if (status_.answers_waiting < backlog_max && !is_old) return;
    find("backlog",
         fmt::format("{} svar väntar på att skickas", status_.answers_waiting) +
             (is_old ? ", det äldsta sedan " + at(oldest_ms) : ""),
         "Se efter vad hubbens logg säger om kiosken. Vid kiosken: kioskctl status");
  }

  void machine() {
    if (!status_.clock_trusted)
      find("clock", "klockan är inte ställd",
           "Se efter att kiosken når en tidsserver. Vid kiosken: kioskctl doctor");
    if (status_.disk_free_bytes >= 0 && status_.disk_free_bytes < disk_free_bytes_min)
      find("disk", fmt::format("disken har {} MiB kvar", status_.disk_free_bytes >> 20),
           "Ge plats på kioskens disk. Vid kiosken: kioskctl doctor");
  }

  void picture(const wire::FrameFacts& frame) {
    if (frame.unix_ms > 0 && now_ms_ - frame.unix_ms >= no_frame_ms && is_lit_for(no_frame_ms))
      return find("no_frame", "skärmen har inte visat någon ny bild sedan " + at(frame.unix_ms),
                  "Starta om skärmen. Vid kiosken: systemctl restart kiosk");
    if (frame.is_dark) return dark();
    if (!frame.fingerprint.empty() && frame.brightness < black_brightness_max &&
        frame.fingerprint == no_shape && is_open(hours_, wall_, now_ms_))
      return find("black", "skärmens bild är svart",
                  "Starta om skärmen, och se efter loggen: journalctl -u kiosk");
    if (now_ms_ - frame.changed_unix_ms >= frozen_ms &&
        kiosk_.last_visits_unix_ms >= frame.changed_unix_ms + hour_ms)
      find("frozen", "bilden är densamma sedan " + at(frame.changed_unix_ms) + " fast besök räknas",
           "Starta om skärmen, och se efter loggen: journalctl -u kiosk");
  }

  // As the kiosk said when it was last heard: it was to be lit by then.
  void dark() {
    const std::int64_t from_ms = kiosk_.last_seen_unix_ms - dark_ms;
    const std::int64_t change_ms = next_change_unix_ms(hours_, wall_, from_ms);
    if (!is_open(hours_, wall_, from_ms) || (change_ms >= 0 && change_ms <= kiosk_.last_seen_unix_ms)) return;
    find("dark", "skärmen är släckt fast visningstiden har börjat",
         "Se efter att kioskens klocka och visningstider stämmer. Vid kiosken: kioskctl status");
  }

  void expiry() {
    if (status_.expiry_role.empty() || now_ms_ < status_.expiry_warn_from_unix_ms) return;
    find("expiry",
         fmt::format("signaturen för {} {} {}", status_.expiry_role,
                     now_ms_ < status_.expiry_unix_ms ? "går ut" : "gick ut", at(status_.expiry_unix_ms)),
         "Den som har nyckeln signerar på nytt med kiosk-publish");
  }

  const Kiosk& kiosk_;
  const wire::KioskStatus status_;
  const Clock& clock_;  // of the people who read what is found
  const WallClock wall_;
  std::vector<Finding>& found_;
  const std::int64_t now_ms_ = clock_.unix_ms();
  DisplayHours hours_ = DisplayHours::always();
};

}  // namespace

std::vector<Finding> judge(const std::vector<Kiosk>& kiosks, const Clock& clock) {
  std::vector<Finding> found;
  for (const Kiosk& kiosk : kiosks) {
    if (!kiosk.has_token) continue;
    auto status = wire::decode_status(kiosk.status);
    Judge judge(kiosk, status ? *std::move(status) : wire::KioskStatus{}, clock, &found);
    kiosk.last_seen_unix_ms == 0 ? judge.newcomer() : judge.all();
  }
  return found;
}

std::string local_minute(std::int64_t unix_ms, const Clock& clock) {
  const LocalTime t = clock.local(unix_ms);
  return fmt::format("{:04}-{:02}-{:02} {:02}.{:02}", t.year, t.month, t.day, t.hour, t.minute);
}

}  // namespace entre::hub
