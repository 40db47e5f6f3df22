#pragma once
// The stick port's twin: a stick in memory that can be missing, full, write-protected, broken, or pulled out
// in the middle.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include "platform/system/stick.h"

namespace entre::test {

class MemoryStick : public Stick {
 public:
  Seen there = Seen::ready;
  std::map<std::string, std::string> files;
  bool is_mounted = false, mounts = true, unmounts = true, is_read_only = false, forgets = false;
  std::uint64_t space_bytes = 1u << 30;
  int calls_until_pulled = std::numeric_limits<int>::max();  // of those that speak to the stick
  int mount_count = 0;

  Seen look() const override { return there; }
  Result<void> mount() override {
    if (auto gone = touch(); !gone) return gone;
    if (!mounts) return Error{ErrorKind::unavailable, "systemctl start ended with 1"};
    ++mount_count;
    is_mounted = true;
    return {};
  }
  Result<void> unmount() override {
    if (!unmounts) return Error{ErrorKind::unavailable, "systemctl stop ended with 1"};
    is_mounted = false;
    return {};
  }
  Result<std::uint64_t> free_bytes() const override { return space_bytes; }
  Result<void> begin(const std::string& name) override {
    if (auto gone = touch(); !gone) return gone;
    if (is_read_only) return Error{ErrorKind::denied, name + ": Read-only file system"};
    open_ = name;
    files[name].clear();
    return {};
  }
  Result<void> append(std::string_view bytes) override {
    if (auto gone = touch(); !gone) return gone;
    if (bytes.size() > space_bytes) return Error{ErrorKind::full, open_ + ": No space left on device"};
    space_bytes -= bytes.size();
    files[open_] += bytes;
    // A stick that claims to be larger than it is: what comes last is lost.
    if (forgets) files[open_].back() ^= 1;
    return {};
  }
  Result<std::string> read_back(const std::string& name, std::uint64_t offset,
                                std::size_t bytes_max) override {
    if (auto gone = touch(); !gone) return gone.error();
    return files.at(name).substr(offset, bytes_max);
  }
  Result<void> rename(const std::string& from, const std::string& to) override {
    if (auto gone = touch(); !gone) return gone;
    files[to] = std::move(files.at(from));
    files.erase(from);
    return {};
  }
  Result<void> remove(const std::string& name) override {
    if (auto gone = touch(); !gone) return gone;
    files.erase(name);
    return {};
  }

 private:
  // Pulled out, it keeps what was on it, and says so by errors alone.
  Result<void> touch() {
    if (calls_until_pulled-- <= 0) there = Seen::none;
    if (there == Seen::ready) return {};
    return Error{ErrorKind::io, "Input/output error"};
  }
  std::string open_;
};

}  // namespace entre::test
