#include "sync/content/ranking.h"

#include <algorithm>
#include <cmath>

#include "sync/content/varint.h"

namespace entre::content {
namespace {

// Rows of words that lie so near each other are read in one go.
constexpr std::uint32_t kGapRead = 8;
constexpr const char* kRows = "SELECT number, entries FROM posting WHERE number BETWEEN ? AND ?";

}  // namespace

Ranking::Ranking(const SearchIndex& index, const Database& db, const std::vector<std::string>& words)
    : index_(index), db_(db) {
  for (const std::string& word : words) words_.push_back({QueryWord(word), false, {}, {}});
}

void Ranking::add(std::uint32_t entry, std::uint16_t score, Scored& word) const {
  if (entry >= index_.shown_.size() || index_.shown_[entry] == 0) return;
  std::uint16_t& known = word.scores[entry];
  if (known == 0) word.entries.push_back(entry);
  known = std::max(known, score);
}

void Ranking::add_row(std::string_view row, int weight, Scored& word) const {
  std::uint32_t entry = 0;
  for (std::size_t at = 0; at < row.size();) {
    entry += get_varint(row, &at);
    if (at >= row.size()) return;
    add(entry, score_of(static_cast<unsigned char>(row[at++]), weight), word);
  }
}

void Ranking::add_merged(std::string_view row, Scored& word) const {
  std::uint32_t entry = 0;
  for (std::size_t at = 0; at < row.size();) {
    entry += get_varint(row, &at);
    const std::uint32_t score = std::min<std::uint32_t>(get_varint(row, &at), UINT16_MAX);
    add(entry, static_cast<std::uint16_t>(score), word);
  }
}

Result<void> Ranking::add_postings(Statement& rows, const Vocabulary& vocabulary,
                                   const std::vector<Vocabulary::Meant>& meant, Scored& word) const {
  const std::int64_t first = vocabulary.first_posting();
  std::vector<Vocabulary::Meant> in_rows;
  for (const Vocabulary::Meant& one : meant) {
    const Vocabulary::Single single = vocabulary.single(one.index);
    if (single.entry == 0)
      in_rows.push_back(one);
    else
      add(single.entry, score_of(single.impact, one.weight), word);
  }
  for (std::size_t from = 0, to = 0; from < in_rows.size(); from = to) {
    for (to = from + 1; to < in_rows.size() && in_rows[to].index - in_rows[to - 1].index <= kGapRead;) ++to;
    rows.bind(1, first + in_rows[from].index).bind(2, first + in_rows[to - 1].index);
    for (std::size_t at = from; at < to;) {
      const auto row = rows.step();
      if (!row.ok()) return row.error();
      if (!*row) break;
      if (rows.column_int(0) != first + in_rows[at].index) continue;
      add_row(rows.column_blob(1), in_rows[at].weight, word);
      ++at;
    }
    rows.reset();
  }
  return {};
}

Result<void> Ranking::look_up_beginnings(Scored& word) const {
  word.scores.resize(index_.shown_.size());
  auto rows = db_.prepare(kRows);
  if (!rows.ok()) return rows.error();
  auto merged = db_.prepare("SELECT entries FROM beginning WHERE language = ? AND letters = ?");
  if (!merged.ok()) return merged.error();
  for (const SearchIndex::Text& text : index_.texts_) {
    const auto row = merged->bind(1, text.language).bind(2, word.query.word).step();
    if (!row.ok()) return row.error();
    if (*row) {
      word.whole = true;
      add_merged(merged->column_blob(0), word);
    } else {
      const auto meant = text.vocabulary.beginnings(word.query);
      word.whole |= !meant.empty();
      if (auto done = add_postings(*rows, text.vocabulary, meant, word); !done.ok()) return done;
    }
    merged->reset();
  }
  return {};
}

Result<void> Ranking::look_up_others(Scored& word) const {
  auto rows = db_.prepare(kRows);
  if (!rows.ok()) return rows.error();
  for (const SearchIndex::Text& text : index_.texts_) {
    const auto meant = text.vocabulary.others(word.query, &word.whole);
    if (auto done = add_postings(*rows, text.vocabulary, meant, word); !done.ok()) return done;
  }
  return {};
}

// A word that is found as it is written stays so. Where it is only a part of others, å may be a; where it is
// not found at all, there may be a slip in it.
Result<void> Ranking::take_freely(Scored& word) const {
  if (!word.whole && !word.query.folds) {
    word.query.folds = true;
    if (auto done = look_up_others(word); !done.ok()) return done;
  }
  if (word.entries.empty() && !word.query.slips) {
    word.query.slips = true;
    if (auto done = look_up_others(word); !done.ok()) return done;
  }
  return {};
}

std::vector<Ranking::Sum> Ranking::sums(std::size_t words_min) const {
  std::vector<float> sum(index_.shown_.size());
  std::vector<std::uint8_t> count(index_.shown_.size());
  for (const Scored& word : words_) {
    // A rare word says more than a common one (BM25's inverse document frequency).
    const auto there = static_cast<float>(word.entries.size());
    const float rarity = std::log(1 + static_cast<float>(index_.shown_count_) / (there + 0.5f));
    for (const std::uint32_t entry : word.entries) {
      sum[entry] += rarity * static_cast<float>(word.scores[entry]);
      ++count[entry];
    }
  }
  std::vector<Sum> all;
  for (const Scored& word : words_)
    for (const std::uint32_t entry : word.entries) {
      if (count[entry] < words_min) continue;
      all.push_back({entry, sum[entry]});
      count[entry] = 0;
    }
  return all;
}

std::vector<std::uint32_t> Ranking::best(std::vector<Sum> all, const SearchCaps& caps) const {
  const auto better = [](const Sum& a, const Sum& b) {
    return a.score != b.score ? a.score > b.score : a.entry < b.entry;
  };
  const auto contacts = std::partition(all.begin(), all.end(),
                                       [&](const Sum& one) { return one.entry < index_.first_contact_; });
  std::vector<Sum> chosen;
  const auto choose = [&](auto begin, auto end, std::size_t count) {
    count = std::min(count, static_cast<std::size_t>(end - begin));
    const auto last = begin + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(begin, last, end, better);
    chosen.insert(chosen.end(), begin, last);
  };
  choose(all.begin(), contacts, caps.pages);
  choose(contacts, all.end(), caps.contacts);
  std::sort(chosen.begin(), chosen.end(), better);
  std::vector<std::uint32_t> entries;
  for (const Sum& one : chosen) entries.push_back(one.entry);
  return entries;
}

Result<SearchIndex::Ranked> Ranking::run(const SearchCaps& caps) {
  for (Scored& word : words_) {
    if (auto done = look_up_beginnings(word); !done.ok()) return done.error();
    if (auto done = look_up_others(word); !done.ok()) return done.error();
    if (auto done = take_freely(word); !done.ok()) return done.error();
  }
  SearchIndex::Ranked ranked;
  std::vector<Sum> all = sums(words_.size());
  if (all.empty() && words_.size() > 1) {
    // No entry has all of them: å may be a in each, and then some of the words are enough.
    for (Scored& word : words_) {
      if (std::exchange(word.query.folds, true)) continue;
      if (auto done = look_up_others(word); !done.ok()) return done.error();
    }
    all = sums(words_.size());
    ranked.partly = all.empty();
    if (ranked.partly) all = sums((words_.size() + 1) / 2);
  }
  ranked.total = all.size();
  ranked.entries = best(std::move(all), caps);
  for (Scored& word : words_) ranked.words.push_back(std::move(word.query));
  return ranked;
}

}  // namespace entre::content
