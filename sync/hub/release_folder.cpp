#include "sync/hub/release_folder.h"

#include <algorithm>
#include <string_view>

#include "platform/crypto.h"

namespace entre::hub {

namespace {

constexpr std::uint64_t file_bytes_max = 64ull << 20;  // one object
constexpr std::size_t path_bytes_max = 512;
constexpr std::size_t hash_digits = 64;

bool is_plain_part(std::string_view part) {
  return !part.empty() && part.front() != '.' && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

bool is_reachable(std::string_view path) {
  if (path.size() > path_bytes_max) return false;
  if (!path.starts_with("metadata/") && !path.starts_with("targets/")) return false;
  for (;;) {
    const auto slash = path.find('/');
    if (!is_plain_part(path.substr(0, slash))) return false;
    if (slash == path.npos) return true;
    path.remove_prefix(slash + 1);
  }
}

// The hash that a target's file name starts with; empty for any other file.
std::string_view hash_in_name(std::string_view path) {
  if (!path.starts_with("targets/")) return {};
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name.size() <= hash_digits || name[hash_digits] != '.') return {};
  const std::string_view hash = name.substr(0, hash_digits);
  return hash.find_first_not_of("0123456789abcdef") == hash.npos ? hash : std::string_view();
}

// If-None-Match compares weakly (RFC 9110 13.1.2).
bool matches(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    const auto comma = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view entry = if_none_match.substr(0, comma);
    if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
    entry.remove_prefix(std::min(entry.find_first_not_of(" \t"), entry.size()));
    while (!entry.empty() && (entry.back() == ' ' || entry.back() == '\t')) entry.remove_suffix(1);
    if (entry.starts_with("W/")) entry.remove_prefix(2);
    if (entry == tag || entry == "*") return true;
  }
  return false;
}

}  // namespace

Reply serve_release_file(const Files& files, const std::string& folder, const std::string& path,
                         const std::string& if_none_match) {
  const std::string file = folder + "/" + path;
  if (folder.empty() || !is_reachable(path) || !files.exists(file) || files.is_folder(file)) {
    return error_reply(404, "not_found");
  }
  // A target's bytes are those of its name for ever, so an entity tag needs no reading.
  const std::string_view hash = hash_in_name(path);
  const bool immutable = !hash.empty();
  if (immutable && matches(if_none_match, "\"" + std::string(hash) + "\""))
    return {304, "", "", {{"ETag", "\"" + std::string(hash) + "\""}}};
  auto bytes = files.read(file, file_bytes_max);
  if (!bytes) return error_reply(bytes.error().kind == ErrorKind::not_found ? 404 : 500, "unreadable");
  Reply reply;
  const std::string tag = "\"" + (immutable ? std::string(hash) : sha256_hex(*bytes)) + "\"";
  reply.headers = {{"ETag", tag},
                   {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (matches(if_none_match, tag)) {
    reply.status = 304;
    return reply;
  }
  // Not the picture's or text's own type: nothing here is meant for a browser to show.
  reply.content_type = immutable ? "application/octet-stream" : "application/json";
  reply.body = std::move(bytes).value();
  return reply;
}

}  // namespace entre::hub
