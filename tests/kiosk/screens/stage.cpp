#include "stage.h"

#include <SDL.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <map>

#include "kiosk/ui/icons.h"
#include "platform/display/shapes.h"
#include "platform/files.h"

namespace entre::testing {

namespace {

class TypesetSource : public visit::TextSource {
 public:
  explicit TypesetSource(std::unique_ptr<display::Typesetter> typesetter)
      : typesetter_(std::move(typesetter)) {}
  std::shared_ptr<const display::TextBlock> find(const display::TextRequest& request) override {
    SetText& text = texts_[display::key(request)];
    if (!text.block) {
      text = {request, std::make_shared<const display::TextBlock>(typesetter_->set(request))};
      CHECK_MESSAGE(!text.block->unknown_glyph, request.text);
      by_text_[request.text].push_back(text.block);
    }
    return text.block;
  }
  const std::map<std::string, SetText>& all() const { return texts_; }
  std::shared_ptr<const display::TextBlock> block(const ui::Node& node) const {
    const auto found = by_text_.find(node.label);
    if (found == by_text_.end()) return nullptr;
    for (const auto& one : found->second)
      if (std::ceil(one->w) == node.rect.w && std::ceil(one->h) == node.rect.h) return one;
    return nullptr;
  }

 private:
  std::unique_ptr<display::Typesetter> typesetter_;
  std::map<std::string, SetText> texts_;
  std::map<std::string, std::vector<std::shared_ptr<const display::TextBlock>>> by_text_;
};

class LetterlessSource : public visit::TextSource {
 public:
  explicit LetterlessSource(visit::TextSource& texts) : texts_(texts) {}
  std::shared_ptr<const display::TextBlock> find(const display::TextRequest& request) override {
    auto block = texts_.find(request);
    if (request.family == ui::icon_family) return block;
    display::TextBlock blank = *block;
    std::fill(blank.coverage.alpha.begin(), blank.coverage.alpha.end(), std::uint8_t{0});
    return std::make_shared<const display::TextBlock>(std::move(blank));
  }

 private:
  visit::TextSource& texts_;
};

class NoImages : public visit::ImageSource {
 public:
  std::shared_ptr<const display::Pixels> find(const std::string&, display::Size) override {
    return std::make_shared<const display::Pixels>();
  }
};

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(result).value();
}

}  // namespace

struct Stage::State {
  // Of the panel.
  struct Place {
    double ppi, lower_edge_mm;
  };
  State(display::Size size, const Place& at, std::shared_ptr<TypesetSource> from, bool letters);
  std::unique_ptr<display::Canvas> canvas;
  Place place;
  std::shared_ptr<TypesetSource> texts;
  LetterlessSource letterless{*texts};
  NoImages images;
  SystemFiles files;
  std::unique_ptr<ui::Toolkit> toolkit;
  std::int64_t now_ms = 1000;
};

Stage::State::State(display::Size size, const Place& at, std::shared_ptr<TypesetSource> from, bool letters)
    : place(at), texts(std::move(from)) {
  display::WindowOptions options;
  options.size = size;
  options.headless = true;
  canvas = must(display::Canvas::create(options));
  ui::ToolkitOptions kit;
  kit.assets_folder = ENTRE_ASSETS_DIR;
  kit.ppi = place.ppi;
  kit.lower_edge_mm = place.lower_edge_mm;
  visit::TextSource& source = letters ? static_cast<visit::TextSource&>(*texts) : letterless;
  toolkit = must(ui::Toolkit::create(kit, files, *canvas, source, images));
}

Stage::Stage(display::Size size, double ppi, double lower_edge_mm) {
  const std::string assets = ENTRE_ASSETS_DIR;
  auto texts = std::make_shared<TypesetSource>(
      must(display::Typesetter::create(assets + "/fonts/fonts.toml", assets + "/hyphenation.toml")));
  state_ = std::make_unique<State>(size, State::Place{ppi, lower_edge_mm}, std::move(texts), true);
}

