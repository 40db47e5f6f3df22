#include "tests/faults/ledger_campaign.h"

namespace entre::test {

Result<void> LedgerWorld::open() {
  outbox.reset();
  auto opened = outbox::Outbox::open(path(), campaign_kiosk, files, clock, random);
  if (!opened) return opened.error();
  outbox = std::move(opened->outbox);
  return {};
}

bool LedgerWorld::give(bool finish) {
  const outbox::Answer answer = oracle.next();
  const auto draft = outbox->add_draft(answer);
  if (!draft) return false;
  oracle.saved(answer);
  if (finish) static_cast<void>(outbox->finish_draft(*draft).ok());
  return true;
}

client::UploadReport LedgerWorld::upload() {
  return client::Uploader(http, clock, "https://hub.test", "token").run(*outbox, [] { return false; });
}

void LedgerWorld::use() {
  if (!open() || !outbox->finish_all_drafts()) return;
  for (int i = 0; i < 3; ++i)
    if (!give(true)) return;
  outbox::Answer changed = oracle.next();
  const auto draft = outbox->add_draft(changed);
  if (!draft) return;
  oracle.saved(changed);
  changed.useful = !changed.useful;
  changed.comment = "changed my mind";
  oracle.changing(changed);
  if (!outbox->change_draft(*draft, changed)) return;
  oracle.saved(changed);
  const outbox::Answer undone = oracle.next();
  const auto regretted = outbox->add_draft(undone);
  if (!regretted) return;
  oracle.saved(undone);
  oracle.undoing(undone.page);
  if (!outbox->undo_draft(*regretted) || !outbox->next_batch()) return;
  if (!give(true) || !give(false)) return;
  server.events_max = 2;
  server.rejected_pages = {"page-2"};
  if (upload().error) return;
  if (!give(true) || !outbox->finish_all_drafts()) return;
  if (upload().error || !open()) return;
  if (!give(false)) return;
  static_cast<void>(upload());
}

std::string LedgerWorld::check_sent() {
  const std::string second = rfc3339(clock.unix_ms()).substr(0, 19), ms = std::to_string(clock.unix_ms());
  const std::string wrong =
      Oracle::check_sent(http.requests, {clock.boot_id(), second, ms, ms.substr(0, ms.size() - 3)});
  http.requests.clear();
  return wrong;
}

std::string LedgerWorld::recover_and_heal() {
  if (auto opened = open(); !opened) return "cannot be opened: " + opened.error().message;
  if (auto wrong = oracle.check_recovered(server, path()); !wrong.empty()) return wrong;
  if (auto finished = outbox->finish_all_drafts(); !finished) return "drafts: " + finished.error().message;
  if (!give(true)) return "no further answer is taken";
  if (auto report = upload(); report.error) return "upload: " + report.error->message;
  if (auto wrong = check_sent(); !wrong.empty()) return wrong;
  return oracle.check_healed(server, path());
}

}  // namespace entre::test
