#pragma once
// kiosk.toml, read by every program, and where a kiosk's files lie.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/keys.h"
#include "platform/toml.h"

namespace entre {

// Where everything lies. Default paths are docs/design.md's; with_home() puts them all under one folder.
struct Paths {
  std::string config_file = "/etc/kiosk/kiosk.toml";
  std::string root_file = "/etc/kiosk/root.json";  // the pinned TUF root
  std::string token_file =
      "/etc/kiosk/sync/token";  // bearer token for the hub; the folder is kiosk-sync's alone
  std::string content_folder = "/var/lib/kiosk/content";
  std::string outbox_file = "/var/lib/kiosk/outbox.db";
  std::string trust_folder = "/var/lib/kiosk/trust";
  std::string status_file = "/var/lib/kiosk/status.json";
  std::string requests_folder = "/var/lib/kiosk/requests";
  // Lie over config_file; empty: there are none.
  std::string config_parts_folder = "/etc/kiosk/conf.d";
  std::string staff_file = "/var/lib/kiosk/staff.toml";  // the staff screen's own

  // What the screen says of its last picture, for kiosk-sync: beside the status.
  std::string frame_file() const { return status_file.substr(0, status_file.rfind('/') + 1) + "frame.json"; }
  // Why the screen shows less than it has, while it does (kiosk/care/safe_mode.h).
  std::string safe_mode_file() const {
    return status_file.substr(0, status_file.rfind('/') + 1) + "safe_mode.json";
  }
  std::string current_link() const { return content_folder + "/current"; }
  static Paths with_home(const std::string& home);
  // The configuration is this one file, with nothing over it.
  void take_config_from(const std::string& file);
};

struct Config {
  struct Kiosk {
    std::string id;               // UUID; names the kiosk to the hub
    std::string name;             // what staff call it; visitors see it under "about this screen"
    std::string place;            // where it stands; enrolment gives it
    std::string service_contact;  // whom visitors call when it is broken, in words; empty: not shown
    std::string language;         // empty: the site's default
    std::string languages;        // codes by commas that visitors are offered; empty: all the release has
    std::string time_zone = "Europe/Stockholm";
    std::string time_server;  // empty: the one that the system has
    bool demo = false;        // a newcomer's try: content signed by throw-away keys is shown
  } kiosk;
  struct Screen {
    double ppi = 68.8;
    double viewing_distance_mm = 700;
    double lower_edge_mm = 700;  // of the panel, above the floor
    double low_reach_mm = 1100;  // above the floor: what visitors who ask for low buttons can reach
    std::string theme = "light";
    std::string rotation = "0";  // "90", "180", "270": degrees clockwise
    std::string touch_map;       // platform/touch_map.h; empty: touches are where the panel says
    bool calm = false;           // nothing moves by itself: no slides, no drift, one headline
    bool oled_safe = false;      // at rest the screen is dark and drifts further, so that no picture burns in
  } screen;
  // When the screen is lit, and how bright: platform/hours.h has the forms. Monday first.
  struct Display {
    std::array<std::string, 7> week = {"always", "always", "always", "always", "always", "always", "always"};
    std::string days;            // dates that are not as usual
    bool wakes_on_touch = true;  // while it is dark
    std::string brightness = "100";
  } display;
  struct Visit {
    std::int64_t idle_timeout_s = 90;
    std::int64_t idle_warning_s = 30;
    std::int64_t key_guard_ms = 150;  // the same key twice within that time is once; 0: as often as struck
  } visit;
  KeyMap keys;
  struct Speech {
    // An input device that tells of the headphone jack (/dev/input/eventN); empty: none. With one, what a
    // visitor has typed is said in headphones only.
    std::string headset_device;
    std::int64_t volume_percent = 100;  // the loudest that visitors can choose
  } speech;
  struct Sync {
    std::string url;      // http(s)://host[:port] or file:///folder: what stands before /v1/repo; empty: the
                          // kiosk never syncs
    std::string hub_url;  // where answers go; empty: the same as url
    std::int64_t interval_s = 300;
    std::string ca_file, proxy, client_cert_file, client_key_file;
  } sync;
  struct Feedback {
    bool comment = false;  // visitors may write a comment: a public record that may name persons
  } feedback;
  // How the staff screen is opened by touch; its key stands in keys.
  struct Staff {
    std::string corner = "upper-right";  // or "upper-left", "none"
    std::int64_t touches = 5;            // within five seconds
  } staff;
};

// One file of the configuration. Of two that give a key the later one's value holds.
struct ConfigLayer {
  std::string file;
  std::string text;
  bool is_staff = false;  // the staff screen's file: only ConfigKey::by_staff, and left out whole when faulty
};

// Where a value comes from.
struct Origin {
  std::string file;
  int line = 0;
};

// All faults at once (unknown keys, wrong types, values out of range), or the config.
struct ConfigResult {
  Config config;
  std::vector<Fault> faults;
  std::vector<Fault> left_out;            // why the staff screen's file was left out; empty: it was not
  std::map<std::string, Origin> origins;  // by key; one that is not here has its built-in value
};
ConfigResult parse_layers(const std::vector<ConfigLayer>& layers);
ConfigResult parse_config(std::string_view text, const std::string& file);

// The files that are there, the lowest first; not_found where there is none.
Result<std::vector<ConfigLayer>> read_layers(const Files& files, const Paths& paths);
// Reads and parses. invalid with every fault, one a line. A staff file that was left out is told to the log.
Result<Config> load_config(const Files& files, const Paths& paths);

}  // namespace entre
