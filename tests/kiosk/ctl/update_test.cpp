// kioskctl update on a machine whose apt, dpkg and service manager are the test's: what they are asked, and
// what becomes of the kiosk when any of them fails.
#include "kiosk/ctl/update.h"
#include "kiosk/care/health.h"
#include "platform/lock.h"
#include "tests/kiosk/ctl/desk.h"

using namespace entre;
using namespace entre::ctl;
using namespace entre::ctl::test;

namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms;
// 2024-01-09 is a Tuesday; local time in Stockholm is an hour ahead.
constexpr std::int64_t noon_ms = 1'704'801'600'000 - hour_ms, night_ms = noon_ms + 15 * hour_ms;

// A kiosk with 1.0 installed, its package kept, and a stick with 1.1 plugged in, at three in the morning.
// Each part fails where a test says so.
struct Kiosk : Desk {
  std::string installed = "1.0", candidate = "1.1";
  bool is_signed = true, fetch_works = true, install_works = true, is_interrupted = false;
  std::set<std::string> dark;  // versions that show no frame
  std::set<std::string> on_stick = {"1.1"};
  int restarts = 0;
  std::string crashing;  // a version whose frames stop after the first look

  Kiosk() {
    home.clock.set_unix_ms(night_ms);
    files.plant("/dev/disk/by-label/ENTRE", "");
    files.plant("/etc/apt/keyrings/entre.gpg", "key");
    keep("1.0");
    for (const char* command : {"mount", "umount", "systemctl stop", "dpkg-deb --contents"})
      machine.answers[command] = {0, ""};
    machine.answers["id -u"] = {0, "0\n"};
    machine.on_run = [this](const std::vector<std::string>& argv) { act(argv); };
  }

  void keep(const std::string& version) { write_package("entre-kiosk_" + version + "_amd64.deb"); }
  void write_package(const std::string& name) {
    REQUIRE(home.files.make_folders(path("packages/archives")).ok());
    write("packages/archives/" + name, "package");
  }
  std::string packages() const {
    std::string names;
    for (const auto& name : home.files.list(path("packages/archives"))) names += name + " ";
    return names;
  }
  bool asked(const std::string& words) const {
    return std::any_of(machine.asked.begin(), machine.asked.end(),
                       [&](const std::string& asked) { return asked.find(words) != std::string::npos; });
  }
  care::Update told() const {
    const auto update = care::read_update(home.files, path("update.json"));
    return update ? *update : care::Update{};
  }
  std::string findings() {
    std::string ids;
    for (const auto& finding : care::judge(care::gather(files, home.clock, home.paths)))
      ids += finding.id + " ";
    return ids;
  }

