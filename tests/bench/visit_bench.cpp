// What a visitor waits for, on the real kiosk without a display, touched by its own fingers in real time:
// press to changed pixels, a page that is opened for the first time, scrolling 20,000 words, memory over many
// pages. Told as one line of JSON.
//
// usage: visit_bench HOME TRACE VISITS
// HOME has a release whose groups bench-0, bench-1, ... hold pages, and the pages short and long in the group
// sizes.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "kiosk/app.h"
#include "platform/json.h"

namespace {

using namespace entre;
using namespace entre::kiosk;
using display::FingerPhase;

constexpr std::int64_t kPressMs = 60, kGiveUpMs = 20'000;

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "visit_bench: %s\n", why.c_str());
  std::exit(1);
}

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t all = 0, resident = 0;
  statm >> all >> resident;
  return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double at_share(std::vector<double> values, double share) {
  if (values.empty()) fail("nothing was measured");
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share)];
}

// The milliseconds that a trace's events tell, each line read once.
class TraceReader {
 public:
  explicit TraceReader(const std::string& file) : file_(file) {}
  // Of events of these kinds since the last call.
  std::vector<double> take(const std::vector<std::string>& kinds) {
    std::vector<double> found;
    file_.clear();
    for (std::string line; std::getline(file_, line);) {
      const Json event = Json::parse(line);
      const auto kind = event["event"].get<std::string>();
      if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) found.push_back(event["ms"]);
    }
    return found;
  }

 private:
  std::ifstream file_;
};

class Visitor {
 public:
  Visitor(App& app, Clock& clock, std::int64_t press_ms) : app_(app), clock_(clock), press_ms_(press_ms) {}

  void settle() {
    until([&] { return app_.settled(); }, "the screen to stand still");
  }
  // Until the screen that the touch opens is on the screen for the first time, in ms from the finger's
  // leaving.
  double open(const std::string& node, const std::string& screen, const std::string& id = "") {
    release_on(node);
    const Stopwatch waited;
    up();
    until([&] { return app_.info().screen == screen && (id.empty() || app_.model().place.id == id); },
          node + " to open");
    return waited.ms();
  }
  void back() {
    release_on("dock.back");
    up();
    app_.step(0);
    settle();
  }
  // Touches nothing until the kiosk is at home again by itself, as after every visit.
  void leave() {
    until([&] { return app_.info().screen == "home" && app_.settled(); }, "the visit to end");
  }
  // Drags upwards, 60 moves a second.
  void drag(int moves, float step_px) {
    const display::Size size = app_.canvas().size();
    float y = static_cast<float>(size.h) * 0.6f;
    const float x = static_cast<float>(size.w) * 0.5f;
    finger(FingerPhase::down, x, y);
    for (int i = 0; i < moves; ++i) {
      const std::int64_t next = clock_.monotonic_ms() + 16;
      finger(FingerPhase::move, x, y -= step_px);
      while (clock_.monotonic_ms() < next) app_.step(next - clock_.monotonic_ms());
    }
    finger(FingerPhase::up, x, y);
  }

 private:
  template <class Done>
  void until(const Done& done, const std::string& what) {
    const std::int64_t end = clock_.monotonic_ms() + kGiveUpMs;
    while (!done()) {
      if (!app_.step(2)) fail("the kiosk stopped: " + app_.failure());
      if (clock_.monotonic_ms() > end) fail("waited in vain for " + what);
    }
  }
  const ui::Node* on_screen(const std::string& id) const {
    const ui::Node* node = app_.nodes().find(id);
    if (node == nullptr) return nullptr;
    const display::Rect seen = display::intersect(node->rect, node->clip);
    return seen.h > node->rect.h / 2 ? node : nullptr;
  }
  void finger(FingerPhase phase, float x, float y) {
    display::push_finger(phase, x, y, app_.canvas().size());
    app_.step(0);
  }
  // A finger lies on the node and is about to leave it.
  void release_on(const std::string& id) {
    settle();
    while (on_screen(id) == nullptr) {
      const auto& nodes = app_.nodes().nodes();
      const ui::Node* wanted = app_.nodes().find(id);
      const char* way = wanted != nullptr && wanted->rect.y < wanted->clip.y ? ".page_up" : ".page_down";
      const auto more = std::find_if(nodes.begin(), nodes.end(), [&](const ui::Node& node) {
        return node.enabled && node.id.ends_with(way);
      });
      if (more == nodes.end()) fail("nothing to touch: " + id);
      press(*more);
      up();
      app_.step(0);
      settle();
    }
    press(*on_screen(id));
  }
  void press(const ui::Node& node) {
    const display::Rect seen = display::intersect(node.rect, node.clip);
    x_ = seen.x + seen.w / 2;
    y_ = seen.y + seen.h / 2;
    finger(FingerPhase::down, x_, y_);
    const std::int64_t end = clock_.monotonic_ms() + press_ms_;
    do {
      app_.step(std::max<std::int64_t>(end - clock_.monotonic_ms(), 0));
    } while (clock_.monotonic_ms() < end);
  }
  void up() { display::push_finger(FingerPhase::up, x_, y_, app_.canvas().size()); }

  App& app_;
  Clock& clock_;
  const std::int64_t press_ms_;  // how long a finger rests
  float x_ = 0, y_ = 0;
};

