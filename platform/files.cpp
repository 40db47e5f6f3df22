#include "platform/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace entre {
namespace {

// So many writers of one path may be at work at once, threads and programs together.
constexpr int kWritersPerPathMax = 16;

Error error_of(int code, const std::string& what) {
  ErrorKind kind = ErrorKind::io;
  if (code == ENOENT || code == ENOTDIR) kind = ErrorKind::not_found;
  if (code == EACCES || code == EPERM || code == EROFS) kind = ErrorKind::denied;
  if (code == ENOSPC || code == EDQUOT) kind = ErrorKind::full;
  if (code == EFBIG) kind = ErrorKind::too_large;
  return {kind, what + ": " + std::system_category().message(code)};
}

class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string hidden_beside(const std::string& path, const std::string& suffix) {
  const auto slash = path.rfind('/');
  const std::string base = slash == std::string::npos ? path : path.substr(slash + 1);
  return folder_of(path) + "/." + base + suffix;
}

Result<void> sync_path(const std::string& path, int flags) {
  const Fd fd(::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC));
  if (!fd) return error_of(errno, path);
  if (::fsync(fd.get()) != 0) return error_of(errno, path);
  return {};
}

Result<void> sync_folder_of(const std::string& path) {
  return sync_path(folder_of(path), O_DIRECTORY);
}

Result<void> write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return error_of(errno, path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

class SystemFileWriter : public FileWriter {
 public:
  static Result<std::unique_ptr<SystemFileWriter>> open(const std::string& path, unsigned mode);
  ~SystemFileWriter() override {
    if (fd_) ::unlink(beside_.c_str());
  }
  Result<void> append(std::string_view bytes) override { return write_all(fd_.get(), bytes, path_); }
  Result<void> commit() override;

 private:
  SystemFileWriter(Fd fd, std::string beside, std::string path)
      : fd_(std::move(fd)), beside_(std::move(beside)), path_(std::move(path)) {}
  Fd fd_;
  std::string beside_, path_;
};

// What root writes into another user's folder is that user's, as SQLite does it too: a key, a PIN or a link
// that kioskctl wrote must be readable by the kiosk.
void give_to_owner_of_folder(int fd, const std::string& path) {
  struct stat folder {};
  if (::geteuid() != 0 || ::stat(folder_of(path).c_str(), &folder) != 0) return;
  if (folder.st_uid != 0 || folder.st_gid != 0)
    static_cast<void>(::fchown(fd, folder.st_uid, folder.st_gid) == 0);
}

// A file beside, locked: what a power cut left is taken over, what another writer holds is not. Readable by
// its owner only until commit, as it may hold a secret.
Result<std::unique_ptr<SystemFileWriter>> SystemFileWriter::open(const std::string& path, unsigned mode) {
  for (int number = 0; number < kWritersPerPathMax; ++number) {
    const std::string beside = hidden_beside(path, "." + std::to_string(number) + ".part");
    Fd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return error_of(errno, path);
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) continue;
    struct stat opened {
    }, named{};
    // Renamed to its final name between open and flock: it is no longer ours to write.
    if (::fstat(fd.get(), &opened) != 0 || ::stat(beside.c_str(), &named) != 0) continue;
    if (opened.st_ino != named.st_ino) continue;
    if (::ftruncate(fd.get(), 0) != 0) return error_of(errno, path);
    give_to_owner_of_folder(fd.get(), path);
    if (::fchmod(fd.get(), mode) != 0) return error_of(errno, path);
    return std::unique_ptr<SystemFileWriter>(new SystemFileWriter(std::move(fd), beside, path));
  }
  return Error{ErrorKind::io, path + ": too many writers at once"};
}

Result<void> SystemFileWriter::commit() {
  if (!fd_) return Error{ErrorKind::io, path_ + ": committed twice"};
  if (::fsync(fd_.get()) != 0) return error_of(errno, path_);
  if (::rename(beside_.c_str(), path_.c_str()) != 0) return error_of(errno, path_);
  fd_ = Fd(-1);
  return sync_folder_of(path_);
}

}  // namespace

Result<std::string> SystemFiles::read(const std::string& path, std::uint64_t bytes_max) const {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // a pipe must not hang us
  if (!fd) return error_of(errno, path);
  std::string bytes;
  std::array<char, 64 * 1024> buffer;
  for (;;) {
    const ssize_t count = ::read(fd.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return error_of(errno, path);
    if (count == 0) return bytes;
    if (static_cast<std::uint64_t>(count) > bytes_max - bytes.size()) {
      return Error{ErrorKind::too_large, path + ": larger than " + std::to_string(bytes_max) + " bytes"};
    }
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

Result<void> SystemFiles::write(const std::string& path, std::string_view bytes, unsigned mode) {
  auto writer = SystemFileWriter::open(path, mode);
  if (!writer) return writer.error();
  if (auto done = (*writer)->append(bytes); !done) return done;
  return (*writer)->commit();
}

Result<void> SystemFiles::write_unsynced(const std::string& path, std::string_view bytes) {
  const Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!fd) return error_of(errno, path);
  return write_all(fd.get(), bytes, path);
}

Result<std::unique_ptr<FileWriter>> SystemFiles::open_writer(const std::string& path) {
  auto writer = SystemFileWriter::open(path, 0644);
  if (!writer) return writer.error();
  return std::unique_ptr<FileWriter>(std::move(*writer));
}

bool SystemFiles::exists(const std::string& path) const {
  return ::access(path.c_str(), F_OK) == 0;
}

Result<std::uint64_t> SystemFiles::size_bytes(const std::string& path) const {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return error_of(errno, path);
  return static_cast<std::uint64_t>(status.st_size);
}

std::vector<std::string> SystemFiles::list(const std::string& folder) const {
  std::vector<std::string> names;
  std::error_code code;
  std::filesystem::directory_iterator it(folder, code);
  for (; !code && it != std::filesystem::directory_iterator(); it.increment(code)) {
    names.push_back(it->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool SystemFiles::is_folder(const std::string& path) const {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

Result<void> SystemFiles::make_folders(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) return error_of(code.value(), path);
  return sync_folder_of(path);
}

Result<void> SystemFiles::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return error_of(errno, path);
  return {};
}

Result<void> SystemFiles::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return error_of(errno, from + " to " + to);
  return sync_folder_of(to);
}

Result<void> SystemFiles::link(const std::string& target, const std::string& path) {
  const std::string beside = hidden_beside(path, ".link");
  if (::unlink(beside.c_str()) != 0 && errno != ENOENT) return error_of(errno, path);
  if (::symlink(target.c_str(), beside.c_str()) != 0) return error_of(errno, path);
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    const int code = errno;
    ::unlink(beside.c_str());
    return error_of(code, path);
  }
  return sync_folder_of(path);
}

Result<std::string> SystemFiles::read_link(const std::string& path) const {
  std::array<char, PATH_MAX> target;
  const ssize_t count = ::readlink(path.c_str(), target.data(), target.size());
  if (count < 0) return error_of(errno, path);
  return std::string(target.data(), static_cast<std::size_t>(count));
}

Result<void> SystemFiles::sync(const std::string& path) {
  if (auto done = sync_path(path, 0); !done) return done;
  return sync_folder_of(path);
}

Result<std::uint64_t> SystemFiles::free_bytes(const std::string& path) const {
  struct statvfs status {};
  if (::statvfs(path.c_str(), &status) != 0) return error_of(errno, path);
  return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace entre
