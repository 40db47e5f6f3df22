#pragma once
// The kiosk's half of enrolment (RFC 8628), a request at a time: kioskctl has no network, and asks for each.

#include <string>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/http.h"
#include "platform/result.h"
#include "sync/wire/enrolment.h"

namespace entre::client {

// The enrolment after its next request: asks for codes where it has none, else polls once. What went wrong
// stands in `trouble` and `interval_s`, which grows as RFC 8628 3.5 says; the root that comes with a grant
// is checked against the hash that the grant names.
wire::Enrolment next_step(Http& http, const Clock& clock, wire::Enrolment enrolment);

// The same for the enrolment in a file, which is replaced whole (mode 0600): a granted token is lost in no
// crash, since the hub gives it again until it was used. invalid: the file holds none.
Result<void> take_step(Http& http, Files& files, const Clock& clock, const std::string& file);

}  // namespace entre::client
