// The network: whether it works and what to do, how it is set, and the Wi-Fis that are heard.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/staff_parts.h"

namespace entre::screens {

using visit::NetworkPart;
using visit::StaffAct;
using visit::StaffCommand;

float draw_sign(Stage& stage, const char* icon, Tone tone, TextSpec spec, float x, float y, float w,
                const std::string& id, ui::Role role) {
  Frame& frame = stage.frame;
  const float side = frame.units().mark(spec.type == Type::h1 ? 72 : 48), gap = frame.px(20);
  spec.width_px = w - side - gap;
  const ui::Text text = frame.set(spec);
  const float line = std::min(text.h, 1.4f * text.font_px), top = std::max(0.f, (side - line) / 2);
  frame.icon(icon, {x, std::round(y + std::max(0.f, (line - side) / 2)), side, side}, side, tone);
  frame.draw(text, x + side + gap, std::round(y + top), id, role);
  return std::round(y + std::max(side, top + text.h));
}

namespace {

constexpr float pad_px = 28;

class Page {
 public:
  Page(Stage& stage, const visit::StaffNetwork& known)
      : stage_(stage), frame_(stage.frame), staff_(stage.model().staff), known_(known) {}

  float draw(float x, float y, float w) {
    y = heading("staff.network", Type::h1, x, y, w);
    y = verdict(x, y + frame_.px(20), w);
    if (!staff_.told.empty())
      y = draw_note(stage_, "staff.told", staff_.told, staff_.failed ? Tone::no : Tone::ink, x,
                    y + frame_.px(20), w);
    y = draw_entries(stage_, changes(), columns(), x, y + frame_.px(28), w);
    if (known_.has_wifi) y = wifi(x, y + frame_.px(36), w);
    y = heading("staff.facts", Type::h2, x, y + frame_.px(36), w);
    return rows(x, y + frame_.px(12), w) + frame_.px(24);
  }

 private:
  int columns() const { return frame_.units().across() && !frame_.units().large() ? 2 : 1; }

  float heading(const char* id, Type type, float x, float y, float w) {
    TextSpec spec;
    spec.type = type;
    spec.width_px = w;
    spec.text = frame_.say(id);
    return y + ui::paragraph(frame_, spec, x, y, id, ui::Role::heading);
  }

  float verdict(float x, float y, float w) {
    const auto body = [&](float at) {
      const float pad = frame_.px(pad_px);
      TextSpec spec;
      spec.ground = Tone::surface;
      spec.weight = 600;
      spec.text = known_.what;
      at = draw_sign(stage_, known_.is_well ? "check-circle" : "alert-circle-outline",
                     known_.is_well ? Tone::yes : Tone::no, spec, x + pad, at + pad, w - 2 * pad,
                     "staff.network_what", ui::Role::status);
      if (known_.todo.empty()) return at + pad;
      spec.weight = 0;
      spec.text = known_.todo;
      spec.width_px = w - 2 * pad;
      at += frame_.px(8);
      return at + ui::paragraph(frame_, spec, x + pad, at, "staff.network_todo") + pad;
    };
    y = std::round(y);
    const float height = std::round(measure(frame_, body));
    ui::card_ground(frame_, {x, y, w, height}, false);
    body(y);
    return y + height;
  }

  Entry entry(const std::string& id, const char* icon, const std::string& title, const std::string& text,
              const StaffAct& act) const {
    Entry made{{}, act};
    made.card.target.id = id;
    made.card.icon = icon;
    made.card.small_plate = made.card.chevron = true;
    made.card.title = title;
    made.card.text = text;
    made.card.target.label = title + ". " + text;
    return made;
  }

  // Proxy and time server are settings as the others are, and are changed as they are.
  Entry setting(const char* key) const {
    const std::size_t index = visit::setting_index(key);
    const visit::Setting& each = visit::settings()[index];
    const std::string value = staff_.settings ? staff_.settings->values.at(index).text : "";
    return entry("staff.setting." + each.key, each.icon.c_str(), setting_label(frame_, each),
                 setting_text(frame_, each, value), {StaffCommand::edit, static_cast<int>(index)});
  }

  std::vector<Entry> changes() const {
    std::vector<Entry> all;
    if (known_.can_set_address) {
      const Ipv4Setting& address = known_.address;
      const std::string fixed = frame_.say("staff.network_fixed") + ": " + address.address;
      all.push_back(entry("staff.network_address", known_.card.is_wifi ? "wifi" : "lan",
                          frame_.say("staff.network_address"),
                          address.automatic ? frame_.say("staff.network_automatic") : fixed,
                          {StaffCommand::network_open, static_cast<int>(NetworkPart::address)}));
    }
    if (staff_.settings) {
      all.push_back(setting(visit::proxy_key));
      all.push_back(setting(visit::time_server_key));
    }
    all.push_back(entry("staff.network_again", "refresh", frame_.say("staff.network_again"),
                        staff_.network_scanning ? frame_.say("staff.network_listens") : "",
                        {StaffCommand::network_look}));
    if (all.back().card.text.empty()) all.back().card.target.label = all.back().card.title;
    return all;
  }

  float wifi(float x, float y, float w) {
    y = heading("staff.network_wifi", Type::h2, x, y, w) + frame_.px(16);
    if (known_.wifi.empty()) {
      TextSpec spec;
      spec.width_px = w;
      spec.text = frame_.say(staff_.network_scanning ? "staff.network_listens" : "staff.network_no_wifi");
      return y + ui::paragraph(frame_, spec, x, y, "staff.network_no_wifi", ui::Role::status);
    }
    std::vector<Entry> all;
    for (std::size_t i = 0; i < known_.wifi.size(); ++i) {
      const visit::StaffNetwork::Wifi& each = known_.wifi[i];
      const bool locked = each.network.security != WifiSecurity::open;
      all.push_back(
          entry("staff.wifi." + std::to_string(i + 1), locked ? "lock" : "wifi", each.network.ssid, each.told,
                {StaffCommand::network_open, static_cast<int>(NetworkPart::join), each.network.bssid}));
      all.back().card.target.enabled = all.back().card.chevron = each.can_join;
    }
    return draw_entries(stage_, all, columns(), x, y, w);
  }

  float rows(float x, float y, float w) {
    for (const visit::StaffRow& row : known_.rows)
      y = draw_staff_row(stage_, "staff.row." + row.id, row.name, row.value, x, y, w);
    return y;
  }

  Stage& stage_;
  Frame& frame_;
  const visit::Staff& staff_;
  const visit::StaffNetwork& known_;
};

}  // namespace

void draw_staff_network(Stage& stage) {
  const visit::Staff& staff = stage.model().staff;
  StaffColumn column{"staff.network", "staff.network", staff.network != nullptr};
  if (staff.network_edit)
    column.sheet = [&] { draw_staff_network_edit(stage); };
  else if (staff.edit && staff.settings)
    column.sheet = [&] { draw_staff_setting(stage); };
  draw_staff_column(stage, column,
                    [&](float x, float y, float w) { return Page(stage, *staff.network).draw(x, y, w); });
}

}  // namespace entre::screens
