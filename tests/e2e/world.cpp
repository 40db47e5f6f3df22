#include "tests/e2e/world.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>

#include "platform/http.h"
#include "platform/json.h"

namespace entre::test {
namespace {

constexpr std::uint64_t file_bytes_max = 64u << 20;

// nginx in the foreground, as the user who runs the test, everything below the world's folder. A worker that
// is not root could not read a folder of mode 0700.
constexpr const char* nginx_config = R"(
{user}
daemon off;
worker_processes 1;
pid {root}/nginx.pid;
error_log {root}/nginx-error.log;
events {{ worker_connections 256; }}
http {{
  log_format short "$request_method $uri $status";
  access_log {root}/nginx-access.log short;
  client_body_temp_path {root}/nginx-tmp;
  proxy_temp_path {root}/nginx-tmp;
  fastcgi_temp_path {root}/nginx-tmp;
  uwsgi_temp_path {root}/nginx-tmp;
  scgi_temp_path {root}/nginx-tmp;
  server {{
    listen 127.0.0.1:{http};
    listen 127.0.0.1:{https} ssl;
    ssl_certificate {root}/server.crt;
    ssl_certificate_key {root}/server.key;
    {clients}
    location /v1/repo/ {{ alias {root}/release/; }}
  }}
}}
)";

Finished run_or_fail(const std::vector<std::string>& argv) {
  Finished finished = run(argv);
  REQUIRE_MESSAGE(finished.exit_code == 0, argv[0], " ", argv[1], ": ", finished.out, finished.err);
  return finished;
}

}  // namespace

World::World() : http_port_(free_port()), https_port_(free_port()), hub_port_(0) {
  std::filesystem::copy(std::string(ENTRE_SOURCE_DIR) + "/assets/site", path("site"),
                        std::filesystem::copy_options::recursive);
  std::filesystem::create_directories(home());
  run_or_fail({program("kiosk-publish"), "keys", path("keys")});
  publish();
  std::filesystem::copy(release() + "/metadata/1.root.json", home() + "/root.json");
  make_certificates();
  start_nginx();
  const Finished token = run_or_fail(
      {program("kiosk-hub"), "token", "add", "--db", path("hub.db"), "--kiosk", kiosk_id, "--name", "Foyer"});
  overwrite("home/token", token.out);
  start_hub();
  configure(fmt::format("http://127.0.0.1:{}", http_port_), fmt::format("http://127.0.0.1:{}", hub_port_));
}

void World::make_certificates() {
  run_or_fail({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
               "/CN=Test CA", "-keyout", path("ca.key"), "-out", path("ca.crt")});
  run_or_fail({"openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout",
               path("server.key"), "-out", path("server.csr")});
  overwrite("server.ext", "subjectAltName=IP:127.0.0.1\n");
  run_or_fail({"openssl", "x509", "-req", "-days", "2", "-in", path("server.csr"), "-CA", path("ca.crt"),
               "-CAkey", path("ca.key"), "-CAcreateserial", "-extfile", path("server.ext"), "-out",
               path("server.crt")});
}

void World::require_client_certificates() {
  for (const std::string name : {"client", "stranger"})
    run_or_fail({"openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name, "-keyout",
                 path(name + ".key"), "-out", path(name + ".csr")});
  run_or_fail({"openssl", "x509", "-req", "-days", "2", "-in", path("client.csr"), "-CA", path("ca.crt"),
               "-CAkey", path("ca.key"), "-CAcreateserial", "-out", path("client.crt")});
  run_or_fail({"openssl", "x509", "-req", "-days", "2", "-in", path("stranger.csr"), "-signkey",
               path("stranger.key"), "-out", path("stranger.crt")});
  requires_client_certificates_ = true;
  // Asked to end: killed, its worker would go on listening.
  nginx_->signal(SIGTERM);
  REQUIRE(nginx_->wait(10'000));
  start_nginx();
}

void World::start_nginx() {
  const std::string clients = "ssl_client_certificate " + path("ca.crt") + "; ssl_verify_client on;";
  overwrite("nginx.conf", fmt::format(fmt::runtime(nginx_config), fmt::arg("root", folder_.path()),
                                      fmt::arg("user", geteuid() == 0 ? "user root;" : ""),
                                      fmt::arg("clients", requires_client_certificates_ ? clients : ""),
                                      fmt::arg("http", http_port_), fmt::arg("https", https_port_)));
  const std::string nginx = std::filesystem::exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
  nginx_ = std::make_unique<Process>(std::vector<std::string>{
      nginx, "-p", folder_.path(), "-e", path("nginx-error.log"), "-c", path("nginx.conf")});
  auto http = CurlHttp::create({});
  REQUIRE(http.ok());
  HttpRequest request;
  request.url = fmt::format("http://127.0.0.1:{}/", http_port_);
  request.body_bytes_max = 64 << 10;
  // nginx does not say when it listens: ask until it answers, or its end is seen.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!http.value()->send(request).ok()) {
    const auto ended = nginx_->wait(20);
    REQUIRE_MESSAGE(!ended, "nginx ended: ", ended ? ended->err : "");
    REQUIRE(std::chrono::steady_clock::now() < deadline);
  }
  take_requests();
}

void World::start_hub() {
  hub_ = std::make_unique<Process>(
      std::vector<std::string>{program("kiosk-hub"), "serve", "--db", path("hub.db"), "--release", release(),
                               "--listen", fmt::format("127.0.0.1:{}", hub_port_)});
  const auto line = hub_->wait_line("listening on ", 10'000);
  REQUIRE(line);
  hub_port_ = std::stoi(line->substr(line->rfind(':') + 1));
}

void World::publish() {
  run_or_fail({program("kiosk-publish"), "build", path("site"), "--keys", path("keys"), "--out", release()});
}

void World::age_timestamp() {
  const std::string file = release() + "/metadata/timestamp.json";
  std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) - std::chrono::minutes(1));
}

