#include "kiosk/staff/staff_thread.h"

#include "platform/process.h"

namespace entre::staff {

StaffThread::StaffThread(Desk desk, std::function<void()> wake)
    : desk_(std::move(desk)),
      wake_(std::move(wake)),
      requests_(requests_max),
      replies_(requests_max),
      thread_([this] { run(); }) {}

StaffThread::~StaffThread() {
  close();
  thread_.join();
}

void StaffThread::close() {
  requests_.close();
  replies_.close();
  requests_.take_all();
  // What it told the staff who have left is not for who comes next.
  replies_.take_all();
}

void StaffThread::run() {
  name_thread("kiosk-staff");
  while (auto request = requests_.take()) {
    auto reply = desk_.handle(*request);
    // Neither stays in memory.
    if (auto* pin = std::get_if<visit::TryPin>(&*request)) std::fill(pin->pin.begin(), pin->pin.end(), '\0');
    if (auto* wifi = std::get_if<visit::JoinWifi>(&*request))
      std::fill(wifi->password.begin(), wifi->password.end(), '\0');
    if (!reply) continue;
    replies_.put(std::move(*reply));
    wake_();
  }
  desk_.leave();
  ended_ = true;
  wake_();
}

}  // namespace entre::staff
