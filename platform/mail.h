#pragma once
// Port: mail. The real adapter is libcurl's SMTP, hidden in mail.cpp.

#include <memory>
#include <string>
#include <vector>

#include "platform/clock.h"
#include "platform/random.h"
#include "platform/result.h"

namespace entre {

struct MailMessage {
  std::string from;  // an address, as is each of `to`
  std::vector<std::string> to;
  std::string subject, body;  // UTF-8; lines of the body end in "\n"
};

class Mail {
 public:
  virtual ~Mail() = default;
  // Returns when the server has taken it for all. unavailable: it did not.
  virtual Result<void> send(const MailMessage& message) = 0;
};

// Whether a text can be an address in a header and an envelope (RFC 5321 4.1.2, without quoted names).
bool is_mail_address(const std::string& text);
// The message as it travels (RFC 5322, RFC 2045, RFC 2047): lines of at most 76 characters, ASCII only.
std::string format_mail(const MailMessage& message, std::int64_t unix_ms, const std::string& id);

struct MailOptions {
  std::string url;             // smtp://host[:port], smtps://host[:port]
  std::string user, password;  // empty: none. With them TLS is required, without it is taken where offered
  std::string ca_file;         // empty: the system's
  long timeout_ms = 30'000;
};

class CurlMail : public Mail {
 public:
  CurlMail(MailOptions options, const Clock& clock, Random& random);
  ~CurlMail() override;
  Result<void> send(const MailMessage& message) override;

 private:
  MailOptions options_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace entre
