#include "kiosk/ctl/update.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/care/update.h"
#include "kiosk/ctl/packages.h"
#include "platform/lock.h"

namespace entre::ctl {
namespace {

using care::Update;
using care::Words;
using State = care::Update::State;
using Step = care::Update::Step;

constexpr const char* kPartition = "/dev/disk/by-label/ENTRE";
constexpr const char* kMountFolder = "/run/entre-stick";
constexpr const char* kScreen = "kiosk.service";
constexpr std::int64_t kDayMs = 24 * 3'600'000ll;
constexpr std::int64_t kMountTimeoutMs = 60'000, kAskTimeoutMs = 20'000;
// Stopping and starting, whose limits are the unit's, and more.
constexpr std::int64_t kRestartTimeoutMs = 300'000;
constexpr std::int64_t kWatchMs = 60'000, kLookMs = 5'000;

// The kiosk's own zone, which may be another than the machine's.
class ZonedClock : public Clock {
 public:
  ZonedClock(const Clock& clock, std::string zone) : clock_(clock), zone_(std::move(zone)) {}
  std::int64_t unix_ms() const override { return clock_.unix_ms(); }
  std::int64_t monotonic_ms() const override { return clock_.monotonic_ms(); }
  std::string boot_id() const override { return clock_.boot_id(); }
  bool trusted() const override { return clock_.trusted(); }
  LocalTime local(std::int64_t unix_ms) const override { return local_time(zone_, unix_ms); }

 private:
  const Clock& clock_;
  std::string zone_;
};

// How long the screen stays dark from this moment on; 0: it is lit.
std::int64_t dark_ms(const DisplayHours& hours, const Clock& clock, std::int64_t unix_ms) {
  if (is_open(hours, clock, unix_ms)) return 0;
  const std::int64_t lit = next_change_unix_ms(hours, clock, unix_ms);
  return lit < 0 ? kDayMs : lit - unix_ms;
}

bool is_dark_within_days(const DisplayHours& hours, const Clock& clock, std::int64_t unix_ms) {
  const std::int64_t end = unix_ms + 7 * kDayMs;
  for (std::int64_t at = unix_ms; at >= 0 && at < end; at = next_change_unix_ms(hours, clock, at))
    if (dark_ms(hours, clock, at) >= update_takes_ms) return true;
  return false;
}

class Updater {
 public:
  Updater(Tools& tools, UpdateFrom from) : tools_(tools), from_(std::move(from)), packages_(tools) {}
  ~Updater() { unmount(); }
  Updater(const Updater&) = delete;
  Updater& operator=(const Updater&) = delete;

  int run() {
    const auto user = tools_.machine.run({"id", "-u"}, kAskTimeoutMs);
    if (!user || user->out != "0\n")
      return fail(tools_.console,
                  say({"kör det som root: sudo kioskctl update", "run it as root: sudo kioskctl update"}));
    if (auto made = tools_.files.make_folders(tools_.package_folder); !made)
      return fail(tools_.console, made.error().message);
    // The timer's and a person's would take each other's for one that a power cut has ended.
    const auto lock = FileLock::acquire(tools_.package_folder + "/lock");
    if (!lock && lock.error().kind != ErrorKind::unavailable)
      return fail(tools_.console, lock.error().message);
    if (!lock)
      return fail(tools_.console,
                  say({"en uppdatering pågår redan: journalctl -fu entre-update visar den",
                       "an update is running already: journalctl -fu entre-update shows it"}));
    if (auto before = care::read_update(tools_.files, record_file()); before) record_ = *std::move(before);
    if (record_.state == State::trying) return go_on();
    if (from_.folder.empty() && !tools_.files.exists(kPartition)) return without_stick();
    if (!from_.now && !is_time()) {
      tell(
          {"En sticka är på plats. Den används när skärmen är släckt i minst 20 minuter (en som alltid är "
           "tänd: 02:00-04:00). Genast: kioskctl update --now",
           "A stick is there. It is used when the screen is dark for 20 minutes at least (one that is always "
           "lit: 02:00-04:00). At once: kioskctl update --now"});
      return done;
    }
    return look_at_stick();
  }

 private:
  std::string record_file() const { return tools_.package_folder + "/update.json"; }
  const std::string& say(const Words& words) const { return tools_.console.say(words); }
  void tell(const Words& words) { tools_.console.out << say(words) << std::endl; }

  bool is_time() const {
    const auto read = load_config(tools_.files, tools_.paths);
    const Config config = read ? *read : Config{};
    const auto hours = parse_display_hours(config.display.week, config.display.days);
    return in_update_window(hours ? *hours : DisplayHours::always(),
                            ZonedClock(tools_.clock, config.kiosk.time_zone), tools_.clock.unix_ms());
  }

