#include "sync/content/documents.h"

#include <doctest/doctest.h>

#include "platform/json.h"
#include "sync/content/limits.h"
#include "tests/sync/content/sample.h"

using namespace entre;
using namespace entre::content;

namespace {

constexpr const char* kPage = "pages/what-is-it.sv.json";

// The sample page with one member of its JSON changed.
Result<Page> page_with(const std::string& pointer, const Json& value) {
  Json json = Json::parse(encode(sample_page()));
  json[Json::json_pointer(pointer)] = value;
  return decode_page(json.dump(), kPage);
}

Result<Site> site_with(const std::string& pointer, const Json& value) {
  Json json = Json::parse(encode(sample_site()));
  json[Json::json_pointer(pointer)] = value;
  return decode_site(json.dump(), "site.json");
}

Json nested_quotes(int depth) {
  Json block = {{"kind", "paragraph"}, {"spans", {{{"text", "x"}}}}};
  for (int i = 1; i < depth; ++i) block = {{"kind", "quote"}, {"blocks", Json::array({block})}};
  return Json::array({block});
}

}  // namespace

TEST_CASE("documents come back as they were, and encode to the same bytes again") {
  const std::string site = encode(sample_site()), contacts = encode(sample_contacts()),
                    page = encode(sample_page());
  CHECK(encode(*decode_site(site, "site.json")) == site);
  CHECK(encode(*decode_contacts(contacts, "contacts.json")) == contacts);
  const auto decoded = decode_page(page, kPage);
  REQUIRE_MESSAGE(decoded.ok(), (decoded.ok() ? "" : decoded.error().message));
  CHECK(encode(*decoded) == page);
  CHECK(decoded->blocks.size() == 9);
  CHECK(decoded->blocks[1].spans[3].link == "page:our-task");
  CHECK(decoded->blocks[6].rows[1][1].empty());
  CHECK(site.back() == '\n');
}

TEST_CASE("fields of a later minor version are ignored, a later format is refused") {
  CHECK(page_with("/mood", "sunny").ok());
  CHECK(site_with("/languages/0/voice", Json::array({1, nullptr})).ok());
  const auto later = site_with("/format", 2);
  REQUIRE_FALSE(later.ok());
  CHECK(later.error().message.find("format 2") != std::string::npos);
  CHECK_FALSE(site_with("/format", "1").ok());
  CHECK_FALSE(site_with("/format", 0).ok());
}

TEST_CASE("a fault in a document names document and member") {
  const auto page = page_with("/blocks/0/level", 7);
  REQUIRE_FALSE(page.ok());
  CHECK(page.error().kind == ErrorKind::invalid);
  CHECK(page.error().message.find(kPage) != std::string::npos);
  CHECK(page.error().message.find("level") != std::string::npos);
}

TEST_CASE("a page's source, which phones open from its code, is an https address or none") {
  for (const char* address : {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "tel:112",
                              "http://example.org/", "//example.org/", "page:one", "https://a b"})
    CHECK_MESSAGE(!page_with("/source", address).ok(), address);
  CHECK(page_with("/source", "https://example.org/a?b=c#d").ok());
  CHECK(page_with("/source", "").ok());
}

TEST_CASE("malformed pages are refused") {
  for (const auto& [pointer, value] : std::vector<std::pair<const char*, Json>>{
           {"/id", "other"},
           {"/id", "../what"},
           {"/language", "SV"},
           {"/title", ""},
           {"/title", 5},
           {"/title", "a\u0007b"},
           {"/updated", "2024-02-30"},
           {"/valid_until", "soon"},
           {"/translation", "guessed"},
           {"/related", "our-task"},
           {"/related", Json::array({"../x"})},
           {"/contacts", Json::array({Json::object()})},
           {"/blocks", Json::object()},
           {"/blocks/0", "text"},
           {"/blocks/0/kind", "script"},
           {"/blocks/0/spans", Json::array()},
           {"/blocks/1/spans/0/link", "http://example.org"},
           {"/blocks/1/spans/0/link", "javascript:alert(1)"},
           {"/blocks/1/spans/0/link", "page:../x"},
           {"/blocks/2/items", Json::array({5})},
           {"/blocks/6/rows", Json::array()},
           {"/blocks/6/rows/0", Json::array()},
           {"/blocks/6/rows/0/0", "cell"},
           {"/blocks/7/alt", ""},
           {"/blocks/7/image", "../../etc/passwd"},
           {"/blocks/7/width_px", 16'000'001},
           {"/blocks/8/contact", "A B"},
       })
    CHECK_MESSAGE(!page_with(pointer, value).ok(), pointer << " = " << value.dump());
}

