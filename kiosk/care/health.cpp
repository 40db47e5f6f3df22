#include "kiosk/care/health.h"

#include <algorithm>

#include <fmt/format.h>

namespace entre::care {
namespace {

Words then(const Words& first, const Words& next) {
  return {first.sv + "; hjälper inte det: " + next.sv, first.en + "; if that does not help: " + next.en};
}

class Judge {
 public:
  explicit Judge(const Facts& facts) : facts_(facts) {}

  std::vector<Finding> findings() {
    configuration();
    safe_mode();
    content();
    sync();
    signatures();
    answers();
    machine();
    update();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return std::move(found_);
  }

 private:
  void add(const char* id, Severity severity, Words what, Words todo, Words todo_on_screen) {
    found_.push_back({id, severity, std::move(what), std::move(todo), std::move(todo_on_screen)});
  }

  Words fetch_or_call(const char* sv, const char* en) const {
    if (facts_.config.sync.url.empty()) return call(sv, en);
    return then({"tryck på ”Hämta nytt nu”", "press “Fetch new now”"}, call(sv, en));
  }

  void configuration() {
    if (!facts_.is_configured)
      return add("not_set_up", Severity::broken, {"kiosken är inte inställd", "the kiosk is not set up"},
                 {"kör kioskctl setup", "run kioskctl setup"},
                 call("kiosken är inte inställd", "the kiosk is not set up"));
    if (!facts_.config_faults.empty()) {
      const std::string fault = to_string(facts_.config_faults.front());
      add("config_fault", Severity::broken,
          {"inställningarna har fel: " + fault, "the configuration is faulty: " + fault},
          {"rätta det som står i filen; kör sedan: kioskctl config check",
           "mend what the file says; then run: kioskctl config check"},
          call("kioskens inställningar har ett fel", "the kiosk's configuration has a fault"));
    }
    if (!facts_.staff_left_out.empty()) {
      const std::string fault = to_string(facts_.staff_left_out.front());
      add("staff_left_out", Severity::act,
          {"personalskärmens inställningar används inte: " + fault,
           "the staff screen's settings are not used: " + fault},
          {"ta bort eller rätta filen; kör sedan: kioskctl config check",
           "remove or mend the file; then run: kioskctl config check"},
          {"tryck på ”Inställningar” och där på ”Ta bort det felaktiga”",
           "press “Settings” and there “Take the faulty lines out”"});
    }
    if (facts_.config.kiosk.id.empty())
      add("no_id", Severity::broken,
          {"kiosken har inget id: inga svar sparas", "the kiosk has no id: no answers are saved"},
          {"kör kioskctl setup", "run kioskctl setup"}, call("kiosken har inget id", "the kiosk has no id"));
    if (!facts_.pin_is_set)
      add("no_pin", Severity::act, {"ingen personalkod är satt", "no staff PIN is set"},
          {"kör kioskctl set-pin", "run kioskctl set-pin"},
          call("ingen personalkod är satt", "no staff PIN is set"));
    if (facts_.config.kiosk.demo)
      add("demo", Severity::note, {"detta är en demonstration", "this is a demonstration"},
          {"ställ in kiosk.demo = false före drift", "set kiosk.demo = false before service"},
          call("kiosken är inställd som en demonstration; den ska ändras före drift",
               "the kiosk is set as a demonstration; that has to be changed before service"));
  }

  void safe_mode() {
    if (!facts_.safe_mode || facts_.safe_mode->avoided.empty()) return;
    const int crashes = facts_.safe_mode->crashes;
    const std::int64_t avoided = *facts_.safe_mode->avoided.rbegin();
    // A newer one has come since.
    if (facts_.release > avoided) return;
    const bool shows = facts_.release > 0;
    add("safe_mode", shows ? Severity::act : Severity::broken,
        shows ? Words{fmt::format("skärmen slutade {} gånger i rad och visar utgåva {} i stället för {}",
                                  crashes, facts_.release, avoided),
                      fmt::format("the screen crashed {} times in a row and shows release {} in place of {}",
                                  crashes, facts_.release, avoided)}
              : Words{fmt::format("skärmen slutade {} gånger i rad och visar inget innehåll", crashes),
                      fmt::format("the screen crashed {} times in a row and shows no content", crashes)},
        {"starta om programmet, så prövas utgåvan igen; hjälper inte det: gör en supportfil (kioskctl "
         "support-bundle) och be utgivaren om en ny utgåva",
         "restart the program, and the release is tried again; if that does not help: make a support bundle "
         "(kioskctl support-bundle) and ask the publisher for a new release"},
        {"tryck på ”Starta om programmet”, så prövas utgåvan igen; hjälper inte det: be innehållets utgivare "
         "om en ny utgåva",
         "press “Restart the program”, and the release is tried again; if that does not help: ask the "
         "content's publisher for a new release"});
  }

