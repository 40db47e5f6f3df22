// The list of people: by subject, with names of any length, and never a dead end.
#include <doctest/doctest.h>

#include <algorithm>

#include "kiosk/screens/vcard.h"
#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

constexpr const char* long_name =
    "Anna-Karolina Margareta Västerbottensson-Hallongrenius Lindh";  // 60 letters

visit::Model people(ScreenId screen) {
  visit::Model model = make_model("sv", screen);
  auto library = std::make_shared<visit::Library>(*model.library);
  content::Contact second = library->contacts.contacts[0];
  second.id = "second";
  second.name = long_name;
  second.phone = "019-602 70 00";
  second.subjects = {"how-we-work"};
  library->contacts.contacts.push_back(second);
  library->contacts.order = {{"sv", {"second", "kristina-eklof"}}};
  model.library = library;
  if (screen == ScreenId::contact) model.place.id = "second";
  return model;
}

std::pair<float, float> middle(const ui::NodeTree& tree, const std::string& id) {
  const ui::Node* node = tree.find(id);
  REQUIRE_MESSAGE(node != nullptr, id);
  return {node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2};
}

template <class T>
const T& only(const std::vector<visit::Action>& actions) {
  REQUIRE(actions.size() == 1);
  REQUIRE(std::holds_alternative<T>(actions[0]));
  return std::get<T>(actions[0]);
}

}  // namespace

TEST_CASE("people are filtered by a subject in one touch, and all are one touch away") {
  Stage stage({1080, 1920});
  visit::Model model = people(ScreenId::contacts);
  const Stage::Drawn all = stage.draw(model);
  CHECK(all.tree.find("contacts.row.second") != nullptr);
  CHECK(all.tree.find("contacts.subject.all")->state == "selected");
  CHECK(all.tree.find("contacts.subject.what-is-it") == nullptr);  // nobody answers for it
  const auto actions = stage.touch(model, {middle(all.tree, "contacts.subject.how-we-work")});
  CHECK(only<visit::FilterContacts>(actions).subject == "how-we-work");
  model.place.id = "how-we-work";
  const Stage::Drawn some = stage.draw(model);
  CHECK(some.tree.find("contacts.row.second") != nullptr);
  CHECK(some.tree.find("contacts.row.kristina-eklof") == nullptr);
  CHECK(
      only<visit::FilterContacts>(stage.touch(model, {middle(some.tree, "contacts.subject.all")})).subject ==
      "");
  model.place.id = "what-is-it";
  CHECK(stage.draw(model).tree.find("contacts.empty")->label.find("Alla kontakter") != std::string::npos);
}

TEST_CASE("a name of 60 letters is whole, on the list and on its card, at every size of text") {
  for (const display::Size size : {display::Size{1080, 1920}, display::Size{1920, 1080}}) {
    Stage stage(size);
    for (const int percent : {100, 125, 150, 200}) {
      for (const ScreenId screen : {ScreenId::contacts, ScreenId::contact}) {
        visit::Model model = people(screen);
        model.preferences.text_percent = percent;
        const Stage::Drawn drawn = stage.draw(model);
        CAPTURE(percent);
        const char* id = screen == ScreenId::contact ? "contact.name" : "contacts.row.second.title";
        const ui::Node* name = drawn.tree.find(id);
        REQUIRE(name != nullptr);
        CHECK(name->label == long_name);
        CHECK(name->rect.x >= 0);
        CHECK(name->rect.right() <= static_cast<float>(size.w));
      }
    }
  }
}

TEST_CASE("a page that names nobody leads to those who answer for its subject, or to all") {
  Stage stage({1080, 1920});
  for (const auto& [page_id, subject] : {std::pair{"how-we-work", "how-we-work"}, {"what-is-it", ""}}) {
    visit::Model model = people(ScreenId::article);
    auto page = std::make_shared<content::Page>(*model.page);
    page->id = model.place.id = page_id;
    page->contacts.clear();
    model.page = page;
    model.place.scroll_px = 1e6f;
    stage.draw(model);
    const Stage::Drawn drawn = stage.draw(model);
    const auto actions = stage.touch(model, {middle(drawn.tree, "article.ask")});
    REQUIRE(!actions.empty());
    const auto* open = std::get_if<visit::Open>(&actions.back());
    REQUIRE(open != nullptr);
    CHECK(open->screen == ScreenId::contacts);
    CHECK(open->id == subject);
  }
}

TEST_CASE("a vCard is version 3.0 and has N and FN, also for a name of 60 letters") {
  content::Site site;
  site.default_language = "sv";
  content::Contact contact;
  contact.name = long_name;
  const std::string card = screens::vcard(contact, site, "sv");
  CHECK(card.find("VERSION:3.0\r\n") != std::string::npos);
  CHECK(card.find("N:Lindh;Anna-Karolina Margareta Västerbottensson-Hallongrenius;;;\r\n") !=
        std::string::npos);
  CHECK(card.find(std::string("FN:") + long_name + "\r\n") != std::string::npos);
  CHECK(card.find("TEL") == std::string::npos);
}
