#pragma once
// What kiosk and hub say to each other: both ends use this file. Version 1; the requests: docs/hub.md.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json.h"
#include "platform/result.h"
#include "sync/wire/frame.h"

namespace entre::wire {

// Paths below the server's address.
inline constexpr const char* metadata_path = "/v1/repo/metadata/";
inline constexpr const char* targets_path = "/v1/repo/targets/";
inline constexpr const char* feedback_path = "/v1/feedback";
inline constexpr const char* status_path = "/v1/status";
inline constexpr const char* feedback_type = "org.entre.feedback.v1";
inline constexpr const char* usage_type = "org.entre.usage.v1";
inline constexpr const char* batch_media_type = "application/cloudevents-batch+json";

// Caps.
inline constexpr std::size_t event_bytes_max = 8u << 10;
inline constexpr std::size_t batch_events_max = 256;
inline constexpr std::size_t batch_bytes_max = 256u << 10;
inline constexpr std::size_t reply_bytes_max = 256u << 10;
inline constexpr std::size_t status_bytes_max = 64u << 10;
inline constexpr std::size_t comment_characters_max = 500;
inline constexpr std::size_t reasons_max = 8;
inline constexpr std::size_t name_bytes_max = 64;   // of a page, language, reason, kiosk id or epoch
inline constexpr std::size_t usage_names_max = 64;  // of each kind in an hour
inline constexpr std::size_t missing_max = 256;
inline constexpr std::int64_t time_step_ms = 15 * 60 * 1000;  // what leaves the kiosk is no finer

// One answer as a CloudEvent (CloudEvents 1.0, JSON format), type org.entre.feedback.v1.
struct FeedbackEvent {
  std::int64_t sequence = 0;
  std::string kiosk_id, epoch;  // source = urn:kiosk:<uuid>:<epoch>
  std::int64_t unix_ms = 0;     // rounded down to time_step_ms when encoded
  std::string page, language;
  std::int64_t release = 0;
  bool useful = false;
  std::vector<std::string> reasons;
  std::string comment;
  bool clock_trusted = true;
  bool test = false;
};
// Whether an event may travel; the message is the refusal's name, such as bad_page, too_many_reasons or
// comment_too_long. Both ends ask it: the kiosk before it stores, the hub before it does.
Result<void> check_event(const FeedbackEvent& event);
std::string encode_event(const FeedbackEvent& event);  // one JSON object, always the same bytes
std::string encode_batch(const std::vector<std::string>& encoded_events);

// What was used in an hour, on one kiosk: sums, in no order, so that no way through the pages can be read
// from them.
struct Usage {
  using Counts = std::map<std::string, std::int64_t>;
  std::int64_t visits = 0, codes = 0, searches_without_hit = 0;
  Counts pages;      // how often each was opened
  Counts languages;  // in how many visits
  Counts aids;       // text, theme, calm, reach, speech, time, listen, keys: in how many visits
  Counts words;      // of the content's own vocabulary, in searches without a hit

  bool empty() const { return *this == Usage{}; }
  bool operator==(const Usage&) const = default;
  // A kind takes no more names than usage_names_max.
  Usage& operator+=(const Usage& other);
};

// One hour as a CloudEvent of type org.entre.usage.v1.
struct UsageEvent {
  std::int64_t sequence = 0;
  std::string kiosk_id, epoch;
  std::int64_t unix_ms = 0;  // the hour's beginning
  Usage usage;
  bool clock_trusted = true;
};
Result<void> check_event(const UsageEvent& event);
std::string encode_event(const UsageEvent& event);

// What the hub takes out of a batch: each event, or why it is refused, with its own bytes (canonical) for the
// hash.
struct ReceivedEvent {
  bool ok = false;
  std::string id;       // as sent, for the reply
  FeedbackEvent event;  // of a usage event: sequence, source and time alone
  std::optional<UsageEvent> usage;
  std::string canonical;
  std::string refusal;  // a name: not_an_object, event_too_large, bad_id, unknown_type, ... or check_event's
};
// invalid for a body that is no batch, too_large past a cap.
Result<std::vector<ReceivedEvent>> decode_batch(std::string_view body);

// The hub's reply to a batch.
struct ItemReply {
  std::string id;
  std::string status;  // stored, duplicate, rejected, conflict
  std::string reason;  // with rejected and conflict
};
struct BatchReply {
  std::vector<ItemReply> results;
  std::int64_t contiguous_through = 0;  // every sequence up to this one is stored
  std::vector<std::int64_t> missing;    // between it and the highest stored, at most 256
};
std::string encode_reply(const BatchReply& reply);
Result<BatchReply> decode_reply(std::string_view body);

// RFC 9530: "sha-256=:<base64>:".
std::string content_digest(std::string_view body);

// POST /v1/status and status.json: what sync last did.
struct KioskStatus {
  std::string kiosk_id, name, program_version;
  std::int64_t release = 0;
  std::int64_t last_success_unix_ms = 0;  // of a sync; 0: never
  std::int64_t last_attempt_unix_ms = 0;
  std::string last_error;  // empty: none
  std::int64_t answers_waiting = 0, answers_dead = 0;
  std::int64_t oldest_waiting_unix_ms = 0;  // 0: none waits
  bool clock_trusted = true;
  std::int64_t disk_free_bytes = -1;  // where content and answers lie; -1: it does not say
  std::string outbox_set_aside;       // a damaged ledger's name, empty: none
  // The signature that ends first: its role (empty: none known yet), when, and from when on staff are warned.
  std::string expiry_role;
  std::int64_t expiry_unix_ms = 0, expiry_warn_from_unix_ms = 0;
  std::optional<FrameFacts> frame;  // its times rounded down to time_step_ms
  // When the screen is lit (platform/hours.h); a kiosk that says nothing is always lit.
  std::array<std::string, 7> display_week = {"always", "always", "always", "always",
                                             "always", "always", "always"};
  std::string display_days;
  std::string time_zone;        // by which it is; of the tz database, empty: it does not say
  std::int64_t interval_s = 0;  // between two syncs; 0: it does not say
};
std::string encode_status(const KioskStatus& status);
Result<KioskStatus> decode_status(std::string_view body);

// {"error": reason} with a newline: every refusal of the hub.
std::string encode_error(std::string_view reason);

}  // namespace entre::wire