Stage::Stage(std::unique_ptr<State> state) : state_(std::move(state)) {}

Stage::~Stage() {
  state_->toolkit.reset();
}

const std::map<std::string, SetText>& Stage::texts() const {
  return state_->texts->all();
}

display::Canvas& Stage::canvas() {
  return *state_->canvas;
}

void Stage::point(const ui::Pointing& pointing) {
  state_->toolkit->pointing() = pointing;
}

Stage::Drawn Stage::draw(const visit::Model& model) {
  Drawn drawn;
  state_->now_ms += 16;
  display::Color clear;
  // As the app does: a frame that lacks something is not shown, and drawn anew.
  constexpr int tries_max = 100;
  for (int tries = 0; !drawn.complete && tries < tries_max; ++tries) {
    if (tries > 0) state_->canvas->discard();
    state_->canvas->begin(state_->now_ms);
    ui::Frame frame(*state_->toolkit, model);
    drawn.actions = screens::draw(frame, model);
    drawn.tree = frame.nodes();
    drawn.info = frame.info();
    drawn.complete = frame.complete();
    drawn.animating = frame.animating();
    clear = frame.clear_color();
  }
  state_->canvas->end(clear);
  return drawn;
}

static std::vector<visit::Action> frames(Stage& stage, visit::Model& model) {
  std::vector<visit::Action> all;
  do {
    for (visit::Action& action : stage.draw(model).actions) {
      if (const auto* scroll = std::get_if<visit::ScrollTo>(&action)) model.place.scroll_px = scroll->px;
      all.push_back(std::move(action));
    }
  } while (stage.canvas().input_pending());
  return all;
}

std::vector<visit::Action> Stage::touch(visit::Model& model,
                                        const std::vector<std::pair<float, float>>& path) {
  std::vector<visit::Action> all;
  const auto keep = [&](std::vector<visit::Action> actions) {
    all.insert(all.end(), std::make_move_iterator(actions.begin()), std::make_move_iterator(actions.end()));
  };
  keep(frames(*this, model));
  keep(finger(model, display::FingerPhase::down, path.front()));
  for (std::size_t i = 1; i < path.size(); ++i) keep(finger(model, display::FingerPhase::move, path[i]));
  keep(finger(model, display::FingerPhase::up, path.back()));
  keep(frames(*this, model));
  return all;
}

std::vector<visit::Action> Stage::finger(visit::Model& model, display::FingerPhase phase,
                                         std::pair<float, float> at) {
  display::push_finger(phase, at.first, at.second, state_->canvas->size());
  SDL_Event event;
  while (state_->canvas->wait_event(&event, 0)) state_->canvas->on_event(event, state_->now_ms);
  return frames(*this, model);
}

std::vector<visit::Action> Stage::wait_ms(visit::Model& model, std::int64_t ms, std::int64_t each_ms) {
  std::vector<visit::Action> all;
  for (const std::int64_t until = state_->now_ms + ms; state_->now_ms < until; state_->now_ms += each_ms)
    for (visit::Action& action : frames(*this, model)) all.push_back(std::move(action));
  return all;
}

void Stage::reset() {
  state_->toolkit->reset();
}

display::Pixels Stage::pixels() {
  return must(state_->canvas->read_pixels());
}

std::shared_ptr<const display::TextBlock> Stage::block(const ui::Node& node) const {
  return state_->texts->block(node);
}

std::unique_ptr<Stage> Stage::without_letters() const {
  auto state = std::make_unique<State>(state_->canvas->size(), state_->place, state_->texts, false);
  return std::unique_ptr<Stage>(new Stage(std::move(state)));
}

void Stage::save(const std::string& name) {
  const std::string folder = std::string(ENTRE_BUILD_DIR) + "/screens";
  std::filesystem::create_directories(folder);
  const display::Pixels pixels = must(state_->canvas->read_pixels());
  const Result<void> written = display::write_png(pixels, folder + "/" + name + ".png");
  CHECK(written.ok());
}

}  // namespace entre::testing
