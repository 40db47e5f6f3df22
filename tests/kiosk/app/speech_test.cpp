// What is heard: keys, Listen, exploring fingers, the corner, private text, the warning.
#include <doctest/doctest.h>

#include "blind_visit.h"

using namespace entre;
using namespace entre::kiosk;
using display::FingerPhase;
using entre::kiosk::test::BlindVisit;

TEST_CASE("the first key says the screen's name, then the node with its kind and place, and marks it") {
  BlindVisit visit;
  CHECK(visit.voice.said.empty());
  visit.key("Down");
  CHECK(visit.hear() == "Startsidan | Sidan alpha. | Om näringsliv | knapp, 1 av 2");
  CHECK(visit.voice.said[0].language == "sv");
  CHECK(visit.app->pointing().ring == "home.topic.alpha");
  CHECK(visit.app->model().preferences.speech);
  visit.key("Right");
  CHECK(visit.hear() == "Sidan beta. | Om näringsliv | knapp, 2 av 2");
  visit.key("F1");
  CHECK(visit.hear() == "Sidan beta. | Om näringsliv | knapp, 2 av 2");
}

TEST_CASE("every key and every touch interrupts") {
  BlindVisit visit;
  visit.key("Home");
  REQUIRE(visit.voice.is_speaking());
  const int stops = visit.voice.stops;
  visit.key("Right");
  CHECK(visit.voice.stops > stops);
  CHECK(visit.voice.said.back().text == "Sidan beta.");
  const std::size_t said = visit.voice.said.size();
  visit.finger(FingerPhase::down, 4, 4);
  CHECK(!visit.voice.is_speaking());
  CHECK(visit.voice.said.size() == said);
}

TEST_CASE("headings are called so, what is disabled too, and what was chosen is told when it changes") {
  BlindVisit visit;
  visit.all({"Home", "Enter"});
  CHECK(visit.hear().ends_with("Sida | Sidan alpha | rubrik"));
  visit.all({"Home", "Up"});
  visit.hear();
  for (int i = 0; i < 20 && visit.app->pointing().ring != "dock.back"; ++i) visit.key("Left");
  CHECK(visit.hear().ends_with("Tillbaka | knapp, 1 av 6, inte tillgänglig"));
}

TEST_CASE("Listen reads the whole page sentence by sentence and marks each; a key ends it") {
  BlindVisit visit;
  visit.finger(FingerPhase::down, "home.topic.alpha");
  visit.finger(FingerPhase::up, "home.topic.alpha");
  CHECK(visit.voice.said.empty());
  visit.finger(FingerPhase::down, "dock.listen");
  visit.finger(FingerPhase::up, "dock.listen");
  REQUIRE(visit.voice.is_speaking());
  CHECK(!visit.app->model().preferences.speech);
  CHECK(visit.app->pointing().listening);
  CHECK(visit.app->nodes().find("dock.listen")->label == "Stoppa");
  CHECK(visit.app->pointing().reading == "article.title");
  visit.voice.finish();
  visit.rest();
  CHECK(visit.app->pointing().reading == "article.lead");
  CHECK(visit.app->pointing().begin == 0);
  CHECK(visit.app->pointing().end == 5);
  // Its last block lies far below: what is being said is scrolled into sight.
  for (int i = 0; i < 38; ++i) {
    visit.voice.finish();
    visit.rest();
  }
  CHECK(visit.app->pointing().reading == "article.block.38");
  CHECK(visit.app->model().place.scroll_px > 500);
  const ui::Node* now = visit.app->nodes().find("article.block.38");
  CHECK(display::intersect(now->rect, now->clip).h == now->rect.h);
  visit.key("Left");
  CHECK(!visit.app->pointing().listening);
}

