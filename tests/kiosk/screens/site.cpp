#include "stage.h"

namespace entre::testing {

namespace {

using content::Block;
using content::BlockKind;
using content::Span;

struct Topic {
  const char *id, *icon, *sv, *sv_summary, *ar, *ar_summary;
};
constexpr Topic known[] = {
    {"what-is-it", "compass", "Vad är smart specialisering?", "En metod för att välja rätt insatser",
     "ما هو التخصص الذكي؟", "طريقة لاختيار الجهود المناسبة"},
    {"how-we-work", "chart-gantt", "Så arbetar vi", "Strategin från 2017", "كيف نعمل",
     "الاستراتيجية منذ 2017"},
    {"our-task", "account-group", "Regionens uppgift", "Vad regionen gör och finansierar", "مهمة المنطقة",
     "ما تفعله المنطقة وتموله"},
    {"research-and-business", "lightbulb-outline", "Forskning och företag", "Kunskap som kommer till nytta",
     "البحث والشركات", "معرفة تعود بالنفع"},
};

Block text_block(BlockKind kind, const std::string& text, int level = 0) {
  Block block;
  block.kind = kind;
  block.level = level;
  block.spans = {{text, false, false, ""}};
  return block;
}

Block list_block(BlockKind kind, const std::vector<std::string>& items) {
  Block block;
  block.kind = kind;
  for (const std::string& item : items) block.items.push_back({text_block(BlockKind::paragraph, item)});
  return block;
}

content::PageSummary summary(const Topic& topic, const std::string& language, int n) {
  const bool ar = language == "ar";
  std::string id = topic.id, title = ar ? topic.ar : topic.sv;
  if (n >= 4) {
    id += "-" + std::to_string(n);
    title += " " + std::to_string(n);
  }
  return {id, language, title, ar ? topic.ar_summary : topic.sv_summary, topic.icon, "", ""};
}

}  // namespace

std::shared_ptr<const visit::Library> make_library(int topics) {
  auto library = std::make_shared<visit::Library>();
  library->release = 1;
  content::Site& site = library->site;
  site.id = "regionorebrolan";
  site.default_language = "sv";
  site.name = {{"sv", "Region Örebro län"}};
  site.languages = {{"sv", "Svenska", "sv", false},
                    {"sv-simple", "Lättläst", "sv", false},
                    {"en", "English", "en", false},
                    {"fi", "Suomi", "fi", false},
                    {"ar", "العربية", "ar", true}};
  content::Headline headline;
  headline.title = {{"sv", "Smart specialisering"}, {"ar", "التخصص الذكي"}};
  headline.text = {{"sv", "Så stärker vi länets attraktions- och konkurrenskraft."},
                   {"ar", "هكذا نعزز جاذبية المقاطعة وقدرتها التنافسية."}};
  site.headlines = {headline};
  site.groups.resize(2);
  site.groups[0] = {"strategy", "compass", {{"sv", "Om strategin"}, {"ar", "عن الاستراتيجية"}}, {}};
  site.groups[1] = {"region", "account-group", {{"sv", "Regionen och näringslivet"}, {"ar", "المنطقة"}}, {}};
  for (int i = 0; i < topics; ++i) {
    for (const char* language : {"sv", "ar"})
      library->pages[language].push_back(summary(known[i % 4], language, i));
    site.groups[i % 4 < 2 ? 0 : 1].pages.push_back(library->pages["sv"].back().id);
  }
  content::Contact contact;
  contact.id = "kristina-eklof";
  contact.name = "Kristina Eklöf";
  contact.role = {{"sv", "Områdeschef"}, {"ar", "رئيسة القسم"}};
  contact.unit = {{"sv", "Näringslivsutveckling"}, {"ar", "تنمية قطاع الأعمال"}};
  contact.subjects = {"our-task", "research-and-business"};
  library->contacts.contacts = {contact};
  library->contacts.order = {{"sv", {contact.id}}, {"ar", {contact.id}}};
  return library;
}

std::shared_ptr<const content::Page> make_page(const std::string& language) {
  auto page = std::make_shared<content::Page>();
  const bool ar = language == "ar";
  page->id = "what-is-it";
  page->language = language;
  page->title = ar ? known[0].ar : known[0].sv;
  page->icon = "compass";
  page->source_url =
      "https://www.regionorebrolan.se/sv/regional-utveckling/naringsliv-och--innovationer/"
      "smart-specialisering/";
  page->updated_text = ar ? "9\u00A0يناير 2024" : "9\u00A0januari 2024";
  page->related = {"how-we-work", "research-and-business"};
  page->contacts = {"kristina-eklof"};
  if (ar) {
    page->translation = content::Translation::machine;
    page->blocks = {
        text_block(
            BlockKind::paragraph,
            "التخصص الذكي إطار للابتكار الإقليمي: طريقة لاختيار الجهود الأكثر نفعا للشركات والقطاع العام."),
        text_block(BlockKind::heading, "أساسان", 2),
        list_block(BlockKind::numbered_list,
                   {"تقييم نقاط القوة والضعف في المنطقة.", "تعاون وثيق مع العاملين في المنطقة."})};
    return page;
  }
  page->blocks = {
      text_block(
          BlockKind::paragraph,
          "Smart specialisering är en ram för regional innovation: en metod för att välja de insatser som "
          "gör störst nytta för företag och offentlig verksamhet."),
      text_block(BlockKind::heading, "Två delar", 2),
      list_block(BlockKind::numbered_list, {"En utvärdering av regionens styrkor och svagheter.",
                                            "Ett nära samarbete med dem som verkar i regionen."}),
      text_block(BlockKind::heading, "Varför gör vi det?", 2),
      text_block(BlockKind::paragraph,
                 "Arbetet samlar länets aktörer kring ett tydligt fokus, så att insatserna stärker "
                 "konkurrenskraften."),
      list_block(BlockKind::list, {"företagen", "det offentliga", "forskningen", "civilsamhället."})};
  Block notice;
  notice.kind = BlockKind::notice;
  notice.blocks = {text_block(BlockKind::paragraph, "Strategin antogs i april 2017.")};
  Block quote = notice;
  quote.kind = BlockKind::quote;
  Block table;
  table.kind = BlockKind::table;
  table.rows = {
      {{{"Del", false, false, ""}}, {{"Innehåll", false, false, ""}}},
      {{{"Utvärdering", false, false, ""}}, {{"Regionens styrkor och svagheter", true, false, ""}}}};
  page->blocks.insert(page->blocks.end(), {notice, quote, table});
  return page;
}

visit::Model make_model(const std::string& language, visit::ScreenId screen, int topics) {
  visit::Model model;
  model.library = make_library(topics);
  model.preferences.language = language;
  model.preferences.calm = true;
  model.place = {screen, "", 0};
  if (screen == visit::ScreenId::article) {
    model.place.id = "what-is-it";
    model.page = make_page(language);
  }
  if (screen == visit::ScreenId::group) model.place.id = "strategy";
  if (screen == visit::ScreenId::contact) {
    model.place.id = "kristina-eklof";
    auto page = std::make_shared<content::Page>(*make_page(language));
    page->id = "our-task";
    model.page = page;
  }
  return model;
}

std::shared_ptr<const content::Page> make_long_page(const content::Page& page, int paragraphs) {
  content::Page all = page;
  all.blocks.clear();
  for (int i = 0; i < paragraphs; ++i) {
    content::Span span;
    span.text = "Stycke " + std::to_string(i);
    for (int word = 0; word < 78; ++word) span.text += word % 7 == 0 ? " kunskapsområden" : " länet";
    content::Block block;
    block.kind = content::BlockKind::paragraph;
    block.spans.push_back(span);
    all.blocks.push_back(block);
  }
  return std::make_shared<const content::Page>(all);
}

}  // namespace entre::testing
