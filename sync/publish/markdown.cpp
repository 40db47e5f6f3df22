#include "sync/publish/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <memory>
#include <optional>

#include "sync/content/documents.h"
#include "sync/content/limits.h"

namespace entre::publish {
namespace {

using content::Block;
using content::BlockKind;
using content::Span;

constexpr std::string_view kNotice = "[!notice]", kContactStart = "[contact:";

std::string text_of(const char* text) {
  return text ? text : "";
}

struct Style {
  bool strong = false, emphasis = false;
  std::string link;
};

class Converter {
 public:
  Converter(std::string file, int line_offset) : file_(std::move(file)), line_offset_(line_offset) {}

  Markdown run(cmark_node* document) {
    out_.blocks = children(document, 1);
    return std::move(out_);
  }

 private:
  // Inline nodes may have no line of their own: then their block's counts.
  int line(cmark_node* node) const {
    for (; node; node = cmark_node_parent(node))
      if (const int line = cmark_node_get_start_line(node); line > 0) return line + line_offset_;
    return 0;
  }

  void fault(cmark_node* node, std::string message) {
    out_.faults.push_back({file_, line(node), "", std::move(message)});
  }

  void refer(Reference::Kind kind, const std::string& id, cmark_node* node) {
    out_.references.push_back({kind, id, {file_, line(node), "", ""}});
  }

  std::vector<Block> children(cmark_node* parent, int depth) {
    std::vector<Block> out;
    if (depth > content::limits::block_depth_max) {
      fault(parent, "nested deeper than 16: write it flatter");
      return out;
    }
    for (cmark_node* node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
      if (auto one = block(node, depth)) out.push_back(std::move(*one));
    return out;
  }

  std::optional<Block> block(cmark_node* node, int depth) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH) return paragraph(node);
    if (type == CMARK_NODE_HEADING) return heading(node);
    if (type == CMARK_NODE_LIST) return list(node, depth);
    if (type == CMARK_NODE_BLOCK_QUOTE) return quote(node, depth);
    if (std::string_view(cmark_node_get_type_string(node)) == "table") return table(node);
    if (type == CMARK_NODE_HTML_BLOCK && text_of(cmark_node_get_literal(node)).starts_with("<!--"))
      return std::nullopt;  // an editor's note to self
    fault(node, std::string("a kiosk cannot show this (") + cmark_node_get_type_string(node) +
                    "): use headings, paragraphs, lists, quotes, tables and pictures");
    return std::nullopt;
  }

  std::optional<Block> heading(cmark_node* node) {
    Block out;
    out.kind = BlockKind::heading;
    out.level = cmark_node_get_heading_level(node);
    out.spans = spans(cmark_node_first_child(node));
    if (out.level < 2 || out.level > 4) {
      fault(node, "a heading of level " + std::to_string(out.level) +
                      ": the page's title is in the front matter, headings in the text are ##, ### and ####");
      return std::nullopt;
    }
    if (out.spans.empty()) {
      fault(node, "an empty heading: write its text or remove it");
      return std::nullopt;
    }
    return out;
  }

  std::optional<Block> paragraph(cmark_node* node) {
    cmark_node* first = cmark_node_first_child(node);
    if (first && !cmark_node_next(first)) {
      if (cmark_node_get_type(first) == CMARK_NODE_IMAGE) return image(first);
      if (cmark_node_get_type(first) == CMARK_NODE_TEXT)
        if (auto contact = contact_reference(first)) return contact;
    }
    Block out;
    out.spans = spans(first);
    if (out.spans.empty()) return std::nullopt;
    return out;
  }

  std::optional<Block> contact_reference(cmark_node* node) {
    const std::string text = text_of(cmark_node_get_literal(node));
    if (!text.starts_with(kContactStart) || text.back() != ']') return std::nullopt;
    Block out;
    out.kind = BlockKind::contact;
    out.contact = text.substr(kContactStart.size(), text.size() - kContactStart.size() - 1);
    refer(Reference::Kind::contact, out.contact, node);
    return out;
  }

  std::optional<Block> image(cmark_node* node) {
    constexpr std::string_view folder = "images/";
    const std::string url = text_of(cmark_node_get_url(node));
    Block out;
    out.kind = BlockKind::image;
    out.alt = content::plain_text(spans(cmark_node_first_child(node)));
    out.caption = text_of(cmark_node_get_title(node));
    if (out.alt.find_first_not_of(" \n") == std::string::npos)
      fault(node, "the picture " + url + " has no alternative text: say in ![...] what it shows");
    if (!content::is_image_target(url)) {
      fault(node, "the picture \"" + url + "\": expected images/<name>, the name of a-z, 0-9, -, _ and .");
      return std::nullopt;
    }
    out.image = url.substr(folder.size());
    refer(Reference::Kind::image, out.image, node);
    return out;
  }

