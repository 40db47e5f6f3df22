// Rows out of a damaged ledger's pages.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "sync/outbox/bytes.h"
#include "sync/outbox/log_check.h"
#include "sync/outbox/rows.h"
#include "sync/wire/wire.h"

namespace entre::outbox {

namespace {

constexpr std::size_t file_header_bytes = 100;
constexpr unsigned char table_leaf = 0x0D;
constexpr std::size_t payload_bytes_max = 64u << 10;  // of a row; the largest answer is 8 KB

// A run of bytes that is read from the front; every read past its end gives nothing from then on.
struct Reader {
  std::string_view left;
  bool bad = false;
  std::string_view take(std::size_t count) {
    if (count > left.size()) bad = true;
    if (bad) return {};
    const std::string_view taken = left.substr(0, count);
    left.remove_prefix(count);
    return taken;
  }
  std::uint64_t varint() {
    std::uint64_t number = 0;
    for (int i = 0; i < 9; ++i) {
      const std::string_view one = take(1);
      if (bad) return 0;
      const auto byte = static_cast<unsigned char>(one[0]);
      if (i == 8) return number << 8 | byte;
      number = number << 7 | (byte & 0x7f);
      if (byte < 0x80) return number;
    }
    return number;
  }
};

struct Value {
  bool is_text = false;
  std::int64_t number = 0;
  std::string text;
};

// The newest image of each page: of the log's frames up to its last commit, else of the file.
class Pages {
 public:
  Pages(std::string_view file, std::string_view log) : file_(file), log_(log) {
    const std::string_view salts = log_salts(log);
    std::map<std::uint64_t, std::string_view> transaction;
    for (std::size_t at = log_header_bytes; at + frame_header_bytes + page_bytes <= log.size();
         at += frame_header_bytes + page_bytes) {
      if (log.substr(at + 8, 8) != salts) continue;  // of an earlier round of the log
      transaction[big_endian(log, at, 4)] = log.substr(at + frame_header_bytes, page_bytes);
      if (big_endian(log, at + 4, 4) == 0) continue;
      for (const auto& [number, image] : transaction) newest_[number] = image;
      transaction.clear();
    }
  }
  // Those that are there: a damaged frame may name page four billion.
  std::set<std::uint64_t> numbers() const {
    std::set<std::uint64_t> all;
    for (std::uint64_t number = 1; number <= file_.size() / page_bytes; ++number) all.insert(number);
    for (const auto& [number, image] : newest_) all.insert(number);
    return all;
  }
  std::string_view page(std::uint64_t number) const {
    if (const auto found = newest_.find(number); found != newest_.end()) return found->second;
    if (number == 0 || number > file_.size() / page_bytes) return {};
    return file_.substr((number - 1) * page_bytes, page_bytes);
  }
  // Every image there is, those that newer ones replaced too; a first page among them is read as another.
  std::vector<std::string_view> images() const {
    std::vector<std::string_view> all;
    for (std::size_t at = 0; at + page_bytes <= file_.size(); at += page_bytes)
      all.push_back(file_.substr(at, page_bytes));
    for (std::size_t at = log_header_bytes + frame_header_bytes; at + page_bytes <= log_.size();
         at += frame_header_bytes + page_bytes)
      all.push_back(log_.substr(at, page_bytes));
    return all;
  }

