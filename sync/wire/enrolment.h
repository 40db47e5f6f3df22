#pragma once
// Enrolment: the device flow of RFC 8628 as kiosk and hub speak it, and the file in which a kiosk keeps its
// own until it is done.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "platform/result.h"

namespace entre::wire {

inline constexpr const char* enrol_path = "/v1/enrol";  // device authorization endpoint (RFC 8628 3.1)
inline constexpr const char* token_path = "/v1/token";  // token endpoint (RFC 8628 3.4)
inline constexpr const char* form_media_type = "application/x-www-form-urlencoded";
inline constexpr const char* device_grant = "urn:ietf:params:oauth:grant-type:device_code";
inline constexpr const char* client_id = "entre-kiosk";

// Caps.
inline constexpr std::size_t form_bytes_max = 4096;
inline constexpr std::size_t form_fields_max = 16;
inline constexpr std::size_t kiosk_name_characters_max = 80;
inline constexpr std::size_t place_characters_max = 120;
inline constexpr std::size_t enrolment_bytes_max = 1u << 20;  // of an enrolment's file, root and all

// No vowels, so that no word appears, and none that is taken for another (RFC 8628 6.1).
inline constexpr std::string_view user_code_alphabet = "BCDFGHJKLMNPQRSTVWXZ";
inline constexpr std::size_t user_code_letters = 8;

using Form = std::map<std::string, std::string>;
// invalid: a broken escape, a field twice (RFC 6749 3.1), text that is no UTF-8 or has control characters;
// too_large past a cap.
Result<Form> decode_form(std::string_view body);
std::string encode_form(const Form& form);

// "bcdf ghjk" -> "BCDF-GHJK", as it is shown everywhere; nothing where it cannot be a code.
std::optional<std::string> user_code_of(std::string_view typed);
// Whether a name or a place may be one: some text, no control characters, at most so many characters.
bool is_label(std::string_view text, std::size_t characters_max);

struct DeviceAuthorization {  // RFC 8628 3.2
  std::string device_code, user_code, verification_uri, verification_uri_complete;
  std::int64_t expires_in_s = 0, interval_s = 5;
};
std::string encode_authorization(const DeviceAuthorization& authorization);
Result<DeviceAuthorization> decode_authorization(std::string_view body);

struct TokenGrant {  // RFC 6749 5.1, with what the kiosk is to know beside the token
  std::string token, kiosk_id, name, place;
  std::string root_sha256;  // of the hub's metadata/1.root.json, which the kiosk pins
};
std::string encode_grant(const TokenGrant& grant);
Result<TokenGrant> decode_grant(std::string_view body);
// The "error" of a refusal (RFC 6749 5.2, RFC 8628 3.5); empty where there is none that can be read.
std::string decode_error(std::string_view body);

// One enrolment of a kiosk, kept beside its token (mode 0600) from one request to the next, and on a stick.
struct Enrolment {
  enum class State { begun, waiting, granted, denied, expired };
  State state = State::begun;
  std::string hub_url;
  std::string kiosk_id;     // asked for, then given; empty: the hub makes one
  std::string device_code;  // with `begun`: prepared at the hub beforehand, so that nobody has to approve it
  std::string user_code, verification_uri, verification_uri_complete;
  std::int64_t expires_unix_ms = 0, interval_s = 5;
  std::string name, place, token, root;  // with `granted`; root: the bytes of 1.root.json
  std::string trouble;                   // why the last request led nowhere; empty: it did not
};
std::string encode_enrolment(const Enrolment& enrolment);
Result<Enrolment> decode_enrolment(std::string_view text);

// What the screen shows of an enrolment that waits: no secret is in it. It stands in the requests folder
// under this name, from kioskctl to the screen; a text that holds none takes it off the screen.
struct ShownCode {
  std::string user_code, address;  // where it is typed: an https address, or one within this machine
  std::string address_with_code;   // the same for a QR code; empty: the hub gave none
  std::int64_t expires_unix_ms = 0;
  bool operator==(const ShownCode&) const = default;
};
inline constexpr const char* shown_code_file = "enrolment-code.json";
inline constexpr std::size_t shown_code_bytes_max = 4096;
std::string encode_shown_code(const ShownCode& code);
Result<ShownCode> decode_shown_code(std::string_view text);

}  // namespace entre::wire
