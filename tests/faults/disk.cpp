#include "tests/faults/disk.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace entre::test {

namespace {

constexpr std::uint64_t sector_bytes = 512;
Disk* the_disk = nullptr;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put_at(std::string* bytes, std::uint64_t offset, std::string_view part) {
  if (bytes->size() < offset + part.size()) bytes->resize(offset + part.size(), '\0');
  bytes->replace(offset, part.size(), part);
}

Error error_of(DiskFault fault, const std::string& path) {
  const ErrorKind kind = fault == DiskFault::full        ? ErrorKind::full
                         : fault == DiskFault::read_only ? ErrorKind::denied
                                                         : ErrorKind::io;
  return {kind, path + ": injected fault"};
}

}  // namespace

struct Disk::Node {
  struct Change {
    bool truncation = false;
    std::uint64_t offset = 0;  // or the new size
    std::string bytes;
  };
  bool link = false;
  std::string durable, current;  // of a link: its target
  std::vector<Change> pending;

  std::string after(Cut cut, FakeRandom* random) const {
    if (link || cut == Cut::keep) return current;
    std::string bytes = durable;
    if (cut == Cut::drop) return bytes;
    for (const Change& change : pending) {
      if (change.truncation) {
        if (uniform(*random, 2) == 0) bytes.resize(change.offset, '\0');
        continue;
      }
      for (std::uint64_t at = 0; at < change.bytes.size(); at += sector_bytes)
        if (uniform(*random, 2) == 0)
          put_at(&bytes, change.offset + at, std::string_view(change.bytes).substr(at, sector_bytes));
    }
    return bytes;
  }
};

Disk::Disk(std::string root) : root_(std::move(root)) {
  if (the_disk != nullptr) std::abort();
  the_disk = this;
  use_disk_vfs(true);
  install(now());
}

Disk::~Disk() {
  use_disk_vfs(false);
  the_disk = nullptr;
}

Disk* Disk::current() {
  return the_disk;
}

void Disk::fail_change(int n, DiskFault fault, bool stays) {
  changes_ = 0;
  met_ = false;
  fail_change_ = n;
  fault_ = fault;
  stays_ = stays || fault == DiskFault::power_off;
}

void Disk::fail_read(int n) {
  reads_ = 0;
  met_ = false;
  fail_read_ = n;
}

void Disk::heal() {
  fail_change_ = fail_read_ = changes_ = reads_ = 0;
  fault_ = DiskFault::none;
  met_ = off_ = false;
}

bool Disk::owns(const std::string& path) const {
  // The locks between processes and SQLite's shared memory are not on the disk's account.
  return path.starts_with(root_ + "/") && !path.ends_with("-shm") && !path.ends_with(".lock");
}

DiskFault Disk::change(bool is_sync) {
  if (off_) return DiskFault::power_off;
  ++changes_;
  const bool meets = fail_change_ > 0 && (changes_ == fail_change_ || (stays_ && changes_ > fail_change_));
  if (!meets || (fault_ == DiskFault::sync_failed && !is_sync)) return DiskFault::none;
  met_ = true;
  off_ = fault_ == DiskFault::power_off;
  return fault_;
}

bool Disk::read_fails() {
  if (off_) return true;
  ++reads_;
  if (fail_read_ == 0 || reads_ != fail_read_) return false;
  met_ = true;
  return true;
}

std::shared_ptr<Disk::Node> Disk::node(const std::string& path) const {
  const auto found = names_.find(path);
  return found == names_.end() ? nullptr : found->second;
}

void Disk::rename_in(const std::function<void(Names&)>& change) {
  change(names_);
  pending_names_.push_back(change);
}

void Disk::created(const std::string& path) {
  if (names_.contains(path)) return;
  rename_in([path, made = std::make_shared<Node>()](Names& names) { names[path] = made; });
}

void Disk::wrote(Node& node, std::uint64_t offset, std::string_view bytes) {
  put_at(&node.current, offset, bytes);
  node.pending.push_back({false, offset, std::string(bytes)});
}

