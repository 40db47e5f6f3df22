#include "report.h"

#include <algorithm>

#include "platform/json.h"

namespace entre::conformance {

const char* name(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::broken:
      return "broken";
    case Verdict::waits:
      return "not checked yet";
  }
  std::abort();
}

Verdict Report::verdict(int rule) const {
  const Tally::Rule& found = tally.rule(rule);
  if (found.faults > 0) return Verdict::broken;
  return found.checks > 0 ? Verdict::holds : Verdict::waits;
}

std::string Report::level(const Criterion& criterion) const {
  if (!criterion.not_applicable.empty()) return "not-applicable";
  if (!criterion.by_hand.empty()) return "not-evaluated";
  std::string level = "supports";
  for (const int rule : criterion.rules) {
    if (verdict(rule) == Verdict::broken) return "partially-supports";
    if (verdict(rule) == Verdict::waits) level = "not-evaluated";
  }
  return level;
}

std::string Report::notes(const Criterion& criterion) const {
  if (!criterion.not_applicable.empty()) return criterion.not_applicable;
  if (!criterion.by_hand.empty()) return "Not checked by the program. To check by hand: " + criterion.by_hand;
  std::string notes;
  for (const int rule : criterion.rules) {
    const Tally::Rule& found = tally.rule(rule);
    notes += (notes.empty() ? "Rule " : " Rule ") + std::to_string(rule) + " " + name(verdict(rule));
    if (found.checks > 0) notes += " (" + std::to_string(found.checks) + " checks)";
    notes += ".";
  }
  return notes;
}

std::vector<std::string> transcript_of(const Observed& frame) {
  std::vector<std::string> lines;
  for (const ui::Node& node : frame.tree.nodes()) {
    // A control's own texts are in its label.
    const ui::Node* parent = frame.tree.find(node.parent);
    if (!is_seen(node) || (parent != nullptr && parent->focusable)) continue;
    std::string line = std::string(ui::name(node.role)) + ": " + node.label;
    if (!node.state.empty()) line += " (" + node.state + ")";
    std::replace(line.begin(), line.end(), '\n', ' ');
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string to_openacr(const Report& report) {
  const Catalogue& catalogue = report.catalogue;
  Json chapters = Json::object();
  for (const Chapter& chapter : catalogue.chapters) {
    Json& made = chapters[chapter.id];
    made["notes"] = chapter.not_applicable;
    made["disabled"] = !chapter.not_applicable.empty();
    made["criteria"] = Json::array();
    for (const Criterion& one : chapter.criteria)
      made["criteria"].push_back(
          {{"num", one.num},
           {"components",
            {{{"name", chapter.component},
              {"adherence", {{"level", report.level(one)}, {"notes", report.notes(one)}}}}}}});
  }
  const std::string settings = std::to_string(report.combinations) + " combinations of settings, " +
                               std::to_string(report.frames) + " pictures.";
  // No address is invented: the authority that publishes the report states its own.
  const Json contact = {{"company_name", catalogue.product}, {"email", ""}};
  return Json({{"title", catalogue.product + " Accessibility Conformance Report"},
               {"product",
                {{"name", catalogue.product},
                 {"version", ENTRE_VERSION},
                 {"description", catalogue.description}}},
               {"author", contact},
               {"vendor", contact},
               {"report_date", report.date},
               {"version", 1},
               {"notes", "Stated for this hardware and no other: " + catalogue.hardware},
               {"evaluation_methods_used", catalogue.methods + " " + settings},
               {"license", "GPL-3.0-or-later"},
               {"catalog", catalogue.catalog},
               {"chapters", std::move(chapters)}})
             .dump(2) +
         "\n";
}

std::string to_summary(const Report& report) {
  std::string table = "| rule | what | result |\n| --- | --- | --- |\n";
  for (const RuleText& rule : report.catalogue.rules)
    table += "| " + std::to_string(rule.number) + " | " + rule.title + " | " +
             name(report.verdict(rule.number)) + " |\n";
  return table;
}

}  // namespace entre::conformance
