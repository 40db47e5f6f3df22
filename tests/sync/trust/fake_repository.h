#pragma once
// A repository in memory that can be made to lie: each signed part may be changed before it is signed, each
// served file after.

#include <map>
#include <string>
#include <vector>

#include "platform/crypto.h"
#include "sync/trust/updater.h"
#include "tests/support/fake_random.h"

namespace entre::test {

inline constexpr std::int64_t now_ms = 1'704'801'600'000;  // 2024-01-09T12:00:00Z
inline constexpr const char* later = "2024-02-09T12:00:00Z";
inline constexpr const char* earlier = "2024-01-08T12:00:00Z";

class FakeRepository : public trust::MetadataFetcher {
 public:
  // Version 1 of everything, one key a role, root with two keys of which both must sign; targets "a" and "b".
  FakeRepository();

  std::map<std::string, Json> parts;                    // signed parts by role
  std::map<std::string, std::vector<SigningKey>> keys;  // who signs, by role
  std::map<std::string, std::string> served;            // by file name
  std::vector<std::string> asked;
  bool not_modified = false;  // answer 304 for the timestamp
  bool away = false;
  std::string away_at;      // no answer for this file alone
  bool with_hashes = true;  // list lengths and hashes in snapshot and timestamp

  // Signs a part with a role's keys (and more signers) as the bytes of a file.
  std::string sign(const Json& part, const std::vector<const SigningKey*>& signers) const;
  std::string sign(const std::string& role) const;

  void add_target(const std::string& role, const std::string& target, const std::string& content);
  // A delegated role of `parent`, with a key of its own.
  void delegate(const std::string& parent, const std::string& role, const std::string& member,
                const std::vector<std::string>& patterns, bool terminating = false);
  // New versions of targets, snapshot and timestamp, with these targets roles in them.
  void release();
  // The steps of release(), for lies in between.
  void put_targets(const std::string& role);
  void put_snapshot();
  void put_timestamp();
  // The next root, signed by the keys of the last one and by its own.
  void put_root();
  // New keys for a role in the next root; put_root() publishes them.
  void rotate(const std::string& role);
  void write_role(const std::string& role, int threshold);

  Result<std::string> fetch(const std::string& file_name, std::uint64_t bytes_max) override;
  Result<std::optional<std::string>> fetch_timestamp(std::uint64_t bytes_max) override;
  std::vector<Result<std::string>> fetch_all(
      const std::vector<std::pair<std::string, std::uint64_t>>& files) override;

  FakeRandom random;
  std::vector<SigningKey> old_root_keys;  // that sign the next root besides its own
};

Json meta_of(std::int64_t version, const std::string& bytes, bool with_hashes);

}  // namespace entre::test