 private:
  // What the machine does, before its answer is looked up under the very words.
  void act(const std::vector<std::string>& argv) {
    const bool is_told = argv[0] == "env";
    const std::vector<std::string> own(argv.begin() + (is_told ? 7 : 0), argv.end());
    const auto has = [&](const std::string& word) {
      return std::find(own.begin(), own.end(), word) != own.end();
    };
    Ran ran{0, ""};
    if (own[0] == "apt-get" && has("update"))
      ran = is_signed ? ran : Ran{100, "Hit\nE: The repository is not signed.\n"};
    else if (own[0] == "apt-get" && has("--download-only"))
      ran = fetch(own.back().substr(own.back().find('=') + 1));
    else if (own[0] == "apt-get")
      ran = install(own.back().substr(own.back().find('=') + 1));
    else if (own[0] == "apt-cache")
      ran.out = "entre-kiosk:\n  Installed: " + installed + "\n  Candidate: " + candidate + "\n";
    else if (own[0] == "dpkg-query")
      ran.out = (is_interrupted ? "half-installed " : "installed ") + installed;
    else if (own[0] == "dpkg-deb" && has("--field"))
      ran.out = version_of(own[2]) + "\n";
    else if (own[0] == "dpkg" && has("--install"))
      installed = version_of(own.back()), is_interrupted = false;
    else if (own[0] == "systemctl" && own[1] == "restart")
      ran.exit_code = dark.contains(installed) ? 1 : 0;
    else if (own[0] == "systemctl" && own[1] == "show")
      ran.out =
          "ActiveState=active\nNRestarts=" + std::to_string(crashing == installed ? restarts++ : 0) + "\n";
    else if (own[0] == "realpath")
      ran.out = own.back() + "\n";
    else if (!is_told)
      return;
    std::string words;
    for (const std::string& word : argv) words += (words.empty() ? "" : " ") + word;
    machine.answers[words] = ran;
  }
  static std::string version_of(const std::string& file) {
    const auto from = file.find("entre-kiosk_") + 12;
    return file.substr(from, file.find('_', from) - from);
  }
  Ran fetch(const std::string& version) {
    if (!fetch_works || !on_stick.contains(version))
      return {100, "E: Failed to fetch copy:/run/entre-stick/pool: Input/output error\n"};
    keep(version);
    return {0, ""};
  }
  Ran install(const std::string& version) {
    if (!install_works) {
      is_interrupted = true;
      return {100, "dpkg: error processing package entre-kiosk (--configure)\nE: Sub-process failed\n"};
    }
    installed = version;
    return {0, ""};
  }
};

DisplayHours hours(const std::string& each_day, const std::string& days = "") {
  std::array<std::string, 7> week;
  week.fill(each_day);
  const auto parsed = parse_display_hours(week, days);
  REQUIRE(parsed.ok());
  return *parsed;
}

std::int64_t at(const std::string& utc) {
  const std::int64_t unix_ms = parse_rfc3339(utc);
  REQUIRE(unix_ms > 0);
  return unix_ms;
}

}  // namespace

TEST_CASE("an update has the time in which the screen is dark for twenty minutes more") {
  const entre::test::FakeClock clock;
  const auto day = hours("07:00-22:00");
  const auto is_window = [&](const char* utc) { return in_update_window(day, clock, at(utc)); };
  CHECK_FALSE(is_window("2024-01-09T20:59:00Z"));
  CHECK(is_window("2024-01-09T21:00:00Z"));
  CHECK(is_window("2024-01-10T05:40:00Z"));
  CHECK_FALSE(is_window("2024-01-10T05:41:00Z"));
  CHECK_FALSE(is_window("2024-01-10T06:00:00Z"));
  // Dark on a holiday, and for an hour at noon; a pause of ten minutes is none.
  CHECK(in_update_window(hours("07:00-22:00", "2024-01-10 closed"), clock, at("2024-01-10T11:00:00Z")));
  CHECK(in_update_window(hours("00:00-12:00, 13:00-24:00"), clock, at("2024-01-10T11:30:00Z")));
  CHECK(in_update_window(hours("closed"), clock, at("2024-01-10T11:30:00Z")));
}

TEST_CASE("a kiosk that is never dark for long has from two to four in the night") {
  const entre::test::FakeClock clock;
  for (const auto& lit : {hours("always"), hours("00:00-12:00, 12:10-24:00"),
                          // Dark on a day that is months away.
                          hours("always", "2024-12-24 closed")}) {
    CHECK_FALSE(in_update_window(lit, clock, at("2024-01-10T00:59:00Z")));
    CHECK(in_update_window(lit, clock, at("2024-01-10T01:00:00Z")));
    CHECK(in_update_window(lit, clock, at("2024-01-10T02:59:00Z")));
    CHECK_FALSE(in_update_window(lit, clock, at("2024-01-10T03:00:00Z")));
    CHECK_FALSE(in_update_window(lit, clock, at("2024-01-10T11:05:00Z")));
  }
}