 private:
  std::string_view file_, log_;
  std::map<std::uint64_t, std::string_view> newest_;
};

// A cell's payload, with what overflows to other pages (1.6).
std::optional<std::string> payload(const Pages& pages, Reader* cell, std::uint64_t bytes) {
  constexpr std::size_t local_max = page_bytes - 35, local_min = (page_bytes - 12) * 32 / 255 - 23;
  std::size_t local = bytes;
  if (bytes > local_max) {
    local = local_min + (bytes - local_min) % (page_bytes - 4);
    if (local > local_max) local = local_min;
  }
  std::string whole(cell->take(local));
  if (local == bytes) return cell->bad ? std::nullopt : std::optional(std::move(whole));
  const std::string_view link = cell->take(4);
  if (cell->bad) return std::nullopt;
  std::uint64_t next = big_endian(link, 0, 4);
  while (whole.size() < bytes) {
    const std::string_view page = pages.page(next);
    if (page.empty()) return std::nullopt;
    next = big_endian(page, 0, 4);
    whole += page.substr(4, std::min<std::size_t>(bytes - whole.size(), page_bytes - 4));
  }
  return whole;
}

std::optional<Value> read_value(std::uint64_t type, Reader* body) {
  constexpr std::size_t widths[] = {0, 1, 2, 3, 4, 6, 8};
  Value value;
  if (type >= 13 && type % 2 == 1) {
    value.is_text = true;
    value.text = body->take((type - 13) / 2);
  } else if (type == 8 || type == 9) {
    value.number = std::int64_t(type) - 8;
  } else if (type >= 1 && type <= 6) {
    const std::string_view bytes = body->take(widths[type]);
    if (body->bad) return std::nullopt;
    const auto unused = static_cast<unsigned>(64 - 8 * widths[type]);
    value.number = static_cast<std::int64_t>(big_endian(bytes, 0, bytes.size()) << unused) >> unused;
  } else if (type != 0) {
    return std::nullopt;  // the ledger has neither reals nor blobs
  }
  return body->bad ? std::nullopt : std::optional(std::move(value));
}

// A record's values (2.1); empty where it is none.
std::vector<Value> record(const std::string& bytes) {
  constexpr std::size_t columns_max = 16;
  Reader reader{bytes};
  const std::uint64_t header_bytes = reader.varint();
  const std::size_t length_bytes = bytes.size() - reader.left.size();
  if (reader.bad || header_bytes < length_bytes || header_bytes > bytes.size()) return {};
  Reader types{std::string_view(bytes).substr(length_bytes, header_bytes - length_bytes)};
  Reader body{std::string_view(bytes).substr(header_bytes)};
  std::vector<Value> values;
  while (!types.left.empty()) {
    auto value = read_value(types.varint(), &body);
    if (types.bad || !value || values.size() == columns_max) return {};
    values.push_back(*std::move(value));
  }
  return values;
}

EventRow event_of(const std::vector<Value>& v) {
  return {v[1].text, v[2].number, v[3].text, v[4].number, v[5].text};
}

// Nothing: the values are no answer's, or not as they were written.
std::optional<EventRow> sound_event(const std::vector<Value>& v) {
  if (v.size() != 7) return std::nullopt;
  EventRow event = event_of(v);
  if (v.back().text != sum_of(event)) return std::nullopt;
  return event;
}

// Keeps a row once, and only when its sum, the last column, is right; by id, since pages come in any order.
class Keeper {
 public:
  void take(std::int64_t id, const std::vector<Value>& v) {
    if (v.size() == 12) {
      keep(id,
           DraftRow{id, v[1].text, v[2].text, v[3].number, v[4].number, v[5].text, v[6].text, v[7].number,
                    v[8].number, v[9].text, v[10].number},
           v, std::pair(std::string(), id), &drafts_);
    } else if (v.size() == 7) {
      const EventRow event = event_of(v);
      keep(id, event, v, std::pair(event.epoch, event.sequence), &events_);
    } else if (v.size() == 9) {
      const DeadRow dead{event_of(v), v[6].text, v[7].number};
      keep(id, dead, v, std::pair(dead.event.epoch, dead.event.sequence), &dead_);
    }
  }

  Salvaged kept() const { return {in_order(drafts_), in_order(events_), in_order(dead_)}; }