  // Root's own first: the other is for staff to read, in a folder that the kiosk may write.
  Result<void> settle(State state) {
    record_.state = state;
    record_.unix_ms = tools_.clock.unix_ms();
    const std::string text = care::encode_update(record_);
    if (auto written = tools_.files.write(record_file(), text); !written) return written;
    return tools_.files.write(care::update_file(tools_.paths), text);
  }
  void forget_unusable() {
    if (record_.state == State::unusable) static_cast<void>(settle(State::none));
  }

  int without_stick() {
    forget_unusable();
    const Words none{"Ingen sticka med namnet ENTRE är isatt (annars: --from MAPP)",
                     "No stick with the label ENTRE is plugged in (else: --from FOLDER)"};
    if (from_.now) return fail(tools_.console, say(none));
    tell(none);
    return done;
  }

  // Nothing was changed.
  int unusable(Step step, const std::string& why) {
    record_.step = step;
    record_.why = why;
    static_cast<void>(settle(State::unusable));
    return fail(tools_.console, say(care::plain(step)) + (why.empty() ? "" : " (" + why + ")") + "\n  -> " +
                                    say(care::advice(step)));
  }

  Result<std::string> folder() {
    if (!from_.folder.empty()) {
      const auto real = tools_.machine.run({"realpath", "--", from_.folder}, kAskTimeoutMs);
      if (!real || real->exit_code != 0 || !real->out.starts_with('/'))
        return Error{ErrorKind::not_found, from_.folder + ": no such folder"};
      return real->out.substr(0, real->out.find_last_not_of('\n') + 1);
    }
    if (auto made = tools_.files.make_folders(kMountFolder); !made) return made.error();
    // No file systems but those that sticks come with: each more is code that a stranger's stick speaks to.
    const auto mounted = tools_.machine.run({"mount", "--options", "ro,nosuid,nodev,noexec,umask=0022",
                                             "--types", "vfat,exfat", kPartition, kMountFolder},
                                            kMountTimeoutMs);
    if (!mounted) return mounted.error();
    if (mounted->exit_code != 0)
      return Error{ErrorKind::io, fmt::format("mount {}: {}", kPartition, mounted->exit_code)};
    is_mounted_ = true;
    return std::string(kMountFolder);
  }
  void unmount() {
    if (is_mounted_) static_cast<void>(tools_.machine.run({"umount", kMountFolder}, kMountTimeoutMs));
    is_mounted_ = false;
  }

  int look_at_stick() {
    if (!tools_.files.exists(update_key_file)) return unusable(Step::key, "");
    const auto from = packages_.installed();
    if (!from)
      return fail(tools_.console,
                  from.error().message + say({": installera först, med stickans program: sudo sh install",
                                              ": install first, by the stick's program: sudo sh install"}));
    tell({"Stickans signatur kontrolleras ...", "Checking the stick's signature ..."});
    const auto stick = folder();
    if (!stick) return unusable(Step::signature, stick.error().message);
    if (auto read = packages_.take_index(*stick); !read)
      return unusable(Step::signature, read.error().message);
    const auto to = packages_.candidate();
    if (!to) return unusable(Step::signature, to.error().message);
    if (*to == *from) {
      forget_unusable();
      tell({"Stickan har inget nyare än " + *from, "The stick has nothing newer than " + *from});
      return done;
    }
    if (!from_.now && is_refused(*to)) {
      tell({*to + " har misslyckats här förut och prövas inte igen av sig själv. Ändå: kioskctl update --now",
            *to + " has failed here before and is not tried again by itself. All the same: kioskctl update "
                  "--now"});
      return done;
    }
    return fetch(*from, *to);
  }

  int fetch(const std::string& from, const std::string& to) {
    tell({fmt::format("Från {} till {}: paketen hämtas ...", from, to),
          fmt::format("From {} to {}: fetching the packages ...", from, to)});
    if (!packages_.is_kept(from)) {
      const auto kept = packages_.fetch_installed(from);
      if (!packages_.is_kept(from)) return unusable(Step::keep, kept ? "" : kept.error().message);
    }
    if (auto fetched = packages_.fetch(to); !fetched) return unusable(Step::fetch, fetched.error().message);
    unmount();
    tell({"Allt är på disken: stickan kan tas ut. Installerar ...",
          "All of it is on the disk: the stick can be taken out. Installing ..."});
    record_.step = Step::install;
    record_.why.clear();
    record_.from = from;
    record_.to = to;
    // Tried by hand: what it did before is no longer held against it.
    std::erase(record_.refused, to);
    if (auto noted = settle(State::trying); !noted) return fail(tools_.console, noted.error().message);
    if (auto installed = packages_.install(to); !installed)
      return take_back(Step::install, installed.error().message);
    return judge();
  }

