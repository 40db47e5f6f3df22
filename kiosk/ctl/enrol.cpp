#include "kiosk/ctl/enrol.h"

#include <fmt/format.h>

#include <vector>

#include "kiosk/ctl/placing.h"
#include "platform/config/table.h"
#include "platform/qr.h"
#include "sync/trust/trusted_set.h"
#include "sync/wire/enrolment.h"

namespace entre::ctl {
namespace {

using care::Words;
using State = wire::Enrolment::State;

constexpr std::int64_t kStepTimeoutMs = 120'000, kStartTimeoutMs = 120'000;
constexpr const char* kHead =
    "# Who this kiosk is and where its content comes from. Begun by kioskctl enrol.\n";

std::string folder_of(const std::string& file) {
  return file.substr(0, file.rfind('/'));
}

std::string file_of(const Paths& paths) {
  return folder_of(paths.token_file) + "/enrolment.json";
}

Result<wire::Enrolment> read_enrolment(const Tools& tools, const std::string& file) {
  auto text = tools.files.read(file, wire::enrolment_bytes_max);
  if (!text) return text.error();
  auto enrolment = wire::decode_enrolment(*text);
  if (!enrolment) return Error{ErrorKind::invalid, file + ": " + enrolment.error().message};
  return enrolment;
}

Result<void> keep(Tools& tools, const wire::Enrolment& enrolment) {
  const std::string file = file_of(tools.paths);
  if (auto made = tools.files.make_folders(folder_of(file)); !made) return made;
  return tools.files.write(file, wire::encode_enrolment(enrolment), 0600);
}

// Marked as used, and its secret gone from the stick, before it is used: one that two kiosks share is worse
// than one that a power cut has cost.
Result<wire::Enrolment> take_from_stick(Tools& tools, const Enrol& how) {
  for (const std::string& name : tools.files.list(how.folder)) {
    if (!name.starts_with("enrolment-") || !name.ends_with(".json")) continue;
    const std::string file = how.folder + "/" + name;
    auto enrolment = read_enrolment(tools, file);
    if (!enrolment) return enrolment;
    if (!how.name.empty() && enrolment->name != how.name) continue;
    const std::string used = file.substr(0, file.size() - 5) + ".used";
    if (auto renamed = tools.files.rename(file, used); !renamed) return renamed.error();
    const std::string note = enrolment->name + " " + local_date(tools.clock, tools.clock.unix_ms()) + "\n";
    if (auto written = tools.files.write(used, note); !written) return written.error();
    return enrolment;
  }
  return Error{ErrorKind::not_found,
               how.folder + (how.name.empty() ? ": holds no enrolment that is not used"
                                              : ": holds no enrolment that is not used for " + how.name)};
}

// What is to be gone on with, kept in its file.
Result<wire::Enrolment> begin(Tools& tools, const Enrol& how) {
  auto before = read_enrolment(tools, file_of(tools.paths));
  const std::int64_t now_ms = tools.clock.unix_ms();
  const bool may_go_on = before && (before->state == State::granted || before->expires_unix_ms > now_ms);
  if (how.hub_url.empty() && how.folder.empty()) {
    if (may_go_on) return before;
    return Error{ErrorKind::invalid, "nothing was begun: kioskctl enrol --hub https://... --wait"};
  }
  wire::Enrolment begun;
  if (!how.folder.empty()) {
    auto taken = take_from_stick(tools, how);
    if (!taken) return taken;
    begun = *std::move(taken);
  } else {
    const ConfigKey& key = *find_config_key("sync.hub_url");
    if (!key.accepts(how.hub_url))
      return Error{ErrorKind::invalid, "--hub " + how.hub_url + ": expected " + key.form};
    begun.hub_url = how.hub_url;
    while (begun.hub_url.ends_with('/')) begun.hub_url.pop_back();
    if (may_go_on && before->hub_url == begun.hub_url) return before;
    if (const auto config = load_config(tools.files, tools.paths)) begun.kiosk_id = config->kiosk.id;
  }
  if (auto kept = keep(tools, begun); !kept) return kept.error();
  return begun;
}

// kiosk-sync has the network; proxy and authority are as this kiosk's files say.
Result<wire::Enrolment> take_step(Tools& tools) {
  const Paths& paths = tools.paths;
  std::vector<std::string> argv{"kiosk-sync"};
  if (paths.config_parts_folder.empty())
    argv.insert(argv.end(), {"--config", paths.config_file});
  else if (paths.config_file != Paths{}.config_file)
    argv.insert(argv.end(), {"--home", folder_of(paths.config_file)});
  argv.insert(argv.end(), {"--enrol", file_of(paths)});
  const auto ran = tools.machine.run(argv, kStepTimeoutMs);
  if (!ran) return ran.error();
  if (ran->exit_code != 0)
    return Error{ErrorKind::io, fmt::format("kiosk-sync ended with {}: look at the configuration: kioskctl "
                                            "config check",
                                            ran->exit_code)};
  return read_enrolment(tools, file_of(paths));
}

// A root that cannot be one, or a demo's, is refused before anything is written.
Result<void> check_root(const std::string& root, const Config& config) {
  auto set = trust::TrustedSet::create(root, 0);
  if (!set) return Error{set.error().kind, "the hub's root: " + set.error().message};
  if (set->root().demo && !config.kiosk.demo)
    return Error{ErrorKind::denied, "the hub's root is of a demo: this kiosk is not (kiosk.demo)"};
  return {};
}

// What to put where, once the whole configuration with it has no fault and the root can be one.
Result<std::vector<Placed>> plan(const Tools& tools, const wire::Enrolment& enrolment) {
  const auto toml = plan_kiosk_toml(tools, kHead,
                                    {{"kiosk.id", enrolment.kiosk_id},
                                     {"kiosk.name", enrolment.name, true},
                                     {"kiosk.place", enrolment.place, true},
                                     {"sync.url", enrolment.hub_url},
                                     {"sync.hub_url", ""}});
  if (!toml) return toml.error();
  if (auto right = check_root(enrolment.root, toml->config); !right) return right.error();
  return std::vector<Placed>{{tools.paths.root_file, enrolment.root, 0644},
                             {tools.paths.token_file, enrolment.token + "\n", 0600},
                             {tools.paths.config_file, toml->text, 0644}};
}

std::string shown_code_file(const Tools& tools) {
  return tools.paths.requests_folder + "/" + wire::shown_code_file;
}

// On the screen too, where it runs and has nothing else to show; a terminal alone is enough.
void put_on_screen(Tools& tools, const wire::Enrolment& enrolment, bool start) {
  const wire::ShownCode code{enrolment.user_code, enrolment.verification_uri,
                             enrolment.verification_uri_complete, enrolment.expires_unix_ms};
  if (!tools.files.make_folders(tools.paths.requests_folder) ||
      !tools.files.write(shown_code_file(tools), wire::encode_shown_code(code), 0644) || !start)
    return;
  const auto ran = tools.machine.run({"systemctl", "start", "kiosk"}, kStartTimeoutMs);
  if (!ran || ran->exit_code != 0)
    tools.console.err << tools.console.say({"Skärmen startade inte: systemctl status kiosk",
                                            "The screen did not start: systemctl status kiosk"})
                      << "\n";
}

// The screen hears of what is written, not of what is removed.
void take_off_screen(Tools& tools) {
  if (!tools.files.exists(shown_code_file(tools))) return;
  static_cast<void>(tools.files.write(shown_code_file(tools), "{}", 0644));
  static_cast<void>(tools.files.remove(shown_code_file(tools)));
}

void show_code(Tools& tools, const wire::Enrolment& enrolment) {
  const LocalTime until = tools.clock.local(enrolment.expires_unix_ms);
  tools.console.out << fmt::format(
      fmt::runtime(tools.console.say({"Öppna {} och skriv koden\n\n    {}\n\n"
                                      "Koden gäller till {:02}.{:02}. Direkt: {}\n",
                                      "Open {} and type the code\n\n    {}\n\n"
                                      "It is good until {:02}:{:02}. At once: {}\n"})),
      enrolment.verification_uri, enrolment.user_code, until.hour, until.minute,
      enrolment.verification_uri_complete);
  if (tools.console.has_color) tools.console.out << qr_for_terminal(enrolment.verification_uri_complete);
  tools.console.out << std::flush;
}

int finish(Tools& tools, const wire::Enrolment& enrolment) {
  Console& console = tools.console;
  take_off_screen(tools);
  const auto planned = plan(tools, enrolment);
  if (!planned) return fail(console, planned.error().message);
  if (auto put = put_in_place(tools, *planned); !put) return fail(console, put.error().message);
  if (auto removed = tools.files.remove(file_of(tools.paths)); !removed)
    return fail(console, removed.error().message);
  console.out << console.say({"Klart. Kiosken heter ", "Done. The kiosk is called "}) << enrolment.name
              << (enrolment.place.empty() ? "" : " (" + enrolment.place + ")") << ".\n"
              << console.say({"Sätt personalkoden: kioskctl set-pin; se efter allt: kioskctl doctor",
                              "Set the staff PIN: kioskctl set-pin; look at everything: kioskctl doctor"})
              << "\n";
  // A sync that never ran waits for root.json; one that runs reads its files anew at its start.
  restart_services(tools);
  return done;
}

int give_up(Tools& tools, const wire::Enrolment& enrolment) {
  take_off_screen(tools);
  static_cast<void>(tools.files.remove(file_of(tools.paths)));
  return fail(tools.console,
              tools.console.say(enrolment.state == State::denied
                                    ? Words{"de som sköter hubben sade nej", "the hub's keepers said no"}
                                    : Words{"koden är för gammal eller redan använd: börja om med --hub",
                                            "the code is too old or was used: begin anew with --hub"}));
}

}  // namespace

std::string qr_for_terminal(const std::string& text) {
  const auto code = encode_qr(text);
  if (!code) return "";
  const int from = -qr_quiet_modules, to = code->width + qr_quiet_modules;
  const auto is_dark = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < code->width && y < code->width &&
           code->dark[static_cast<std::size_t>(y * code->width + x)];
  };
  constexpr const char* halves[] = {" ", "▄", "▀", "█"};
  std::string lines;
  for (int y = from; y < to; y += 2) {
    lines += "\033[30;107m";
    for (int x = from; x < to; ++x) lines += halves[(is_dark(x, y) ? 2 : 0) + (is_dark(x, y + 1) ? 1 : 0)];
    lines += "\033[0m\n";
  }
  return lines;
}

