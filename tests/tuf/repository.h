#pragma once
// The adversary's repository: it publishes validly signed metadata by default, and lets a test change any
// part before it is signed and any byte after. It listens on loopback and notes what it was asked for.

#include <openssl/evp.h>

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "platform/json.h"

namespace httplib {
class Server;
}

namespace entre::test {

class Signer {
 public:
  // "ecdsa-sha2-nistp256", "ed25519", "rsassa-pss-sha256" or "rsa-pkcs1v15-sha256".
  explicit Signer(const std::string& scheme = "ecdsa-sha2-nistp256");
  std::string id() const;
  std::string sign_hex(const std::string& message) const;
  Json key;  // as metadata lists it; its members may be changed before the id is asked for

 private:
  std::shared_ptr<EVP_PKEY> private_key_;
};

// Seconds from now on, RFC 3339.
std::string in_days(int days);

class Repository {
 public:
  // Version 1 of root, timestamp, snapshot and targets, one ECDSA key each, valid for 30 days. No hashes of
  // metadata, consistent snapshots.
  Repository();
  ~Repository();
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;

  std::map<std::string, Json> parts;                          // by role; what publish() signs
  std::map<std::string, std::vector<Signer>> signers;         // by role
  std::map<std::string, std::vector<std::string>> published;  // by role: the bytes of version n at n - 1
  std::map<std::string, std::string> artifacts;               // by target path
  bool with_hashes = false;                                   // list lengths and hashes of metadata
  std::string metadata_url, targets_url;

  // The next version of each, in this order, signed by the role's signers; the first publication is
  // version 1. Snapshot and timestamp learn of what was published before them.
  void publish(const std::vector<std::string>& roles);
  // The signed file as JSON, for changes after signing: replace(role, edit(last(role))).
  Json last(const std::string& role) const;
  void replace(const std::string& role, const Json& file);
  // Forgets what was published, so that the next publication is version 1 again.
  void roll_back(const std::string& role);

  Json& role(const std::string& name) { return parts["root"]["roles"][name]; }
  void add_key(const std::string& role, const Signer& signer);
  // Threshold many new keys instead of the role's.
  void rotate(const std::string& role);
  void add_artifact(const std::string& role, const std::string& content, const std::string& path,
                    const std::vector<std::string>& algorithms = {"sha256"});
  struct Delegation {
    std::string parent, name;
    std::vector<std::string> patterns{"*"};
    bool terminating = false;
    std::string member = "paths";  // or path_hash_prefixes
  };
  // With a key of its own, unless `signer` is given; not yet published.
  void delegate(const Delegation& delegation);
  void delegate(const Delegation& delegation, const Signer& signer);

  // "root 2", "timestamp", "%3F 1", ... and "<hash>.name" for artifacts, in order.
  std::vector<std::string> asked() const;
  std::vector<std::string> asked_artifacts() const;
  void forget_asked();

 private:
  struct Reply {
    int status = 404;
    std::string body;
  };
  Reply answer(const std::string& target);
  std::string sign(const std::string& role) const;

  mutable std::mutex mutex_;
  std::vector<std::string> asked_, asked_artifacts_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
};

}  // namespace entre::test
