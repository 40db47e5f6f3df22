// What the staff screen says of work that goes on: how far it is, and when nothing is heard of it.
#include <doctest/doctest.h>

#include <set>

#include "staff_shots.h"
#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;

namespace {

visit::Model staff_model(bool in_swedish = true) {
  visit::Model model = make_model(in_swedish ? "sv" : "en", visit::ScreenId::staff);
  model.preferences.language = in_swedish ? "sv" : "en";
  model.staff.in_swedish = in_swedish;
  model.staff.page = visit::StaffPage::overview;
  return model;
}

visit::Model syncing(const visit::SyncSeen& sync, bool in_swedish = true) {
  visit::Model model = staff_model(in_swedish);
  auto overview = std::make_shared<visit::StaffOverview>();
  overview->is_well = overview->has_sync = overview->syncing = true;
  overview->sync = sync;
  overview->sync_told = "Hämtar nu, sedan 3 s.";
  model.staff.overview = overview;
  return model;
}

std::string label(const ui::NodeTree& tree, const std::string& id) {
  const ui::Node* node = tree.find(id);
  return node == nullptr ? "" : node->label;
}

std::string left(std::int64_t left_s, bool in_swedish = true) {
  Stage stage({1080, 1920});
  const auto drawn = stage.draw(syncing({wire::SyncPhase::download, 0, 1'000'000, left_s, 0}, in_swedish));
  const std::string text = label(drawn.tree, "staff.sync_left");
  return text.substr(text.find(", ") + 2);
}

constexpr visit::SyncSeen half{wire::SyncPhase::download, 1'700'000, 3'400'000, 114, 0};

}  // namespace

TEST_CASE("a sync that goes on shows its phase, a bar, how many bytes, and the time left in plain words") {
  for (const display::Size size : {display::Size{1080, 1920}, display::Size{1920, 1080}})
    for (const int percent : {100, 200}) {
      Stage stage(size);
      visit::Model model = syncing(half);
      model.preferences.text_percent = percent;
      const auto drawn = stage.draw(model);
      CHECK(label(drawn.tree, "staff.sync_phase") == "Hämtar utgåvan");
      CHECK(label(drawn.tree, "staff.sync_bar") == "50 %");
      CHECK(label(drawn.tree, "staff.sync_left") == "1,7 MB av 3,4 MB, ungefär 2 minuter kvar");
      CHECK(drawn.tree.find("staff.sync_told") == nullptr);
    }
  Stage stage({1080, 1920});
  const auto drawn = stage.draw(syncing(half, false));
  CHECK(label(drawn.tree, "staff.sync_phase") == "Fetching the release");
  CHECK(label(drawn.tree, "staff.sync_left") == "1.7 MB of 3.4 MB, about 2 minutes left");
}

