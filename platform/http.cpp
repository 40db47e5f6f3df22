#include "platform/http.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <mutex>

namespace entre {
namespace {

constexpr std::size_t kHeaderBytesMax = 64u << 10;
// What is read on of a refusal's body to keep its connection alive.
constexpr std::size_t kDiscardBytesMax = 64u << 10;
constexpr int kPollMs = 1000;

// One request under way. It must not move while libcurl holds its address.
struct Transfer {
  Transfer(CURL* handle, HttpRequest asked, std::size_t at)
      : easy(handle), request(std::move(asked)), index(at) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() { curl_slist_free_all(header_list); }

  CURL* easy;
  const HttpRequest request;
  std::size_t index;
  curl_slist* header_list = nullptr;
  HttpResponse response;
  std::size_t header_bytes = 0;
  std::size_t discarded_bytes = 0;
  bool too_large = false;
  char message[CURL_ERROR_SIZE] = "";
};

long status_of(CURL* easy) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

std::size_t on_body(char* data, std::size_t, std::size_t count, void* context) {
  Transfer& transfer = *static_cast<Transfer*>(context);
  std::string& body = transfer.response.body;
  const std::size_t room =
      transfer.request.body_bytes_max - std::min<std::uint64_t>(body.size(), transfer.request.body_bytes_max);
  if (count <= room) {
    body.append(data, count);
    if (transfer.request.on_body && status_of(transfer.easy) < 300) transfer.request.on_body(body.size());
    return count;
  }
  if (status_of(transfer.easy) < 300) {
    transfer.too_large = true;
    return 0;
  }
  // The status says all; a long error page must not hide it.
  body.append(data, room);
  transfer.discarded_bytes += count - room;
  return transfer.discarded_bytes > kDiscardBytesMax ? 0 : count;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::size_t on_header(char* data, std::size_t, std::size_t count, void* context) {
  Transfer& transfer = *static_cast<Transfer*>(context);
  transfer.header_bytes += count;
  if (transfer.header_bytes > kHeaderBytesMax) {
    transfer.too_large = true;
    return 0;
  }
  const std::string_view line(data, count);
  if (line.starts_with("HTTP/")) transfer.response.headers.clear();  // what came before was a 100 Continue
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string name = trimmed(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  std::string& value = transfer.response.headers[name];
  // RFC 9110 5.3: the same field again is one list.
  value += (value.empty() ? "" : ", ") + trimmed(line.substr(colon + 1));
  return count;
}

void set(CURL* easy, CURLoption option, long value) {
  if (curl_easy_setopt(easy, option, value) != CURLE_OK) std::abort();
}

// False for an option that holds what a person configured and that curl will not have.
bool set(CURL* easy, CURLoption option, const std::string& value) {
  return curl_easy_setopt(easy, option, value.c_str()) == CURLE_OK;
}

void set_options(CURL* easy, const HttpOptions& options) {
  set(easy, CURLOPT_NOSIGNAL, 1);
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https,file");
  set(easy, CURLOPT_FOLLOWLOCATION, 0);
  set(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
  set(easy, CURLOPT_PIPEWAIT, 1);  // wait for the connection that can be shared
  set(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  set(easy, CURLOPT_SSL_VERIFYPEER, 1);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, options.connect_timeout_ms);
  set(easy, CURLOPT_TIMEOUT_MS, options.total_timeout_ms);
  set(easy, CURLOPT_LOW_SPEED_LIMIT, options.low_speed_bytes_per_s);
  set(easy, CURLOPT_LOW_SPEED_TIME, options.low_speed_time_s);
  set(easy, CURLOPT_USERAGENT, "entre/" ENTRE_VERSION);
  // Set even when empty: it also keeps libcurl from reading a proxy out of the environment.
  set(easy, CURLOPT_PROXY, options.proxy);
  set(easy, CURLOPT_NOPROXY, std::string());
  if (!options.ca_file.empty()) set(easy, CURLOPT_CAINFO, options.ca_file);
  if (!options.client_cert_file.empty()) set(easy, CURLOPT_SSLCERT, options.client_cert_file);
  if (!options.client_key_file.empty()) set(easy, CURLOPT_SSLKEY, options.client_key_file);
}

bool set_request(Transfer& transfer) {
  CURL* easy = transfer.easy;
  const HttpRequest& request = transfer.request;
  if (!set(easy, CURLOPT_URL, request.url)) return false;
  if (request.accept_gzip && !set(easy, CURLOPT_ACCEPT_ENCODING, "gzip")) return false;
  if (request.method == "HEAD") {
    set(easy, CURLOPT_NOBODY, 1);
  } else if (request.method != "GET") {
    set(easy, CURLOPT_POST, 1);
    if (request.method != "POST" && !set(easy, CURLOPT_CUSTOMREQUEST, request.method)) return false;
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());  // not copied: the transfer holds it
    // No round trip to ask whether the body is welcome.
    transfer.header_list = curl_slist_append(transfer.header_list, "Expect:");
  }
  for (const std::string& header : request.headers) {
    if (header.find_first_of("\r\n") != std::string::npos) return false;
    transfer.header_list = curl_slist_append(transfer.header_list, header.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.header_list);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.message);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
  return true;
}

// What came of a transfer that libcurl has ended with `code`.
Result<HttpResponse> outcome(Transfer& transfer, CURLcode code) {
  const std::string& url = transfer.request.url;
  const bool file = url.starts_with("file:");
  HttpResponse& response = transfer.response;
  if (transfer.too_large) {
    const std::string cap = std::to_string(transfer.request.body_bytes_max);
    return Error{ErrorKind::too_large, url + ": the reply is larger than " + cap + " bytes"};
  }
  if (file && code == CURLE_FILE_COULDNT_READ_FILE) {
    response.status = 404;
    return std::move(response);
  }
  const bool cut_off_refusal = code == CURLE_WRITE_ERROR && transfer.discarded_bytes > 0;
  const int status = file ? 200 : static_cast<int>(status_of(transfer.easy));
  if (code != CURLE_OK && transfer.request.keep_partial && !response.body.empty() &&
      (status == 200 || status == 206)) {
    response.status = status;
    response.is_complete = false;
    return std::move(response);
  }
  if (code != CURLE_OK && !cut_off_refusal) {
    const bool malformed = code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL;
    const std::string reason = transfer.message[0] != '\0' ? transfer.message : curl_easy_strerror(code);
    return Error{malformed ? ErrorKind::invalid : ErrorKind::unavailable, url + ": " + reason};
  }
  response.status = status;
  return std::move(response);
}

}  // namespace

struct CurlHttp::State {
  HttpOptions options;
  CURLM* multi = nullptr;
  std::vector<CURL*> idle;                           // easy handles to use again
  std::vector<std::unique_ptr<Transfer>> under_way;  // added to multi

  ~State() {
    drop_all();
    for (CURL* easy : idle) curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }

  // Starts a request; an error when it cannot even be made.
  Result<void> start(HttpRequest request, std::size_t index) {
    CURL* easy = nullptr;
    if (idle.empty()) {
      easy = curl_easy_init();
      if (easy == nullptr) std::abort();
    } else {
      easy = idle.back();
      idle.pop_back();
    }
    set_options(easy, options);
    auto transfer = std::make_unique<Transfer>(easy, std::move(request), index);
    if (!set_request(*transfer)) {
      idle.push_back(easy);
      curl_easy_reset(easy);
      return Error{ErrorKind::invalid, transfer->request.url + ": not a request that can be sent"};
    }
    if (curl_multi_add_handle(multi, easy) != CURLM_OK) std::abort();
    under_way.push_back(std::move(transfer));
    return {};
  }

  // Takes a transfer out, finished or not, and gives it back.
  std::unique_ptr<Transfer> retire(const Transfer* transfer) {
    const auto it = std::find_if(under_way.begin(), under_way.end(),
                                 [&](const auto& candidate) { return candidate.get() == transfer; });
    if (it == under_way.end()) std::abort();
    std::unique_ptr<Transfer> retired = std::move(*it);
    under_way.erase(it);
    curl_multi_remove_handle(multi, retired->easy);
    return retired;
  }

  // The easy handle keeps no trace of the request; connections live in the multi handle.
  void recycle(std::unique_ptr<Transfer> transfer) {
    curl_easy_reset(transfer->easy);
    idle.push_back(transfer->easy);
  }

  void drop_all() {
    while (!under_way.empty()) recycle(retire(under_way.back().get()));
  }

  // Hands every finished transfer to `done`; false when that asked to stop.
  bool deliver(const Done& done) {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      char* context = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &context);
      auto transfer = retire(reinterpret_cast<Transfer*>(context));
      Result<HttpResponse> response = outcome(*transfer, code);
      const std::size_t index = transfer->index;
      recycle(std::move(transfer));
      if (!done(index, std::move(response))) return false;
    }
    return true;
  }
};

CurlHttp::CurlHttp(std::unique_ptr<State> state) : state_(std::move(state)) {}
CurlHttp::~CurlHttp() = default;

Result<std::unique_ptr<CurlHttp>> CurlHttp::create(HttpOptions options) {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) std::abort();
  });
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  state->multi = curl_multi_init();
  if (state->multi == nullptr) return Error{ErrorKind::io, "http: libcurl cannot start"};
  curl_multi_setopt(state->multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  curl_multi_setopt(state->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                    static_cast<long>(state->options.connections_max));
  curl_multi_setopt(state->multi, CURLMOPT_MAX_CONCURRENT_STREAMS,
                    static_cast<long>(state->options.parallel_max));
  return std::unique_ptr<CurlHttp>(new CurlHttp(std::move(state)));
}

