#pragma once
// Which finger counts, and what of it a frame sees. Pure: events and times in, pointer states out.

#include <cstdint>
#include <deque>
#include <vector>

namespace entre::display {

enum class FingerPhase { down, move, up };

struct FingerId {
  std::int64_t device = 0, finger = 0;
  bool operator==(const FingerId&) const = default;
};

// What one frame is told. Where nothing touches, present is false and x, y mean nothing.
struct Pointer {
  float x = 0, y = 0;
  bool down = false;
  bool present = false;
  bool operator==(const Pointer&) const = default;
};

class PointerQueue {
 public:
  static constexpr std::int64_t still_ms_max = 10'000;  // then a contact is dirt or a leaning bag
  static constexpr float still_px = 8;                  // a panel's jitter: less than this is no movement
  // Down for so long and without the role: nobody does that by hand.
  static constexpr std::int64_t stuck_ms = 600'000;
  static constexpr int settle_frames = 2;  // drawn after the last transition

  // The first finger becomes primary; the others are ignored until they lift, whatever the first does.
  void down(FingerId finger, float x, float y, std::int64_t monotonic_ms);
  void move(FingerId finger, float x, float y, std::int64_t monotonic_ms);
  void up(FingerId finger, float x, float y, std::int64_t monotonic_ms);
  // Takes the role from a primary finger that has been still for too long: the press is cancelled.
  void tick(std::int64_t monotonic_ms);
  // Takes the role from the primary finger, if there is one, as if it had been still for too long.
  void release(std::int64_t monotonic_ms);

  // Whether an ignored contact has been down for stuck_ms: dirt, a label, or a panel that is to be seen to.
  bool is_stuck(std::int64_t monotonic_ms) const;

  // True while a transition waits or has not been followed by settle_frames frames.
  bool pending() const { return !queue_.empty() || settle_ > 0; }
  // What the next frame sees. Asking twice without consume() gives the same.
  Pointer peek() const { return queue_.empty() ? last_ : queue_.front(); }
  // The frame was drawn: its transition is over.
  void consume();

 private:
  bool is_primary(FingerId finger) const { return has_primary_ && primary_ == finger; }
  void push(Pointer pointer);
  void cancel();
  void ignore(FingerId finger, std::int64_t monotonic_ms);

  std::deque<Pointer> queue_;
  Pointer last_;
  int settle_ = 0;
  bool has_primary_ = false;
  FingerId primary_;
  float anchor_x_ = 0, anchor_y_ = 0;
  std::int64_t moved_at_ms_ = 0;
  struct Ignored {
    FingerId finger;
    std::int64_t since_ms;
  };
  std::vector<Ignored> ignored_;  // down, and without the role until they lift
};

}  // namespace entre::display
