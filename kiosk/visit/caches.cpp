#include "kiosk/visit/caches.h"

namespace entre::visit {
namespace {

std::string image_key(const std::string& name, display::Size max) {
  return std::to_string(max.w) + "x" + std::to_string(max.h) + " " + name;
}

std::size_t bytes_of(const display::Pixels& pixels) {
  return pixels.argb.size() * sizeof(std::uint32_t);
}

}  // namespace

std::shared_ptr<const display::TextBlock> TextCache::find(const display::TextRequest& request) {
  const std::string key = display::key(request);
  if (auto found = cache_.find(key)) return found;
  if (!asked_.contains(key) && ask_(TypesetText{key, request})) asked_.insert(key);
  return nullptr;
}

void TextCache::arrived(const TextSet& text) {
  asked_.erase(text.key);
  cache_.put(text.key, text.block,
             text.block->coverage.alpha.size() + text.key.size() +
                 text.block->lines.size() * sizeof(display::TextLine));
}

std::shared_ptr<const display::Pixels> ImageCache::find(const std::string& name, display::Size max) {
  const std::string key = image_key(name, max);
  if (auto found = cache_.find(key)) return found;
  if (!asked_.contains(key) && ask_(DecodeImage{name, max})) asked_.insert(key);
  return nullptr;
}

void ImageCache::arrived(const ImageDecoded& image) {
  const std::string key = image_key(image.name, image.max);
  asked_.erase(key);
  cache_.put(key, image.pixels, bytes_of(*image.pixels));
}

}  // namespace entre::visit
