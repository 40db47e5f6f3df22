#include "sync/hub/dashboard.h"

#include <fmt/format.h>

#include "sync/hub/judge.h"
#include "sync/hub/page.h"

namespace entre::hub {

namespace {

// Swedish writes 67 % with a no-break space.
std::string share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "–" : fmt::format("{}\u00a0%", (200 * part + whole) / (2 * whole));
}

std::string when(std::int64_t unix_ms, const Clock& clock) {
  if (unix_ms <= 0) return "aldrig";
  const LocalTime t = clock.local(unix_ms);
  return fmt::format("<time datetime=\"{}\">{:04}-{:02}-{:02} {:02}.{:02}</time>", rfc3339(unix_ms), t.year,
                     t.month, t.day, t.hour, t.minute);
}

std::string page_rows(const std::vector<PageCount>& pages, PageCount* total) {
  std::string rows;
  for (const PageCount& count : pages) {
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
        "<td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
        escape_html(count.page), escape_html(count.language), count.yes, count.no,
        share(count.yes, count.yes + count.no), count.test);
    total->yes += count.yes;
    total->no += count.no;
    total->test += count.test;
  }
  return rows;
}

std::string pages_table(const std::vector<PageCount>& pages) {
  if (pages.empty()) return "<p>Inga svar har kommit än.</p>\n";
  PageCount total;
  const std::string rows = page_rows(pages, &total);
  return fmt::format(
      "<div class=\"wide\" role=\"region\" aria-labelledby=\"pages\" tabindex=\"0\">\n<table>\n"
      "<thead><tr><th scope=\"col\">Sida</th><th scope=\"col\">Språk</th>"
      "<th scope=\"col\" class=\"number\">Ja</th><th scope=\"col\" class=\"number\">Nej</th>"
      "<th scope=\"col\" class=\"number\">Andel ja</th><th scope=\"col\" "
      "class=\"number\">Provsvar</th></tr></thead>\n"
      "<tbody>\n{}</tbody>\n<tfoot><tr><th scope=\"row\" colspan=\"2\">Alla</th><td class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr></tfoot>\n"
      "</table>\n</div>\n<p>Provsvar kommer från kioskens egen rundtur och räknas inte i de andra "
      "kolumnerna.</p>\n",
      rows, total.yes, total.no, share(total.yes, total.yes + total.no), total.test);
}

std::string names_of(const wire::Usage::Counts& counts) {
  std::string all;
  for (const auto& [name, count] : counts)
    all += (all.empty() ? "" : ", ") + escape_html(name) + " " + std::to_string(count);
  return all.empty() ? "–" : all;
}

// Answers of all languages beside how often the page was opened.
std::string opened_rows(const wire::Usage& usage, const std::vector<PageCount>& pages) {
  std::string rows;
  for (const auto& [page, opened] : usage.pages) {
    std::int64_t yes = 0, no = 0;
    for (const PageCount& count : pages) {
      if (count.page != page) continue;
      yes += count.yes;
      no += count.no;
    }
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td>"
        "<td class=\"number\">{}</td></tr>\n",
        escape_html(page), opened, yes + no, share(yes, yes + no));
  }
  return rows;
}

std::string usage_table(const wire::Usage& usage, const std::vector<PageCount>& pages) {
  if (usage.empty()) return "<p>Inga räknade timmar har kommit än.</p>\n";
  return fmt::format(
      "<p>Besök: {}. Visade koder: {}. Sökningar utan träff: {}.</p>\n"
      "<p>Språk: {}. Anpassningar: {}. Ord utan träff: {}.</p>\n"
      "<div class=\"wide\" role=\"region\" aria-labelledby=\"usage\" tabindex=\"0\">\n<table>\n"
      "<thead><tr><th scope=\"col\">Sida</th><th scope=\"col\" class=\"number\">Öppnad</th>"
      "<th scope=\"col\" class=\"number\">Svar</th><th scope=\"col\" class=\"number\">Andel "
      "ja</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n</div>\n",
      usage.visits, usage.codes, usage.searches_without_hit, names_of(usage.languages), names_of(usage.aids),
      names_of(usage.words), opened_rows(usage, pages));
}