void World::edit(const std::string& file, const std::string& from, const std::string& to) {
  std::string text = read(file);
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, file, " holds no ", from);
  text.replace(at, from.size(), to);
  overwrite(file, text);
}

void World::configure(const std::string& url, const std::string& hub_url, const std::string& extra) {
  overwrite(
      "home/kiosk.toml",
      fmt::format("[kiosk]\nid = \"{}\"\nname = \"Foyer\"\n\n[sync]\nurl = \"{}\"\nhub_url = \"{}\"\n{}\n",
                  kiosk_id, url, hub_url, extra));
}

std::vector<std::string> World::sync_command() const {
  return {program("kiosk-sync"), "--home", home(), "--once"};
}

Finished World::sync() {
  return run(sync_command());
}

Finished World::tour(const std::vector<std::string>& extra) {
  std::filesystem::remove_all(path("tour"));
  std::vector<std::string> argv{program("kiosk"), "--home", home(), "--tour", path("tour")};
  argv.insert(argv.end(), extra.begin(), extra.end());
  return run(argv, 120'000);
}

void World::whole_tour(const std::vector<std::string>& extra) {
  const Finished walked = tour(extra);
  REQUIRE_MESSAGE(walked.exit_code == 0, walked.err);
}

std::string World::tour_screen(const std::string& part) const {
  for (const std::string& name : files_.list(path("tour"))) {
    if (name.find(part) == std::string::npos || !name.ends_with(".json")) continue;
    const auto json = parse_json(read("tour/" + name), {});
    REQUIRE(json.ok());
    return json->at("screen").get<std::string>();
  }
  FAIL("no step of the tour is called ", part);
  return "";
}

std::vector<std::string> World::take_requests() {
  std::vector<std::string> lines;
  if (!files_.exists(path("nginx-access.log"))) return lines;
  const std::string log = read("nginx-access.log");
  while (true) {
    const std::size_t end = log.find('\n', log_read_);
    if (end == std::string::npos) return lines;
    lines.push_back(log.substr(log_read_, end - log_read_));
    log_read_ = end + 1;
  }
}

std::string World::current_content() const {
  const auto target = files_.read_link(home() + "/content/current");
  return target.ok() ? target.value() : "";
}

std::string World::read(const std::string& file) const {
  auto bytes = files_.read(path(file), file_bytes_max);
  REQUIRE_MESSAGE(bytes.ok(), file, ": ", bytes.ok() ? "" : bytes.error().message);
  return std::move(bytes).value();
}

void World::overwrite(const std::string& file, const std::string& bytes) {
  REQUIRE(files_.write(path(file), bytes, 0600).ok());
}

std::vector<std::string> World::hub_rows(const std::string& sql) const {
  auto db = Database::open(path("hub.db"), Database::Mode::read_write);
  REQUIRE(db.ok());
  auto statement = db->prepare(sql);
  REQUIRE(statement.ok());
  std::vector<std::string> rows;
  while (true) {
    const auto more = statement->step();
    REQUIRE(more.ok());
    if (!more.value()) return rows;
    rows.push_back(statement->column_text(0));
  }
}

}  // namespace entre::test
