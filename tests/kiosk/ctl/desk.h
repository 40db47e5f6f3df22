#pragma once
// A well kiosk whose machine is made of files and answers that a test can spoil, and kioskctl before it.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "kiosk/care/pin.h"
#include "kiosk/ctl/command_line.h"
#include "sync/outbox/outbox.h"
#include "tests/sync/client/release_server.h"

namespace entre::ctl::test {

// The real disk, but /sys, /proc, /dev, /run, apt's keys and the machine's own kiosk lie in a folder of the
// test.
class RootedFiles : public SystemFiles {
 public:
  explicit RootedFiles(std::string root) : root_(std::move(root)) {}
  Result<std::string> read(const std::string& path, std::uint64_t bytes_max) const override {
    if (is_closed(path)) return Error{ErrorKind::denied, path + ": Permission denied"};
    return SystemFiles::read(at(path), bytes_max);
  }
  Result<void> write(const std::string& path, std::string_view bytes, unsigned mode) override {
    if (path == fixed) return Error{ErrorKind::denied, path + ": Permission denied"};
    return SystemFiles::write(at(path), bytes, mode);
  }
  Result<void> rename(const std::string& from, const std::string& to) override {
    if (to == fixed) return Error{ErrorKind::denied, to + ": Permission denied"};
    return SystemFiles::rename(at(from), at(to));
  }
  Result<void> remove(const std::string& path) override { return SystemFiles::remove(at(path)); }
  Result<void> sync(const std::string& path) override { return SystemFiles::sync(at(path)); }
  bool exists(const std::string& path) const override {
    return !is_closed(path) && SystemFiles::exists(at(path));
  }
  bool is_folder(const std::string& path) const override { return SystemFiles::is_folder(at(path)); }
  std::vector<std::string> list(const std::string& folder) const override {
    return SystemFiles::list(at(folder));
  }
  Result<void> make_folders(const std::string& path) override { return SystemFiles::make_folders(at(path)); }
  Result<std::uint64_t> free_bytes(const std::string& path) const override {
    return space_bytes ? Result<std::uint64_t>(*space_bytes) : SystemFiles::free_bytes(path);
  }
  void plant(const std::string& path, const std::string& text) {
    const std::string file = at(path);
    REQUIRE(make_folders(file.substr(0, file.rfind('/'))).ok());
    REQUIRE(write(file, text, 0644).ok());
  }
  void uproot(const std::string& path) { REQUIRE(remove(at(path)).ok()); }

  std::optional<std::uint64_t> space_bytes = 10ull << 30;
  std::vector<std::string> closed;  // what begins so may not be read, as by a user who is not in its group
  std::string fixed;                // a file that nothing takes the place of

 private:
  bool is_closed(const std::string& path) const {
    return std::any_of(closed.begin(), closed.end(),
                       [&](const std::string& beginning) { return path.starts_with(beginning); });
  }
  std::string at(const std::string& path) const {
    for (const char* folder :
         {"/sys/", "/proc/", "/dev/", "/run/", "/etc/apt/", "/etc/kiosk/", "/var/lib/kiosk/"})
      if ((path + "/").starts_with(folder)) return root_ + path;
    return path;
  }
  std::string root_;
};

struct FakeMachine : Machine {
  // The longest beginning of a command's words that is here answers it.
  std::map<std::string, Ran> answers;
  std::map<std::string, FileFacts> changed;
  std::vector<std::string> asked;
  std::vector<std::int64_t> waited_ms;
  // What a command does beside its answer.
  std::function<void(const std::vector<std::string>& argv)> on_run;

