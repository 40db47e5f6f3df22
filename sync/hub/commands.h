#pragma once
// What kiosk-hub's command line does, apart from parsing it.

#include <string>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/random.h"
#include "platform/result.h"
#include "sync/hub/alarm_watch.h"

namespace entre::hub {

struct ServeOptions {
  std::string db, release_folder, listen = "127.0.0.1:8180";
  std::string tls_cert_file, tls_key_file, proxy, login_file;
  std::string public_url;  // the hub as kiosks and people see it; empty: as each request's Host says
  AlarmOptions alarms;
};

// Serves until SIGTERM or SIGINT, which every thread of the program must block already. Prints "listening on
// <url>" when requests are answered. invalid: refused before it listened.
Result<void> serve(const ServeOptions& options, const Files& files, const Clock& clock, Random& random);
// Returns the new token, of which the store keeps the hash only.
Result<std::string> add_token(const std::string& db, const std::string& kiosk_id, const std::string& name,
                              const Clock& clock, Random& random);
Result<void> revoke_token(const std::string& db, const std::string& kiosk_id);
// Returns the new password, of which the file keeps a salted hash only.
Result<std::string> add_login(const std::string& file, const std::string& user, Files& files, Random& random);

}  // namespace entre::hub
