#pragma once
// The files port's twin: a disk in memory that can be made to fail, and whose power can be cut.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "platform/files.h"

namespace entre::test {

class MemoryFiles : public Files {
 public:
  Result<std::string> read(const std::string& path, std::uint64_t bytes_max) const override;
  Result<void> write(const std::string& path, std::string_view bytes, unsigned mode = 0644) override;
  Result<void> write_unsynced(const std::string& path, std::string_view bytes) override {
    return write(path, bytes);
  }
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

  // The n-th change from now on (1: the next) fails with `kind`, and so do all after it until heal(). Changes
  // are write, append, commit, make_folders, remove, rename, link and sync.
  void fail_change(int n, ErrorKind kind);
  // Every later change of this path fails.
  void fail_path(const std::string& path, ErrorKind kind) { broken_paths_[path] = kind; }
  // Every later read of this path fails.
  void fail_read(const std::string& path, ErrorKind kind) { broken_reads_[path] = kind; }
  void heal();
  int changes() const { return changes_; }
  unsigned mode_of(const std::string& path) const;

  std::uint64_t space_bytes = 1u << 30;  // what free_bytes answers

 private:
  friend class MemoryFileWriter;
  struct Entry {
    std::string bytes;
    unsigned mode = 0644;
    bool is_link = false;  // bytes is then the target
  };
  std::optional<Error> fault_at(const std::string& path);
  Result<void> put(const std::string& path, Entry entry);
  // Follows links in every part of the path.
  std::string resolve(const std::string& path) const;

  std::map<std::string, Entry> entries_;
  std::set<std::string> folders_{"/"};
  std::map<std::string, ErrorKind> broken_paths_, broken_reads_;
  int changes_ = 0;
  int fail_from_ = 0;  // 0: never
  ErrorKind fail_kind_ = ErrorKind::io;
};

}  // namespace entre::test