TEST_CASE("malformed sites and contacts are refused") {
  for (const auto& [pointer, value] : std::vector<std::pair<const char*, Json>>{
           {"/id", ""},
           {"/floor", 0},
           {"/floor", 1.5},
           {"/default_language", "de"},
           {"/languages", Json::array()},
           {"/languages/1/code", "sv"},
           {"/name", Json::array()},
           {"/name", {{"SV!", "x"}}},
           {"/groups/0/pages", Json::array({1})},
           {"/theme", {{"brand", "red"}}},
       })
    CHECK_MESSAGE(!site_with(pointer, value).ok(), pointer << " = " << value.dump());
  Json twice = Json::parse(encode(sample_contacts()));
  twice["contacts"].push_back(twice["contacts"][0]);
  CHECK_FALSE(decode_contacts(twice.dump(), "contacts.json").ok());
  Json stranger = Json::parse(encode(sample_contacts()));
  stranger["order"]["sv"].push_back("nobody");
  CHECK_FALSE(decode_contacts(stranger.dump(), "contacts.json").ok());
}

TEST_CASE("what is no JSON object is refused") {
  for (const char* bytes :
       {"", "{", "[]", "null", "1", "\"x\"", "{\"format\":1,\"format\":1}", "\xff", "{\"format\":1}x"}) {
    CHECK_FALSE(decode_site(bytes, "site.json").ok());
    CHECK_FALSE(decode_contacts(bytes, "contacts.json").ok());
    CHECK_FALSE(decode_page(bytes, kPage).ok());
  }
}

TEST_CASE("the caps hold") {
  CHECK(page_with("/blocks", nested_quotes(limits::block_depth_max)).ok());
  CHECK_FALSE(page_with("/blocks", nested_quotes(limits::block_depth_max + 1)).ok());
  CHECK_FALSE(page_with("/blocks", nested_quotes(500)).ok());
  CHECK(page_with("/summary", std::string(limits::string_bytes_max, 'x')).ok());
  CHECK_FALSE(page_with("/summary", std::string(limits::string_bytes_max + 1, 'x')).ok());
  const Json block = {{"kind", "paragraph"}, {"spans", {{{"text", "x"}}}}};
  CHECK_FALSE(page_with("/blocks", Json::array_t(limits::blocks_max / 2 + 1, block)).ok());
  CHECK_FALSE(page_with("/related", Json::array_t(limits::references_max + 1, "a")).ok());
  CHECK_FALSE(decode_site(std::string(limits::document_raw_bytes_max + 1, ' '), "site.json").ok());
}

TEST_CASE("target names are checked to the letter") {
  std::string id, language;
  CHECK(parse_page_target("pages/what-is-it.sv-simple.json", &id, &language));
  CHECK(id == "what-is-it");
  CHECK(language == "sv-simple");
  for (const char* name : {"pages/.sv.json", "pages/a..json", "pages/a.json", "pages/A.sv.json",
                           "pages/a.b.sv.json", "pages/a/b.sv.json", "a.sv.json", "pages/a.sv.json.", ""})
    CHECK_FALSE(parse_page_target(name, nullptr, nullptr));
  CHECK_FALSE(parse_page_target("pages/" + std::string(65, 'a') + ".sv.json", nullptr, nullptr));
  CHECK(is_image_target("images/a_b-1.png"));
  for (const char* name : {"images/", "images/.png", "images/a/b.png", "images/A.png", "images/..", "a.png"})
    CHECK_FALSE(is_image_target(name));
}

TEST_CASE("a text falls back to the base, the default, then any language") {
  const Localized text = {{"en", "e"}, {"fi", "f"}, {"sv", "s"}};
  std::string language;
  CHECK(pick(text, "fi", "sv", &language) == "f");
  CHECK(pick(text, "sv-simple", "en", &language) == "s");
  CHECK(language == "sv");
  CHECK(pick(text, "ar", "fi") == "f");
  CHECK(pick(text, "ar", "xx", &language) == "e");
  CHECK(language == "en");
  CHECK(pick({}, "sv", "sv").empty());
}

TEST_CASE("both ends of a page's validity are days on which it may be shown") {
  const Page page = sample_page();
  CHECK_FALSE(is_valid_on(page, "2024-01-08"));
  CHECK(is_valid_on(page, "2024-01-09"));
  CHECK(is_valid_on(page, "2028-12-31"));
  CHECK_FALSE(is_valid_on(page, "2029-01-01"));
  CHECK(is_valid_on(Page{}, "1970-01-01"));
}

TEST_CASE("the visible text of a page holds every part of it once") {
  const std::string text = plain_text(sample_page().blocks);
  for (const char* part :
       {"Två grunder", "Det betyder mest här", "forskningen", "Citat", "2017", "Karta över länet"})
    CHECK(text.find(part) != std::string::npos);
}
