#include "platform/system/firmware.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace entre {
namespace {

// Ours, drawn at random: a vendor's names are its own.
constexpr std::string_view vendor = "7d43d0c9-a00b-45c2-a988-6202701aaa66";
// Kept without power, seen by the boot loader and by the running system (UEFI 2.10, 8.2.1); little endian.
constexpr std::string_view attributes("\x07\x00\x00\x00", 4);

// efivarfs marks what it does not know as immutable, so that nobody deletes what a machine needs to start.
void make_mutable(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return;
  int flags = 0;
  if (::ioctl(file, FS_IOC_GETFLAGS, &flags) == 0 && (flags & FS_IMMUTABLE_FL) != 0) {
    flags &= ~FS_IMMUTABLE_FL;
    static_cast<void>(::ioctl(file, FS_IOC_SETFLAGS, &flags));
  }
  ::close(file);
}

}  // namespace

std::string Firmware::path_of(std::string_view name) const {
  return folder_ + "/" + std::string(name) + "-" + std::string(vendor);
}

Result<std::string> Firmware::read(std::string_view name) const {
  auto bytes = files_.read(path_of(name), attributes.size() + value_bytes_max);
  if (!bytes) return bytes;
  if (bytes->size() < attributes.size()) return Error{ErrorKind::corrupt, path_of(name) + ": cut off"};
  return bytes->substr(attributes.size());
}

Result<void> Firmware::write(std::string_view name, std::string_view value) {
  const std::string path = path_of(name);
  if (value.size() > value_bytes_max) return Error{ErrorKind::too_large, path + ": a value beyond the cap"};
  make_mutable(path);
  return files_.write_unsynced(path, std::string(attributes) + std::string(value));
}

}  // namespace entre
