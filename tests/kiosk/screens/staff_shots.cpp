#include "staff_shots.h"

#include "kiosk/visit/settings.h"

namespace entre::testing {
namespace {

// A fixed address that works beside Wi-Fis of odd names, a network that asks for a login, the address being
// changed, and a password being typed.
void add_network_shots(visit::Model model, std::vector<StaffShot>* all) {
  visit::Staff& staff = model.staff;
  const auto say = [&](const char* sv, const char* en) { return std::string(staff.in_swedish ? sv : en); };
  auto well = std::make_shared<visit::StaffNetwork>();
  well->is_well = well->can_set_address = well->has_wifi = true;
  well->what = say("Nätet fungerar", "The network works");
  well->address = {false, "192.168.1.20/24", "192.168.1.1", "192.168.1.1"};
  well->rows = {
      {"card", say("Nätkort", "Network card"), say("Kabel (enp3s0)", "Cable (enp3s0)")},
      {"state", say("Läge", "State"), say("Ansluten", "Connected")},
      {"address", say("Adress", "Address"), "192.168.1.20/24"},
      {"method", say("Adressen ges", "Address given"), say("Här, fast", "Here, fixed")},
      {"gateway", "Gateway", "192.168.1.1"},
      {"dns", say("Namnservrar (DNS)", "Name servers (DNS)"), "192.168.1.1"},
      {"mac", say("MAC-adress", "MAC address"), "7A:3A:77:11:9F:B8"},
      {"proxy", "Proxy", say("Ingen", "None")},
      {"time", say("Klockan", "Clock"), say("Ställd från ntp.example.se", "Set from ntp.example.se")}};
  const WifiNetwork house{"Regionen", "00:11:22:33:44:55", 80, WifiSecurity::password, false};
  well->wifi = {{house, say("stark signal, lösenord", "strong signal, password"), true},
                {{"Gäst: entré & kafé", "00:11:22:33:44:56", 50, WifiSecurity::open, false},
                 say("medelstark signal, öppet", "fair signal, open"),
                 true},
                {{"eduroam", "00:11:22:33:44:57", 20, WifiSecurity::login, false},
                 say("svag signal, personlig inloggning: be IT ansluta skärmen",
                     "weak signal, personal login: ask IT to join the screen"),
                 false}};
  staff.page = visit::StaffPage::network;
  staff.told = say("Den fasta adressen gäller.", "The fixed address holds.");
  staff.network = well;
  all->push_back({"staff-network", model});
  auto portal = std::make_shared<visit::StaffNetwork>(*well);
  portal->is_well = false;
  portal->what = say("Nätet svarar med en inloggningssida i stället för servern (en inloggningsportal)",
                     "The network answers with a login page in the server's place (a captive portal)");
  portal->todo =
      say("Be nätansvarig släppa fram skärmen utan inloggning, till exempel efter dess MAC-adress (den "
          "står under Nätverk)",
          "Ask the network's keeper to let the screen through without a login, by its MAC address for "
          "instance (it stands under Network)");
  staff.told.clear();
  staff.network = portal;
  all->push_back({"staff-network-portal", model});
  staff.network_edit.emplace();
  staff.network_edit->address = well->address;
  staff.network_edit->refused =
      say("Adressen kom inte upp: kanske har en annan dator den redan, eller kabeln är lös. Inget är ändrat.",
          "The address did not come up: another computer may have it, or the cable is loose. Nothing is "
          "changed.");
  all->push_back({"staff-network-address", model});
  staff.network_edit->part = visit::NetworkPart::ip;
  model.keys.symbols = true;
  all->push_back({"staff-network-ip", model});
  staff.network_edit->part = visit::NetworkPart::join;
  staff.network_edit->network = house;
  staff.network_edit->password = "losen#7";
  staff.network_edit->refused.clear();
  all->push_back({"staff-network-password", model});
  staff.network_edit->saving = true;
  all->push_back({"staff-network-trying", model});
}

}  // namespace

// What staff see: the pad with some digits, a kiosk that is well, one that is not, a question, the touch
// test, the panel being wiped.
std::vector<StaffShot> staff_shots(const visit::Model& start, display::Size size) {
  visit::Model model = start;
  model.place = {visit::ScreenId::staff, "", 0};
  visit::Staff& staff = model.staff;
  staff.in_swedish = start.preferences.language == "sv";
  const auto say = [&](const char* sv, const char* en) { return std::string(staff.in_swedish ? sv : en); };
  staff.pin = visit::PinState::wrong;
  staff.tries_left = 2;
  staff.digits = 4;
  std::vector<StaffShot> all = {{"staff-pin", model}};
  auto well = std::make_shared<visit::StaffOverview>();
  well->is_well = well->has_sync = true;
  well->back_to = 11;
  well->rows = {{"name", say("Namn", "Name"), "Entrén"},
                {"release", say("Utgåva", "Release"), "12"},
                {"sync", say("Senast hämtat", "Last sync"),
                 say("2026-03-04 12:30 (4 min sedan)", "2026-03-04 12:30 (4 min ago)")},
                {"waiting", say("Svar som väntar", "Answers waiting"), "0"},
                {"clock", say("Klocka", "Clock"), "2026-03-04 12:34"}};
  staff.page = visit::StaffPage::overview;
  staff.overview = well;
  all.push_back({"staff-well", model});
  auto unwell = std::make_shared<visit::StaffOverview>(*well);
  unwell->is_well = false;
  unwell->syncing = true;
  unwell->sync = visit::SyncSeen{wire::SyncPhase::download, 1'230'000, 3'400'000, 114, 0};
  unwell->findings = {
      {false, say("Bara 210 MiB är lediga på disken", "Only 210 MiB are free on the disk"),
       say("Ring den som sköter kioskens dator och säg: disken är nästan full",
           "Call whoever looks after the kiosk's computer and say: the disk is nearly full")},
      {true, say("Detta är en demonstration", "This is a demonstration"),
       say("Ring den som sköter kioskens dator och säg: kiosken är inställd som en demonstration; den ska "
           "ändras före drift",
           "Call whoever looks after the kiosk's computer and say: the kiosk is set as a demonstration; that "
           "has to be changed before service")}};
  staff.overview = unwell;
  all.push_back({"staff-unwell", model});
  staff.confirm = visit::StaffTask::roll_back;
  all.push_back({"staff-question", model});
  staff.confirm = visit::StaffTask::none;
  staff.page = visit::StaffPage::stick;
  const auto stick = [&](const std::string& name, visit::StickSeen seen) {
    staff.stick = std::move(seen);
    all.push_back({"staff-stick-" + name, model});
  };
  stick("writing", {visit::StickPhase::writing, {}, 1'310'720, 3'400'000, 20'000, "x"});
  stick("done", {visit::StickPhase::done, {}, 0, 0, 128, "entre-answers-entren-2026-03-04-123456.csv"});
  staff.page = visit::StaffPage::touch;
  staff.traces = {{70, 70, true}, {200, 300, true}, {260, 340, false}, {400, 330, false}};
  all.push_back({"staff-touch", model});
  staff.page = visit::StaffPage::cleaning;
  staff.cleaning_left_s = 42;
  all.push_back({"staff-cleaning", model});
  staff.traces.clear();
  staff.page = visit::StaffPage::settings;
  auto settings = std::make_shared<visit::StaffSettings>();
  settings->today = "2026-03-04";
  for (const visit::Setting& setting : visit::settings()) {
    const std::string usual = typed_of(setting.config_key(), Config{});
    settings->values.push_back({usual, usual, false, false, say("högst 80 tecken", "80 characters at most")});
  }
  const auto at = [&](const char* key) -> visit::StaffSettings::Value& {
    return settings->values[visit::setting_index(key)];
  };
  at("kiosk.name").text = "Entrén";
  at("kiosk.name").is_changed = at("kiosk.name").waits = true;
  at("display.monday").text = "08:00-12:00, 13:00-17:00";
  at("display.monday").is_changed = true;
  staff.settings = settings;
  all.push_back({"staff-settings", model});
  // A panel that is mirrored has felt the four crosses.
  staff.page = visit::StaffPage::touch;
  const float w = static_cast<float>(size.w), h = static_cast<float>(size.h);
  for (const auto& [x, y] : {std::pair{0.78f, 0.22f}, {0.22f, 0.22f}, {0.78f, 0.78f}, {0.22f, 0.78f}})
    staff.traces.push_back({x * w, y * h, true});
  all.push_back({"staff-touch-offer", model});
  staff.traces.clear();
  staff.trial = visit::TouchTrial{"-1 0 1 0 1 0", 12, false};
  all.push_back({"staff-touch-trial", model});
  staff.trial.reset();
  staff.page = visit::StaffPage::settings;
  const auto edit = [&](const std::string& name, const char* key, int part = -1) {
    staff.edit = visit::SettingEdit{visit::setting_index(key), at(key).text, part, false, ""};
    all.push_back({"staff-setting-" + name, model});
  };
  edit("text", "kiosk.name");
  edit("hours", "display.monday");
  edit("number", "screen.lower_edge_mm");
  at("display.brightness").text = "07:00 60; 09:00 100; 20:00 40";
  edit("brightness", "display.brightness");
  at("display.days").text = "2026-12-24 closed; 2026-12-31 10:00-14:00";
  edit("date", "display.days", 1);
  staff.edit.reset();
  add_network_shots(model, &all);
  return all;
}

}  // namespace entre::testing