  void content() {
    if (facts_.safe_mode && facts_.release == 0) return;
    if (facts_.release == 0)
      add("no_content", Severity::broken,
          {"det finns inget innehåll att visa", "there is no content to show"},
          {"hämta det: systemctl start kiosk-sync, eller kiosk-sync --from MAPP från ett USB-minne",
           "fetch it: systemctl start kiosk-sync, or kiosk-sync --from FOLDER from a USB stick"},
          fetch_or_call("kiosken har inget innehåll att visa", "the kiosk has no content to show"));
    if (facts_.rolled_back_from > facts_.release)
      add("rolled_back", Severity::note,
          {fmt::format("personalen har gått tillbaka från utgåva {} till {}", facts_.rolled_back_from,
                       facts_.release),
           fmt::format("staff went back from release {} to {}", facts_.rolled_back_from, facts_.release)},
          {"ångra med kioskctl content rollback --undo", "undo it by kioskctl content rollback --undo"},
          {fmt::format("tryck på ”Visa utgåva {} igen” för att ångra det", facts_.rolled_back_from),
           fmt::format("press “Show release {} again” to undo it", facts_.rolled_back_from)});
  }

  void sync() {
    const Config::Sync& config = facts_.config.sync;
    if (!facts_.is_configured) return;
    if (config.url.empty())
      return add("no_url", Severity::note,
                 {"kiosken hämtar inget från nätet", "the kiosk fetches nothing from the network"},
                 {"ange adressen: kioskctl config set sync.url https://...",
                  "give the address: kioskctl config set sync.url https://..."},
                 call("kiosken saknar adressen till servern; ska den ha en?",
                      "the kiosk has no address of a server; should it have one?"));
    if (!facts_.status)
      return add("never_synced", Severity::act, {"kiosk-sync har aldrig körts", "kiosk-sync has never run"},
                 {"starta tjänsten: systemctl enable --now kiosk-sync",
                  "start the service: systemctl enable --now kiosk-sync"},
                 fetch_or_call("tjänsten som hämtar innehåll går inte",
                               "the service that fetches content does not run"));
    const wire::KioskStatus& status = *facts_.status;
    const SyncTrouble trouble = trouble_of(status.last_error);
    const std::int64_t since_ms = facts_.now_unix_ms - status.last_success_unix_ms;
    const Words reason = plain(trouble);
    // What does not mend itself is told at once.
    const bool is_lasting = trouble == SyncTrouble::signature || trouble == SyncTrouble::portal ||
                            trouble == SyncTrouble::web_page || trouble == SyncTrouble::interception;
    if (status.last_success_unix_ms > 0 && since_ms <= sync_age_max_ms && !is_lasting) return;
    const Words since = age(since_ms);
    const Words late =
        status.last_success_unix_ms == 0
            ? Words{"ingen hämtning har lyckats", "no sync has succeeded"}
            : Words{"ingen hämtning har lyckats på " + since.sv, "no sync has succeeded for " + since.en};
    if (trouble == SyncTrouble::none)
      return add("sync_late", Severity::act, late,
                 {"se efter att tjänsten går: systemctl status kiosk-sync",
                  "see that the service runs: systemctl status kiosk-sync"},
                 fetch_or_call("tjänsten som hämtar innehåll går inte",
                               "the service that fetches content does not run"));
    add("sync_late", Severity::act, {late.sv + ": " + reason.sv, late.en + ": " + reason.en}, advice(trouble),
        advice_on_screen(trouble));
  }

  void signatures() {
    if (!facts_.status || facts_.status->expiry_role.empty()) return;
    const wire::KioskStatus& status = *facts_.status;
    if (facts_.now_unix_ms < status.expiry_warn_from_unix_ms) return;
    const std::string when = rfc3339(status.expiry_unix_ms).substr(0, 10);
    const bool is_over = facts_.now_unix_ms >= status.expiry_unix_ms;
    const Words todo{
        "be innehållets utgivare att signera om (kiosk-publish resign); skärmen går vidare som den är",
        "ask the content's publisher to sign anew (kiosk-publish resign); the screen goes on as it is"};
    add(is_over ? "signature_over" : "signature_ends", Severity::act,
        is_over ? Words{"signaturen för " + status.expiry_role + " gick ut " + when,
                        "the signature of " + status.expiry_role + " ended " + when}
                : Words{"signaturen för " + status.expiry_role + " går ut " + when,
                        "the signature of " + status.expiry_role + " ends " + when},
        todo, advice_on_screen(SyncTrouble::expired));
  }

