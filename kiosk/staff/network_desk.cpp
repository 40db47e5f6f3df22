#include "kiosk/staff/network_desk.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/visit/settings.h"
#include "platform/config/change.h"
#include "sync/content/tokens.h"

namespace entre::staff {
namespace {

using care::SyncTrouble;
using care::Words;
using visit::StaffNetwork;

struct Verdict {
  bool is_well = false;
  Words what, todo;
};

// Whether the network works, as the screen has it: what sync last met says more than the card does.
Verdict verdict(const Result<NetworkState>& state, const NetworkDevice* card, SyncTrouble met) {
  if (!state && state.error().kind == ErrorKind::not_found)
    return {false,
            {"nätet kan inte ställas in här: NetworkManager saknas",
             "the network cannot be set here: NetworkManager is missing"},
            care::call("nätet kan inte ställas in på skärmen, för NetworkManager saknas",
                       "the network cannot be set on the screen, for NetworkManager is missing")};
  if (!state) {
    const Words call = care::call("NetworkManager svarar inte", "NetworkManager does not answer");
    return {false,
            {"NetworkManager svarar inte", "NetworkManager does not answer"},
            {"tryck på ”Tillbaka” och sedan på ”Starta om datorn”; hjälper inte det: " + call.sv,
             "press “Back” and then “Restart the computer”; if that does not help: " + call.en}};
  }
  if (state->reach == Reach::portal || met == SyncTrouble::portal)
    return {false, care::plain(SyncTrouble::portal), care::advice_on_screen(SyncTrouble::portal)};
  if (state->devices.empty())
    return {false,
            {"datorn har inget nätkort", "the computer has no network card"},
            care::call("datorn hittar inget nätkort; det kan sakna drivrutin",
                       "the computer finds no network card; it may lack a driver")};
  if (card == nullptr)
    return {
        false,
        {"nätkortet sköts inte av NetworkManager", "NetworkManager does not look after the network card"},
        care::call("nätkortet är inställt i datorns egna filer, så att skärmen inte kan ställa in det",
                   "the network card is set in the computer's own files, so that the screen cannot set it")};
  if (card->is_connecting)
    return {false,
            {"väntar på en adress från nätet", "waits for an address from the network"},
            {"dröjer det: nätet delar kanske inte ut adresser. Fråga nätansvarig om en fast adress",
             "if it takes long: the network may give no addresses. Ask its keeper for a fixed one"}};
  if (!card->has_link)
    return {false,
            {"ingen nätkabel är ansluten och inget trådlöst nät är valt",
             "no network cable is plugged in and no Wi-Fi is joined"},
            {"sätt i kabeln, eller välj ett trådlöst nät här nedanför",
             "plug in the cable, or choose a Wi-Fi below"}};
  if (!card->is_connected || card->addresses.empty())
    return {false,
            {"kabeln är ansluten men datorn har ingen adress", "the cable is in, but there is no address"},
            {"pröva automatisk adress; annars fråga nätansvarig om en fast",
             "try an automatic address; else ask the network's keeper for a fixed one"}};
  if (met != SyncTrouble::none && met != SyncTrouble::signature && met != SyncTrouble::expired &&
      met != SyncTrouble::disk)
    return {false, care::plain(met), care::advice_on_screen(met)};
  if (state->reach == Reach::limited || state->reach == Reach::none)
    return {false,
            {"nätet når inte längre än till huset", "the network reaches no further than the house"},
            {"se efter gateway och namnserver; fråga annars nätansvarig",
             "look at the gateway and the name server; else ask the network's keeper"}};
  return {true, {"nätet fungerar", "the network works"}, {}};
}

// The one that the screen uses: connected before connecting, a cable before a radio.
const NetworkDevice* best(const std::vector<NetworkDevice>& devices) {
  const auto rank = [](const NetworkDevice& device) {
    return (device.is_connected ? 8 : 0) + (device.is_connecting ? 4 : 0) + (device.has_link ? 2 : 0) +
           (device.is_wifi ? 0 : 1);
  };
  const NetworkDevice* found = nullptr;
  for (const NetworkDevice& device : devices)
    if (device.is_managed && (found == nullptr || rank(device) > rank(*found))) found = &device;
  return found;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

Words state_of(const NetworkDevice& device) {
  if (device.is_connected) return {"ansluten", "connected"};
  if (device.is_connecting) return {"väntar på en adress", "waits for an address"};
  if (device.is_wifi) return {"inte ansluten", "not connected"};
  return device.has_link ? Words{"kabel ansluten, ingen adress", "cable in, no address"}
                         : Words{"ingen kabel", "no cable"};
}

Words told_of(const WifiNetwork& network) {
  Words words = network.signal_percent >= 66   ? Words{"stark signal", "strong signal"}
                : network.signal_percent >= 33 ? Words{"medelstark signal", "fair signal"}
                                               : Words{"svag signal", "weak signal"};
  const Words security =
      network.security == WifiSecurity::open ? Words{"öppet", "open"}
      : network.security == WifiSecurity::password
          ? Words{"lösenord", "password"}
          : Words{"personlig inloggning: be IT ansluta skärmen", "personal login: ask IT to join the screen"};
  words = {words.sv + ", " + security.sv, words.en + ", " + security.en};
  if (network.is_joined) words = {"ansluten, " + words.sv, "joined, " + words.en};
  return words;
}

Words time_told(Machine* machine, const std::string& configured) {
  const TimeSource source = machine == nullptr ? TimeSource{} : look_at_time(*machine);
  if (!source.is_known) return {"okänt", "unknown"};
  const std::string from = !source.server.empty() ? source.server : configured;
  if (source.is_synchronised)
    return from.empty() ? Words{"ställd från nätet", "set from the network"}
                        : Words{"ställd från " + from, "set from " + from};
  return from.empty() ? Words{"inte ställd från nätet än", "not set from the network yet"}
                      : Words{"väntar på " + from, "waits for " + from};
}

// The page as it is put together.
class Sheet {
 public:
  explicit Sheet(care::Language language) : language_(language) {}
  std::string in(const Words& words) const { return content::capitalised(words.in(language_)); }
  void row(const char* id, const Words& name, const Words& value) {
    if (!value.empty()) network->rows.push_back({id, in(name), in(value)});
  }
  void row(const char* id, const Words& name, const std::string& value) {
    if (!value.empty()) network->rows.push_back({id, in(name), value});
  }
  void card(const NetworkDevice& device, const std::string& ssid) {
    row("card", {"nätkort", "network card"},
        Words{device.is_wifi ? "trådlöst (" + device.name + ")" : "kabel (" + device.name + ")",
              device.is_wifi ? "Wi-Fi (" + device.name + ")" : "cable (" + device.name + ")"});
    row("state", {"läge", "state"}, state_of(device));
    row("ssid", {"trådlöst nät", "Wi-Fi"}, ssid);
    row("address", {"adress", "address"}, joined(device.addresses));
    row("method", {"adressen ges", "address given"},
        network->address.automatic ? Words{"automatiskt av nätet (DHCP)", "by the network (DHCP)"}
                                   : Words{"här, fast", "here, fixed"});
    row("gateway", {"gateway", "gateway"}, device.gateway);
    row("dns", {"namnservrar (DNS)", "name servers (DNS)"}, joined(device.dns));
    row("mac", {"MAC-adress", "MAC address"}, device.mac);
  }
  const std::shared_ptr<StaffNetwork> network = std::make_shared<StaffNetwork>();

 private:
  care::Language language_;
};

Words address_fault(Ipv4Fault fault) {
  switch (fault) {
    case Ipv4Fault::none:
      return {};
    case Ipv4Fault::address:
      return {"Adressen ska vara fyra tal från 0 till 255, som 192.168.1.20/24.",
              "The address has to be four numbers from 0 to 255, such as 192.168.1.20/24."};
    case Ipv4Fault::prefix:
      return {"Efter adressen ska nätets storlek stå: /8 till /30, eller en mask som /255.255.255.0.",
              "Behind the address stands the network's size: /8 to /30, or a mask such as /255.255.255.0."};
    case Ipv4Fault::reserved:
      return {"Den adressen är nätets egen. Fråga nätansvarig efter en för skärmen.",
              "That address is the network's own. Ask its keeper for one for the screen."};
    case Ipv4Fault::gateway:
      return {"Gateway ska vara en annan adress i samma nät, eller tom.",
              "The gateway has to be another address in the same network, or empty."};
    case Ipv4Fault::dns:
      return {"Namnservrar ska vara högst tre adresser med komma emellan, eller tomt.",
              "Name servers have to be at most three addresses with commas between, or empty."};
  }
  return {};
}

Words told(NetworkChange change, const Words& done, const Words& why) {
  switch (change) {
    case NetworkChange::done:
      return done;
    case NetworkChange::refused:
      return {"Inget är ändrat: datorn tillåter det inte. Säg till dem som sköter datorn.",
              "Nothing is changed: the computer does not allow it. Tell those who look after it."};
    case NetworkChange::taken_back:
      return {why.sv + " Inget är ändrat.", why.en + " Nothing is changed."};
    case NetworkChange::stranded:
      return {why.sv + " Det som var förut kom inte heller upp: se efter kabeln och pröva igen.",
              why.en + " What was before did not come up either: look at the cable and try again."};
  }
  return {};
}

care::Language language(bool in_swedish) {
  return in_swedish ? care::Language::swedish : care::Language::english;
}

Words unavailable(const Error& error) {
  return {"Inget är ändrat: NetworkManager svarar inte (" + error.message + ").",
          "Nothing is changed: NetworkManager does not answer (" + error.message + ")."};
}

}  // namespace

std::shared_ptr<const StaffNetwork> NetworkDesk::look(care::Language language, bool scan) const {
  Sheet sheet(language);
  StaffNetwork& network = *sheet.network;
  const auto layers = layers_so_far(files_, paths_);
  const Config config = layers ? parse_layers(*layers).config : Config{};
  const auto bytes = files_.read(paths_.status_file, wire::status_bytes_max);
  const auto status = bytes ? wire::decode_status(*bytes) : bytes.error();
  const bool fetches = !config.sync.url.empty() && !config.sync.url.starts_with("file:");
  const auto met = fetches && status ? care::trouble_of(status->last_error) : SyncTrouble::none;
  Result<NetworkState> state = Error{ErrorKind::not_found, "this machine cannot be asked"};
  if (machine_ != nullptr) state = Network(*machine_).look();
  const NetworkDevice* card = state ? best(state->devices) : nullptr;
  const Verdict found = verdict(state, card, met);
  network.is_well = found.is_well;
  network.what = sheet.in(found.what);
  network.todo = sheet.in(found.todo);
  std::string ssid;
  for (const NetworkDevice& device : state ? state->devices : std::vector<NetworkDevice>{}) {
    if (!device.is_managed || !device.is_wifi || network.has_wifi) continue;
    network.has_wifi = true;
    network.radio = device;
    const auto heard = Network(*machine_).wifi(device, scan);
    for (const WifiNetwork& each : heard ? *heard : std::vector<WifiNetwork>{}) {
      if (each.is_joined) ssid = each.ssid;
      network.wifi.push_back(
          {each, told_of(each).in(language), each.security != WifiSecurity::login && !each.is_joined});
    }
  }
  if (card != nullptr) {
    // A radio that is not joined has no address to be set.
    network.can_set_address = !card->is_wifi || card->is_connected;
    network.card = *card;
    if (const auto setting = Network(*machine_).setting(*card); setting) network.address = *setting;
    sheet.card(*card, card->is_wifi ? ssid : "");
  }
  const std::string proxy = visit::without_login(config.sync.proxy);
  sheet.row("proxy", {"proxy", "proxy"}, proxy);
  if (proxy.empty()) sheet.row("proxy", {"proxy", "proxy"}, Words{"ingen", "none"});
  sheet.row("time", {"klockan", "clock"}, time_told(machine_, config.kiosk.time_server));
  return sheet.network;
}

visit::NetworkChanged NetworkDesk::change(const visit::ChangeAddress& wanted) const {
  const care::Language in = language(wanted.in_swedish);
  Ipv4Setting setting = wanted.address;
  if (const Ipv4Fault fault = normalise(&setting); fault != Ipv4Fault::none)
    return {true, address_fault(fault).in(in), look(in, false)};
  if (machine_ == nullptr) return {true, unavailable({ErrorKind::not_found, "-"}).in(in), look(in, false)};
  const auto changed = Network(*machine_).set_ipv4(wanted.card, setting);
  if (!changed) return {true, unavailable(changed.error()).in(in), look(in, false)};
  const Words done = setting.automatic
                         ? Words{"Nätet har gett skärmen en adress.", "The network has given an address."}
                         : Words{"Den fasta adressen gäller.", "The fixed address holds."};
  const Words why =
      setting.automatic
          ? Words{"Nätet gav ingen adress.", "The network gave no address."}
          : Words{"Adressen kom inte upp: kanske har en annan dator den redan, eller kabeln är lös.",
                  "The address did not come up: another computer may have it, or the cable is loose."};
  return {*changed != NetworkChange::done, told(*changed, done, why).in(in), look(in, false)};
}

visit::NetworkChanged NetworkDesk::join(const visit::JoinWifi& wanted) const {
  const care::Language in = language(wanted.in_swedish);
  if (wanted.network.security == WifiSecurity::password && !is_wifi_password(wanted.password))
    return {true,
            Words{"Ett lösenord har 8 till 63 tecken: a till z, siffror och vanliga tecken, inte å, ä, ö.",
                  "A password has 8 to 63 characters: a to z, digits and ordinary signs."}
                .in(in),
            look(in, false)};
  if (machine_ == nullptr) return {true, unavailable({ErrorKind::not_found, "-"}).in(in), look(in, false)};
  const auto changed = Network(*machine_).join(wanted.radio, wanted.network, wanted.password);
  if (!changed) return {true, unavailable(changed.error()).in(in), look(in, false)};
  const std::string& name = wanted.network.ssid;
  const Words done{"Ansluten till " + name + ".", "Joined " + name + "."};
  const Words why = wanted.network.security == WifiSecurity::open
                        ? Words{"Det gick inte att ansluta till " + name + ": signalen kan vara för svag.",
                                name + " could not be joined: the signal may be too weak."}
                        : Words{"Det gick inte att ansluta till " + name +
                                    ": lösenordet kan vara fel eller signalen för svag.",
                                name + " could not be joined: the password may be wrong or the signal weak."};
  return {*changed != NetworkChange::done, told(*changed, done, why).in(in), look(in, false)};
}

}  // namespace entre::staff
