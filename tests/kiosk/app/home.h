#pragma once
// A kiosk's home with content, and the app on it without a display.

#include <doctest/doctest.h>

#include "kiosk/app.h"
#include "kiosk/tour.h"
#include "tests/kiosk/visit/shelf.h"

namespace entre::kiosk::test {

// A kiosk's home with a release of pages long enough to scroll, and one person.
struct Home {
  visit::test::Shelf shelf;
  SystemRandom random;
  SimulatedClock clock;
  AppOptions options;

  explicit Home(bool with_content = true) {
    options.paths = Paths::with_home(shelf.folder.path());
    options.assets_folder = ENTRE_ASSETS_DIR;
    options.canvas.headless = true;
    options.config.kiosk.id = "0b0c6a52-7d0e-4a5e-9a51-0d7a1d8a7f11";
    options.test = true;
    REQUIRE(shelf.files.make_folders(options.paths.content_folder).ok());
    if (with_content) put(1);
  }
  void put(std::int64_t release) {
    shelf.contacts.contacts = {
        {"someone", "Någon Person", {{"sv", "Chef"}}, {{"sv", "Utveckling"}}, "", "", "", {"alpha"}}};
    shelf.contacts.order["sv"] = shelf.contacts.order["en"] = {"someone"};
    std::vector<content::Page> pages{visit::test::made_page("alpha", "sv"),
                                     visit::test::made_page("beta", "sv")};
    for (content::Page& page : pages)
      for (int i = 0; i < 40; ++i) page.blocks.push_back(page.blocks[0]);
    shelf.put(release, pages, options.paths.content_folder);
  }
  std::unique_ptr<App> app(Trace* trace = nullptr, display::Speech* speech = nullptr,
                           const Jack* headset = nullptr, Service* service = nullptr) {
    auto created = App::create(options, {shelf.files, clock, random, trace, speech, headset, service});
    REQUIRE_MESSAGE(created.ok(), (created ? "" : created.error().message));
    return std::move(*created);
  }
  Result<void> tour(const std::string& name) {
    const auto running = app();
    return Tour(*running, clock, shelf.files,
                {shelf.folder.file(name), options.start.language, options.config.visit})
        .walk();
  }
  outbox::Counts counts() {
    auto opened =
        outbox::Outbox::open(options.paths.outbox_file, options.config.kiosk.id, shelf.files, clock, random);
    REQUIRE(opened.ok());
    return *opened->outbox->counts();
  }
};

// Until nothing is on its way.
inline void settle(App& app, SimulatedClock& clock) {
  int steps = 0;
  do {
    if (app.animating()) clock.advance_ms(16);
    app.step(app.settled() ? 0 : app.animating() ? 1 : 5);
  } while (!app.settled() && ++steps < 20'000);
  REQUIRE(app.settled());
}

}  // namespace entre::kiosk::test
