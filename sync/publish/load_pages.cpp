#include <algorithm>

#include "sync/content/documents.h"
#include "sync/content/image_header.h"
#include "sync/content/limits.h"
#include "sync/publish/language.h"
#include "sync/publish/markdown.h"
#include "sync/publish/source.h"

namespace entre::publish {
namespace {

constexpr std::string_view kFence = "+++\n";

// What editors' programs and systems leave behind.
bool is_litter(const std::string& name) {
  return name.starts_with(".") || name.ends_with("~");
}

struct Split {
  std::string front_matter, body;
  int body_line = 1;
};

// Between the first two lines "+++" stands TOML, after them Markdown.
std::optional<Split> split(const std::string& text) {
  if (!text.starts_with(kFence)) return std::nullopt;
  const auto end = text.find("\n+++", kFence.size() - 1);
  if (end == std::string::npos) return std::nullopt;
  const auto line_end = text.find('\n', end + 1);
  if (text.find_first_not_of(" \t", end + 4) < line_end) return std::nullopt;
  Split out;
  out.front_matter = text.substr(kFence.size(), end + 1 - kFence.size());
  if (line_end != std::string::npos) out.body = text.substr(line_end + 1);
  out.body_line = 1 + static_cast<int>(std::count(
                          text.begin(), text.end() - static_cast<std::ptrdiff_t>(out.body.size()), '\n'));
  return out;
}

void read_dates(const TomlTable& table, content::Page& page) {
  page.updated = table.date_or("updated", "");
  page.review_by = table.date_or("review_by", "");
  page.valid_from = table.date_or("valid_from", "");
  page.valid_until = table.date_or("valid_until", "");
  for (const char* key : {"updated", "review_by"})
    if (!table.has(key)) table.fault(key, "missing: expected a date, YYYY-MM-DD");
  if (!page.updated.empty() && !page.review_by.empty() && page.review_by < page.updated)
    table.fault("review_by", page.review_by + " is before updated, " + page.updated);
  if (!page.valid_from.empty() && !page.valid_until.empty() && page.valid_until < page.valid_from)
    table.fault("valid_until", page.valid_until + " is before valid_from, " + page.valid_from);
}

void read_front_matter(Loading& loading, const std::string& text, const std::string& path,
                       content::Page& page) {
  TomlDocument document = TomlDocument::parse(text, path, 2);
  const TomlTable& root = document.root();
  page.title = root.require_string("title");
  page.summary = root.require_string("summary");
  page.icon = root.string_or("icon", "");
  page.owner = root.require_string("owner");
  page.source_url = root.string_or("source", "");
  if (!page.source_url.empty() && !content::is_https(page.source_url))
    root.fault("source", "\"" + page.source_url + "\": expected an https:// address");
  read_dates(root, page);
  if (!root.has("translation")) root.fault("translation", "missing: expected original, reviewed or machine");
  const std::string translation =
      root.choice_or("translation", {"original", "reviewed", "machine"}, "original");
  if (translation == "reviewed") page.translation = content::Translation::reviewed;
  if (translation == "machine") page.translation = content::Translation::machine;
  page.related = read_references(loading, root, "related", path, Reference::Kind::page);
  page.contacts = read_references(loading, root, "contacts", path, Reference::Kind::contact);
  for (const std::string& id : page.related)
    if (id == page.id) root.fault("related", "the page names itself: remove it");
  for (const char* key : {"related", "contacts"})
    if (root.strings(key).size() > content::limits::references_max) root.fault(key, "at most 256");
  loading.findings.add(document.finish());
}

void fill_in_sizes(const std::map<std::string, std::string>& images, std::vector<content::Block>& blocks) {
  for (content::Block& block : blocks) {
    fill_in_sizes(images, block.blocks);
    for (auto& item : block.items) fill_in_sizes(images, item);
    const auto found = images.find(block.image);
    if (block.image.empty() || found == images.end()) continue;
    const auto header = content::read_image_header(found->second);
    if (!header.ok()) continue;
    block.image_width_px = static_cast<int>(header->width_px);
    block.image_height_px = static_cast<int>(header->height_px);
  }
}

// "<id>.<language>.md" in two; a fault where it is not that, or in no language of the site.
bool parse_name(Loading& loading, const std::string& name, const std::string& path, content::Page& page) {
  const auto fail = [&](const std::string& message) {
    loading.findings.errors.push_back({path, 0, "", message});
    return false;
  };
  constexpr std::string_view suffix = ".md";
  const bool markdown = name.size() > suffix.size() && name.ends_with(suffix);
  if (!markdown ||
      !content::parse_page_target("pages/" + name.substr(0, name.size() - suffix.size()) + ".json", &page.id,
                                  &page.language))
    return fail("expected a name <id>.<language>.md, the id of a-z, 0-9 and -: rename or remove the file");
  if (!loading.out.site.language(page.language))
    return fail("\"" + page.language +
                "\" is none of the site's languages: add it to site.toml or rename the file");
  return true;
}

void load_page(Loading& loading, const std::string& name) {
  const std::string path = loading.path("pages/" + name);
  content::Page page;
  if (!parse_name(loading, name, path, page)) return;
  const auto text = read_text(loading, path);
  const auto parts = text ? split(*text) : std::nullopt;
  if (!parts) {
    if (text)
      loading.findings.errors.push_back(
          {path, 1, "", "no front matter: the file begins with a line +++, its keys and another line +++"});
    // It is there, though nothing can be read of it: what refers to it is right.
    loading.out.pages.push_back(std::move(page));
    return;
  }
  read_front_matter(loading, parts->front_matter, path, page);
  page.updated_text = date_in_words(page.updated, loading.out.site.language(page.language)->base);
  Markdown markdown = parse_markdown(parts->body, path, parts->body_line);
  if (markdown.blocks.empty() && markdown.faults.empty())
    loading.findings.errors.push_back({path, parts->body_line, "", "the page is empty: write its text"});
  loading.findings.add(std::move(markdown.faults));
  auto& references = loading.out.references;
  references.insert(references.end(), markdown.references.begin(), markdown.references.end());
  page.blocks = std::move(markdown.blocks);
  fill_in_sizes(loading.out.images, page.blocks);
  loading.out.pages.push_back(std::move(page));
}

}  // namespace

void load_images(Loading& loading) {
  for (const std::string& name : loading.files.list(loading.path("images"))) {
    if (is_litter(name)) continue;
    const std::string path = loading.path("images/" + name);
    const auto fail = [&](const std::string& message) {
      loading.findings.errors.push_back({path, 0, "", message});
    };
    if (!content::is_image_target("images/" + name)) {
      fail("expected a name of a-z, 0-9, -, _ and ., at most 64 letters: rename the picture");
      continue;
    }
    auto bytes = loading.files.read(path, content::limits::object_bytes_max);
    const auto header = bytes.ok() ? content::read_image_header(*bytes) : bytes.error();
    if (!header.ok())
      fail(header.error().kind == ErrorKind::too_large && !bytes.ok() ? "larger than 64 MB: make it smaller"
                                                                      : header.error().message);
    else
      loading.out.images[name] = std::move(*bytes);
  }
}

void load_pages(Loading& loading) {
  const auto names = loading.files.list(loading.path("pages"));
  for (const std::string& name : names)
    if (!is_litter(name)) load_page(loading, name);
  if (loading.out.pages.empty())
    loading.findings.errors.push_back(
        {loading.path("pages"), 0, "", "no page: write pages/<id>.<language>.md"});
}

}  // namespace entre::publish
