#include <algorithm>
#include <array>

#include "platform/crypto.h"
#include "platform/hours.h"
#include "sync/wire/wire.h"

namespace entre::wire {

namespace {

constexpr std::int64_t number_max = (1ll << 53) - 1;
constexpr int message_version = 1;
constexpr std::size_t text_bytes_max = 4096;  // of a name, an error, a path in a status

Error invalid(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

// Both ends replace what is no UTF-8 instead of failing: these texts are for people.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Json> parse_object(std::string_view body, std::size_t bytes_max) {
  JsonCaps caps;
  caps.bytes_max = bytes_max;
  caps.depth_max = 8;
  auto json = parse_json(body, caps);
  if (json && !json->is_object()) return invalid("expected an object");
  return json;
}

Result<ItemReply> read_item(const Json& json) {
  auto object = JsonObject::of(json, "reply.results");
  if (!object) return object.error();
  ItemReply item;
  for (const auto& [key, target] : {std::pair{"id", &item.id}, std::pair{"status", &item.status}}) {
    auto text = object->string(key);
    if (!text) return text.error();
    *target = std::move(text).value();
  }
  constexpr std::array<std::string_view, 4> statuses = {"stored", "duplicate", "rejected", "conflict"};
  if (std::find(statuses.begin(), statuses.end(), item.status) == statuses.end()) {
    return invalid("reply.results.status: expected stored, duplicate, rejected or conflict");
  }
  auto reason = object->string_or("reason", "");
  if (!reason) return reason.error();
  item.reason = std::move(reason).value();
  return item;
}

}  // namespace

std::string encode_reply(const BatchReply& reply) {
  Json results = Json::array();
  for (const ItemReply& item : reply.results) {
    Json entry = {{"id", item.id}, {"status", item.status}};
    if (!item.reason.empty()) entry["reason"] = item.reason;
    results.push_back(std::move(entry));
  }
  const std::size_t missing = std::min(reply.missing.size(), missing_max);
  return dump({{"results", std::move(results)},
               {"contiguous_through", reply.contiguous_through},
               {"missing",
                std::vector(reply.missing.begin(), reply.missing.begin() + std::ptrdiff_t(missing))}}) +
         "\n";
}

Result<BatchReply> decode_reply(std::string_view body) {
  auto json = parse_object(body, reply_bytes_max);
  if (!json) return json.error();
  auto object = JsonObject::of(*json, "reply");
  if (!object) return object.error();
  BatchReply reply;
  auto results = object->array("results", batch_events_max);
  if (!results) return results.error();
  for (const Json& entry : **results) {
    auto item = read_item(entry);
    if (!item) return item.error();
    reply.results.push_back(std::move(item).value());
  }
  auto through = object->integer_or("contiguous_through", 0, number_max, 0);
  if (!through) return through.error();
  reply.contiguous_through = *through;
  if (!object->has("missing")) return reply;
  auto missing = object->array("missing", missing_max);
  if (!missing) return missing.error();
  for (const Json& entry : **missing) {
    if (!entry.is_number_integer()) return invalid("reply.missing: expected whole numbers");
    reply.missing.push_back(entry.get<std::int64_t>());
  }
  return reply;
}

std::string content_digest(std::string_view body) {
  return "sha-256=:" + base64_encode(sha256_raw(body)) + ":";
}

std::string encode_status(const KioskStatus& status) {
  Json json = {
      {"version", message_version},
      {"kiosk_id", status.kiosk_id},
      {"name", status.name},
      {"program_version", status.program_version},
      {"release", status.release},
      {"last_success_unix_ms", status.last_success_unix_ms},
      {"last_attempt_unix_ms", status.last_attempt_unix_ms},
      {"last_error", status.last_error},
      {"answers_waiting", status.answers_waiting},
      {"answers_dead", status.answers_dead},
      {"oldest_waiting_unix_ms", status.oldest_waiting_unix_ms},
      {"clock_trusted", status.clock_trusted},
      {"disk_free_bytes", status.disk_free_bytes},
      {"outbox_set_aside", status.outbox_set_aside},
      {"expiry_role", status.expiry_role},
      {"expiry_unix_ms", status.expiry_unix_ms},
      {"expiry_warn_from_unix_ms", status.expiry_warn_from_unix_ms},
      {"display", {{"week", status.display_week}, {"days", status.display_days}, {"zone", status.time_zone}}},
      {"interval_s", status.interval_s}};
  if (status.frame) json["frame"] = to_json(*status.frame);
  return dump(json) + "\n";
}

namespace {

Result<void> read_display(const JsonObject& status, KioskStatus* into) {
  auto json = status.object("display");
  if (!json) return json.error();
  auto object = JsonObject::of(**json, "status.display");
  if (!object) return object.error();
  auto week = object->array("week", into->display_week.size());
  if (!week) return week.error();
  for (std::size_t i = 0; i < (*week)->size(); ++i)
    if ((**week)[i].is_string()) into->display_week[i] = (**week)[i].get<std::string>();
  auto days = object->string_or("days", "");
  if (!days) return days.error();
  into->display_days = *std::move(days);
  auto zone = object->string_or("zone", "");
  if (!zone) return zone.error();
  if (zone->size() > text_bytes_max) return invalid("status.display.zone: too long");
  into->time_zone = *std::move(zone);
  if (auto hours = parse_display_hours(into->display_week, into->display_days); !hours)
    return invalid("status.display: " + hours.error().message);
  return {};
}

}  // namespace

Result<KioskStatus> decode_status(std::string_view body) {
  auto json = parse_object(body, status_bytes_max);
  if (!json) return json.error();
  auto object = JsonObject::of(*json, "status");
  if (!object) return object.error();
  auto version = object->integer("version", 1, number_max);
  if (!version) return version.error();
  if (*version > message_version) {
    return invalid("status.version: " + std::to_string(*version) + " is newer than this program understands");
  }
  KioskStatus status;
  auto kiosk_id = object->string("kiosk_id");
  if (!kiosk_id) return kiosk_id.error();
  status.kiosk_id = std::move(kiosk_id).value();
  for (const auto& [key, target] :
       {std::pair{"name", &status.name}, std::pair{"program_version", &status.program_version},
        std::pair{"last_error", &status.last_error}, std::pair{"outbox_set_aside", &status.outbox_set_aside},
        std::pair{"expiry_role", &status.expiry_role}}) {
    auto text = object->string_or(key, "");
    if (!text) return text.error();
    if (text->size() > text_bytes_max) return invalid(std::string("status.") + key + ": too long");
    *target = std::move(text).value();
  }
  for (const auto& [key, target] : {std::pair{"release", &status.release},
                                    std::pair{"last_success_unix_ms", &status.last_success_unix_ms},
                                    std::pair{"last_attempt_unix_ms", &status.last_attempt_unix_ms},
                                    std::pair{"answers_waiting", &status.answers_waiting},
                                    std::pair{"answers_dead", &status.answers_dead},
                                    std::pair{"oldest_waiting_unix_ms", &status.oldest_waiting_unix_ms},
                                    std::pair{"expiry_unix_ms", &status.expiry_unix_ms},
                                    std::pair{"expiry_warn_from_unix_ms", &status.expiry_warn_from_unix_ms},
                                    std::pair{"interval_s", &status.interval_s}}) {
    auto number = object->integer_or(key, 0, number_max, 0);
    if (!number) return number.error();
    *target = *number;
  }
  auto trusted = object->boolean_or("clock_trusted", true);
  if (!trusted) return trusted.error();
  status.clock_trusted = *trusted;
  auto free = object->integer_or("disk_free_bytes", -1, number_max, -1);
  if (!free) return free.error();
  status.disk_free_bytes = *free;
  if (object->has("display"))
    if (auto read = read_display(*object, &status); !read) return read.error();
  if (object->has("frame")) {
    auto frame = object->object("frame");
    if (!frame) return frame.error();
    auto facts = frame_of(**frame);
    if (!facts) return facts.error();
    status.frame = *std::move(facts);
  }
  return status;
}

std::string encode_error(std::string_view reason) {
  return dump({{"error", reason}}) + "\n";
}

}  // namespace entre::wire
