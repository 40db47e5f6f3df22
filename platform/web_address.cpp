#include "platform/web_address.h"

#include <algorithm>
#include <iterator>

namespace entre {

bool is_confidential(std::string_view url) {
  constexpr std::string_view within[] = {"http://127.0.0.1", "http://[::1]", "http://localhost"};
  const auto is_at = [url](std::string_view host) {
    return url.starts_with(host) &&
           (url.size() == host.size() || url[host.size()] == ':' || url[host.size()] == '/');
  };
  return url.starts_with("https://") || std::any_of(std::begin(within), std::end(within), is_at);
}

}  // namespace entre
