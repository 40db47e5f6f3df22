#include <algorithm>

#include "platform/clock.h"
#include "sync/wire/wire.h"

namespace entre::wire {

namespace {

constexpr std::string_view source_prefix = "urn:kiosk:";
constexpr std::int64_t usage_count_max = 1'000'000'000;
constexpr std::int64_t sequence_max = (1ll << 53) - 1;  // what every JSON reader holds exactly

Error refuse(std::string_view name) {
  return Error{ErrorKind::invalid, std::string(name)};
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A name of ours: what may stand in a column or a file name without a second thought.
bool is_name(std::string_view text, std::string_view punctuation) {
  return !text.empty() && text.size() <= name_bytes_max && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alphanumeric(c) || punctuation.find(c) != std::string_view::npos;
  });
}

// Code points of a UTF-8 text; -1 when it is none (RFC 3629 3).
std::int64_t utf8_characters(std::string_view text) {
  std::int64_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++characters) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || i + length > text.size()) return -1;
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      // The first continuation byte also excludes overlong forms, surrogates and what lies above U+10FFFF.
      const unsigned low = k != 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      const unsigned high = k != 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (next < low || next > high) return -1;
    }
    i += length;
  }
  return characters;
}

// "17" as 17; -1 for anything that is not the one way to write a positive number.
std::int64_t parse_sequence(std::string_view text) {
  if (text.empty() || text.size() > 16 || text[0] == '0') return -1;
  std::int64_t number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number <= sequence_max ? number : -1;
}

const Json* member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

bool text_is(const Json& object, const char* key, std::string_view expected) {
  const Json* value = member(object, key);
  return value && value->is_string() && value->get_ref<const std::string&>() == expected;
}