  std::optional<Block> list(cmark_node* node, int depth) {
    Block out;
    out.kind =
        cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? BlockKind::numbered_list : BlockKind::list;
    for (cmark_node* item = cmark_node_first_child(node); item; item = cmark_node_next(item)) {
      const std::size_t faults_before = out_.faults.size();
      out.items.push_back(children(item, depth + 1));
      if (out.items.back().empty() && out_.faults.size() == faults_before)
        fault(item, "an empty item in a list: write its text or remove it");
    }
    return out;
  }

  std::optional<Block> quote(cmark_node* node, int depth) {
    Block out;
    out.kind = take_notice_mark(node) ? BlockKind::notice : BlockKind::quote;
    const std::size_t faults_before = out_.faults.size();
    out.blocks = children(node, depth + 1);
    if (!out.blocks.empty()) return out;
    // Empty because of another fault: that one says enough.
    if (out_.faults.size() == faults_before) fault(node, "an empty quote: write its text or remove it");
    return std::nullopt;
  }

  // "> [!notice]" alone on the first line: removes it.
  bool take_notice_mark(cmark_node* quote) {
    cmark_node* paragraph = cmark_node_first_child(quote);
    if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) return false;
    cmark_node* mark = cmark_node_first_child(paragraph);
    if (!mark || cmark_node_get_type(mark) != CMARK_NODE_TEXT) return false;
    const std::string text = text_of(cmark_node_get_literal(mark));
    if (text != kNotice) {
      if (text.starts_with("[!")) fault(mark, "\"" + text + "\": expected > [!notice] alone on its line");
      return false;
    }
    if (cmark_node* line_end = cmark_node_next(mark)) cmark_node_free(line_end);
    cmark_node_free(mark);
    return true;
  }

  std::optional<Block> table(cmark_node* node) {
    Block out;
    out.kind = BlockKind::table;
    for (cmark_node* row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
      auto& cells = out.rows.emplace_back();
      for (cmark_node* cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell))
        cells.push_back(spans(cmark_node_first_child(cell)));
    }
    return out;
  }

  std::vector<Span> spans(cmark_node* first) {
    std::vector<Span> out;
    inlines(first, {}, out);
    return out;
  }

  void inlines(cmark_node* first, const Style& style, std::vector<Span>& out) {
    for (cmark_node* node = first; node; node = cmark_node_next(node)) {
      Style inner = style;
      switch (cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT:
        case CMARK_NODE_CODE:
          append(text_of(cmark_node_get_literal(node)), style, out);
          break;
        case CMARK_NODE_SOFTBREAK:
          append(" ", style, out);
          break;
        case CMARK_NODE_LINEBREAK:
          append("\n", style, out);
          break;
        case CMARK_NODE_STRONG:
          inner.strong = true;
          inlines(cmark_node_first_child(node), inner, out);
          break;
        case CMARK_NODE_EMPH:
          inner.emphasis = true;
          inlines(cmark_node_first_child(node), inner, out);
          break;
        case CMARK_NODE_LINK:
          inner.link = link(node);
          inlines(cmark_node_first_child(node), inner, out);
          break;
        case CMARK_NODE_IMAGE:
          fault(node, "a picture inside a text: give it a paragraph of its own");
          break;
        default:
          fault(node, std::string("a kiosk cannot show this (") + cmark_node_get_type_string(node) +
                          "): write it as text");
      }
    }
  }

  std::string link(cmark_node* node) {
    constexpr std::string_view page = "page:", web = "https://";
    const std::string url = text_of(cmark_node_get_url(node));
    if (!cmark_node_first_child(node)) fault(node, "the link to " + url + " has no text");
    if (url.starts_with(page)) {
      refer(Reference::Kind::page, url.substr(page.size()), node);
      return url;
    }
    if (url.starts_with(web) && url.size() > web.size()) return url;
    fault(node, "a link to \"" + url + "\": expected page:<id> or an https:// address");
    return "";
  }

  static void append(const std::string& text, const Style& style, std::vector<Span>& out) {
    if (text.empty()) return;
    if (!out.empty() && out.back().strong == style.strong && out.back().emphasis == style.emphasis &&
        out.back().link == style.link)
      out.back().text += text;
    else
      out.push_back({text, style.strong, style.emphasis, style.link});
  }

  const std::string file_;
  const int line_offset_;
  Markdown out_;
};

}  // namespace

Markdown parse_markdown(std::string_view text, const std::string& file, int first_line) {
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, void (*)(cmark_parser*)> parser(cmark_parser_new(CMARK_OPT_DEFAULT),
                                                                      cmark_parser_free);
  cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("table"));
  cmark_parser_feed(parser.get(), text.data(), text.size());
  const std::unique_ptr<cmark_node, void (*)(cmark_node*)> document(cmark_parser_finish(parser.get()),
                                                                    cmark_node_free);
  // "[contact:x]" comes as three texts.
  cmark_consolidate_text_nodes(document.get());
  return Converter(file, first_line - 1).run(document.get());
}

}  // namespace entre::publish
