#include "sync/hub/page.h"

#include <fmt/format.h>

#include "platform/crypto.h"

namespace entre::hub {

namespace {

constexpr const char* style = R"(
:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.375rem; margin-top: 2.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
input, button { font: inherit; min-height: 2.75rem; padding: 0 .75rem; } input { width: min(100%, 30rem); }
th, td { text-align: left; padding: .5rem .75rem; border-bottom: 1px solid #767676; vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
)";

}  // namespace

std::string escape_html(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string html_page(std::string_view title, std::string_view main) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
      escape_html(title), style, main);
}

std::string page_policy(std::string_view form_action) {
  return fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action {}; frame-ancestors 'none'",
      base64_encode(sha256_raw(style)), form_action);
}

Reply page_reply(int status, std::string_view title, std::string_view main, std::string_view form_action) {
  return {status,
          "text/html; charset=utf-8",
          html_page(title, main),
          {{"Content-Security-Policy", page_policy(form_action)},
           {"Cache-Control", "no-store"},
           {"X-Content-Type-Options", "nosniff"},
           {"Referrer-Policy", "no-referrer"}}};
}

}  // namespace entre::hub