  void answers() {
    if (!facts_.ledger_error.empty())
      add("ledger", Severity::broken,
          {"svaren kan inte läsas: " + facts_.ledger_error,
           "the answers cannot be read: " + facts_.ledger_error},
          {"starta om skärmen (systemctl restart kiosk): den räddar vad som går; spara filen "
           "outbox.db.damaged-*",
           "restart the screen (systemctl restart kiosk): it salvages what it can; keep the file "
           "outbox.db.damaged-*"},
          then({"tryck på ”Starta om programmet”: det räddar vad som går",
                "press “Restart the program”: it salvages what it can"},
               call("svaren på kiosken kan inte läsas", "the kiosk's answers cannot be read")));
    if (facts_.status && !facts_.status->outbox_set_aside.empty())
      add("set_aside", Severity::act,
          {"svaren skadades och ett nytt register började: " + facts_.status->outbox_set_aside,
           "the answers were damaged and a new ledger was begun: " + facts_.status->outbox_set_aside},
          {"gör en supportfil (kioskctl support-bundle); disken kan vara på väg att gå sönder",
           "make a support bundle (kioskctl support-bundle); the disk may be failing"},
          call("svaren på kiosken skadades; disken kan vara på väg att gå sönder",
               "the answers on the kiosk were damaged; the disk may be failing"));
    if (!facts_.counts) return;
    const std::int64_t age_ms = facts_.now_unix_ms - facts_.oldest_answer_unix_ms;
    if (facts_.counts->waiting > 0 && age_ms > answer_age_max_ms) {
      const Words how_old = age(age_ms);
      add("answers_wait", Severity::act,
          {fmt::format("{} svar väntar, det äldsta sedan {}", facts_.counts->waiting, how_old.sv),
           fmt::format("{} answers wait, the oldest for {}", facts_.counts->waiting, how_old.en)},
          {"se efter nätet och token: kioskctl doctor; spara dem annars: kioskctl outbox export",
           "look at network and token: kioskctl doctor; else keep them: kioskctl outbox export"},
          {"tryck på ”Nätverk” och se om nätet fungerar; spara annars svaren: ”Spara svar på USB-sticka”",
           "press “Network” and see whether it works; else keep the answers: “Save answers on a USB stick”"});
    }
    if (facts_.counts->dead > 0)
      add("answers_refused", Severity::act,
          {fmt::format("servern har vägrat {} svar; de är sparade", facts_.counts->dead),
           fmt::format("the hub has refused {} answers; they are kept", facts_.counts->dead)},
          {"se varför: kioskctl outbox list --refused", "see why: kioskctl outbox list --refused"},
          call("servern har vägrat svar från kiosken", "the server has refused answers from the kiosk"));
  }

  void machine() {
    if (facts_.free_bytes && *facts_.free_bytes < free_bytes_low) {
      const bool full = *facts_.free_bytes < free_bytes_min;
      const auto mib = *facts_.free_bytes >> 20;
      add("disk", full ? Severity::broken : Severity::act,
          {fmt::format("bara {} MiB är lediga på disken", mib),
           fmt::format("only {} MiB are free on the disk", mib)},
          {"ge plats: journalctl --vacuum-size=100M och apt-get clean",
           "make room: journalctl --vacuum-size=100M and apt-get clean"},
          full ? call("disken är full", "the disk is full")
               : call("disken är nästan full", "the disk is nearly full"));
    }
    if (!facts_.clock_trusted)
      add("clock", Severity::act,
          {"klockan är inte ställd från nätet", "the clock is not set from the network"},
          {"släpp fram tidsservern (UDP 123) eller ange en: kioskctl config set kiosk.time_server VÄRD",
           "let the time server through (UDP 123) or name one: kioskctl config set kiosk.time_server HOST"},
          {"fråga nätansvarig om nätets tidsserver och skriv den under ”Nätverk”, ”Tidsserver”",
           "ask the network's keeper for its time server and enter it under “Network”, “Time server”"});
    if (facts_.status && facts_.status->frame && facts_.status->frame->touch_is_stuck)
      add("touch_stuck", Severity::act,
          {"något rör vid skärmen hela tiden på ett och samma ställe; det räknas inte som ett tryck",
           "something touches the screen in one place all the time; it does not count as a touch"},
          {"torka av skärmen och ta bort det som ligger mot den; pröva sedan pekskärmen på personalskärmen",
           "wipe the screen and take away what lies against it; then try the touch test on the staff "
           "screen"},
          {"torka av skärmen och ta bort det som ligger mot den; tryck sedan på ”Pröva beröring”",
           "wipe the screen and take away what lies against it; then press “Try the touch”"});
    const Words cool{"dammsug luftintagen och se efter fläkten", "clean the air vents and look at the fan"};
    if (facts_.temperature_c && *facts_.temperature_c >= temperature_max_c)
      add("hot", Severity::act,
          {fmt::format("datorn är {} grader varm", *facts_.temperature_c),
           fmt::format("the computer is {} degrees hot", *facts_.temperature_c)},
          cool, cool);
  }

