#pragma once
// Answers that differ in everything an answer can say, the same for a seed and a number on every run: for the
// campaigns, and for the program that gives them in a process of its own.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "platform/json.h"
#include "sync/outbox/outbox.h"
#include "tests/support/fake_random.h"

namespace entre::test {

inline outbox::Answer varied_answer(std::uint64_t seed, int number) {
  FakeRandom random(seed * 1'000'003 + std::uint64_t(number));
  const auto chance = [&](std::uint64_t one_in) { return uniform(random, one_in) == 0; };
  constexpr const char* languages[] = {"sv", "en", "fi", "ar", "sv-lattlast"};
  constexpr const char* reasons[] = {"hard_to_read", "out_of_date", "missing", "wrong", "too_long"};
  constexpr const char* words[] = {"k", "å", "\"", "\\", "\n", "語", "🙂", "|"};
  outbox::Answer answer;
  answer.page = fmt::format("page-{}", number);
  answer.language = languages[uniform(random, std::size(languages))];
  answer.release = 1 + std::int64_t(uniform(random, 1000));
  answer.useful = chance(2);
  for (const char* reason : reasons)
    if (chance(3)) answer.reasons.emplace_back(reason);
  if (chance(3))
    for (std::uint64_t left = uniform(random, wire::comment_characters_max + 1); left > 0; --left)
      answer.comment += words[uniform(random, std::size(words))];
  answer.test = chance(8);
  return answer;
}

// All that a visitor said, as one text; of an answer as given (outbox::Answer) or as received
// (wire::FeedbackEvent).
template <class Said>
std::string body_of(const Said& said) {
  return fmt::format("{}|{}|{}|{:d}|{}|{}|{:d}", said.page, said.language, said.release, said.useful,
                     Json(said.reasons).dump(), said.comment, said.test);
}
// The same of a row of the ledger's drafts or of the hub's feedback.
inline constexpr const char* body_sql =
    "page||'|'||language||'|'||release||'|'||useful||'|'||reasons||'|'||comment||'|'||test";

}  // namespace entre::test
