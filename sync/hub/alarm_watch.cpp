#include "sync/hub/alarm_watch.h"

#include <algorithm>

#include "platform/log.h"

namespace entre::hub {

namespace {

constexpr auto turn_every = std::chrono::seconds(60);
constexpr std::uint64_t login_file_bytes_max = 1024;

// A message waits for nobody longer than half a minute.
HttpOptions webhook_http() {
  HttpOptions options;
  options.total_timeout_ms = 30'000;
  return options;
}

Result<MailOptions> mail_options(const AlarmOptions& options, const Files& files) {
  MailOptions mail;
  mail.url = options.smtp_url;
  if (options.smtp_login_file.empty()) return mail;
  auto text = files.read(options.smtp_login_file, login_file_bytes_max);
  if (!text) return Error{ErrorKind::invalid, text.error().message};
  const std::string line = text->substr(0, text->find_first_of("\r\n"));
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos || colon == 0)
    return Error{ErrorKind::invalid, options.smtp_login_file + ": expected one line, user:password"};
  mail.user = line.substr(0, colon);
  mail.password = line.substr(colon + 1);
  return mail;
}

}  // namespace

Result<void> check_alarms(const AlarmOptions& options) {
  const auto& webhook = options.webhook_url;
  if (!webhook.empty() && !webhook.starts_with("https://") && !webhook.starts_with("http://"))
    return Error{ErrorKind::invalid, "--alarm-webhook " + webhook + ": expected an http(s) address"};
  if (options.smtp_url.empty()) {
    if (options.mail_from.empty() && options.mail_to.empty() && options.smtp_login_file.empty()) return {};
    return Error{ErrorKind::invalid, "--alarm-mail-from, --alarm-mail-to and --smtp-login belong to --smtp"};
  }
  if (!options.smtp_url.starts_with("smtp://") && !options.smtp_url.starts_with("smtps://"))
    return Error{ErrorKind::invalid, "--smtp " + options.smtp_url +
                                         ": expected the mail server, such as smtp://mail.example.org:587"};
  if (options.mail_to.empty() || !is_mail_address(options.mail_from) ||
      !std::all_of(options.mail_to.begin(), options.mail_to.end(), is_mail_address))
    return Error{ErrorKind::invalid, "--smtp needs --alarm-mail-from and --alarm-mail-to, each an address"};
  return {};
}

struct AlarmWatch::Way {
  std::unique_ptr<Http> http;
  std::unique_ptr<Mail> mail;
  std::unique_ptr<Outlet> outlet;
  std::unique_ptr<Alarms> alarms;
};

AlarmWatch::AlarmWatch(Store& store, const Clock& clock) : store_(store), clock_(clock) {}

Result<std::unique_ptr<AlarmWatch>> AlarmWatch::start(const AlarmOptions& options, const std::string& db,
                                                      Store& store, const Files& files, const Clock& clock,
                                                      Random& random) {
  std::unique_ptr<AlarmWatch> watch(new AlarmWatch(store, clock));
  if (!options.webhook_url.empty()) {
    auto way = std::make_unique<Way>();
    auto http = CurlHttp::create(webhook_http());
    if (!http) return http.error();
    way->http = *std::move(http);
    way->outlet = std::make_unique<Webhook>(*way->http, options.webhook_url);
    watch->ways_.push_back(std::move(way));
  }
  if (!options.smtp_url.empty()) {
    auto way = std::make_unique<Way>();
    auto mail = mail_options(options, files);
    if (!mail) return mail.error();
    way->mail = std::make_unique<CurlMail>(*std::move(mail), clock, random);
    way->outlet = std::make_unique<MailOutlet>(*way->mail, clock, options.mail_from, options.mail_to);
    watch->ways_.push_back(std::move(way));
  }
  for (auto& way : watch->ways_) {
    auto alarms = Alarms::open(db, clock, *way->outlet);
    if (!alarms) return alarms.error();
    way->alarms = *std::move(alarms);
  }
  watch->thread_ = std::thread([raw = watch.get()] { raw->run(); });
  return watch;
}

AlarmWatch::~AlarmWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void AlarmWatch::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    turn();
    lock.lock();
    changed_.wait_for(lock, turn_every, [this] { return stopping_; });
  }
}

void AlarmWatch::turn() {
  auto kiosks = store_.kiosks();
  if (!kiosks) return log_error("alarms: " + kiosks.error().message);
  const auto findings = judge(*kiosks, clock_);
  for (const auto& way : ways_)
    if (auto done = way->alarms->turn(*kiosks, findings); !done) log_error(done.error().message);
}

}  // namespace entre::hub
