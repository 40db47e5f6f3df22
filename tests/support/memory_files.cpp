#include "tests/support/memory_files.h"

#include <cstdlib>
#include <filesystem>

namespace entre::test {
namespace {

constexpr int kLinksMax = 8;

std::string normal(const std::string& path) {
  std::string text = std::filesystem::path("/" + path).lexically_normal().string();
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text.starts_with("//") ? text.substr(1) : text;
}

std::string parent(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

Error not_found(const std::string& path) {
  return {ErrorKind::not_found, path + ": not there"};
}

}  // namespace

class MemoryFileWriter : public FileWriter {
 public:
  MemoryFileWriter(MemoryFiles& files, std::string path) : files_(files), path_(std::move(path)) {}
  Result<void> append(std::string_view bytes) override {
    if (auto fault = files_.fault_at(path_)) return *fault;
    bytes_ += bytes;
    return {};
  }
  Result<void> commit() override {
    if (auto fault = files_.fault_at(path_)) return *fault;
    return files_.put(path_, {std::move(bytes_)});
  }

 private:
  MemoryFiles& files_;
  std::string path_, bytes_;
};

void MemoryFiles::fail_change(int n, ErrorKind kind) {
  fail_from_ = changes_ + n;
  fail_kind_ = kind;
}

void MemoryFiles::heal() {
  fail_from_ = 0;
  broken_paths_.clear();
  broken_reads_.clear();
}

std::optional<Error> MemoryFiles::fault_at(const std::string& path) {
  ++changes_;
  if (fail_from_ > 0 && changes_ >= fail_from_) return Error{fail_kind_, path + ": injected fault"};
  const auto it = broken_paths_.find(path);
  if (it != broken_paths_.end()) return Error{it->second, path + ": injected fault"};
  return std::nullopt;
}

std::string MemoryFiles::resolve(const std::string& path) const {
  std::string left = normal(path);
  for (int follow = 0; follow < kLinksMax; ++follow) {
    std::filesystem::path done = "/";
    bool followed = false;
    for (const auto& part : std::filesystem::path(left).relative_path()) {
      const std::string here = (done / part).string();
      const auto it = entries_.find(here);
      if (!followed && it != entries_.end() && it->second.is_link) {
        done /= it->second.bytes;  // an absolute target replaces all
        followed = true;
      } else {
        done /= part;
      }
    }
    left = normal(done.string());
    if (!followed) break;
  }
  return left;
}

Result<void> MemoryFiles::put(const std::string& path, Entry entry) {
  const std::string at = entry.is_link ? normal(path) : resolve(path);
  if (!is_folder(parent(at))) return not_found(parent(at));
  entries_[at] = std::move(entry);
  return {};
}

Result<std::string> MemoryFiles::read(const std::string& path, std::uint64_t bytes_max) const {
  if (const auto it = broken_reads_.find(path); it != broken_reads_.end()) {
    return Error{it->second, path + ": injected fault"};
  }
  const auto it = entries_.find(resolve(path));
  if (it == entries_.end()) return not_found(path);
  if (it->second.bytes.size() > bytes_max) return Error{ErrorKind::too_large, path + ": too large"};
  return it->second.bytes;
}

Result<void> MemoryFiles::write(const std::string& path, std::string_view bytes, unsigned mode) {
  if (auto fault = fault_at(path)) return *fault;
  return put(path, {std::string(bytes), mode});
}

Result<std::unique_ptr<FileWriter>> MemoryFiles::open_writer(const std::string& path) {
  if (!is_folder(parent(normal(path)))) return not_found(path);
  return std::unique_ptr<FileWriter>(std::make_unique<MemoryFileWriter>(*this, path));
}

bool MemoryFiles::exists(const std::string& path) const {
  const std::string at = resolve(path);
  return entries_.contains(at) || folders_.contains(at);
}

Result<std::uint64_t> MemoryFiles::size_bytes(const std::string& path) const {
  const auto it = entries_.find(resolve(path));
  if (it == entries_.end()) return not_found(path);
  return static_cast<std::uint64_t>(it->second.bytes.size());
}

std::vector<std::string> MemoryFiles::list(const std::string& folder) const {
  std::set<std::string> names;
  const std::string at = resolve(folder);
  const auto add = [&](const std::string& path) {
    if (path != "/" && parent(path) == at) names.insert(std::filesystem::path(path).filename().string());
  };
  for (const auto& [path, entry] : entries_) add(path);
  for (const std::string& path : folders_) add(path);
  return {names.begin(), names.end()};
}

bool MemoryFiles::is_folder(const std::string& path) const {
  return folders_.contains(resolve(path));
}

Result<void> MemoryFiles::make_folders(const std::string& path) {
  if (auto fault = fault_at(path)) return *fault;
  for (std::string at = resolve(path); at != "/"; at = parent(at)) {
    if (entries_.contains(at)) return Error{ErrorKind::io, at + ": a file is in the way"};
    folders_.insert(at);
  }
  return {};
}

Result<void> MemoryFiles::remove(const std::string& path) {
  if (auto fault = fault_at(path)) return *fault;
  entries_.erase(normal(path));
  return {};
}

Result<void> MemoryFiles::rename(const std::string& from, const std::string& to) {
  if (auto fault = fault_at(to)) return *fault;
  const auto it = entries_.find(normal(from));
  if (it == entries_.end()) return not_found(from);
  if (!is_folder(parent(normal(to)))) return not_found(to);
  Entry entry = std::move(it->second);
  entries_.erase(it);
  entries_[normal(to)] = std::move(entry);
  return {};
}

Result<void> MemoryFiles::link(const std::string& target, const std::string& path) {
  if (auto fault = fault_at(path)) return *fault;
  return put(path, {target, 0777, true});
}

Result<std::string> MemoryFiles::read_link(const std::string& path) const {
  const auto it = entries_.find(normal(path));
  if (it == entries_.end()) return not_found(path);
  if (!it->second.is_link) return Error{ErrorKind::io, path + ": not a link"};
  return it->second.bytes;
}

Result<void> MemoryFiles::sync(const std::string& path) {
  if (auto fault = fault_at(path)) return *fault;
  if (!exists(path)) return not_found(path);
  return {};
}

Result<std::uint64_t> MemoryFiles::free_bytes(const std::string&) const {
  return space_bytes;
}

unsigned MemoryFiles::mode_of(const std::string& path) const {
  const auto it = entries_.find(resolve(path));
  if (it == entries_.end()) std::abort();
  return it->second.mode;
}

}  // namespace entre::test
