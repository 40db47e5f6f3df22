// A page's blocks: headings, paragraphs, lists, quotes, tables, pictures, contacts and notices.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/parts.h"

namespace entre::screens {

namespace {

using content::Block;
using content::BlockKind;

// Spans as one text. Links cannot be touched in the line: they are set strong, and the pages they lead to
// stand below the text as buttons.
void add_spans(const std::vector<content::Span>& spans, TextSpec* spec) {
  for (const content::Span& span : spans) {
    const std::size_t begin = spec->text.size();
    spec->text += span.text;
    display::TextSpan run;
    run.begin = begin;
    run.end = spec->text.size();
    run.strong = span.strong || !span.link.empty();
    run.emphasis = span.emphasis;
    if (run.strong || run.emphasis) spec->spans.push_back(run);
  }
}

class Blocks {
 public:
  Blocks(Stage& stage, const content::Page& page)
      : stage_(stage), frame_(stage.frame), page_(page), rtl_(stage.frame.rtl(page.language)) {}

  // The page itself: its blocks are anchors, and their tops are given back.
  float draw_page(std::size_t first, float x, float y, float w, std::vector<float>* tops) {
    tops->assign(page_.blocks.size(), y);
    for (std::size_t i = first; i < page_.blocks.size(); ++i) {
      if (i > first) y += gap(page_.blocks[i - 1], page_.blocks[i]);
      const std::string id = block_id(i);
      frame_.anchor(id, y);
      (*tops)[i] = y;
      y = block(page_.blocks[i], x, y, w, id, Tone::paper);
    }
    return y;
  }

 private:
  float draw(const std::vector<Block>& blocks, std::size_t first, float x, float y, float w,
             const std::string& id, Tone ground) {
    for (std::size_t i = first; i < blocks.size(); ++i) {
      if (i > first) y += gap(blocks[i - 1], blocks[i]);
      y = block(blocks[i], x, y, w, id + "." + std::to_string(i), ground);
    }
    return y;
  }

  float gap(const Block& above, const Block& below) const {
    if (below.kind == BlockKind::heading) return frame_.px(40);
    if (above.kind == BlockKind::heading) return frame_.px(16);
    return frame_.px(24);
  }

  TextSpec spec(float w, Tone ground) const {
    TextSpec text;
    text.width_px = w;
    text.language = page_.language;
    text.ground = ground;
    text.color = ground == Tone::tint ? Tone::on_tint : Tone::ink;
    text.hang_quote = true;
    return text;
  }

  float block(const Block& block, float x, float y, float w, const std::string& id, Tone ground) {
    TextSpec text = spec(w, ground);
    switch (block.kind) {
      case BlockKind::heading:
        text.type = block.level <= 2 ? Type::h2 : Type::title;
        add_spans(block.spans, &text);
        text.spans.clear();
        return y + ui::paragraph(frame_, text, x, y, id, ui::Role::heading);
      case BlockKind::paragraph:
        add_spans(block.spans, &text);
        return y + ui::paragraph(frame_, text, x, y, id);
      case BlockKind::list:
      case BlockKind::numbered_list:
        return list(block, x, y, w, id, ground);
      case BlockKind::quote:
        return quote(block, x, y, w, id, ground);
      case BlockKind::notice:
        return notice(block, x, y, w, id);
      case BlockKind::table:
        return table(block, x, y, w, id, ground);
      case BlockKind::image:
        return image(block, x, y, w, id, ground);
      case BlockKind::contact:
        return contact(block, x, y, w);
    }
    std::abort();
  }

  // A rectangle at the start edge of a column, for the page's direction.
  Rect at_start(const Rect& rect, float x, float w) const {
    return rtl_ ? Rect{x + w - (rect.x - x) - rect.w, rect.y, rect.w, rect.h} : rect;
  }

  float list(const Block& block, float x, float y, float w, const std::string& id, Tone ground) {
    const bool numbered = block.kind == BlockKind::numbered_list;
    const float line = std::round(frame_.units().font(Type::body) * 1.4f);
    const float disc = std::max(frame_.px(60), line),
                indent = numbered ? disc + frame_.px(26) : frame_.px(48);
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      if (i > 0) y += frame_.px(numbered ? 18 : 12);
      const std::string item_id = id + "." + std::to_string(i);
      const float inner_x = rtl_ ? x : x + indent;
      const float lead = numbered ? std::round((disc - line) / 2) : 0;
      if (numbered) {
        number(i + 1, at_start({x, y, disc, disc}, x, w), item_id + ".number");
      } else {
        const float dot = std::round(line * 0.28f);
        frame_.disc(at_start({x + frame_.px(8), std::round(y + (line - dot) / 2), dot, dot}, x, w),
                    Tone::brand);
      }
      const float bottom = draw(block.items[i], 0, inner_x, y + lead, w - indent, item_id, ground);
      y = std::max(bottom, numbered ? y + disc : bottom);
    }
    return y;
  }

  // Said with the text that follows it.
  void number(std::size_t n, const Rect& square, const std::string& id) {
    frame_.disc(square, Tone::tint);
    TextSpec text;
    text.text = std::to_string(n);
    text.weight = 700;
    text.type = Type::label;
    text.color = Tone::on_tint;
    text.ground = Tone::tint;
    text.line_height = 1.2f;
    text.language = page_.language;
    const ui::Text set = frame_.set(text);
    frame_.draw(set, square.x + (square.w - set.w) / 2, square.y + (square.h - set.h) / 2, id);
  }

  float quote(const Block& block, float x, float y, float w, const std::string& id, Tone ground) {
    const float indent = frame_.px(40);
    const float bottom = draw(block.blocks, 0, rtl_ ? x : x + indent, y, w - indent, id, ground);
    frame_.fill(at_start({x, y, frame_.px(8), bottom - y}, x, w), Tone::brand);
    return bottom;
  }

