#include "sync/hub/server.h"

// As the library was built: Request has other members without it.
#define CPPHTTPLIB_OPENSSL_SUPPORT
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

namespace entre::hub {

namespace {

// A connection holds a thread while it is idle, so there are many, and idleness is short.
constexpr std::size_t threads = 64;
constexpr time_t keep_alive_timeout_s = 3;
constexpr std::size_t keep_alive_requests_max = 1000;
constexpr time_t io_timeout_s = 10;
// Of a refused body so much is read and thrown away, so that the sender hears the reply.
constexpr std::size_t drain_bytes_max = 4u << 20;

Request request_of(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.path = from.path;
  if (const auto mark = from.target.find('?'); mark != std::string::npos)
    request.query = from.target.substr(mark + 1);
  request.host = from.get_header_value("Host");
  request.authorization = from.get_header_value("Authorization");
  request.content_type = from.get_header_value("Content-Type");
  request.content_encoding = from.get_header_value("Content-Encoding");
  request.content_digest = from.get_header_value("Content-Digest");
  request.if_none_match = from.get_header_value("If-None-Match");
  request.peer = from.remote_addr.starts_with("::ffff:") ? from.remote_addr.substr(7) : from.remote_addr;
  return request;
}

void answer(httplib::Response& to, const Reply& reply) {
  to.status = reply.status;
  for (const auto& [name, value] : reply.headers) to.set_header(name, value);
  if (!reply.body.empty()) to.set_content(reply.body, reply.content_type);
}

// Whether the library may cut a part out of the reply: only of a file, and with If-Range only of the very
// file that it names (RFC 9110 13.1.5).
bool may_cut(const httplib::Request& from, const Reply& reply) {
  if (reply.status != 200) return false;
  const auto tag = std::find_if(reply.headers.begin(), reply.headers.end(),
                                [](const auto& header) { return header.first == "ETag"; });
  return tag != reply.headers.end() &&
         (!from.has_header("If-Range") || from.get_header_value("If-Range") == tag->second);
}

// For when bytes of the request are left unread: what follows them must not be taken for a request. The
// library closes a connection only when a body could not be written to its end, so the last step says so.
void answer_and_close(httplib::Response& to, const Reply& reply) {
  to.status = reply.status;
  for (const auto& [name, value] : reply.headers) to.set_header(name, value);
  to.set_content_provider(
      reply.body.size(), reply.content_type,
      [body = reply.body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        sink.write(body.data() + offset, length);
        return false;
      });
}

struct Body {
  std::string bytes;  // at most the cap
  std::size_t size = 0;
  bool whole = false;  // read to its end, kept or not
};

Body read_body(const httplib::ContentReader& reader, std::size_t kept_bytes_max) {
  Body body;
  body.whole = reader([&](const char* data, std::size_t size) {
    body.size += size;
    if (body.size <= kept_bytes_max) body.bytes.append(data, size);
    return body.size <= std::max(kept_bytes_max, drain_bytes_max);
  });
  return body;
}

}  // namespace

struct Server::State {
  std::unique_ptr<httplib::Server> http;
  Hub* hub = nullptr;
  int port = 0;
  std::atomic<bool> stopping = false, finished = false;