std::string kiosk_row(const Kiosk& kiosk, const Clock& clock) {
  const auto decoded = kiosk.status.empty() ? Result<wire::KioskStatus>(Error{ErrorKind::not_found, ""})
                                            : wire::decode_status(kiosk.status);
  const bool told = decoded.ok();
  const wire::KioskStatus status = told ? *decoded : wire::KioskStatus{};
  std::string trouble = escape_html(status.last_error);
  if (!status.outbox_set_aside.empty()) {
    trouble += (trouble.empty() ? "" : "<br>") + ("skadad liggare: " + escape_html(status.outbox_set_aside));
  }
  if (const std::int64_t now = clock.unix_ms();
      !status.expiry_role.empty() && now >= status.expiry_warn_from_unix_ms) {
    trouble +=
        (trouble.empty() ? "" : "<br>") +
        fmt::format("signaturen för {} {} {}", escape_html(status.expiry_role),
                    now < status.expiry_unix_ms ? "går ut" : "gick ut", when(status.expiry_unix_ms, clock));
  }
  for (const Finding& finding : judge({kiosk}, clock))
    if (finding.kind != "expiry") trouble += (trouble.empty() ? "" : "<br>") + escape_html(finding.what);
  return fmt::format(
      "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"number\">{}</td><td "
      "class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td>{}</td></tr>\n",
      escape_html(kiosk.name) +
          (kiosk.place.empty() ? "" : "<br><small>" + escape_html(kiosk.place) + "</small>"),
      escape_html(kiosk.id),
      when(kiosk.last_seen_unix_ms, clock) +
          (status.frame && status.frame->is_dark ? "<br><small>skärmen släckt</small>" : ""),
      told ? std::to_string(status.release) : "–", told ? std::to_string(status.answers_waiting) : "–",
      told ? std::to_string(status.answers_dead) : "–", trouble.empty() ? "–" : trouble);
}

std::string kiosks_table(const std::vector<Kiosk>& kiosks, const Clock& clock) {
  if (kiosks.empty()) return "<p>Inga kiosker är anslutna.</p>\n";
  std::string rows;
  for (const Kiosk& kiosk : kiosks) rows += kiosk_row(kiosk, clock);
  return fmt::format(
      "<div class=\"wide\" role=\"region\" aria-labelledby=\"kiosks\" tabindex=\"0\">\n<table>\n"
      "<thead><tr><th scope=\"col\">Kiosk</th><th scope=\"col\">Id</th><th scope=\"col\">Senast sedd</th>"
      "<th scope=\"col\" class=\"number\">Utgåva</th><th scope=\"col\" class=\"number\">Svar som väntar</th>"
      "<th scope=\"col\" class=\"number\">Avvisade svar</th><th scope=\"col\">Fel</th></tr></thead>\n"
      "<tbody>\n{}</tbody>\n</table>\n</div>\n",
      rows);
}

}  // namespace

std::string dashboard_main(const std::vector<PageCount>& pages, const wire::Usage& usage,
                           const std::vector<Kiosk>& kiosks, const Clock& clock) {
  return fmt::format(
      "<h1>Svar från kioskerna</h1>\n<p>Läget {}. <a href=\"/enrol\">Anslut en kiosk</a></p>\n<h2 "
      "id=\"pages\">Var sidan till nytta?</h2>\n{}"
      "<h2 id=\"usage\">Användning</h2>\n{}"
      "<h2 id=\"kiosks\">Kiosker</h2>\n{}",
      when(clock.unix_ms(), clock), pages_table(pages), usage_table(usage, pages),
      kiosks_table(kiosks, clock));
}

}  // namespace entre::hub
