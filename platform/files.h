#pragma once
// Port: files. Every write that must survive a power cut goes beside, is synced and then renamed.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace entre {

// A file being written beside its final name; nothing is visible there before commit(). Destroying it
// without commit() removes what was written.
class FileWriter {
 public:
  virtual ~FileWriter() = default;
  virtual Result<void> append(std::string_view bytes) = 0;
  // Syncs the bytes, renames to the final name and syncs the folder.
  virtual Result<void> commit() = 0;
};

class Files {
 public:
  virtual ~Files() = default;
  // The whole file; too_large beyond bytes_max, not_found where there is none.
  virtual Result<std::string> read(const std::string& path, std::uint64_t bytes_max) const = 0;
  // Beside, sync, rename, sync of the folder. mode is the file's permissions; `full` on a full disk.
  virtual Result<void> write(const std::string& path, std::string_view bytes, unsigned mode = 0644) = 0;
  // In place and without a sync: after a failure or a power cut the file may be torn or not there. For what
  // is checked by a hash or a signature whenever it is read, and can be fetched again; one process at a time.
  virtual Result<void> write_unsynced(const std::string& path, std::string_view bytes) = 0;
  // The streaming form of write(). The folder must exist.
  virtual Result<std::unique_ptr<FileWriter>> open_writer(const std::string& path) = 0;
  virtual bool exists(const std::string& path) const = 0;
  virtual Result<std::uint64_t> size_bytes(const std::string& path) const = 0;
  // Names (not paths) in a folder, sorted; empty where there is no folder.
  virtual std::vector<std::string> list(const std::string& folder) const = 0;
  virtual bool is_folder(const std::string& path) const = 0;
  virtual Result<void> make_folders(const std::string& path) = 0;
  // Removes a file or link; success where there was none.
  virtual Result<void> remove(const std::string& path) = 0;
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  // Points the symbolic link at target, replacing an older link in one step, and syncs the folder.
  virtual Result<void> link(const std::string& target, const std::string& path) = 0;
  virtual Result<std::string> read_link(const std::string& path) const = 0;
  // Syncs an existing file's bytes, and its folder, to the disk.
  virtual Result<void> sync(const std::string& path) = 0;
  virtual Result<std::uint64_t> free_bytes(const std::string& path) const = 0;
};

class SystemFiles : public Files {
 public:
  Result<std::string> read(const std::string& path, std::uint64_t bytes_max) const override;
  Result<void> write(const std::string& path, std::string_view bytes, unsigned mode) override;
  Result<void> write_unsynced(const std::string& path, std::string_view bytes) override;
  Result<std::unique_ptr<FileWriter>> open_writer(const std::string& path) override;
  bool exists(const std::string& path) const override;
  Result<std::uint64_t> size_bytes(const std::string& path) const override;
  std::vector<std::string> list(const std::string& folder) const override;
  bool is_folder(const std::string& path) const override;
  Result<void> make_folders(const std::string& path) override;
  Result<void> remove(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> link(const std::string& target, const std::string& path) override;
  Result<std::string> read_link(const std::string& path) const override;
  Result<void> sync(const std::string& path) override;
  Result<std::uint64_t> free_bytes(const std::string& path) const override;
};

}  // namespace entre
