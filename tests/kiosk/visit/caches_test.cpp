#include "kiosk/visit/caches.h"

#include <doctest/doctest.h>

using namespace entre;
using namespace entre::visit;

namespace {

display::TextRequest request(const std::string& text) {
  display::TextRequest made;
  made.text = text;
  return made;
}

TextSet set(const std::string& text, std::size_t pixels) {
  display::TextBlock block;
  block.coverage.alpha.resize(pixels * 4);
  return {display::key(request(text)), std::make_shared<const display::TextBlock>(std::move(block))};
}

}  // namespace

TEST_CASE("a text is asked for once, however often it is wanted before it comes") {
  int asked = 0;
  TextCache cache(1 << 20, [&](LoaderTask) { return ++asked, true; });
  CHECK(cache.find(request("hej")) == nullptr);
  CHECK(cache.find(request("hej")) == nullptr);
  CHECK(asked == 1);
  CHECK(cache.waiting() == 1);
  cache.arrived(set("hej", 10));
  CHECK(cache.waiting() == 0);
  CHECK(cache.find(request("hej")) != nullptr);
  CHECK(asked == 1);
}

TEST_CASE("a text that the full queue refused is asked for again") {
  bool room = false;
  int asked = 0;
  TextCache cache(1 << 20, [&](LoaderTask) { return ++asked, room; });
  cache.find(request("hej"));
  CHECK(cache.waiting() == 0);
  room = true;
  cache.find(request("hej"));
  CHECK(asked == 2);
  CHECK(cache.waiting() == 1);
}

TEST_CASE("the least recently used goes when the cap is reached") {
  TextCache cache(10'000, [](LoaderTask) { return true; });
  cache.arrived(set("a", 1000));
  cache.arrived(set("b", 1000));
  cache.begin_frame();
  CHECK(cache.find(request("a")) != nullptr);
  cache.begin_frame();
  cache.arrived(set("c", 1000));
  CHECK(cache.find(request("a")) != nullptr);
  CHECK(cache.find(request("c")) != nullptr);
  CHECK(cache.find(request("b")) == nullptr);
}

TEST_CASE("a frame that needs more than the cap still gets all of it") {
  TextCache cache(1000, [](LoaderTask) { return true; });
  cache.begin_frame();
  for (const char* text : {"a", "b", "c"}) cache.arrived(set(text, 1000));
  for (const char* text : {"a", "b", "c"}) CHECK(cache.find(request(text)) != nullptr);
  cache.begin_frame();
  cache.arrived(set("d", 1000));
  CHECK(cache.find(request("a")) == nullptr);
}

TEST_CASE("a picture is kept by name and size, and forgotten with its release") {
  int asked = 0;
  ImageCache cache(1 << 20, [&](LoaderTask) { return ++asked, true; });
  CHECK(cache.find("map.png", {100, 100}) == nullptr);
  cache.arrived({"map.png", {100, 100}, std::make_shared<const display::Pixels>()});
  CHECK(cache.find("map.png", {100, 100}) != nullptr);
  CHECK(cache.find("map.png", {200, 100}) == nullptr);
  CHECK(asked == 2);
  cache.clear();
  CHECK(cache.find("map.png", {100, 100}) == nullptr);
}
