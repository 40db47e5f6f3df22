// The kiosk's own files and services.
#include <fmt/format.h>

#include "kiosk/care/pin.h"
#include "kiosk/care/signatures.h"
#include "kiosk/ctl/doctor.h"
#include "sync/content/content_file.h"

namespace entre::ctl {
namespace {

using care::Words;

constexpr std::int64_t kCommandTimeoutMs = 10'000;

// What the verdict knows too, by its names.
Diagnoses of_verdict(const Patient& patient, const std::vector<std::string>& ids) {
  Diagnoses found;
  for (const care::Finding& finding : care::judge(patient.facts))
    for (const std::string& id : ids)
      if (finding.id == id)
        found.push_back(finding.severity == care::Severity::note ? note(finding.what, finding.todo)
                                                                 : fault(finding.what, finding.todo));
  return found;
}

Diagnoses configuration(Patient& patient) {
  return of_verdict(patient, {"not_set_up", "config_fault", "staff_left_out", "no_id", "demo"});
}

Diagnoses content(Patient& patient) {
  Diagnoses found = of_verdict(patient, {"no_content", "rolled_back"});
  const auto shown = content::open_newest(patient.files, patient.paths.content_folder);
  if (!shown) return found;
  if (auto sound = (*shown)->check_documents(); !sound)
    found.push_back(
        fault({"innehållet är skadat: " + sound.error().message,
               "the content is damaged: " + sound.error().message},
              {"det hämtas om av sig självt: systemctl restart kiosk-sync; händer det igen är disken dålig",
               "it is fetched again by itself: systemctl restart kiosk-sync; should it happen again, the "
               "disk is bad"}));
  return found;
}

Diagnoses signatures(Patient& patient) {
  if (!patient.files.exists(patient.paths.root_file))
    return {fault({"den fasta roten finns inte: " + patient.paths.root_file,
                   "the pinned root is not there: " + patient.paths.root_file},
                  {"lägg in utgåvans 1.root.json: kioskctl setup --again --root FIL",
                   "put in the release's 1.root.json: kioskctl setup --again --root FILE"})};
  if (patient.facts.release == 0) return {};
  Diagnoses found;
  const auto signatures = care::check_signatures(patient.files, patient.paths);
  for (const std::string& what : signatures.faults)
    found.push_back(
        fault({"det som visas stämmer inte med signaturerna: " + what,
               "what is shown is not as it was signed: " + what},
              {"hämta det på nytt: systemctl restart kiosk-sync; se sedan: kioskctl content verify",
               "fetch it again: systemctl restart kiosk-sync; then see: kioskctl content verify"}));
  for (const auto& expiry : signatures.expiries) {
    if (patient.facts.now_unix_ms < expiry.warn_from_unix_ms) continue;
    const std::string day = rfc3339(expiry.expires_unix_ms).substr(0, 10);
    const bool over = patient.facts.now_unix_ms >= expiry.expires_unix_ms;
    found.push_back(fault(over ? Words{"signaturen för " + expiry.role + " gick ut " + day,
                                       "the signature of " + expiry.role + " ended " + day}
                               : Words{"signaturen för " + expiry.role + " går ut " + day,
                                       "the signature of " + expiry.role + " ends " + day},
                          {"be innehållets utgivare att signera om: kiosk-publish resign",
                           "ask the content's publisher to sign anew: kiosk-publish resign"}));
  }
  return found;
}

Diagnoses sync(Patient& patient) {
  return of_verdict(patient, {"never_synced", "sync_late", "no_url"});
}

Diagnoses answers(Patient& patient) {
  return of_verdict(patient, {"ledger", "set_aside", "answers_wait", "answers_refused"});
}

Diagnoses update(Patient& patient) {
  return of_verdict(patient, {"update_stranded", "update_taken_back", "update_stick", "updated"});
}

// systemctl show gives "LoadState=...", "ActiveState=...", "UnitFileState=..." whatever the unit's state.
Diagnoses unit(Patient& patient, const std::string& name) {
  const auto ran = patient.machine.run(
      {"systemctl", "show", name + ".service", "--property=LoadState,ActiveState,UnitFileState,NRestarts"},
      kCommandTimeoutMs);
  if (!ran || ran->exit_code != 0)
    return {unknown(
        {"tjänsterna kan inte läsas här (ingen systemd)", "the services cannot be read here (no systemd)"})};
  const auto is = [&](const char* line) {
    return ("\n" + ran->out).find(std::string("\n") + line + "\n") != std::string::npos;
  };
  if (is("LoadState=not-found"))
    return {fault({"tjänsten " + name + " är inte installerad", "the service " + name + " is not installed"},
                  {"installera paketet: apt-get install entre-kiosk",
                   "install the package: apt-get install entre-kiosk"})};
  if (is("LoadState=masked") || is("UnitFileState=disabled"))
    return {fault({"tjänsten " + name + " startar inte med datorn",
                   "the service " + name + " does not start with the computer"},
                  {"slå på den: systemctl unmask " + name + " && systemctl enable --now " + name,
                   "turn it on: systemctl unmask " + name + " && systemctl enable --now " + name})};
  if (is("ActiveState=failed"))
    return {fault({"tjänsten " + name + " har slutat med fel", "the service " + name + " has failed"},
                  {"se varför: journalctl -u " + name + " -n 50; starta sedan om: systemctl restart " + name,
                   "see why: journalctl -u " + name + " -n 50; then restart it: systemctl restart " + name})};
  if (!is("ActiveState=active") && !is("ActiveState=activating"))
    return {fault({"tjänsten " + name + " går inte", "the service " + name + " does not run"},
                  {"starta den: systemctl start " + name, "start it: systemctl start " + name})};
  return {};
}

Diagnoses screen_service(Patient& patient) {
  return unit(patient, "kiosk");
}
Diagnoses sync_service(Patient& patient) {
  return unit(patient, "kiosk-sync");
}

Diagnoses token(Patient& patient) {
  const std::string& file = patient.paths.token_file;
  const auto facts = patient.machine.facts(file);
  if (!facts) {
    if (patient.facts.config.sync.url.empty()) return {};
    return {
        fault({"kiosken har ingen token: svaren blir kvar här", "the kiosk has no token: answers stay here"},
              {"anslut den till hubben: kioskctl enrol --hub ADRESS --wait",
               "let it join the hub: kioskctl enrol --hub URL --wait"})};
  }
  if ((facts->mode & 077) == 0) return {};
  return {fault({fmt::format("{} kan läsas av andra ({:04o})", file, facts->mode),
                 fmt::format("{} can be read by others ({:04o})", file, facts->mode)},
                {"stäng den: chmod 600 " + file, "close it: chmod 600 " + file})};
}

Diagnoses pin(Patient& patient) {
  const std::string file = care::PinFiles::beside(patient.paths.status_file).pin_file;
  const auto facts = patient.machine.facts(file);
  if (!facts) return of_verdict(patient, {"no_pin"});
  if ((facts->mode & 077) == 0) return {};
  return {fault({fmt::format("{} kan läsas av andra ({:04o})", file, facts->mode),
                 fmt::format("{} can be read by others ({:04o})", file, facts->mode)},
                {"stäng den och byt kod: chmod 600 " + file + " && kioskctl set-pin",
                 "close it and change the PIN: chmod 600 " + file + " && kioskctl set-pin"})};
}

// Screen and sync are two users of one group (one user in a --home); what root has left in their folder they
// cannot write.
Diagnoses ownership(Patient& patient) {
  const Paths& paths = patient.paths;
  const std::string state = paths.outbox_file.substr(0, paths.outbox_file.rfind('/'));
  const auto folder = patient.machine.facts(state);
  if (!folder)
    return {fault({"mappen finns inte: " + state, "the folder is not there: " + state},
                  {"gör den: systemd-tmpfiles --create", "make it: systemd-tmpfiles --create"})};
  const std::string owners = state == Paths{}.outbox_file.substr(0, Paths{}.outbox_file.rfind('/'))
                                 ? "systemd-tmpfiles --create kiosk.conf"
                                 : "chown -R " + folder->owner + ": " + state;
  Diagnoses found;
  const auto add = [&](const Words& what) {
    found.push_back(fault(what, {"ge tillbaka den: " + owners, "give it back: " + owners}));
  };
  if ((folder->mode & 0300) != 0300 || (folder->mode & 02) != 0)
    found.push_back(fault({fmt::format("{} har rättigheterna {:04o}", state, folder->mode),
                           fmt::format("{} has the permissions {:04o}", state, folder->mode)},
                          {"rätta dem: chmod u+rwx,o-w " + state, "mend them: chmod u+rwx,o-w " + state}));
  for (const std::string& file : {paths.outbox_file, paths.content_folder, paths.trust_folder,
                                  paths.status_file, paths.requests_folder}) {
    const auto facts = patient.machine.facts(file);
    if (facts && facts->owner != folder->owner && facts->owner != folder->owner + "-sync")
      add({file + " tillhör " + facts->owner + ": kiosken kan inte skriva den",
           file + " belongs to " + facts->owner + ": the kiosk cannot write it"});
  }
  const auto trust = patient.machine.facts(paths.trust_folder),
             ledger = patient.machine.facts(paths.outbox_file);
  if (trust && ledger && trust->owner != folder->owner && (ledger->mode & 0060) != 0060)
    add({fmt::format("{} har rättigheterna {:04o}: skärm och synk kan inte båda skriva den",
                     paths.outbox_file, ledger->mode),
         fmt::format("{} has the permissions {:04o}: screen and sync cannot both write it", paths.outbox_file,
                     ledger->mode)});
  return found;
}

}  // namespace

std::vector<Check> kiosk_checks() {
  return {{"configuration", {"inställningar", "configuration"}, configuration},
          {"content", {"innehåll", "content"}, content},
          {"signatures", {"signaturer", "signatures"}, signatures},
          {"sync", {"hämtning", "sync"}, sync},
          {"answers", {"svar", "answers"}, answers},
          {"update", {"uppdatering", "update"}, update},
          {"kiosk.service", {"skärmens tjänst", "the screen's service"}, screen_service},
          {"kiosk-sync.service", {"hämtningens tjänst", "sync's service"}, sync_service},
          {"token", {"token", "token"}, token},
          {"pin", {"personalkod", "staff PIN"}, pin},
          {"ownership", {"rättigheter", "permissions"}, ownership}};
}

}  // namespace entre::ctl
