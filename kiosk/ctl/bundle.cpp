#include "kiosk/ctl/bundle.h"

#include <fmt/format.h>

#include <sstream>

#include "kiosk/care/pin.h"
#include "kiosk/care/update.h"
#include "kiosk/ctl/config.h"
#include "kiosk/ctl/content.h"
#include "kiosk/ctl/doctor.h"
#include "kiosk/ctl/redact.h"
#include "kiosk/ctl/status.h"
#include "platform/compress.h"

namespace entre::ctl {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

constexpr std::uint64_t kSecretBytesMax = 4096, kFileBytesMax = 1 << 20;
constexpr std::int64_t kCommandTimeoutMs = 20'000;

// What a command of our own says, without colours and in English.
std::string said(Tools& tools, int (*command)(Tools&)) {
  std::ostringstream out;
  std::istringstream none;
  Console console{none, out, out};
  Tools own{tools.files, tools.clock, tools.random, tools.machine, console, tools.paths};
  command(own);
  return out.str();
}

std::string said(Tools& tools, const std::vector<std::string>& argv) {
  auto ran = tools.machine.run(argv, kCommandTimeoutMs);
  return ran ? ran->out : ran.error().message + "\n";
}

// Whole secrets that stand in files of this kiosk.
std::vector<std::string> secrets_of(const Tools& tools) {
  std::vector<std::string> secrets;
  const auto pin = care::PinFiles::beside(tools.paths.status_file);
  for (const std::string& file : {tools.paths.token_file, pin.pin_file}) {
    auto text = tools.files.read(file, kSecretBytesMax);
    if (!text) continue;
    while (!text->empty() && (text->back() == '\n' || text->back() == ' ')) text->pop_back();
    if (!text->empty()) secrets.push_back(*text);
  }
  return secrets;
}

Entries gather(Tools& tools) {
  Entries entries = {
      {"status.txt", said(tools, [](Tools& own) { return show_status(own, false); })},
      {"status.json", said(tools, [](Tools& own) { return show_status(own, true); })},
      {"doctor.txt", said(tools, [](Tools& own) { return run_doctor(own, false); })},
      {"config.toml", said(tools, [](Tools& own) { return show_config(own, true); })},
      {"config-check.txt", said(tools, check_config)},
      {"content.txt", said(tools, list_content)},
      {"verify.txt", said(tools, verify_content)},
      {"journal-kiosk.txt",
       said(tools, {"journalctl", "-u", "kiosk", "-n", "3000", "--no-pager", "-o", "short-iso"})},
      {"journal-kiosk-sync.txt",
       said(tools, {"journalctl", "-u", "kiosk-sync", "-n", "3000", "--no-pager", "-o", "short-iso"})},
      {"journal-entre-update.txt",
       said(tools, {"journalctl", "-u", "entre-update", "-n", "1000", "--no-pager", "-o", "short-iso"})},
      {"journal-kernel.txt",
       said(tools, {"journalctl", "-k", "-n", "1000", "--no-pager", "-o", "short-iso"})},
      {"units.txt", said(tools, {"systemctl", "status", "kiosk", "kiosk-sync", "--no-pager", "--full"})},
      {"network.txt", said(tools, {"nmcli", "device", "show"})},
      {"disks.txt", said(tools, {"df", "-h"})},
  };
  const std::string state = tools.paths.status_file.substr(0, tools.paths.status_file.rfind('/'));
  std::string listing;
  for (const std::string& folder : {state, tools.paths.content_folder, tools.paths.trust_folder})
    for (const std::string& name : tools.files.list(folder)) {
      const auto facts = tools.machine.facts(folder + "/" + name);
      const auto size = tools.files.size_bytes(folder + "/" + name);
      listing += fmt::format("{:04o} {:<10} {:>10} {}/{}\n", facts ? facts->mode : 0,
                             facts ? facts->owner : "?", size ? *size : 0, folder, name);
    }
  entries.emplace_back("files.txt", listing);
  for (const auto& [name, path] : {std::pair{"sync-status.json", tools.paths.status_file},
                                   {"update.json", care::update_file(tools.paths)},
                                   {"os-release", std::string("/etc/os-release")}})
    if (auto text = tools.files.read(path, kFileBytesMax); text) entries.emplace_back(name, *text);
  return entries;
}

}  // namespace

std::string tar(const Entries& entries, std::int64_t unix_ms) {
  constexpr std::size_t block = 512;
  std::string archive;
  for (const auto& [name, text] : entries) {
    std::string header(block, '\0');
    const auto put = [&](std::size_t at, const std::string& value) {
      header.replace(at, value.size(), value);
    };
    put(0, name.substr(0, 100));
    put(100, "0000600");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", text.size()));
    put(136, fmt::format("{:011o}", std::max<std::int64_t>(unix_ms, 0) / 1000));
    put(148, "        ");  // the sum is made as if it were blank
    put(156, "0");
    put(257, "ustar");
    put(263, "00");
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, fmt::format("{:06o}", sum) + std::string(1, '\0') + " ");
    archive += header + text;
    archive.append((block - text.size() % block) % block, '\0');
  }
  return archive + std::string(2 * block, '\0');
}

int make_support_bundle(Tools& tools, std::string file) {
  Console& console = tools.console;
  if (file.empty()) file = "kiosk-support-" + local_date(tools.clock, tools.clock.unix_ms()) + ".tar.zst";
  if (auto may = check_target(tools, file); !may) return fail(console, may.error().message);
  const std::vector<std::string> secrets = secrets_of(tools);
  Entries entries = gather(tools);
  for (auto& [name, text] : entries) {
    text = redact(std::move(text), secrets);
    name = "kiosk-support/" + name;
  }
  if (auto written = tools.files.write(file, zstd_compress(tar(entries, tools.clock.unix_ms())), 0600);
      !written)
    return fail_at_file(console, written.error());
  console.out << file << "\n"
              << console.say({"Läs gärna igenom den innan du skickar den: tar --zstd -xf ",
                              "You may want to look at it before you send it: tar --zstd -xf "})
              << file << "\n";
  return done;
}

}  // namespace entre::ctl
