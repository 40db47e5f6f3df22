#include "tests/sync/content/sample.h"

#include "platform/crypto.h"
#include "sync/content/documents.h"

namespace entre::content {

std::string tiny_png() {
  return *base64_decode(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==");
}

Block paragraph(const std::string& text) {
  Block block;
  block.spans = {{text, false, false, ""}};
  return block;
}

Site sample_site() {
  Site site;
  site.id = "regionorebrolan";
  site.name = {{"sv", "Region Örebro län"}, {"en", "Region Örebro County"}};
  site.default_language = "sv";
  site.floor = 1;
  site.languages = {{"sv", "Svenska", "sv", false},
                    {"sv-simple", "Lättläst", "sv", false},
                    {"en", "English", "en", false},
                    {"ar", "العربية", "ar", true}};
  site.headlines = {{{{"sv", "Smart specialisering"}}, {{"sv", "Så blir länet starkare."}}}};
  site.groups = {{"strategy", "compass", {{"sv", "Om strategin"}}, {"what-is-it", "our-task"}}};
  site.theme = {{"brand", "#0B4F6C"}};
  return site;
}

Contacts sample_contacts() {
  Contact contact;
  contact.id = "kristina-eklof";
  contact.name = "Kristina Eklöf";
  contact.role = {{"sv", "Områdeschef"}, {"en", "Head of department"}};
  contact.unit = {{"sv", "Näringslivsutveckling"}};
  contact.subjects = {"what-is-it"};
  return {{contact}, {{"sv", {"kristina-eklof"}}, {"en", {"kristina-eklof"}}}};
}

Page sample_page() {
  Page page;
  page.id = "what-is-it";
  page.language = "sv";
  page.title = "Vad är smart specialisering?";
  page.summary = "En metod för att välja rätt insatser";
  page.icon = "compass";
  page.owner = "Region Örebro län";
  page.source_url = "https://www.regionorebrolan.se/";
  page.updated = "2024-01-09";
  page.updated_text = "9 januari 2024";
  page.review_by = "2027-01-09";
  page.valid_from = "2024-01-09";
  page.valid_until = "2028-12-31";
  page.translation = Translation::original;
  page.related = {"our-task"};
  page.contacts = {"kristina-eklof"};
  Block heading = paragraph("Två grunder");
  heading.kind = BlockKind::heading;
  heading.level = 2;
  Block rich;
  rich.spans = {{"Det ", false, false, ""},
                {"betyder", true, false, ""},
                {" mest", false, true, ""},
                {" här", false, false, "page:our-task"}};
  Block list;
  list.kind = BlockKind::list;
  list.items = {{paragraph("företagen")}, {paragraph("forskningen")}};
  Block numbered = list;
  numbered.kind = BlockKind::numbered_list;
  Block quote;
  quote.kind = BlockKind::quote;
  quote.blocks = {paragraph("Citat")};
  Block notice = quote;
  notice.kind = BlockKind::notice;
  Block table;
  table.kind = BlockKind::table;
  table.rows = {{{{"År", false, false, ""}}, {{"Beslut", false, false, ""}}},
                {{{"2017", false, false, ""}}, {}}};
  Block image;
  image.kind = BlockKind::image;
  image.image = "karta.png";
  image.alt = "Karta över länet";
  image.caption = "Länet";
  image.image_width_px = image.image_height_px = 1;
  Block contact;
  contact.kind = BlockKind::contact;
  contact.contact = "kristina-eklof";
  page.blocks = {heading, rich, list, numbered, quote, notice, table, image, contact};
  return page;
}

Release sample_release() {
  Page task;
  task.id = "our-task";
  task.language = "sv";
  task.title = "Regionens uppgift";
  task.summary = "Vad regionen gör och finansierar";
  task.blocks = {paragraph("Regionen finansierar ett antal större projekt om smart specialisering.")};
  return {sample_site(), sample_contacts(), {sample_page(), task}};
}

Result<void> build(const std::string& path, std::int64_t release, const Release& sample) {
  auto writer = ContentWriter::create(path, release);
  if (!writer.ok()) return writer.error();
  std::vector<std::pair<std::string, std::string>> targets = {{"site.json", encode(sample.site)},
                                                              {"contacts.json", encode(sample.contacts)},
                                                              {"images/karta.png", tiny_png()}};
  for (const Page& page : sample.pages)
    targets.push_back({page_target(page.id, page.language), encode(page)});
  for (const auto& [target, bytes] : targets)
    if (auto done = (*writer)->add(target, bytes); !done.ok()) return done;
  return (*writer)->finish();
}

}  // namespace entre::content
