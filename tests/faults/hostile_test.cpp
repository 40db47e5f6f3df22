// A hundred releases by somebody who holds the authority's keys, or whose editor's machine was taken: signed,
// and hostile all the same.
#include <doctest/doctest.h>
#include <zstd.h>

#include <chrono>
#include <filesystem>

#include "tests/faults/campaign.h"
#include "tests/sync/client/release_server.h"

using namespace entre;
using namespace entre::test;

namespace {

struct Hostile {
  std::string name;       // of the target
  std::string object;     // as it travels
  Json custom;            // as signed
  bool harmless = false;  // kept without being read: a target of a kind that is not known
};

std::string png(std::uint32_t width, std::uint32_t height) {
  std::string bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  for (const std::uint32_t side : {width, height})
    for (int shift = 24; shift >= 0; shift -= 8) bytes += char(side >> shift & 255);
  return bytes + std::string("\x08\x02\0\0\0", 5) + std::string(64, 'x');
}

std::string jpeg(std::uint32_t width, std::uint32_t height) {
  std::string bytes("\xff\xd8\xff\xc0\0\x11\x08", 7);
  for (const std::uint32_t side : {height, width}) {
    bytes += char(side >> 8);
    bytes += char(side);
  }
  return bytes + std::string("\x03\x01\x11\0\x02\x11\x01\x03\x11\x01", 10);
}

std::string nested(const std::string& open, const std::string& inner, const std::string& close, int depth) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += open;
  text += inner;
  for (int i = 0; i < depth; ++i) text += close;
  return text;
}

std::string keys(int count, bool equal) {
  std::string text = "{\"first\":0";
  for (int i = 0; i < count; ++i) {
    text += ",\"k";
    if (!equal) text += std::to_string(i);
    text += "\":0";
  }
  return text + "}";
}

// A page that is sound but for one member, given as JSON text.
std::string page_with(const std::string& member, const std::string& value) {
  Json page = {{"id", "bad"},
               {"language", "sv"},
               {"title", "T"},
               {"summary", "S"},
               {"icon", "compass"},
               {"owner", "O"},
               {"source_url", "https://example.org/"},
               {"updated", "2024-01-01"},
               {"review_by", "2025-01-01"},
               {"updated_text", "1 januari 2024"},
               {"blocks", Json::array()}};
  std::string text = page.dump();
  const std::string quoted = "\"" + member + "\":";
  const auto at = text.find(quoted);
  if (at == std::string::npos) return text.substr(0, text.size() - 1) + "," + quoted + value + "}";
  const auto end = text.find_first_of(",}", at);
  return text.substr(0, at) + quoted + value + text.substr(end);
}

// At the quickest level: the product's own would take minutes for a bomb.
std::string squeeze(const std::string& raw) {
  std::string out(ZSTD_compressBound(raw.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), raw.data(), raw.size(), 1));
  return out;
}

Hostile compressed(const std::string& name, const std::string& raw, std::uint64_t claimed) {
  return {name, squeeze(raw), Json{{"encoding", "zstd"}, {"raw_length", claimed}}};
}

void add_bombs(std::vector<Hostile>* all) {
  const std::string bomb = squeeze(std::string(60u << 20, '['));
  for (const std::uint64_t claimed : {0ull, 1ull, 4096ull, 3ull << 20, 5ull << 20, 64ull << 20, 1ull << 40})
    all->push_back({"pages/bad.sv.json", bomb, Json{{"encoding", "zstd"}, {"raw_length", claimed}}});
  all->push_back(compressed("images/bad.png", png(10, 10) + std::string(65u << 20, 'x'), 65ull << 20));
  all->push_back({"pages/bad.sv.json", squeeze(squeeze(std::string(30u << 20, 'x'))),
                  Json{{"encoding", "zstd"}, {"raw_length", 30u << 20}}});
  all->push_back({"pages/bad.sv.json", "not a frame", Json{{"encoding", "zstd"}, {"raw_length", 10}}});
  all->push_back({"pages/bad.sv.json", "{}", Json{{"encoding", "gzip"}, {"raw_length", 2}}});
  all->push_back({"pages/bad.sv.json", "{}", Json{{"encoding", 7}}});
  all->push_back({"pages/bad.sv.json", "{}", Json{{"encoding", "zstd"}, {"raw_length", -1}}});
  all->push_back({"pages/bad.sv.json", "{}", Json{{"encoding", "zstd"}}});
}

