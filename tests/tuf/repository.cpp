#include "tests/tuf/repository.h"

#include <httplib.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdlib>

#include "platform/clock.h"
#include "platform/crypto.h"
#include "platform/random.h"

namespace entre::test {

namespace {

std::shared_ptr<EVP_PKEY> own(EVP_PKEY* key) {
  if (key == nullptr) std::abort();
  return {key, EVP_PKEY_free};
}

// RSA keys are slow to make: a few for all tests.
std::shared_ptr<EVP_PKEY> next_rsa() {
  static std::vector<std::shared_ptr<EVP_PKEY>> pool;
  static std::size_t next = 0;
  if (pool.size() < 4) pool.push_back(own(EVP_RSA_gen(2048)));
  return pool[next++ % pool.size()];
}

std::string public_pem(EVP_PKEY* key) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(bio.get(), key);
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(length));
}

std::string public_hex(EVP_PKEY* key) {
  unsigned char bytes[32];
  std::size_t length = sizeof bytes;
  EVP_PKEY_get_raw_public_key(key, bytes, &length);
  return hex_encode({reinterpret_cast<char*>(bytes), length});
}

bool is_top(const std::string& role) {
  return role == "root" || role == "timestamp" || role == "snapshot";
}

// "%2F" to "/"; the suite's repository decodes once as well.
std::string decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += *hex_decode(text.substr(i + 1, 2));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool cut_prefix(std::string* text, const std::string& prefix) {
  if (text->rfind(prefix, 0) != 0) return false;
  text->erase(0, prefix.size());
  return true;
}

}  // namespace

Signer::Signer(const std::string& scheme) {
  const std::string type = scheme.rfind("rsa", 0) == 0 ? "rsa" : scheme.substr(0, scheme.find('-'));
  if (type == "ed25519") {
    SystemRandom random;
    unsigned char seed[32];
    random.fill({seed, sizeof seed});
    private_key_ = own(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed, sizeof seed));
  } else {
    private_key_ = type == "rsa" ? next_rsa() : own(EVP_EC_gen("P-256"));
  }
  const std::string value =
      type == "ed25519" ? public_hex(private_key_.get()) : public_pem(private_key_.get());
  key = Json{{"keytype", type}, {"scheme", scheme}, {"keyval", Json{{"public", value}}}};
}

std::string Signer::id() const {
  return sha256_hex(canonical_json(key));
}

std::string Signer::sign_hex(const std::string& message) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* options = nullptr;
  const std::string scheme = key["scheme"];
  const EVP_MD* digest = scheme == "ed25519" ? nullptr : EVP_sha256();
  EVP_DigestSignInit(context.get(), &options, digest, nullptr, private_key_.get());
  if (scheme == "rsassa-pss-sha256") {
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  std::size_t length = 0;
  EVP_DigestSign(context.get(), nullptr, &length, bytes, message.size());
  std::string signature(length, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes,
                     message.size()) != 1)
    std::abort();
  signature.resize(length);
  return hex_encode(signature);
}

std::string in_days(int days) {
  constexpr std::int64_t day_ms = 86'400'000;
  return rfc3339(SystemClock().unix_ms() / 1000 * 1000 + days * day_ms);
}

Repository::Repository() : server_(std::make_unique<httplib::Server>()) {
  const auto part = [](const std::string& type) {
    return Json{{"_type", type}, {"spec_version", "1.0.31"}, {"version", 1}, {"expires", in_days(30)}};
  };
  for (const char* name : {"root", "timestamp", "snapshot", "targets"}) parts[name] = part(name);
  parts["root"]["consistent_snapshot"] = true;
  parts["root"]["keys"] = Json::object();
  parts["root"]["roles"] = Json::object();
  parts["snapshot"]["meta"] = Json::object();
  parts["targets"]["targets"] = Json::object();
  for (const char* name : {"root", "timestamp", "snapshot", "targets"}) {
    role(name) = Json{{"keyids", Json::array()}, {"threshold", 1}};
    add_key(name, Signer());
  }
  publish({"targets", "snapshot", "timestamp", "root"});
  server_->Get(".*", [this](const httplib::Request& request, httplib::Response& response) {
    const Reply reply = answer(request.target);
    response.status = reply.status;
    response.set_content(reply.body, "application/octet-stream");
  });
  server_->set_tcp_nodelay(true);  // or each reply waits 40 ms for an acknowledgement
  const int port = server_->bind_to_any_port("127.0.0.1");
  const std::string base = "http://127.0.0.1:" + std::to_string(port) + "/repo";
  metadata_url = base + "/metadata/";
  targets_url = base + "/targets/";
  thread_ = std::thread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
}

Repository::~Repository() {
  server_->stop();
  thread_.join();
}

std::string Repository::sign(const std::string& role) const {
  Json signatures = Json::array();
  for (const Signer& signer : signers.at(role))
    signatures.push_back(
        Json{{"keyid", signer.id()}, {"sig", signer.sign_hex(canonical_json(parts.at(role)))}});
  return Json{{"signed", parts.at(role)}, {"signatures", signatures}}.dump(1);
}

