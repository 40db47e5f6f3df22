// The real screen program on real content: its pictures, its codes, and what it never does.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>

#include "tests/e2e/world.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr const char* source_url =
    "https://www.regionorebrolan.se/sv/regional-utveckling/naringsliv-och--innovationer/"
    "smart-specialisering/";

std::string picture(const World& world, const std::string& part) {
  SystemFiles files;
  for (const std::string& name : files.list(world.path("tour")))
    if (name.find(part) != std::string::npos && name.ends_with(".png")) return world.path("tour/" + name);
  FAIL("no picture is called ", part);
  return "";
}

std::string decode_codes(const std::string& png) {
  return run({"zbarimg", "--quiet", "--raw", png}).out;
}

}  // namespace

TEST_CASE("the screen opens no internet socket on its whole tour") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  CHECK(run({program("no_inet"), "/usr/bin/curl", "-s", "http://127.0.0.1:1/"}).exit_code == 128 + 31);
  const Finished toured = run(
      {program("no_inet"), program("kiosk"), "--home", world.home(), "--tour", world.path("tour")}, 120'000);
  CHECK_MESSAGE(toured.exit_code == 0, toured.err);
}

TEST_CASE("the tour's pictures and node trees are the same bytes each time") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  world.whole_tour();
  std::filesystem::rename(world.path("tour"), world.path("first"));
  world.whole_tour();
  SystemFiles files;
  const auto names = files.list(world.path("tour"));
  REQUIRE(names.size() >= 24);
  REQUIRE(files.list(world.path("first")) == names);
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK((world.read("first/" + name) == world.read("tour/" + name)));
  }
}

TEST_CASE("the code on an article is the page's address, read from the picture in both orientations") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  for (const char* size : {"1080x1920", "1920x1080"}) {
    CAPTURE(size);
    world.whole_tour({"--size", size});
    const std::string codes =
        decode_codes(picture(world, "-article.png")) + decode_codes(picture(world, "-article-scrolled.png"));
    CHECK(codes.find(source_url) == 0);
  }
}

TEST_CASE(
    "a contact with a number gives a vCard that a library reads, and one without gives the page's address") {
  World world;
  REQUIRE(world.sync().exit_code == 0);
  world.whole_tour();
  CHECK(decode_codes(picture(world, "-contact.png")) == std::string(source_url) + "\n");

  // 070-1740605 to 070-1740699 are the numbers that the Swedish regulator keeps for fiction.
  world.edit("site/contacts.toml", "name = \"Kristina Eklöf\"",
             "name = \"Kristina Eklöf\"\nphone = \"+46701740605\"");
  world.publish();
  REQUIRE(world.sync().exit_code == 0);
  world.whole_tour();
  world.overwrite("contact.vcf", decode_codes(picture(world, "-contact.png")));
  const Finished read = run({"/usr/bin/python3", "-c",
                             "import sys, vobject\n"
                             "card = vobject.readOne(open(sys.argv[1], encoding='utf-8').read())\n"
                             "print(card.version.value, card.fn.value, card.n.value.family, "
                             "card.n.value.given, card.tel.value, sep='|')",
                             world.path("contact.vcf")});
  CHECK_MESSAGE(read.out == "3.0|Kristina Eklöf|Eklöf|Kristina|+46701740605\n", read.out, read.err);
}

TEST_CASE(
    "a damaged content file gives way to the one before, and without any the screen says it will soon be "
    "back") {
  World world;
  CHECK(world.tour().exit_code == 1);
  CHECK(world.tour_screen("01-") == "neutral");  // never synced
  REQUIRE(world.sync().exit_code == 0);
  world.edit("site/pages/our-task.sv.md", "\n+++\n", "\n+++\n\nEtt stycke till.\n");
  world.publish();
  REQUIRE(world.sync().exit_code == 0);
  REQUIRE(world.current_content() == "content-2.db");

  world.overwrite("home/content/content-2.db", std::string(40'000, 'x'));
  world.whole_tour();
  CHECK(world.tour_screen("01-") == "home");
  world.overwrite("home/content/content-1.db", "");
  CHECK(world.tour().exit_code == 1);
  CHECK(world.tour_screen("01-") == "neutral");

  REQUIRE(world.sync().exit_code == 0);  // and sync brings it back
  world.whole_tour();
  CHECK(world.tour_screen("01-") == "home");
}

TEST_CASE("a broken kiosk.toml names file, line and key, and what was expected") {
  World world;
  world.overwrite("home/kiosk.toml", "[visit]\nidle_timeout_s = \"long\"\nidel_warning_s = 3\n");
  for (const char* name : {"kiosk", "kiosk-sync"}) {
    CAPTURE(name);
    const Finished refused =
        run({program(name), "--home", world.home(), name == std::string("kiosk") ? "--tour" : "--once",
             name == std::string("kiosk") ? world.path("tour") : "--once"});
    CHECK(refused.exit_code == 2);
    CHECK_MESSAGE(refused.err.find("kiosk.toml:2: visit.idle_timeout_s") != std::string::npos, refused.err);
    CHECK_MESSAGE(refused.err.find("kiosk.toml:3: visit.idel_warning_s") != std::string::npos, refused.err);
  }
}
