// Acknowledgements that are lost, doubled, late, cut short or of another batch.
#include <doctest/doctest.h>

#include "tests/faults/campaign.h"
#include "tests/faults/ledger_campaign.h"

using namespace entre;
using namespace entre::test;

namespace {

// What happens to one request, by chance.
class BadNetwork {
 public:
  BadNetwork(AnswerServer& server, std::uint64_t seed) : server_(server), random_(seed) {}
  Result<HttpResponse> carry(const HttpRequest& request) {
    const Error lost{ErrorKind::unavailable, "lost"};
    switch (uniform(random_, 8)) {
      case 0:  // the request never arrives
        return lost;
      case 1:  // it arrives, the reply does not
        remember(server_.take(request));
        return lost;
      case 2:  // it arrives twice
        server_.take(request);
        return server_.take(request);
      case 3: {  // an older reply comes in the place of this one's
        const HttpResponse late = old_;
        remember(server_.take(request));
        return late;
      }
      case 4: {  // the reply is cut short
        HttpResponse reply = server_.take(request);
        reply.body.resize(uniform(random_, reply.body.size() + 1));
        return reply;
      }
      case 5:  // an older request of the kiosk is repeated on the way
        if (!older_.body.empty()) server_.take(older_);
        return older_ = request, server_.take(request);
      case 6:
        return HttpResponse{int(500 + uniform(random_, 5)), {}, ""};
      default:
        return older_ = request, server_.take(request);
    }
  }

 private:
  // A 413 says nothing of whom it is for: only one that comes to its own request counts (RFC 9110 15.5.14).
  void remember(HttpResponse reply) {
    if (reply.status == 200) old_ = std::move(reply);
  }
  AnswerServer& server_;
  FakeRandom random_;
  HttpResponse old_{200, {}, ""};
  HttpRequest older_;
};

void run_acknowledgements(int rounds) {
  int bad = 0;
  constexpr int rounds_per_ledger = 50;
  for (int seed = 0; seed * rounds_per_ledger < rounds; ++seed) {
    LedgerWorld world(std::uint64_t(seed) + 1);
    // Small batches, several under way, and replies in any order.
    world.server.events_max = 1 + uniform(world.random, 3);
    world.http.parallel = 4;
    world.http.reorder = &world.random;
    BadNetwork network(world.server, std::uint64_t(seed) + 1);
    REQUIRE(world.open().ok());
    for (int round = 0; round < rounds_per_ledger; ++round) {
      const auto answers = uniform(world.random, 4);
      for (std::uint64_t i = 0; i < answers; ++i) REQUIRE(world.give(true));
      if (uniform(world.random, 5) == 0) REQUIRE(world.open().ok());
      world.http.handler = [&](const HttpRequest& request) { return network.carry(request); };
      bad += world.upload().error.has_value();
      const std::string wrong = world.oracle.check_recovered(world.server, world.path());
      CHECK_MESSAGE(wrong == "", "seed ", seed, ", round ", round, ": ", wrong);
    }
    world.http.handler = [&](const HttpRequest& request) { return world.server.take(request); };
    const std::string wrong = world.recover_and_heal();
    CHECK_MESSAGE(wrong == "", "seed ", seed, ": ", wrong);
    world.outbox.reset();
  }
  CHECK(bad > rounds / 10);
  report_campaign("lost, doubled, reordered acknowledgements", rounds,
                  std::to_string(bad) + " uploads failed, every answer once at the server");
}

}  // namespace

TEST_CASE("every answer is at the server once, whatever becomes of the acknowledgements") {
  QuietLog quiet;
  run_acknowledgements(1000);
}

TEST_SUITE("long") {
  TEST_CASE("acknowledgements, ten thousand") {
    QuietLog quiet;
    run_acknowledgements(10'000);
  }
}
