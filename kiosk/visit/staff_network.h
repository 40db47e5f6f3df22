#pragma once
// The staff screen's network page as plain values: what it shows, what a touch asks for, and what is asked of
// the staff thread.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "platform/system/nmcli.h"

namespace entre::visit {

// A line of a staff page: without a name it belongs to the one above.
struct StaffRow {
  std::string id, name, value;
};

// All words in the staff screen's language.
struct StaffNetwork {
  struct Wifi {
    WifiNetwork network;
    std::string told;  // "stark signal, lösenord"
    bool can_join = false;
  };
  bool is_well = false;
  std::string what, todo;  // the verdict, and what to do; todo is empty where there is nothing
  std::vector<StaffRow> rows;
  bool can_set_address = false;  // there is a card that may be given one
  NetworkDevice card;            // it
  Ipv4Setting address;           // as it is set
  bool has_wifi = false;         // there is a radio that may join
  NetworkDevice radio;
  std::vector<Wifi> wifi;
};

// What is open above the page: the address, one of its fields, or a Wi-Fi to be joined.
enum class NetworkPart { address, ip, gateway, dns, join };

// A change being made: nothing is changed until it is tried.
struct NetworkEdit {
  NetworkPart part = NetworkPart::address;
  Ipv4Setting address;    // as it would be
  WifiNetwork network;    // that would be joined
  std::string password;   // of it; nobody else has it, and it goes when the sheet does
  bool revealed = false;  // it is shown as it was typed
  bool saving = false;    // until the staff thread has answered
  std::string refused;    // why it was not done; empty: it was not tried
  bool operator==(const NetworkEdit&) const = default;
};

// Asked of the staff thread.
struct LookAtNetwork {
  bool scan = false;  // the radio listens anew
  bool in_swedish = true;
};
struct ChangeAddress {
  NetworkDevice card;
  Ipv4Setting address;
  bool in_swedish = true;
};
struct JoinWifi {
  NetworkDevice radio;
  WifiNetwork network;
  std::string password;
  bool in_swedish = true;
};
// Its replies.
struct NetworkLooked {
  std::shared_ptr<const StaffNetwork> network;
};
struct NetworkChanged {
  bool failed = false;
  std::string told;
  std::shared_ptr<const StaffNetwork> network;  // as it is now
};

}  // namespace entre::visit
