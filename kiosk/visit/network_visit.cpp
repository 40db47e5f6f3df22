#include "kiosk/visit/network_visit.h"

#include <algorithm>
#include <utility>

namespace entre::visit {
namespace {

// "255.255.255.255/255.255.255.255", and three servers.
constexpr std::size_t kAddressCharactersMax = 31, kGatewayCharactersMax = 15, kDnsCharactersMax = 50,
                      kPasswordCharactersMax = 64;

}  // namespace

void NetworkVisit::look(bool scan, std::int64_t monotonic_ms) {
  looked_ms_ = monotonic_ms;
  if (std::exchange(looking_, true)) return;
  scan_next_ = scan_next_ && !scan;
  staff_.network_scanning = scan;
  requests_.push_back(LookAtNetwork{scan, staff_.in_swedish});
}

// What is known is seen at once, and what the radio hears some seconds later.
void NetworkVisit::begin(std::int64_t monotonic_ms) {
  scan_next_ = true;
  look(false, monotonic_ms);
}

void NetworkVisit::close() {
  drop_edit();
  looking_ = scan_next_ = staff_.network_scanning = false;
}

// A password does not stay in memory.
void NetworkVisit::drop_edit() {
  if (!staff_.network_edit) return;
  std::fill(staff_.network_edit->password.begin(), staff_.network_edit->password.end(), '\0');
  staff_.network_edit.reset();
}

void NetworkVisit::act(const StaffAct& act, std::int64_t monotonic_ms) {
  if (!staff_.network || (staff_.network_edit && staff_.network_edit->saving)) return;
  switch (act.command) {
    case StaffCommand::network_look:
      staff_.told.clear();
      return look(true, monotonic_ms);
    case StaffCommand::network_open:
      return open(static_cast<NetworkPart>(act.value), act.text);
    case StaffCommand::network_automatic:
      if (!staff_.network_edit) return;
      staff_.network_edit->address.automatic = act.value != 0;
      staff_.network_edit->refused.clear();
      return;
    case StaffCommand::network_reveal:
      if (staff_.network_edit) staff_.network_edit->revealed = act.value != 0;
      return;
    case StaffCommand::network_try:
      return try_it();
    default:
      return;
  }
}

void NetworkVisit::open(NetworkPart part, const std::string& bssid) {
  const StaffNetwork& known = *staff_.network;
  NetworkEdit edit;
  edit.address = known.address;
  if (part == NetworkPart::join) {
    const auto found = std::find_if(
        known.wifi.begin(), known.wifi.end(),
        [&](const StaffNetwork::Wifi& each) { return each.network.bssid == bssid && each.can_join; });
    if (found == known.wifi.end()) return;
    edit.network = found->network;
  } else if (!known.can_set_address) {
    return;
  }
  staff_.told.clear();
  if (!staff_.network_edit) staff_.network_edit = std::move(edit);
  staff_.network_edit->refused.clear();
  staff_.network_edit->part = part;
}

void NetworkVisit::try_it() {
  if (!staff_.network_edit) return;
  NetworkEdit& edit = *staff_.network_edit;
  const bool joins = edit.part == NetworkPart::join;
  if (!joins && edit.part != NetworkPart::address) return;
  edit.saving = true;
  edit.refused.clear();
  if (joins)
    requests_.push_back(JoinWifi{staff_.network->radio, edit.network, edit.password, staff_.in_swedish});
  else
    requests_.push_back(ChangeAddress{staff_.network->card, edit.address, staff_.in_swedish});
}

bool NetworkVisit::back() {
  if (!staff_.network_edit) return false;
  NetworkEdit& edit = *staff_.network_edit;
  if (edit.saving) return true;
  edit.refused.clear();
  if (edit.part == NetworkPart::address || edit.part == NetworkPart::join)
    drop_edit();
  else
    edit.part = NetworkPart::address;
  return true;
}

void NetworkVisit::apply(const NetworkLooked& looked, std::int64_t monotonic_ms) {
  looking_ = staff_.network_scanning = false;
  if (staff_.network_edit && staff_.network_edit->saving) return;  // older than what will come
  staff_.network = looked.network;
  if (scan_next_ && looked.network->has_wifi) look(true, monotonic_ms);
}

void NetworkVisit::apply(const NetworkChanged& changed) {
  staff_.network = changed.network;
  if (changed.failed && staff_.network_edit) {
    staff_.network_edit->saving = false;
    staff_.network_edit->refused = changed.told;
    return;
  }
  // Who has left the sheet meanwhile is told on the page.
  drop_edit();
  staff_.told = changed.told;
  staff_.failed = changed.failed;
}

bool NetworkVisit::looks_by_itself() const {
  return staff_.page == StaffPage::network && !looking_ && !staff_.edit && !staff_.network_edit;
}

void NetworkVisit::tick(std::int64_t monotonic_ms) {
  if (next_deadline_ms() <= monotonic_ms) look(false, monotonic_ms);
}

std::int64_t NetworkVisit::next_deadline_ms() const {
  return looks_by_itself() ? looked_ms_ + network_look_ms : std::numeric_limits<std::int64_t>::max();
}

std::string* NetworkVisit::field() {
  if (staff_.page != StaffPage::network || !staff_.network_edit || staff_.network_edit->saving)
    return nullptr;
  NetworkEdit& edit = *staff_.network_edit;
  switch (edit.part) {
    case NetworkPart::ip:
      return &edit.address.address;
    case NetworkPart::gateway:
      return &edit.address.gateway;
    case NetworkPart::dns:
      return &edit.address.dns;
    case NetworkPart::join:
      return edit.network.security == WifiSecurity::password ? &edit.password : nullptr;
    case NetworkPart::address:
      break;
  }
  return nullptr;
}

std::size_t NetworkVisit::field_characters_max() const {
  switch (staff_.network_edit->part) {
    case NetworkPart::ip:
      return kAddressCharactersMax;
    case NetworkPart::gateway:
      return kGatewayCharactersMax;
    case NetworkPart::dns:
      return kDnsCharactersMax;
    default:
      return kPasswordCharactersMax;
  }
}

bool NetworkVisit::types_numbers() const {
  return staff_.network_edit && staff_.network_edit->part != NetworkPart::join;
}

}  // namespace entre::visit