void Http::send_all(const std::vector<HttpRequest>& requests, const Done& done) {
  std::size_t given = 0;
  const Next next = [&]() -> std::optional<HttpRequest> {
    if (given == requests.size()) return std::nullopt;
    return requests[given++];
  };
  send_stream(next, done);
}

Result<HttpResponse> CurlHttp::send(const HttpRequest& request) {
  Result<HttpResponse> reply = Error{ErrorKind::unavailable, request.url + ": no answer"};
  send_all({request}, [&](std::size_t, Result<HttpResponse> response) {
    reply = std::move(response);
    return true;
  });
  return reply;
}

void CurlHttp::send_stream(const Next& next, const Done& done) {
  std::size_t count = 0;
  const auto parallel_max = static_cast<std::size_t>(std::max(1, state_->options.parallel_max));
  for (;;) {
    while (state_->under_way.size() < parallel_max) {
      std::optional<HttpRequest> request = next();
      if (!request) break;
      const std::size_t index = count++;
      if (auto started = state_->start(*std::move(request), index); !started)
        if (!done(index, started.error())) return state_->drop_all();
    }
    if (state_->under_way.empty()) return;
    int running = 0;
    if (curl_multi_perform(state_->multi, &running) != CURLM_OK) std::abort();
    const std::size_t before = state_->under_way.size();
    if (!state_->deliver(done)) return state_->drop_all();
    // What has come makes room: it is filled before anything is waited for.
    if (running > 0 && state_->under_way.size() == before)
      curl_multi_poll(state_->multi, nullptr, 0, kPollMs, nullptr);
  }
}

}  // namespace entre
