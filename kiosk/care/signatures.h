#pragma once
// The release that is shown against the signed metadata on this disk, without the network and without
// changing it.

#include <string>
#include <vector>

#include "platform/config/config.h"
#include "platform/files.h"
#include "sync/trust/metadata.h"

namespace entre::care {

struct Signatures {
  std::vector<trust::Expiry> expiries;  // as TrustedSet::expiries() has them
  std::vector<std::string> faults;  // what is missing, wrongly signed, or not in the signed list; empty: none
};

// The chain from the pinned root (TUF 5.2 to 5.6), signatures and versions; times are told in `expiries`, not
// judged.
Signatures check_signatures(const Files& files, const Paths& paths);

}  // namespace entre::care
