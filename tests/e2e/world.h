#pragma once
// A publisher, a web server, a hub and one kiosk's home, all real programs on loopback, in a folder of its
// own.

#include <memory>
#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/sqlite.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace entre::test {

class World {
 public:
  // Publishes a copy of assets/site, starts nginx over HTTP and HTTPS and the hub, and writes kiosk.toml.
  // Nothing is synced.
  World();

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string home() const { return path("home"); }
  std::string release() const { return path("release"); }
  int http_port() const { return http_port_; }
  int https_port() const { return https_port_; }
  int hub_port() const { return hub_port_; }

  // Publishes site/ anew; fails the test when it is refused.
  void publish();
  // As if published a minute ago: an ETag made from whole seconds counts only for a file older than one.
  void age_timestamp();
  // Changes a text of the site folder; fails the test when it is not there.
  void edit(const std::string& file, const std::string& from, const std::string& to);
  // kiosk.toml with these addresses; extra lines go into [sync].
  void configure(const std::string& url, const std::string& hub_url, const std::string& extra = "");
  Finished sync();  // kiosk-sync --once
  std::vector<std::string> sync_command() const;
  Finished tour(const std::vector<std::string>& extra = {});    // kiosk --tour tour/
  void whole_tour(const std::vector<std::string>& extra = {});  // the same, to its end
  std::string tour_screen(const std::string& part) const;  // "screen" of the step whose name has the part

  // Requests that nginx has served since the last call: "GET /v1/repo/... 200".
  std::vector<std::string> take_requests();
  std::string current_content() const;  // what the link points at, empty where there is none
  std::string read(const std::string& file) const;
  void overwrite(const std::string& file, const std::string& bytes);
  // One text a row of a query on the hub's database.
  std::vector<std::string> hub_rows(const std::string& sql) const;
  void stop_nginx() { nginx_.reset(); }
  void stop_hub() { hub_.reset(); }  // by SIGKILL
  // On the same port as before.
  void start_hub();
  void start_nginx();
  // From now on nginx's HTTPS serves those alone who show a certificate of ca.crt; client.crt is one,
  // stranger.crt is of no authority.
  void require_client_certificates();

  static constexpr const char* kiosk_id = "6f1c0b52-6a0e-4d6e-9f2d-0d7c1f3a5b11";

 private:
  void make_certificates();

  TempFolder folder_;
  mutable SystemFiles files_;
  int http_port_, https_port_, hub_port_;
  std::size_t log_read_ = 0;
  bool requires_client_certificates_ = false;
  std::unique_ptr<Process> nginx_, hub_;
};

}  // namespace entre::test