  void update() {
    if (!facts_.update) return;
    const Update& update = *facts_.update;
    const Words why = plain(update.step), todo = advice(update.step),
                on_screen = advice_on_screen(update.step);
    // What the program said is for those who mend it; staff meet it behind the plain words.
    const std::string said = update.why.empty() ? "" : " (" + update.why + ")";
    if (update.state == Update::State::updated && facts_.now_unix_ms - update.unix_ms < updated_note_ms) {
      const std::string at = date(update.unix_ms);
      const Words nothing{"inget behöver göras; stickan kan tas ut",
                          "nothing is to be done; the stick can be taken out"};
      add("updated", Severity::note,
          {fmt::format("programmet uppdaterades till {} den {}", update.to, at),
           fmt::format("updated to {} on {}", update.to, at)},
          nothing, nothing);
    }
    if (update.state == Update::State::unusable)
      add("update_stick", Severity::act,
          {"stickan kunde inte användas: " + why.sv + said, "the stick could not be used: " + why.en + said},
          todo, on_screen);
    if (update.state == Update::State::taken_back)
      add("update_taken_back", Severity::act,
          {fmt::format("uppdateringen till {} misslyckades och togs tillbaka: {}{}", update.to, why.sv, said),
           fmt::format("the update to {} failed and was taken back: {}{}", update.to, why.en, said)},
          todo, on_screen);
    if (update.state == Update::State::stranded)
      add("update_stranded", Severity::broken,
          {fmt::format("uppdateringen till {} misslyckades, och {} kom inte tillbaka: {}{}", update.to,
                       update.from, why.sv, said),
           fmt::format("the update to {} failed, and {} did not come back: {}{}", update.to, update.from,
                       why.en, said)},
          {"starta om datorn; hjälper inte det: dpkg --install /var/cache/entre/archives/entre-kiosk_" +
               update.from + "_*.deb && systemctl restart kiosk",
           "restart the computer; if that does not help: dpkg --install "
           "/var/cache/entre/archives/entre-kiosk_" +
               update.from + "_*.deb && systemctl restart kiosk"},
          then({"tryck på ”Starta om datorn”", "press “Restart the computer”"},
               call("uppdateringen misslyckades, och det gamla programmet kom inte tillbaka",
                    "the update failed, and the program before did not come back")));
  }

  std::string date(std::int64_t unix_ms) const {
    const LocalTime time = local_time(facts_.config.kiosk.time_zone, unix_ms);
    return fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day);
  }

  const Facts& facts_;
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> judge(const Facts& facts) {
  return Judge(facts).findings();
}

bool is_well(const std::vector<Finding>& findings) {
  return findings.empty() || findings.front().severity == Severity::note;
}

Words verdict(const std::vector<Finding>& findings) {
  if (is_well(findings)) return {"Allt är väl", "All is well"};
  const Finding& first = findings.front();
  return {"Gör detta: " + first.todo.sv + " (" + first.what.sv + ")",
          "Do this: " + first.todo.en + " (" + first.what.en + ")"};
}

Words age(std::int64_t ms) {
  const std::int64_t minutes = std::max<std::int64_t>(ms, 0) / 60'000;
  if (minutes < 120) return {fmt::format("{} min", minutes), fmt::format("{} min", minutes)};
  if (minutes < 48 * 60) return {fmt::format("{} h", minutes / 60), fmt::format("{} h", minutes / 60)};
  return {fmt::format("{} dygn", minutes / 1440), fmt::format("{} days", minutes / 1440)};
}

}  // namespace entre::care