TEST_CASE("the window follows the clock on the wall in the nights when it is changed") {
  const entre::test::FakeClock clock;
  // 31 March 2024: 01:59 is followed by 03:00. 27 October: 02:59 by 02:00.
  const auto night = hours("00:00-02:00, 06:00-24:00");
  CHECK_FALSE(in_update_window(night, clock, at("2024-03-31T00:59:00Z")));
  CHECK(in_update_window(night, clock, at("2024-03-31T01:00:00Z")));
  CHECK(in_update_window(night, clock, at("2024-03-31T03:40:00Z")));
  CHECK_FALSE(in_update_window(night, clock, at("2024-03-31T03:41:00Z")));
  CHECK(in_update_window(night, clock, at("2024-10-27T04:40:00Z")));
  CHECK_FALSE(in_update_window(night, clock, at("2024-10-27T04:41:00Z")));
  CHECK(in_update_window(hours("always"), clock, at("2024-03-31T01:30:00Z")));
  CHECK_FALSE(in_update_window(hours("always"), clock, at("2024-03-31T02:00:00Z")));
}

TEST_CASE("a newer package is installed from the stick, and kept; answers and staff are told nothing else") {
  Kiosk kiosk;
  kiosk.answer("one");
  const std::string before = kiosk.read("outbox.db");
  CHECK_MESSAGE(kiosk.run({"update"}) == done, kiosk.err);
  CHECK(kiosk.installed == "1.1");
  CHECK(kiosk.told().state == care::Update::State::updated);
  CHECK(kiosk.findings() == "updated ");
  CHECK(kiosk.packages() == "entre-kiosk_1.1_amd64.deb ");
  CHECK(kiosk.read("outbox.db") == before);
  // Read-only, nothing that runs, no file systems but a stick's.
  CHECK(kiosk.asked("mount --options ro,nosuid,nodev,noexec,umask=0022 --types vfat,exfat "));
  CHECK(kiosk.asked("umount /run/entre-stick"));
  CHECK(kiosk.read("packages/sources.list") ==
        "deb [signed-by=/etc/apt/keyrings/entre.gpg] copy:/run/entre-stick/repository ./\n");
  CHECK(kiosk.machine.waited_ms == std::vector<std::int64_t>(12, 5000));
  CHECK(kiosk.run({"status"}) == done);
  CHECK(kiosk.says("updated to 1.1 on 2024-01-10"));
  CHECK(kiosk.says(" 1.1, 2024-01-10 03:00"));
  kiosk.home.clock.advance_ms(care::updated_note_ms);
  CHECK(kiosk.findings().find("updated") == std::string::npos);
}

TEST_CASE("in display hours a stick waits, unless a person says now") {
  Kiosk kiosk;
  kiosk.home.clock.set_unix_ms(noon_ms);
  CHECK(kiosk.run({"update"}) == done);
  CHECK(kiosk.says("A stick is there"));
  CHECK_FALSE(kiosk.asked("mount"));
  kiosk.write("kiosk.toml",
              "[kiosk]\nid = \"0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10\"\n[sync]\nurl = \"https://hub.test\"\n"
              "[display]\ntuesday = \"13:00-17:00\"\n");
  CHECK_MESSAGE(kiosk.run({"update"}) == done, kiosk.out);
  CHECK(kiosk.installed == "1.1");
  Kiosk hurried;
  hurried.home.clock.set_unix_ms(noon_ms);
  CHECK(hurried.run({"update", "--now"}) == done);
  CHECK(hurried.installed == "1.1");
}

TEST_CASE("the window is in the kiosk's own time zone") {
  Kiosk kiosk;
  kiosk.write("kiosk.toml",
              "[kiosk]\nid = \"0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10\"\ntime_zone = \"America/New_York\"\n"
              "[sync]\nurl = \"https://hub.test\"\n");
  CHECK(kiosk.run({"update"}) == done);
  CHECK(kiosk.installed == "1.0");
  kiosk.home.clock.advance_ms(6 * hour_ms);
  CHECK(kiosk.run({"update"}) == done);
  CHECK(kiosk.installed == "1.1");
}

