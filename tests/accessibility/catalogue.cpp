#include "catalogue.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "platform/files.h"
#include "platform/toml.h"

namespace entre::conformance {
namespace {

constexpr std::uint64_t bytes_max = 256 << 10;
constexpr std::int64_t rules_max = 25;

TomlDocument read(const std::string& name) {
  const std::string file = std::string(ENTRE_SOURCE_DIR) + "/tests/accessibility/" + name;
  const auto text = SystemFiles().read(file, bytes_max);
  REQUIRE_MESSAGE(text.ok(), file);
  return TomlDocument::parse(*text, name);
}

RuleText read_rule(const TomlTable& table) {
  RuleText rule;
  rule.number = static_cast<int>(table.integer_or("number", 1, rules_max, 0));
  rule.title = table.require_string("title");
  rule.how = table.require_string("how");
  rule.waits = table.string_or("waits", "");
  for (const std::string& proof : table.strings("proofs")) {
    const auto colon = proof.find(": ");
    if (colon == std::string::npos)
      table.fault("proofs", "\"" + proof + "\": expected \"program: test case\"");
    else
      rule.proofs.push_back({proof.substr(0, colon), proof.substr(colon + 2)});
  }
  return rule;
}

Criterion read_criterion(const TomlTable& table) {
  Criterion one;
  one.num = table.require_string("num");
  one.handle = table.require_string("handle");
  one.not_applicable = table.string_or("na", "");
  one.by_hand = table.string_or("hand", "");
  for (const std::string& rule : table.strings("rules")) one.rules.push_back(std::stoi(rule));
  const int said =
      (one.rules.empty() ? 0 : 1) + (one.not_applicable.empty() ? 0 : 1) + (one.by_hand.empty() ? 0 : 1);
  if (said != 1) table.fault("num", "expected one of rules, na and hand");
  return one;
}

}  // namespace

std::vector<std::string> Catalogue::answers(int rule) const {
  std::vector<std::string> all;
  for (const Chapter& chapter : chapters)
    for (const Criterion& one : chapter.criteria)
      if (std::find(one.rules.begin(), one.rules.end(), rule) != one.rules.end())
        all.push_back((chapter.id.starts_with("en_") ? "EN " : "WCAG ") + one.num);
  return all;
}

Catalogue read_catalogue() {
  Catalogue all;
  TomlDocument rules = read("catalogue.toml"), criteria = read("criteria.toml");
  all.product = rules.root().require_string("product");
  all.description = rules.root().require_string("description");
  all.hardware = rules.root().require_string("hardware");
  all.methods = rules.root().require_string("methods");
  for (const TomlTable& table : rules.root().tables("rule")) all.rules.push_back(read_rule(table));
  all.catalog = criteria.root().require_string("catalog");
  for (const TomlTable& table : criteria.root().tables("chapter")) {
    Chapter chapter;
    chapter.id = table.require_string("id");
    chapter.label = table.require_string("label");
    chapter.component = table.require_string("component");
    chapter.not_applicable = table.string_or("na", "");
    for (const TomlTable& one : table.tables("criteria")) chapter.criteria.push_back(read_criterion(one));
    all.chapters.push_back(chapter);
  }
  for (TomlDocument* document : {&rules, &criteria})
    for (const Fault& fault : document->finish()) FAIL_CHECK(to_string(fault));
  return all;
}

}  // namespace entre::conformance
