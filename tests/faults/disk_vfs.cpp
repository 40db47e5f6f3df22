// SQLite's VFS on a Disk: writes go through to the machine's own VFS and into the disk's account.
#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <new>

#include "tests/faults/disk.h"

namespace entre::test {

namespace {

sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs disk_vfs;

// Lies before the real file in the memory that SQLite gives for one.
struct File {
  sqlite3_file base;
  std::shared_ptr<Disk::Node> node;  // empty: not below the disk's root
  bool names_unsynced = false;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* of(sqlite3_file* file) {
  return reinterpret_cast<File*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return of(file)->real();
}

int code_of(DiskFault fault, int io_code) {
  return fault == DiskFault::none        ? SQLITE_OK
         : fault == DiskFault::full      ? SQLITE_FULL
         : fault == DiskFault::read_only ? SQLITE_READONLY
                                         : io_code;
}

// What stands before a change of a file: SQLITE_OK, or the fault's code.
int change(sqlite3_file* file, bool is_sync, int io_code) {
  if (!of(file)->node || Disk::current() == nullptr) return SQLITE_OK;
  return code_of(Disk::current()->change(is_sync), io_code);
}

int on_close(sqlite3_file* file) {
  const int code = real(file)->pMethods->xClose(real(file));
  of(file)->node.~shared_ptr();
  return code;
}

int on_read(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
  if (of(file)->node && Disk::current() != nullptr && Disk::current()->read_fails()) return SQLITE_IOERR_READ;
  return real(file)->pMethods->xRead(real(file), to, count, offset);
}

int on_write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  if (const int code = change(file, false, SQLITE_IOERR_WRITE); code != SQLITE_OK) return code;
  const int code = real(file)->pMethods->xWrite(real(file), from, count, offset);
  if (code == SQLITE_OK && of(file)->node && Disk::current() != nullptr)
    Disk::current()->wrote(*of(file)->node, std::uint64_t(offset),
                           {static_cast<const char*>(from), std::size_t(count)});
  return code;
}

int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = change(file, false, SQLITE_IOERR_TRUNCATE); code != SQLITE_OK) return code;
  const int code = real(file)->pMethods->xTruncate(real(file), size);
  if (code == SQLITE_OK && of(file)->node && Disk::current() != nullptr)
    Disk::current()->truncated(*of(file)->node, std::uint64_t(size));
  return code;
}

// Never the machine's own sync: the account is what counts. SQLite's own VFS syncs the folder with the first
// sync of a log or journal that it has made (os_unix.c, DIRSYNC).
int on_sync(sqlite3_file* file, int flags) {
  File& mine = *of(file);
  if (!mine.node || Disk::current() == nullptr) return real(file)->pMethods->xSync(real(file), flags);
  if (const int code = change(file, true, SQLITE_IOERR_FSYNC); code != SQLITE_OK) return code;
  Disk::current()->synced(*mine.node);
  if (!mine.names_unsynced) return SQLITE_OK;
  if (const int code = change(file, true, SQLITE_IOERR_DIR_FSYNC); code != SQLITE_OK) return code;
  Disk::current()->synced_names();
  mine.names_unsynced = false;
  return SQLITE_OK;
}

int on_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int on_lock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int on_unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int on_check_lock(sqlite3_file* file, int* held) {
  return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int on_control(sqlite3_file* file, int what, void* argument) {
  // Growing in larger steps would be writes that the account does not see.
  if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
  return real(file)->pMethods->xFileControl(real(file), what, argument);
}
int on_sector(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
// No promise of the machine's own disk: neither atomic writes nor that what surrounds a write stays whole.
int on_traits(sqlite3_file*) {
  return 0;
}
int on_shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** at) {
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, at);
}
int on_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void on_shm_barrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int on_shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

constexpr sqlite3_io_methods methods = {
    2,           on_close,       on_read,       on_write,   on_truncate, on_sync,   on_size,
    on_lock,     on_unlock,      on_check_lock, on_control, on_sector,   on_traits, on_shm_map,
    on_shm_lock, on_shm_barrier, on_shm_unmap,  nullptr,    nullptr};

int on_open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  new (file) File{};
  file->pMethods = nullptr;
  Disk* disk = Disk::current();
  const bool tracked = path != nullptr && disk != nullptr && disk->owns(path);
  const bool makes = tracked && (flags & SQLITE_OPEN_CREATE) != 0 && !disk->node(path);
  if (makes)
    if (const int code = code_of(disk->change(false), SQLITE_CANTOPEN); code != SQLITE_OK) return code;
  const int code = real_vfs->xOpen(real_vfs, path, of(file)->real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  if (makes) disk->created(path);
  if (tracked) of(file)->node = disk->node(path);
  of(file)->names_unsynced =
      makes && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  file->pMethods = &methods;
  return SQLITE_OK;
}

int on_delete(sqlite3_vfs*, const char* path, int sync_folder) {
  Disk* disk = Disk::current();
  if (disk == nullptr || !disk->owns(path)) return real_vfs->xDelete(real_vfs, path, sync_folder);
  if (!disk->node(path)) return SQLITE_IOERR_DELETE_NOENT;
  if (const int code = code_of(disk->change(false), SQLITE_IOERR_DELETE); code != SQLITE_OK) return code;
  const int code = real_vfs->xDelete(real_vfs, path, 0);
  if (code != SQLITE_OK) return code;
  disk->removed(path);
  if (sync_folder == 0) return SQLITE_OK;
  if (const int synced = code_of(disk->change(true), SQLITE_IOERR_DIR_FSYNC); synced != SQLITE_OK)
    return synced;
  disk->synced_names();
  return SQLITE_OK;
}

}  // namespace

void use_disk_vfs(bool on) {
  if (real_vfs == nullptr) {
    sqlite3_initialize();
    real_vfs = sqlite3_vfs_find(nullptr);
    disk_vfs = *real_vfs;
    disk_vfs.zName = "disk";
    disk_vfs.szOsFile = int(sizeof(File)) + real_vfs->szOsFile;
    disk_vfs.pNext = nullptr;
    disk_vfs.xOpen = on_open;
    disk_vfs.xDelete = on_delete;
  }
  sqlite3_vfs_register(on ? &disk_vfs : real_vfs, 1);
}

}  // namespace entre::test
