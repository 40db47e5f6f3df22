#include "sync/client/download.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "platform/compress.h"
#include "sync/client/http_fetcher.h"
#include "sync/content/documents.h"
#include "sync/content/limits.h"

namespace entre::client {

namespace limits = content::limits;

namespace {

// Less than this is fetched anew: it costs little more than asking for the rest.
constexpr std::size_t part_bytes_min = 16u << 10;
constexpr std::size_t etag_bytes_max = 256;
// A part that turns out wrong is dropped, and the whole is asked for.
constexpr int rounds_max = 2;
// After the first failure so many others are heard out: what broke off with it may be worth keeping.
constexpr int failures_max = 32;

std::string header_of(const HttpResponse& response, const char* name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? std::string() : found->second;
}

// If-Range takes strong tags only (RFC 9110 13.1.5).
bool is_strong_etag(const std::string& etag) {
  return etag.size() > 2 && etag.size() <= etag_bytes_max && etag.front() == '"' && etag.back() == '"' &&
         etag.find_first_of("\r\n") == std::string::npos;
}

// Whether a 206 begins where the part ends: "bytes 100-199/200" (RFC 9110 14.4).
bool continues_at(const HttpResponse& response, std::size_t offset) {
  const std::string expected = "bytes " + std::to_string(offset) + "-";
  return offset > 0 && header_of(response, "content-range").starts_with(expected);
}

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

Downloader::Downloader(Http& http, Files& files, RepositoryUrl url, std::string staging_folder,
                       bool consistent_snapshot)
    : http_(http),
      files_(files),
      url_(std::move(url)),
      staging_folder_(std::move(staging_folder)),
      consistent_snapshot_(consistent_snapshot) {}

bool Downloader::is_staged(const Object& object) const {
  auto bytes = files_.read(staged_path(object), object.file.length);
  return bytes && trust::verify_target(object.target, object.file, *bytes).ok();
}

Downloader::Part Downloader::part(const Object& object) const {
  auto kept = files_.read(part_path(object), object.file.length + etag_bytes_max + 1);
  if (!kept) return {};
  const std::size_t end = kept->find('\n');
  if (end == std::string::npos || !is_strong_etag(kept->substr(0, end))) return {};
  Part found{kept->substr(0, end), kept->substr(end + 1)};
  return found.bytes.size() < object.file.length ? found : Part();
}

Result<void> Downloader::keep_part(const Object& object, const std::string& etag, std::string_view bytes) {
  if (bytes.size() < part_bytes_min || bytes.size() >= object.file.length || !is_strong_etag(etag)) return {};
  std::string file = etag + "\n";
  file += bytes;
  return files_.write_unsynced(part_path(object), file);
}

HttpRequest Downloader::request(const Object& object) const {
  HttpRequest request;
  const std::string name =
      consistent_snapshot_ ? trust::target_file_name(object.target, object.file) : object.target;
  request.url = url_.targets + encode_path(name);
  request.body_bytes_max = object.file.length;
  request.keep_partial = true;
  if (const Part begun = part(object); !begun.bytes.empty())
    request.headers = {"Range: bytes=" + std::to_string(begun.bytes.size()) + "-", "If-Range: " + begun.etag};
  return request;
}

Result<Downloader::Kept> Downloader::keep(const Object& object, Result<HttpResponse> response) {
  if (!response) return response.error();
  const Part begun = part(object);
  const auto drop_and_ask_again = [&]() -> Result<Kept> {
    if (auto removed = files_.remove(part_path(object)); !removed) return removed.error();
    return Kept::ask_again;
  };
  const std::string etag = header_of(*response, "etag");
  const bool is_rest = response->status == 206;
  const bool is_wrong_rest = is_rest && (!continues_at(*response, begun.bytes.size()) ||
                                         begun.bytes.size() + response->body.size() > object.file.length);
  if (!begun.bytes.empty() && (is_wrong_rest || response->status == 416)) return drop_and_ask_again();
  std::string whole = is_rest ? begun.bytes + response->body : std::string();
  if (is_rest && !begun.bytes.empty()) response->status = 200;
  const bool is_complete = response->is_complete;
  auto bytes = body_of(object.target, std::move(response));
  // Metadata that names an object the server does not have: it may be in the middle of a publication.
  if (!bytes && bytes.error().kind == ErrorKind::not_found)
    return Error{ErrorKind::unavailable, bytes.error().message};
  if (!bytes) return bytes.error();
  if (!is_rest) whole = *std::move(bytes);
  if (!is_complete) {
    if (auto kept = keep_part(object, is_rest ? begun.etag : etag, whole); !kept) return kept.error();
    return Error{ErrorKind::unavailable, object.target + ": broke off after " + std::to_string(whole.size()) +
                                             " of " + std::to_string(object.file.length) + " bytes"};
  }
  if (auto verified = trust::verify_target(object.target, object.file, whole); !verified) {
    // The part may have been the wrong one; alone, the reply would be.
    if (is_rest) return drop_and_ask_again();
    return verified.error();
  }
  // Two syncs an object would be most of a first sync's time. After a power cut its hash tells.
  if (auto written = files_.write_unsynced(staged_path(object), whole); !written) return written.error();
  if (!begun.bytes.empty())
    if (auto removed = files_.remove(part_path(object)); !removed) return removed.error();
  return Kept::whole;
}

Result<void> Downloader::fetch_round(std::vector<const Object*>* wanted, const OnArrived& on_arrived,
                                     const OnKept& on_kept) {
  std::vector<HttpRequest> requests;
  for (const Object* object : *wanted) {
    requests.push_back(request(*object));
    const std::uint64_t begun_bytes = part(*object).bytes.size();
    requests.back().on_body = [&on_arrived, object, begun_bytes](std::uint64_t bytes) {
      on_arrived(*object, std::min(begun_bytes + bytes, object->file.length));
    };
  }
  std::vector<const Object*> again;
  std::optional<Error> failure;
  std::size_t answered = 0;
  int failures = 0;
  http_.send_all(requests, [&](std::size_t index, Result<HttpResponse> response) {
    const Object& object = *(*wanted)[index];
    auto kept = keep(object, std::move(response));
    if (!kept) {
      if (!failure) failure = kept.error();
      return kept.error().kind == ErrorKind::unavailable && ++failures < failures_max;
    }
    ++answered;
    if (*kept == Kept::ask_again) again.push_back(&object);
    return *kept == Kept::ask_again || on_kept(object);
  });
  if (failure) return *failure;
  if (answered < wanted->size()) return Error{ErrorKind::unavailable, "stopped in the download"};
  *wanted = std::move(again);
  return {};
}

Result<Downloader::Fetched> Downloader::fetch(const std::vector<Object>& objects,
                                              const OnProgress& on_progress, const IsStopped& is_stopped) {
  if (auto made = files_.make_folders(staging_folder_); !made) return made.error();
  Progress progress{"download", 0, objects.size(), 0, 0};
  std::vector<const Object*> wanted;
  for (const Object& object : objects) {
    progress.bytes_total += object.file.length;
    if (is_staged(object)) {
      ++progress.objects_done;
      progress.bytes_done += object.file.length;
      continue;
    }
    wanted.push_back(&object);
  }
  on_progress(progress);
  Fetched fetched;
  // What has come of objects that are not whole yet.
  std::map<const Object*, std::uint64_t> arrived;
  std::uint64_t arrived_bytes = 0;
  const OnArrived on_arrived = [&](const Object& object, std::uint64_t bytes) {
    arrived_bytes += bytes - std::exchange(arrived[&object], bytes);
    Progress now = progress;
    now.bytes_done += arrived_bytes;
    on_progress(now);
  };
  const OnKept on_kept = [&](const Object& object) {
    arrived_bytes -= std::exchange(arrived[&object], 0);
    ++fetched.objects;
    fetched.bytes += object.file.length;
    ++progress.objects_done;
    progress.bytes_done += object.file.length;
    on_progress(progress);
    return !is_stopped();
  };
  for (int round = 0; round < rounds_max && !wanted.empty(); ++round)
    if (auto done = fetch_round(&wanted, on_arrived, on_kept); !done) return done.error();
  if (!wanted.empty())
    return Error{ErrorKind::unavailable,
                 wanted.front()->target + ": the server gives other bytes than asked for"};
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
