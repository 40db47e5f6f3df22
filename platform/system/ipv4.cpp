#include "platform/system/ipv4.h"

#include <arpa/inet.h>

#include <cstdint>
#include <optional>

namespace entre {
namespace {

constexpr int kPrefixMin = 8, kPrefixMax = 30;
// "255.255.255.255 / 255.255.255.255" with some spaces.
constexpr std::size_t kTextBytesMax = 128;

std::string without_spaces(const std::string& text) {
  std::string bare;
  for (const char c : text)
    if (c != ' ') bare += c;
  return bare;
}

std::optional<std::uint32_t> parse_address(const std::string& text) {
  in_addr parsed{};
  // inet_pton(3) takes four decimal numbers and nothing else.
  if (text.find('\0') != std::string::npos || ::inet_pton(AF_INET, text.c_str(), &parsed) != 1)
    return std::nullopt;
  return ntohl(parsed.s_addr);
}

// One of a machine: not 0/8, 127/8, nor what is sent to several or kept for later (RFC 6890).
std::optional<std::uint32_t> parse_host(const std::string& text) {
  const auto address = parse_address(text);
  const std::uint32_t first = address.value_or(0) >> 24;
  return first == 0 || first == 127 || first >= 224 ? std::nullopt : address;
}

std::string text_of(std::uint32_t address) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8)
    text += (text.empty() ? "" : ".") + std::to_string(address >> shift & 0xff);
  return text;
}

std::uint32_t mask_of(int prefix) {
  return ~std::uint32_t{0} << (32 - prefix);
}

// "24" or "255.255.255.0".
std::optional<int> parse_prefix(const std::string& text) {
  if (const auto mask = parse_address(text)) {
    for (int prefix = kPrefixMin; prefix <= kPrefixMax; ++prefix)
      if (*mask == mask_of(prefix)) return prefix;
    return std::nullopt;
  }
  if (text.empty() || text.size() > 2 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  const int prefix = std::stoi(text);
  return prefix < kPrefixMin || prefix > kPrefixMax ? std::nullopt : std::optional(prefix);
}

std::optional<std::string> normalised_dns(const std::string& text) {
  std::string all, one;
  int count = 0;
  for (const char c : text + ",") {
    if (c != ',' && c != ' ') {
      one += c;
      continue;
    }
    if (one.empty()) continue;
    const auto server = parse_host(one);
    if (!server || ++count > dns_servers_max) return std::nullopt;
    all += (all.empty() ? "" : ",") + text_of(*server);
    one.clear();
  }
  return all;
}

}  // namespace

Ipv4Fault normalise(Ipv4Setting* setting) {
  if (setting->automatic) {
    *setting = {};
    return Ipv4Fault::none;
  }
  for (const std::string* text : {&setting->address, &setting->gateway, &setting->dns})
    if (text->size() > kTextBytesMax) return Ipv4Fault::address;
  const std::string whole = without_spaces(setting->address);
  const std::size_t slash = whole.find('/');
  const auto address = parse_host(whole.substr(0, slash));
  if (!address) return Ipv4Fault::address;
  const auto prefix = parse_prefix(slash == std::string::npos ? "" : whole.substr(slash + 1));
  if (!prefix) return Ipv4Fault::prefix;
  const std::uint32_t mask = mask_of(*prefix);
  if ((*address & ~mask) == 0 || (*address & ~mask) == ~mask) return Ipv4Fault::reserved;
  Ipv4Setting checked{false, text_of(*address) + "/" + std::to_string(*prefix), "", ""};
  if (const std::string gateway = without_spaces(setting->gateway); !gateway.empty()) {
    const auto parsed = parse_host(gateway);
    if (!parsed || *parsed == *address || (*parsed & mask) != (*address & mask)) return Ipv4Fault::gateway;
    checked.gateway = text_of(*parsed);
  }
  const auto dns = normalised_dns(setting->dns);
  if (!dns) return Ipv4Fault::dns;
  checked.dns = *dns;
  *setting = checked;
  return Ipv4Fault::none;
}

}  // namespace entre
