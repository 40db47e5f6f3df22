// One page without scripts: headings in order, tables with heads, pictures with transcripts.
#include <fmt/format.h>

#include <algorithm>

#include "report.h"

namespace entre::conformance {
namespace {

constexpr const char* style = R"(
:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 Inter, "Noto Sans", sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem;
       color: #14202b; background: #faf8f5; }
h1, h2, h3 { line-height: 1.2; margin: 2em 0 0.5em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.5rem 0.75rem; border: 1px solid #707c87; }
thead th { background: #e3eef3; }
caption { text-align: start; font-weight: 700; padding: 0.5rem 0; }
.holds, .supports { font-weight: 700; color: #165a30; }
.broken, .partially-supports { font-weight: 700; color: #8f1f17; }
.screens { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 2rem; }
figure { margin: 0; }
.number { text-align: end; }
.holds, .broken, .waits, td.not-applicable, td.not-evaluated, td.partially-supports { white-space: nowrap; }
figure img { max-width: 100%; height: auto; border: 1px solid #707c87; }
a { color: #0b4f6c; }
@media print {
  body { max-width: none; font-size: 0.75rem; color: #000; background: none; }
  tr, figure, li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .screens { grid-template-columns: repeat(3, 1fr); gap: 1rem; }
}
@media screen and (prefers-color-scheme: dark) {
  body { color: #f2f4f5; background: #14202b; }
  thead th { background: #24425a; }
  .holds, .supports { color: #9be3b0; }
  .broken, .partially-supports { color: #ffb4ab; }
  a { color: #9fd4ee; }
})";

std::string escape(const std::string& text) {
  std::string out;
  for (const char byte : text) {
    if (byte == '&')
      out += "&amp;";
    else if (byte == '<')
      out += "&lt;";
    else if (byte == '>')
      out += "&gt;";
    else if (byte == '"')
      out += "&quot;";
    else
      out += byte;
  }
  return out;
}

const char* mark(Verdict verdict) {
  return verdict == Verdict::holds ? "✓ " : verdict == Verdict::broken ? "✗ " : "– ";
}

const char* css_class(Verdict verdict) {
  return verdict == Verdict::holds ? "holds" : verdict == Verdict::broken ? "broken" : "waits";
}

std::size_t count(const Report& report, Verdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(report.catalogue.rules.begin(), report.catalogue.rules.end(),
                    [&](const RuleText& rule) { return report.verdict(rule.number) == verdict; }));
}

std::string head(const Report& report) {
  const Catalogue& catalogue = report.catalogue;
  const std::size_t holds = count(report, Verdict::holds), broken = count(report, Verdict::broken),
                    waits = count(report, Verdict::waits), all = catalogue.rules.size();
  const std::string settings = fmt::format("{} {}", report.combinations,
                                           report.all_combinations ? "combinations of settings, which are all"
                                                                   : "combinations of settings, pairwise");
  return fmt::format(
      R"(<h1>{0}: accessibility conformance report</h1>
<p lang="sv"><strong>Sammanfattning.</strong> {1} av {2} regler håller, {3} är brutna och {4} är inte kontrollerade än.
Rapporten gäller den utrustning som nämns nedan och EN 301 549 V3.2.1 (2021-03) med WCAG 2.2. Den är gjord av ett program
vid varje bygge; vad som måste kontrolleras för hand står i en egen lista.</p>
<p><strong>Summary.</strong> {1} of {2} rules hold, {3} are broken and {4} are not checked yet.</p>
<ul>
<li>Product: {0} {5}. {6}</li>
<li>Standards: EN 301 549 V3.2.1 (2021-03) and WCAG 2.2.</li>
<li>Hardware that this is stated for: {7}</li>
<li>Method: {8} This time: {9}; {10} pictures.</li>
<li>Date: {11}. The same as data: <a href="report.json">report.json</a> (OpenACR).</li>
</ul>
)",
      escape(catalogue.product), holds, all, broken, waits, ENTRE_VERSION, escape(catalogue.description),
      escape(catalogue.hardware), escape(catalogue.methods), settings, report.frames, report.date);
}

// "460 287", with narrow spaces that do not break.
std::string thousands(std::size_t n) {
  const std::string digits = std::to_string(n);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += "\u202f";
    out += digits[i];
  }
  return out;
}

std::string rule_row(const Report& report, const RuleText& rule) {
  const Verdict verdict = report.verdict(rule.number);
  const Tally::Rule& found = report.tally.rule(rule.number);
  const std::string own = "the project’s own";
  std::string clauses, criteria;
  for (const std::string& one : report.catalogue.answers(rule.number)) {
    const auto space = one.find(' ');
    std::string& column = one.starts_with("EN ") ? clauses : criteria;
    column += (column.empty() ? "" : ", ") + one.substr(space + 1);
  }
  if (clauses.empty() && criteria.empty()) clauses = criteria = own;
  std::string checked = escape(rule.how);
  for (const RuleText::Proof& proof : rule.proofs)
    checked += fmt::format("<br>Test: {} “{}”", escape(proof.program), escape(proof.test_case));
  if (!rule.waits.empty()) checked += "<br>" + escape(rule.waits);
  std::string result =
      fmt::format("<span class=\"{}\">{}{}</span>", css_class(verdict), mark(verdict), name(verdict));
  if (found.faults > 0)
    result += fmt::format("<br><a href=\"#faults-{}\">{} faults</a>", rule.number, found.faults);
  return fmt::format(
      "<tr><th scope=\"row\">{}. {}</th><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td>"
      "<td>{}</td></tr>\n",
      rule.number, escape(rule.title), clauses, criteria, result, thousands(found.checks), checked);
}

std::string rules(const Report& report) {
  std::string html =
      "<h2>The rules</h2>\n<table><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">EN 301 549</th><th "
      "scope=\"col\">WCAG 2.2</th><th "
      "scope=\"col\">Result</th><th scope=\"col\">Checks</th><th scope=\"col\">What was "
      "checked</th></tr></thead>\n<tbody>\n";
  for (const RuleText& rule : report.catalogue.rules) html += rule_row(report, rule);
  return html + "</tbody></table>\n";
}

std::string faults(const Report& report) {
  std::string html;
  for (const auto& [number, rule] : report.tally.rules()) {
    if (rule.faults == 0) continue;
    html += fmt::format("<h3 id=\"faults-{0}\">Rule {0}</h3>\n<ul>\n", number);
    for (const Finding& finding : rule.findings)
      html += fmt::format("<li>{}: {}</li>\n", escape(finding.where), escape(finding.what));
    html += "</ul>\n";
  }
  return html.empty() ? html : "<h2>What is broken</h2>\n" + html;
}

std::string criteria(const Report& report) {
  std::string html = "<h2>The criteria of the standards</h2>\n";
  for (const Chapter& chapter : report.catalogue.chapters) {
    html += "<h3>" + escape(chapter.label) + "</h3>\n";
    if (!chapter.not_applicable.empty())
      html += "<p>Not applicable. " + escape(chapter.not_applicable) + "</p>\n";
    if (chapter.criteria.empty()) continue;
    html +=
        "<table><thead><tr><th scope=\"col\">Criterion</th><th scope=\"col\">Level</th><th "
        "scope=\"col\">Remarks</th>"
        "</tr></thead>\n<tbody>\n";
    for (const Criterion& one : chapter.criteria) {
      std::string level = report.level(one), words = level;
      std::replace(words.begin(), words.end(), '-', ' ');
      html += fmt::format("<tr><th scope=\"row\">{} {}</th><td class=\"{}\">{}</td><td>{}</td></tr>\n",
                          one.num, escape(one.handle), level, words, escape(report.notes(one)));
    }
    html += "</tbody></table>\n";
  }
  return html;
}

std::string by_hand(const Report& report) {
  std::string html =
      "<h2>To be checked by hand</h2>\n<p>No program can see these. Check them where the kiosk hangs, and "
      "write the "
      "date and the measure beside each.</p>\n<ul>\n";
  for (const Chapter& chapter : report.catalogue.chapters)
    for (const Criterion& one : chapter.criteria)
      if (!one.by_hand.empty())
        html += fmt::format("<li><strong>{} {}.</strong> {}</li>\n", one.num, escape(one.handle),
                            escape(one.by_hand));
  return html + "</ul>\n";
}

std::string screens(const Report& report) {
  std::string html =
      "<h2>The screens</h2>\n<p>Each in some of its settings, with its transcript: what the node tree says, "
      "in "
      "reading order.</p>\n<div class=\"screens\">\n";
  for (const Picture& picture : report.pictures) {
    html += fmt::format(
        "<figure><img src=\"{}\" alt=\"The screen {}; its words are in the transcript below.\">\n"
        "<figcaption><strong>{}</strong>, {}<details><summary>Transcript</summary>\n<ol>\n",
        escape(picture.file), escape(picture.screen), escape(picture.screen), escape(picture.settings));
    for (const std::string& line : picture.transcript) html += "<li dir=\"auto\">" + escape(line) + "</li>\n";
    html += "</ol></details></figcaption></figure>\n";
  }
  return html + "</div>\n";
}

}  // namespace

std::string to_html(const Report& report) {
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width\">\n<title>" +
         escape(report.catalogue.product) + ": accessibility conformance report</title>\n<style>" + style +
         "</style></head>\n<body><main>\n" + head(report) + rules(report) + faults(report) +
         criteria(report) + by_hand(report) + screens(report) +
         // On paper every transcript is open.
         "</main>\n<script>addEventListener('beforeprint', () => {\n"
         "  for (const part of document.querySelectorAll('details')) part.open = true;\n"
         "});</script></body></html>\n";
}

}  // namespace entre::conformance