void Disk::truncated(Node& node, std::uint64_t size) {
  node.current.resize(size, '\0');
  node.pending.push_back({true, size, {}});
}

// By what is pending: a log grows to megabytes, and is synced with each answer.
void Disk::synced(Node& node) {
  for (const Node::Change& change : node.pending) {
    if (change.truncation)
      node.durable.resize(change.offset, '\0');
    else
      put_at(&node.durable, change.offset, change.bytes);
  }
  node.pending.clear();
}

void Disk::wrote(const std::string& path, std::uint64_t offset, std::string_view bytes) {
  wrote(*names_.at(path), offset, bytes);
}
void Disk::truncated(const std::string& path, std::uint64_t size) {
  truncated(*names_.at(path), size);
}
void Disk::synced(const std::string& path) {
  synced(*names_.at(path));
}

void Disk::removed(const std::string& path) {
  rename_in([path](Names& names) { names.erase(path); });
}

void Disk::renamed(const std::string& from, const std::string& to) {
  rename_in([from, to](Names& names) {
    const auto found = names.find(from);
    if (found == names.end()) return;
    names[to] = found->second;
    names.erase(from);
  });
}

void Disk::linked(const std::string& path, const std::string& target) {
  auto made = std::make_shared<Node>();
  made->link = true;
  made->current = made->durable = target;
  rename_in([path, made](Names& names) { names[path] = made; });
}

void Disk::synced_names() {
  durable_names_ = names_;
  pending_names_.clear();
}

DiskImage Disk::after(Cut cut, std::uint64_t seed) const {
  FakeRandom random(seed);
  Names names = cut == Cut::keep ? names_ : durable_names_;
  if (cut == Cut::torn) {
    const std::uint64_t kept = uniform(random, pending_names_.size() + 1);
    for (std::uint64_t i = 0; i < kept; ++i) pending_names_[i](names);
  }
  DiskImage image;
  for (const auto& [path, node] : names) image[path] = {node->after(cut, &random), node->link};
  return image;
}

DiskImage Disk::now() const {
  DiskImage image;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root_)) {
    const std::string path = entry.path().string();
    if (!owns(path)) continue;
    if (entry.is_symlink())
      image[path] = {std::filesystem::read_symlink(entry.path()).string(), true};
    else if (entry.is_regular_file())
      image[path] = {bytes_of(entry.path()), false};
  }
  return image;
}

void Disk::install(const DiskImage& image) {
  heal();
  std::vector<std::filesystem::path> old;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root_))
    if (entry.is_symlink() || !entry.is_directory()) old.push_back(entry.path());
  for (const auto& path : old) std::filesystem::remove(path);
  names_.clear();
  for (const auto& [path, file] : image) {
    auto node = std::make_shared<Node>();
    node->link = file.link;
    node->durable = node->current = file.bytes;
    names_[path] = node;
    if (file.link)
      std::filesystem::create_symlink(file.bytes, path);
    else
      std::ofstream(path, std::ios::binary) << file.bytes;
  }
  synced_names();
}

namespace {

std::string beside(const std::string& path, const std::string& suffix) {
  const auto slash = path.rfind('/');
  return path.substr(0, slash + 1) + "." + path.substr(slash + 1) + suffix;
}

// The streaming form: bytes are kept and written as one at the end, which only lessens the cut's choices.
class DiskWriter : public FileWriter {
 public:
  DiskWriter(DiskFiles& files, std::string path) : files_(files), path_(std::move(path)) {}
  Result<void> append(std::string_view bytes) override {
    bytes_ += bytes;
    return {};
  }
  Result<void> commit() override { return files_.write(path_, bytes_, 0644); }

 private:
  DiskFiles& files_;
  std::string path_, bytes_;
};

}  // namespace

Result<std::string> DiskFiles::read(const std::string& path, std::uint64_t bytes_max) const {
  if (disk_.owns(path) && disk_.read_fails()) return error_of(DiskFault::io, path);
  return SystemFiles::read(path, bytes_max);
}

