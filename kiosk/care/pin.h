#pragma once
// The staff PIN: how it is kept, what may be one, and how often it may be tried. For the staff screen and
// kioskctl.

#include <cstdint>
#include <string>

#include "kiosk/care/words.h"
#include "platform/clock.h"
#include "platform/files.h"
#include "platform/random.h"
#include "platform/result.h"

namespace entre::care {

inline constexpr int pin_digits_min = 6, pin_digits_max = 12;
// scrypt's N = 2^15: 32 MiB and some 60 ms on a small machine for each try.
inline constexpr int pin_log2_n = 15;
inline constexpr int pin_tries = 5;  // before the first wait
inline constexpr std::int64_t pin_first_wait_ms = 60'000, pin_wait_max_ms = 24 * 3'600'000;

struct PinFiles {
  std::string pin_file;                                   // salt and hash, mode 0600
  std::string tries_file;                                 // wrong tries so far
  static PinFiles beside(const std::string& state_file);  // in the same folder
};

// Why this may not become the PIN; empty: it may. Refused are other lengths, other signs than digits, and the
// PINs that are tried first: one digit, a row up or down, a repeated group, a year with itself.
Words refuse_pin(const std::string& pin);

// Keeps a new PIN and forgets all wrong tries. invalid when it may not be one.
Result<void> set_pin(const std::string& pin, const PinFiles& where, Files& files, Random& random);

// Lets somebody in by the PIN. A try is written down before it is judged, so that a power cut gives none
// back; waits are counted on the monotonic clock, and anew after a restart, so that setting the clock
// shortens none. One thread.
class PinGate {
 public:
  PinGate(PinFiles where, Files& files, const Clock& clock);

  enum class Answer {
    right,
    wrong,
    wait,        // not judged: wait_ms() first
    not_set,     // there is no PIN: `kioskctl set-pin`
    unreadable,  // PIN or tries cannot be read or written: not judged
  };
  Answer try_pin(const std::string& pin);
  // How long nothing is judged from now on; 0: it may be tried.
  std::int64_t wait_ms();
  // Tries before the next wait begins; after the first wait one at a time.
  int tries_left();

 private:
  struct Tries {
    std::int64_t wrong = 0;
    std::string boot;  // in which the wait began
    std::int64_t until_ms = 0;
  };
  Result<Tries> read() const;
  Result<void> write(const Tries& tries) const;
  std::int64_t wait_of(Tries* tries) const;

  PinFiles where_;
  Files& files_;
  const Clock& clock_;
};

}  // namespace entre::care
