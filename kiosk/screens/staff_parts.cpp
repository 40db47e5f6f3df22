// What the staff screen's pages share.
#include "kiosk/screens/staff_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace entre::screens {

namespace {

constexpr float bar_h_px = 24;

}  // namespace

void draw_staff_column(Stage& stage, const StaffColumn& column,
                       const std::function<float(float x, float y, float w)>& body) {
  Frame& frame = stage.frame;
  if (!column.known) {
    draw_title(stage, frame.say("staff.loading"), column.heading);
    return;
  }
  const float x = margin(frame), w = stage.area.w - 2 * x, top = frame.px(48);
  const bool modal = column.sheet != nullptr;
  frame.set_inert(modal);
  if (modal) frame.fill(stage.area, Tone::paper);
  flow(stage, {column.id, {0, top, stage.area.w, stage.area.bottom() - top}, x, w},
       [&](float y) { return body(x, y, w); });
  frame.set_inert(false);
  if (modal) column.sheet();
}

float draw_staff_row(Stage& stage, const std::string& id, const std::string& name, const std::string& value,
                     float x, float y, float w) {
  Frame& frame = stage.frame;
  const float name_w = std::round(w * (frame.units().across() ? 0.24f : 0.36f)), gap = frame.px(24);
  TextSpec spec;
  spec.type = Type::label;
  spec.color = Tone::secondary;
  spec.width_px = name_w;
  spec.text = name;
  float height = 0;
  if (!name.empty()) height = ui::paragraph(frame, spec, x, y, id + ".name");
  spec.color = name.empty() ? Tone::secondary : Tone::ink;
  spec.width_px = w - name_w - gap;
  spec.text = value;
  height = std::max(height, ui::paragraph(frame, spec, x + name_w + gap, y, id + ".value"));
  return std::round(y + height + frame.px(6));
}

float draw_bar(Stage& stage, const std::string& id, float share, float x, float y, float w) {
  Frame& frame = stage.frame;
  share = std::clamp(share, 0.f, 1.f);
  const Rect track{x, std::round(y), w, frame.px(bar_h_px)};
  const float edge = std::max(1.f, std::round(frame.px(2)));
  // The edge, since how long the whole is has to be seen in every theme.
  frame.fill(track, Tone::edge);
  frame.fill({x + edge, track.y + edge, w - 2 * edge, track.h - 2 * edge}, Tone::tint);
  frame.fill({x, track.y, std::round(w * share), track.h}, Tone::brand);
  ui::Node node;
  node.id = id;
  node.role = ui::Role::image;
  // Rounded down: it is 100 % when all is done.
  node.label = frame.say("staff.percent", {{"n", std::to_string(static_cast<int>(share * 100))}});
  node.rect = track;
  frame.node(std::move(node));
  return track.bottom();
}

std::string one_decimal(const Frame& frame, double value) {
  std::string written = fmt::format("{:.1f}", value);
  if (frame.model().staff.in_swedish) std::replace(written.begin(), written.end(), '.', ',');
  return written;
}

std::string bytes_text(const Frame& frame, std::uint64_t bytes) {
  if (bytes < 1'000'000) return fmt::format("{} kB", (bytes + 999) / 1000);
  return one_decimal(frame, static_cast<double>(bytes) / 1e6) + " MB";
}

std::string left_text(const Frame& frame, std::int64_t left_s) {
  if (left_s < 10) return frame.say("staff.left_few");
  const auto n = [](std::int64_t number) { return ui::Values{{"n", std::to_string(number)}}; };
  if (left_s <= 50) return frame.say("staff.left_seconds", n((left_s + 9) / 10 * 10));
  if (left_s < 90) return frame.say("staff.left_minute");
  if (left_s < 60 * 60) return frame.say("staff.left_minutes", n((left_s + 30) / 60));
  return frame.say("staff.left_hour");
}

}  // namespace entre::screens