Result<void> DiskFiles::write(const std::string& path, std::string_view bytes, unsigned mode) {
  if (!disk_.owns(path)) return SystemFiles::write(path, bytes, mode);
  const std::string part = beside(path, ".0.part");
  if (const auto fault = disk_.change(false); fault != DiskFault::none) return error_of(fault, path);
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  if (!file) return Error{ErrorKind::io, path + ": no folder"};
  disk_.created(part);
  disk_.truncated(part, 0);
  const auto give_up = [&](DiskFault fault) {
    file.close();
    if (fault != DiskFault::power_off) {
      std::filesystem::remove(part);
      disk_.removed(part);
    }
    return error_of(fault, path);
  };
  if (const auto fault = disk_.change(false); fault != DiskFault::none) return give_up(fault);
  file << bytes << std::flush;
  disk_.wrote(part, 0, bytes);
  if (const auto fault = disk_.change(true); fault != DiskFault::none) return give_up(fault);
  disk_.synced(part);
  if (const auto fault = disk_.change(false); fault != DiskFault::none) return give_up(fault);
  std::filesystem::rename(part, path);
  disk_.renamed(part, path);
  if (const auto fault = disk_.change(true); fault != DiskFault::none) return error_of(fault, path);
  disk_.synced_names();
  return {};
}

Result<void> DiskFiles::write_unsynced(const std::string& path, std::string_view bytes) {
  if (!disk_.owns(path)) return SystemFiles::write_unsynced(path, bytes);
  if (const auto fault = disk_.change(false); fault != DiskFault::none) return error_of(fault, path);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (!file) return Error{ErrorKind::io, path + ": no folder"};
  disk_.created(path);
  disk_.truncated(path, 0);
  if (const auto fault = disk_.change(false); fault != DiskFault::none) return error_of(fault, path);
  file << bytes << std::flush;
  disk_.wrote(path, 0, bytes);
  return {};
}

Result<std::unique_ptr<FileWriter>> DiskFiles::open_writer(const std::string& path) {
  if (!disk_.owns(path)) return SystemFiles::open_writer(path);
  return std::unique_ptr<FileWriter>(std::make_unique<DiskWriter>(*this, path));
}

Result<void> DiskFiles::make_folders(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  return code ? Result<void>(Error{ErrorKind::io, path + ": " + code.message()}) : Result<void>();
}

Result<void> DiskFiles::remove(const std::string& path) {
  if (!disk_.owns(path)) return SystemFiles::remove(path);
  if (!std::filesystem::exists(std::filesystem::symlink_status(path))) return {};
  if (const auto fault = disk_.change(false); fault != DiskFault::none) return error_of(fault, path);
  std::filesystem::remove(path);
  disk_.removed(path);
  return {};
}

Result<void> DiskFiles::rename(const std::string& from, const std::string& to) {
  if (const auto fault = disk_.change(false); fault != DiskFault::none) return error_of(fault, to);
  std::error_code code;
  std::filesystem::rename(from, to, code);
  if (code) return Error{ErrorKind::io, to + ": " + code.message()};
  disk_.renamed(from, to);
  if (const auto fault = disk_.change(true); fault != DiskFault::none) return error_of(fault, to);
  disk_.synced_names();
  return {};
}

Result<void> DiskFiles::link(const std::string& target, const std::string& path) {
  const std::string made = beside(path, ".link");
  if (const auto fault = disk_.change(false); fault != DiskFault::none) return error_of(fault, path);
  std::error_code code;
  std::filesystem::remove(made, code);
  std::filesystem::create_symlink(target, made, code);
  if (code) return Error{ErrorKind::io, path + ": " + code.message()};
  disk_.linked(made, target);
  return rename(made, path);
}

Result<void> DiskFiles::sync(const std::string& path) {
  if (const auto fault = disk_.change(true); fault != DiskFault::none) return error_of(fault, path);
  if (!disk_.node(path)) return Error{ErrorKind::not_found, path + ": not there"};
  disk_.synced(path);
  if (const auto fault = disk_.change(true); fault != DiskFault::none) return error_of(fault, path);
  disk_.synced_names();
  return {};
}

}  // namespace entre::test