int enrol(Tools& tools, const Enrol& how) {
  Console& console = tools.console;
  auto enrolment = begin(tools, how);
  if (!enrolment) return fail(console, enrolment.error().message, usage);
  std::string shown_code, said;
  for (;;) {
    if (enrolment->state != State::granted) enrolment = take_step(tools);
    if (!enrolment) return fail(console, enrolment.error().message);
    if (enrolment->state == State::granted) return finish(tools, *enrolment);
    if (enrolment->state == State::denied || enrolment->state == State::expired)
      return give_up(tools, *enrolment);
    if (!enrolment->user_code.empty() && enrolment->user_code != shown_code) {
      show_code(tools, *enrolment);
      put_on_screen(tools, *enrolment, how.on_screen);
    }
    shown_code = enrolment->user_code;
    if (!enrolment->trouble.empty() && enrolment->trouble != said) {
      said = enrolment->trouble;
      console.err << "kioskctl: " << said << "\n";
    }
    if (!how.wait) break;
    tools.machine.wait_ms(enrolment->interval_s * 1000);
  }
  console.out << console.say({"Gå vidare när koden är godkänd: kioskctl enrol --wait",
                              "Go on once it is approved: kioskctl enrol --wait"})
              << "\n";
  return enrolment->trouble.empty() ? done : failed;
}

}  // namespace entre::ctl