struct Bench {
  AppOptions options;
  std::string trace_file;
  SystemFiles files;
  SystemRandom random;
  SystemClock clock;

  // calm: nothing moves, and fingers rest no longer than it takes to see them.
  template <class Measure>
  void with_app(bool calm, const Measure& measure) {
    options.start.calm = calm;
    auto trace = Trace::create(trace_file, clock);
    if (!trace) fail(trace.error().message);
    auto app = App::create(options, {files, clock, random, trace->get()});
    if (!app) fail(app.error().message);
    Visitor visitor(**app, clock, calm ? 0 : kPressMs);
    while (!(*app)->library_known()) (*app)->step(16);
    visitor.settle();
    TraceReader reader(trace_file);
    reader.take({});
    measure(**app, visitor, reader);
  }
};

// Every page of a group, for the first time in the kiosk's life.
void cold_pages(App& app, Visitor& visitor, TraceReader& reader, Json* out) {
  std::vector<double> first_frames;
  for (const content::Group& group : app.model().library->site.groups) {
    if (!group.id.starts_with("bench-")) continue;
    visitor.open("home.group." + group.id, "group", group.id);
    for (const std::string& page : group.pages) {
      first_frames.push_back(visitor.open("group.topic." + page, "article", page));
      visitor.back();
    }
    visitor.back();
  }
  std::vector<double> frames = reader.take({"frame", "pass"});
  (*out)["cold_pages"] = first_frames.size();
  (*out)["cold_first_frame_median_ms"] = at_share(first_frames, 0.5);
  (*out)["cold_first_frame_p99_ms"] = at_share(first_frames, 0.99);
  (*out)["cold_work_p99_ms"] = at_share(frames, 0.99);
  (*out)["cold_work_max_ms"] = at_share(frames, 1);
}

// A page's first frame in a kiosk of its own, and what the kiosk then holds; the long one is then scrolled.
void sized_page(Bench& bench, const std::string& page, Json* out) {
  bench.with_app(false, [&](App&, Visitor& visitor, TraceReader& reader) {
    visitor.open("home.group.sizes", "group", "sizes");
    (*out)[page + "_first_frame_ms"] = visitor.open("group.topic." + page, "article", page);
    visitor.settle();
    (*out)[page + "_resident_mib"] = resident_mib();
    if (page != "long") return;
    reader.take({});
    for (int i = 0; i < 30; ++i) visitor.drag(20, 36);
    visitor.settle();
    const std::vector<double> frames = reader.take({"frame", "pass"});
    (*out)["scroll_frames"] = frames.size();
    (*out)["scroll_work_median_ms"] = at_share(frames, 0.5);
    (*out)["scroll_work_p99_ms"] = at_share(frames, 0.99);
    (*out)["long_scrolled_resident_mib"] = resident_mib();
  });
}

// Memory after a tenth of the pages and after all, each time once the visitor has left; and how long each
// press waited for the frame that shows it.
void many_visits(App& app, Visitor& visitor, TraceReader& reader, int visits, Json* out) {
  int done = 0;
  const auto all_groups = [&] {
    for (const content::Group& group : app.model().library->site.groups) {
      if (!group.id.starts_with("bench-")) continue;
      visitor.open("home.group." + group.id, "group", group.id);
      for (const std::string& page : group.pages) {
        visitor.open("group.topic." + page, "article", page);
        visitor.back();
        ++done;
      }
      visitor.back();
    }
  };
  const auto left_behind_mib = [&] {
    visitor.open("dock.search", "search");
    visitor.leave();
    return resident_mib();
  };
  while (done < visits / 10) all_groups();
  (*out)["tenth_visits"] = done;
  (*out)["tenth_resident_mib"] = left_behind_mib();
  while (done < visits) all_groups();
  const std::vector<double> press_ms = reader.take({"press"});
  (*out)["presses"] = press_ms.size();
  (*out)["press_median_ms"] = at_share(press_ms, 0.5);
  (*out)["press_p99_ms"] = at_share(press_ms, 0.99);
  (*out)["visits"] = done;
  (*out)["visits_resident_mib"] = left_behind_mib();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 || std::atoi(argv[3]) < 10) {
    std::fprintf(stderr, "usage: visit_bench HOME TRACE VISITS   (VISITS at least 10)\n");
    return 2;
  }
  Bench bench;
  bench.options.paths = Paths::with_home(argv[1]);
  bench.options.assets_folder = ENTRE_ASSETS_DIR;
  bench.options.canvas.headless = true;
  bench.options.test = true;
  bench.trace_file = argv[2];
  auto config = load_config(bench.files, bench.options.paths);
  if (!config) fail(config.error().message);
  bench.options.config = *config;
  bench.options.config.visit.idle_timeout_s = 4;
  bench.options.config.visit.idle_warning_s = 2;
  Json out;
  for (const char* page : {"short", "long"}) sized_page(bench, page, &out);
  bench.with_app(false, [&](App& app, Visitor& visitor, TraceReader& reader) {
    cold_pages(app, visitor, reader, &out);
  });
  bench.with_app(true, [&](App& app, Visitor& visitor, TraceReader& reader) {
    many_visits(app, visitor, reader, std::atoi(argv[3]), &out);
  });
  std::printf("%s\n", out.dump().c_str());
  return 0;
}
