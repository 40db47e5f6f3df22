#pragma once
// Answers saved on a USB stick, as plain values: what staff see of it, and what is asked of the staff thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

namespace entre::visit {

enum class StickPhase {
  looking,    // whether there is a stick
  none,       // there is none
  foreign,    // there is one that cannot be used here: neither FAT nor exFAT
  ready,      // it waits for staff's word
  opening,    // it is being mounted
  writing,    // into a file that is marked as not complete
  checking,   // what was written is read back and compared
  releasing,  // the file gets its name, and the stick is unmounted
  done,       // it can be pulled out
  cancelled,  // by staff; it can be pulled out
  failed,     // it can be pulled out
};
// Between staff's word and the end of it.
constexpr bool is_busy(StickPhase phase) {
  return phase >= StickPhase::opening && phase <= StickPhase::releasing;
}

// Why it failed; what is to be done about it is the screen's to say.
enum class StickFault {
  none,
  nothing,    // no answer waits: there is nothing to save
  ledger,     // the answers cannot be read here
  gone,       // it was pulled out too early; its file is still marked as not complete
  mount,      // it cannot be opened
  full,       // it has too little room
  read_only,  // it is write-protected
  write,      // it does not take the file
  differs,    // it gives other bytes than were written
  held,       // the file is whole and checked, but the stick could not be unmounted
};

struct StickSeen {
  StickPhase phase = StickPhase::looking;
  StickFault fault = StickFault::none;
  std::uint64_t bytes_done = 0, bytes_total = 0;  // of writing or checking
  std::size_t answers = 0;                        // in the file
  std::string file;                               // its name on the stick
  bool operator==(const StickSeen&) const = default;
};

// Asked of the staff thread.
struct LookAtStick {};
struct SaveAnswers {
  bool as_json = false;
};
struct GoOnWithStick {};  // one step of it, which takes some tenths of a second
struct LeaveStick {};     // it is not to go on
// Its reply to each of them.
struct StickLooked {
  StickSeen seen;
};

}  // namespace entre::visit
