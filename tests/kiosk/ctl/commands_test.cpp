// Status, PIN, content, answers and the documents, each as it is typed.
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "platform/compress.h"
#include "tests/kiosk/ctl/desk.h"
#include "tests/support/process.h"
#include "tests/support/service_manager.h"

using namespace entre;
using namespace entre::ctl;
using namespace entre::ctl::test;

TEST_CASE("status says its verdict first, and exits with 3 when something is to be done") {
  Desk desk;
  CHECK(desk.run({"status"}) == done);
  CHECK(desk.out.starts_with("All is well\n"));
  CHECK(desk.says("release           1\n"));
  desk.home.clock.is_trusted = false;
  desk.language = care::Language::swedish;
  CHECK(desk.run({"status"}) == attention);
  CHECK(desk.out.starts_with("Gör detta: "));
  CHECK(desk.run({"status", "--json"}) == attention);
  const Json json = Json::parse(desk.out);
  CHECK(json["well"] == false);
  CHECK(json["release"] == 1);
  CHECK(json["findings"][0]["id"] == "clock");
}

TEST_CASE("looking at the answers changes nothing in the ledger, and needs none") {
  Desk desk;
  CHECK(desk.run({"outbox", "list"}) == done);
  CHECK(!desk.home.files.exists(desk.home.paths.outbox_file));
  desk.answer("one", "=HYPERLINK(\"http://x\")");
  const std::string before = desk.read("outbox.db") + desk.read("outbox.db-wal");
  CHECK(desk.run({"outbox", "list"}) == done);
  CHECK(desk.says("1 answers wait, 0 refused"));
  CHECK(desk.run({"status", "--json"}) == done);
  CHECK(Json::parse(desk.out)["answers_waiting"] == 1);
  CHECK(desk.read("outbox.db") + desk.read("outbox.db-wal") == before);
}

TEST_CASE("an export holds what visitors wrote only when it is asked for, and no formula in it runs") {
  Desk desk;
  desk.answer("one", "=cmd|' /C calc'!A0, \"så\"");
  CHECK(desk.run({"outbox", "export"}) == done);
  CHECK(!desk.says("cmd"));
  CHECK(desk.out.find(",one,sv,1,yes,hard_to_read,no,waiting,\r\n") != std::string::npos);
  CHECK(desk.run({"outbox", "export", "--with-text"}) == done);
  CHECK(desk.out.find(",\"'=cmd|' /C calc'!A0, \"\"så\"\"\"\r\n") != std::string::npos);
  CHECK(desk.run({"outbox", "export", "--format", "json", desk.path("answers.json")}) == done);
  const Json list = Json::parse(desk.read("answers.json"));
  REQUIRE(list.size() == 1);
  CHECK(list[0]["page"] == "one");
  CHECK(!list[0].contains("text"));
  // To a quarter of an hour, as it would have travelled.
  CHECK(list[0]["time"] == "2024-01-09T12:00:00Z");
}

TEST_CASE("an export that cannot be written whole leaves no file") {
  Desk desk;
  desk.answer("one");
  CHECK(desk.run({"outbox", "export", desk.path("no/such/folder/a.csv")}) == failed);
  CHECK(!desk.err.empty());
  CHECK(desk.run({"outbox", "export", "--format", "xml"}) == usage);
}

TEST_CASE("a file is written over a plain file alone: a link, a pipe or a folder is refused and stays") {
  Desk desk;
  desk.answer("one");
  desk.write("plain", "before");
  REQUIRE(desk.home.files.link(desk.path("plain"), desk.path("link")).ok());
  REQUIRE(desk.home.files.link(desk.path("nowhere"), desk.path("dangling")).ok());
  REQUIRE(::mkfifo(desk.path("pipe").c_str(), 0600) == 0);
  for (const char* name : {"link", "dangling", "pipe", "content"}) {
    CAPTURE(name);
    CHECK(desk.run({"outbox", "export", desk.path(name)}) == failed);
    CHECK_MESSAGE(desk.says("a new name or a plain file"), desk.err);
    CHECK(desk.run({"support-bundle", desk.path(name)}) == failed);
    CHECK_MESSAGE(desk.says("a new name or a plain file"), desk.err);
  }
  CHECK(desk.home.files.read_link(desk.path("link")).ok());
  CHECK(desk.home.files.read_link(desk.path("dangling")).ok());
  CHECK(std::filesystem::is_fifo(desk.path("pipe")));
  CHECK(desk.read("plain") == "before");
  CHECK(desk.run({"outbox", "export", desk.path("plain")}) == done);
  CHECK(desk.read("plain").starts_with("epoch,"));
}

