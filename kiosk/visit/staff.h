#pragma once
// The staff screen as plain values: what it shows, what a touch asks for, and what is asked of the staff
// thread. No files and no clock of its own.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/visit/staff_network.h"
#include "kiosk/visit/stick.h"
#include "sync/wire/progress.h"

namespace entre::visit {

enum class StaffPage { pin, overview, touch, fields, cleaning, settings, network, stick };
const char* name(StaffPage page);

enum class PinState {
  looking,  // whether there is a PIN, and whether it may be tried
  asked,
  judging,
  wrong,
  wait,        // nothing is judged for a while
  not_set,     // there is none: `kioskctl set-pin`
  unreadable,  // what is on disk cannot be read or written
};

// What staff can have done; those from `restart` on end what is on the screen.
enum class StaffTask { none, sync, roll_back, undo_roll_back, mend_settings, restart, reboot, power_off };

// How the sync that runs gets on, by its own word.
struct SyncSeen {
  wire::SyncPhase phase = wire::SyncPhase::refresh;
  std::uint64_t bytes_done = 0, bytes_total = 0;  // of the phase; a total of 0: it is not counted in bytes
  std::optional<std::int64_t> left_s;             // of the phase; nullopt: not known
  std::int64_t still_s = 0;                       // so long nothing has been heard of it; 0: it goes on
};

// All words in the staff screen's language.
struct StaffOverview {
  struct Finding {
    bool is_note = false;  // to be known, nothing to be done
    std::string what, todo;
  };
  bool is_well = false;
  std::vector<Finding> findings;  // the worst first
  std::vector<StaffRow> rows;
  std::int64_t back_to = 0;     // the release that a rollback would show; 0: none
  std::int64_t forward_to = 0;  // the one that staff went back from; 0: they did not
  bool has_sync = false;        // there is an address to fetch from
  bool syncing = false;         // asked for, and not yet done
  std::string sync_told;        // how the one that was asked for ended; empty: none was
  bool sync_failed = false;
  std::optional<SyncSeen> sync;  // the one that runs, while one was asked for; nullopt: it tells nothing
};

// All words in the staff screen's language.
struct StaffSettings {
  struct Value {
    std::string text;         // as a person types it
    std::string usual;        // what it is without the staff screen's file
    bool is_changed = false;  // in that file
    bool waits = false;       // what is seen is still another: the program has to be started anew
    std::string allowed;      // what it may be
  };
  std::vector<Value> values;  // as settings() has them
  std::string left_out;       // why the staff screen's file is left out; empty: it is not
  std::string today;          // YYYY-MM-DD
};

// One of them being changed: nothing is, until it is saved.
struct SettingEdit {
  std::size_t setting = 0;
  std::string text;     // as it would be saved
  int part = -1;        // of dates: the one whose hours are seen; -1: the list of them
  bool saving = false;  // until the staff thread has answered
  std::string refused;  // why it was not saved; empty: it was not tried
  bool operator==(const SettingEdit&) const = default;
};

// A map of the panel's touches that is being tried.
struct TouchTrial {
  std::string map;          // platform/touch_map.h
  std::int64_t left_s = 0;  // then the one before holds again
  bool saving = false;      // it is to be kept, until the staff thread has answered
  bool operator==(const TouchTrial&) const = default;
};

struct StaffPoint {
  float x_px = 0, y_px = 0;
  bool is_down = false;  // a finger came down here; else it moved here
  bool operator==(const StaffPoint&) const = default;
};

struct Staff {
  StaffPage page = StaffPage::pin;
  bool in_swedish = true;  // else in English
  PinState pin = PinState::looking;
  std::size_t digits = 0;  // how many have been given; which, nobody is told
  int tries_left = 0;
  std::int64_t wait_left_s = 0;
  std::int64_t cleaning_left_s = 0;                        // while the panel is wiped
  std::array<int, 10> keys{1, 2, 3, 4, 5, 6, 7, 8, 9, 0};  // as they stand on the pad
  std::shared_ptr<const StaffOverview> overview;           // null: not yet known
  StaffTask confirm = StaffTask::none;                     // waits for a yes
  StaffTask doing = StaffTask::none;
  std::string told;  // how the last task ended, or why it did not begin; empty: nothing to tell
  bool failed = false;
  int field = 0;                                  // of the screen test
  std::vector<StaffPoint> traces;                 // of the touch test
  std::shared_ptr<const StaffSettings> settings;  // null: not yet known
  std::optional<SettingEdit> edit;
  std::optional<TouchTrial> trial;
  bool trial_lapsed = false;                    // the last one was not confirmed
  std::shared_ptr<const StaffNetwork> network;  // null: not yet known
  std::optional<NetworkEdit> network_edit;
  bool network_scanning = false;  // the radio listens
  StickSeen stick;
  bool operator==(const Staff&) const = default;
};

// A touch on the staff screen.
enum class StaffCommand {
  open,
  close,
  back,
  digit,  // value: which
  erase,
  enter,
  shuffle,
  usual_keys,  // in their usual order again
  clean,       // the panel may be wiped: for a minute nothing touches anything; wants no PIN
  change_language,
  show,    // value: a StaffPage
  ask,     // value: a StaffTask; those that change what is shown want a yes
  agree,   // to what is asked
  refuse,  // it
  sound,   // the app's: a sentence is said
  next_field,
  clear_traces,
  try_map,            // text: what brings the touches to the crosses
  keep_map,           // the one that is tried
  edit,               // value: which of the settings
  put,                // text: what it would become; value: the part
  save,               // it
  usual,              // what it is without the staff screen's file
  network_look,       // the radio listens anew
  network_open,       // value: a NetworkPart; text: of what is to be joined, its bssid
  network_automatic,  // value: 1 by itself, 0 as typed
  network_reveal,     // value: 1 the password is shown as it was typed
  network_try,        // the address or the Wi-Fi
  save_answers,       // on the stick; value: 0 as CSV, 1 as JSON
  leave_stick,        // what is being saved is not to be
  look_at_stick,      // anew, after it has ended
};
struct StaffAct {
  StaffCommand command = StaffCommand::close;
  int value = 0;
  std::string text = {};
};

// Asked of the staff thread, which does nothing but the first three before the PIN was right.
struct LookAtPin {};
struct TryPin {
  std::string pin;
};
struct ShuffleKeys {};
struct LookAtKiosk {
  bool in_swedish = true;
};
struct DoTask {
  StaffTask task = StaffTask::none;
  bool in_swedish = true;
};
struct LookAtSettings {
  bool in_swedish = true;
};
struct ChangeSetting {
  std::size_t setting = 0;
  std::optional<std::string> text;  // nullopt: it is not staff's any more
  bool in_swedish = true;
};
using StaffRequest =
    std::variant<LookAtPin, TryPin, ShuffleKeys, LookAtKiosk, DoTask, LookAtSettings, ChangeSetting,
                 LookAtNetwork, ChangeAddress, JoinWifi, LookAtStick, SaveAnswers, GoOnWithStick, LeaveStick>;
// Its replies.
struct PinLooked {
  PinState state = PinState::asked;
  bool is_right = false;
  int tries_left = 0;
  std::int64_t wait_ms = 0;
};
struct KeysShuffled {
  std::array<int, 10> keys{};
};
struct KioskLooked {
  std::shared_ptr<const StaffOverview> overview;
};
struct TaskDone {
  StaffTask task = StaffTask::none;
  bool failed = false;
  std::string told;
};
struct SettingsLooked {
  std::shared_ptr<const StaffSettings> settings;
};
struct SettingChanged {
  bool failed = false;
  std::string told;
  std::shared_ptr<const StaffSettings> settings;  // as they are now
};
using StaffReply = std::variant<PinLooked, KeysShuffled, KioskLooked, TaskDone, SettingsLooked,
                                SettingChanged, NetworkLooked, NetworkChanged, StickLooked>;

}  // namespace entre::visit
