#pragma once
// A hub in memory: serves a really signed release and takes answers; and a kiosk's home that syncs from it.

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "platform/compress.h"
#include "platform/crypto.h"
#include "sync/client/sync.h"
#include "sync/content/documents.h"
#include "sync/trust/repository.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_http.h"
#include "tests/support/fake_random.h"
#include "tests/support/memory_files.h"
#include "tests/support/temp_folder.h"

namespace entre::test {

class ReleaseServer {
 public:
  explicit ReleaseServer(std::uint64_t seed = 1, bool is_demo = false);
  void set_page(const std::string& id, const std::string& text);
  void set_floor(std::int64_t floor);
  void put(const std::string& target, const std::string& raw);
  // Signs what is set as the next release.
  void publish(const Clock& clock);
  Result<HttpResponse> answer(const HttpRequest& request);
  std::string root() const { return *files.read("/rel/metadata/1.root.json", 1'000'000); }
  std::string& object(const std::string& target) { return objects.at(object_names.at(target)); }

  std::map<std::string, std::string> objects;       // by name below targets/
  std::map<std::string, std::string> object_names;  // by target
  std::vector<trust::PublishTarget> extra_targets;  // signed as they are
  trust::Validity validity;
  std::vector<std::string> fetched;  // paths of GET requests
  std::function<HttpResponse(const HttpRequest&)> on_post;

 private:
  FakeRandom random_;
  trust::KeySet keys_;
  MemoryFiles files;
  std::map<std::string, std::string> documents_;
  content::Site site_;
};

struct Home {
  explicit Home(ReleaseServer& from);
  client::SyncOutcome sync();
  std::string current() const;
  std::string page_text(const std::string& id) const;

  ReleaseServer& server;
  TempFolder folder;
  FakeClock clock;
  FakeRandom random;
  SystemFiles files;
  FakeHttp http;
  Config config;
  Paths paths;
};

}  // namespace entre::test
