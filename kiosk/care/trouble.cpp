// What kiosk-sync's errors mean to somebody who stands before the kiosk.
#include "kiosk/care/health.h"

namespace entre::care {
namespace {

struct Sign {
  SyncTrouble trouble;
  std::string_view text;
};

// The first that is found decides. The texts are libcurl's, OpenSSL's and kiosk-sync's own.
constexpr Sign kSigns[] = {
    {SyncTrouble::proxy, "resolve proxy"},
    {SyncTrouble::proxy, "from proxy"},
    {SyncTrouble::proxy, "CONNECT tunnel"},
    {SyncTrouble::name_lookup, "resolve host"},
    {SyncTrouble::certificate, "SSL"},
    {SyncTrouble::certificate, "certificate"},
    {SyncTrouble::login, "answers 401"},
    {SyncTrouble::login, "answers 403"},
    {SyncTrouble::login, "wait for a token"},
    {SyncTrouble::expired, "expired at"},
    {SyncTrouble::timeout, "timed out"},
    {SyncTrouble::timeout, "too slow"},
    {SyncTrouble::timeout, "Timeout was reached"},
    {SyncTrouble::refused, "onnection refused"},
    {SyncTrouble::refused, "ailed to connect"},
    {SyncTrouble::refused, "ouldn't connect"},
    {SyncTrouble::refused, "unreachable"},
    {SyncTrouble::disk, "No space left"},
    {SyncTrouble::disk, "disk is full"},
    {SyncTrouble::disk, "Read-only file system"},
    {SyncTrouble::signature, "signature"},
    {SyncTrouble::signature, "hash"},
    {SyncTrouble::signature, "signed floor"},
    {SyncTrouble::signature, "root is of a demo"},
    {SyncTrouble::signature, "SHA-256"},
    {SyncTrouble::signature, "version"},
};

}  // namespace

SyncTrouble trouble_of(const std::string& last_error) {
  if (last_error.empty()) return SyncTrouble::none;
  for (const Sign& sign : kSigns)
    if (last_error.find(sign.text) != std::string::npos) return sign.trouble;
  return SyncTrouble::other;
}

Words plain(SyncTrouble trouble) {
  switch (trouble) {
    case SyncTrouble::none:
      return {"inget fel", "no fault"};
    case SyncTrouble::name_lookup:
      return {"nätet hittar inte servern vid namn", "the network cannot find the server by its name"};
    case SyncTrouble::refused:
      return {"servern svarar inte på sin adress", "nothing answers at the server's address"};
    case SyncTrouble::timeout:
      return {"nätet eller servern är för långsam", "network or server are too slow"};
    case SyncTrouble::proxy:
      return {"proxyn släpper inte igenom kiosken", "the proxy does not let the kiosk through"};
    case SyncTrouble::certificate:
      return {"serverns certifikat godkänns inte", "the server's certificate is not accepted"};
    case SyncTrouble::login:
      return {"servern godkänner inte kioskens token", "the hub does not accept the kiosk's token"};
    case SyncTrouble::signature:
      return {"innehållet vägrades: signaturen stämmer inte",
              "the content was refused: its signature is not right"};
    case SyncTrouble::expired:
      return {"innehållets signatur har gått ut", "the content's signature has expired"};
    case SyncTrouble::disk:
      return {"disken är full eller skrivskyddad", "the disk is full or cannot be written"};
    case SyncTrouble::other:
      return {"okänt fel", "an unknown fault"};
  }
  return {};
}

Words advice(SyncTrouble trouble) {
  switch (trouble) {
    case SyncTrouble::none:
      return {};
    case SyncTrouble::name_lookup:
      return {"se efter nätkabeln och namnservern: nmcli device show",
              "look at the cable and the name server: nmcli device show"};
    case SyncTrouble::refused:
      return {"kontrollera adressen (kioskctl config get sync.url) och brandväggen",
              "check the address (kioskctl config get sync.url) and the firewall"};
    case SyncTrouble::timeout:
      return {"prova nätet från samma uttag; be nätansvarig se efter brandväggen",
              "try the network at the same socket; ask its keeper to look at the firewall"};
    case SyncTrouble::proxy:
      return {"kontrollera proxyn: kioskctl config get sync.proxy",
              "check the proxy: kioskctl config get sync.proxy"};
    case SyncTrouble::certificate:
      return {
          "se efter att klockan går rätt (timedatectl); annars utfärdaren: kioskctl config get sync.ca_file",
          "see that the clock is right (timedatectl); else the authority: kioskctl config get sync.ca_file"};
    case SyncTrouble::login:
      return {"anslut kiosken till hubben på nytt: kioskctl enrol --hub ADRESS --wait",
              "let the kiosk join the hub anew: kioskctl enrol --hub URL --wait"};
    case SyncTrouble::signature:
      return {"be innehållets utgivare se efter utgåvan (kiosk-publish verify); skärmen visar den förra",
              "ask the content's publisher to look at the release (kiosk-publish verify); the screen shows "
              "the one before"};
    case SyncTrouble::expired:
      return {"be innehållets utgivare att signera om (kiosk-publish resign); se också efter klockan",
              "ask the content's publisher to sign anew (kiosk-publish resign); look at the clock too"};
    case SyncTrouble::disk:
      return {"ge plats: journalctl --vacuum-size=100M och apt-get clean",
              "make room: journalctl --vacuum-size=100M and apt-get clean"};
    case SyncTrouble::other:
      return {"se loggen: journalctl -u kiosk-sync -n 50", "see the log: journalctl -u kiosk-sync -n 50"};
  }
  return {};
}

}  // namespace entre::care
