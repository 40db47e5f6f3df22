#pragma once
// What the screens share. Internal to kiosk/screens.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ui/frame.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/widgets.h"
#include "kiosk/visit/model.h"

namespace entre::screens {

using display::Rect;
using ui::Frame;
using ui::TextSpec;
using ui::Tone;
using ui::Type;
using Actions = std::vector<visit::Action>;

// Where a screen is drawn: all above the dock.
struct Stage {
  Frame& frame;
  Actions& actions;
  Rect area;
  const visit::Model& model() const { return frame.model(); }
};

void draw_home(Stage& stage);
void draw_group(Stage& stage);
void draw_article(Stage& stage);
void draw_contacts(Stage& stage);
void draw_contact(Stage& stage);
void draw_search(Stage& stage);
void draw_about(Stage& stage);
void draw_neutral(Stage& stage);
void draw_gallery(Stage& stage);
void draw_staff(Stage& stage);  // of the whole screen: it has a foot of its own
void draw_staff_overview(Stage& stage);
void draw_staff_question(Stage& stage);  // the sheet that wants a yes
void draw_staff_settings(Stage& stage);
void draw_staff_setting(Stage& stage);  // one of them being changed
void draw_staff_network(Stage& stage);
void draw_staff_touch(Stage& stage);
void draw_staff_field(Stage& stage);
void draw_staff_stick(Stage& stage);
void draw_staff_cleaning(Stage& stage);  // of the whole screen
void draw_feedback_sheet(Stage& stage);
void draw_comment_sheet(Stage& stage);  // the same sheet while a comment is being written
void draw_language_sheet(Stage& stage);
void draw_adapt_sheet(Stage& stage);
void draw_idle_sheet(Stage& stage);

// What voice and sounds tell, to be seen too: a band right above the dock while there is something.
float caption_height(Frame& frame);
void draw_caption(Frame& frame, float y);
float dock_height(Frame& frame);
void draw_dock(Stage& stage);

// A row or card that leads somewhere.
struct Entry {
  ui::CardSpec card;
  visit::Action action;
};
// The topics of a group or of all, as entries with ids prefix + page id. Pages that are not valid are left
// out.
std::vector<Entry> topic_entries(Frame& frame, const std::vector<std::string>& pages,
                                 const std::string& prefix);
Entry contact_entry(Frame& frame, const content::Contact& contact, const std::string& id);
// "Head of department, Business Development" in the interface's language.
std::string role_and_unit(Frame& frame, const content::Contact& contact, const char* between);
// The comma between the words of a list, as the script writes it.
const char* list_comma(const Frame& frame);
// Entries one below the other or in columns of equal rows; returns the bottom. Cells are at least min_h high.
float draw_entries(Stage& stage, const std::vector<Entry>& entries, int columns, float x, float y, float w,
                   float min_h = 0, float gap_px = 16);

// A column of an area: body(y) draws from y and returns its bottom. When it is higher than the area it
// scrolls, and page buttons stand below it. main: the model keeps its position for the place.
struct Flow {
  std::string prefix;  // of the buttons' ids
  Rect area;           // may be as wide as the screen
  float x = 0, w = 0;  // of the page buttons
  bool main = true;
  bool progress = false;                   // shows how much of it has been read
  std::string more = "article.more_text";  // of the page button that leads down
};
// The column begins so low that its first control is in reach; what is only read goes on above.
void flow(Stage& stage, const Flow& flow, const std::function<float(float y)>& body);
// What the page buttons take of a flow that scrolls.
float page_buttons_room(Frame& frame);
// How much of a column has been read, 0 to 1.
void draw_progress(Frame& frame, const Rect& track, float share, const std::string& prefix);
// The part of a flow that may be of any length: far from what is seen, its texts are not set.
float lazily(Frame& frame, const std::function<float()>& body);
// The height of what `body` would draw from 0; highest_control: where its first control would stand.
float measure(Frame& frame, const std::function<float(float y)>& body, float* highest_control = nullptr);

// The screen's heading, and the y below it from which the screen may ask.
float draw_title(Stage& stage, const std::string& text, const std::string& id);
float reach_top(Stage& stage, float heading_bottom);
float margin(Frame& frame);

std::string block_id(std::size_t index);
// A page's blocks; returns the bottom. tops: where each begins.
float draw_blocks(Stage& stage, const content::Page& page, std::size_t first, float x, float y, float w,
                  std::vector<float>* tops);
// Contacts that the text itself shows, and pages that it links to.
std::vector<std::string> inline_contacts(const std::vector<content::Block>& blocks);
std::vector<std::string> inline_pages(const std::vector<content::Block>& blocks);

// The field that search writes in.
float search_field_height(Frame& frame);
void draw_search_field(Stage& stage, const Rect& rect);

// The keys in the state that the visit has them in, and what a struck one asks for; go: the last key.
ui::KeyboardSpec keyboard_spec(const visit::Keys& keys);
visit::Action action_of(const ui::KeyPress& press, const visit::Action& go);

// A text being written with the on-screen keys: of the whole area.
struct Writing {
  std::string id;  // of the dialog; ids begin with it: field, key., about.
  std::string label, field_label;
  std::string text, placeholder;
  std::string go;  // what the last key does, as a key of the strings
  bool can_go = true;
  bool technical = false;                                 // keys for every sign of ASCII
  visit::Action done;                                     // and what it asks for
  std::function<float(float x, float y, float w)> words;  // what is said about it; returns the bottom
};
void draw_writing(Stage& stage, const Writing& writing);

// "Was it useful": its height, and the panel.
float useful_height(Frame& frame, float w);
void draw_useful(Stage& stage, const Rect& rect);

float sheet_width(Stage& stage);
// A sheet of its natural height, at most the area's; a higher one scrolls. free: it does not stand on the
// dock.
void draw_sheet(Stage& stage, const std::string& id, const std::string& label, float w, bool free,
                const std::function<float(float x, float y, float w)>& body);
struct TextNode {
  std::string id;
  ui::Role role;
};
// A text at the start and a button at the end of a row, which share the row's middle; returns the bottom. The
// button's id is its label's key.
float text_and_button(Stage& stage, const Rect& place, TextSpec spec, const TextNode& text_node,
                      const char* button_id, ui::ButtonKind kind, const visit::Action& action);
// A sheet's ground: round above, down to the dock or free in the middle.
void draw_sheet_ground(Stage& stage, const Rect& rect, bool free, const std::string& id,
                       const std::string& label);

}  // namespace entre::screens