TEST_CASE("without a stick nothing is done, and quickly") {
  Kiosk kiosk;
  kiosk.files.uproot("/dev/disk/by-label/ENTRE");
  CHECK(kiosk.run({"update"}) == done);
  CHECK(kiosk.machine.asked == std::vector<std::string>{"id -u"});
  CHECK(kiosk.run({"update", "--now"}) == failed);
  CHECK(kiosk.says("label ENTRE"));
}

TEST_CASE("a folder takes a partition's place, whatever letters its name has") {
  Kiosk kiosk;
  kiosk.files.uproot("/dev/disk/by-label/ENTRE");
  CHECK_MESSAGE(kiosk.run({"update", "--now", "--from", "/media/min sticka [2]"}) == done, kiosk.err);
  CHECK_FALSE(kiosk.asked("mount"));
  CHECK(kiosk.read("packages/sources.list").find(" copy:/media/min%20sticka%20%5b2%5d/repository ./") !=
        std::string::npos);
}

TEST_CASE("a stick with what is installed already, or older, is left alone") {
  Kiosk kiosk;
  kiosk.candidate = "1.0";
  CHECK(kiosk.run({"update"}) == done);
  CHECK(kiosk.says("nothing newer than 1.0"));
  CHECK_FALSE(kiosk.asked("--download-only"));
  CHECK_FALSE(kiosk.asked("systemctl restart"));
  CHECK(kiosk.findings() == "");
}

TEST_CASE("a stick that the pinned key has not signed is not used, and staff hear of it while it is there") {
  Kiosk kiosk;
  kiosk.is_signed = false;
  CHECK(kiosk.run({"update"}) == failed);
  CHECK(kiosk.says("not signed by the key that this kiosk trusts"));
  CHECK(kiosk.says("E: The repository is not signed."));
  CHECK(kiosk.installed == "1.0");
  CHECK_FALSE(kiosk.asked("install"));
  CHECK(kiosk.findings() == "update_stick ");
  CHECK(kiosk.asked("umount /run/entre-stick"));
  kiosk.files.uproot("/dev/disk/by-label/ENTRE");
  CHECK(kiosk.run({"update"}) == done);
  CHECK(kiosk.findings() == "");
  Kiosk keyless;
  keyless.files.uproot("/etc/apt/keyrings/entre.gpg");
  CHECK(keyless.run({"update"}) == failed);
  CHECK(keyless.says("sudo sh install"));
  CHECK_FALSE(keyless.asked("mount"));
}

TEST_CASE("a stick that is pulled out while it is copied changes nothing, and is tried again") {
  Kiosk kiosk;
  kiosk.fetch_works = false;
  CHECK(kiosk.run({"update"}) == failed);
  CHECK(kiosk.says("Input/output error"));
  CHECK(kiosk.says("plug the stick in again"));
  CHECK(kiosk.installed == "1.0");
  CHECK_FALSE(kiosk.asked("systemctl"));
  CHECK(kiosk.findings() == "update_stick ");
  kiosk.fetch_works = true;
  CHECK(kiosk.run({"update"}) == done);
  CHECK(kiosk.installed == "1.1");
}

TEST_CASE("nothing is installed before the stick is let go of: it may be pulled out from then on") {
  Kiosk kiosk;
  CHECK(kiosk.run({"update"}) == done);
  const auto place = [&](const std::string& words) {
    std::size_t i = 0;
    while (i < kiosk.machine.asked.size() && kiosk.machine.asked[i].find(words) == std::string::npos) ++i;
    return i;
  };
  CHECK(place("umount") < place("--no-download"));
  CHECK(place("--no-download") < kiosk.machine.asked.size());
}

