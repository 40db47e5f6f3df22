#pragma once
// Port: a USB stick that somebody has plugged in. udev names it, systemd mounts it when it is asked to and as
// root, and what is written here has reached the stick itself when a call returns (docs/packaging.md). One
// thread at a time; the calls take as long as a stick does.

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/result.h"
#include "platform/system/machine.h"

namespace entre {

class Stick {
 public:
  enum class Seen { none, foreign, ready };  // foreign: with no file system that is used here
  virtual ~Stick() = default;
  virtual Seen look() const = 0;
  // Makes its folder reachable; success where it is so already.
  virtual Result<void> mount() = 0;
  // All of it is on the stick, which can be pulled out; success where it was not mounted.
  virtual Result<void> unmount() = 0;
  virtual Result<std::uint64_t> free_bytes() const = 0;
  // A file of that name in the stick's folder, empty: append() goes to it from now on. denied: it is
  // write-protected; full: it has no room.
  virtual Result<void> begin(const std::string& name) = 0;
  virtual Result<void> append(std::string_view bytes) = 0;
  // So many bytes of a file from there, from the stick and not from memory; fewer where it ends sooner.
  virtual Result<std::string> read_back(const std::string& name, std::uint64_t offset,
                                        std::size_t bytes_max) = 0;
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  virtual Result<void> remove(const std::string& name) = 0;
};

// Where udev's rule and systemd's unit have it (platform/packaging/kiosk/stick.rules,
// platform/systemd/run-entre-stick.mount).
struct StickPlace {
  std::string device = "/dev/entre/stick";
  std::string foreign_device = "/dev/entre/foreign-stick";
  std::string folder = "/run/entre/stick";
  std::string unit = "run-entre-stick.mount";
};

class SystemStick : public Stick {
 public:
  // machine, which asks systemd, outlives this.
  explicit SystemStick(Machine& machine, StickPlace place = {});
  ~SystemStick() override;
  SystemStick(const SystemStick&) = delete;
  SystemStick& operator=(const SystemStick&) = delete;
  Seen look() const override;
  Result<void> mount() override;
  Result<void> unmount() override;
  Result<std::uint64_t> free_bytes() const override;
  Result<void> begin(const std::string& name) override;
  Result<void> append(std::string_view bytes) override;
  Result<std::string> read_back(const std::string& name, std::uint64_t offset,
                                std::size_t bytes_max) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> remove(const std::string& name) override;

 private:
  Result<void> ask_systemd(const char* verb);
  std::string path(const std::string& name) const { return place_.folder + "/" + name; }
  Result<void> sync_folder();
  void close_file();

  Machine& machine_;
  const StickPlace place_;
  int fd_ = -1;  // of the file that is written
};

}  // namespace entre
