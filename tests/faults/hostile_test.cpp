// A hundred releases by somebody who holds the authority's keys, or whose editor's machine was taken: signed,
// and hostile all the same.
#include "tests/faults/hostile_releases.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>

#include "platform/http.h"
#include "tests/faults/campaign.h"
#include "tests/sync/client/release_server.h"

using namespace entre;
using namespace entre::test;

namespace {

// A kiosk that shows "first text", and a server whose next release says "second text" and holds the target.
struct HostileWorld {
  explicit HostileWorld(const Hostile& hostile) {
    server.publish(FakeClock());
    home = std::make_unique<Home>(server);
    REQUIRE(home->sync().exit_code() == client::ExitCode::ok);
    const trust::PublishTarget target{
        hostile.name, {hostile.object.size(), {{"sha256", sha256_hex(hostile.object)}}, hostile.custom}};
    server.extra_targets = {target};
    server.set_page("one", "second text");
    server.publish(FakeClock());
    server.objects[client::encode_path(trust::target_file_name(target.name, target.file))] = hostile.object;
  }
  // Of the next sync: empty, or why it was refused.
  std::string refusal() {
    const auto outcome = home->sync();
    REQUIRE(outcome.content.has_value());
    return *outcome.content ? "" : outcome.content->error().message;
  }
  ReleaseServer server;
  std::unique_ptr<Home> home;
};

}  // namespace

TEST_CASE("what the hostile releases start from is taken") {
  for (const Hostile& sound : sound_targets()) {
    CAPTURE(sound.name);
    HostileWorld world(sound);
    CHECK(world.refusal() == "");
    CHECK(world.home->page_text("one") == "second text");
  }
}

TEST_CASE("no hostile release crashes, fills or escapes the kiosk, and what was shown stays") {
  QuietLog quiet;
  const std::vector<Hostile> all = hostile_targets();
  int refused = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    const std::string name = all[i].name.substr(0, 80), reason = all[i].reason;
    HostileWorld world(all[i]);
    Home& home = *world.home;
    const auto began = std::chrono::steady_clock::now();
    const std::string refusal = world.refusal();
    // Generous, since machines are shared: a bomb would take minutes.
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
    const bool as_expected = reason.empty() ? refusal.empty() : refusal.find(reason) != std::string::npos;
    CHECK_MESSAGE(as_expected, name, ": expected \"", reason, "\", was \"", refusal.substr(0, 300), "\"");
    CHECK(home.page_text("one") == (reason.empty() ? "second text" : "first text"));
    refused += !reason.empty();
    const std::vector<std::string> names = home.files.list(home.folder.path());
    CHECK(names == std::vector<std::string>{"content", "root.json", "status.json", "trust"});
    world.server.extra_targets.clear();
    world.server.set_page("one", "third text");
    world.server.publish(FakeClock());
    CHECK(world.refusal() == "");
    CHECK(home.page_text("one") == "third text");
  }
  CHECK(refused >= 100);
  report_campaign("hostile releases", (long long)all.size(),
                  std::to_string(refused) + " refused for what they plant, " +
                      std::to_string(all.size() - std::size_t(refused)) +
                      " harmless; the next good release was shown each time");
}

TEST_CASE(
    "a link in an object's place, on a stick or in a folder, brings nothing of the kiosk's into content") {
  QuietLog quiet;
  for (const char* to : {"secret", "/dev/zero", "/dev/null", "/", "nowhere"}) {
    CAPTURE(to);
    HostileWorld world(sound_targets().front());
    Home& home = *world.home;
    TempFolder stick;
    const std::string secret(world.server.object("pages/one.sv.json").size(), 's');
    REQUIRE(home.files.write(stick.file("secret"), secret, 0600).ok());
    const std::string linked = world.server.object_names.at("pages/one.sv.json");
    for (const auto& [name, bytes] : world.server.objects) {
      REQUIRE(home.files.make_folders(std::filesystem::path(stick.file(name)).parent_path()).ok());
      REQUIRE(home.files.write(stick.file(name), bytes, 0644).ok());
    }
    const std::string at = stick.file(linked);
    REQUIRE(home.files.remove(at).ok());
    std::filesystem::create_symlink(to == std::string("secret") ? stick.file(to) : to, at);
    const auto real = *CurlHttp::create({});
    home.http.handler = [&](HttpRequest request) -> Result<HttpResponse> {
      const auto targets = request.url.find("/targets/");
      if (targets == std::string::npos) return world.server.answer(request);
      request.url = "file://" + stick.path() + request.url.substr(targets + 8);
      return real->send(request);
    };
    CHECK(world.refusal().find("one.sv.json") != std::string::npos);
    CHECK(home.page_text("one") == "first text");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home.folder.path()))
      if (entry.is_regular_file())
        CHECK(home.files.read(entry.path(), 100'000'000)->find(secret) == std::string::npos);
    // The same folder without the link is taken.
    std::filesystem::remove(at);
    REQUIRE(home.files.write(at, world.server.objects.at(linked), 0644).ok());
    CHECK(world.refusal() == "");
    CHECK(home.page_text("one") == "second text");
  }
}
