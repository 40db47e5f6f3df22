#include "kiosk/staff/stick_desk.h"

#include <algorithm>

#include "kiosk/care/answers.h"
#include "platform/log.h"

namespace entre::staff {

using visit::StickFault;
using visit::StickPhase;
using visit::StickSeen;

namespace {

// What a file system takes for a file beside its bytes.
constexpr std::uint64_t room_bytes = 64u << 10;

}  // namespace

StickSeen StickDesk::look() {
  if (is_busy(seen_.phase)) return seen_;
  const Stick::Seen there = stick_ == nullptr ? Stick::Seen::none : stick_->look();
  seen_ = {};
  seen_.phase = there == Stick::Seen::ready     ? StickPhase::ready
                : there == Stick::Seen::foreign ? StickPhase::foreign
                                                : StickPhase::none;
  return seen_;
}

StickSeen StickDesk::begin(const Config::Kiosk& kiosk, bool as_json) {
  if (look().phase != StickPhase::ready) return seen_;
  const auto answers = care::read_answers(files_, paths_);
  if (!answers) {
    log_error("answers for a stick: " + answers.error().message);
    return fail(StickFault::ledger);
  }
  care::AnswerFile file = care::answer_file(*answers, as_json, false);
  if (file.answers == 0) return fail(StickFault::nothing);
  text_ = std::move(file.text);
  seen_.answers = file.answers;
  seen_.file = care::answer_file_name(kiosk, clock_.local(clock_.unix_ms()), as_json);
  seen_.bytes_total = text_.size();
  seen_.phase = StickPhase::opening;
  return seen_;
}

StickSeen StickDesk::go_on() {
  switch (seen_.phase) {
    case StickPhase::opening:
      return open_stick();
    case StickPhase::writing:
      return write_on();
    case StickPhase::checking:
      return check_on();
    case StickPhase::releasing:
      return release();
    default:
      return seen_;
  }
}

StickSeen StickDesk::open_stick() {
  if (auto mounted = stick_->mount(); !mounted) {
    log_error("a stick: " + mounted.error().message);
    return fail(stick_->look() == Stick::Seen::ready ? StickFault::mount : StickFault::gone);
  }
  const auto room = stick_->free_bytes();
  if (!room) return fail(room.error());
  if (*room < text_.size() + room_bytes) return fail(Error{ErrorKind::full, "a stick: no room"});
  if (auto begun = stick_->begin(part()); !begun) return fail(begun.error());
  seen_.phase = StickPhase::writing;
  return seen_;
}

StickSeen StickDesk::write_on() {
  const std::string_view left = std::string_view(text_).substr(seen_.bytes_done, step_bytes);
  if (auto written = stick_->append(left); !written) return fail(written.error());
  seen_.bytes_done += left.size();
  if (seen_.bytes_done < text_.size()) return seen_;
  seen_.phase = StickPhase::checking;
  seen_.bytes_done = 0;
  return seen_;
}

// Byte by byte with what was written, which no hash could say better; and nothing more may stand there.
StickSeen StickDesk::check_on() {
  const std::string_view expected = std::string_view(text_).substr(seen_.bytes_done, step_bytes);
  const bool is_last = seen_.bytes_done + expected.size() == text_.size();
  const auto back = stick_->read_back(part(), seen_.bytes_done, expected.size() + (is_last ? 1 : 0));
  if (!back) return fail(back.error());
  if (*back != expected) return fail(StickFault::differs);
  seen_.bytes_done += expected.size();
  if (is_last) seen_.phase = StickPhase::releasing;
  return seen_;
}

StickSeen StickDesk::release() {
  if (auto renamed = stick_->rename(part(), seen_.file); !renamed) return fail(renamed.error());
  text_.clear();
  seen_.phase = StickPhase::done;
  log_info(std::to_string(seen_.answers) + " answers saved on a stick: " + seen_.file);
  if (auto unmounted = stick_->unmount(); !unmounted) {
    log_error("a stick: " + unmounted.error().message);
    seen_.phase = StickPhase::failed;
    seen_.fault = stick_->look() == Stick::Seen::ready ? StickFault::held : StickFault::gone;
  }
  return seen_;
}

StickSeen StickDesk::leave() {
  if (!is_busy(seen_.phase)) return seen_;
  if (seen_.phase != StickPhase::opening) {
    static_cast<void>(stick_->remove(part()));
    static_cast<void>(stick_->unmount());
  }
  text_.clear();
  seen_.phase = StickPhase::cancelled;
  log_info("staff ended the saving of answers on a stick");
  return seen_;
}

StickSeen StickDesk::fail(const Error& error) {
  log_error("a stick: " + error.message);
  if (stick_->look() != Stick::Seen::ready) return fail(StickFault::gone);
  if (error.kind == ErrorKind::full) return fail(StickFault::full);
  return fail(error.kind == ErrorKind::denied ? StickFault::read_only : StickFault::write);
}

// What is left of the file goes where it can. On a stick that is gone it stays, under the name that says so.
StickSeen StickDesk::fail(StickFault fault) {
  const bool was_opened = is_busy(seen_.phase);
  if (was_opened && fault != StickFault::gone && fault != StickFault::mount)
    static_cast<void>(stick_->remove(part()));
  if (was_opened) static_cast<void>(stick_->unmount());
  text_.clear();
  seen_.phase = StickPhase::failed;
  seen_.fault = fault;
  return seen_;
}

}  // namespace entre::staff