 private:
  template <class Row>
  void keep(std::int64_t id, const Row& row, const std::vector<Value>& v,
            std::pair<std::string, std::int64_t> key, std::multimap<std::int64_t, Row>* rows) {
    if (v.back().text == sum_of(row) && seen_.emplace(v.size(), std::move(key)).second)
      rows->emplace(id, row);
  }
  template <class Row>
  static std::vector<Row> in_order(const std::multimap<std::int64_t, Row>& rows) {
    std::vector<Row> out;
    for (const auto& [id, row] : rows) out.push_back(row);
    return out;
  }
  std::multimap<std::int64_t, DraftRow> drafts_;
  std::multimap<std::int64_t, EventRow> events_;
  std::multimap<std::int64_t, DeadRow> dead_;
  std::set<std::pair<std::size_t, std::pair<std::string, std::int64_t>>> seen_;
};

// take(id, values) for each row of a leaf, whose own header stands at that place.
template <class Take>
void read_leaf(const Pages& pages, std::string_view page, std::size_t header, const Take& take) {
  if (page.size() < page_bytes || static_cast<unsigned char>(page[header]) != table_leaf) return;
  const std::size_t cells = big_endian(page, header + 3, 2);
  for (std::size_t i = 0; i < cells && header + 8 + 2 * i + 2 <= page_bytes; ++i) {
    const std::size_t at = big_endian(page, header + 8 + 2 * i, 2);
    if (at >= page_bytes) continue;
    Reader cell{page.substr(at)};
    const std::uint64_t bytes = cell.varint();
    const auto id = static_cast<std::int64_t>(cell.varint());
    if (cell.bad || bytes > payload_bytes_max) continue;
    if (auto whole = payload(pages, &cell, bytes)) take(id, record(*whole));
  }
}

std::string page_of(const std::string& encoded) {
  const auto events = wire::decode_batch("[" + encoded + "]");
  return events && events->size() == 1 ? events->front().event.page : "";
}

// A draft that became an answer lies in the image of before, and where the log has lost the one after it that
// image is the newest: the answer would be given twice. Once it was final it stood in some image, and goes as
// that: whatever became of it, the hub knows its epoch and number.
void settle_finished(const Pages& pages, Salvaged* kept) {
  if (kept->drafts.empty()) return;
  using Moment = std::pair<std::int64_t, std::string>;
  std::multimap<Moment, EventRow> finished;
  for (const std::string_view image : pages.images())
    read_leaf(pages, image, 0, [&](std::int64_t, const std::vector<Value>& values) {
      if (auto event = sound_event(values)) finished.emplace(Moment(event->unix_ms, event->boot_id), *event);
    });
  const auto is_kept = [&](const EventRow& event) {
    const auto is_it = [&](const EventRow& other) {
      return other.epoch == event.epoch && other.sequence == event.sequence;
    };
    return std::any_of(kept->events.begin(), kept->events.end(), is_it) ||
           std::any_of(kept->dead.begin(), kept->dead.end(),
                       [&](const DeadRow& dead) { return is_it(dead.event); });
  };
  std::erase_if(kept->drafts, [&](const DraftRow& draft) {
    const auto [first, last] = finished.equal_range(Moment(draft.unix_ms, draft.boot_id));
    const auto answer = std::find_if(
        first, last, [&](const auto& event) { return page_of(event.second.encoded) == draft.page; });
    if (answer == last) return false;
    const EventRow& event = answer->second;
    const auto later = std::find_if(kept->events.begin(), kept->events.end(), [&](const EventRow& other) {
      return other.epoch == event.epoch && other.sequence > event.sequence;
    });
    if (!is_kept(event)) kept->events.insert(later, event);
    return true;
  });
}

}  // namespace

Salvaged salvage(std::string_view database_bytes, std::string_view log_bytes) {
  const Pages pages(database_bytes, log_bytes);
  Keeper keeper;
  for (const std::uint64_t number : pages.numbers())
    read_leaf(pages, pages.page(number), number == 1 ? file_header_bytes : 0,
              [&](std::int64_t id, const std::vector<Value>& values) { keeper.take(id, values); });
  Salvaged kept = keeper.kept();
  settle_finished(pages, &kept);
  return kept;
}

}  // namespace entre::outbox
