#pragma once
// Targets that somebody signed and that a kiosk must not take: each is sound but for one thing, and names how
// it is refused.

#include <string>
#include <vector>

#include "platform/json.h"

namespace entre::test {

struct Hostile {
  std::string name;    // of the target
  std::string object;  // as it travels
  Json custom;         // as signed
  std::string reason;  // part of the refusal; empty: taken, and harms nobody
};

// What they all start from, and is taken: pages and pictures, as they are and compressed.
std::vector<Hostile> sound_targets();
std::vector<Hostile> hostile_targets();

}  // namespace entre::test
