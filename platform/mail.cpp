#include "platform/mail.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <mutex>

#include "platform/crypto.h"

namespace entre {

namespace {

constexpr std::size_t address_bytes_max = 254;      // RFC 5321 4.5.3.1.3, without < and >
constexpr std::size_t encoded_word_bytes_max = 39;  // as base64 and with its frame below the 75 of RFC 2047
constexpr std::size_t line_bytes_max = 76;

// RFC 5322 3.3.
std::string date_of(std::int64_t unix_ms) {
  const std::time_t seconds = unix_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d +0000", days[utc.tm_wday], utc.tm_mday,
                months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text;
}

// A header's text as encoded words, each of whole characters.
std::string encode_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t size = std::min(text.size(), encoded_word_bytes_max);
    while (size < text.size() && size > 1 && (text[size] & 0xC0) == 0x80) --size;
    words += (words.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64_encode(text.substr(0, size)) + "?=");
    text.remove_prefix(size);
  }
  return words;
}

std::string with_crlf(const std::string& text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return lines;
}

struct Upload {
  std::string_view left;
};

std::size_t read_upload(char* buffer, std::size_t size, std::size_t count, void* upload) {
  std::string_view& left = static_cast<Upload*>(upload)->left;
  const std::size_t taken = std::min(size * count, left.size());
  std::memcpy(buffer, left.data(), taken);
  left.remove_prefix(taken);
  return taken;
}

}  // namespace

bool is_mail_address(const std::string& text) {
  const std::size_t at = text.find('@');
  return text.size() <= address_bytes_max && at != std::string::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string::npos && std::all_of(text.begin(), text.end(), [](char c) {
           return c > 0x20 && c < 0x7f && std::strchr("<>()[]\\,;:\"", c) == nullptr;
         });
}

std::string format_mail(const MailMessage& message, std::int64_t unix_ms, const std::string& id) {
  std::string to;
  for (const std::string& address : message.to) to += (to.empty() ? "<" : ",\r\n <") + address + ">";
  std::string text = "Date: " + date_of(unix_ms) + "\r\nFrom: <" + message.from + ">\r\nTo: " + to +
                     "\r\nSubject: " + encode_words(message.subject) + "\r\nMessage-ID: <" + id +
                     message.from.substr(message.from.find('@')) +
                     ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                     "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  const std::string body = base64_encode(with_crlf(message.body));
  for (std::size_t at = 0; at < body.size(); at += line_bytes_max)
    text += body.substr(at, line_bytes_max) + "\r\n";
  return text;
}

CurlMail::CurlMail(MailOptions options, const Clock& clock, Random& random)
    : options_(std::move(options)), clock_(clock), random_(random) {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) std::abort();
  });
}

CurlMail::~CurlMail() = default;

Result<void> CurlMail::send(const MailMessage& message) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  if (curl == nullptr) return Error{ErrorKind::io, "mail: libcurl cannot start"};
  const std::string text = format_mail(message, clock_.unix_ms(), uuid4(random_));
  Upload upload{text};
  curl_slist* list = nullptr;
  for (const std::string& address : message.to) list = curl_slist_append(list, ("<" + address + ">").c_str());
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> recipients(list, curl_slist_free_all);
  const bool has_login = !options_.user.empty();
  curl_easy_setopt(curl.get(), CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, long(has_login ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(curl.get(), CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
  if (!options_.ca_file.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, options_.ca_file.c_str());
  if (has_login) {
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, options_.password.c_str());
  }
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, ("<" + message.from + ">").c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, read_upload);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, options_.timeout_ms);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return {};
  return Error{ErrorKind::unavailable, options_.url + ": " + curl_easy_strerror(code)};
}

}  // namespace entre
