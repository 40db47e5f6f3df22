#include "sync/hub/request.h"

#include "sync/wire/wire.h"

namespace entre::hub {

Reply error_reply(int status, std::string_view reason) {
  return {status, "application/json", wire::encode_error(reason), {{"Cache-Control", "no-store"}}};
}

Reply json_reply(std::string body) {
  return {200, "application/json", std::move(body), {{"Cache-Control", "no-store"}}};
}

bool has_media_type(std::string_view content_type, std::string_view expected) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  const auto end = type.find_last_not_of(" \t");
  return end != type.npos && type.substr(0, end + 1) == expected;
}

}  // namespace entre::hub
