#include <doctest/doctest.h>

#include "platform/json.h"

using namespace entre;

namespace {

std::string refusal(std::string_view text, const JsonCaps& caps = {}) {
  const auto json = parse_json(text, caps);
  return json ? "accepted" : json.error().message;
}

}  // namespace

TEST_CASE("a document comes out as it went in") {
  const auto json = parse_json(R"( {"a":[1,-2,{"b":null}],"c":"å","d":true,"e":1.5,"f":{}} )", {});
  REQUIRE(json.ok());
  CHECK(json->dump() == R"({"a":[1,-2,{"b":null}],"c":"å","d":true,"e":1.5,"f":{}})");
}

TEST_CASE("a key twice is refused with its place, however deep") {
  CHECK(refusal(R"({"a":1,"a":2})").find("the key \"a\" twice before byte 10") != std::string::npos);
  CHECK(refusal(R"([{"x":{"a":1,"b":2,"a":3}}])").find("\"a\" twice") != std::string::npos);
  CHECK(refusal(R"({"a":1,"\u0061":2})").find("\"a\" twice") != std::string::npos);
  CHECK(refusal(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})") == "accepted");
}

TEST_CASE("what is deeper or longer than the caps is refused") {
  JsonCaps caps;
  caps.depth_max = 2;
  CHECK(refusal("[[1]]", caps) == "accepted");
  CHECK(refusal("[[[1]]]", caps).find("more than 2 levels") != std::string::npos);
  CHECK(refusal(std::string(1'000'000, '[')).find("more than 64 levels") != std::string::npos);
  caps.string_bytes_max = 3;
  CHECK(refusal(R"(["abc"])", caps) == "accepted");
  CHECK(refusal(R"(["abcd"])", caps).find("a string of more than 3 bytes") != std::string::npos);
  CHECK(refusal(R"({"abcd":1})", caps).find("a string of more than 3 bytes") != std::string::npos);
  caps.bytes_max = 4;
  CHECK(parse_json("[   ]", caps).error().kind == ErrorKind::too_large);
}

TEST_CASE("what is not JSON in UTF-8 is refused") {
  const std::string_view bad[] = {
      "",       " ",      "{",        "[1,]",         "{\"a\":}",         "{a:1}",       "'a'", "1 2",
      "NaN",    "[1]x",   "\"\x80\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\\ud800\"", "01",  "1e999",
      "\"\n\"", "// c\n1"};
  for (const std::string_view text : bad) {
    CAPTURE(text);
    const auto json = parse_json(text, {});
    REQUIRE_FALSE(json.ok());
    CHECK(json.error().kind == ErrorKind::invalid);
  }
  CHECK(refusal(std::string_view("{}\0{\"a\":1}", 10)).find("a NUL at byte 2") != std::string::npos);
}

TEST_CASE("a member of the wrong kind is named with where it stands") {
  const Json json =
      Json::parse(R"({"n":5,"s":"x","big":18446744073709551615,"real":1.0,"null":null,"list":[1,2]})");
  const auto object = JsonObject::of(json, "page");
  REQUIRE(object.ok());
  CHECK(*object->integer("n", 0, 5) == 5);
  CHECK(object->integer("n", 0, 4).error().message == "page.n: expected a whole number from 0 to 4");
  CHECK_FALSE(object->integer("big", 0, 1000).ok());
  CHECK_FALSE(object->integer("real", 0, 1000).ok());
  CHECK(object->string("n").error().message == "page.n: expected a string");
  CHECK(object->string("missing").error().message == "page.missing: expected a string");
  CHECK(*object->string_or("null", "fallback") == "fallback");
  CHECK_FALSE(object->string_or("n", "fallback").ok());
  CHECK((*object->array("list", 2))->size() == 2);
  CHECK_FALSE(object->array("list", 1).ok());
  CHECK_FALSE(object->has("null"));
  CHECK_FALSE(JsonObject::of(json["list"], "list").ok());
}

TEST_CASE("canonical JSON sorts keys, drops white space and escapes quotes and backslashes only") {
  const Json json = Json::parse(R"({ "b": [1, -2, true, null, [], {}], "a": "\"\\\n/é", "B": 0 })");
  CHECK(canonical_json(json) == "{\"B\":0,\"a\":\"\\\"\\\\\n/é\",\"b\":[1,-2,true,null,[],{}]}");
}
