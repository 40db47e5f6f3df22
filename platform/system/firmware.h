#pragma once
// Variables of the machine's firmware (UEFI 2.10, 8.2), which are not on its disk: a disk image that is put
// back leaves them as they are. Linux shows each as a file (efivarfs): four bytes of attributes, then the
// value.

#include <string>
#include <string_view>

#include "platform/files.h"

namespace entre {

class Firmware {
 public:
  static constexpr std::size_t value_bytes_max = 512;

  // files outlives this.
  explicit Firmware(Files& files, std::string folder = "/sys/firmware/efi/efivars")
      : files_(files), folder_(std::move(folder)) {}
  // False: the machine has no UEFI, or does not show its variables.
  bool is_there() const { return !files_.list(folder_).empty(); }
  // not_found where it was never set, too_large beyond the cap, corrupt where it is cut off.
  Result<std::string> read(std::string_view name) const;
  // As root. The firmware replaces it in one step; each time wears its memory. too_large beyond the cap.
  Result<void> write(std::string_view name, std::string_view value);

 private:
  std::string path_of(std::string_view name) const;

  Files& files_;
  const std::string folder_;
};

}  // namespace entre