  int judge() {
    if (auto shown = frames(); !shown) return take_back(Step::frames, shown.error().message);
    if (auto noted = settle(State::updated); !noted) return fail(tools_.console, noted.error().message);
    packages_.keep_only(record_.to);
    tell({"Klart: " + record_.to + " är installerad, och skärmen visar bilder.",
          "Done: " + record_.to + " is installed, and the screen shows frames."});
    return done;
  }

  // A power cut, or somebody, has ended an update in the middle.
  int go_on() {
    tell({"En uppdatering till " + record_.to + " avbröts; den görs färdig ...",
          "An update to " + record_.to + " was interrupted; finishing it ..."});
    if (is_refused(record_.to)) return take_back(record_.step, record_.why);
    if (auto finished = packages_.finish_interrupted(); !finished)
      return take_back(Step::install, finished.error().message);
    const auto now = packages_.installed();
    if (!now) return take_back(Step::install, now.error().message);
    if (*now == record_.to) return judge();
    // It had not begun.
    tell({*now + " är installerad, hel och orörd", *now + " is installed, whole and untouched"});
    const auto noted = settle(State::none);
    return noted ? int(done) : fail(tools_.console, noted.error().message);
  }

  int take_back(Step step, const std::string& why) {
    tell({care::plain(step).sv + ": " + record_.from + " läggs tillbaka ...",
          care::plain(step).en + ": putting " + record_.from + " back ..."});
    record_.step = step;
    record_.why = why;
    if (!is_refused(record_.to)) record_.refused.push_back(record_.to);
    if (record_.refused.size() > care::refused_versions_max) record_.refused.erase(record_.refused.begin());
    // Before anything else: a power cut now leads on here.
    static_cast<void>(settle(State::trying));
    // Ends its crashes, and the count of them.
    static_cast<void>(tools_.machine.run({"systemctl", "stop", kScreen}, kRestartTimeoutMs));
    auto back = packages_.put_back(record_.from);
    if (auto shown = frames(); back) back = shown;
    const auto noted = settle(back ? State::taken_back : State::stranded);
    if (!noted) tools_.console.err << noted.error().message << "\n";
    if (back) packages_.keep_only(record_.from);
    const std::string said = why.empty() ? "" : " (" + why + ")";
    if (back)
      return fail(tools_.console,
                  say({fmt::format("uppdateringen till {} misslyckades och togs tillbaka: {}{}", record_.to,
                                   care::plain(step).sv, said),
                       fmt::format("the update to {} failed and was taken back: {}{}", record_.to,
                                   care::plain(step).en, said)}) +
                      "\n  -> " + say(care::advice(step)),
                  attention);
    return fail(
        tools_.console,
        say({fmt::format("{} kom inte tillbaka: {}; kör kioskctl status", record_.from, back.error().message),
             fmt::format("{} did not come back: {}; run kioskctl status", record_.from,
                         back.error().message)}),
        attention);
  }

  bool is_refused(const std::string& version) const {
    return std::find(record_.refused.begin(), record_.refused.end(), version) != record_.refused.end();
  }

  // The service is up when its first frame was presented; a minute more, so that it is not one frame alone.
  Result<void> frames() {
    tell({"Skärmen startas om och iakttas i en minut ...",
          "Restarting the screen, and watching it for a minute ..."});
    const auto restarted = tools_.machine.run({"systemctl", "restart", kScreen}, kRestartTimeoutMs);
    if (!restarted) return restarted.error();
    if (restarted->exit_code != 0)
      return Error{ErrorKind::unavailable,
                   fmt::format("systemctl restart {}: {}", kScreen, restarted->exit_code)};
    const std::string first = shown();
    if (first.find("ActiveState=active\n") == std::string::npos)
      return Error{ErrorKind::unavailable, "the screen is not up"};
    for (std::int64_t watched_ms = 0; watched_ms < kWatchMs; watched_ms += kLookMs) {
      tools_.machine.wait_ms(kLookMs);
      if (shown() != first)
        return Error{ErrorKind::unavailable,
                     fmt::format("the screen ended within {} s", (watched_ms + kLookMs) / 1000)};
    }
    return {};
  }
  std::string shown() {
    const auto ran =
        tools_.machine.run({"systemctl", "show", kScreen, "--property=ActiveState,NRestarts"}, kAskTimeoutMs);
    return ran ? ran->out : "";
  }

  Tools& tools_;
  const UpdateFrom from_;
  Packages packages_;
  care::Update record_;
  bool is_mounted_ = false;
};

}  // namespace

bool in_update_window(const DisplayHours& hours, const Clock& clock, std::int64_t unix_ms) {
  if (is_dark_within_days(hours, clock, unix_ms)) return dark_ms(hours, clock, unix_ms) >= update_takes_ms;
  const int hour = clock.local(unix_ms).hour;
  return hour == 2 || hour == 3;
}

int update(Tools& tools, const UpdateFrom& from) {
  return Updater(tools, from).run();
}

}  // namespace entre::ctl