TEST_CASE("refused answers are listed with the hub's reason") {
  Desk desk;
  desk.answer("one");
  {
    const auto outbox = desk.ledger();
    const auto batch = outbox->next_batch();
    REQUIRE(batch->has_value());
    REQUIRE(outbox->acknowledge(**batch, {{(*batch)->first, outbox::ItemStatus::rejected}}).ok());
  }
  desk.answer("two");
  CHECK(desk.run({"outbox", "list", "--refused"}) == done);
  CHECK(desk.says("  one  rejected\n"));
  CHECK(!desk.says("  two"));
  CHECK(desk.says("1 answers wait, 1 refused"));
}

TEST_CASE("a rollback shows the release before, sync leaves it, and undoing it shows the newest again") {
  Desk desk;
  desk.release("second text");
  REQUIRE(desk.run({"content", "rollback"}) == done);
  CHECK(desk.home.current() == "content-1.db");
  REQUIRE(desk.home.sync().content->ok());
  CHECK(desk.home.current() == "content-1.db");
  CHECK(desk.run({"content", "list"}) == done);
  CHECK(desk.says("gone back from"));
  CHECK(desk.run({"status"}) == done);
  CHECK(desk.says("staff went back from release 2 to 1"));
  CHECK(desk.run({"content", "rollback"}) == failed);
  REQUIRE(desk.run({"content", "rollback", "--undo"}) == done);
  CHECK(desk.home.current() == "content-2.db");
  CHECK(desk.run({"content", "rollback", "--undo"}) == failed);
}

TEST_CASE("after a rollback the next release is shown, and the one that staff left is no fallback") {
  Desk desk;
  desk.release("second text");
  REQUIRE(desk.run({"content", "rollback"}) == done);
  desk.release("third text");
  CHECK(desk.home.current() == "content-3.db");
  CHECK(desk.home.files.exists(desk.path("content/content-1.db")));
  CHECK(!desk.home.files.exists(desk.path("content/content-2.db")));
}

TEST_CASE("no rollback goes below the signed floor, to a damaged file, or to one that is not there") {
  Desk desk;
  desk.release("second text");
  const std::string newest = desk.home.current();
  {
    auto db = Database::open(desk.path("content/content-1.db"), Database::Mode::read_write);
    REQUIRE(db->execute("UPDATE document SET bytes = 'x' WHERE target LIKE 'pages/two%'").ok());
  }
  CHECK(desk.run({"content", "rollback"}) == failed);
  CHECK(desk.says("damaged"));
  CHECK(desk.run({"content", "rollback", "9"}) == failed);
  CHECK(desk.run({"content", "rollback", "2"}) == failed);
  CHECK(desk.home.current() == newest);
  // A copy of a withdrawn release that somebody has put back.
  const std::string old = desk.read("content/content-2.db");
  desk.release("third text", 3);
  desk.write("content/content-2.db", old);
  CHECK(desk.run({"content", "rollback", "2"}) == failed);
  CHECK(desk.says("below the signed floor 3"));
  CHECK(desk.home.current() == "content-3.db");
}

TEST_CASE("verifying reads every document, the signatures and how long they last") {
  Desk desk;
  CHECK(desk.run({"content", "verify"}) == done);
  CHECK(desk.says("Release 1 is whole and signed."));
  CHECK(desk.says("timestamp is valid until 2024-01-16"));
  desk.home.clock.advance_ms(5 * 24 * 3'600'000ll);
  CHECK(desk.run({"content", "verify"}) == attention);
  CHECK(desk.says("timestamp is valid until 2024-01-16: ask the publisher to sign anew"));
}

TEST_CASE("verifying tells of bins that end before all else, in one line") {
  Desk desk;
  desk.server.validity.timestamp_days = desk.server.validity.snapshot_days = 365;
  for (int i = 0; i < 1000; ++i) desk.server.set_page("p" + std::to_string(i), "text");
  desk.release("second text");
  desk.home.clock.advance_ms(50 * 24 * 3'600'000ll);
  desk.release("third text");
  CHECK(desk.run({"content", "verify"}) == done);
  const std::size_t bin = desk.out.find("bin-");
  REQUIRE(bin != std::string::npos);
  CHECK(desk.out.find("bin-", bin + 1) == std::string::npos);
  CHECK(desk.out.substr(bin).find(" is valid until 2024-07-07\n") == 6);
  desk.home.clock.advance_ms(71 * 24 * 3'600'000ll);
  CHECK(desk.run({"content", "verify"}) == attention);
  CHECK(desk.says(" is valid until 2024-07-07: ask the publisher to sign anew"));
}

