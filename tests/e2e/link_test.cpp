// How kiosk.toml says that the server is reached: by a proxy, under an authority's own certificates, with a
// certificate of the kiosk's own.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/e2e/connect_proxy.h"
#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

namespace {

// Over HTTPS, trusting the world's authority; the lines are added.
void configure(World& world, const std::string& lines) {
  world.configure(fmt::format("https://127.0.0.1:{}", world.https_port()),
                  fmt::format("https://127.0.0.1:{}", world.https_port()),
                  fmt::format("ca_file = \"{}\"\n{}", world.path("ca.crt"), lines));
}

std::size_t repository_requests(World& world) {
  const auto lines = world.take_requests();
  return std::size_t(std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("/v1/repo/") != std::string::npos;
  }));
}

std::string identity(const World& world, const std::string& name) {
  return fmt::format("client_cert_file = \"{}\"\nclient_key_file = \"{}\"", world.path(name + ".crt"),
                     world.path(name + ".key"));
}

}  // namespace

TEST_CASE("with a proxy configured everything goes through it, and the server is verified behind it") {
  World world;
  ConnectProxy proxy;
  const std::string tunnel = fmt::format("CONNECT 127.0.0.1:{} HTTP/1.1", world.https_port());
  const std::string line = fmt::format("proxy = \"{}\"", proxy.url());
  // The proxy is no authority: one that is not named is refused through it too.
  world.configure(fmt::format("https://127.0.0.1:{}", world.https_port()), "", line);
  CHECK(world.sync().exit_code == 1);
  CHECK(world.current_content().empty());
  CHECK(repository_requests(world) == 0);
  CHECK(proxy.take_asked().front() == tunnel);

  configure(world, line);
  const Finished synced = world.sync();
  CHECK_MESSAGE(synced.exit_code == 0, synced.err);
  CHECK(world.current_content() == "content-1.db");
  const auto asked = proxy.take_asked();
  REQUIRE(!asked.empty());
  for (const std::string& one : asked) CHECK(one == tunnel);
}

TEST_CASE("a proxy that refuses is not gone around, and none of the environment is used") {
  World world;
  ConnectProxy proxy;
  proxy.refuses = true;
  configure(world, fmt::format("proxy = \"{}\"", proxy.url()));
  CHECK(run(world.sync_command(), 60'000, {"no_proxy=*", "NO_PROXY=*"}).exit_code == 1);
  CHECK(world.current_content().empty());
  CHECK(repository_requests(world) == 0);
  CHECK(!proxy.take_asked().empty());

  configure(world, "");
  const Finished synced = run(world.sync_command(), 60'000,
                              {"https_proxy=" + proxy.url(), "HTTPS_PROXY=" + proxy.url(),
                               "all_proxy=" + proxy.url(), "ALL_PROXY=" + proxy.url()});
  CHECK_MESSAGE(synced.exit_code == 0, synced.err);
  CHECK(proxy.take_asked().empty());
}

TEST_CASE("a server that asks for the kiosk's certificate gets the configured one, and takes no other") {
  World world;
  world.require_client_certificates();
  configure(world, "");
  CHECK(world.sync().exit_code == 1);
  configure(world, identity(world, "stranger"));
  CHECK(world.sync().exit_code == 1);
  CHECK(world.current_content().empty());
  configure(world, identity(world, "client"));
  const Finished synced = world.sync();
  CHECK_MESSAGE(synced.exit_code == 0, synced.err);
  CHECK(world.current_content() == "content-1.db");
}
