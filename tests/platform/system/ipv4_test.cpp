#include "platform/system/ipv4.h"

#include <doctest/doctest.h>

using namespace entre;

namespace {

Ipv4Fault fault(const std::string& address, const std::string& gateway = "", const std::string& dns = "") {
  Ipv4Setting setting{false, address, gateway, dns};
  const Ipv4Setting before = setting;
  const Ipv4Fault found = normalise(&setting);
  if (found != Ipv4Fault::none) CHECK(setting == before);
  return found;
}

}  // namespace

TEST_CASE("a fixed address is written in one form, with a mask or with a length, and spaces do not matter") {
  for (const char* typed : {"10.0.0.5/24", " 10.0.0.5 / 24 ", "10.0.0.5/255.255.255.0"}) {
    CAPTURE(std::string(typed));
    Ipv4Setting setting{false, typed, " 10.0.0.1 ", "10.0.0.1 , 9.9.9.9,"};
    CHECK(normalise(&setting) == Ipv4Fault::none);
    CHECK(setting == Ipv4Setting{false, "10.0.0.5/24", "10.0.0.1", "10.0.0.1,9.9.9.9"});
  }
  Ipv4Setting automatic{true, "nonsense", "x", "y"};
  CHECK(normalise(&automatic) == Ipv4Fault::none);
  CHECK(automatic == Ipv4Setting{});
}

TEST_CASE("what is no address of a machine is refused, whatever was typed") {
  for (const std::string typed :
       {"", " ", "10.0.0.5.6/24", "10.0.0/24", "256.0.0.1/24", "0.0.0.0/24", "127.0.0.1/24", "224.0.0.1/24",
        "255.255.255.255/24", "::1/64", "eth0/24", "-1.2.3.4/24", "1.2.3.4x/24", "10.0.0.5;reboot/24"})
    CHECK_MESSAGE(fault(typed) == Ipv4Fault::address, typed);
  CHECK(fault(std::string(4096, '1')) == Ipv4Fault::address);
  CHECK(fault(std::string("10.0.0.5\0/24", 12)) == Ipv4Fault::address);
}

TEST_CASE("a size that is none, and the network's own addresses, are told apart") {
  for (const std::string typed : {"10.0.0.5", "10.0.0.5/", "10.0.0.5/7", "10.0.0.5/31", "10.0.0.5/-24",
                                  "10.0.0.5/024", "10.0.0.5/255.0.255.0", "10.0.0.5/24/24", "10.0.0.5/ff"})
    CHECK_MESSAGE(fault(typed) == Ipv4Fault::prefix, typed);
  CHECK(fault("10.0.0.0/24") == Ipv4Fault::reserved);
  CHECK(fault("10.0.0.255/24") == Ipv4Fault::reserved);
  CHECK(fault("10.0.0.255/16") == Ipv4Fault::none);
}

TEST_CASE("the gateway is another address in the same network or none, and name servers are three at most") {
  CHECK(fault("10.0.0.5/24", "10.0.1.1") == Ipv4Fault::gateway);
  CHECK(fault("10.0.0.5/16", "10.0.1.1") == Ipv4Fault::none);
  CHECK(fault("10.0.0.5/24", "10.0.0.5") == Ipv4Fault::gateway);
  CHECK(fault("10.0.0.5/24", "router") == Ipv4Fault::gateway);
  CHECK(fault("10.0.0.5/24", "", "1.1.1.1 2.2.2.2,3.3.3.3") == Ipv4Fault::none);
  CHECK(fault("10.0.0.5/24", "", "1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4") == Ipv4Fault::dns);
  CHECK(fault("10.0.0.5/24", "", "dns.example") == Ipv4Fault::dns);
}
