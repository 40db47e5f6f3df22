#include "tests/faults/hostile_releases.h"

#include <fmt/format.h>
#include <zstd.h>

#include <array>
#include <cstdint>

#include "sync/content/documents.h"

namespace entre::test {

namespace {

const std::string page_name = "pages/bad.sv.json";
std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

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

std::string paragraph(const std::string& span_members) {
  return R"({"kind":"paragraph","spans":[{"text":"x")" + span_members + "}]}";
}

Json sound_page() {
  content::Page page;
  page.id = "bad";
  page.language = "sv";
  page.title = "T";
  page.summary = "S";
  page.icon = "compass";
  page.owner = "O";
  page.source_url = "https://example.org/";
  page.updated = page.valid_from = "2024-01-01";
  page.review_by = page.valid_until = "2035-01-01";
  page.updated_text = "1 januari 2024";
  page.blocks.emplace_back().spans.push_back({"text", false, false, "https://example.org/"});
  return Json::parse(content::encode(page));
}

// The sound page with one member as this JSON text, which need not be JSON.
std::string page_with(const std::string& member, const std::string& value) {
  Json page = sound_page();
  page[member] = "@@";
  std::string text = page.dump();
  return text.replace(text.find("\"@@\""), 4, value);
}

// At the quickest level: the product's own would take minutes for a bomb.
std::string squeeze(const std::string& raw) {
  std::string out(ZSTD_compressBound(raw.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), raw.data(), raw.size(), 1));
  return out;
}

Json zstd(std::uint64_t claimed) {
  return {{"encoding", "zstd"}, {"raw_length", claimed}};
}

void add_bombs(std::vector<Hostile>* all) {
  const std::string page = sound_page().dump(), squeezed = squeeze(page);
  const std::string bomb = squeeze(std::string(60u << 20, '['));
  for (const std::uint64_t claimed : {0ull, 1ull, 4096ull, 3ull << 20})
    all->push_back({page_name, bomb, zstd(claimed), fmt::format("zstd: more than {} bytes", claimed)});
  for (const std::uint64_t claimed : {5ull << 20, 64ull << 20})
    all->push_back({page_name, bomb, zstd(claimed), "json: more than 4194304 bytes"});
  const std::string whole_number = "raw_length: expected a whole number";
  all->push_back({page_name, bomb, zstd(1ull << 40), whole_number});
  all->push_back({"images/bad.png", squeeze(png(10, 10)), zstd(65ull << 20), whole_number});
  all->push_back(
      {page_name, squeeze(squeeze(std::string(30u << 20, 'x'))), zstd(4096), "the signed raw length"});
  all->push_back({page_name, squeezed, zstd(page.size() + 1), "the signed raw length"});
  all->push_back({page_name, squeezed, zstd(page.size() - 1), "zstd: more than"});
  all->push_back({page_name, squeezed.substr(0, squeezed.size() - 1), zstd(page.size()), "cut off"});
  all->push_back({page_name, squeezed + "x", zstd(page.size()), "bytes after the frame"});
  all->push_back({page_name, page, zstd(page.size()), "zstd: "});
  all->push_back({page_name, page, Json{{"encoding", "gzip"}, {"raw_length", page.size()}}, "reads zstd"});
  all->push_back({page_name, page, Json{{"encoding", 7}}, "encoding: expected a string"});
  all->push_back({page_name, squeezed, Json{{"encoding", "zstd"}, {"raw_length", -1}}, whole_number});
  all->push_back({page_name, squeezed, Json{{"encoding", "zstd"}}, whole_number});
  // Ten million keys: what comes out is cut off long before they are read.
  const std::string block = keys(10'000, false);
  std::string many;
  for (int i = 0; i < 1000; ++i) many += block;
  all->push_back({page_name, squeeze(many), zstd(4u << 20), "zstd: more than 4194304 bytes"});
}

void add_names(std::vector<Hostile>* all) {
  const std::string page = sound_page().dump();
  const std::string no_page = "expected pages/<id>.<language>.json", no_image = "expected images/ and a name";
  for (const std::string name :
       {"pages/../../kiosk.toml", "pages/..", "pages//x.sv.json", "pages/UPPER.sv.json", "pages/x.sv",
        "pages/.sv.json", "pages/a..json", "pages/a b.sv.json", "pages/bad.sv.json\x7f",
        "pages/../bad.sv.json", "pages/'; DROP TABLE document; --.sv.json"})
    all->push_back({name, page, nullptr, no_page});
  all->push_back({"pages/bad." + std::string(65, 's') + ".json", page, nullptr, no_page});
  all->push_back({"pages/other.sv.json", page, nullptr, "the id and language of its name"});
  for (const std::string name :
       {"images/../content-9.db", "images/..", "images/.hidden.png", "images/a/b.png", "images/a%2fb.png",
        "images/\xc3\xa5.png", "images/x\n.png", "images/~", "images/$(reboot).png"})
    all->push_back({name, png(10, 10), nullptr, no_image});
  for (const std::size_t length : {257u, 4096u, 60'000u})
    all->push_back({"x/" + std::string(length, 'n'), page, nullptr, "1 to 256 bytes"});
  // Rows of a table, and no files: a name that is a picture's, or of a kind that is not known.
  all->push_back({"images/current", png(10, 10), nullptr, ""});
  for (const char* name : {"../../../etc/passwd", "/etc/passwd", "CON", "content-99.db", "current", "staging",
                           "x\\y", "root.json", "images"})
    all->push_back({name, page, nullptr, ""});
}

void add_pictures(std::vector<Hostile>* all) {
  const std::string too_large = "at most 16 megapixels", no_picture = "neither a PNG nor a JPEG";
  for (const auto& [width, height] : {std::pair{65'000u, 65'000u},
                                      {65'535u, 1000u},
                                      {1u, 65'000'000u},
                                      {4'294'967'295u, 1u},
                                      {4'294'967'295u, 4'294'967'295u},
                                      {65'536u, 65'536u}})
    all->push_back({"images/bad.png", png(width, height), nullptr, too_large});
  for (const auto& [width, height] : {std::pair{0u, 5u}, {5u, 0u}})
    all->push_back({"images/bad.png", png(width, height), nullptr, no_picture});
  for (const auto& [width, height] : {std::pair{65'000u, 65'000u}, {65'535u, 65'535u}})
    all->push_back({"images/bad.jpg", jpeg(width, height), nullptr, too_large});
  all->push_back({"images/bad.jpg", jpeg(0, 0), nullptr, no_picture});
  for (const std::string& bytes :
       {std::string(), std::string("\x89PNG"), png(9, 9).substr(0, 20), std::string("\xff\xd8"),
        jpeg(9, 9).substr(0, 6), std::string("\xff\xd8\xff\xe0\0\0", 6),
        std::string("\xff\xd8\xff\xe0\xff\xff", 6),
        std::string("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        std::string("GIF89a\xff\xff\xff\xff")})
    all->push_back({"images/bad.png", bytes, nullptr, no_picture});
}

void add_documents(std::vector<Hostile>* all) {
  const auto add = [all](const std::string& object, const std::string& reason) {
    all->push_back({page_name, object, nullptr, reason});
  };
  const std::string page = sound_page().dump(), levels = "more than 64 levels";
  for (const int depth : {100, 1000, 100'000, 1'500'000}) {
    add(page_with("later", nested("[", "", "]", depth)), levels);
    if (depth < 1'000'000) add(page_with("later", nested("{\"a\":", "1", "}", depth)), levels);
  }
  add(page_with("later", keys(500'000, true)), "the key \"k\" twice");
  add(page_with("later", keys(200'000, false)), "");  // long, and of a later format: not read
  add(page.substr(0, page.size() - 1) + ",\"id\":\"bad\"}", "the key \"id\" twice");
  add(page + std::string(1, '\0'), "a NUL");
  add(page + "{}", "json: ");
  add(page.substr(0, page.size() - 1), "json: ");
  add("[" + page + "]", "expected an object");
  add("", "json: ");
}

void add_members(std::vector<Hostile>* all) {
  const auto long_text = [](std::size_t bytes) { return quoted(std::string(bytes, 't')); };
  const std::string not_named = "the id and language of its name", required = "title: expected a string";
  const std::vector<std::array<std::string, 3>> members = {
      {"format", "2", "format 2 is newer"},
      {"format", "0", "format: expected"},
      {"format", quoted("1"), "format: expected"},
      {"id", quoted("other"), not_named},
      {"id", quoted("../x"), ".id: expected an id"},
      {"id", "7", ".id: expected a string"},
      {"language", quoted("en"), not_named},
      {"language", quoted("SV"), ".language: expected an id"},
      {"title", long_text(70'000), "a string of more than 65536 bytes"},
      {"title", quoted("\xff\xfe"), "UTF-8"},
      {"title", quoted("\xed\xa0\x80"), "UTF-8"},
      {"title", quoted("\xc0\xaf"), "UTF-8"},
      {"title", quoted("\\ud800"), "surrogate"},
      {"title", quoted("a\\u0000b"), ".title: expected no control characters"},
      {"title", quoted("a\\u001b[2J"), ".title: expected no control characters"},
      {"title", "null", required},
      {"title", "[]", required},
      {"title", quoted(""), ".title: expected a text that is not empty"},
      {"summary", "7", ".summary: expected a string"},
      {"updated", quoted("2024-02-31"), ".updated: expected a date"},
      {"updated", quoted("0000-00-00"), ".updated: expected a date"},
      {"review_by", quoted("soon"), ".review_by: expected a date"},
      {"valid_from", quoted("9999-99-99"), ".valid_from: expected a date"},
      {"valid_until", quoted("2024-1-1"), ".valid_until: expected a date"},
      {"translation", quoted("guessed"), ".translation: expected original, reviewed or machine"},
      {"icon", quoted("../../icon"), ""},  // a name of the program's own list, or none
      {"related", R"(["../x"])", ".related: expected ids"},
      {"contacts", "[1]", ".contacts: expected ids"},
      {"contacts", "[" + nested("\"a\",", quoted("a"), "", 256) + "]", ".contacts: expected at most 256"}};
  for (const auto& [member, value, reason] : members)
    all->push_back({page_name, page_with(member, value), nullptr, reason});
  for (const char* address :
       {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://example.org/"})
    all->push_back({page_name, page_with("source", quoted(address)), nullptr, ".source: expected an https"});
}

void add_blocks(std::vector<Hostile>* all) {
  const auto add = [all](const std::string& blocks, const std::string& reason) {
    all->push_back({page_name, page_with("blocks", blocks), nullptr, reason});
  };
  for (const char* link :
       {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "file:///etc/passwd", "data:text/html,x",
        "//example.org/", "page:../x", "https://example.org/\\u0022onclick=", "mailto:x@example.org"})
    add("[" + paragraph(R"(,"link":")" + std::string(link) + "\"") + "]", ".link: expected page:<id>");
  const auto picture = [](const std::string& members) {
    return R"([{"kind":"image","alt":"x",)" + members + "}]";
  };
  add(picture(R"("image":"../x.png")"), ".image: expected a picture's name");
  add(picture(R"("image":"/etc/passwd")"), ".image: expected a picture's name");
  add(picture(R"("image":"x.png","width_px":65000,"height_px":65000)"), "at most 16 megapixels");
  add(picture(R"("image":"x.png","width_px":-1)"), ".width_px: expected a whole number");
  add("{}", ".blocks: expected an array");
  add("1e999", "json: ");
  add("[1,2,3]", ".blocks: expected an object");
  add(R"([{"kind":"script"}])", "not script");
  add(R"([{"kind":"heading","level":99,"spans":[{"text":"x"}]}])", ".level: expected a whole number");
  add(R"([{"kind":"paragraph","spans":[]}])", ".spans: expected text");
  add(R"([{"kind":"table","rows":[[[]],[[],[]]]}])", "as many cells as the first");
  add(R"([{"kind":"contact","contact":"../x"}])", ".contact: expected an id");
  add("[" + nested(R"({"kind":"quote","blocks":[)", paragraph(""), "]}", 16) + "]", "nested at most 16 deep");
  add("[" + nested(R"({"kind":"list","items":[[)", paragraph(""), "]]}", 16) + "]", "nested at most 16 deep");
  add("[" + nested(paragraph("") + ",", paragraph(""), "", 10'000) + "]", "at most 20000 blocks and cells");
}

}  // namespace

std::vector<Hostile> sound_targets() {
  const std::string page = sound_page().dump(), picture = png(10, 10);
  return {{page_name, page, nullptr, ""},
          {page_name, page_with("later", "{}"), nullptr, ""},
          {page_name, squeeze(page), zstd(page.size()), ""},
          {"images/bad.png", picture, nullptr, ""},
          {"images/bad.png", squeeze(picture), zstd(picture.size()), ""},
          {"images/bad.jpg", jpeg(10, 10), nullptr, ""}};
}

std::vector<Hostile> hostile_targets() {
  std::vector<Hostile> all;
  add_bombs(&all);
  add_names(&all);
  add_pictures(&all);
  add_documents(&all);
  add_members(&all);
  add_blocks(&all);
  return all;
}

}  // namespace entre::test
