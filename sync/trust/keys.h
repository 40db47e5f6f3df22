#pragma once
// A publisher's keys: which roles have which, how many must sign, and which are at hand. keys.json lists them
// all; a seed lies in a file of its own (mode 0600) beside it or on a stick, or minisign holds the key.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/crypto.h"
#include "platform/files.h"
#include "platform/random.h"
#include "platform/result.h"

namespace entre::trust {

struct RoleKey {
  std::string public_hex;
  std::string file;                  // of the seed; relative to the folder of keys.json, or absolute
  std::string minisign_file;         // instead: minisign's secret key
  std::shared_ptr<SigningKey> seed;  // null: not at hand, or behind minisign
  bool is_away = false;              // minisign_file was not there when the keys were loaded
};

struct KeySet {
  // The raw Ed25519 signature of a message as hex, by minisign with this secret key file. Empty: no minisign.
  using SignByMinisign =
      std::function<Result<std::string>(const std::string& secret_file, std::string_view message)>;

  bool demo = false;
  std::map<std::string, int> thresholds;             // by role; 1 where nothing is said
  std::map<std::string, std::vector<RoleKey>> keys;  // by role: root, targets, snapshot, timestamp
  std::vector<RoleKey> retired_root;                 // that still have to sign the root after theirs
  SignByMinisign minisign;

  int threshold(const std::string& role) const;
  const std::vector<RoleKey>& of(const std::string& role) const;
  bool is_at_hand(const RoleKey& key) const;
  // denied where the key is not at hand or minisign does not sign.
  Result<std::string> sign_hex(const RoleKey& key, std::string_view message) const;
};

// How many keys of a role are made, and how many of them must sign.
struct RolePlan {
  int threshold = 1, count = 1;
};
using KeyPlan = std::map<std::string, RolePlan>;
KeyPlan usual_plan();  // root 2 of 3, the others one key each

KeySet generate_keys(Random& random, bool demo, const KeyPlan& plan = usual_plan());
// Puts the files of root and targets, the keys that need not be on a machine that is always on, into
// `folder`.
void move_offline(KeySet* keys, const std::string& folder);
// New keys for a role, as many as before. The next root is then signed by the old root keys as well.
Result<void> rotate(KeySet* keys, const std::string& role, Random& random);

// Writes keys.json and the seeds that have no file yet.
Result<void> save_keys(const KeySet& keys, const std::string& folder, Files& files);
// Keys whose file is not there are listed and not at hand: a stick that is not plugged in.
Result<KeySet> load_keys(const std::string& folder, const Files& files);

}  // namespace entre::trust
