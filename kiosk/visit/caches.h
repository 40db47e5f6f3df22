#pragma once
// What the loader has made, kept on the UI thread while it fits: set texts and decoded pictures.

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "kiosk/visit/loader_thread.h"
#include "kiosk/visit/sources.h"

namespace entre::visit {

// Values by key; when they take more than bytes_max the least recently used go, those of the present frame
// excepted: a frame that asks for more than fits is still drawn whole.
template <class Value>
class Cache {
 public:
  explicit Cache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  std::shared_ptr<const Value> find(const std::string& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    found->second.frame = frame_;
    order_.splice(order_.begin(), order_, found->second.place);
    return found->second.value;
  }
  void put(const std::string& key, std::shared_ptr<const Value> value, std::size_t bytes) {
    drop(key);
    order_.push_front(key);
    entries_[key] = {std::move(value), bytes, frame_, order_.begin()};
    bytes_ += bytes;
    while (bytes_ > bytes_max_ && entries_.at(order_.back()).frame != frame_)
      drop(std::string(order_.back()));
  }
  void begin_frame() { ++frame_; }
  void clear() {
    entries_.clear();
    order_.clear();
    bytes_ = 0;
  }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::shared_ptr<const Value> value;
    std::size_t bytes = 0;
    std::uint64_t frame = 0;
    std::list<std::string>::iterator place;
  };
  void drop(const std::string& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    bytes_ -= found->second.bytes;
    order_.erase(found->second.place);
    entries_.erase(found);
  }

  const std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::uint64_t frame_ = 0;
  std::unordered_map<std::string, Entry> entries_;
  std::list<std::string> order_;  // newest first
};

// Asks the loader; false: its queue is full, ask again at the next frame.
using AskLoader = std::function<bool(LoaderTask)>;

class TextCache : public TextSource {
 public:
  TextCache(std::size_t bytes_max, AskLoader ask) : cache_(bytes_max), ask_(std::move(ask)) {}
  std::shared_ptr<const display::TextBlock> find(const display::TextRequest& request) override;
  void arrived(const TextSet& text);
  void begin_frame() { cache_.begin_frame(); }
  // What a visitor has written is among the texts.
  void clear() { cache_.clear(); }
  // Texts asked for that have not come yet.
  std::size_t waiting() const { return asked_.size(); }

 private:
  Cache<display::TextBlock> cache_;
  AskLoader ask_;
  std::unordered_set<std::string> asked_;
};

class ImageCache : public ImageSource {
 public:
  ImageCache(std::size_t bytes_max, AskLoader ask) : cache_(bytes_max), ask_(std::move(ask)) {}
  std::shared_ptr<const display::Pixels> find(const std::string& name, display::Size max) override;
  void arrived(const ImageDecoded& image);
  void begin_frame() { cache_.begin_frame(); }
  std::size_t waiting() const { return asked_.size(); }
  // A new release may have another picture under the same name.
  void clear() { cache_.clear(); }

 private:
  Cache<display::Pixels> cache_;
  AskLoader ask_;
  std::unordered_set<std::string> asked_;
};

}  // namespace entre::visit