// The member's text, or empty, which no member that we read may be.
std::string text_of(const Json& object, const char* key) {
  const Json* value = member(object, key);
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

Result<void> read_source(const std::string& source, FeedbackEvent* event) {
  if (!std::string_view(source).starts_with(source_prefix)) return refuse("bad_source");
  const std::string_view rest = std::string_view(source).substr(source_prefix.size());
  const auto colon = rest.find(':');
  if (colon == std::string_view::npos) return refuse("bad_source");
  event->kiosk_id = rest.substr(0, colon);
  event->epoch = rest.substr(colon + 1);
  return {};
}

Result<void> read_choices(const Json& data, FeedbackEvent* event) {
  if (text_is(data, "useful", "yes")) {
    event->useful = true;
  } else if (!text_is(data, "useful", "no")) {
    return refuse("bad_useful");
  }
  for (const auto& [key, target] :
       {std::pair{"clock_trusted", &event->clock_trusted}, std::pair{"test", &event->test}}) {
    const Json* value = member(data, key);
    if (value && !value->is_boolean()) return refuse(std::string("bad_") + key);
    if (value) *target = value->get<bool>();
  }
  return {};
}

Result<void> read_data(const Json& data, FeedbackEvent* event) {
  event->page = text_of(data, "page");
  event->language = text_of(data, "language");
  const Json* release = member(data, "release");
  // Unsigned numbers beyond int64 would wrap into a release that nobody has.
  if (!release || !release->is_number_integer() ||
      (release->is_number_unsigned() && release->get<std::uint64_t>() > std::uint64_t(sequence_max))) {
    return refuse("bad_release");
  }
  event->release = release->get<std::int64_t>();
  if (auto read = read_choices(data, event); !read) return read;
  if (const Json* reasons = member(data, "reasons")) {
    if (!reasons->is_array()) return refuse("bad_reasons");
    if (reasons->size() > reasons_max) return refuse("too_many_reasons");
    for (const Json& reason : *reasons) {
      if (!reason.is_string()) return refuse("bad_reasons");
      event->reasons.push_back(reason.get<std::string>());
    }
  }
  if (const Json* comment = member(data, "comment")) {
    if (!comment->is_string()) return refuse("bad_comment");
    event->comment = comment->get<std::string>();
  }
  return {};
}

Result<void> read_count(const Json& data, const char* key, std::int64_t* count) {
  const Json* value = member(data, key);
  if (!value) return {};
  if (!value->is_number_unsigned() || value->get<std::uint64_t>() > std::uint64_t(usage_count_max))
    return refuse(std::string("bad_") + key);
  *count = value->get<std::int64_t>();
  return {};
}

Result<void> read_counts(const Json& data, const char* key, Usage::Counts* counts) {
  const Json* found = member(data, key);
  if (!found) return {};
  if (!found->is_object()) return refuse(std::string("bad_") + key);
  for (const auto& [name, value] : found->items())
    if (auto read = read_count(*found, name.c_str(), &(*counts)[name]); !read)
      return refuse(std::string("bad_") + key);
  return {};
}

Result<UsageEvent> read_usage(const FeedbackEvent& header, const Json& data) {
  UsageEvent event{header.sequence, header.kiosk_id, header.epoch, header.unix_ms, {}, true};
  Usage& usage = event.usage;
  for (const auto& [key, count] : {std::pair{"visits", &usage.visits}, std::pair{"codes", &usage.codes},
                                   std::pair{"searches_without_hit", &usage.searches_without_hit}})
    if (auto read = read_count(data, key, count); !read) return read.error();
  for (const auto& [key, counts] :
       {std::pair{"pages", &usage.pages}, std::pair{"languages", &usage.languages},
        std::pair{"aids", &usage.aids}, std::pair{"words", &usage.words}})
    if (auto read = read_counts(data, key, counts); !read) return read.error();
  const Json* trusted = member(data, "clock_trusted");
  if (trusted && !trusted->is_boolean()) return refuse("bad_clock_trusted");
  if (trusted) event.clock_trusted = trusted->get<bool>();
  if (auto checked = check_event(event); !checked) return checked.error();
  return event;
}

// Both kinds: what they have in common, then their data.
Result<void> read_event(const Json& json, ReceivedEvent* received) {
  FeedbackEvent& event = received->event;
  if (!text_is(json, "specversion", "1.0")) return refuse("unsupported_specversion");
  const bool is_usage = text_is(json, "type", usage_type);
  if (!is_usage && !text_is(json, "type", feedback_type)) return refuse("unknown_type");
  if (member(json, "datacontenttype") && !text_is(json, "datacontenttype", "application/json")) {
    return refuse("bad_datacontenttype");
  }
  event.sequence = parse_sequence(text_of(json, "id"));
  if (auto read = read_source(text_of(json, "source"), &event); !read) return read;
  event.unix_ms = parse_rfc3339(text_of(json, "time"));
  const Json* data = member(json, "data");
  if (!data || !data->is_object()) return refuse("bad_data");
  if (is_usage) {
    auto usage = read_usage(event, *data);
    if (!usage) return usage.error();
    received->usage = std::move(*usage);
    return {};
  }
  if (auto read = read_data(*data, &event); !read) return read;
  return check_event(event);
}

std::string envelope(std::int64_t sequence, const std::string& kiosk_id, const std::string& epoch,
                     const char* type, std::int64_t unix_ms, Json data) {
  const Json json = {{"specversion", "1.0"},
                     {"id", std::to_string(sequence)},
                     {"source", std::string(source_prefix) + kiosk_id + ":" + epoch},
                     {"type", type},
                     {"time", rfc3339(unix_ms - unix_ms % time_step_ms)},
                     {"datacontenttype", "application/json"},
                     {"data", std::move(data)}};
  return json.dump();
}

ReceivedEvent receive(const Json& json) {
  ReceivedEvent received;
  if (!json.is_object()) {
    received.refusal = "not_an_object";
    return received;
  }
  received.id = text_of(json, "id");
  // The id comes back in the reply, whose size is capped too.
  if (received.id.size() > name_bytes_max) received.id.clear();
  received.canonical = json.dump();
  if (received.canonical.size() > event_bytes_max) {
    received.refusal = "event_too_large";
    return received;
  }
  const auto read = read_event(json, &received);
  received.ok = read.ok();
  if (!read) received.refusal = read.error().message;
  return received;
}

}  // namespace

