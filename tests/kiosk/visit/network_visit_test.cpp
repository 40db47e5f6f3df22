#include "kiosk/visit/network_visit.h"

#include <doctest/doctest.h>

using namespace entre;
using namespace entre::visit;

namespace {

constexpr const char* bssid = "00:00:00:00:00:01";

struct World {
  Staff staff;
  std::vector<StaffRequest> requests;
  NetworkVisit visit{staff, requests};

  World() {
    staff.page = StaffPage::network;
    visit.begin(0);
    looked();
    requests.clear();
  }
  std::shared_ptr<const StaffNetwork> known() const {
    auto network = std::make_shared<StaffNetwork>();
    network->can_set_address = network->has_wifi = true;
    network->address = {false, "10.0.0.9/24", "", ""};
    network->wifi = {{{"Hus", bssid, 80, WifiSecurity::password, false}, "", true},
                     {{"eduroam", "00:00:00:00:00:02", 80, WifiSecurity::login, false}, "", false}};
    return network;
  }
  void looked() {
    for (int i = 0; i < 2 && !visit.settled(); ++i) visit.apply(NetworkLooked{known()}, 0);
  }
  void act(StaffCommand command, int value = 0, const std::string& text = "") {
    visit.act({command, value, text}, 0);
  }
  void open(NetworkPart part, const std::string& of = "") {
    act(StaffCommand::network_open, static_cast<int>(part), of);
  }
  template <class Request>
  const Request* asked() const {
    return requests.empty() ? nullptr : std::get_if<Request>(&requests.back());
  }
};

}  // namespace

TEST_CASE("the page is read at once, then listened for, then read every five seconds while nothing is open") {
  Staff staff;
  staff.page = StaffPage::network;
  std::vector<StaffRequest> requests;
  NetworkVisit visit(staff, requests);
  visit.begin(0);
  REQUIRE(requests.size() == 1);
  CHECK_FALSE(std::get<LookAtNetwork>(requests[0]).scan);
  visit.apply(NetworkLooked{World().known()}, 0);
  REQUIRE(requests.size() == 2);
  CHECK(std::get<LookAtNetwork>(requests[1]).scan);
  CHECK(staff.network_scanning);
  // One at a time, however long it takes.
  visit.act({StaffCommand::network_look}, 0);
  CHECK(requests.size() == 2);
  visit.tick(60'000);
  CHECK(requests.size() == 2);
  visit.apply(NetworkLooked{World().known()}, 60'000);
  CHECK_FALSE(staff.network_scanning);
  visit.tick(60'000);
  CHECK(requests.size() == 3);
  visit.apply(NetworkLooked{World().known()}, 60'000);
  visit.act({StaffCommand::network_open, static_cast<int>(NetworkPart::address)}, 60'000);
  visit.tick(120'000);
  CHECK(requests.size() == 3);
}

TEST_CASE("an address is a draft that nobody hears of before it is tried, and Back drops it") {
  World world;
  world.open(NetworkPart::address);
  world.open(NetworkPart::ip);
  REQUIRE(world.visit.field() != nullptr);
  *world.visit.field() = "10.0.0.77/24";
  CHECK(world.visit.types_numbers());
  CHECK(world.visit.back());
  CHECK(world.staff.network_edit->part == NetworkPart::address);
  CHECK(world.staff.network_edit->address.address == "10.0.0.77/24");
  CHECK(world.visit.field() == nullptr);
  CHECK(world.requests.empty());
  world.act(StaffCommand::network_try);
  REQUIRE(world.asked<ChangeAddress>() != nullptr);
  CHECK(world.asked<ChangeAddress>()->address.address == "10.0.0.77/24");
  // While it is being tried nothing else is, and nothing closes it but its end.
  world.act(StaffCommand::network_automatic, 1);
  world.act(StaffCommand::network_try);
  CHECK(world.visit.back());
  CHECK(world.requests.size() == 1);
  CHECK_FALSE(world.staff.network_edit->address.automatic);
  world.visit.apply(NetworkChanged{true, "Nej.", world.known()});
  CHECK(world.staff.network_edit->refused == "Nej.");
  CHECK(world.visit.back());
  CHECK_FALSE(world.staff.network_edit);
  CHECK_FALSE(world.visit.back());
}

TEST_CASE("only what is heard and may be joined opens, and a password goes with its sheet") {
  World world;
  world.open(NetworkPart::join, "00:00:00:00:00:02");
  world.open(NetworkPart::join, "--help");
  CHECK_FALSE(world.staff.network_edit);
  world.open(NetworkPart::join, bssid);
  REQUIRE(world.visit.field() != nullptr);
  *world.visit.field() = "hemligt1";
  CHECK_FALSE(world.visit.types_numbers());
  CHECK(world.visit.back());
  world.open(NetworkPart::join, bssid);
  CHECK(world.staff.network_edit->password == "");
  *world.visit.field() = "hemligt1";
  world.act(StaffCommand::network_try);
  REQUIRE(world.asked<JoinWifi>() != nullptr);
  CHECK(world.asked<JoinWifi>()->password == "hemligt1");
  world.visit.close();
  CHECK_FALSE(world.staff.network_edit);
}

TEST_CASE("an end that comes when its sheet is gone is told on the page, and an old look changes no try") {
  World world;
  world.open(NetworkPart::address);
  world.act(StaffCommand::network_try);
  const auto before = world.staff.network;
  world.visit.apply(NetworkLooked{World().known()}, 0);
  CHECK(world.staff.network == before);
  world.visit.close();
  world.visit.apply(NetworkChanged{true, "Det gick inte.", world.known()});
  CHECK(world.staff.told == "Det gick inte.");
  CHECK(world.staff.failed);
}
