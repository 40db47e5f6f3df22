// The network as the machine sees it, and what the last sync met there.
#include "kiosk/ctl/doctor.h"

namespace entre::ctl {
namespace {

using care::SyncTrouble;
using care::Words;

constexpr std::int64_t kCommandTimeoutMs = 10'000;

bool is_offline_by_choice(const Patient& patient) {
  const std::string& url = patient.facts.config.sync.url;
  return url.empty() || url.starts_with("file:");
}

// Interfaces of sysfs with a cable or a radio link.
Diagnoses link(Patient& patient) {
  if (is_offline_by_choice(patient)) return {};
  constexpr const char* net = "/sys/class/net";
  bool any = false;
  for (const std::string& name : patient.files.list(net)) {
    if (name == "lo") continue;
    any = true;
    const auto state = patient.files.read(std::string(net) + "/" + name + "/operstate", 64);
    if (state && state->starts_with("up")) return {};
  }
  if (!any)
    return {fault({"datorn har inget nätkort", "the computer has no network card"},
                  {"se efter drivrutinen: journalctl -k | grep -i -e eth -e wlan",
                   "look at the driver: journalctl -k | grep -i -e eth -e wlan"})};
  return {fault({"ingen nätkabel är ansluten och inget trådlöst nät är valt",
                 "no network cable is plugged in and no Wi-Fi is joined"},
                {"sätt i kabeln, eller anslut: nmcli device wifi connect NÄT --ask",
                 "plug in the cable, or join: nmcli device wifi connect NET --ask"})};
}

Diagnoses one_trouble(Patient& patient, SyncTrouble trouble) {
  if (is_offline_by_choice(patient) || !patient.facts.status) return {};
  if (care::trouble_of(patient.facts.status->last_error) != trouble) return {};
  const Words what = care::plain(trouble);
  const std::string detail = " (" + patient.facts.status->last_error + ")";
  return {fault({what.sv + detail, what.en + detail}, care::advice(trouble))};
}

// NetworkManager's own judgement: none, portal, limited, full (nmcli(1)).
Diagnoses reach(Patient& patient) {
  if (is_offline_by_choice(patient)) return {};
  // What sync met needs no NetworkManager, and no address that it would have to ask.
  if (Diagnoses met = one_trouble(patient, SyncTrouble::portal); !met.empty()) return met;
  const auto ran = patient.machine.run({"nmcli", "networking", "connectivity"}, kCommandTimeoutMs);
  if (!ran || ran->exit_code != 0) return {};  // no NetworkManager here: what sync met tells enough
  if (ran->out.starts_with("portal"))
    return {fault(care::plain(SyncTrouble::portal), care::advice(SyncTrouble::portal))};
  if (ran->out.starts_with("none"))
    return {fault({"datorn har ingen nätanslutning", "the computer has no connection"},
                  {"se efter kabeln, och adressen: nmcli device show",
                   "look at the cable, and at the address: nmcli device show"})};
  return {};
}

Diagnoses server(Patient& patient) {
  Diagnoses found;
  for (const SyncTrouble trouble : {SyncTrouble::name_lookup, SyncTrouble::refused, SyncTrouble::timeout,
                                    SyncTrouble::web_page, SyncTrouble::other})
    for (Diagnosis& diagnosis : one_trouble(patient, trouble)) found.push_back(std::move(diagnosis));
  return found;
}

Diagnoses proxy(Patient& patient) {
  return one_trouble(patient, SyncTrouble::proxy);
}

Diagnoses tls(Patient& patient) {
  if (const std::string& ca = patient.facts.config.sync.ca_file; !ca.empty() && !patient.files.exists(ca))
    return {fault({"utfärdarens fil finns inte: " + ca, "the authority's file is not there: " + ca},
                  {"lägg dit den, eller använd systemets: kioskctl config unset sync.ca_file",
                   "put it there, or use the system's: kioskctl config unset sync.ca_file"})};
  if (Diagnoses met = one_trouble(patient, SyncTrouble::interception); !met.empty()) return met;
  return one_trouble(patient, SyncTrouble::certificate);
}

Diagnoses login(Patient& patient) {
  return one_trouble(patient, SyncTrouble::login);
}

}  // namespace

std::vector<Check> network_checks() {
  return {{"link", {"nätkabel", "network cable"}, link},
          {"reach", {"nätverk", "network"}, reach},
          {"server", {"server", "server"}, server},
          {"proxy", {"proxy", "proxy"}, proxy},
          {"tls", {"certifikat", "certificate"}, tls},
          {"login", {"inloggning vid servern", "login at the hub"}, login}};
}

}  // namespace entre::ctl
