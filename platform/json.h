#pragma once
// JSON by nlohmann-json. Parsing from outside is always through parse_json, which caps and refuses.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "platform/result.h"

namespace entre {

using Json = nlohmann::json;

struct JsonCaps {
  std::size_t bytes_max = 4u << 20;
  int depth_max = 64;
  std::size_t string_bytes_max = 64u << 10;
};

// The value of a text. invalid: malformed, not UTF-8, a key twice, deeper or longer than the caps (with the
// byte position); too_large: more bytes than bytes_max.
Result<Json> parse_json(std::string_view text, const JsonCaps& caps);

// Reads members of an object with one error form, "<where>.<key>: expected <what>". Unknown members are
// ignored.
class JsonObject {
 public:
  // `json` must outlive this. `where` names the document in messages.
  static Result<JsonObject> of(const Json& json, std::string where);
  Result<std::string> string(const char* key) const;
  Result<std::int64_t> integer(const char* key, std::int64_t min, std::int64_t max) const;
  Result<bool> boolean(const char* key) const;
  Result<const Json*> array(const char* key, std::size_t items_max) const;
  Result<const Json*> object(const char* key) const;
  // The same with a default where the member is missing or null.
  Result<std::string> string_or(const char* key, std::string fallback) const;
  Result<std::int64_t> integer_or(const char* key, std::int64_t min, std::int64_t max,
                                  std::int64_t fallback) const;
  Result<bool> boolean_or(const char* key, bool fallback) const;
  bool has(const char* key) const;
  const std::string& where() const { return where_; }

 private:
  JsonObject(const Json& json, std::string where) : json_(&json), where_(std::move(where)) {}
  const Json* json_;
  std::string where_;
};

// OLPC canonical JSON, as TUF signs it: sorted keys, no white space, integers only. Floats abort.
std::string canonical_json(const Json& json);

}  // namespace entre