void Repository::publish(const std::vector<std::string>& roles) {
  for (const std::string& role : roles) {
    Json& part = parts.at(role);
    if (!published[role].empty()) part["version"] = part["version"].get<int>() + 1;
    published[role].push_back(sign(role));
    Json meta{{"version", part["version"]}};
    if (with_hashes) {
      meta["length"] = published[role].back().size();
      meta["hashes"] = Json{{"sha256", sha256_hex(published[role].back())}};
    }
    if (role == "snapshot") parts["timestamp"]["meta"] = Json{{"snapshot.json", meta}};
    if (!is_top(role)) parts["snapshot"]["meta"][role + ".json"] = meta;
  }
}

Json Repository::last(const std::string& role) const {
  return Json::parse(published.at(role).back());
}

void Repository::replace(const std::string& role, const Json& file) {
  published[role].back() = file.dump(1);
}

void Repository::roll_back(const std::string& role) {
  published[role].clear();
  parts[role]["version"] = 1;
}

void Repository::add_key(const std::string& name, const Signer& signer) {
  parts["root"]["keys"][signer.id()] = signer.key;
  role(name)["keyids"].push_back(signer.id());
  signers[name].push_back(signer);
}

void Repository::rotate(const std::string& name) {
  role(name)["keyids"].clear();
  signers[name].clear();
  for (int i = 0; i < role(name)["threshold"].get<int>(); ++i) add_key(name, Signer());
}

void Repository::add_artifact(const std::string& role, const std::string& content, const std::string& path,
                              const std::vector<std::string>& algorithms) {
  Json hashes = Json::object();
  for (const std::string& algorithm : algorithms)
    hashes[algorithm] = algorithm == "sha256" ? sha256_hex(content) : sha512_hex(content);
  parts[role]["targets"][path] = Json{{"length", content.size()}, {"hashes", hashes}};
  artifacts[path] = content;
}

void Repository::delegate(const Delegation& delegation) {
  auto& known = signers[delegation.name];
  delegate(delegation, known.empty() ? Signer() : known.front());
}

void Repository::delegate(const Delegation& delegation, const Signer& signer) {
  Json& delegations = parts[delegation.parent]["delegations"];
  delegations["keys"][signer.id()] = signer.key;
  delegations["roles"].push_back(Json{{"name", delegation.name},
                                      {"keyids", Json::array({signer.id()})},
                                      {"threshold", 1},
                                      {"terminating", delegation.terminating},
                                      {delegation.member, delegation.patterns}});
  if (signers[delegation.name].empty()) signers[delegation.name].push_back(signer);
  if (parts.count(delegation.name) != 0) return;
  parts[delegation.name] = Json{{"_type", "targets"},
                                {"spec_version", "1.0.31"},
                                {"version", 1},
                                {"expires", in_days(30)},
                                {"targets", Json::object()}};
}

// As the suite's repository answers: by version with consistent snapshots, the newest without.
Repository::Reply Repository::answer(const std::string& target) {
  const std::lock_guard lock(mutex_);
  std::string path = target;
  const bool consistent = parts["root"]["consistent_snapshot"];
  if (cut_prefix(&path, "/repo/metadata/")) {
    if (!path.ends_with(".json")) return {};
    path.resize(path.size() - 5);
    const std::size_t dot = path.find('.');
    std::string name = path, version;
    if (path == "timestamp") {
      asked_.push_back(path);
    } else if (consistent || path.ends_with(".root")) {
      if (dot == std::string::npos) return {};
      version = path.substr(0, dot);
      name = path.substr(dot + 1);
      asked_.push_back(name + " " + version);
    } else {
      asked_.push_back(path);
    }
    const auto found = published.find(decoded(name));
    if (found == published.end() || found->second.empty()) return {};
    if (version.empty()) return {200, found->second.back()};
    const auto index = static_cast<std::size_t>(std::atoi(version.c_str())) - 1;
    if (index >= found->second.size()) return {};
    return {200, found->second[index]};
  }
  if (!cut_prefix(&path, "/repo/targets/")) return {};
  asked_artifacts_.push_back(path);
  path = decoded(path);
  if (consistent) {
    const std::size_t slash = path.rfind('/');
    const std::size_t start = slash == std::string::npos ? 0 : slash + 1;
    const std::size_t dot = path.find('.', start);
    if (dot == std::string::npos) return {};
    path.erase(start, dot + 1 - start);
  }
  const auto found = artifacts.find(path);
  if (found == artifacts.end()) return {};
  return {200, found->second};
}

std::vector<std::string> Repository::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

std::vector<std::string> Repository::asked_artifacts() const {
  const std::lock_guard lock(mutex_);
  return asked_artifacts_;
}

void Repository::forget_asked() {
  const std::lock_guard lock(mutex_);
  asked_.clear();
  asked_artifacts_.clear();
}

}  // namespace entre::test
