#include "tests/sync/client/release_server.h"

namespace entre::test {

ReleaseServer::ReleaseServer(std::uint64_t seed, bool is_demo)
    : random_(seed), keys_(trust::generate_keys(random_, is_demo)) {
  site_.id = "test";
  site_.name = {{"sv", "Test"}};
  site_.default_language = "sv";
  site_.languages.push_back({"sv", "Svenska", "sv", false});
  site_.groups.push_back({"all", "compass", {{"sv", "Allt"}}, {"one", "two"}});
  set_floor(1);
  put("contacts.json", content::encode(content::Contacts{}));
  set_page("one", "first text");
  set_page("two", std::string(9000, 'x'));
}

void ReleaseServer::set_floor(std::int64_t floor) {
  site_.floor = floor;
  put("site.json", content::encode(site_));
}

void ReleaseServer::set_page(const std::string& id, const std::string& text) {
  content::Page page;
  page.id = id;
  page.language = "sv";
  page.title = "Title of " + id;
  page.summary = "Summary";
  page.icon = "compass";
  page.owner = "Owner";
  page.source_url = "https://example.org/";
  page.updated = "2024-01-01";
  page.review_by = "2025-01-01";
  page.updated_text = "1 januari 2024";
  content::Block block;
  block.spans.push_back({text, false, false, ""});
  page.blocks.push_back(block);
  put(content::page_target(id, "sv"), content::encode(page));
}

void ReleaseServer::put(const std::string& target, const std::string& raw) {
  documents_[target] = raw;
}

void ReleaseServer::publish(const Clock& clock) {
  std::vector<trust::PublishTarget> targets = extra_targets;
  objects.clear();
  for (const auto& [target, raw] : documents_) {
    const bool compressed = raw.size() > 4096;
    const std::string bytes = compressed ? zstd_compress(raw) : raw;
    trust::PublishTarget entry{target, {bytes.size(), {{"sha256", sha256_hex(bytes)}}, nullptr}};
    if (compressed) entry.file.custom = Json{{"encoding", "zstd"}, {"raw_length", raw.size()}};
    object_names[target] = trust::target_file_name(target, entry.file);
    objects[object_names[target]] = bytes;
    targets.push_back(entry);
  }
  auto done = trust::publish_metadata("/rel", targets, keys_, validity, clock.unix_ms(), files);
  REQUIRE_MESSAGE(done.ok(), done.error().message);
}

Result<HttpResponse> ReleaseServer::answer(const HttpRequest& request) {
  const std::string path = request.url.substr(std::string("https://hub.test").size());
  if (request.method == "POST") return on_post ? on_post(request) : HttpResponse{200, {}, "{}"};
  fetched.push_back(path);
  const std::string metadata = "/v1/repo/metadata/", targets = "/v1/repo/targets/";
  if (path.rfind(targets, 0) == 0) {
    const auto found = objects.find(path.substr(targets.size()));
    return found == objects.end() ? HttpResponse{404, {}, ""} : HttpResponse{200, {}, found->second};
  }
  auto bytes = files.read("/rel/metadata/" + path.substr(metadata.size()), 10'000'000);
  if (!bytes) return HttpResponse{404, {}, ""};
  const std::string etag = "\"" + sha256_hex(*bytes).substr(0, 16) + "\"";
  for (const std::string& header : request.headers)
    if (header == "If-None-Match: " + etag) return HttpResponse{304, {{"etag", etag}}, ""};
  return HttpResponse{200, {{"etag", etag}}, *bytes};
}

Home::Home(ReleaseServer& from) : server(from), paths(Paths::with_home(folder.path())) {
  http.handler = [this](const HttpRequest& request) { return server.answer(request); };
  config.kiosk.id = "0b8f3a52-7c1d-4e0a-9c77-2f1f6f3f1a10";
  config.sync.url = "https://hub.test";
  REQUIRE(files.write(paths.root_file, server.root(), 0644).ok());
}

client::SyncOutcome Home::sync() {
  server.fetched.clear();
  auto made = client::Sync::create(config, paths, {http, files, clock, random},
                                   {[](const client::Progress&) {}, [] { return false; }});
  REQUIRE(made.ok());
  return (*made)->run();
}

std::string Home::current() const {
  auto link = files.read_link(paths.current_link());
  return link ? *link : "";
}

std::string Home::page_text(const std::string& id) const {
  auto file = content::open_newest(files, paths.content_folder);
  if (!file) return "";
  auto page = (*file)->page(id, "sv");
  return page ? content::plain_text(page->blocks) : "";
}

}  // namespace entre::test
