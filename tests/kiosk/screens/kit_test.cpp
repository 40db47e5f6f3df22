// The parts of kiosk/ui and kiosk/screens that need no window.
#include <doctest/doctest.h>

#include "kiosk/screens/vcard.h"
#include "kiosk/ui/icons.h"
#include "kiosk/ui/node.h"
#include "kiosk/ui/strings.h"
#include "kiosk/ui/theme.h"
#include "kiosk/ui/units.h"
#include "kiosk/ui/widgets.h"
#include "platform/files.h"

using namespace entre;
using ui::Tone;
using ui::Type;

namespace {
const std::string assets = std::string(ENTRE_SOURCE_DIR) + "/assets";
}

TEST_CASE("sizes grow with the panel's density, the distance and the text, and never below the label") {
  const ui::Units reference({1080, 1920}, 68.8, 700, 100);
  CHECK(reference.font(Type::body) == doctest::Approx(36));
  CHECK(reference.px(64) == 64);
  CHECK(reference.mm(25) == doctest::Approx(67.7).epsilon(0.01));
  const ui::Units dense({1080, 1920}, 137.6, 700, 100);
  CHECK(dense.px(64) == 128);
  CHECK(dense.font(Type::label) == doctest::Approx(64));
  const ui::Units far({1080, 1920}, 68.8, 1400, 200);
  CHECK(far.px(64) == 64);
  CHECK(far.font(Type::label) == doctest::Approx(128));
  CHECK(far.large());
  CHECK(ui::Units({1920, 1080}, 68.8, 700, 100).across());
}

TEST_CASE("a site's colour that would make text hard to read is refused, the others are taken") {
  SystemFiles files;
  const auto themes = ui::Themes::load(files, assets + "/themes");
  REQUIRE(themes.ok());
  const ui::Theme& light = themes->get("light");
  const ui::Theme site =
      content::with_overrides(light, {{"brand", "#7A0026"}, {"secondary", "#AAAAAA"}, {"ink", "blue"}});
  CHECK(site[Tone::brand] == display::Color{0x7A, 0, 0x26});
  CHECK(site[Tone::secondary] == light[Tone::secondary]);
  CHECK(site[Tone::ink] == light[Tone::ink]);
  const ui::Theme& contrast = themes->get("contrast");
  CHECK(content::with_overrides(contrast, {{"brand", "#7A0026"}})[Tone::brand] == contrast[Tone::brand]);
}

TEST_CASE("a refused colour is told with the ratio it has and the one it needs") {
  SystemFiles files;
  const auto themes = ui::Themes::load(files, assets + "/themes");
  REQUIRE(themes.ok());
  const auto told = themes->refusals({{"secondary", "#AAAAAA"}, {"brandd", "#000000"}});
  REQUIRE(told.size() == 3);
  CHECK(told[0].starts_with("theme: \"brandd\" is no role"));
  CHECK(told[1] ==
        "theme light: secondary = \"#AAAAAA\" is refused: secondary on paper has 2.19:1, 7.00:1 is needed");
  CHECK(told[2].starts_with("theme dark: secondary"));
  CHECK(themes->refusals({}).empty());
}

TEST_CASE("placeholders are filled in and their places told") {
  const ui::Filled filled =
      ui::fill("Ditt svar {answer} är {state}.{gone} {", {{"answer", "Ja"}, {"state", "sparat"}});
  CHECK(filled.text == "Ditt svar Ja är sparat. {");
  REQUIRE(filled.ranges.size() == 2);
  CHECK(filled.text.substr(filled.ranges[0].begin, filled.ranges[0].end - filled.ranges[0].begin) == "Ja");
}

TEST_CASE("all languages have all texts, and counts have two forms") {
  SystemFiles files;
  const auto strings = ui::Strings::load(files, assets + "/strings");
  if (!strings) FAIL(strings.error().message);
  CHECK(strings->get("sv", "dock.home") == "Hem");
  CHECK(strings->get("xx", "dock.home") == "Hem");
  CHECK(strings->count("sv", "home.topics", 1) == "1 ämne");
  CHECK(strings->count("sv", "home.topics", 3) == "3 ämnen");
}

TEST_CASE("a missing folder of texts is told, not shown empty") {
  SystemFiles files;
  CHECK(ui::Strings::load(files, "/nowhere").error().kind == ErrorKind::not_found);
  CHECK(ui::Themes::load(files, "/nowhere").error().kind == ErrorKind::not_found);
}

TEST_CASE("marks lie on the letters that were found, however the word is written") {
  const content::Marks marks = {{"näringslivsutveckling", {11, 21}}, {"liv", {0, 3}}};
  std::string all;
  const std::string text = "Områdeschef, NÄRINGSLIVSUTVECKLING, ett livs liv";
  for (const auto& span : ui::matches(text, marks)) {
    CHECK(span.mark);
    all += text.substr(span.begin, span.end - span.begin) + "|";
  }
  CHECK(all == "UTVECKLING|liv|");
  CHECK(ui::matches("", marks).empty());
  CHECK(ui::matches("\xC3", marks).empty());
}

TEST_CASE("initials are the first letters of the first and the last word") {
  CHECK(ui::initials("Kristina Eklöf") == "KE");
  CHECK(ui::initials("Åsa Maria Öberg ") == "ÅÖ");
  CHECK(ui::initials("Region") == "R");
  CHECK(ui::initials("  ").empty());
  CHECK(ui::initials("").empty());
}

TEST_CASE("an icon that nobody knows is a document") {
  CHECK(ui::icon("nonsense") == ui::icon("file-document"));
  CHECK(ui::icon("home") != ui::icon("magnify"));
  CHECK(ui::icon("home").size() == 3);
}

TEST_CASE("a hit is the topmost enabled target that can be seen there") {
  ui::NodeTree tree;
  ui::Node below;
  below.id = "below";
  below.focusable = true;
  below.rect = {0, 0, 100, 100};
  below.clip = {0, 0, 100, 50};
  ui::Node above = below;
  above.id = "above";
  above.rect = {0, 0, 20, 20};
  ui::Node disabled = above;
  disabled.id = "disabled";
  disabled.enabled = false;
  tree.add(below);
  tree.add(above);
  tree.add(disabled);
  CHECK(tree.hit(10, 10)->id == "above");
  CHECK(tree.hit(30, 30)->id == "below");
  CHECK(tree.hit(30, 70) == nullptr);
}

TEST_CASE("a card for the address book has both names, and its texts cannot break its lines") {
  content::Site site;
  site.default_language = "sv";
  site.name = {{"sv", "Region; Län"}};
  content::Contact contact;
  contact.name = "Anna, Maria Test\nTITLE:x";
  contact.phone = "019-00 00 00";
  contact.role = {{"sv", "Chef\\ledare"}};
  const std::string card = screens::vcard(contact, site, "sv");
  CHECK(card.starts_with("BEGIN:VCARD\r\nVERSION:3.0\r\n"));
  CHECK(card.find("\r\nN:Test\\nTITLE:x;Anna\\, Maria;;;\r\n") != card.npos);
  CHECK(card.find("\r\nFN:Anna\\, Maria Test\\nTITLE:x\r\n") != card.npos);
  CHECK(card.find("\r\nORG:Region\\; Län\r\n") != card.npos);
  CHECK(card.find("\r\nTITLE:Chef\\\\ledare\r\n") != card.npos);
  CHECK(card.find("EMAIL") == card.npos);
  CHECK(card.ends_with("END:VCARD\r\n"));
  CHECK(screens::has_channel(contact));
  contact.phone.clear();
  CHECK(!screens::has_channel(contact));
}
