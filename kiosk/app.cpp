#include "kiosk/app.h"

#include <algorithm>

#include "kiosk/screens/screens.h"
#include "kiosk/visit/settings.h"
#include "platform/log.h"
#include "platform/process.h"

namespace entre::kiosk {
namespace {

// An unchanged frame is presented again as often: it feeds the watchdog.
constexpr std::int64_t kWatchdogMs = 30'000;
// One byte a pixel: some forty screens full of text.
constexpr std::size_t kTextBytesMax = 8u << 20;
constexpr std::size_t kImageBytesMax = 24u << 20;
// Keys that were pressed before the screen has answered the first.
constexpr std::size_t kKeysMax = 64;
constexpr double kKnockMm = 40;

}  // namespace

// Calm may be the panel's, not only the visitor's.
static visit::Preferences cold_start(const AppOptions& options) {
  visit::Preferences start = options.start;
  start.calm |= options.config.screen.calm;
  return start;
}

static visit::Installation installation(const AppOptions& options) {
  const Config& config = options.config;
  const Config::Sync& sync = config.sync;
  const bool sends = (sync.hub_url.empty() ? sync.url : sync.hub_url).starts_with("http");
  return {config.kiosk.name,
          config.kiosk.service_contact,
          config.feedback.comment,
          sends,
          visit::split_codes(config.kiosk.languages),
          options.canvas.turn_degrees};
}

App::App(const AppOptions& options, Machine machine)
    : machine_(machine),
      first_page_(options.page),
      gallery_(options.gallery),
      session_(options.config.visit, cold_start(options), options.test, machine.clock.monotonic_ms(),
               installation(options)),
      paths_(options.paths),
      config_(options.config),
      touch_map_(options.config.screen.touch_map),
      texts_(kTextBytesMax, [this](visit::LoaderTask task) { return loader_->ask(std::move(task)); }),
      images_(kImageBytesMax, [this](visit::LoaderTask task) { return loader_->ask(std::move(task)); }),
      frame_report_(!options.avoided.empty()) {}

App::~App() = default;

Result<std::unique_ptr<App>> App::create(const AppOptions& options, Machine machine) {
  std::unique_ptr<App> app(new App(options, machine));
  // The loader reads while the window opens.
  auto loader = visit::LoaderThread::start(
      {options.paths.content_folder, options.assets_folder, options.avoided, options.paths}, machine.files,
      machine.clock, display::Canvas::wake);
  if (!loader) return loader.error();
  app->loader_ = std::move(*loader);
  app->started("loader");
  auto canvas = display::Canvas::create(options.canvas);
  if (!canvas) return canvas.error();
  app->canvas_ = std::move(*canvas);
  app->started("display");
  const Config::Screen& screen = options.config.screen;
  auto toolkit = ui::Toolkit::create(
      {options.assets_folder, screen.ppi * app->canvas_->scale(), screen.viewing_distance_mm,
       screen.lower_edge_mm, screen.low_reach_mm, screen.oled_safe},
      machine.files, *app->canvas_, app->texts_, app->images_);
  if (!toolkit) return toolkit.error();
  app->toolkit_ = std::move(*toolkit);
  const auto mm_px = static_cast<float>(screen.ppi * app->canvas_->scale() / 25.4);
  app->guide_ =
      std::make_unique<Guide>(GuideOptions{options.config.keys, !options.config.speech.headset_device.empty(),
                                           mm_px, static_cast<int>(options.config.speech.volume_percent)},
                              *app->toolkit_, app->nodes_, app->model(), machine.speech);
  app->knock_.emplace(options.config.staff.corner, static_cast<std::size_t>(options.config.staff.touches),
                      static_cast<float>(kKnockMm) * mm_px);
  app->panel_ = std::make_unique<Panel>(visit::LightingPlan::of(options.config.display), *app->canvas_,
                                        machine.backlight, machine.clock);
  app->started("assets");
  app->ledger_ = std::make_unique<visit::LedgerThread>(
      visit::LedgerOptions{options.paths.outbox_file, options.config.kiosk.id, options.paths.requests_folder,
                           options.paths.frame_file()},
      machine.files, machine.clock, machine.random, display::Canvas::wake);
  app->frame_ms_ = app->now();
  app->want_frame("start");
  return app;
}

Result<void> App::run() {
  while (step(kWatchdogMs)) {
  }
  if (!failure_.empty()) return Error{ErrorKind::unavailable, failure_};
  return {};
}

bool App::step(std::int64_t wait_max_ms) {
  receive();
  tick();
  obey_key();
  send();
  if (may_draw()) {
    draw();
    send();
  }
  if (!stop_) take_events(std::min(wait_max_ms, wait_ms()));
  return !stop_;
}

void App::receive() {
  for (visit::LoaderOutcome& outcome : loader_->take_outcomes()) receive(std::move(outcome));
  for (const visit::LedgerReply& reply : ledger_->take_replies()) {
    session_.apply(reply, now());
    want_frame("ledger");
  }
  if (!staff_ || !session_.staff().is_open()) return;
  for (const visit::StaffReply& reply : staff_->take_replies()) {
    session_.apply(reply, now());
    want_frame("staff");
  }
}

void App::receive(visit::LoaderOutcome outcome) {
  if (const auto* text = std::get_if<visit::TextSet>(&outcome)) {
    texts_.arrived(*text);
    // What was asked for ahead of being seen makes the column's height known.
    if (texts_.waiting() == 0) want_frame("texts");
  } else if (const auto* image = std::get_if<visit::ImageDecoded>(&outcome)) {
    images_.arrived(*image);
  } else if (const auto* failed = std::get_if<visit::LoaderFailed>(&outcome)) {
    failure_ = failed->message;
    stop_ = true;
  } else if (const auto* read = std::get_if<visit::ConfigRead>(&outcome)) {
    panel_->follow(visit::LightingPlan::of(read->config.display));
  } else {
    const auto& reply = std::get<visit::LoaderReply>(outcome);
    session_.apply(reply, now());
    if (std::holds_alternative<visit::LibraryLoaded>(reply)) library_arrived();
    want_frame("loader");
  }
}

void App::started(const char* phase) {
  if (machine_.trace != nullptr) machine_.trace->phase(phase);
}

void App::library_arrived() {
  started("library");
  images_.clear();
  library_known_ = true;
  for (const std::string& refused : toolkit_->refused_colors(model().library->site)) log_warning(refused);
  if (gallery_) session_.apply(visit::Open{visit::ScreenId::gallery, ""}, now());
  if (first_page_.empty() || model().library->release == 0) return;
  session_.apply(visit::Open{visit::ScreenId::article, first_page_}, now());
  if (model().place.screen != visit::ScreenId::article)
    log_warning("page " + first_page_ + ": the release has no such page today");
  first_page_.clear();
}

void App::tick() {
  if (now() >= session_.next_deadline_ms()) {
    session_.tick(now());
    want_frame("deadline");
  }
  if (now() >= frame_ms_ + kWatchdogMs) want_frame("watchdog");
  if (animating_ && now() >= frame_ms_ + canvas_->frame_ms()) want_frame("animation");
  if (session_.visits() != visits_) end_visit();
  if (machine_.headset != nullptr && library_known_) guide_->headset(machine_.headset->inserted());
  guide_->tick(now());
  obey_guide();
  session_.speaking(guide_->is_speaking(), now());
  if (panel_->tick(session_.is_occupied())) want_frame("lighting");
}

void App::end_visit() {
  visits_ = session_.visits();
  toolkit_->reset();
  guide_->reset();
  // Nobody waits now, and texts of all sizes that came and went have left holes.
  trim_heap();
  if (!std::exchange(wrote_, false)) return;
  texts_.clear();
  toolkit_->forget_texts();
  want_frame("texts");
}

void App::act(const visit::Action& action) {
  wrote_ |=
      std::holds_alternative<visit::TypeText>(action) || std::holds_alternative<visit::CompleteWord>(action);
  session_.apply(action, now());
}

void App::map_touches() {
  const visit::Staff& staff = model().staff;
  if (staff.settings) touch_map_ = staff.settings->values.at(visit::setting_index(visit::touch_map_key)).text;
  const auto map = parse_touch_map(staff.trial ? staff.trial->map : touch_map_);
  canvas_->set_touch_map(map.value_or(TouchMap{}));
}

// Its thread is there while staff are, and is never waited for: what it still does ends by itself.
void App::tend_staff() {
  visit::StaffVisit& visit = session_.staff();
  if (visit.wants_restart()) {
    log_info("staff asked for a restart of the program");
    stop_ = true;
  }
  if (staff_ && staff_->has_ended()) staff_.reset();
  if (!visit.is_open()) {
    unsent_staff_.clear();
    if (staff_) staff_->close();
    return;
  }
  for (visit::StaffRequest& request : visit.take_requests()) unsent_staff_.push_back(std::move(request));
  if (!staff_)
    staff_ = std::make_unique<staff::StaffThread>(
        staff::Desk(paths_, machine_.files, machine_.clock, machine_.random, machine_.system, machine_.stick,
                    config_),
        display::Canvas::wake);
  auto unsent = unsent_staff_.begin();
  while (unsent != unsent_staff_.end() && staff_->ask(*unsent)) ++unsent;
  unsent_staff_.erase(unsent_staff_.begin(), unsent);
}

void App::send() {
  map_touches();
  tend_staff();
  for (visit::LedgerRequest& request : session_.take_ledger_requests()) {
    const auto* save = std::get_if<visit::SaveDraft>(&request);
    const auto* change = std::get_if<visit::ChangeDraft>(&request);
    const std::uint64_t ticket = save != nullptr ? save->ticket : change != nullptr ? change->ticket : 0;
    if (ledger_->ask(request)) continue;
    log_error("the ledger does not keep up");
    if (ticket != 0) session_.apply(visit::LedgerReply(visit::DraftFailed{ticket}), now());
  }
  for (visit::LoaderRequest& request : session_.take_loader_requests()) unsent_.push_back(std::move(request));
  auto unsent = unsent_.begin();
  while (unsent != unsent_.end() && loader_->ask(*unsent)) ++unsent;
  unsent_.erase(unsent_.begin(), unsent);
}

void App::want_frame(const char* reason) {
  if (reason_ == nullptr) reason_ = reason;
}

bool App::may_draw() const {
  if (stop_ || !library_known_ || session_.waits_for_page()) return false;
  if (reason_ == nullptr && !incomplete_) return false;
  // Half of what was missing has come: what it looks like is made while the loader sets the other half.
  return !incomplete_ || 2 * waiting() <= awaited_;
}

void App::draw() {
  if (panel_->is_dark()) return draw_dark();
  const Stopwatch work;
  texts_.begin_frame();
  images_.begin_frame();
  canvas_->begin(now());
  std::vector<visit::Action> actions;
  {
    ui::Frame frame(*toolkit_, model());
    actions = screens::draw(frame, model());
    // The first time texts are only asked for: they are set while the window is made.
    incomplete_ = !frame.complete() || !canvas_->is_open();
    if (!incomplete_) {
      animating_ = frame.animating();
      nodes_ = frame.nodes();
      info_ = frame.info();
    }
    frame.close();
    if (incomplete_) return discard(frame.clear_color(), work.ms());
    canvas_->end(frame.clear_color());
  }
  drawn(actions, work.ms());
}

// Nothing is there to be touched, pointed at or read aloud.
void App::draw_dark() {
  const Stopwatch work;
  if (!canvas_->is_open()) open_window();
  if (stop_) return;
  canvas_->begin(now());
  canvas_->end({0, 0, 0, 255});
  incomplete_ = animating_ = false;
  nodes_ = {};
  info_ = {};
  info_.screen = "dark";
  drawn({}, work.ms());
}

// What was touched is touched again in the whole frame that follows.
void App::discard(display::Color clear_color, double work_ms) {
  canvas_->discard();
  started("texts asked for");
  if (machine_.trace != nullptr) machine_.trace->pass(work_ms);
  // The texts asked for have to go out first.
  send();
  awaited_ = waiting();
  if (!canvas_->is_open()) open_window();
  if (canvas_->is_open()) canvas_->prepare(clear_color);
}

void App::open_window() {
  if (const Result<void> opened = canvas_->open(); !opened) {
    failure_ = opened.error().message;
    stop_ = true;
    return;
  }
  started("window");
  const display::Size size = canvas_->size();
  log_info("screen " + std::to_string(size.w) + "x" + std::to_string(size.h) + ", " +
           canvas_->renderer_name());
}

// Before it is presented, and never one that moves or that a visitor's press waits for.
void App::look_at_frame() {
  if (animating_ || press_ || !frame_report_.is_due(now())) return;
  frame_report_.tell_touch(canvas_->touch_is_stuck(now()));
  if (panel_->is_dark()) {
    ledger_->ask(visit::ReportFrame{frame_report_.take_dark(now(), machine_.clock.unix_ms())});
    return;
  }
  const auto seen = canvas_->sample_luminance(FrameReport::columns, FrameReport::rows);
  if (seen.empty()) return;
  const bool at_rest = model().resting && model().place.screen == visit::ScreenId::home;
  ledger_->ask(visit::ReportFrame{frame_report_.take(seen, at_rest, now(), machine_.clock.unix_ms())});
}

void App::drawn(const std::vector<visit::Action>& actions, double work_ms) {
  look_at_frame();
  panel_->dim();
  canvas_->present();
  panel_->presented();
  frame_ms_ = now();
  // Here and nowhere else: a loop that turns without showing anything is a hang.
  if (machine_.service != nullptr) machine_.service->alive(frame_ms_);
  if (machine_.starts != nullptr) machine_.starts->alive(frame_ms_);
  if (Trace* trace = machine_.trace; trace != nullptr) {
    if (model().library->release != 0) trace->first_frame();
    trace->frame(work_ms, reason_ == nullptr ? "texts" : reason_);
    if (press_) trace->press(press_->ms());
  }
  press_.reset();
  reason_ = nullptr;
  guide_->drawn(now());
  for (const visit::Action& action : actions) {
    if (std::holds_alternative<visit::Listen>(action)) guide_->listen();
    const auto* staff_act = std::get_if<visit::StaffAct>(&action);
    if (staff_act && staff_act->command == visit::StaffCommand::sound) guide_->try_sound();
    act(action);
  }
  if (!actions.empty()) want_frame("action");
  obey_guide();
  if (canvas_->input_pending()) want_frame("input");
}

std::int64_t App::wait_ms() const {
  if (may_draw() || may_obey_key()) return 0;
  std::int64_t until =
      std::min({session_.next_deadline_ms(), guide_->next_deadline_ms(), panel_->next_deadline_ms()});
  // A frame that is wanted and cannot be drawn waits for the loader, who wakes.
  if (reason_ == nullptr && !incomplete_)
    until = std::min(until, frame_ms_ + (animating_ ? canvas_->frame_ms() : kWatchdogMs));
  return std::clamp<std::int64_t>(until - now(), 0, kWatchdogMs);
}

void App::take_events(std::int64_t wait_max_ms) {
  if (!event_.wait(*canvas_, wait_max_ms)) return;
  do {
    take(event_);
  } while (event_.wait(*canvas_, 0));
}

void App::take(const display::Event& event) {
  switch (event.kind()) {
    case display::EventKind::quit:
      stop_ = true;
      return;
    case display::EventKind::press:
      if (!press_) press_.emplace();
      [[fallthrough]];
    case display::EventKind::pointer:
      return take_finger(event);
    case display::EventKind::key:
      return take_key(event);
    case display::EventKind::redraw:
      return want_frame("window");
    case display::EventKind::other:
      return;
  }
}

// A finger that explores presses nothing; that it lifts is told all the same. A cloth that wipes is no
// finger.
void App::take_finger(const display::Event& event) {
  if (session_.staff().is_cleaning()) return session_.staff().wiped(now());
  const auto finger = event.finger(canvas_->size());
  const bool is_lost = finger ? panel_->swallows(*finger) : panel_->shows_dark();
  if (!is_lost) session_.touched(now());
  if (finger && knock_->finger(*finger, static_cast<float>(canvas_->size().w), now()))
    act(visit::StaffAct{visit::StaffCommand::open});
  if (is_lost) {
    if (event.kind() == display::EventKind::press) touch_dark();
    return;
  }
  if (finger && finger->phase != display::FingerPhase::up)
    session_.staff().finger(finger->x, finger->y, finger->phase == display::FingerPhase::down);
  const bool explores = finger && guide_->finger(*finger, now());
  obey_guide();
  if (!explores || finger->phase == display::FingerPhase::up) canvas_->on_event(event.sdl(), now());
  want_frame("input");
}

// It lights the panel where it may, and does nothing else. The display may have lit it by itself.
void App::touch_dark() {
  if (panel_->shows_dark() && panel_->wakes()) session_.touched(now());
  want_frame("dark");
}

void App::take_key(const display::Event& event) {
  if (session_.staff().is_cleaning()) return;
  const auto key = event.key();
  if (panel_->shows_dark() && !(key && guide_->is_for_staff(*key))) return touch_dark();
  session_.touched(now());
  if (!key || keys_waiting_.size() == kKeysMax) return;
  if (!press_) press_.emplace();
  keys_waiting_.push_back({*key, event_.written()});
}

// Each key meets the screen that the one before it has made.
void App::obey_key() {
  if (!may_obey_key()) return;
  const KeyStroke key = std::move(keys_waiting_.front());
  keys_waiting_.pop_front();
  guide_->key(key.chord, key.written);
  obey_guide();
}

void App::obey_guide() {
  for (const visit::Action& action : guide_->take_actions()) act(action);
  if (guide_->take_cancel()) canvas_->cancel_touch(now());
  if (guide_->take_frame()) want_frame("guide");
}

bool App::may_obey_key() const {
  return !keys_waiting_.empty() && library_known_ && reason_ == nullptr && !incomplete_ &&
         !session_.waits_for_page();
}

bool App::settled() const {
  return library_known_ && keys_waiting_.empty() && reason_ == nullptr && !incomplete_ && !animating_ &&
         unsent_.empty() && waiting() == 0 && !canvas_->input_pending() && session_.settled();
}

}  // namespace entre::kiosk
