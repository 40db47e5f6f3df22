#include "sync/content/content.h"

#include <algorithm>

namespace entre::content {
namespace {

const std::string kNothing;

void append(const Block& block, std::string& out);

void append(const std::vector<Block>& blocks, std::string& out) {
  for (const Block& block : blocks) append(block, out);
}

void append_line(const std::string& text, std::string& out) {
  if (text.empty()) return;
  if (!out.empty()) out += '\n';
  out += text;
}

void append(const Block& block, std::string& out) {
  append_line(plain_text(block.spans), out);
  for (const auto& item : block.items) append(item, out);
  append(block.blocks, out);
  for (const auto& row : block.rows)
    for (const auto& cell : row) append_line(plain_text(cell), out);
  append_line(block.alt, out);
  append_line(block.caption, out);
}

}  // namespace

const std::string& pick(const Localized& text, std::string_view language, std::string_view fallback,
                        std::string* language_out) {
  const std::string_view choices[] = {language, language.substr(0, language.find('-')), fallback};
  auto found = text.end();
  for (const std::string_view choice : choices)
    if (found == text.end()) found = text.find(std::string(choice));
  if (found == text.end()) found = text.begin();
  if (found == text.end()) return kNothing;
  if (language_out) *language_out = found->first;
  return found->second;
}

const Language* Site::language(std::string_view code) const {
  const auto found = std::find_if(languages.begin(), languages.end(),
                                  [&](const Language& language) { return language.code == code; });
  return found == languages.end() ? nullptr : &*found;
}

const Contact* Contacts::find(std::string_view id) const {
  const auto found = std::find_if(contacts.begin(), contacts.end(),
                                  [&](const Contact& contact) { return contact.id == id; });
  return found == contacts.end() ? nullptr : &*found;
}

bool is_valid_on(const Page& page, std::string_view local_date) {
  return (page.valid_from.empty() || page.valid_from <= local_date) &&
         (page.valid_until.empty() || local_date <= page.valid_until);
}

std::string plain_text(const std::vector<Span>& spans) {
  std::string out;
  for (const Span& span : spans) out += span.text;
  return out;
}

std::string plain_text(const std::vector<Block>& blocks) {
  std::string out;
  append(blocks, out);
  return out;
}

}  // namespace entre::content
