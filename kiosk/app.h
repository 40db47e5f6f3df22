#pragma once
// The screen program without its command line: joins canvas, toolkit, session and the two other threads. UI
// thread only. Draws only when something changed, and waits for the next event or deadline between frames.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/care/safe_mode.h"
#include "kiosk/frame_report.h"
#include "kiosk/guide.h"
#include "kiosk/panel.h"
#include "kiosk/staff/staff_thread.h"
#include "kiosk/trace.h"
#include "kiosk/ui/frame.h"
#include "kiosk/ui/knock.h"
#include "kiosk/visit/caches.h"
#include "kiosk/visit/ledger_thread.h"
#include "kiosk/visit/loader_thread.h"
#include "kiosk/visit/session.h"
#include "platform/config/config.h"
#include "platform/display/canvas.h"
#include "platform/display/event.h"
#include "platform/display/speech.h"
#include "platform/jack.h"
#include "platform/process.h"
#include "platform/system/backlight.h"
#include "platform/system/service.h"

namespace entre::kiosk {

struct AppOptions {
  Config config;
  Paths paths;
  std::string assets_folder;
  display::WindowOptions canvas;
  visit::Preferences start;        // of a cold start; an empty language is the site's default
  std::string page;                // opened first, where the release has it; empty: home
  bool gallery = false;            // opens the style sheet instead
  bool test = false;               // answers are the tour's
  std::set<std::int64_t> avoided;  // releases that are not shown: safe mode
};

// What the machine gives; each outlives the app. clock, files and random are used from all three threads.
struct Machine {
  Files& files;
  Clock& clock;
  Random& random;
  Trace* trace = nullptr;             // null: no trace is written
  display::Speech* speech = nullptr;  // null: nothing is read aloud
  const Jack* headset = nullptr;      // null: none is configured, or it cannot be read
  Service* service = nullptr;         // null: nobody watches over this program
  entre::Machine* system = nullptr;   // null: staff can neither restart nor shut it down
  care::Starts* starts = nullptr;     // null: crashes are not counted
  Backlight* backlight = nullptr;     // null: the panel's own brightness cannot be set
  Stick* stick = nullptr;             // null: no answers can be saved on one
};

class App {
 public:
  // unavailable: there is no display. invalid: a fault in assets, with file and line.
  static Result<std::unique_ptr<App>> create(const AppOptions& options, Machine machine);
  ~App();

  // Until the window closes or SIGTERM comes. An error is one that leaves nothing to show.
  Result<void> run();
  // Takes replies, draws what is due, waits at most wait_max_ms for events and takes them. False: stop.
  bool step(std::int64_t wait_max_ms);
  const std::string& failure() const { return failure_; }  // why it stopped; empty: it was asked to

  // For the tour. Nothing is on its way: input, replies, texts, a frame.
  bool settled() const;
  // Something moves, and only time has to pass for it: no text or picture is missing.
  bool animating() const { return animating_ && !incomplete_; }
  bool library_known() const { return library_known_; }
  const visit::Model& model() const { return session_.model(); }
  display::Canvas& canvas() { return *canvas_; }
  // Of the last frame drawn.
  const ui::NodeTree& nodes() const { return nodes_; }
  const ui::FrameInfo& info() const { return info_; }
  // What keys and voice point at: the ring's node, the sentence that is being said.
  const ui::Pointing& pointing() const { return toolkit_->pointing(); }

 private:
  App(const AppOptions& options, Machine machine);
  void started(const char* phase);
  void receive();
  void receive(visit::LoaderOutcome outcome);
  void library_arrived();
  void tick();
  void send();
  void tend_staff();
  void map_touches();
  bool may_draw() const;
  std::size_t waiting() const { return texts_.waiting() + images_.waiting(); }
  void draw();
  void open_window();
  void draw_dark();
  void discard(display::Color clear_color, double work_ms);
  void look_at_frame();
  void drawn(const std::vector<visit::Action>& actions, double work_ms);
  void want_frame(const char* reason);
  std::int64_t wait_ms() const;
  void take_events(std::int64_t wait_max_ms);
  void take(const display::Event& event);
  void take_finger(const display::Event& event);
  void take_key(const display::Event& event);
  void touch_dark();
  void act(const visit::Action& action);
  void end_visit();
  void obey_key();
  void obey_guide();
  bool may_obey_key() const;
  std::int64_t now() const { return machine_.clock.monotonic_ms(); }

  Machine machine_;
  std::string first_page_;
  bool gallery_ = false;
  visit::Session session_;
  std::unique_ptr<visit::LoaderThread> loader_;
  std::unique_ptr<visit::LedgerThread> ledger_;
  const Paths paths_;
  const Config config_;  // as it was when the program started
  std::optional<ui::Knock> knock_;
  std::string touch_map_;  // that is kept: as kiosk.toml had it at the start, or staff since then
  std::unique_ptr<staff::StaffThread> staff_;  // while staff are there
  std::unique_ptr<display::Canvas> canvas_;
  visit::TextCache texts_;
  visit::ImageCache images_;
  std::unique_ptr<ui::Toolkit> toolkit_;
  std::unique_ptr<Guide> guide_;
  std::unique_ptr<Panel> panel_;
  std::vector<visit::StaffRequest> unsent_staff_;
  std::vector<visit::LoaderTask> unsent_;  // the loader's queue was full
  struct KeyStroke {
    Chord chord;
    std::string written;
  };
  std::deque<KeyStroke> keys_waiting_;

  const char* reason_ = nullptr;  // why a frame is wanted; null: none is
  bool incomplete_ = false;       // the last frame lacked texts or pictures
  std::size_t awaited_ = 0;       // how many of them were waited for then
  bool animating_ = false;
  bool library_known_ = false;
  bool stop_ = false;
  std::int64_t frame_ms_ = 0;  // when the last was presented
  FrameReport frame_report_;
  std::uint64_t visits_ = 0;
  bool wrote_ = false;  // the visitor has written something
  std::optional<Stopwatch> press_;
  std::string failure_;
  display::Event event_;
  ui::NodeTree nodes_;
  ui::FrameInfo info_;
};

}  // namespace entre::kiosk
