#include "platform/json.h"

#include <cstdlib>
#include <iterator>
#include <limits>
#include <vector>

namespace entre {
namespace {

// The bytes of a text, counting how many the lexer has taken: our own refusals can then say where they are.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* count) : at_(at), count_(count) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* count_;
};

// Builds the value while the text is read; each callback says false to stop.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(const JsonCaps& caps, const std::size_t& position) : caps_(caps), position_(position) {}

  Json root;
  std::string complaint;

  bool null() override { return place(nullptr); }
  bool boolean(bool value) override { return place(value); }
  bool number_integer(number_integer_t value) override { return place(value); }
  bool number_unsigned(number_unsigned_t value) override { return place(value); }
  bool number_float(number_float_t value, const string_t&) override { return place(value); }
  bool string(string_t& value) override { return short_enough(value) && place(std::move(value)); }
  bool binary(binary_t&) override { return refuse("binary data"); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    if (!short_enough(name)) return false;
    if (open_.back()->contains(name)) return refuse("the key \"" + name + "\" twice");
    member_ = &(*open_.back())[name];
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    complaint = error.what();
    return false;
  }

 private:
  bool refuse(const std::string& what) {
    complaint = what + " before byte " + std::to_string(position_);
    return false;
  }

  bool short_enough(const std::string& text) {
    if (text.size() <= caps_.string_bytes_max) return true;
    return refuse("a string of more than " + std::to_string(caps_.string_bytes_max) + " bytes");
  }

  Json* put(Json value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    if (open_.back()->is_array()) {
      open_.back()->push_back(std::move(value));
      return &open_.back()->back();
    }
    *member_ = std::move(value);
    return member_;
  }

  bool place(Json value) {
    put(std::move(value));
    return true;
  }

  // A container is never moved while it is open: its parent grows only after it has been closed.
  bool open(Json container) {
    if (static_cast<int>(open_.size()) >= caps_.depth_max) {
      return refuse("more than " + std::to_string(caps_.depth_max) + " levels");
    }
    open_.push_back(put(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  const JsonCaps& caps_;
  const std::size_t& position_;
  std::vector<Json*> open_;
  Json* member_ = nullptr;
};

void append_canonical_string(const std::string& text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void append_canonical(const Json& json, std::string& out) {
  if (json.is_object()) {
    char before = '{';
    for (const auto& [key, value] : json.items()) {  // nlohmann keeps them sorted by bytes
      out += before;
      append_canonical_string(key, out);
      out += ':';
      append_canonical(value, out);
      before = ',';
    }
    out += json.empty() ? "{}" : "}";
  } else if (json.is_array()) {
    char before = '[';
    for (const Json& value : json) {
      out += before;
      append_canonical(value, out);
      before = ',';
    }
    out += json.empty() ? "[]" : "]";
  } else if (json.is_string()) {
    append_canonical_string(json.get_ref<const std::string&>(), out);
  } else if (json.is_number_integer() || json.is_boolean() || json.is_null()) {
    out += json.dump();
  } else {
    std::abort();  // a float has no canonical form
  }
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonCaps& caps) {
  if (text.size() > caps.bytes_max) {
    return Error{ErrorKind::too_large, "json: more than " + std::to_string(caps.bytes_max) + " bytes"};
  }
  // The lexer takes a NUL for the end, and would not see what comes after it.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return Error{ErrorKind::invalid, "json: a NUL at byte " + std::to_string(nul)};
  }
  std::size_t position = 0;
  Builder builder(caps, position);
  const CountingIterator begin(text.data(), &position), end(text.data() + text.size(), &position);
  if (!Json::sax_parse(begin, end, &builder)) return Error{ErrorKind::invalid, "json: " + builder.complaint};
  return std::move(builder.root);
}

std::string canonical_json(const Json& json) {
  std::string out;
  append_canonical(json, out);
  return out;
}

namespace {

Error expected(const std::string& where, const char* key, const std::string& what) {
  return {ErrorKind::invalid, where + "." + key + ": expected " + what};
}

// The member, or null where it is missing.
const Json* member(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it == json.end() ? nullptr : &*it;
}

}  // namespace

Result<JsonObject> JsonObject::of(const Json& json, std::string where) {
  if (!json.is_object()) return Error{ErrorKind::invalid, where + ": expected an object"};
  return JsonObject(json, std::move(where));
}

bool JsonObject::has(const char* key) const {
  const Json* value = member(*json_, key);
  return value != nullptr && !value->is_null();
}

Result<std::string> JsonObject::string(const char* key) const {
  const Json* value = member(*json_, key);
  if (value == nullptr || !value->is_string()) return expected(where_, key, "a string");
  return value->get<std::string>();
}

Result<std::int64_t> JsonObject::integer(const char* key, std::int64_t min, std::int64_t max) const {
  const Json* value = member(*json_, key);
  const auto out_of_range = [&] {
    return expected(where_, key, "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  };
  if (value == nullptr || !value->is_number_integer()) return out_of_range();
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value->is_number_unsigned() && value->get<std::uint64_t>() > kMax) return out_of_range();
  const auto number = value->get<std::int64_t>();
  if (number < min || number > max) return out_of_range();
  return number;
}

Result<bool> JsonObject::boolean(const char* key) const {
  const Json* value = member(*json_, key);
  if (value == nullptr || !value->is_boolean()) return expected(where_, key, "true or false");
  return value->get<bool>();
}

Result<const Json*> JsonObject::array(const char* key, std::size_t items_max) const {
  const Json* value = member(*json_, key);
  if (value == nullptr || !value->is_array()) return expected(where_, key, "an array");
  if (value->size() > items_max) {
    return expected(where_, key, "at most " + std::to_string(items_max) + " items");
  }
  return value;
}

Result<const Json*> JsonObject::object(const char* key) const {
  const Json* value = member(*json_, key);
  if (value == nullptr || !value->is_object()) return expected(where_, key, "an object");
  return value;
}

Result<std::string> JsonObject::string_or(const char* key, std::string fallback) const {
  return has(key) ? string(key) : Result<std::string>(std::move(fallback));
}

Result<std::int64_t> JsonObject::integer_or(const char* key, std::int64_t min, std::int64_t max,
                                            std::int64_t fallback) const {
  return has(key) ? integer(key, min, max) : Result<std::int64_t>(fallback);
}

Result<bool> JsonObject::boolean_or(const char* key, bool fallback) const {
  return has(key) ? boolean(key) : Result<bool>(fallback);
}

}  // namespace entre