TEST_CASE("a PIN comes from the first line of a pipe, or twice from a person") {
  Desk desk;
  const auto gate = [&] {
    return care::PinGate(care::PinFiles::beside(desk.home.paths.status_file), desk.home.files,
                         desk.home.clock);
  };
  CHECK(desk.run({"set-pin"}, "739150\nrest") == done);
  CHECK(gate().try_pin("739150") == care::PinGate::Answer::right);
  CHECK(desk.run({"set-pin"}, "135790\n135790\n", true) == done);
  CHECK(gate().try_pin("135790") == care::PinGate::Answer::right);
  CHECK(desk.run({"set-pin"}, "482913\n482914\n", true) == usage);
  CHECK(desk.says("nothing was changed"));
  for (const char* bad : {"", "123456\n", "12345\n", "abcdef\n"}) CHECK(desk.run({"set-pin"}, bad) == usage);
  CHECK(gate().try_pin("135790") == care::PinGate::Answer::right);
  CHECK(!desk.says("135790"));
}

TEST_CASE("wrong usage exits with 2 and says what there is") {
  Desk desk;
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"stauts"},
                                                {"config"},
                                                {"config", "set", "screen.ppi"},
                                                {"content", "rollback", "-1"},
                                                {"content", "rollback", "abc"}}) {
    CHECK(desk.run(words) == usage);
    CHECK(!desk.err.empty());
  }
  CHECK_MESSAGE(desk.says("a whole number from 1"), desk.err);
  CHECK(!desk.says("0.000000"));
  CHECK(desk.run({"--help"}) == done);
  CHECK(desk.says("Exit codes: 0 done"));
  CHECK(desk.run({"--version"}) == done);
  CHECK(desk.out.starts_with("kioskctl "));
}

TEST_CASE("who may not read the kiosk's files is told to use sudo, not that the kiosk is empty") {
  Desk desk;
  for (const char* folder : {"", "kiosk.toml", "status.json"}) {
    desk.files.closed = {desk.path(folder)};
    for (const std::vector<std::string>& words : {std::vector<std::string>{"status"},
                                                  {"doctor"},
                                                  {"config", "show"},
                                                  {"config", "set", "kiosk.name", "Torget"},
                                                  {"content", "list"},
                                                  {"content", "verify"},
                                                  {"outbox", "list"},
                                                  {"outbox", "export"},
                                                  {"setup", "--again"},
                                                  {"enrol"},
                                                  {"set-pin"},
                                                  {"support-bundle"}}) {
      CAPTURE(words[0]);
      CHECK(desk.run(words) == failed);
      CHECK(desk.out.empty());
      CHECK_MESSAGE(desk.says("run it with sudo"), desk.err);
    }
    for (const std::vector<std::string>& words : {std::vector<std::string>{"--help"},
                                                  {"--version"},
                                                  {"manual"},
                                                  {"completion"},
                                                  {"config", "document"}})
      CHECK(desk.run(words) == done);
  }
  desk.files.closed = {desk.path("status.json")};
  CHECK(desk.run({"--config", desk.path("kiosk.toml"), "config", "check"}) == done);
  desk.language = care::Language::swedish;
  CHECK(desk.run({"status"}) == failed);
  CHECK(desk.says("kör kommandot med sudo"));
}

TEST_CASE("every command and every option is in the manual page and in the completion") {
  Desk desk;
  Console console{std::cin, std::cout, std::cerr};
  Tools tools{desk.files, desk.home.clock, desk.home.random, desk.machine, console, desk.home.paths};
  const CommandLine line(tools);
  const std::string page = manual_page(line.tree()), completion = bash_completion(line.tree());
  int commands = 0;
  const std::function<void(const CLI::App&, const std::string&)> walk = [&](const CLI::App& app,
                                                                            const std::string& path) {
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
      const std::string words = path + (path.empty() ? "" : " ") + sub->get_name();
      CAPTURE(words);
      ++commands;
      CHECK(completion.find("'" + words + "')") != std::string::npos);
      std::string heading = ".SS " + words + "\n";
      for (std::size_t at = 4; (at = heading.find('-', at)) != std::string::npos; at += 2)
        heading.insert(at, "\\");
      if (sub->get_subcommands([](const CLI::App*) { return true; }).empty())
        CHECK(page.find(heading) != std::string::npos);
      for (const CLI::Option* option : sub->get_options())
        if (!option->get_positional()) CHECK(completion.find(option->get_name() + " ") != std::string::npos);
      walk(*sub, words);
    }
  };
  walk(line.tree(), "");
  CHECK(commands >= 20);
  CHECK(completion.find(" screen.ppi ") != std::string::npos);
  CHECK(page.find("Exit codes") != std::string::npos);
}

