// The keyboard on screen: its layouts, layers and words.
#include <doctest/doctest.h>

#include <cmath>

#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;
using visit::ScreenId;

namespace {

std::vector<const ui::Node*> keys_of(const Stage::Drawn& drawn) {
  std::vector<const ui::Node*> keys;
  for (const ui::Node& node : drawn.tree.nodes())
    if (node.focusable && node.id.starts_with("search.key.")) keys.push_back(&node);
  return keys;
}

// Every two keys lie 30 mm apart, from middle to middle, in one direction or the other.
void check_apart(const Stage::Drawn& drawn) {
  const float least = ui::Units({1080, 1920}, 68.8, 700, 100).mm(30);
  const auto keys = keys_of(drawn);
  CHECK(keys.size() > 30);
  for (const ui::Node* a : keys)
    for (const ui::Node* b : keys) {
      if (a == b) continue;
      const float across = std::abs(a->rect.x + a->rect.w / 2 - b->rect.x - b->rect.w / 2);
      const float down = std::abs(a->rect.y + a->rect.h / 2 - b->rect.y - b->rect.h / 2);
      const std::string both = a->id + " " + b->id;
      CHECK_MESSAGE(std::max(across, down) >= least, both);
    }
}

visit::Action struck(Stage& stage, visit::Model& model, const std::string& id) {
  const Stage::Drawn drawn = stage.draw(model);
  const ui::Node* node = drawn.tree.find("search.key." + id);
  REQUIRE_MESSAGE(node, id);
  const auto actions =
      stage.touch(model, {{node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2}});
  REQUIRE(actions.size() == 1);
  return actions[0];
}

}  // namespace

TEST_CASE("keys lie 30 mm apart in every language, layer and text size, upright and across") {
  for (const display::Size size : {display::Size{1080, 1920}, display::Size{1920, 1080}}) {
    Stage stage(size);
    for (const char* language : {"sv", "en", "fi", "ar"})
      for (const int percent : {100, 200})
        for (const bool symbols : {false, true}) {
          CAPTURE(language);
          CAPTURE(percent);
          CAPTURE(size.w);
          visit::Model model = make_model(language, ScreenId::search);
          model.preferences.text_percent = percent;
          model.keys.symbols = symbols;
          check_apart(stage.draw(model));
        }
  }
}

TEST_CASE("å ä ö are on the first layer of every Latin layout, and Arabic leads to one") {
  Stage stage({1080, 1920});
  for (const char* language : {"sv", "sv-simple", "en", "fi"}) {
    visit::Model model = make_model(language, ScreenId::search);
    const Stage::Drawn drawn = stage.draw(model);
    for (const char* letter : {"å", "ä", "ö"})
      CHECK(drawn.tree.find("search.key." + std::string(letter)) != nullptr);
  }
  visit::Model model = make_model("ar", ScreenId::search);
  CHECK(stage.draw(model).tree.find("search.key.å") == nullptr);
  const visit::Action other = struck(stage, model, "script");
  CHECK(std::get<visit::ShowKeys>(other).layer == visit::KeyLayer::other_letters);
  model.keys.other_letters = true;
  CHECK(stage.draw(model).tree.find("search.key.å") != nullptr);
  CHECK(std::get<visit::ShowKeys>(struck(stage, model, "script")).layer == visit::KeyLayer::letters);
}

TEST_CASE(
    "signs are on the second layer, have names to be spoken, and lead back to the letters they came from") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::search);
  CHECK(std::get<visit::ShowKeys>(struck(stage, model, "symbols")).layer == visit::KeyLayer::symbols);
  model.keys.symbols = true;
  const Stage::Drawn drawn = stage.draw(model);
  CHECK(drawn.tree.find("search.key.@")->spoken == "Snabel-a");
  CHECK(std::get<visit::TypeText>(struck(stage, model, "7")).utf8 == "7");
  CHECK(std::get<visit::ShowKeys>(struck(stage, model, "letters")).layer == visit::KeyLayer::letters);
  model.keys.other_letters = true;
  CHECK(std::get<visit::ShowKeys>(struck(stage, model, "letters")).layer == visit::KeyLayer::other_letters);
}

TEST_CASE("words that the last one may become stand above the keys, best first, as many as fit") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::search);
  model.search.found.completions = {"länet", "länets", "länder"};
  CHECK(std::get<visit::CompleteWord>(struck(stage, model, "word.2")).word == "länets");
  Stage::Drawn drawn = stage.draw(model);
  const ui::Node* first = drawn.tree.find("search.key.word.1");
  const ui::Node* third = drawn.tree.find("search.key.word.3");
  REQUIRE(first);
  REQUIRE(third);
  CHECK(first->rect.x < third->rect.x);
  CHECK(first->rect.bottom() < drawn.tree.find("search.key.q")->rect.y);
  model.preferences.language = "ar";
  drawn = stage.draw(model);
  CHECK(drawn.tree.find("search.key.word.1")->rect.x > drawn.tree.find("search.key.word.3")->rect.x);
  model.preferences.language = "sv";
  model.preferences.text_percent = 200;
  model.search.found.completions = {"näringslivsutveckling", "näringslivet", "näringsverksamhet"};
  drawn = stage.draw(model);
  CHECK(drawn.tree.find("search.key.word.1") != nullptr);
  CHECK(drawn.tree.find("search.key.word.3") == nullptr);
}

TEST_CASE("caps that are locked are told and written") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::search);
  model.keys.shift = visit::Shift::locked;
  CHECK(stage.draw(model).tree.find("search.key.shift")->label == "Stora bokstäver är låsta");
  CHECK(std::get<visit::TypeText>(struck(stage, model, "å")).utf8 == "Å");
}

TEST_CASE("what was found stands in groups of people and pages, the best hit's first") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::search);
  model.search.text = model.search.answered_text = "an";
  model.search.found.hits = {{content::Hit::Kind::contact, "kristina-eklof"},
                             {content::Hit::Kind::page, "our-task"}};
  model.search.found.excerpts = {{"our-task", "Meningen runt träffen."}};
  const Stage::Drawn drawn = stage.draw(model);
  REQUIRE(drawn.tree.find("search.people"));
  REQUIRE(drawn.tree.find("search.pages"));
  CHECK(drawn.tree.find("search.people")->rect.y < drawn.tree.find("search.pages")->rect.y);
  CHECK(drawn.tree.find("search.hit.2.text")->label == "Meningen runt träffen.");
  CHECK(drawn.tree.find("search.status")->label == "2 träffar på ”an”");
  model.search.found.total = 900;
  CHECK(stage.draw(model).tree.find("search.status")->label == "De 2 bästa träffarna på ”an”");
}

TEST_CASE("an answer without hits offers the nearest words, which can be touched, and ways on") {
  Stage stage({1080, 1920});
  visit::Model model = make_model("sv", ScreenId::search);
  model.search.text = model.search.answered_text = "forxkning";
  model.search.found.nearest = {"forskning", "forskningen"};
  const Stage::Drawn drawn = stage.draw(model);
  const ui::Node* word = drawn.tree.find("search.nearest.1");
  REQUIRE(word);
  CHECK(drawn.tree.find("search.help.topics") != nullptr);
  const auto actions = stage.touch(model, {{word->rect.x + 50, word->rect.y + 40}});
  REQUIRE(actions.size() == 1);
  CHECK(std::get<visit::WriteInstead>(actions[0]).text == "forskning");
}
