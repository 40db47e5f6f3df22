#include "kiosk/ctl/command_line.h"

#include "kiosk/ctl/bundle.h"
#include "kiosk/ctl/config.h"
#include "kiosk/ctl/content.h"
#include "kiosk/ctl/doctor.h"
#include "kiosk/ctl/enrol.h"
#include "kiosk/ctl/floor.h"
#include "kiosk/ctl/outbox.h"
#include "kiosk/ctl/pin.h"
#include "kiosk/ctl/setup.h"
#include "kiosk/ctl/status.h"
#include "kiosk/ctl/update.h"

namespace entre::ctl {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done, or all is well; 1 it could not be done, and nothing was changed; 2 wrong usage, or "
    "a value "
    "that is not allowed; 3 something is to be done by staff (status, doctor, config check, content verify), "
    "or an update failed and the package before "
    "was put back.";

// CLI::PositiveNumber would name the limits of a double.
bool is_release(const std::string& typed) {
  constexpr std::size_t digits_max = 18;
  return !typed.empty() && typed.size() <= digits_max && typed[0] != '0' &&
         typed.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

struct CommandLine::Options {
  std::string home, config_file;
  bool as_json = false, with_origin = false, refused_only = false, undo = false;
  std::string key, bundle_file;
  ConfigChange change;
  std::int64_t release = 0;
  Export how;
  std::string format = "csv";
  Setup setup;
  Enrol enrol;
  UpdateFrom update;
};

CommandLine::CommandLine(Tools& tools)
    : tools_(tools),
      app_(
          "Sets up, shows and mends a kiosk. It never uses the network: what needs it is asked of "
          "kiosk-sync.",
          "kioskctl"),
      options_(std::make_unique<Options>()) {
  app_.add_option("--home", options_->home, "folder that holds all of the kiosk's files")->type_name("DIR");
  app_.add_option("--config", options_->config_file,
                  "kiosk.toml, where it lies elsewhere; nothing lies over it")
      ->type_name("FILE");
  app_.set_version_flag("--version", std::string("kioskctl ") + ENTRE_VERSION);
  app_.footer(kFooter);
  app_.require_subcommand(1);
  app_.fallthrough();
  add_looking();
  add_config();
  add_content();
  add_outbox();
  add_setup();
  add_documents();
}

CommandLine::~CommandLine() = default;

CLI::App* CommandLine::add(CLI::App& under, const char* name, const char* help, Run run, Of of) {
  CLI::App* command = under.add_subcommand(name, help);
  if (run)
    command->final_callback([this, of, run = std::move(run)] {
      chosen_ = run;
      chosen_of_ = of;
    });
  else
    command->require_subcommand(1);
  return command;
}

void CommandLine::add_looking() {
  Options& o = *options_;
  add(app_, "status", "one screen: whether all is well, or what to do", [this, &o] {
    return show_status(tools_, o.as_json);
  })->add_flag("--json", o.as_json, "for programs");
  add(app_, "doctor",
      "look at display, touch, sound, network, clock, disk, signatures, services and permissions; each fault "
      "with its fix",
      [this, &o] { return run_doctor(tools_, o.as_json); })
      ->add_flag("--json", o.as_json, "for programs");
  add(app_, "support-bundle", "logs and state in one file, without secrets and without what visitors wrote",
      [this, &o] { return make_support_bundle(tools_, o.bundle_file); })
      ->add_option("FILE", o.bundle_file, "where to (default kiosk-support-DATE.tar.zst here)");
}

void CommandLine::add_config() {
  Options& o = *options_;
  CLI::App* config =
      add(app_, "config", "what the kiosk is told: docs/configuration.md has every key", nullptr);
  add(*config, "show", "every value", [this, &o] {
    return show_config(tools_, o.with_origin);
  })->add_flag("--origin", o.with_origin, "and where it comes from");
  add(*config, "get", "one value", [this, &o] { return get_config(tools_, o.key); })
      ->add_option("KEY", o.key, "such as screen.ppi")
      ->required();
  CLI::App* set =
      add(*config, "set", "change one value; refused, and nothing is changed, when it is not allowed",
          [this, &o] { return change_config(tools_, o.change); });
  set->add_option("KEY", o.change.key, "such as screen.ppi")->required();
  set->add_option("VALUE", o.change.value, "as text; keys are divided by commas")->required();
  set->add_flag("--staff", o.change.by_staff, "in the staff screen's own file");
  CLI::App* unset = add(*config, "unset", "take a value back that was set", [this, &o] {
    o.change.unset = true;
    return change_config(tools_, o.change);
  });
  unset->add_option("KEY", o.change.key, "such as screen.ppi")->required();
  unset->add_flag("--staff", o.change.by_staff, "in the staff screen's own file");
  add(*config, "check", "every fault, by file, line and key", [this] { return check_config(tools_); });
  add(
      *config, "document", "all keys, as docs/configuration.md",
      [this] { return document_config_keys(tools_); }, Of::nothing);
}

void CommandLine::add_content() {
  Options& o = *options_;
  CLI::App* content = add(app_, "content", "the releases on this kiosk's disk", nullptr);
  add(*content, "list", "which there are, and which is shown", [this] { return list_content(tools_); });
  add(*content, "verify", "the shown release against its signatures and hashes",
      [this] { return verify_content(tools_); });
  CLI::App* rollback =
      add(*content, "rollback", "show the release before, if the signed floor allows it",
          [this, &o] { return o.undo ? undo_rollback(tools_) : roll_back(tools_, o.release); });
  auto* release =
      rollback->add_option("RELEASE", o.release, "or this one")->check([this](const std::string& typed) {
        return is_release(typed)
                   ? ""
                   : typed +
                         tools_.console.say({": ange ett heltal från 1", ": expected a whole number from 1"});
      });
  rollback->add_flag("--undo", o.undo, "show the newest again")->excludes(release);
  add(*content, "keep-floor",
      "the signed floor in the machine's firmware too, and from there back to a disk that is older (as root; "
      "kiosk-floor.service does it)",
      [this] { return keep_floor(tools_); });
}

void CommandLine::add_outbox() {
  Options& o = *options_;
  CLI::App* outbox = add(app_, "outbox", "the answers on this kiosk", nullptr);
  add(*outbox, "list", "answers that wait and that were refused", [this, &o] {
    return list_outbox(tools_, o.refused_only);
  })->add_flag("--refused", o.refused_only, "only those that the hub has refused, and why");
  CLI::App* out = add(*outbox, "export", "the same as a file; nothing in the ledger changes", [this, &o] {
    o.how.as_json = o.format == "json";
    return export_outbox(tools_, o.how);
  });
  out->add_option("FILE", o.how.file, "where to (default: stdout)");
  out->add_option("--format", o.format, "csv or json")->check(CLI::IsMember({"csv", "json"}));
  out->add_flag("--with-text", o.how.with_text, "what visitors wrote in free text too");
}

void CommandLine::add_setup() {
  Options& o = *options_;
  CLI::App* setup = add(app_, "setup", "write kiosk.toml: asks at a terminal for what no option gives",
                        [this, &o] { return set_up(tools_, o.setup); });
  Setup& s = o.setup;
  const auto text = [&](const char* name, std::optional<std::string>& target, const char* help,
                        const char* type) { setup->add_option(name, target, help)->type_name(type); };
  text("--name", s.name, "what staff call the kiosk", "TEXT");
  text("--service-contact", s.service_contact, "whom to call when it is broken", "TEXT");
  text("--language", s.language, "a visit begins in", "CODE");
  text("--time-zone", s.time_zone, "such as Europe/Stockholm", "ZONE");
  text("--url", s.url, "where content comes from", "URL");
  text("--hub-url", s.hub_url, "where answers go, where that is another", "URL");
  text("--diagonal", s.diagonal_in, "of the panel", "INCHES");
  text("--pixels", s.size_px, "of the panel (default 1920x1080)", "WxH");
  text("--lower-edge", s.lower_edge_mm, "of the panel above the floor", "MM");
  setup->add_option("--id", s.id, "the kiosk's UUID (default: the one there is, else a new one)")
      ->type_name("UUID");
  setup->add_option("--root", s.root_file, "the release's 1.root.json, by which everything is checked")
      ->type_name("FILE");
  setup->add_option("--token-file", s.token_file, "the token that the hub gave")->type_name("FILE");
  setup->add_flag("--again", s.again, "change the kiosk.toml that is there; what is not given stays");
  CLI::App* enrolling =
      add(app_, "enrol", "ask a hub to take this kiosk in: shows the code that staff approve there",
          [this, &o] { return enrol(tools_, o.enrol); });
  auto* hub = enrolling->add_option("--hub", o.enrol.hub_url, "the hub's address (default: goes on)");
  hub->type_name("URL");
  enrolling->add_option("--from", o.enrol.folder, "a stick with prepared enrolments: takes one")
      ->type_name("DIR")
      ->excludes(hub);
  enrolling->add_option("--name", o.enrol.name, "which of the stick's (default: the first)")
      ->type_name("TEXT")
      ->needs("--from");
  enrolling->add_flag("--wait", o.enrol.wait, "until staff have answered");
  enrolling->add_flag(
      "--on-screen", o.enrol.on_screen,
      "start the screen, which shows the code in the terminal's place: for who sits elsewhere");
  CLI::App* updating = add(app_, "update",
                           "install a newer package from a stick, outside display hours; back to the one "
                           "before if no real frame follows",
                           [this, &o] { return update(tools_, o.update); });
  updating
      ->add_option("--from", o.update.folder,
                   "the stick's folder (default: the partition that is labelled ENTRE)")
      ->type_name("FOLDER");
  updating->add_flag("--now", o.update.now, "at any hour, and a version that has failed before too");
  add(app_, "set-pin", "the staff screen's PIN: asked for twice, or the first line of stdin",
      [this] { return set_staff_pin(tools_); });
}

void CommandLine::add_documents() {
  add(
      app_, "completion", "for bash: source <(kioskctl completion)",
      [this] {
        tools_.console.out << bash_completion(app_);
        return int(done);
      },
      Of::nothing);
  add(
      app_, "manual", "kioskctl(1), for man",
      [this] {
        tools_.console.out << manual_page(app_);
        return int(done);
      },
      Of::nothing);
}

int CommandLine::run(int argc, const char* const* argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_.exit(error, tools_.console.out, tools_.console.err) == 0 ? done : usage;
  }
  if (!options_->home.empty()) {
    tools_.paths = Paths::with_home(options_->home);
    tools_.package_folder = options_->home + "/packages";
  }
  if (!options_->config_file.empty()) tools_.paths.take_config_from(options_->config_file);
  if (chosen_of_ == Of::nothing) return chosen_();
  // One file that is looked at by itself has nothing over it, and needs nothing of the kiosk's.
  const bool is_one_file = !options_->config_file.empty() && app_.got_subcommand("config");
  if (const std::string file = file_out_of_reach(tools_, !is_one_file); !file.empty())
    return fail_at_file(
        tools_.console,
        {ErrorKind::denied, file + tools_.console.say({": du får inte läsa den", ": you may not read it"})});
  return chosen_();
}

}  // namespace entre::ctl
