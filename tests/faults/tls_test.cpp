// Servers that are not who they say, or speak as nobody should any more: nothing is asked of them.
#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "platform/files.h"
#include "platform/http.h"
#include "tests/faults/campaign.h"
#include "tests/faults/raw_server.h"
#include "tests/support/temp_folder.h"

using namespace entre;
using namespace entre::test;

namespace {

constexpr long day_s = 86'400;

struct Identity {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ~Identity() {
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
};

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
  REQUIRE(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// Signed by `authority`, or by itself as an authority.
std::unique_ptr<Identity> make_identity(Identity* authority, const char* name, const char* alternative,
                                        long from_s = -day_s, long until_s = day_s) {
  auto made = std::make_unique<Identity>();
  X509* certificate = made->certificate;
  X509_set_version(certificate, 2);
  static long serial = 1;
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), from_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate), until_s);
  X509_set_pubkey(certificate, made->key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  Identity* signer = authority != nullptr ? authority : made.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(signer->certificate));
  if (authority == nullptr)
    add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  else
    add_extension(certificate, authority->certificate, NID_subject_alt_name, alternative);
  X509_sign(certificate, signer->key, EVP_sha256());
  return made;
}

struct TlsServer {
  TlsServer(const Identity& identity, int version_max = 0)
      : context(SSL_CTX_new(TLS_server_method())),
        server(
            [this](const std::string&) {
              ++asked;
              return RawReply{"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nok"};
            },
            prepare(identity, version_max)) {}
  SSL_CTX* prepare(const Identity& identity, int version_max) {
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_use_certificate(context, identity.certificate);
    SSL_CTX_use_PrivateKey(context, identity.key);
    if (version_max != 0) {
      SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
      SSL_CTX_set_max_proto_version(context, version_max);
    }
    return context;
  }
  SSL_CTX* context;
  std::atomic<int> asked{0};
  RawServer server;
};

struct Trust {
  Trust() {
    authority = make_identity(nullptr, "Test authority", "");
    FILE* file = fopen(ca_file.c_str(), "w");
    PEM_write_X509(file, authority->certificate);
    fclose(file);
  }
  // Empty when the server was talked to; else curl's reason.
  std::string ask(const std::string& url) const {
    HttpOptions options;
    options.ca_file = ca_file;
    options.connect_timeout_ms = 5000;
    auto http = CurlHttp::create(options);
    REQUIRE(http.ok());
    HttpRequest request;
    request.url = url + "/";
    request.headers = {"Authorization: Bearer secret"};
    request.body_bytes_max = 100;
    auto response = (*http)->send(request);
    if (response) return "";
    CHECK(response.error().kind == ErrorKind::unavailable);
    return response.error().message;
  }
  TempFolder folder;
  std::string ca_file = folder.file("ca.pem");
  std::unique_ptr<Identity> authority;
};

}  // namespace

TEST_CASE(
    "a server is trusted by its authority, its name and its dates, from TLS 1.2 up, and not otherwise") {
  const Trust trust;
  const auto good = make_identity(trust.authority.get(), "good", "IP:127.0.0.1");
  const auto other_authority = make_identity(nullptr, "Other authority", "");
  const auto unknown = make_identity(other_authority.get(), "unknown", "IP:127.0.0.1");
  const auto expired = make_identity(trust.authority.get(), "expired", "IP:127.0.0.1", -30 * day_s, -day_s);
  const auto early = make_identity(trust.authority.get(), "early", "IP:127.0.0.1", day_s, 30 * day_s);
  const auto elsewhere = make_identity(trust.authority.get(), "elsewhere", "IP:192.0.2.1,DNS:example.org");
  const auto named = make_identity(trust.authority.get(), "127.0.0.1", "DNS:example.org");  // by CN alone
  int refused = 0;
  const auto refuses = [&](const char* what, const Identity& identity, int version_max = 0) {
    CAPTURE(what);
    TlsServer server(identity, version_max);
    CHECK(trust.ask(server.server.url()) != "");
    CHECK(server.asked == 0);
    ++refused;
  };
  for (const int version : {0, TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsServer server(*good, version);
    CHECK(trust.ask(server.server.url()) == "");
    CHECK(server.asked == 1);
  }
  refuses("unknown authority", *unknown);
  refuses("self-signed", *other_authority);
  refuses("expired", *expired);
  refuses("not valid yet", *early);
  refuses("another host", *elsewhere);
  refuses("named in CN alone", *named);
  refuses("TLS 1.0", *good, TLS1_VERSION);
  refuses("TLS 1.1", *good, TLS1_1_VERSION);
  for (const int bytes : {0, 1, 5, 50, 200, 500}) {
    CAPTURE(bytes);
    TlsServer server(*good);
    server.server.hang_up_after = bytes;
    CHECK(trust.ask(server.server.url()) != "");
    CHECK(server.asked == 0);
    ++refused;
  }
  report_campaign("TLS faults", refused, "nothing asked of any such server; TLS 1.2 and 1.3 accepted");
}
