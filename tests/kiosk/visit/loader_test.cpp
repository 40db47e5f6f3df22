#include <doctest/doctest.h>

#include <fstream>
#include <semaphore>

#include "kiosk/visit/loader_thread.h"
#include "tests/kiosk/visit/shelf.h"

using namespace entre;
using namespace entre::visit;
using entre::visit::test::made_page;
using entre::visit::test::Shelf;

namespace {

// What the thread says, one at a time.
struct Listener {
  std::counting_semaphore<> woken{0};
  std::unique_ptr<LoaderThread> thread;
  std::vector<LoaderOutcome> heard;

  explicit Listener(Shelf& shelf) {
    auto started = LoaderThread::start({shelf.folder.path(), ENTRE_ASSETS_DIR}, shelf.files, shelf.clock,
                                       [this] { woken.release(); });
    REQUIRE(started.ok());
    thread = std::move(*started);
  }
  LoaderOutcome next() {
    while (heard.empty()) {
      REQUIRE(woken.try_acquire_for(std::chrono::seconds(20)));
      heard = thread->take_outcomes();
    }
    LoaderOutcome first = std::move(heard.front());
    heard.erase(heard.begin());
    return first;
  }
  template <class T>
  T next_reply() {
    return std::get<T>(std::get<LoaderReply>(next()));
  }
};

}  // namespace

TEST_CASE("a folder without content gives the neutral library") {
  Shelf shelf;
  ReleaseReader reader(shelf.folder.path(), shelf.files, shelf.clock);
  CHECK(reader.open()->release == 0);
  CHECK(reader.page("alpha", "sv") == nullptr);
  CHECK(reader.find("text", "sv").hits.empty());
  CHECK(reader.image("x.png", {10, 10}).argb.empty());
  CHECK_FALSE(reader.stale());
}

TEST_CASE("pages are there from the first to the last day that they are valid, by the local date") {
  Shelf shelf;
  content::Page past = made_page("past", "sv"), today = made_page("today", "sv"),
                soon = made_page("soon", "sv");
  past.valid_until = "2024-01-08";
  today.valid_from = today.valid_until = "2024-01-09";
  soon.valid_from = "2024-01-10";
  shelf.put(3, {past, today, soon});
  ReleaseReader reader(shelf.folder.path(), shelf.files, shelf.clock);
  auto library = reader.open();
  CHECK(library->release == 3);
  REQUIRE(library->pages.at("sv").size() == 1);
  CHECK(library->pages.at("sv")[0].id == "today");
  CHECK(reader.page("past", "sv") == nullptr);
  REQUIRE(reader.page("today", "en") != nullptr);
  CHECK(reader.page("today", "en")->language == "sv");
  CHECK(reader.find("näringsliv", "sv").hits.size() == 1);

  // 23:30 UTC is the next day in Stockholm.
  shelf.clock.set_unix_ms(parse_rfc3339("2024-01-09T23:30:00Z"));
  CHECK(reader.stale());
  library = reader.open();
  REQUIRE(library->pages.at("sv").size() == 1);
  CHECK(library->pages.at("sv")[0].id == "soon");
  CHECK_FALSE(reader.stale());
}

TEST_CASE("the loader sleeps until the local midnight, at most an hour") {
  Shelf shelf;
  const ReleaseReader reader(shelf.folder.path(), shelf.files, shelf.clock);
  CHECK(reader.ms_to_next_date() == 3'600'000);
  shelf.clock.set_unix_ms(parse_rfc3339("2024-01-09T22:59:30Z"));
  CHECK(reader.ms_to_next_date() == 30'000);
}

TEST_CASE("a release that is damaged where it is read gives way to the one before") {
  Shelf shelf;
  shelf.put(3, {made_page("alpha", "sv")});
  shelf.put(4, {made_page("alpha", "sv")});
  // A flipped letter inside the stored page: SQLite does not notice, the hash does.
  const std::string file = shelf.folder.file("content-4.db");
  auto bytes = shelf.files.read(file, 64u << 20);
  REQUIRE(bytes.ok());
  std::size_t flipped = 0;
  for (std::size_t at = bytes->find("Redaktionen"); at != std::string::npos;
       at = bytes->find("Redaktionen", at + 1), ++flipped)
    (*bytes)[at] = 'X';
  REQUIRE(flipped > 0);
  std::ofstream(file, std::ios::binary) << *bytes;
  ReleaseReader reader(shelf.folder.path(), shelf.files, shelf.clock);
  CHECK(reader.open()->release == 4);
  CHECK(reader.page("alpha", "sv") == nullptr);
  CHECK(reader.stale());
  CHECK(reader.open()->release == 3);
  CHECK(reader.page("alpha", "sv") != nullptr);
}

TEST_CASE("the loader tells of new content and gives it when asked") {
  Shelf shelf;
  shelf.put(3, {made_page("alpha", "sv")});
  Listener listener(shelf);
  CHECK(listener.next_reply<LibraryLoaded>().library->release == 3);
  shelf.put(4, {made_page("alpha", "sv"), made_page("beta", "sv")});
  listener.next_reply<NewContentWaits>();
  REQUIRE(listener.thread->ask(LoaderRequest(LoadPage{"beta", "sv"})));
  CHECK(listener.next_reply<PageLoaded>().page == nullptr);
  REQUIRE(listener.thread->ask(LoaderRequest(TakeNewContent{})));
  CHECK(listener.next_reply<LibraryLoaded>().library->release == 4);
  REQUIRE(listener.thread->ask(LoaderRequest(LoadPage{"beta", "en"})));
  const auto loaded = listener.next_reply<PageLoaded>();
  CHECK(loaded.language == "en");
  CHECK(loaded.page->language == "sv");
}

TEST_CASE("the loader sets text, searches, and gives no pixels for a picture that is not there") {
  Shelf shelf;
  shelf.put(3, {made_page("alpha", "sv")});
  Listener listener(shelf);
  listener.next_reply<LibraryLoaded>();
  display::TextRequest request;
  request.text = "Hej";
  REQUIRE(listener.thread->ask(TypesetText{"k", request}));
  const auto text = std::get<TextSet>(listener.next());
  CHECK(text.key == "k");
  CHECK(text.block->w > 0);
  REQUIRE(listener.thread->ask(LoaderRequest(FindText{"näring", "sv"})));
  CHECK(listener.next_reply<TextFound>().found.hits.size() == 1);
  REQUIRE(listener.thread->ask(DecodeImage{"gone.png", {10, 10}}));
  CHECK(std::get<ImageDecoded>(listener.next()).pixels->argb.empty());
}
