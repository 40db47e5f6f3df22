// What visitors may write, and what they then should see first: on the real site, and on one with more pages.
#include <doctest/doctest.h>

#include "platform/files.h"
#include "sample_folder.h"
#include "sync/content/content_file.h"
#include "sync/content/documents.h"
#include "sync/publish/site_folder.h"
#include "tests/support/temp_folder.h"

using namespace entre;

namespace {

struct Query {
  const char* language;
  const char* text;
  const char* first;  // page, or @contact; empty: no hit
};

// The site as a kiosk has it: read as kiosk-publish reads it, and built as kiosk-sync builds it.
struct Built {
  test::TempFolder folder;
  std::unique_ptr<content::ContentFile> file;

  explicit Built(const publish::SiteFolder& site) {
    const std::string path = folder.path() + "/content-1.db";
    auto writer = content::ContentWriter::create(path, 1);
    REQUIRE(writer.ok());
    REQUIRE((*writer)->add("contacts.json", content::encode(site.contacts)).ok());
    for (const content::Page& page : site.pages)
      REQUIRE((*writer)->add(content::page_target(page.id, page.language), content::encode(page)).ok());
    REQUIRE((*writer)->add("site.json", content::encode(site.site)).ok());
    REQUIRE((*writer)->finish().ok());
    auto opened = content::ContentFile::open(path);
    REQUIRE(opened.ok());
    file = std::move(*opened);
  }

  void check(const std::vector<Query>& queries) const {
    for (const Query& query : queries) {
      const auto answer = file->search(query.text, query.language);
      REQUIRE(answer.ok());
      std::string first, all;
      for (const content::Hit& hit : answer->hits) {
        const std::string id = (hit.kind == content::Hit::Kind::contact ? "@" : "") + hit.id;
        if (first.empty()) first = id;
        all += " " + id;
      }
      const std::string told = std::string(query.language) + " \"" + query.text + "\" gave" + all;
      CHECK_MESSAGE(first == query.first, told);
    }
  }
};

Built real_site() {
  SystemFiles files;
  publish::Findings findings;
  const auto site = publish::load_and_check(files, std::string(ENTRE_ASSETS_DIR) + "/site",
                                            publish::own_themes(), findings);
  REQUIRE(findings.errors.empty());
  return Built(site);
}

content::Page page_of(const char* id, const char* language, const char* title, const char* summary,
                      const char* body) {
  content::Page page;
  page.id = id;
  page.language = language;
  page.title = title;
  page.summary = summary;
  page.updated = page.review_by = "2024-01-01";
  content::Block block;
  block.spans = {{body, false, false, ""}};
  page.blocks = {block};
  return page;
}

content::Contact contact_of(const char* id, const char* name, const char* role, const char* subject) {
  content::Contact contact;
  contact.id = id;
  contact.name = name;
  contact.role = {{"sv", role}};
  contact.subjects = {subject};
  return contact;
}

// A larger authority's kinds of pages; nobody of that name works anywhere.
Built larger_site() {
  publish::SiteFolder site;
  site.site.id = "here";
  site.site.default_language = "sv";
  site.site.name = {{"sv", "Här"}};
  site.site.languages = {
      {"sv", "Svenska", "sv", false}, {"en", "English", "en", false}, {"fi", "Suomi", "fi", false}};
  site.pages = {
      page_of("buses", "sv", "Busskort och biljetter", "Så köper du biljett",
              "Kollektivtrafiken kör varje dag. Skolkort får den som bor långt från skolan."),
      page_of("school", "sv", "Gymnasieskolor", "Välja gymnasium",
              "Ansökan till gymnasieskolan görs i januari. Elever reser med buss."),
      page_of("care", "sv", "Vårdcentraler", "Boka tid",
              "Vid sjukdom ringer du vårdcentralen. Sjukhuset tar emot akuta fall."),
      page_of("money", "sv", "Söka projektbidrag", "Stöd till företag och föreningar",
              "Bidraget kan sökas av föreningar. Ansökningar prövas varje månad."),
      page_of("culture", "sv", "Bibliotek och museer", "Kultur i länet",
              "Länsmuseet och biblioteken har öppet på helgen."),
      page_of("waste", "sv", "Återvinning", "Sopor och farligt avfall",
              "Återvinningscentralen tar emot grovavfall, batterier och färg."),
      page_of("housing", "sv", "Bygglov", "Bygga till ditt hus",
              "Innan du bygger behöver du lov. Handläggningen tar tio veckor."),
      page_of("water", "sv", "Dricksvatten", "Vatten och avlopp", "Vattnet i kranen kommer från sjön."),
      page_of("buses", "en", "Bus passes and tickets", "How to buy a ticket",
              "Public transport runs every day. Pupils who live far from school travel free."),
      page_of("care", "en", "Health centres", "Book an appointment",
              "If you are ill, call the health centre. The hospital treats emergencies."),
      page_of("money", "en", "Apply for project funding", "Grants for companies and associations",
              "Associations can apply for the grant. Applications are assessed monthly."),
      page_of("buses", "fi", "Bussikortit ja liput", "Näin ostat lipun",
              "Joukkoliikenne kulkee joka päivä. Oppilaat matkustavat bussilla kouluun."),
      page_of("care", "fi", "Terveyskeskukset", "Varaa aika",
              "Sairaana soitat terveyskeskukseen. Sairaala hoitaa kiireelliset tapaukset."),
      page_of("money", "fi", "Hae hankerahoitusta", "Tukea yrityksille ja yhdistyksille",
              "Yhdistykset voivat hakea avustusta. Hakemukset käsitellään kuukausittain."),
  };
  site.contacts.contacts = {contact_of("asa", "Åsa Öberg", "Trafikplanerare", "buses"),
                            contact_of("per", "Per Testlund", "Handläggare", "money"),
                            contact_of("mia", "Mia Provström", "Bibliotekarie", "culture")};
  return Built(site);
}

}  // namespace

