#include "sync/hub/commands.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include "platform/crypto.h"
#include "platform/log.h"
#include "sync/hub/access.h"
#include "sync/hub/hub.h"
#include "sync/hub/server.h"
#include "sync/hub/store.h"

namespace entre::hub {

namespace {

// Everything that can refuse the start, so that nothing listens before it has passed.
Result<HubOptions> check(const ServeOptions& options, const ListenAddress& address, const Files& files) {
  const bool tls = !options.tls_cert_file.empty();
  if (tls != !options.tls_key_file.empty()) {
    return Error{ErrorKind::invalid, "--tls-cert and --tls-key belong together"};
  }
  if (!options.proxy.empty() && !is_ip_address(options.proxy)) {
    return Error{ErrorKind::invalid, "--behind-proxy " + options.proxy + ": expected the proxy's IP address"};
  }
  const Protection protection{tls, !options.proxy.empty(), !options.login_file.empty()};
  if (auto checked = check_protection(address, protection); !checked) return checked.error();
  if (!options.public_url.empty() && !is_web_address(options.public_url)) {
    return Error{ErrorKind::invalid, "--public-url " + options.public_url +
                                         ": expected the hub's address, such as https://hub.example.org"};
  }
  if (auto checked = check_alarms(options.alarms); !checked) return checked.error();
  if (!files.is_folder(options.release_folder)) {
    return Error{ErrorKind::invalid, "--release " + options.release_folder + ": there is no such folder"};
  }
  HubOptions hub;
  hub.release_folder = options.release_folder;
  hub.proxy = options.proxy;
  hub.needs_login = protection.login;
  if (hub.needs_login) {
    auto logins = Logins::load(files, options.login_file);
    if (!logins) return Error{ErrorKind::invalid, logins.error().message};
    if (logins->empty()) return Error{ErrorKind::invalid, options.login_file + ": names no user"};
    hub.logins = std::move(logins).value();
  }
  return hub;
}

void run_until_signal(Server& server) {
  std::thread waiter([&server] {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    int signal = 0;
    sigwait(&signals, &signal);
    log_info("stopping");
    server.stop();
  });
  server.run();
  // Where the socket failed on its own, the waiter is still there.
  pthread_kill(waiter.native_handle(), SIGTERM);
  waiter.join();
}

}  // namespace

Result<void> serve(const ServeOptions& options, const Files& files, const Clock& clock, Random& random) {
  auto address = parse_listen_address(options.listen);
  if (!address) return address.error();
  auto hub_options = check(options, *address, files);
  if (!hub_options) return hub_options.error();
  auto store = SqliteStore::open(options.db);
  if (!store) return Error{ErrorKind::io, store.error().message};
  auto enrolments = Enrolments::open(options.db, clock, random);
  if (!enrolments) return Error{ErrorKind::io, enrolments.error().message};
  EnrolDesk desk(
      **enrolments, files, random,
      {options.release_folder, options.public_url, !options.tls_cert_file.empty() || !options.proxy.empty()});
  Hub hub(**store, files, clock, std::move(hub_options).value(), &desk);
  auto server =
      Server::create(hub, {address->host, address->port, options.tls_cert_file, options.tls_key_file});
  if (!server) return server.error();
  std::unique_ptr<AlarmWatch> watch;
  if (options.alarms.any()) {
    auto started = AlarmWatch::start(options.alarms, options.db, **store, files, clock, random);
    if (!started) return started.error();
    watch = *std::move(started);
  }
  const bool v6 = address->host.find(':') != std::string::npos;
  fmt::print("listening on {}://{}:{}\n", options.tls_cert_file.empty() ? "http" : "https",
             v6 ? "[" + address->host + "]" : address->host, (*server)->port());
  std::fflush(stdout);
  run_until_signal(**server);
  return {};
}

Result<std::string> add_token(const std::string& db, const std::string& kiosk_id, const std::string& name,
                              const Clock& clock, Random& random) {
  if (!is_kiosk_id(kiosk_id)) {
    return Error{ErrorKind::invalid,
                 "--kiosk '" + kiosk_id + "': expected the kiosk's UUID (kiosk.id in kiosk.toml)"};
  }
  auto store = SqliteStore::open(db);
  if (!store) return Error{ErrorKind::io, store.error().message};
  std::string token = make_secret(random);
  if (auto put = (*store)->put_kiosk(kiosk_id, name, sha256_hex(token), clock.unix_ms()); !put)
    return put.error();
  return token;
}

Result<void> revoke_token(const std::string& db, const std::string& kiosk_id) {
  auto store = SqliteStore::open(db);
  if (!store) return Error{ErrorKind::io, store.error().message};
  return (*store)->revoke_token(kiosk_id);
}

Result<std::string> add_login(const std::string& file, const std::string& user, Files& files,
                              Random& random) {
  Logins logins;
  if (files.exists(file)) {
    auto loaded = Logins::load(files, file);
    if (!loaded) return loaded.error();
    logins = std::move(loaded).value();
  }
  auto password = logins.add(user, random);
  if (!password) return password;
  if (auto written = files.write(file, logins.text(), 0600); !written) return written.error();
  return password;
}

}  // namespace entre::hub
