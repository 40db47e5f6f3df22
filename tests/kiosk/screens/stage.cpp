#include "stage.h"

#include <SDL.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <map>

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
    }
    return text.block;
  }
  const std::map<std::string, SetText>& all() const { return texts_; }

 private:
  std::unique_ptr<display::Typesetter> typesetter_;
  std::map<std::string, SetText> texts_;
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
  std::unique_ptr<display::Canvas> canvas;
  std::unique_ptr<TypesetSource> texts;
  NoImages images;
  SystemFiles files;
  std::unique_ptr<ui::Toolkit> toolkit;
  std::int64_t now_ms = 1000;
};

Stage::Stage(display::Size size, double ppi, double lower_edge_mm) : state_(std::make_unique<State>()) {
  const std::string assets = std::string(ENTRE_SOURCE_DIR) + "/assets";
  display::CanvasOptions options;
  options.size = size;
  options.headless = true;
  state_->canvas = must(display::Canvas::create(options));
  state_->texts = std::make_unique<TypesetSource>(
      must(display::Typesetter::create(assets + "/fonts/fonts.toml", assets + "/hyphenation.toml")));
  ui::ToolkitOptions kit;
  kit.assets_folder = assets;
  kit.ppi = ppi;
  kit.lower_edge_mm = lower_edge_mm;
  state_->toolkit =
      must(ui::Toolkit::create(kit, state_->files, *state_->canvas, *state_->texts, state_->images));
}

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

std::vector<visit::Action> Stage::touch(visit::Model& model,
                                        const std::vector<std::pair<float, float>>& path) {
  std::vector<visit::Action> all;
  const auto step = [&] {
    do {
      for (visit::Action& action : draw(model).actions) {
        if (const auto* scroll = std::get_if<visit::ScrollTo>(&action)) model.place.scroll_px = scroll->px;
        all.push_back(std::move(action));
      }
    } while (state_->canvas->input_pending());
  };
  const auto finger = [&](display::FingerPhase phase, std::pair<float, float> at) {
    display::push_finger(phase, at.first, at.second, state_->canvas->size());
    SDL_Event event;
    while (state_->canvas->wait_event(&event, 0)) state_->canvas->on_event(event, state_->now_ms);
    step();
  };
  step();
  finger(display::FingerPhase::down, path.front());
  for (std::size_t i = 1; i < path.size(); ++i) finger(display::FingerPhase::move, path[i]);
  finger(display::FingerPhase::up, path.back());
  step();
  return all;
}

void Stage::save(const std::string& name) {
  const std::string folder = std::string(ENTRE_BUILD_DIR) + "/screens";
  std::filesystem::create_directories(folder);
  const display::Pixels pixels = must(state_->canvas->read_pixels());
  const Result<void> written = display::write_png(pixels, folder + "/" + name + ".png");
  CHECK(written.ok());
}

}  // namespace entre::testing
