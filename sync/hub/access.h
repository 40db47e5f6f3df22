#pragma once
// Who may do what: kiosks' tokens, the dashboard's logins, and what the hub must have before it listens.

#include <map>
#include <string>
#include <string_view>

#include "platform/files.h"
#include "platform/random.h"
#include "platform/result.h"

namespace entre::hub {

// 256 random bits as hex: a token or a password. That is why one round of SHA-256 is enough to keep it: there
// is nothing to guess.
std::string make_secret(Random& random);

// The token of an Authorization header (RFC 6750 2.1); empty where there is none.
std::string bearer_token(std::string_view authorization);

// Users of the dashboard. The file has one "user:salt:sha256(salt + password)" a line, in hex.
class Logins {
 public:
  // invalid names the line; not_found where there is no file.
  static Result<Logins> load(const Files& files, const std::string& path);
  static Result<Logins> parse(std::string_view text, const std::string& path);
  // Adds a user, or replaces one, and returns the new password. invalid for a name that is not
  // [A-Za-z0-9._-]{1,64}.
  Result<std::string> add(const std::string& user, Random& random);
  std::string text() const;
  bool empty() const { return users_.empty(); }
  // Whether an Authorization header names a user and the right password (HTTP Basic, RFC 7617).
  bool admits(std::string_view authorization) const;

 private:
  struct User {
    std::string salt, hash;
  };
  std::map<std::string, User, std::less<>> users_;
};

// "127.0.0.1:8180", "[::1]:8180", "localhost:0".
struct ListenAddress {
  std::string host;
  int port = 0;
  bool loopback = false;
};
Result<ListenAddress> parse_listen_address(const std::string& text);

struct Protection {
  bool tls = false;
  bool proxy = false;  // named
  bool login = false;  // for the dashboard
};
// Beyond loopback the hub needs TLS or a named proxy, and a login. invalid says what is missing.
Result<void> check_protection(const ListenAddress& address, const Protection& protection);

// Whether a text can be a kiosk's id in an answer's source.
bool is_kiosk_id(const std::string& text);

// http:// or https:// and a host, without anything behind it.
bool is_web_address(const std::string& text);

// True for an IP address as inet_pton reads it: how a proxy is named.
bool is_ip_address(const std::string& text);

}  // namespace entre::hub