  void configure();
  void post(const httplib::Request& from, httplib::Response& to, const httplib::ContentReader& reader);
  bool refuse_headers(const httplib::Request& from, httplib::Response& to);
};

// A body where none belongs would be read as the next request, and one that is not announced is not capped.
bool Server::State::refuse_headers(const httplib::Request& from, httplib::Response& to) {
  const bool has_body = from.has_header("Transfer-Encoding") ||
                        (from.has_header("Content-Length") && from.get_header_value("Content-Length") != "0");
  if (from.method == "POST") return false;
  const Request request = request_of(from);
  if (auto refused = hub->refuse_early(request)) {
    answer_and_close(to, *refused);
    return true;
  }
  if (!has_body) return false;
  answer_and_close(to, error_reply(400, "unexpected_body"));
  return true;
}

void Server::State::post(const httplib::Request& from, httplib::Response& to,
                         const httplib::ContentReader& reader) {
  Request request = request_of(from);
  std::optional<Reply> refused = hub->refuse_early(request);
  // The library would take these apart or inflate them, past any cap.
  if (from.is_multipart_form_data() || !request.content_encoding.empty()) {
    answer_and_close(to, refused ? *refused : error_reply(415, "content_type"));
    return;
  }
  const std::size_t bytes_max = refused ? 0 : Hub::body_bytes_max(from.path);
  Body body = read_body(reader, bytes_max);
  if (!refused && body.size > bytes_max) refused = Hub::too_large();
  if (!refused && !body.whole) refused = error_reply(400, "body_broken_off");
  if (refused) {
    body.whole ? answer(to, *refused) : answer_and_close(to, *refused);
    return;
  }
  request.body = std::move(body.bytes);
  answer(to, hub->handle(request));
}

void Server::State::configure() {
  http->new_task_queue = [] { return new httplib::ThreadPool(threads); };
  http->set_keep_alive_timeout(keep_alive_timeout_s);
  http->set_keep_alive_max_count(keep_alive_requests_max);
  http->set_read_timeout(io_timeout_s);
  http->set_write_timeout(io_timeout_s);
  http->set_tcp_nodelay(true);
  // The library's own choice, SO_REUSEPORT, would let a second hub take half of the requests.
  http->set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  http->set_pre_routing_handler([this](const httplib::Request& from, httplib::Response& to) {
    return refuse_headers(from, to) ? httplib::Server::HandlerResponse::Handled
                                    : httplib::Server::HandlerResponse::Unhandled;
  });
  http->Get(".*", [this](const httplib::Request& from, httplib::Response& to) {
    const Reply reply = hub->handle(request_of(from));
    answer(to, reply);
    if (may_cut(from, reply) && from.ranges.size() == 1) {
      to.status = 206;
    } else {
      // The library hands its own, mutable request to us as const, and offers no other way to ignore a Range.
      const_cast<httplib::Request&>(from).ranges.clear();
    }
  });
  http->Post(".*", [this](const httplib::Request& from, httplib::Response& to,
                          const httplib::ContentReader& reader) { post(from, to, reader); });
  http->set_exception_handler([](const httplib::Request&, httplib::Response& to, std::exception_ptr) {
    answer_and_close(to, error_reply(500, "internal"));
  });
  // What the library refuses on its own (a line too long, a malformed request) gets the same form.
  http->set_error_handler([](const httplib::Request&, httplib::Response& to) {
    if (to.body.empty() && !to.content_provider_) {
      to.set_content(wire::encode_error("refused"), "application/json");
    }
  });
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(Hub& hub, const ServerOptions& options) {
  auto state = std::make_unique<State>();
  state->hub = &hub;
  if (options.tls_cert_file.empty()) {
    state->http = std::make_unique<httplib::Server>();
  } else {
    state->http = std::make_unique<httplib::SSLServer>([&](SSL_CTX& context) {
      return SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION) == 1 &&
             SSL_CTX_use_certificate_chain_file(&context, options.tls_cert_file.c_str()) == 1 &&
             SSL_CTX_use_PrivateKey_file(&context, options.tls_key_file.c_str(), SSL_FILETYPE_PEM) == 1 &&
             SSL_CTX_check_private_key(&context) == 1;
    });
  }
  if (!state->http->is_valid()) {
    return Error{ErrorKind::invalid, options.tls_cert_file + ", " + options.tls_key_file +
                                         ": expected a certificate and its private key in PEM"};
  }
  state->configure();
  state->port = options.port;
  if (options.port == 0) {
    state->port = state->http->bind_to_any_port(options.host);
    if (state->port <= 0) state->port = -1;
  } else if (!state->http->bind_to_port(options.host, options.port)) {
    state->port = -1;
  }
  if (state->port < 0) {
    return Error{ErrorKind::io, "cannot listen on " + options.host + ":" + std::to_string(options.port) +
                                    ": is another program there?"};
  }
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

int Server::port() const {
  return state_->port;
}

void Server::run() {
  if (!state_->stopping) state_->http->listen_after_bind();
  state_->finished = true;
}

void Server::stop() {
  state_->stopping = true;
  // The library forgets a stop that comes before it has begun.
  while (!state_->finished && !state_->http->is_running()) std::this_thread::yield();
  state_->http->stop();
}

}  // namespace entre::hub
