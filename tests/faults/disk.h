#pragma once
// A disk whose power can be cut and whose calls can fail, under both ways to it: SQLite's VFS and the Files
// port. What lies below its root is written through to real files; what a power cut would leave is kept
// beside.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/files.h"
#include "tests/support/fake_random.h"

namespace entre::test {

// What becomes of changes that were not synced.
enum class Cut { drop, keep, torn };
inline constexpr Cut all_cuts[] = {Cut::drop, Cut::keep, Cut::torn};

enum class DiskFault { none, power_off, full, io, sync_failed, read_only };

// Whole contents by path below the root; `link`: a symbolic link's target.
struct DiskFile {
  std::string bytes;
  bool link = false;
};
using DiskImage = std::map<std::string, DiskFile>;

class Disk {
 public:
  // Takes what is below `root` as durable. One at a time: it becomes SQLite's default VFS while it lives.
  explicit Disk(std::string root);
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  // Changes (writes, truncations, syncs, names) and reads are counted from here on. The n-th (1: the next)
  // meets the fault; from then on all do when `stays`. Power that is off stays off.
  void fail_change(int n, DiskFault fault, bool stays);
  void fail_read(int n);
  void heal();
  int changes() const { return changes_; }
  int reads() const { return reads_; }
  bool met() const { return met_; }  // the fault has happened
  bool is_off() const { return off_; }

  // What a power cut now leaves. torn: of each file any part of the unsynced sectors, of the names a first
  // part of their changes, as journalling file systems keep them.
  DiskImage after(Cut cut, std::uint64_t seed) const;
  // Power is back with this on the disk, all of it durable. No file may be open.
  void install(const DiskImage& image);
  DiskImage now() const;  // what is read back at this moment
  const std::string& root() const { return root_; }

  // The hooks of both adapters. Paths outside the root are none of its business.
  bool owns(const std::string& path) const;
  DiskFault change(bool is_sync);
  bool read_fails();
  void created(const std::string& path);
  void wrote(const std::string& path, std::uint64_t offset, std::string_view bytes);
  void truncated(const std::string& path, std::uint64_t size);
  void synced(const std::string& path);
  void removed(const std::string& path);
  void renamed(const std::string& from, const std::string& to);
  void linked(const std::string& path, const std::string& target);
  void synced_names();
  // Of an open file, whatever its name has become.
  struct Node;
  std::shared_ptr<Node> node(const std::string& path) const;
  void wrote(Node& node, std::uint64_t offset, std::string_view bytes);
  void truncated(Node& node, std::uint64_t size);
  void synced(Node& node);

  static Disk* current();

 private:
  using Names = std::map<std::string, std::shared_ptr<Node>>;
  void rename_in(const std::function<void(Names&)>& change);
  std::string root_;
  Names names_, durable_names_;
  std::vector<std::function<void(Names&)>> pending_names_;
  int changes_ = 0, reads_ = 0, fail_change_ = 0, fail_read_ = 0;
  DiskFault fault_ = DiskFault::none;
  bool stays_ = false, met_ = false, off_ = false;
};

// The Files port on a Disk. A write is what SystemFiles makes of it, each step a change of its own: create
// beside, write, sync, rename, sync of the folder.
class DiskFiles : public SystemFiles {
 public:
  explicit DiskFiles(Disk& disk) : disk_(disk) {}
  Result<std::string> read(const std::string& path, std::uint64_t bytes_max) const override;
  Result<void> write(const std::string& path, std::string_view bytes, unsigned mode) override;
  Result<void> write_unsynced(const std::string& path, std::string_view bytes) override;
  Result<std::unique_ptr<FileWriter>> open_writer(const std::string& path) override;
  Result<void> make_folders(const std::string& path) override;
  Result<void> remove(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> link(const std::string& target, const std::string& path) override;
  Result<void> sync(const std::string& path) override;

 private:
  Disk& disk_;
};

void use_disk_vfs(bool on);

}  // namespace entre::test
