#include "platform/jack.h"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "platform/log.h"

namespace entre {
namespace {

// Of a real device; anything else is taken as pulled out until it tells.
bool inserted_now(int device_fd) {
  std::array<unsigned char, SW_CNT / 8 + 1> switches{};
  if (::ioctl(device_fd, EVIOCGSW(switches.size()), switches.data()) < 0) return false;
  return (switches[SW_HEADPHONE_INSERT / 8] >> (SW_HEADPHONE_INSERT % 8) & 1) != 0;
}

}  // namespace

Result<std::unique_ptr<Jack>> Jack::open(const std::string& device, std::function<void()> changed) {
  const int device_fd = ::open(device.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (device_fd < 0) {
    const int code = errno;
    return Error{
        code == ENOENT ? ErrorKind::not_found : ErrorKind::io,
        device + ": " + std::system_category().message(code) +
            " (speech.headset_device; evtest lists devices, and the kiosk's user must be in group input)"};
  }
  const int end_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (end_fd < 0) std::abort();
  return std::unique_ptr<Jack>(new Jack(device_fd, end_fd, std::move(changed)));
}

Jack::Jack(int device_fd, int end_fd, std::function<void()> changed)
    : device_fd_(device_fd),
      end_fd_(end_fd),
      changed_(std::move(changed)),
      inserted_(inserted_now(device_fd)) {
  thread_ = std::thread([this] { run(); });
}

Jack::~Jack() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t count = ::write(end_fd_, &one, sizeof one);
  thread_.join();
  ::close(device_fd_);
  ::close(end_fd_);
}

void Jack::run() {
  for (;;) {
    pollfd fds[] = {{device_fd_, POLLIN, 0}, {end_fd_, POLLIN, 0}};
    if (::poll(fds, 2, -1) < 0 && errno != EINTR) return;
    if (fds[1].revents != 0) return;
    if (fds[0].revents != 0 && !read_events()) break;
  }
  log_warning("the headphone jack's device is gone");
  if (inserted_.exchange(false)) changed_();
}

// False: the device has nothing more to tell.
bool Jack::read_events() {
  std::array<input_event, 64> events;
  const ssize_t count = ::read(device_fd_, events.data(), sizeof events);
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count) / sizeof(input_event); ++i) {
    const input_event& event = events[i];
    if (event.type != EV_SW || event.code != SW_HEADPHONE_INSERT) continue;
    if (inserted_.exchange(event.value != 0) != (event.value != 0)) changed_();
  }
  return count > 0;
}

}  // namespace entre