Result<void> check_event(const FeedbackEvent& event) {
  if (event.sequence < 1 || event.sequence > sequence_max) return refuse("bad_id");
  if (!is_name(event.kiosk_id, "-") || !is_name(event.epoch, "-")) return refuse("bad_source");
  if (event.unix_ms < 0) return refuse("bad_time");
  if (!is_name(event.page, "-_.")) return refuse("bad_page");
  if (!is_name(event.language, "-")) return refuse("bad_language");
  if (event.release < 0 || event.release > sequence_max) return refuse("bad_release");
  if (event.reasons.size() > reasons_max) return refuse("too_many_reasons");
  for (const std::string& reason : event.reasons) {
    if (!is_name(reason, "-_")) return refuse("bad_reasons");
  }
  const std::int64_t characters = utf8_characters(event.comment);
  if (characters < 0) return refuse("bad_comment");
  if (characters > std::int64_t(comment_characters_max)) return refuse("comment_too_long");
  return {};
}

Result<void> check_event(const UsageEvent& event) {
  if (event.sequence < 1 || event.sequence > sequence_max) return refuse("bad_id");
  if (!is_name(event.kiosk_id, "-") || !is_name(event.epoch, "-")) return refuse("bad_source");
  if (event.unix_ms < 0) return refuse("bad_time");
  const Usage& usage = event.usage;
  for (const auto& [refusal, counts] :
       {std::pair{"bad_pages", &usage.pages}, std::pair{"bad_languages", &usage.languages},
        std::pair{"bad_aids", &usage.aids}, std::pair{"bad_words", &usage.words}}) {
    if (counts->size() > usage_names_max) return refuse("too_many_names");
    const bool words = counts == &usage.words;
    for (const auto& [name, count] : *counts) {
      const bool good = words ? !name.empty() && name.size() <= name_bytes_max && utf8_characters(name) > 0 &&
                                    name.find_first_of(" \n\t") == std::string::npos
                              : is_name(name, "-_.");
      if (!good) return refuse(refusal);
    }
  }
  return {};
}

std::string encode_event(const UsageEvent& event) {
  const Usage& usage = event.usage;
  Json data = {{"visits", usage.visits},
               {"codes", usage.codes},
               {"searches_without_hit", usage.searches_without_hit},
               {"clock_trusted", event.clock_trusted}};
  for (const auto& [key, counts] :
       {std::pair{"pages", &usage.pages}, std::pair{"languages", &usage.languages},
        std::pair{"aids", &usage.aids}, std::pair{"words", &usage.words}})
    if (!counts->empty()) data[key] = *counts;
  return envelope(event.sequence, event.kiosk_id, event.epoch, usage_type, event.unix_ms, std::move(data));
}

Usage& Usage::operator+=(const Usage& other) {
  visits += other.visits;
  codes += other.codes;
  searches_without_hit += other.searches_without_hit;
  for (const auto& [mine, more] : {std::pair{&pages, &other.pages}, std::pair{&languages, &other.languages},
                                   std::pair{&aids, &other.aids}, std::pair{&words, &other.words}})
    for (const auto& [name, count] : *more)
      if (mine->size() < usage_names_max || mine->contains(name)) (*mine)[name] += count;
  return *this;
}

std::string encode_event(const FeedbackEvent& event) {
  Json data = {{"page", event.page},       {"language", event.language},
               {"release", event.release}, {"useful", event.useful ? "yes" : "no"},
               {"reasons", event.reasons}, {"clock_trusted", event.clock_trusted}};
  if (!event.comment.empty()) data["comment"] = event.comment;
  if (event.test) data["test"] = true;
  return envelope(event.sequence, event.kiosk_id, event.epoch, feedback_type, event.unix_ms, std::move(data));
}

std::string encode_batch(const std::vector<std::string>& encoded_events) {
  std::string body = "[";
  for (const std::string& event : encoded_events) {
    if (body.size() > 1) body += ',';
    body += event;
  }
  return body + "]";
}

Result<std::vector<ReceivedEvent>> decode_batch(std::string_view body) {
  JsonCaps caps;
  caps.bytes_max = batch_bytes_max;
  caps.depth_max = 16;
  auto json = parse_json(body, caps);
  if (!json) return json.error();
  if (!json->is_array()) return Error{ErrorKind::invalid, "batch: expected an array of events"};
  if (json->empty()) return Error{ErrorKind::invalid, "batch: expected at least one event"};
  if (json->size() > batch_events_max) {
    return Error{ErrorKind::too_large, "batch: more than " + std::to_string(batch_events_max) + " events"};
  }
  std::vector<ReceivedEvent> events;
  events.reserve(json->size());
  for (const Json& item : *json) events.push_back(receive(item));
  return events;
}

}  // namespace entre::wire
