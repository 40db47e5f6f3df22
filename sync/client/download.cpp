#include "sync/client/download.h"

#include <optional>

#include "platform/compress.h"
#include "sync/client/http_fetcher.h"
#include "sync/content/documents.h"
#include "sync/content/limits.h"

namespace entre::client {

namespace limits = content::limits;

namespace {

Result<Object> plan_object(const std::string& target, const trust::TargetFile& file) {
  const auto sha256 = file.hashes.find("sha256");
  if (sha256 == file.hashes.end())
    return Error{ErrorKind::denied, target + ": no SHA-256 in the signed metadata"};
  Object object{target, file, sha256->second, false, file.length};
  if (file.length > limits::object_bytes_max)
    return Error{ErrorKind::too_large,
                 target + ": more than " + std::to_string(limits::object_bytes_max) + " bytes"};
  if (file.custom.is_object() && file.custom.contains("encoding")) {
    auto custom = JsonObject::of(file.custom, target + ".custom");
    if (!custom) return custom.error();
    auto encoding = custom->string("encoding");
    if (!encoding) return encoding.error();
    if (*encoding != "zstd")
      return Error{ErrorKind::invalid, target + ": encoding \"" + *encoding + "\", this program reads zstd"};
    auto raw_length = custom->integer("raw_length", 0, static_cast<std::int64_t>(limits::object_bytes_max));
    if (!raw_length) return raw_length.error();
    object.compressed = true;
    object.raw_length = static_cast<std::uint64_t>(*raw_length);
  }
  if (!content::is_image_target(target) && object.raw_length > limits::document_raw_bytes_max)
    return Error{ErrorKind::too_large,
                 target + ": more than " + std::to_string(limits::document_raw_bytes_max) + " bytes"};
  return object;
}

}  // namespace

Result<std::vector<Object>> plan_objects(const std::map<std::string, trust::TargetFile>& targets) {
  std::vector<Object> objects;
  std::uint64_t bytes = 0;
  for (const auto& [target, file] : targets) {
    auto object = plan_object(target, file);
    if (!object) return object.error();
    bytes += std::max(object->file.length, object->raw_length);
    if (bytes > limits::release_bytes_max)
      return Error{ErrorKind::too_large,
                   "the release: more than " + std::to_string(limits::release_bytes_max) + " bytes"};
    objects.push_back(*std::move(object));
  }
  return objects;
}

Downloader::Downloader(Http& http, Files& files, RepositoryUrl url, std::string staging_folder)
    : http_(http), files_(files), url_(std::move(url)), staging_folder_(std::move(staging_folder)) {}

bool Downloader::is_staged(const Object& object) const {
  auto bytes = files_.read(staged_path(object), object.file.length);
  return bytes && trust::verify_target(object.target, object.file, *bytes).ok();
}

Result<void> Downloader::keep(const Object& object, Result<HttpResponse> response) {
  auto bytes = body_of(object.target, std::move(response));
  // Metadata that names an object the server does not have: it may be in the middle of a publication.
  if (!bytes && bytes.error().kind == ErrorKind::not_found)
    return Error{ErrorKind::unavailable, bytes.error().message};
  if (!bytes) return bytes.error();
  if (auto verified = trust::verify_target(object.target, object.file, *bytes); !verified) return verified;
  return files_.write(staged_path(object), *bytes, 0644);
}

Result<Downloader::Fetched> Downloader::fetch(const std::vector<Object>& objects,
                                              const OnProgress& on_progress, const IsStopped& is_stopped) {
  if (auto made = files_.make_folders(staging_folder_); !made) return made.error();
  Progress progress{"download", 0, objects.size(), 0, 0};
  std::vector<const Object*> wanted;
  std::vector<HttpRequest> requests;
  for (const Object& object : objects) {
    progress.bytes_total += object.file.length;
    if (is_staged(object)) {
      ++progress.objects_done;
      progress.bytes_done += object.file.length;
      continue;
    }
    HttpRequest request;
    request.url = url_.targets + encode_path(trust::target_file_name(object.target, object.file));
    request.body_bytes_max = object.file.length;
    requests.push_back(std::move(request));
    wanted.push_back(&object);
  }
  on_progress(progress);
  Fetched fetched;
  std::optional<Error> failure;
  http_.send_all(requests, [&](std::size_t index, Result<HttpResponse> response) {
    const Object& object = *wanted[index];
    if (auto kept = keep(object, std::move(response)); !kept) {
      failure = kept.error();
      return false;
    }
    ++fetched.objects;
    fetched.bytes += object.file.length;
    ++progress.objects_done;
    progress.bytes_done += object.file.length;
    on_progress(progress);
    return !is_stopped();
  });
  if (failure) return *failure;
  if (fetched.objects < wanted.size()) return Error{ErrorKind::unavailable, "stopped in the download"};
  return fetched;
}

Result<std::string> Downloader::raw(const Object& object) const {
  auto bytes = files_.read(staged_path(object), object.file.length);
  if (!bytes) return bytes.error();
  if (auto verified = trust::verify_target(object.target, object.file, *bytes); !verified)
    return verified.error();
  if (!object.compressed) return bytes;
  auto raw = zstd_decompress(*bytes, object.raw_length);
  // Signed, and yet no such frame: the release is wrong, not the disk.
  if (!raw)
    return Error{raw.error().kind == ErrorKind::corrupt ? ErrorKind::invalid : raw.error().kind,
                 object.target + ": " + raw.error().message};
  if (raw->size() != object.raw_length)
    return Error{ErrorKind::denied, object.target + ": holds " + std::to_string(raw->size()) +
                                        " bytes, the signed raw length is " +
                                        std::to_string(object.raw_length)};
  return raw;
}

Result<void> Downloader::clear() {
  for (const std::string& name : files_.list(staging_folder_))
    if (auto removed = files_.remove(staging_folder_ + "/" + name); !removed) return removed;
  return {};
}

}  // namespace entre::client