TEST_CASE("Swedish queries on the real site find what they mean first") {
  real_site().check({
      {"sv", "smart", "what-is-it"},
      {"sv", "smart specialisering", "what-is-it"},
      {"sv", "vad är smart specialisering", "what-is-it"},
      {"sv", "metod", "what-is-it"},
      {"sv", "insatser", "what-is-it"},
      {"sv", "insatsen", "what-is-it"},
      {"sv", "civilsamhället", "what-is-it"},
      {"sv", "regionens uppgift", "our-task"},
      {"sv", "uppgifter", "our-task"},
      {"sv", "finansiering", "our-task"},
      {"sv", "pengar", "our-task"},
      {"sv", "investering", "our-task"},
      {"sv", "talang", "our-task"},
      {"sv", "forskning", "research-and-business"},
      {"sv", "forskningen", "research-and-business"},
      {"sv", "företag", "research-and-business"},
      {"sv", "företagens", "research-and-business"},
      {"sv", "företagare", "research-and-business"},
      {"sv", "foretag", "research-and-business"},
      {"sv", "forskning företag", "research-and-business"},
      {"sv", "kunskap", "research-and-business"},
      {"sv", "nytta", "research-and-business"},
      {"sv", "strategi", "how-we-work"},
      {"sv", "strategier", "how-we-work"},
      {"sv", "2017", "how-we-work"},
      {"sv", "arbeta", "how-we-work"},
      {"sv", "så arbetar ni", "how-we-work"},
      {"sv", "regionstyrelsen", "how-we-work"},
      {"sv", "styrelse", "how-we-work"},
      {"sv", "innovationsstrategi", "how-we-work"},
      {"sv", "utveckling", "@kristina-eklof"},
      {"sv", "näringslivsutveckling", "@kristina-eklof"},
      {"sv", "naringsliv", "@kristina-eklof"},
      {"sv", "kristina", "@kristina-eklof"},
      {"sv", "eklöf", "@kristina-eklof"},
      {"sv", "eklof", "@kristina-eklof"},
      {"sv", "kristna eklöf", "@kristina-eklof"},
      {"sv", "chef", "@kristina-eklof"},
      {"sv", "områdeschefen", "@kristina-eklof"},
      {"sv", "spesialisering", "what-is-it"},
      {"sv", "specialicering", "what-is-it"},
      {"sv", "stratgei", "how-we-work"},
      {"sv", "forksning", "research-and-business"},
      {"sv", "fö", "research-and-business"},
      {"sv", "re", "our-task"},
      {"sv", "bussar", ""},
      {"sv-simple", "betalar", "our-task"},
      {"sv-simple", "planen", "how-we-work"},
  });
}