TEST_CASE("a touch on Listen while it reads stops it, and the next begins anew") {
  BlindVisit visit;
  for (const bool reads : {true, false, true}) {
    visit.finger(FingerPhase::down, "dock.listen");
    CHECK(!visit.voice.is_speaking());
    visit.finger(FingerPhase::up, "dock.listen");
    CHECK(visit.voice.is_speaking() == reads);
    CHECK(visit.app->pointing().listening == reads);
  }
  visit.hear();
  CHECK(!visit.app->pointing().listening);
  CHECK(visit.app->pointing().ring.empty());
}

TEST_CASE("the idle clock stands while something is read, and the warning is heard") {
  BlindVisit visit;
  visit.all({"Home", "Enter"});
  visit.wait_ms(200'000);
  CHECK(visit.app->model().sheet == visit::Sheet::none);
  visit.hear();
  visit.wait_ms(90'000);
  REQUIRE(visit.app->model().sheet == visit::Sheet::idle);
  CHECK(visit.hear().starts_with(
      "Är du kvar? | Annars börjar skärmen om för nästa besökare. | 30 sekunder kvar | "
      "Fortsätt | knapp, 1 av 2"));
  CHECK(visit.voice.chimes == 0);
}

TEST_CASE("without speech the warning chimes, once") {
  BlindVisit visit;
  visit.finger(FingerPhase::down, "home.topic.alpha");
  visit.finger(FingerPhase::up, "home.topic.alpha");
  visit.wait_ms(90'000);
  CHECK(visit.app->model().sheet == visit::Sheet::idle);
  visit.wait_ms(5'000);
  CHECK(visit.voice.chimes == 1);
  CHECK(visit.voice.said.empty());
}

TEST_CASE("kiosk.toml says how loud the loudest is, and all else is as much softer") {
  BlindVisit visit([](BlindVisit& v) { v.home.options.config.speech.volume_percent = 50; });
  visit.key("Home");
  for (int i = 0; i < 8; ++i) visit.key("F4");
  CHECK(visit.voice.said.back().settings.gain_db == doctest::Approx(-6.02).epsilon(0.001));
  for (int i = 0; i < 8; ++i) visit.key("F3");
  CHECK(visit.voice.said.back().settings.gain_db == doctest::Approx(-24.02).epsilon(0.001));
}

TEST_CASE(
    "volume goes over 18 dB and tempo over 2.5 times, each told and shown, and both end with the visit") {
  BlindVisit visit;
  visit.key("Home");
  for (int i = 0; i < 8; ++i) visit.key("F4");
  CHECK(visit.voice.said.back().text == "Ljudstyrka 7 av 7");
  CHECK(visit.voice.said.back().settings.gain_db == 0);
  const ui::Node* caption = visit.app->nodes().find("speech.caption");
  REQUIRE(caption);
  CHECK(caption->label == "Ljudstyrka 7 av 7");
  for (int i = 0; i < 8; ++i) visit.key("F3");
  CHECK(visit.voice.said.back().settings.gain_db == -18);
  for (int i = 0; i < 8; ++i) visit.key("F5");
  const int slow = visit.voice.said.back().settings.words_per_minute;
  for (int i = 0; i < 8; ++i) visit.key("F6");
  CHECK(visit.voice.said.back().settings.words_per_minute >= 2.5 * slow);
  visit.hear();
  visit.wait_ms(5'000);
  CHECK(!visit.app->nodes().find("speech.caption"));
  visit.wait_ms(90'000);
  visit.hear();
  visit.wait_ms(130'000);
  CHECK(!visit.app->model().preferences.speech);
  visit.key("Home");
  CHECK(visit.voice.said.back().settings == display::VoiceSettings{160, -6});
}

TEST_CASE("a language without a voice is told of in one that has, once a screen, and shown") {
  BlindVisit visit([](BlindVisit& made) { made.voice.languages = {"en"}; });
  visit.key("Home");
  CHECK(visit.hear() == "Home | This text is in a language that cannot be read aloud here. | button, 1 of 2");
  for (const auto& said : visit.voice.said) CHECK(said.language == "en");
  REQUIRE(visit.app->nodes().find("speech.caption"));
  CHECK(visit.app->nodes().find("speech.caption")->label ==
        "Texten är på ett språk som inte kan läsas upp här.");
  visit.key("Right");
  CHECK(visit.hear() == "button, 2 of 2");
}

TEST_CASE("a voice that fails says so on the screen and leaves the keys as they were") {
  BlindVisit visit([](BlindVisit& made) { made.voice.broken = true; });
  visit.key("Home");
  REQUIRE(visit.app->nodes().find("speech.caption"));
  CHECK(visit.app->nodes().find("speech.caption")->label == "Ljudet fungerar inte just nu.");
  visit.all({"Right", "Enter"});
  CHECK(visit.app->model().place.id == "beta");
}

TEST_CASE("with speech a finger explores: lifting does nothing, a second tap anywhere activates") {
  BlindVisit visit;
  visit.key("Home");
  visit.hear();
  visit.finger(FingerPhase::down, "home.language.en");
  CHECK(visit.hear().starts_with("English"));
  visit.finger(FingerPhase::move, "home.topic.beta");
  CHECK(visit.hear().starts_with("Sidan beta."));
  CHECK(visit.app->pointing().ring == "home.topic.beta");
  visit.finger(FingerPhase::up, "home.topic.beta");
  CHECK(visit.app->info().screen == "home");
  CHECK(visit.hear() == "");
  visit.finger(FingerPhase::down, 30, 30);
  visit.finger(FingerPhase::up, 30, 30);
  CHECK(visit.app->model().place.id == "beta");
  CHECK(visit.hear().starts_with("Sida | Sidan beta"));
  // On the new screen the first touch explores again.
  visit.finger(FingerPhase::down, "dock.home");
  visit.finger(FingerPhase::up, "dock.home");
  CHECK(visit.app->info().screen == "article");
  CHECK(visit.hear().starts_with("Hem"));
}

TEST_CASE("a second finger activates what the first explores") {
  BlindVisit visit;
  visit.key("Home");
  visit.finger(FingerPhase::down, "home.topic.beta");
  visit.finger(FingerPhase::down, 900, 900, 2);
  CHECK(visit.app->model().place.id == "beta");
}

TEST_CASE(
    "a finger held still in the lower left corner for three seconds turns speech on, and presses nothing") {
  BlindVisit visit;
  const auto bottom = static_cast<float>(visit.app->canvas().size().h);
  visit.finger(FingerPhase::down, "home.topic.alpha");
  visit.finger(FingerPhase::up, "home.topic.alpha");
  visit.finger(FingerPhase::down, 40, bottom - 40);
  visit.wait_ms(2'900);
  CHECK(visit.voice.said.empty());
  visit.wait_ms(100);
  CHECK(visit.hear().starts_with("Sida | Sidan alpha"));
  visit.finger(FingerPhase::up, 40, bottom - 40);
  CHECK(visit.app->info().screen == "article");
}

TEST_CASE("a finger that moves, two fingers, or another place turn nothing on") {
  BlindVisit visit;
  const auto bottom = static_cast<float>(visit.app->canvas().size().h);
  visit.finger(FingerPhase::down, 40, bottom - 40);
  visit.wait_ms(2'000);
  visit.finger(FingerPhase::move, 80, bottom - 40);
  visit.wait_ms(2'000);
  visit.finger(FingerPhase::up, 80, bottom - 40);
  visit.finger(FingerPhase::down, 40, bottom - 40);
  visit.finger(FingerPhase::down, 400, 400, 2);
  visit.wait_ms(4'000);
  visit.finger(FingerPhase::up, 400, 400, 2);
  visit.finger(FingerPhase::up, 40, bottom - 40);
  visit.finger(FingerPhase::down, 400, bottom - 600);
  visit.wait_ms(4'000);
  visit.finger(FingerPhase::up, 400, bottom - 600);
  CHECK(visit.voice.said.empty());
}
