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
    {SyncTrouble::portal, "a login page answers"},
    {SyncTrouble::web_page, "a web page answers"},
    {SyncTrouble::proxy, "resolve proxy"},
    {SyncTrouble::proxy, "from proxy"},
    {SyncTrouble::proxy, "CONNECT tunnel"},
    {SyncTrouble::name_lookup, "resolve host"},
    // OpenSSL's words for a chain whose authority is unknown (X509_verify_cert_error_string(3)), older too.
    {SyncTrouble::interception, "self-signed certificate"},
    {SyncTrouble::interception, "self signed certificate"},
    {SyncTrouble::interception, "unable to get local issuer certificate"},
    {SyncTrouble::interception, "unable to get issuer certificate"},
    {SyncTrouble::interception, "unable to verify the first certificate"},
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
    case SyncTrouble::portal:
      return {"nätet svarar med en inloggningssida i stället för servern (en inloggningsportal)",
              "the network answers with a login page in the server's place (a captive portal)"};
    case SyncTrouble::web_page:
      return {"på serverns adress svarar en webbsida, inte en hubb",
              "a web page answers at the server's address, not a hub"};
    case SyncTrouble::interception:
      return {"något mellan skärmen och servern öppnar trafiken: certifikatets utfärdare är okänd",
              "something between the screen and the server opens the traffic: the certificate's authority is "
              "unknown"};
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
    case SyncTrouble::portal:
      return {
          "be nätansvarig släppa fram skärmen utan inloggning, till exempel efter dess MAC-adress (den "
          "står under Nätverk)",
          "ask the network's keeper to let the screen through without a login, by its MAC address for "
          "instance (it stands under Network)"};
    case SyncTrouble::web_page:
      return {
          "kontrollera adressen (kioskctl config get sync.url); en inloggning framför hubben måste släppa "
          "fram skärmen",
          "check the address (kioskctl config get sync.url); a login before the hub has to let the screen "
          "through"};
    case SyncTrouble::interception:
      return {
          "be nätansvarig undanta skärmen från avläsning, eller ange utfärdaren: kioskctl config set "
          "sync.ca_file FIL; har servern en egen utfärdare är det samma kommando",
          "ask the network's keeper to exempt the screen from inspection, or name the authority: kioskctl "
          "config set sync.ca_file FILE; where the server has an authority of its own it is the same "
          "command"};
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

Words advice_on_screen(SyncTrouble trouble) {
  const auto else_call = [](const char* first_sv, const char* first_en, const char* sv, const char* en) {
    const Words then = call(sv, en);
    return Words{std::string(first_sv) + "; annars: " + then.sv,
                 std::string(first_en) + "; else: " + then.en};
  };
  switch (trouble) {
    case SyncTrouble::none:
    case SyncTrouble::timeout:
    case SyncTrouble::portal:
      return advice(trouble);
    case SyncTrouble::name_lookup:
      return {"se efter nätkabeln, och namnservern under ”Nätverk”; fråga annars nätansvarig",
              "look at the network cable, and at the name server under “Network”; else ask the network's "
              "keeper"};
    case SyncTrouble::refused:
      return else_call("be nätansvarig se efter att brandväggen släpper fram skärmen",
                       "ask the network's keeper to see that the firewall lets the screen through",
                       "servern svarar inte på sin adress", "nothing answers at the server's address");
    case SyncTrouble::proxy:
      return {"fråga nätansvarig om proxyns adress och skriv den under ”Nätverk”, ”Proxy”",
              "ask the network's keeper for the proxy's address and enter it under “Network”, “Proxy”"};
    case SyncTrouble::web_page:
      return else_call("be nätansvarig släppa fram skärmen förbi en inloggning framför servern",
                       "ask the network's keeper to let the screen past a login before the server",
                       "kioskens adress till servern kan vara fel",
                       "the kiosk's address of the server may be wrong");
    case SyncTrouble::interception:
      return else_call("be nätansvarig undanta skärmen från avläsning",
                       "ask the network's keeper to exempt the screen from inspection",
                       "kiosken känner inte utfärdaren av serverns certifikat",
                       "the kiosk does not know the authority of the server's certificate");
    case SyncTrouble::certificate:
      return else_call("går klockan fel: skriv en server under ”Nätverk”, ”Tidsserver”",
                       "if the clock is wrong: enter a server under “Network”, “Time server”",
                       "kiosken godkänner inte serverns certifikat",
                       "the kiosk does not accept the server's certificate");
    case SyncTrouble::login:
      return call("kiosken behöver anslutas till servern på nytt", "the kiosk has to join the server anew");
    case SyncTrouble::signature:
      return {
          "ring innehållets utgivare och säg: signaturen stämmer inte; skärmen visar den förra utgåvan",
          "call the content's publisher and say: the signature is not right; the screen shows the release "
          "before"};
    case SyncTrouble::expired:
      return {
          "ring innehållets utgivare och säg: innehållet behöver signeras om; skärmen går vidare som den är",
          "call the content's publisher and say: the content has to be signed anew; the screen goes on as "
          "it is"};
    case SyncTrouble::disk:
      return call("disken är full eller skrivskyddad", "the disk is full or cannot be written");
    case SyncTrouble::other:
      return call("kiosken kan inte hämta innehåll; läs upp vad som står under ”Läget”",
                  "the kiosk cannot fetch content; read out what stands under “How it is”");
  }
  return {};
}

}  // namespace entre::care