TEST_CASE("the time left is said as a person would say it") {
  CHECK(left(0) == "några sekunder kvar");
  CHECK(left(9) == "några sekunder kvar");
  CHECK(left(10) == "ungefär 10 sekunder kvar");
  CHECK(left(41) == "ungefär 50 sekunder kvar");
  CHECK(left(51) == "ungefär en minut kvar");
  CHECK(left(89) == "ungefär en minut kvar");
  CHECK(left(90) == "ungefär 2 minuter kvar");
  CHECK(left(3'540) == "ungefär 59 minuter kvar");
  CHECK(left(3'600) == "mer än en timme kvar");
  CHECK(left(86'400) == "mer än en timme kvar");
  CHECK(left(44, false) == "about 50 seconds left");
  CHECK(left(300, false) == "about 5 minutes left");
}

TEST_CASE("before there is a basis no time is named, and what is not counted in bytes has no bar") {
  Stage stage({1080, 1920});
  visit::SyncSeen sync = half;
  sync.left_s.reset();
  CHECK(label(stage.draw(syncing(sync)).tree, "staff.sync_left") == "1,7 MB av 3,4 MB");
  for (const auto& [phase, words] : {std::pair{wire::SyncPhase::refresh, "Kontrollerar signaturerna"},
                                     std::pair{wire::SyncPhase::upload, "Lämnar svaren"},
                                     std::pair{wire::SyncPhase::status, "Avslutar"}}) {
    const auto drawn = stage.draw(syncing({phase, 0, 0, std::nullopt, 0}));
    CHECK(label(drawn.tree, "staff.sync_phase") == words);
    CHECK(drawn.tree.find("staff.sync_bar") == nullptr);
    CHECK(drawn.tree.find("staff.sync_left") == nullptr);
  }
}

TEST_CASE("a sync of which nothing is heard shows no bar and no time, but for how long that has been") {
  Stage stage({1080, 1920});
  visit::SyncSeen sync = half;
  sync.still_s = 15;
  const auto drawn = stage.draw(syncing(sync));
  CHECK(drawn.tree.find("staff.sync_bar") == nullptr);
  CHECK(drawn.tree.find("staff.sync_left") == nullptr);
  CHECK(label(drawn.tree, "staff.sync_still") ==
        "Inget nytt på 15 sekunder. Nätet kan vara långsamt eller borta.");
  sync.still_s = 185;
  CHECK(label(stage.draw(syncing(sync)).tree, "staff.sync_still") ==
        "Inget nytt på 3 minuter. Nätet kan vara långsamt eller borta.");
}

TEST_CASE("a page of which nothing is known yet says so, the overview and the settings alike") {
  Stage stage({1080, 1920});
  visit::Model model = staff_model();
  CHECK(label(stage.draw(model).tree, "staff.verdict") == "Läget läses.");
  model.staff.page = visit::StaffPage::settings;
  CHECK(label(stage.draw(model).tree, "staff.settings_title") == "Läget läses.");
}

namespace {

visit::Model stick(const visit::StickSeen& seen, bool in_swedish = true) {
  visit::Model model = staff_model(in_swedish);
  model.staff.page = visit::StaffPage::stick;
  model.staff.stick = seen;
  return model;
}

}  // namespace

TEST_CASE(
    "while a stick is written it shows how far that is, and can be ended until its file gets its name") {
  Stage stage({1080, 1920});
  using enum visit::StickPhase;
  auto drawn = stage.draw(stick({writing, {}, 1'000'000, 4'000'000, 9, "x"}));
  CHECK(label(drawn.tree, "staff.stick_told") == "Sparar svaren. Låt stickan sitta.");
  CHECK(label(drawn.tree, "staff.stick_bar") == "25 %");
  CHECK(label(drawn.tree, "staff.stick_bytes") == "1,0 MB av 4,0 MB");
  CHECK(drawn.tree.find("staff.stick_leave")->enabled);
  drawn = stage.draw(stick({checking, {}, 3'999'999, 4'000'000, 9, "x"}));
  CHECK(label(drawn.tree, "staff.stick_told") == "Läser tillbaka och jämför. Låt stickan sitta.");
  CHECK(label(drawn.tree, "staff.stick_bar") == "99 %");
  drawn = stage.draw(stick({releasing, {}, 4'000'000, 4'000'000, 9, "x"}));
  CHECK(drawn.tree.find("staff.stick_bar") == nullptr);
  CHECK_FALSE(drawn.tree.find("staff.stick_leave")->enabled);
}

TEST_CASE("each end of the saving has its words and the way to begin again, in both languages, both ways") {
  for (const bool in_swedish : {true, false})
    for (const display::Size size : {display::Size{1080, 1920}, display::Size{1920, 1080}}) {
      Stage stage(size);
      std::set<std::string> said;
      for (int fault = 1; fault <= static_cast<int>(visit::StickFault::held); ++fault) {
        const auto drawn = stage.draw(stick(
            {visit::StickPhase::failed, static_cast<visit::StickFault>(fault), 0, 0, 1, "x"}, in_swedish));
        said.insert(label(drawn.tree, "staff.stick_told"));
        CHECK(drawn.tree.find("staff.stick_again")->enabled);
        CHECK(drawn.tree.find("staff.stick_csv") == nullptr);
      }
      CHECK(said.size() == 9);
      CHECK(said.count("") == 0);
      const auto done = stage.draw(stick({visit::StickPhase::done, {}, 0, 0, 1, "a.csv"}, in_swedish));
      CHECK(label(done.tree, "staff.stick_told") ==
            (in_swedish ? "Klart: 1 svar är sparat och kontrollerat. Du kan dra ut stickan."
                        : "Done: 1 answer is saved and checked. You can pull the stick out."));
    }
}

TEST_CASE("the buttons are there before a stick is, and cannot be touched until then") {
  Stage stage({1080, 1920});
  const auto none = stage.draw(stick({visit::StickPhase::none, {}, 0, 0, 0, ""}));
  const auto ready = stage.draw(stick({visit::StickPhase::ready, {}, 0, 0, 0, ""}));
  for (const char* id : {"staff.stick_csv", "staff.stick_json"}) {
    CHECK_FALSE(none.tree.find(id)->enabled);
    CHECK(ready.tree.find(id)->enabled);
  }
}

TEST_CASE("work that goes on is whole on the panel at every text size, both ways, in both languages") {
  const visit::StickSeen ends[] = {
      {visit::StickPhase::none, {}, 0, 0, 0, ""},
      {visit::StickPhase::writing, {}, 1'310'720, 3'400'000, 9, "x"},
      {visit::StickPhase::done, {}, 0, 0, 128, "entre-answers-entren-2026-03-04-123456.csv"},
      {visit::StickPhase::failed, visit::StickFault::gone, 0, 0, 9, "x"}};
  for (const bool in_swedish : {true, false})
    for (const display::Size size : {display::Size{1080, 1920}, display::Size{1920, 1080}})
      for (const int percent : {100, 125, 150, 200}) {
        Stage stage(size);
        visit::SyncSeen still = half;
        still.still_s = 185;
        std::vector<std::pair<std::string, visit::Model>> all = {{"sync", syncing(half, in_swedish)},
                                                                 {"still", syncing(still, in_swedish)}};
        for (const visit::StickSeen& seen : ends)
          all.emplace_back("stick-" + std::to_string(static_cast<int>(seen.phase)), stick(seen, in_swedish));
        for (auto& [name, model] : all) {
          CAPTURE(name);
          CAPTURE(percent);
          model.preferences.text_percent = percent;
          stage.reset();
          const auto drawn = stage.draw(model);
          CHECK(drawn.complete);
          for (const ui::Node& node : drawn.tree.nodes())
            CHECK_MESSAGE((node.rect.x >= 0 && node.rect.right() <= static_cast<float>(size.w)), node.id);
          if (percent == 100 || percent == 200)
            stage.save("staff-" + name + (size.w > size.h ? "-across-" : "-upright-") +
                       std::to_string(percent) + (in_swedish ? "-sv" : "-en"));
        }
      }
}

TEST_CASE("the two times of a row of display hours stand alike, however long their words are") {
  for (const char* language : {"sv", "en"})
    for (const display::Size size : {display::Size{1080, 1920}, display::Size{1920, 1080}})
      for (const int percent : {100, 125}) {
        Stage stage(size);
        for (auto& [name, model] :
             entre::testing::staff_shots(make_model(language, visit::ScreenId::home), size)) {
          if (name != "staff-setting-hours") continue;
          CAPTURE(language);
          CAPTURE(percent);
          model.preferences.text_percent = percent;
          const auto drawn = stage.draw(model);
          for (const char* part : {"", ".less", ".more"}) {
            const ui::Node* from = drawn.tree.find(std::string("staff.hours_from.1") + part);
            const ui::Node* to = drawn.tree.find(std::string("staff.hours_to.1") + part);
            REQUIRE(from != nullptr);
            REQUIRE(to != nullptr);
            CHECK(from->rect.y == to->rect.y);
          }
        }
      }
}