  float notice(const Block& block, float x, float y, float w, const std::string& id) {
    const float pad = frame_.px(32), icon = frame_.units().mark(56),
                inner = w - 2 * pad - icon - frame_.px(24);
    const float inner_x = rtl_ ? x + pad : x + pad + icon + frame_.px(24);
    const float height =
        measure(frame_, [&](float at) { return draw(block.blocks, 0, inner_x, at, inner, id, Tone::tint); });
    frame_.panel({x, y, w, std::round(height + 2 * pad)}, {frame_.theme()[Tone::tint], {}, frame_.px(24), 0});
    frame_.icon("information-outline", at_start({x + pad, y + pad, icon, icon}, x, w), icon, Tone::brand);
    draw(block.blocks, 0, inner_x, y + pad, inner, id, Tone::tint);
    return y + std::round(height + 2 * pad);
  }

  // Columns of equal width where they fit; else each row as lines of its own.
  float table(const Block& block, float x, float y, float w, const std::string& id, Tone ground) {
    if (block.rows.empty() || block.rows[0].empty()) return y;
    const auto columns = block.rows[0].size();
    const float cell_w = std::floor(w / static_cast<float>(columns));
    const bool narrow = cell_w < 7 * frame_.units().font(Type::body);
    ui::Node node;
    node.id = id;
    node.role = ui::Role::table;
    node.language = page_.language;
    const float top = y, pad = frame_.px(16);
    for (std::size_t r = narrow ? 1 : 0; r < block.rows.size(); ++r) {
      float height = 0;
      for (std::size_t c = 0; c < block.rows[r].size() && c < columns; ++c) {
        const std::string cell_id = id + "." + std::to_string(r) + "." + std::to_string(c);
        const Rect cell = narrow ? Rect{x, y + pad + height, w, 0}
                                 : at_start({x + static_cast<float>(c) * cell_w, y + pad, cell_w, 0}, x, w);
        TextSpec text = spec(narrow ? w : cell_w - pad, ground);
        if (narrow && r > 0) {
          add_spans(block.rows[0][c], &text);
          if (!text.text.empty()) text.text += ": ";
          text.spans = {{0, text.text.size(), true, false, false, false}};
        }
        if (r == 0) text.weight = 700;
        add_spans(block.rows[r][c], &text);
        const float h = ui::paragraph(frame_, text, cell.x, cell.y, cell_id);
        height = narrow ? height + h : std::max(height, h);
      }
      y += height + 2 * pad;
      ui::rule(frame_, x, std::round(y), w);
      y += frame_.px(2);
    }
    node.rect = {x, top, w, y - top};
    frame_.node(std::move(node));
    return y;
  }

  float image(const Block& block, float x, float y, float w, const std::string& id, Tone ground) {
    if (block.image_width_px <= 0 || block.image_height_px <= 0) return y;
    const float scale = std::min({1.f, w / static_cast<float>(block.image_width_px),
                                  stage_.area.h * 0.6f / static_cast<float>(block.image_height_px)});
    const float image_w = std::floor(static_cast<float>(block.image_width_px) * scale);
    const Rect rect = at_start(
        {x, std::round(y), image_w, std::floor(static_cast<float>(block.image_height_px) * scale)}, x, w);
    frame_.picture(block.image, rect);
    ui::Node node;
    node.id = id;
    node.role = ui::Role::image;
    node.label = block.alt;
    node.language = page_.language;
    node.rect = rect;
    frame_.node(std::move(node));
    y = rect.bottom();
    if (block.caption.empty()) return y;
    TextSpec text = spec(w, ground);
    text.text = block.caption;
    text.type = Type::label;
    if (ground == Tone::paper) text.color = Tone::secondary;
    return y + frame_.px(12) + ui::paragraph(frame_, text, x, y + frame_.px(12), id + ".caption");
  }

  float contact(const Block& block, float x, float y, float w) {
    const content::Contact* found = stage_.model().library->contacts.find(block.contact);
    if (!found) return y;
    Entry entry = contact_entry(frame_, *found, "article.contact." + found->id);
    entry.card.disc = entry.card.chevron = true;
    return draw_entries(stage_, {entry}, 1, x, std::round(y), w);
  }

  Stage& stage_;
  Frame& frame_;
  const content::Page& page_;
  const bool rtl_;
};

template <class Visit>
void each_block(const std::vector<Block>& blocks, const Visit& visit) {
  for (const Block& block : blocks) {
    visit(block);
    each_block(block.blocks, visit);
    for (const auto& item : block.items) each_block(item, visit);
  }
}

void add_once(std::vector<std::string>* list, const std::string& id) {
  if (std::find(list->begin(), list->end(), id) == list->end()) list->push_back(id);
}

}  // namespace

std::string block_id(std::size_t index) {
  return "article.block." + std::to_string(index);
}

float draw_blocks(Stage& stage, const content::Page& page, std::size_t first, float x, float y, float w,
                  std::vector<float>* tops) {
  return lazily(stage.frame, [&] { return Blocks(stage, page).draw_page(first, x, y, w, tops); });
}

std::vector<std::string> inline_contacts(const std::vector<Block>& blocks) {
  std::vector<std::string> ids;
  each_block(blocks, [&](const Block& block) {
    if (block.kind == BlockKind::contact) add_once(&ids, block.contact);
  });
  return ids;
}

std::vector<std::string> inline_pages(const std::vector<Block>& blocks) {
  std::vector<std::string> ids;
  each_block(blocks, [&](const Block& block) {
    for (const content::Span& span : block.spans)
      if (span.link.starts_with("page:")) add_once(&ids, span.link.substr(5));
  });
  return ids;
}

}  // namespace entre::screens