  void wait_ms(std::int64_t ms) override { waited_ms.push_back(ms); }
  Result<Ran> run(const std::vector<std::string>& argv, std::int64_t) override {
    std::string words;
    for (const std::string& word : argv) words += (words.empty() ? "" : " ") + word;
    asked.push_back(words);
    if (on_run) on_run(argv);
    const Ran* found = nullptr;
    for (const auto& [beginning, ran] : answers)
      if (words.starts_with(beginning)) found = &ran;
    if (found == nullptr) return Error{ErrorKind::not_found, argv[0] + ": not here"};
    return *found;
  }
  Result<FileFacts> facts(const std::string& path) const override {
    const auto found = changed.find(path);
    return found == changed.end() ? SystemMachine().facts(path) : Result<FileFacts>(found->second);
  }
};

inline entre::test::ReleaseServer& published(entre::test::ReleaseServer& server) {
  server.publish(entre::test::FakeClock());
  return server;
}

inline constexpr const char* touch_screen =
    "I: Bus=0003 Vendor=0eef\nN: Name=\"Touch\"\nH: Handlers=event4\nB: EV=b\nB: ABS=260800000000003\n\n";

class Desk {
 public:
  entre::test::ReleaseServer server;
  entre::test::Home home{published(server)};
  RootedFiles files{home.folder.path() + "/root"};
  FakeMachine machine;
  std::string out, err;
  care::Language language = care::Language::english;

  Desk() {
    plant_machine();
    write("kiosk.toml",
          "[kiosk]\nid = \"0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10\"\nname = \"Entrén\"\n"
          "[sync]\nurl = \"https://hub.test\"\n");
    write("token", "kiosk-secret-token\n", 0600);
    REQUIRE(home.sync().content->ok());
    REQUIRE(care::set_pin("482913", care::PinFiles::beside(home.paths.status_file), home.files, home.random)
                .ok());
    machine.answers["systemctl show"] = {
        0, "NRestarts=0\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n"};
    machine.answers["nmcli networking"] = {0, "full\n"};
    machine.answers["timedatectl show"] = {0, "yes\n"};
  }

  std::string path(const std::string& name) const { return home.folder.file(name); }
  void write(const std::string& name, const std::string& text, unsigned mode = 0644) {
    REQUIRE(home.files.write(path(name), text, mode).ok());
  }
  std::string read(const std::string& name) const {
    const auto text = home.files.read(path(name), 1 << 24);
    return text ? *text : "";
  }
  // kioskctl with these words on this home, and what it was given to read.
  int run(std::vector<std::string> words, const std::string& input = "", bool at_terminal = false) {
    std::istringstream in(input);
    std::ostringstream said, complained;
    Console console{in, said, complained, at_terminal, false, language};
    Tools tools{files,   home.clock, home.random,      machine,
                console, home.paths, path("packages"), path("efivars")};
    std::vector<const char*> argv{"kioskctl"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    const int code = CommandLine(tools).run(static_cast<int>(argv.size()), argv.data());
    out = said.str();
    err = complained.str();
    return code;
  }
  bool says(const std::string& text) const { return (out + err).find(text) != std::string::npos; }

  // The next release, brought here.
  void release(const std::string& text, std::int64_t floor = 1) {
    server.set_page("one", text);
    server.set_floor(floor);
    server.publish(home.clock);
    REQUIRE(home.sync().content->ok());
  }
  std::unique_ptr<outbox::Outbox> ledger() {
    auto opened = outbox::Outbox::open(home.paths.outbox_file, home.config.kiosk.id, home.files, home.clock,
                                       home.random);
    REQUIRE(opened.ok());
    return std::move(opened->outbox);
  }
  void answer(const std::string& page, const std::string& comment = "") {
    const auto outbox = ledger();
    outbox::Answer given;
    given.page = page;
    given.language = "sv";
    given.release = 1;
    given.useful = true;
    given.reasons = {"hard_to_read"};
    given.comment = comment;
    REQUIRE(outbox->add_draft(given).ok());
    REQUIRE(outbox->finish_all_drafts().ok());
  }
  wire::KioskStatus status() const { return *wire::decode_status(read("status.json")); }
  void status(const wire::KioskStatus& changed) { write("status.json", wire::encode_status(changed)); }

 private:
  void plant_machine() {
    files.plant("/sys/class/drm/card0-HDMI-A-1/status", "connected\n");
    files.plant("/dev/dri/renderD128", "");
    files.plant("/proc/bus/input/devices", touch_screen);
    files.plant("/proc/asound/cards", " 0 [PCH]: HDA-Intel\n");
    files.plant("/sys/class/net/lo/operstate", "unknown\n");
    files.plant("/sys/class/net/eth0/operstate", "up\n");
    files.plant("/sys/class/thermal/thermal_zone0/temp", "48000\n");
  }
};

}  // namespace entre::ctl::test
