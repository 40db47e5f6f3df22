// The report's two forms: report.json has the shape of OpenACR 0.1.0, report.html says all of it.
#include "report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "platform/json.h"

using namespace entre;
using namespace entre::conformance;

namespace {

// What openacr-0.1.0.json and catalog 2.5-edition-wcag-2.2-508-eu-en ask for, a line for each breach.
class Shape {
 public:
  std::vector<std::string> breaches;

  void report(const Json& report) {
    text(report, "title");
    if (object(report, "product")) text(report["product"], "name", "product.");
    for (const char* who : {"author", "vendor"})
      if (object(report, who)) text(report[who], "email", std::string(who) + ".", true);
    for (const char* key : {"report_date", "notes", "evaluation_methods_used", "license", "catalog"})
      text(report, key);
    breach(report.contains("version") && report["version"].is_number_integer(), "version");
    if (!object(report, "chapters")) return;
    for (const auto& [id, chapter] : report["chapters"].items()) this->chapter(id, chapter);
  }

 private:
  void breach(bool holds, const std::string& where) {
    if (!holds) breaches.push_back(where);
  }
  bool object(const Json& of, const std::string& key) {
    const bool is = of.contains(key) && of[key].is_object();
    breach(is, key);
    return is;
  }
  void text(const Json& of, const std::string& key, const std::string& path = "", bool may_be_empty = false) {
    const bool is = of.contains(key) && of[key].is_string();
    breach(is && (may_be_empty || !of[key].get<std::string>().empty()), path + key);
  }
  void one_of(const Json& of, const std::string& key, const std::string& path,
              std::initializer_list<const char*> known) {
    text(of, key, path);
    if (!of.contains(key) || !of[key].is_string()) return;
    const std::string value = of[key];
    breach(std::find(known.begin(), known.end(), value) != known.end(), path + key + "=" + value);
  }
  void chapter(const std::string& id, const Json& chapter) {
    static const std::set<std::string> known = {"success_criteria_level_a",
                                                "success_criteria_level_aa",
                                                "success_criteria_level_aaa",
                                                "en_301_549_functional_performance",
                                                "en_301_549_generic_requirements",
                                                "en_301_549_ict_with_two-way_voice",
                                                "en_301_549_ict_with_video",
                                                "en_301_549_hardware",
                                                "en_301_549_web",
                                                "en_301_549_non-web-documents",
                                                "en_301_549_software",
                                                "en_301_549_documentation_and_support_services",
                                                "en_301_549_ict_providing_relay_or_emergency_service_access"};
    breach(known.contains(id), id);
    breach(chapter.contains("notes") && chapter["notes"].is_string(), id + ".notes");
    const bool is_off =
        chapter.contains("disabled") && chapter["disabled"].is_boolean() && chapter["disabled"];
    breach(chapter.contains("criteria") && chapter["criteria"].is_array() &&
               (is_off || !chapter["criteria"].empty()),
           id + ".criteria");
    if (!chapter.contains("criteria")) return;
    std::set<std::string> numbers;
    for (const Json& one : chapter["criteria"]) criterion(id, one, &numbers);
  }
  void criterion(const std::string& id, const Json& one, std::set<std::string>* numbers) {
    text(one, "num", id + ".");
    const std::string num = one.value("num", ""), path = id + "." + num + ".";
    breach(numbers->insert(num).second, path + "num twice");
    breach(one.contains("components") && one["components"].is_array() && !one["components"].empty(),
           path + "components");
    if (!one.contains("components")) return;
    for (const Json& component : one["components"]) {
      one_of(component, "name", path, {"web", "electronic-docs", "software", "authoring-tool", "none"});
      if (!component.contains("adherence")) {
        breach(false, path + "adherence");
        continue;
      }
      const Json& adherence = component["adherence"];
      one_of(adherence, "level", path,
             {"supports", "partially-supports", "does-not-support", "not-applicable", "not-evaluated"});
      text(adherence, "notes", path);
    }
  }
};

std::vector<std::string> breaches(const Json& report) {
  Shape shape;
  shape.report(report);
  return shape.breaches;
}

// All rules were checked and hold, but rule 8, which is broken.
struct Checked {
  Catalogue catalogue = read_catalogue();
  Tally tally;
  Checked() {
    tally.at("adapt, sv light 200 % upright");
    for (const RuleText& rule : catalogue.rules)
      tally.check(rule.number, rule.number != 8, [] { return std::string("adapt.done <reaches> 1240 mm"); });
  }
  Report report() const {
    return {catalogue,   tally, {{"home", "sv light 100 % upright", "pictures/home.png", {"heading: Hem"}}},
            1,           1,     false,
            "2026-06-15"};
  }
};

}  // namespace

TEST_CASE("the report's JSON has the shape that OpenACR asks for") {
  const Json report = Json::parse(to_openacr(Checked().report()));
  for (const std::string& breach : breaches(report)) CHECK_MESSAGE(false, breach);
  const auto level = [&](const char* chapter, const std::string& num) -> std::string {
    for (const Json& one : report["chapters"][chapter]["criteria"])
      if (one["num"] == num) return one["components"][0]["adherence"]["level"];
    return "";
  };
  CHECK(level("success_criteria_level_aa", "1.4.3") == "supports");
  CHECK(level("en_301_549_functional_performance", "4.2.8") == "partially-supports");
  CHECK(level("success_criteria_level_a", "1.2.1") == "not-applicable");
  CHECK(level("success_criteria_level_a", "1.3.3") == "not-evaluated");
}

TEST_CASE("another shape is seen") {
  const Json good = Json::parse(to_openacr(Checked().report()));
  const auto broken = [&](const std::function<void(Json&)>& breaks) {
    Json report = good;
    breaks(report);
    return breaches(report).size();
  };
  CHECK(broken([](Json&) {}) == 0);
  CHECK(broken([](Json& report) { report.erase("product"); }) == 1);
  CHECK(broken([](Json& report) { report["author"].erase("email"); }) == 1);
  CHECK(broken([](Json& report) { report["version"] = "1"; }) == 1);
  CHECK(broken([](Json& report) { report["chapters"]["hardware_of_ours"] = Json::object(); }) > 0);
  const auto first = [](Json& report) -> Json& {
    return report["chapters"]["success_criteria_level_a"]["criteria"][0];
  };
  CHECK(broken([&](Json& report) { first(report)["num"] = "1.2.1"; }) == 1);
  CHECK(broken([&](Json& report) { first(report)["components"][0]["name"] = "kiosk"; }) == 1);
  CHECK(broken([&](Json& report) { first(report)["components"][0]["adherence"]["level"] = "holds"; }) == 1);
}

TEST_CASE("the report for people names every rule, criterion, fault and picture, and nothing raw") {
  const Checked checked;
  const std::string html = to_html(checked.report());
  for (const RuleText& rule : checked.catalogue.rules)
    CHECK(html.find(">" + std::to_string(rule.number) + ". ") != std::string::npos);
  for (const Chapter& chapter : checked.catalogue.chapters)
    for (const Criterion& one : chapter.criteria) CHECK(html.find(">" + one.num + " ") != std::string::npos);
  CHECK(html.find("adapt.done &lt;reaches&gt; 1240 mm") != std::string::npos);
  CHECK(html.find("<img src=\"pictures/home.png\"") != std::string::npos);
  CHECK(html.find("heading: Hem") != std::string::npos);
}
