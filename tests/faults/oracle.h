#pragma once
// One oracle for all campaigns. A: answers that the screen was told are saved; S: the server's rows; O: the
// ledger; D: dead letters. After every recovery A is within S, O and D together; after healing within S and
// D; no answer twice; bodies equal.

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "platform/http.h"
#include "sync/outbox/outbox.h"
#include "sync/wire/wire.h"

namespace entre::test {

// A hub in memory, by the rules of docs/hub.md, that can be copied.
struct AnswerServer {
  std::map<std::pair<std::string, std::int64_t>, std::string> rows;  // (epoch, sequence) -> canonical body
  std::map<std::pair<std::string, std::int64_t>, wire::FeedbackEvent> events;
  int conflicts = 0, batches = 0;
  std::size_t events_max = wire::batch_events_max;
  std::set<std::string> rejected_pages;
  HttpResponse take(const HttpRequest& request);
};

class Oracle {
 public:
  // What the driver does, in its own words: an answer is told apart by its page.
  outbox::Answer next();                     // another answer, not yet given
  void saved(const outbox::Answer& answer);  // the screen said so
  void changing(const outbox::Answer& answer) { versions_[answer.page].insert(answer.useful); }
  void undoing(const std::string& page) { told_.erase(page); }
  std::size_t told() const { return told_.size(); }

  // After a recovery: what is told is in the server, the ledger or its dead letters. Empty, or what is wrong.
  std::string check_recovered(const AnswerServer& server, const std::string& ledger_path) const;
  // After healing: in the server or the dead letters, each once, as it was given.
  std::string check_healed(const AnswerServer& server, const std::string& ledger_path) const;
  // The same against a hub's rows, page -> useful.
  using Rows = std::multimap<std::string, bool>;
  std::string check_kept(const Rows& rows, const std::string& ledger_path) const;
  std::string check_delivered(const Rows& rows, const std::string& ledger_path) const;
  // Answers that damage took, which the campaign knows to be lost.
  std::set<std::string> lost(const AnswerServer& server, const std::string& ledger_path) const;

 private:
  std::set<std::string> missing(std::set<std::string> there, const std::string& ledger_path) const;
  std::set<std::string> told_;
  std::map<std::string, std::set<bool>> versions_;  // of every answer ever given
  int count_ = 0;
};

// Pages of the answers that a table of the ledger holds ("draft", "event", "dead_letter").
std::multiset<std::string> pages_in(const std::string& ledger_path, const std::string& table);

}  // namespace entre::test
