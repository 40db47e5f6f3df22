#pragma once
// What became of the last update from a stick: kioskctl writes it, staff are told of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/care/words.h"
#include "platform/config/config.h"
#include "platform/files.h"

namespace entre::care {

struct Update {
  enum class State {
    none,        // nothing to tell
    trying,      // in the middle of it, or a power cut ended it there
    updated,     // real frames followed
    taken_back,  // the package before is back, and shows frames
    stranded,    // neither the new nor the kept package shows frames
    unusable,    // the stick could not be used; nothing was changed
  };
  enum class Step { key, signature, fetch, keep, install, frames };  // where it ended, unless updated

  State state = State::none;
  Step step = Step::key;
  std::string from, to;  // Debian versions; empty where they are not known
  std::int64_t unix_ms = 0;
  std::string why;                   // what a program said, in its own words; may be empty
  std::vector<std::string> refused;  // versions that are not tried again by themselves, the newest last
};

inline constexpr std::size_t refused_versions_max = 16;
inline constexpr std::size_t update_why_bytes_max = 1000;

// Beside the status.
std::string update_file(const Paths& paths);
// nullopt: there is none, or it cannot be read.
std::optional<Update> read_update(const Files& files, const std::string& file);
std::string encode_update(const Update& update);
// A version as dpkg takes it, of at most 64 letters (deb-version(7)).
bool is_version(const std::string& text);

// What went wrong at this step, and what is to be done about it by staff: with kioskctl, and on the screen.
Words plain(Update::Step step);
Words advice(Update::Step step);
Words advice_on_screen(Update::Step step);

}  // namespace entre::care
