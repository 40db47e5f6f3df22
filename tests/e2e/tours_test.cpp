// The real site on the real screen, in every language, way up and size of text: whatever the tour draws is
// whole and readable.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "platform/display/geometry.h"
#include "platform/json.h"
#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;
using display::Rect;

namespace {

constexpr double contrast_min = 7, dock_contrast_min = 3;  // the dock's disabled buttons stand back
constexpr float rounding_px = 2;                           // the file holds whole pixels

Rect rect_of(const Json& four) {
  return {four[0].get<float>(), four[1].get<float>(), four[2].get<float>(), four[3].get<float>()};
}

bool holds_across(const Rect& outer, const Rect& inner) {
  return inner.x >= outer.x - rounding_px && inner.right() <= outer.right() + rounding_px;
}

const Json* find(const Json& nodes, const std::string& id) {
  for (const Json& node : nodes)
    if (node["id"] == id) return &node;
  return nullptr;
}

void check_text(const Json& node, const Json* parent) {
  display::Color color, background;
  REQUIRE(display::parse_color(node["color"].get<std::string>(), &color));
  REQUIRE(display::parse_color(node["background"].get<std::string>(), &background));
  const bool in_dock = node["id"].get<std::string>().starts_with("dock.");
  CHECK(display::contrast(color, background) >= (in_dock ? dock_contrast_min : contrast_min));
  CHECK(holds_across(rect_of(node["clip"]), rect_of(node["rect"])));
  if (parent != nullptr) CHECK(holds_across(rect_of((*parent)["rect"]), rect_of(node["rect"])));
}

void check_step(const Json& step, const std::string& language) {
  CHECK(step["lang"] == language);
  const Rect screen{0, 0, step["size"][0].get<float>(), step["size"][1].get<float>()};
  for (const Json& node : step["nodes"]) {
    CAPTURE(node.dump());
    CHECK(node["label"] != "");
    CHECK(holds_across(screen, rect_of(node["rect"])));
    if (node.contains("color")) check_text(node, find(step["nodes"], node["parent"].get<std::string>()));
  }
}

void check_tour(World& world, const std::string& language, const std::string& size,
                const std::vector<std::string>& extra = {}) {
  CAPTURE(language);
  CAPTURE(size);
  CAPTURE(fmt::format("{}", fmt::join(extra, " ")));
  std::vector<std::string> options{"--lang", language, "--size", size};
  options.insert(options.end(), extra.begin(), extra.end());
  const Finished toured = world.tour(options);
  CHECK_MESSAGE(toured.exit_code == 0, toured.err);
  SystemFiles files;
  int steps = 0;
  for (const std::string& name : files.list(world.path("tour"))) {
    if (!name.ends_with(".json")) continue;
    CAPTURE(name);
    const auto step = parse_json(world.read("tour/" + name), {});
    REQUIRE(step.ok());
    check_step(*step, language);
    ++steps;
  }
  CHECK(steps == 17);
}

const std::vector<std::string> languages{"sv", "sv-simple", "en", "fi", "ar"};
const std::vector<std::string> sizes{"1080x1920", "1920x1080"};

}  // namespace

TEST_SUITE_BEGIN("tours");

TEST_CASE("every language is whole and readable, upright and across") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  for (const std::string& language : languages)
    for (const std::string& size : sizes) check_tour(world, language, size);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("long");

TEST_CASE("every language is whole and readable in each theme and size of text, upright and across") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  for (const std::string& language : languages)
    for (const std::string& size : sizes)
      for (const char* theme : {"light", "dark", "contrast"})
        for (const char* text : {"100", "125", "150", "200"})
          check_tour(world, language, size, {"--theme", theme, "--text", text});
}

TEST_SUITE_END();
