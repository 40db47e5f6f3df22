// The network page in both languages, sizes and orientations; pictures are left in the build folder.
#include <doctest/doctest.h>

#include "staff_shots.h"
#include "stage.h"

using namespace entre;
using entre::testing::make_model;
using entre::testing::Stage;

TEST_CASE(
    "the network page and its sheets have their words and their way on at 100 and 200 %, upright and "
    "across") {
  for (const bool across : {false, true}) {
    Stage stage(across ? display::Size{1920, 1080} : display::Size{1080, 1920});
    for (const char* language : {"sv", "en"})
      for (const int percent : {100, 200}) {
        visit::Model start = make_model("sv", visit::ScreenId::home);
        start.preferences.language = language;
        start.preferences.text_percent = percent;
        for (const auto& [name, model] : testing::staff_shots(start, stage.canvas().size())) {
          if (!name.starts_with("staff-network")) continue;
          CAPTURE(name);
          CAPTURE(percent);
          stage.reset();
          const Stage::Drawn drawn = stage.draw(model);
          stage.save(name + "-" + language + "-" + std::to_string(percent) +
                     (across ? "-across" : "-upright"));
          CHECK(drawn.complete);
          for (const char* id : {"staff.back", "staff.close"}) {
            const ui::Node* way = drawn.tree.find(id);
            REQUIRE(way != nullptr);
            CHECK(way->enabled);
          }
          const bool sheet = model.staff.network_edit.has_value();
          CHECK(drawn.tree.find(sheet ? "staff.network_title" : "staff.network_what") != nullptr);
          // What lies under a sheet is not to be touched.
          for (const ui::Node& node : drawn.tree.nodes())
            if (sheet && node.id.starts_with("staff.wifi.")) CHECK_FALSE(node.enabled);
        }
      }
  }
}