void add_names(std::vector<Hostile>* all) {
  for (const char* name : {"../../../etc/passwd",
                           "pages/../../kiosk.toml",
                           "pages/..",
                           "/etc/passwd",
                           "pages//x.sv.json",
                           "images/../content-9.db",
                           "images/..",
                           "images/.hidden.png",
                           "images/a/b.png",
                           "images/a%2fb.png",
                           "images/\xc3\xa5.png",
                           "images/current",
                           "images/x\n.png",
                           "pages/UPPER.sv.json",
                           "pages/x.sv",
                           "pages/x.svsvsvsvsvsvsvsvsvsvsvsvsvsvsvsvsvsvsv.json",
                           "pages/.sv.json",
                           "pages/a..json",
                           "pages/a b.sv.json",

                           "CON",
                           "content-99.db",
                           "current",
                           "staging",
                           "x\\y",
                           "images/~",
                           "images/$(reboot).png",
                           "pages/'; DROP TABLE document; --.sv.json"}) {
    const bool own_kind = std::string(name).starts_with("pages/") || std::string(name).starts_with("images/");
    all->push_back({name, "{}", nullptr, !own_kind});
  }
  for (const std::size_t length : {257u, 4096u, 60'000u})
    all->push_back({"x/" + std::string(length, 'n'), "{}", nullptr});
}

void add_pictures(std::vector<Hostile>* all) {
  for (const auto& [width, height] : {std::pair{65'000u, 65'000u},
                                      {65'535u, 1000u},
                                      {1u, 65'000'000u},
                                      {0u, 5u},
                                      {5u, 0u},
                                      {4'294'967'295u, 1u},
                                      {4'294'967'295u, 4'294'967'295u},
                                      {65'536u, 65'536u}})
    all->push_back({"images/bad.png", png(width, height), nullptr});
  for (const auto& [width, height] : {std::pair{65'000u, 65'000u}, {65'535u, 65'535u}, {0u, 0u}})
    all->push_back({"images/bad.jpg", jpeg(width, height), nullptr});
  for (const std::string& bytes :
       {std::string(), std::string("\x89PNG"), png(9, 9).substr(0, 20), std::string("\xff\xd8"),
        jpeg(9, 9).substr(0, 6), std::string("\xff\xd8\xff\xe0\0\0", 6),
        std::string("\xff\xd8\xff\xe0\xff\xff", 6),
        std::string("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        std::string("GIF89a\xff\xff\xff\xff")})
    all->push_back({"images/bad.png", bytes, nullptr});
}

void add_documents(std::vector<Hostile>* all) {
  const std::string page = "pages/bad.sv.json";
  for (const int depth : {17, 1000, 100'000, 1'500'000})
    all->push_back({page, nested("[", "", "]", depth), nullptr});
  for (const int depth : {100, 100'000}) all->push_back({page, nested("{\"a\":", "1", "}", depth), nullptr});
  all->push_back({page, keys(300'000, false), nullptr});
  all->push_back({page, keys(500'000, true), nullptr});
  // Ten million keys: what comes out is cut off long before they are read.
  const std::string block = keys(10'000, false);
  std::string many;
  for (int i = 0; i < 1000; ++i) many += block;
  all->push_back(compressed(page, many, 4u << 20));
  const std::pair<const char*, std::string> members[] = {
      {"id", "\"other\""},
      {"id", "\"../x\""},
      {"id", "7"},
      {"language", "\"en\""},
      {"title", "\"" + std::string(70'000, 't') + "\""},
      {"title", "\"\xff\xfe\""},
      {"title", "\"\xed\xa0\x80\""},
      {"title", "\"\xc0\xaf\""},
      {"title", "\"\\ud800\""},
      {"title", "null"},
      {"title", "[]"},
      {"updated", "\"2024-02-31\""},
      {"updated", "\"0000-00-00\""},
      {"review_by", "\"soon\""},
      {"valid_from", "\"9999-99-99\""},
      {"source_url", "\"javascript:alert(1)\""},
      {"source_url", "\"file:///etc/passwd\""},
      {"icon", "\"../../icon\""},
      {"blocks", "{}"},
      {"blocks", "[{\"type\":\"script\"}]"},
      {"blocks", "[" + nested("{\"type\":\"list\",\"items\":[[", "", "]]}", 40) + "]"},
      {"blocks", "[{\"type\":\"image\",\"name\":\"../x.png\",\"alt\":\"x\"}]"},
      {"blocks", "1e999"},
      {"blocks", "[1,2,3]"}};
  for (const auto& [member, value] : members) all->push_back({page, page_with(member, value), nullptr});
  all->push_back({page, "{\"id\":\"bad\",\"id\":\"bad\"}", nullptr});
  all->push_back({page, std::string("\0\0\0\0", 4), nullptr});
  all->push_back({page, "\xef\xbb\xbf{}", nullptr});
}

std::vector<Hostile> hostile_targets() {
  std::vector<Hostile> all;
  add_bombs(&all);
  add_names(&all);
  add_pictures(&all);
  add_documents(&all);
  return all;
}

}  // namespace

TEST_CASE("no hostile release crashes, fills or escapes the kiosk, and what was shown stays") {
  QuietLog quiet;
  const std::vector<Hostile> all = hostile_targets();
  int refused = 0, kept = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    CAPTURE(all[i].name);
    ReleaseServer server;
    server.publish(FakeClock());
    Home home(server);
    REQUIRE(home.sync().exit_code() == client::ExitCode::ok);
    trust::PublishTarget target{
        all[i].name, {all[i].object.size(), {{"sha256", sha256_hex(all[i].object)}}, all[i].custom}};
    server.extra_targets = {target};
    server.set_page("one", "second text");
    server.publish(FakeClock());
    server.objects[trust::target_file_name(target.name, target.file)] = all[i].object;
    const auto began = std::chrono::steady_clock::now();
    const auto exit = home.sync().exit_code();
    // Generous, since machines are shared: a bomb would take minutes.
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
    if (all[i].harmless) {
      const std::string shown = home.page_text("one");
      CHECK((shown == "first text" || shown == "second text"));
    } else {
      // A name that must be percent-encoded is not found by this server, which is as good.
      CHECK(exit != client::ExitCode::ok);
      CHECK(home.page_text("one") == "first text");
    }
    (exit == client::ExitCode::ok ? kept : refused) += 1;
    const std::vector<std::string> names = home.files.list(home.folder.path());
    CHECK(names == std::vector<std::string>{"content", "root.json", "status.json", "trust"});
    server.extra_targets.clear();
    server.set_page("one", "third text");
    server.publish(FakeClock());
    CHECK(home.sync().exit_code() == client::ExitCode::ok);
    CHECK(home.page_text("one") == "third text");
  }
  CHECK(all.size() >= 100);
  report_campaign(
      "hostile releases", (long long)all.size(),
      std::to_string(refused) + " refused, " + std::to_string(kept) +
          " of a kind that is not known and never read; the next good release was shown each time");
}