TEST_CASE("without a package to come back to nothing is tried, unless the stick has it too") {
  Kiosk kiosk;
  REQUIRE(kiosk.home.files.remove(kiosk.path("packages/archives/entre-kiosk_1.0_amd64.deb")).ok());
  CHECK(kiosk.run({"update"}) == failed);
  CHECK(kiosk.says("no copy of the installed package"));
  CHECK(kiosk.installed == "1.0");
  CHECK_FALSE(kiosk.asked("--no-download"));
  kiosk.on_stick = {"1.0", "1.1"};
  kiosk.dark = {"1.1"};
  CHECK(kiosk.run({"update"}) == attention);
  CHECK(kiosk.asked("--reinstall"));
  CHECK(kiosk.installed == "1.0");
  CHECK(kiosk.told().state == care::Update::State::taken_back);
}

TEST_CASE(
    "no frame from the new package: the one before is back, and the version is not tried again by itself") {
  for (const bool crashes : {false, true}) {
    CAPTURE(crashes);
    Kiosk kiosk;
    if (crashes)
      kiosk.crashing = "1.1";
    else
      kiosk.dark = {"1.1"};
    CHECK(kiosk.run({"update"}) == attention);
    CHECK(kiosk.installed == "1.0");
    CHECK(kiosk.says("the update to 1.1 failed and was taken back: no real frame followed"));
    CHECK(kiosk.asked("systemctl stop kiosk.service"));
    CHECK(kiosk.packages() == "entre-kiosk_1.0_amd64.deb ");
    CHECK(kiosk.findings() == "update_taken_back ");
    const auto asked_before =
        std::count_if(kiosk.machine.asked.begin(), kiosk.machine.asked.end(),
                      [](const auto& asked) { return asked.find("--no-download") != std::string::npos; });
    CHECK(kiosk.run({"update"}) == done);
    CHECK(kiosk.says("not tried again by itself"));
    CHECK(asked_before ==
          std::count_if(kiosk.machine.asked.begin(), kiosk.machine.asked.end(),
                        [](const auto& asked) { return asked.find("--no-download") != std::string::npos; }));
    CHECK(kiosk.findings() == "update_taken_back ");
    // A person may; and a newer one may by itself.
    kiosk.dark.clear();
    kiosk.crashing.clear();
    CHECK(kiosk.run({"update", "--now"}) == done);
    CHECK(kiosk.installed == "1.1");
    CHECK(kiosk.findings() == "updated ");
    kiosk.candidate = "1.2";
    kiosk.on_stick = {"1.2"};
    CHECK(kiosk.run({"update"}) == done);
    CHECK(kiosk.installed == "1.2");
  }
}

TEST_CASE("an installation that fails is taken back") {
  Kiosk kiosk;
  kiosk.install_works = false;
  CHECK(kiosk.run({"update"}) == attention);
  CHECK(kiosk.says("dpkg: error processing package entre-kiosk (--configure); E: Sub-process failed"));
  CHECK(kiosk.installed == "1.0");
  CHECK_FALSE(kiosk.is_interrupted);
  CHECK(kiosk.told().step == care::Update::Step::install);
  CHECK(kiosk.told().refused == std::vector<std::string>{"1.1"});
}

TEST_CASE("when neither package shows a frame staff are told how to put it back by hand") {
  Kiosk kiosk;
  kiosk.dark = {"1.0", "1.1"};
  CHECK(kiosk.run({"update"}) == attention);
  CHECK(kiosk.findings() == "update_stranded ");
  CHECK(kiosk.run({"status"}) == attention);
  CHECK(kiosk.says("archives/entre-kiosk_1.0_*.deb"));
  CHECK(kiosk.packages() == "entre-kiosk_1.0_amd64.deb entre-kiosk_1.1_amd64.deb ");
}

