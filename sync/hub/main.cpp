// kiosk-hub: takes answers and status, serves releases, shows the dashboard.

#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <optional>

#include "platform/log.h"
#include "sync/hub/commands.h"
#include "sync/hub/enrol_commands.h"
#include "sync/hub/retention.h"

namespace {

using namespace entre;

constexpr const char* footer =
    "Exit codes: 0 done, or stopped by SIGTERM or SIGINT; 1 failed (database, address); "
    "2 usage, or refused because of how it was set up.";

int report(const Error& error) {
  fmt::print(stderr, "kiosk-hub: {}\n", error.message);
  return error.kind == ErrorKind::invalid ? 2 : 1;
}

int print_secret(const Result<std::string>& secret) {
  if (!secret) return report(secret.error());
  fmt::print("{}\n", *secret);
  return 0;
}

int run_export(const std::string& db, const std::string& format) {
  const auto kind = format == "json" ? hub::ExportFormat::json : hub::ExportFormat::csv;
  bool written = true;
  auto done = hub::export_answers(db, kind, [&](std::string_view text) {
    written = written && std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  });
  if (!done) return report(done.error());
  if (!written || std::fflush(stdout) != 0) return report(Error{ErrorKind::io, "the output was not written"});
  return 0;
}

void print(const hub::Purge& purge) {
  const auto before = [](const std::string& time) { return time.empty() ? "-" : time; };
  fmt::print("{}: {} answers from before {}, {} comments from before {}, {} hours' counts from before {}\n",
             purge.time, purge.answers, before(purge.answers_before), purge.comments,
             before(purge.comments_before), purge.counts, before(purge.counts_before));
}

int run_purge(const std::string& db, const hub::Retention& retention, bool log_only, const Clock& clock) {
  if (log_only) {
    auto log = hub::purge_log(db);
    if (!log) return report(log.error());
    for (const hub::Purge& purge : *log) print(purge);
    return 0;
  }
  if (!retention.answers_days && !retention.comments_days && !retention.counts_days)
    return report(
        Error{ErrorKind::invalid, "purge: name --answers-days, --comments-days, --counts-days or --log"});
  auto done = hub::purge(db, retention, clock);
  if (!done) return report(done.error());
  print(*done);
  return 0;
}

// Before any thread is made: all inherit the mask, and the signals wait for serve() to take them.
void block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void add_serve_options(CLI::App& serve, hub::ServeOptions* options) {
  serve.add_option("--db", options->db, "the database, made where there is none")->required();
  serve.add_option("--release", options->release_folder, "a folder that kiosk-publish wrote")->required();
  serve.add_option("--listen", options->listen, "ADDRESS:PORT; port 0 picks a free one")
      ->capture_default_str();
  serve.add_option("--tls-cert", options->tls_cert_file, "certificate with its chain, PEM");
  serve.add_option("--tls-key", options->tls_key_file, "its private key, PEM");
  serve.add_option("--behind-proxy", options->proxy,
                   "IP address of the proxy that has the TLS; no other peer is answered");
  serve.add_option("--public-url", options->public_url,
                   "the hub's address for kiosks and people (default: what each request calls it)");
  serve.add_option("--alarm-webhook", options->alarms.webhook_url,
                   "told of faults by a POST of JSON, once each and when it is well again");
  serve.add_option("--smtp", options->alarms.smtp_url,
                   "the mail server by which they are told: smtp://HOST[:PORT] or smtps://HOST[:PORT]");
  serve.add_option("--smtp-login", options->alarms.smtp_login_file, "a file with one line, user:password");
  serve.add_option("--alarm-mail-from", options->alarms.mail_from, "the sender's address");
  serve.add_option("--alarm-mail-to", options->alarms.mail_to, "an address that is told; may be given again");
  serve.add_option("--dashboard-login", options->login_file,
                   "who may see the pages and approve kiosks, as `login add` writes it");
}

struct EnrolCommands {
  CLI::App *approve = nullptr, *deny = nullptr, *stick = nullptr;
  std::string db, code, name, place;
  hub::Stick how;
};

void add_enrol_commands(CLI::App& app, EnrolCommands* enrol) {
  CLI::App* all = app.add_subcommand("enrol", "Kiosks that ask to join")->require_subcommand(1);
  enrol->approve = all->add_subcommand("approve", "Let the kiosk that shows this code join");
  enrol->deny = all->add_subcommand("deny", "Tell the kiosk that shows this code that it may not");
  enrol->stick =
      all->add_subcommand("stick", "Write a folder of prepared enrolments, each good for one kiosk");
  for (CLI::App* command : {enrol->approve, enrol->deny, enrol->stick}) {
    command->add_option("--db", enrol->db, "the database")->required();
    command->footer(footer);
  }
  for (CLI::App* command : {enrol->approve, enrol->deny})
    command->add_option("CODE", enrol->code, "as the kiosk shows it")->required();
  enrol->approve->add_option("--name", enrol->name, "what staff call the kiosk")->required();
  enrol->approve->add_option("--place", enrol->place, "where it hangs");
  enrol->stick
      ->add_option("--names", enrol->how.names_file, "a line a kiosk: its name, a tab, where it hangs")
      ->required();
  enrol->stick->add_option("--count", enrol->how.count, "how many (default: one a line)")
      ->check(CLI::Range(1, hub::stick_count_max));
  enrol->stick->add_option("--hub", enrol->how.hub_url, "the hub's address for kiosks")->required();
  enrol->stick->add_option("--out", enrol->how.folder, "the folder, made where there is none")->required();
  enrol->stick->add_option("--days", enrol->how.days, "how long they are good")
      ->check(CLI::Range(1, 366))
      ->capture_default_str();
}

// Nothing where another command was named.
std::optional<int> run_enrol(const EnrolCommands& enrol, Files& files, const Clock& clock, Random& random) {
  Result<void> done;
  if (enrol.approve->parsed()) {
    const auto kiosk_id =
        hub::approve_enrolment(enrol.db, enrol.code, enrol.name, enrol.place, clock, random);
    if (!kiosk_id) return report(kiosk_id.error());
    fmt::print("{}\n", *kiosk_id);
    return 0;
  }
  if (enrol.deny->parsed()) {
    done = hub::deny_enrolment(enrol.db, enrol.code, clock, random);
  } else if (enrol.stick->parsed()) {
    const auto count = hub::write_stick(enrol.db, enrol.how, files, clock, random);
    if (!count) return report(count.error());
    fmt::print("{}: {} enrolments; whoever holds the stick holds them\n", enrol.how.folder, *count);
    return 0;
  } else {
    return std::nullopt;
  }
  return done ? 0 : report(done.error());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Takes kiosks' answers and status, serves releases, and shows both on a page.", "kiosk-hub");
  app.set_version_flag("--version", std::string("kiosk-hub ") + ENTRE_VERSION);
  app.footer(footer);
  app.require_subcommand(1);
  hub::ServeOptions options;
  std::string db, kiosk_id, name, file, user;
  CLI::App* serve = app.add_subcommand("serve", "Answer requests until stopped");
  add_serve_options(*serve, &options);
  CLI::App* token = app.add_subcommand("token", "Kiosks' tokens")->require_subcommand(1);
  CLI::App* token_add =
      token->add_subcommand("add", "Make a kiosk's token, void its old one, and print the new one this once");
  CLI::App* token_revoke = token->add_subcommand("revoke", "Void a kiosk's token; its answers stay");
  for (CLI::App* command : {token_add, token_revoke}) {
    command->add_option("--db", db, "the database")->required();
    command->add_option("--kiosk", kiosk_id, "the kiosk's UUID")->required();
  }
  token_add->add_option("--name", name, "what staff call it")->required();
  CLI::App* login = app.add_subcommand("login", "The dashboard's users")->require_subcommand(1);
  CLI::App* login_add = login->add_subcommand("add", "Make a user's password and print it this once");
  login_add->add_option("--file", file, "the login file, made where there is none")->required();
  login_add->add_option("--user", user, "letters, digits, '.', '_' and '-'")->required();
  EnrolCommands enrol;
  add_enrol_commands(app, &enrol);
  std::string format = "csv";
  CLI::App* exporting = app.add_subcommand("export", "Print every answer");
  exporting->add_option("--db", db, "the database")->required();
  exporting->add_option("--format", format, "csv or json")
      ->check(CLI::IsMember({"csv", "json"}))
      ->capture_default_str();
  hub::Retention retention;
  bool log_only = false;
  CLI::App* purging = app.add_subcommand("purge", "Delete what is older, and write down that it was");
  purging->add_option("--db", db, "the database")->required();
  purging->add_option("--answers-days", retention.answers_days, "answers received longer ago go")
      ->check(CLI::Range(1, 36'500));
  purging->add_option("--comments-days", retention.comments_days, "comments received longer ago go")
      ->check(CLI::Range(1, 36'500));
  purging->add_option("--counts-days", retention.counts_days, "hourly counts received longer ago go")
      ->check(CLI::Range(1, 36'500));
  purging->add_flag("--log", log_only, "print what was purged so far, and delete nothing");
  for (CLI::App* command : {serve, token_add, token_revoke, login_add, exporting, purging})
    command->footer(footer);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  umask(077);  // tokens' hashes and answers are for the hub alone
  block_signals();
  init_log("kiosk-hub", LogLevel::info);
  SystemFiles files;
  SystemRandom random;
  SystemClock clock;
  if (token_add->parsed()) return print_secret(hub::add_token(db, kiosk_id, name, clock, random));
  if (login_add->parsed()) return print_secret(hub::add_login(file, user, files, random));
  if (const auto code = run_enrol(enrol, files, clock, random)) return *code;
  if (exporting->parsed()) return run_export(db, format);
  if (purging->parsed()) return run_purge(db, retention, log_only, clock);
  if (token_revoke->parsed()) {
    auto revoked = hub::revoke_token(db, kiosk_id);
    return revoked ? 0 : report(revoked.error());
  }
  auto served = hub::serve(options, files, clock, random);
  return served ? 0 : report(served.error());
}
