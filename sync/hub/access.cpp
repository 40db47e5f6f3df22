#include "sync/hub/access.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "platform/crypto.h"
#include "sync/wire/wire.h"

namespace entre::hub {

namespace {

constexpr std::size_t login_file_bytes_max = 64u << 10;
constexpr std::size_t secret_bytes = 32;

std::string random_hex(Random& random, std::size_t bytes) {
  std::array<std::uint8_t, 32> buffer{};
  const std::span<std::uint8_t> part(buffer.data(), std::min(bytes, buffer.size()));
  random.fill(part);
  return hex_encode({reinterpret_cast<const char*>(part.data()), part.size()});
}

bool is_user(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// What follows "<scheme> " (RFC 9110 11.4: the scheme's case does not matter).
std::string_view credentials(std::string_view authorization, std::string_view scheme) {
  if (authorization.size() <= scheme.size() || authorization[scheme.size()] != ' ') return {};
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    if ((authorization[i] | 0x20) != scheme[i]) return {};
  }
  authorization.remove_prefix(scheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  return authorization;
}

}  // namespace

std::string make_secret(Random& random) {
  return random_hex(random, secret_bytes);
}

std::string bearer_token(std::string_view authorization) {
  return std::string(credentials(authorization, "bearer"));
}

Result<Logins> Logins::load(const Files& files, const std::string& path) {
  auto text = files.read(path, login_file_bytes_max);
  if (!text) return text.error();
  return parse(*text, path);
}

Result<Logins> Logins::parse(std::string_view text, const std::string& path) {
  Logins logins;
  for (int line_number = 1; !text.empty(); ++line_number) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    const auto first = line.find(':'), second = line.find(':', first == line.npos ? first : first + 1);
    const bool split = first != line.npos && second != line.npos;
    if (!split || !is_user(line.substr(0, first)) ||
        !is_hex(line.substr(first + 1, second - first - 1), 32) || !is_hex(line.substr(second + 1), 64)) {
      return Error{ErrorKind::invalid, path + ":" + std::to_string(line_number) +
                                           ": expected user:salt:hash, as `kiosk-hub login add` writes it"};
    }
    logins.users_[std::string(line.substr(0, first))] = {
        std::string(line.substr(first + 1, second - first - 1)), std::string(line.substr(second + 1))};
  }
  return logins;
}

Result<std::string> Logins::add(const std::string& user, Random& random) {
  if (!is_user(user)) {
    return Error{ErrorKind::invalid,
                 "user '" + user + "': expected letters, digits, '.', '_' and '-', at most 64"};
  }
  const std::string password = make_secret(random), salt = random_hex(random, 16);
  users_[user] = {salt, sha256_hex(salt + password)};
  return password;
}

std::string Logins::text() const {
  std::string text;
  for (const auto& [name, user] : users_) text += name + ":" + user.salt + ":" + user.hash + "\n";
  return text;
}

bool Logins::admits(std::string_view authorization) const {
  const auto decoded = base64_decode(credentials(authorization, "basic"));
  if (!decoded) return false;
  const auto colon = decoded->find(':');
  if (colon == std::string::npos) return false;
  const auto user = users_.find(std::string_view(*decoded).substr(0, colon));
  if (user == users_.end()) return false;
  return equal_constant_time(sha256_hex(user->second.salt + decoded->substr(colon + 1)), user->second.hash);
}

Result<ListenAddress> parse_listen_address(const std::string& text) {
  const Error error{ErrorKind::invalid,
                    "--listen " + text + ": expected ADDRESS:PORT, such as 127.0.0.1:8180 or [::1]:8180"};
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return error;
  ListenAddress address;
  address.host = text.substr(0, colon);
  const bool bracketed = address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']';
  if (bracketed) address.host = address.host.substr(1, address.host.size() - 2);
  const std::string port = text.substr(colon + 1);
  if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos)
    return error;
  address.port = std::stoi(port);
  if (address.port > 65535) return error;
  if (address.host == "localhost") address.host = "127.0.0.1";
  in_addr v4{};
  in6_addr v6{};
  if (!bracketed && inet_pton(AF_INET, address.host.c_str(), &v4) == 1) {
    address.loopback = (ntohl(v4.s_addr) >> 24) == 127;
  } else if (bracketed && inet_pton(AF_INET6, address.host.c_str(), &v6) == 1) {
    address.loopback = IN6_IS_ADDR_LOOPBACK(&v6);
  } else {
    return error;
  }
  return address;
}

Result<void> check_protection(const ListenAddress& address, const Protection& protection) {
  if (address.loopback) return {};
  if (!protection.tls && !protection.proxy) {
    return Error{ErrorKind::invalid,
                 "beyond loopback the hub needs TLS (--tls-cert and --tls-key) or the proxy that has it "
                 "(--behind-proxy ADDRESS)"};
  }
  if (!protection.login) {
    return Error{ErrorKind::invalid,
                 "beyond loopback the dashboard needs a login: make one with `kiosk-hub login add` and "
                 "name its file with --dashboard-login"};
  }
  return {};
}

bool is_kiosk_id(const std::string& text) {
  wire::FeedbackEvent probe;
  probe.sequence = 1;
  probe.kiosk_id = text;
  probe.epoch = probe.page = probe.language = "x";
  return wire::check_event(probe).ok();
}

bool is_web_address(const std::string& text) {
  const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  return scheme > 0 && text.size() > scheme && text.size() <= 255 &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(scheme), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                  c == '-' || c == ':' || c == '[' || c == ']';
         });
}

bool is_ip_address(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 || inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

}  // namespace entre::hub
