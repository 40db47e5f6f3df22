#include "kiosk/ui/toolkit.h"

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

void Toolkit::reset() {
  state_->scrolls.clear();
}

Toolkit::State::~State() {
  for (auto& [key, entry] : text_entries)
    if (entry.texture.id) canvas.drop_texture(entry.texture.id);
  for (auto& [key, texture] : textures)
    if (texture.id) canvas.drop_texture(texture.id);
}

Texture Toolkit::State::upload(const display::Pixels& pixels) {
  return {canvas.make_texture(pixels), pixels.w, pixels.h, 0, frame};
}

const TextEntry* Toolkit::State::text(const display::TextRequest& request) {
  const std::string key = display::key(request);
  auto found = text_entries.find(key);
  if (found == text_entries.end()) {
    auto block = texts.find(request);
    if (!block) return nullptr;
    TextEntry entry{std::move(block), {}};
    if (!entry.block->pixels.argb.empty()) {
      entry.texture = upload(entry.block->pixels);
      texture_pixels += static_cast<std::size_t>(entry.texture.w) * static_cast<std::size_t>(entry.texture.h);
    }
    found = text_entries.emplace(key, std::move(entry)).first;
  }
  found->second.texture.last_frame = frame;
  return &found->second;
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
  std::erase_if(text_entries, [&](auto& item) {
    if (!stale(item.second.texture)) return false;
    drop(item.second.texture);
    return true;
  });
  std::erase_if(textures, [&](auto& item) {
    if (!stale(item.second)) return false;
    drop(item.second);
    return true;
  });
}

}  // namespace entre::ui
