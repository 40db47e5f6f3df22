#pragma once
// One oracle for all campaigns. A: answers that the screen was told are saved; S: the server's rows; O: the
// ledger; D: dead letters. After every recovery A is within S, O and D together; after healing within S and
// D; no answer twice; all that an answer says as it was given; no boot and no exact time in what was sent.

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "platform/http.h"
#include "sync/outbox/outbox.h"
#include "sync/wire/wire.h"
#include "tests/faults/answers.h"

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
  explicit Oracle(std::uint64_t seed = 0) : seed_(seed) {}
  // What the driver does, in its own words: an answer is told apart by its page.
  outbox::Answer next();                        // another answer, not yet given
  void changing(const outbox::Answer& answer);  // may become this, or not
  void saved(const outbox::Answer& answer);     // the screen said so: it is this and no earlier one
  void undoing(const std::string& page) { told_.erase(page); }
  std::size_t told() const { return told_.size(); }

  // After a recovery: what is told is in the server, the ledger or its dead letters, as it was given.
  // Empty, or what is wrong.
  std::string check_recovered(const AnswerServer& server, const std::string& ledger_path) const;
  // After healing: in the server or the dead letters, each once, as it was given.
  std::string check_healed(const AnswerServer& server, const std::string& ledger_path) const;
  // The same against the bodies of a hub's rows.
  using Bodies = std::vector<std::string>;  // as by body_of
  std::string check_kept(const Bodies& rows, const std::string& ledger_path) const;
  std::string check_delivered(const Bodies& rows, const std::string& ledger_path) const;
  // What left the kiosk: no request says any of these.
  static std::string check_sent(const std::vector<HttpRequest>& requests,
                                const std::set<std::string>& secrets);
  // Answers that damage took, which the campaign knows to be lost.
  std::set<std::string> lost(const AnswerServer& server, const std::string& ledger_path) const;

 private:
  std::set<std::string> missing(const Bodies& there) const;
  std::string check_bodies(const Bodies& bodies) const;
  std::uint64_t seed_;
  std::set<std::string> told_;  // pages
  std::map<std::string, std::set<std::string>>
      versions_;  // page -> what it may be, of every answer ever given
  int count_ = 0;
};

// The answers that a table of the ledger holds ("draft", "event", "dead_letter").
Oracle::Bodies bodies_in(const std::string& ledger_path, const std::string& table);

}  // namespace entre::test
