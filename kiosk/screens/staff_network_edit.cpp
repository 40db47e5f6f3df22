// What is open above the network page: the address as it would be, one of its fields, a Wi-Fi's password.
#include <algorithm>

#include "kiosk/screens/staff_parts.h"
#include "sync/content/tokens.h"

namespace entre::screens {

using visit::NetworkPart;
using visit::StaffAct;
using visit::StaffCommand;

namespace {

// Dots for all but the last sign, which whoever types has to see.
std::string hidden(const std::string& text) {
  std::string dots;
  for (std::size_t i = 1; i < content::letters(text); ++i) dots += "•";
  return text.empty() ? "" : dots + text.substr(content::letter_at(text, content::letters(text) - 1));
}

class Sheet {
 public:
  Sheet(Stage& stage, const visit::NetworkEdit& edit) : stage_(stage), frame_(stage.frame), edit_(edit) {}

  void draw() {
    switch (edit_.part) {
      case NetworkPart::address:
        return sheet(frame_.say("staff.network_address"),
                     [&](float x, float y, float w) { return address(x, y, w); });
      case NetworkPart::ip:
        return write("staff.network_ip", edit_.address.address);
      case NetworkPart::gateway:
        return write("staff.network_gateway", edit_.address.gateway);
      case NetworkPart::dns:
        return write("staff.network_dns", edit_.address.dns);
      case NetworkPart::join:
        break;
    }
    // While it is being tried there is nothing to be typed.
    if (edit_.network.security == WifiSecurity::password && !edit_.saving) return password();
    sheet(join_title(), [&](float x, float y, float w) { return join(x, y, w); });
  }

 private:
  static StaffAct opens(NetworkPart part) { return {StaffCommand::network_open, static_cast<int>(part)}; }

  std::string join_title() const { return frame_.say("staff.network_join", {{"name", edit_.network.ssid}}); }

  void sheet(const std::string& title, const std::function<float(float x, float y, float w)>& body) {
    const float w = frame_.units().across() ? std::min(stage_.area.w, frame_.px(1280)) : stage_.area.w;
    draw_sheet(stage_, "staff.network_edit", title, w, false, [&](float x, float y, float inner_w) {
      y = heading(title, Type::h1, x, y, inner_w);
      return body(x, y + frame_.px(16), inner_w);
    });
  }

  float heading(const std::string& text, Type type, float x, float y, float w) {
    TextSpec spec;
    spec.type = type;
    spec.width_px = w;
    spec.text = text;
    return y + ui::paragraph(frame_, spec, x, y, "staff.network_title", ui::Role::heading);
  }

  float help(const std::string& key, float x, float y, float w) {
    TextSpec spec;
    spec.width_px = w;
    spec.text = frame_.say(key);
    return y + ui::paragraph(frame_, spec, x, y, "staff.network_help");
  }

  // How it goes: that it is being tried, or why it was not done.
  float news(float x, float y, float w) {
    if (edit_.saving)
      return draw_note(stage_, "staff.network_trying", frame_.say("staff.network_trying"), Tone::ink, x,
                       y + frame_.px(20), w);
    if (edit_.refused.empty()) return y;
    return draw_note(stage_, "staff.refused", edit_.refused, Tone::no, x, y + frame_.px(20), w);
  }

  float go(const char* label, float x, float y, float w) {
    const SettingButton button{"staff.network_try",
                               frame_.say(label),
                               "",
                               {StaffCommand::network_try},
                               true,
                               !edit_.saving,
                               "check"};
    return draw_buttons(stage_, {button}, 1, x, y + frame_.px(20), w);
  }

  float address(float x, float y, float w) {
    y = help("staff.network_address_help", x, y, w) + frame_.px(28);
    const auto way = [&](const char* id, bool automatic) {
      return SettingButton{id,
                           frame_.say(id),
                           "",
                           {StaffCommand::network_automatic, automatic ? 1 : 0},
                           edit_.address.automatic == automatic,
                           !edit_.saving};
    };
    y = draw_buttons(stage_, {way("staff.network_automatic", true), way("staff.network_fixed", false)},
                     frame_.units().large() ? 1 : 2, x, y, w);
    if (!edit_.address.automatic) y = draw_entries(stage_, fields(), 1, x, y + frame_.px(20), w);
    return go("staff.network_try", x, news(x, y, w), w);
  }

  std::vector<Entry> fields() const {
    const auto field = [&](const char* id, const std::string& value, NetworkPart part) {
      Entry made{{}, opens(part)};
      made.card.target.id = id;
      made.card.target.enabled = !edit_.saving;
      made.card.icon = "pencil";
      made.card.small_plate = made.card.chevron = true;
      made.card.title = frame_.say(id);
      made.card.text = value.empty() ? frame_.say("staff.none") : value;
      made.card.target.label = made.card.title + ". " + made.card.text;
      return made;
    };
    return {field("staff.network_ip", edit_.address.address, NetworkPart::ip),
            field("staff.network_gateway", edit_.address.gateway, NetworkPart::gateway),
            field("staff.network_dns", edit_.address.dns, NetworkPart::dns)};
  }

  // One field of the address; it is judged when all of it is tried.
  void write(const std::string& key, const std::string& text) {
    Writing writing;
    writing.id = "staff.setting";
    writing.label = writing.field_label = frame_.say(key);
    writing.text = text;
    writing.placeholder = frame_.say("staff.none");
    writing.go = "staff.network_ready";
    writing.done = opens(NetworkPart::address);
    writing.words = [&, key](float x, float y, float w) {
      y = heading(frame_.say(key), Type::h2, x, y, w) + frame_.px(16);
      return help(key + "_help", x, y, w);
    };
    draw_writing(stage_, writing);
  }

  void password() {
    Writing writing;
    writing.id = "staff.setting";
    writing.label = join_title();
    writing.field_label = frame_.say("staff.network_password");
    writing.text = edit_.revealed ? edit_.password : hidden(edit_.password);
    writing.placeholder = writing.field_label;
    writing.go = "staff.network_join_go";
    writing.technical = true;
    writing.can_go = !edit_.password.empty();
    writing.done = StaffAct{StaffCommand::network_try};
    writing.words = [&](float x, float y, float w) {
      y = heading(join_title(), Type::h2, x, y, w) + frame_.px(16);
      y = help("staff.network_password_help", x, y, w);
      y = news(x, y, w);
      const char* const id = edit_.revealed ? "staff.network_hide" : "staff.network_reveal";
      const SettingButton show{
          "staff.network_reveal", frame_.say(id), "", {StaffCommand::network_reveal, edit_.revealed ? 0 : 1}};
      return draw_buttons(stage_, {show}, 1, x, y + frame_.px(20), w);
    };
    draw_writing(stage_, writing);
  }

  float join(float x, float y, float w) {
    if (edit_.network.security == WifiSecurity::open) y = help("staff.network_open_help", x, y, w);
    return go("staff.network_join_go", x, news(x, y, w), w);
  }

  Stage& stage_;
  Frame& frame_;
  const visit::NetworkEdit& edit_;
};

}  // namespace

void draw_staff_network_edit(Stage& stage) {
  Sheet(stage, *stage.model().staff.network_edit).draw();
}

}  // namespace entre::screens
