#include "tests/fuzz/targets.h"

#include <cstdlib>

#include "platform/compress.h"
#include "platform/config/config.h"
#include "sync/client/download.h"
#include "sync/client/http_fetcher.h"
#include "sync/content/documents.h"
#include "sync/content/image_header.h"
#include "sync/content/limits.h"
#include "sync/outbox/log_check.h"
#include "sync/outbox/rows.h"
#include "sync/publish/site_folder.h"
#include "sync/trust/trusted_set.h"
#include "sync/trust/updater.h"
#include "sync/wire/wire.h"
#include "tests/support/fake_http.h"
#include "tests/support/memory_files.h"

namespace entre::fuzz {

namespace {

constexpr std::int64_t now_unix_ms = 1'704'801'600'000;

void require(bool kept) {
  if (!kept) std::abort();
}

void tuf_json(std::string_view bytes) {
  static_cast<void>(trust::TrustedSet::create(bytes, now_unix_ms).ok());
  auto envelope = trust::parse_envelope(bytes, trust::targets_bytes_max, "fuzz");
  if (!envelope) return;
  static_cast<void>(trust::parse_root(*envelope).ok());
  static_cast<void>(trust::parse_timestamp(*envelope).ok());
  static_cast<void>(trust::parse_snapshot(*envelope).ok());
  static_cast<void>(trust::parse_targets(*envelope, "targets").ok());
}

bool has_float(const Json& json) {
  if (json.is_number_float()) return true;
  if (json.is_structured())
    for (const Json& item : json)
      if (has_float(item)) return true;
  return false;
}

// What is signed is the canonical form: it must be one, whatever the text was.
void canonical(std::string_view bytes) {
  auto json = parse_json(bytes, JsonCaps{});
  if (!json || has_float(*json)) return;
  const std::string once = canonical_json(*json);
  JsonCaps caps;
  caps.bytes_max *= 8;
  auto again = parse_json(once, caps);
  // Canonical JSON leaves control characters as they are, which JSON itself does not allow.
  if (again) require(canonical_json(*again) == once);
}

void documents(std::string_view bytes) {
  if (auto page = content::decode_page(bytes, "pages/one.sv.json")) {
    const std::string once = content::encode(*page);
    auto again = content::decode_page(once, "pages/one.sv.json");
    require(again.ok() && content::encode(*again) == once);
  }
  if (auto site = content::decode_site(bytes, "site.json")) {
    auto again = content::decode_site(content::encode(*site), "site.json");
    require(again.ok());
  }
  if (auto contacts = content::decode_contacts(bytes, "contacts.json"))
    require(content::decode_contacts(content::encode(*contacts), "contacts.json").ok());
}

void compressed(std::string_view bytes) {
  constexpr std::uint64_t raw_bytes_max = 1u << 20;
  auto raw = zstd_decompress(bytes, raw_bytes_max);
  if (raw) require(raw->size() <= raw_bytes_max);
}

void picture_header(std::string_view bytes) {
  auto header = content::read_image_header(bytes);
  if (header)
    require(header->width_px * header->height_px <= std::int64_t(content::limits::image_pixels_max));
}

void batch(std::string_view bytes) {
  auto events = wire::decode_batch(bytes);
  if (!events) return;
  for (const auto& event : *events) {
    if (!event.ok) continue;
    require(wire::check_event(event.event).ok());
    auto again = wire::decode_batch(wire::encode_batch({wire::encode_event(event.event)}));
    require(again.ok() && again->size() == 1 && again->front().ok);
  }
}

void batch_reply(std::string_view bytes) {
  if (auto reply = wire::decode_reply(bytes)) require(wire::decode_reply(wire::encode_reply(*reply)).ok());
  if (auto status = wire::decode_status(bytes))
    require(wire::decode_status(wire::encode_status(*status)).ok());
}

void config(std::string_view bytes) {
  static_cast<void>(parse_config(bytes, "kiosk.toml").faults.size());
}

void front_matter(std::string_view bytes) {
  test::MemoryFiles files;
  static_cast<void>(files.make_folders("/site/pages").ok());
  static_cast<void>(
      files
          .write("/site/site.toml",
                 "id = \"huset\"\ndefault_language = \"sv\"\nfloor = 1\n[name]\nsv = \"Huset\"\n"
                 "[[language]]\ncode = \"sv\"\nendonym = \"Svenska\"\n")
          .ok());
  static_cast<void>(files.write("/site/contacts.toml", "").ok());
  static_cast<void>(files.write("/site/pages/one.sv.md", bytes).ok());
  static const auto themes = content::Themes::load(SystemFiles(), std::string(ENTRE_ASSETS_DIR) + "/themes");
  publish::Findings findings;
  const auto site = publish::load_and_check(files, "/site", *themes, findings);
  // What the publisher lets through, the kiosk must take.
  if (!findings.errors.empty()) return;
  for (const auto& page : site.pages)
    require(content::decode_page(content::encode(page), content::page_target(page.id, page.language)).ok());
}

// A pack (docs/trust.md), its files one after the other: "name length", a line feed, the bytes. Empty where
// it is none.
std::map<std::string, std::string> files_of(std::string_view bytes) {
  std::map<std::string, std::string> files;
  while (!bytes.empty() && files.size() < 64) {
    const std::size_t end = bytes.substr(0, 300).find('\n');
    if (end == std::string_view::npos) break;
    const std::string_view line = bytes.substr(0, end);
    const std::size_t space = std::min(line.rfind(' '), line.size());
    std::size_t length = 0;
    for (const char c : line.substr(space + (space < line.size())))
      length = length * 10 % 1'000'000 + static_cast<unsigned char>(c) % 10;
    bytes.remove_prefix(end + 1);
    files[std::string(line.substr(0, space))] = bytes.substr(0, length);
    bytes.remove_prefix(std::min(length, bytes.size()));
  }
  return files;
}

// What kiosk-sync does with a stick, up to the documents. Its root is taken as the pinned one.
void pack(std::string_view bytes) {
  constexpr std::int64_t stick_unix_ms = 1'795'564'800'000;  // 2026-11-25, when the corpus was signed
  const auto stick = files_of(bytes);
  const auto root = stick.find("metadata/1.root.json");
  if (root == stick.end()) return;
  const std::string address = "file:///stick/";
  test::FakeHttp http([&](const HttpRequest& request) -> Result<HttpResponse> {
    const auto found = stick.find(request.url.substr(address.size()));
    if (found == stick.end()) return HttpResponse{404, {}, ""};
    return HttpResponse{200, {}, found->second};
  });
  test::MemoryFiles files;
  static_cast<void>(files.make_folders("/trust").ok());
  auto url = client::RepositoryUrl::parse("file:///stick");
  require(url.ok());
  client::HttpMetadataFetcher fetcher(http, *url, files, "/trust");
  auto updater = trust::Updater::create(root->second, "/trust", files, fetcher, stick_unix_ms);
  if (!updater || !(*updater)->refresh()) return;
  auto targets = (*updater)->all_targets();
  if (!targets) return;
  auto objects = client::plan_objects(*targets);
  if (!objects) return;
  client::Downloader downloader(http, files, *url, "/staging");
  if (!downloader.fetch(
          *objects, [](const client::Progress&) {}, [] { return false; }))
    return;
  for (const client::Object& object : *objects) {
    auto document = downloader.raw(object);
    if (document) documents(*document);
  }
  // Names from the stick never become paths outside.
  require(files.list("/") == std::vector<std::string>{"staging", "trust"});
}

// A damaged ledger, its log behind the file: the first byte says how many pages are the file's.
void ledger(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t file_bytes =
      std::min(bytes.size() - 1, std::size_t(static_cast<unsigned char>(bytes[0])) * 4096);
  const std::string_view log = bytes.substr(1 + file_bytes);
  static_cast<void>(outbox::salvage(bytes.substr(1, file_bytes), log).rows());
  static_cast<void>(outbox::log_lost_frames(log, bytes.substr(0, 136)));
}

}  // namespace

const std::vector<Target>& targets() {
  static const std::vector<Target> all{{"tuf_json", tuf_json},
                                       {"canonical", canonical},
                                       {"documents", documents},
                                       {"compressed", compressed},
                                       {"picture_header", picture_header},
                                       {"batch", batch},
                                       {"batch_reply", batch_reply},
                                       {"config", config},
                                       {"front_matter", front_matter},
                                       {"pack", pack},
                                       {"ledger", ledger}};
  return all;
}

}  // namespace entre::fuzz