TEST_CASE("bash takes the completion, and man the page, without a complaint") {
  using entre::test::run;
  const std::string program = entre::test::program("kioskctl");
  const auto completed = run(
      {"/bin/bash", "-c",
       "source <('" + program +
           "' completion); COMP_WORDS=(kioskctl config se); COMP_CWORD=2; _kioskctl; echo ${COMPREPLY[@]}"});
  CHECK_MESSAGE(completed.out == "set\n", completed.err);
  const auto page =
      run({"/bin/bash", "-c",
           "'" + program +
               "' manual | LC_ALL=C.UTF-8 MANWIDTH=100 man --warnings -E UTF-8 -l -Tutf8 -Z - > /dev/null"});
  CHECK(page.exit_code == 0);
  CHECK(page.err == "");
}

TEST_CASE("the real program speaks the locale's language, and has no colours in a pipe") {
  using entre::test::run;
  const std::string program = entre::test::program("kioskctl");
  const auto swedish = run({program, "--home", "/nowhere", "status"}, 60'000, {"LC_ALL=sv_SE.UTF-8"});
  CHECK(swedish.exit_code == attention);
  CHECK(swedish.out.starts_with("Gör detta: "));
  CHECK(swedish.out.find('\033') == std::string::npos);
  CHECK(run({program, "--home", "/nowhere", "status"}, 60'000, {"LC_ALL=en_GB.UTF-8"})
            .out.starts_with("Do this: "));
}

TEST_CASE("no command opens an internet socket: a filter would have ended it") {
  using entre::test::run;
  const std::string filter = entre::test::program("no_inet"), program = entre::test::program("kioskctl");
  entre::test::TempFolder folder;
  for (const std::vector<std::string>& words : {std::vector<std::string>{"status"},
                                                {"doctor"},
                                                {"config", "show"},
                                                {"content", "verify"},
                                                {"outbox", "list"},
                                                {"support-bundle", folder.file("b.tar.zst")}}) {
    std::vector<std::string> argv = {filter, program, "--home", folder.path()};
    argv.insert(argv.end(), words.begin(), words.end());
    CAPTURE(words[0]);
    CHECK(run(argv).exit_code <= attention);
  }
}

TEST_CASE(
    "a running kiosk-sync takes a change at once, keeps what it has when the new one is faulty, and tells "
    "that it lives") {
  using entre::test::Process;
  Desk desk;
  desk.write(
      "kiosk.toml",
      "[kiosk]\nid = \"0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10\"\n[sync]\nurl = \"http://127.0.0.1:1\"\n");
  entre::test::ServiceManager manager(desk.path("notify"));
  Process sync({entre::test::program("kiosk-sync"), "--home", desk.home.folder.path(), "--watch"},
               {"NOTIFY_SOCKET=" + desk.path("notify"), "WATCHDOG_USEC=900000000"});
  constexpr int timeout_ms = 30'000;
  REQUIRE(sync.wait_line("watching, every 300 s", timeout_ms));
  REQUIRE(desk.run({"config", "set", "sync.interval_s", "60"}) == done);
  REQUIRE(sync.wait_line("watching, every 60 s", timeout_ms));
  CHECK(manager.heard().front() == "READY=1\nWATCHDOG=1");
  desk.write("conf.d/60-hand.toml", "[sync]\ninterval_s = 0\n");
  REQUIRE(desk.home.files.write(desk.path("requests/config"), "", 0644).ok());
  CHECK(
      sync.wait_line("the configuration stays as it was: " + desk.path("conf.d/60-hand.toml:2"), timeout_ms));
  CHECK(sync.wait_line("watching, every 60 s", timeout_ms));
  sync.signal(SIGTERM);
  CHECK(sync.wait(timeout_ms)->exit_code == 0);
}
