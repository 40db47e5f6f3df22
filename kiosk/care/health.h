#pragma once
// Whether the kiosk is well: one verdict for the staff screen and kioskctl alike.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/care/safe_mode.h"
#include "kiosk/care/update.h"
#include "kiosk/care/words.h"
#include "platform/clock.h"
#include "platform/config/config.h"
#include "platform/files.h"
#include "platform/result.h"
#include "sync/outbox/outbox.h"
#include "sync/wire/wire.h"

namespace entre::care {

// From here on staff have to do something.
inline constexpr std::int64_t sync_age_max_ms = 24 * 3'600'000ll;
inline constexpr std::int64_t answer_age_max_ms = 3 * 24 * 3'600'000ll;
// So long staff are told that an update went well.
inline constexpr std::int64_t updated_note_ms = 7 * 24 * 3'600'000ll;
inline constexpr std::uint64_t free_bytes_low = 500ull << 20, free_bytes_min = 50ull << 20;
inline constexpr int temperature_max_c = 85;

// What is known of a kiosk at one moment.
struct Facts {
  std::int64_t now_unix_ms = 0;
  bool clock_trusted = true;
  Config config;
  std::vector<Fault> config_faults;         // the configuration cannot be used
  std::vector<Fault> staff_left_out;        // the staff screen's file is left out
  bool is_configured = true;                // any file of the configuration is there
  std::optional<wire::KioskStatus> status;  // what sync last did; nothing: it never ran
  std::int64_t release = 0;                 // what is shown; 0: nothing
  std::optional<SafeMode> safe_mode;        // the screen has crashed again and again
  std::optional<Update> update;             // the last from a stick; nothing: there was none
  std::int64_t rolled_back_from = 0;        // staff went back from this release; 0: they did not
  std::optional<outbox::Counts> counts;     // nothing: there is no ledger yet
  std::int64_t oldest_answer_unix_ms = 0;
  std::string ledger_error;  // empty: none
  std::optional<std::uint64_t> free_bytes;
  std::optional<int> temperature_c;
  bool pin_is_set = false;
};

// Reads them all; what cannot be read is told in them. Not for the UI thread.
Facts gather(const Files& files, const Clock& clock, const Paths& paths);

enum class Severity {
  note,    // to be known, nothing to be done
  act,     // to be done by staff, the kiosk serves visitors meanwhile
  broken,  // visitors are not served, or answers are lost
};

struct Finding {
  std::string id;  // "sync_late"
  Severity severity = Severity::act;
  Words what;
  Words todo;            // for kioskctl: commands, keys and files
  Words todo_on_screen;  // for the staff screen: buttons by their names, or whom to call
};

// The worst first; empty: all is well.
std::vector<Finding> judge(const Facts& facts);
// In one line: "All is well", or what to do first.
Words verdict(const std::vector<Finding>& findings);
bool is_well(const std::vector<Finding>& findings);  // there are no more than notes

// Why a sync failed, in plain words: what kiosk-sync wrote, by its cause.
enum class SyncTrouble {
  none,
  name_lookup,
  refused,
  timeout,
  proxy,
  portal,        // the network's login page answers in the server's place
  web_page,      // a page answers at the server's address, by its own certificate
  interception,  // the certificate is of an authority that nobody here knows
  certificate,
  login,
  signature,
  expired,
  disk,
  other
};
SyncTrouble trouble_of(const std::string& last_error);
Words plain(SyncTrouble trouble);
Words advice(SyncTrouble trouble);            // as Finding's todo
Words advice_on_screen(SyncTrouble trouble);  // as Finding's todo_on_screen

// "4 min", "3 h", "2 dygn".
Words age(std::int64_t ms);

}  // namespace entre::care