TEST_CASE("English queries on the real site find what they mean first") {
  real_site().check({
      {"en", "smart specialisation", "what-is-it"},
      {"en", "specialization", "what-is-it"},
      {"en", "method", "what-is-it"},
      {"en", "efforts", "what-is-it"},
      {"en", "effort", "what-is-it"},
      {"en", "task", "our-task"},
      {"en", "tasks", "our-task"},
      {"en", "funding", "our-task"},
      {"en", "funds", "our-task"},
      {"en", "money", "our-task"},
      {"en", "businesses", "research-and-business"},
      {"en", "research business", "research-and-business"},
      {"en", "reserch", "research-and-business"},
      {"en", "university", "how-we-work"},
      {"en", "universities", "how-we-work"},
      {"en", "working", "how-we-work"},
      {"en", "strategies", "how-we-work"},
      {"en", "committee", "how-we-work"},
      {"en", "eklof", "@kristina-eklof"},
      {"en", "head of department", "@kristina-eklof"},
  });
}

TEST_CASE("Finnish queries on the real site find what they mean first") {
  real_site().check({
      {"fi", "älykäs erikoistuminen", "what-is-it"},
      {"fi", "erikoistumisen", "what-is-it"},
      {"fi", "alykas", "what-is-it"},
      {"fi", "menetelmät", "what-is-it"},
      {"fi", "tehtävä", "our-task"},
      {"fi", "tehtävät", "our-task"},
      {"fi", "tehtava", "our-task"},
      {"fi", "rahoitus", "our-task"},
      {"fi", "investoinnit", "our-task"},
      {"fi", "tutkimus", "research-and-business"},
      {"fi", "tutkimuksen", "research-and-business"},
      {"fi", "yritys", "research-and-business"},
      {"fi", "yritysten", "research-and-business"},
      {"fi", "yliopisto", "how-we-work"},
      {"fi", "teollisuus", "research-and-business"},
      {"fi", "strategia", "how-we-work"},
      {"fi", "strategian", "how-we-work"},
      {"fi", "stratgia", "how-we-work"},
      {"fi", "päällikkö", "@kristina-eklof"},
      {"fi", "kehittäminen", "@kristina-eklof"},
  });
}

TEST_CASE("queries on a larger site find what they mean first") {
  larger_site().check({
      {"sv", "buss", "buses"},
      {"sv", "bussar", "buses"},
      {"sv", "biljett", "buses"},
      {"sv", "kollektivtrafik", "buses"},
      {"sv", "kort", "buses"},
      {"sv", "gymnasiet", "school"},
      {"sv", "skola", "school"},
      {"sv", "ansöka gymnasium", "school"},
      {"sv", "vard", "care"},
      {"sv", "vårdcentral", "care"},
      {"sv", "sjukhus", "care"},
      {"sv", "hus", "housing"},
      {"sv", "bygga hus", "housing"},
      {"sv", "byglov", "housing"},
      {"sv", "bidrag", "money"},
      {"sv", "projektbidraget", "money"},
      {"sv", "föreningsbidrag", "money"},
      {"sv", "söka bidrag förening", "money"},
      {"sv", "museum", "culture"},
      {"sv", "bibliotek", "culture"},
      {"sv", "bibliotekarier", "@mia"},
      {"sv", "sopor", "waste"},
      {"sv", "atervinning", "waste"},
      {"sv", "avfall", "waste"},
      {"sv", "vatten", "water"},
      {"sv", "vattnet", "water"},
      {"sv", "åsa", "@asa"},
      {"sv", "asa oberg", "@asa"},
      {"sv", "öberg", "@asa"},
      {"sv", "testlund", "@per"},
      {"sv", "handläggaren", "@per"},
      {"en", "bus", "buses"},
      {"en", "tickets", "buses"},
      {"en", "hospitals", "care"},
      {"en", "grant", "money"},
      {"en", "applying for grants", "money"},
      {"en", "bygglov", "housing"},  // what is only in Swedish is found in Swedish
      {"fi", "bussi", "buses"},
      {"fi", "lippu", "buses"},
      {"fi", "terveyskeskus", "care"},
      {"fi", "sairaalassa", "care"},
      {"fi", "rahoitus", "money"},
      {"fi", "hakemus", "money"},
      {"fi", "yhdistys", "money"},
  });
}
