#include "kiosk/ui/toolkit.h"

#include <algorithm>

#include "platform/display/shapes.h"

namespace entre::ui {

namespace {
// About two full screens of 1080x1920: 16 MiB.
constexpr std::size_t texture_pixels_max = 4u << 20;
}  // namespace

Result<std::unique_ptr<Toolkit>> Toolkit::create(const ToolkitOptions& options, const Files& files,
                                                 display::Canvas& canvas, visit::TextSource& texts,
                                                 visit::ImageSource& images) {
  auto strings = Strings::load(files, options.assets_folder + "/strings");
  if (!strings) return strings.error();
  auto themes = Themes::load(files, options.assets_folder + "/themes");
  if (!themes) return themes.error();
  return std::unique_ptr<Toolkit>(new Toolkit(std::make_unique<State>(
      options, canvas, texts, images, std::move(strings).value(), std::move(themes).value())));
}

Toolkit::Toolkit(std::unique_ptr<State> state) : state_(std::move(state)) {}
Toolkit::~Toolkit() = default;

std::vector<std::string> Toolkit::refused_colors(const content::Site& site) const {
  return state_->themes.refusals(site.theme);
}

float Toolkit::height_px() const {
  return static_cast<float>(state_->canvas.size().h);
}

const Strings& Toolkit::strings() const {
  return state_->strings;
}

Pointing& Toolkit::pointing() {
  return state_->pointing;
}

void Toolkit::reset() {
  state_->scrolls.clear();
  state_->arrivals.clear();
  state_->pointing = {};
}

void Toolkit::forget_texts() {
  for (auto& [key, entry] : state_->text_entries)
    for (auto& [color, texture] : entry.textures) {
      state_->texture_pixels -= static_cast<std::size_t>(texture.w) * static_cast<std::size_t>(texture.h);
      state_->canvas.drop_texture(texture.id);
    }
  state_->text_entries.clear();
}

Toolkit::State::~State() {
  for (auto& [key, entry] : text_entries)
    for (auto& [color, texture] : entry.textures) canvas.drop_texture(texture.id);
  for (auto& [key, texture] : textures)
    if (texture.id) canvas.drop_texture(texture.id);
}

Texture Toolkit::State::upload(const display::Pixels& pixels) {
  return {canvas.make_texture(pixels), pixels.w, pixels.h, 0, frame};
}

int Toolkit::State::qr_modules(const std::string& text) {
  constexpr std::size_t codes_max = 64;
  const auto known = code_modules.find(text);
  if (known != code_modules.end()) return known->second;
  if (code_modules.size() >= codes_max) code_modules.clear();
  const Result<int> modules = display::qr_modules(text);
  return code_modules[text] = modules ? *modules : 0;
}

TextEntry* Toolkit::State::text(const display::TextRequest& request) {
  const std::string key = display::key(request);
  auto found = text_entries.find(key);
  if (found == text_entries.end()) {
    auto block = texts.find(request);
    if (!block) return nullptr;
    found = text_entries.emplace(key, TextEntry{std::move(block), {}, frame}).first;
  }
  found->second.last_frame = frame;
  return &found->second;
}

const Texture& Toolkit::State::colored(TextEntry& entry, display::Color color) {
  static const Texture none;
  if (!canvas.is_open()) return none;
  auto found = std::find_if(entry.textures.begin(), entry.textures.end(),
                            [&](const auto& known) { return known.first == color; });
  if (found == entry.textures.end()) {
    const display::Coverage& coverage = entry.block->coverage;
    const display::TextureId id = canvas.make_texture(coverage, color);
    found = entry.textures.insert(found, {color, {id, coverage.w, coverage.h, 0, frame}});
    texture_pixels += coverage.alpha.size();
  }
  found->second.last_frame = frame;
  return found->second;
}

void Toolkit::State::begin_frame() {
  ++frame;
  if (texture_pixels <= texture_pixels_max) return;
  // Two frames: what the last one showed is kept, even if it had to be discarded and drawn anew.
  const auto stale = [this](const Texture& texture) { return texture.last_frame + 2 < frame; };
  const auto drop = [this](const Texture& texture) {
    if (!texture.id) return;
    canvas.drop_texture(texture.id);
    texture_pixels -= static_cast<std::size_t>(texture.w) * static_cast<std::size_t>(texture.h);
  };
  for (auto& [key, entry] : text_entries) {
    std::erase_if(entry.textures, [&](const auto& known) {
      if (!stale(known.second)) return false;
      drop(known.second);
      return true;
    });
  }
  std::erase_if(text_entries, [this](const auto& item) {
    return item.second.textures.empty() && item.second.last_frame + 2 < frame;
  });
  std::erase_if(textures, [&](auto& item) {
    if (!stale(item.second)) return false;
    drop(item.second);
    return true;
  });
}

}  // namespace entre::ui