TEST_CASE("what a power cut has interrupted goes on at the next turn, at any hour and without the stick") {
  const auto interrupted = [](Kiosk& kiosk) {
    care::Update update;
    update.state = care::Update::State::trying;
    update.step = care::Update::Step::install;
    update.from = "1.0";
    update.to = "1.1";
    kiosk.write("packages/update.json", care::encode_update(update));
    kiosk.files.uproot("/dev/disk/by-label/ENTRE");
    kiosk.home.clock.set_unix_ms(noon_ms);
  };
  Kiosk before, between, after, dark;
  for (Kiosk* kiosk : {&before, &between, &after, &dark}) interrupted(*kiosk);
  CHECK(before.run({"update"}) == done);
  CHECK(before.installed == "1.0");
  CHECK_FALSE(before.asked("systemctl restart"));
  CHECK(before.told().state == care::Update::State::none);
  between.is_interrupted = true;
  CHECK(between.run({"update"}) == attention);
  CHECK(between.installed == "1.0");
  CHECK_FALSE(between.is_interrupted);
  after.installed = "1.1";
  after.keep("1.1");
  CHECK(after.run({"update"}) == done);
  CHECK(after.told().state == care::Update::State::updated);
  dark.installed = "1.1";
  dark.dark = {"1.1"};
  CHECK(dark.run({"update"}) == attention);
  CHECK(dark.installed == "1.0");
}

TEST_CASE("what the kiosk's user writes beside its status tells root nothing") {
  Kiosk kiosk;
  kiosk.files.uproot("/dev/disk/by-label/ENTRE");
  care::Update forged;
  forged.state = care::Update::State::trying;
  forged.from = "0.9";
  forged.to = "1.1";
  kiosk.write("update.json", care::encode_update(forged));
  CHECK(kiosk.run({"update"}) == done);
  CHECK(kiosk.machine.asked == std::vector<std::string>{"id -u"});
}

TEST_CASE("a file that is no record, or names what is no version, is none") {
  Kiosk kiosk;
  for (const char* text : {"", "{}", "[]", "{\"state\":\"updated\"}"}) {
    kiosk.write("update.json", text);
    CHECK_FALSE(care::read_update(kiosk.home.files, kiosk.path("update.json")).has_value());
  }
  care::Update update;
  update.to = "1.1";
  kiosk.write("update.json", care::encode_update(update));
  CHECK(care::read_update(kiosk.home.files, kiosk.path("update.json")).has_value());
  update.to = "../../tmp/evil";
  kiosk.write("update.json", care::encode_update(update));
  CHECK_FALSE(care::read_update(kiosk.home.files, kiosk.path("update.json")).has_value());
  CHECK(care::is_version("2:1.0~rc1+dfsg-1"));
  for (const char* text : {"", "x", "1 0", "1/0", "-1", "(none)"}) CHECK_FALSE(care::is_version(text));
}

TEST_CASE("only root updates, and one at a time") {
  Kiosk kiosk;
  kiosk.machine.answers["id -u"] = {0, "1000\n"};
  CHECK(kiosk.run({"update"}) == failed);
  CHECK(kiosk.says("sudo kioskctl update"));
  Kiosk busy;
  const auto lock = FileLock::acquire(busy.path("packages/lock"));
  REQUIRE(lock.ok());
  CHECK(busy.run({"update", "--now"}) == failed);
  CHECK(busy.says("running already"));
  CHECK(busy.installed == "1.0");
}

TEST_CASE("a stick's names cannot write on the terminal or fill the record") {
  Kiosk kiosk;
  kiosk.is_signed = false;
  kiosk.machine.on_run = [&, act = kiosk.machine.on_run](const std::vector<std::string>& argv) {
    act(argv);
    if (argv.back() != "update") return;
    std::string words;
    for (const std::string& word : argv) words += (words.empty() ? "" : " ") + word;
    kiosk.machine.answers[words] = {100, "E: \033[2J" + std::string(100'000, 'x') + "\n"};
  };
  CHECK(kiosk.run({"update"}) == failed);
  CHECK(kiosk.err.find('\033') == std::string::npos);
  CHECK(kiosk.told().why.size() <= care::update_why_bytes_max);
  CHECK(kiosk.told().state == care::Update::State::unusable);
}
