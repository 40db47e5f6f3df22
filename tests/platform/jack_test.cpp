#include "platform/jack.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/input.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "tests/support/temp_folder.h"

using namespace entre;

namespace {

struct Plug {
  test::TempFolder folder;
  std::string file = folder.file("event0");
  int fd = -1;
  std::mutex mutex;
  std::condition_variable told;
  int changes = 0;
  std::unique_ptr<Jack> jack;

  Plug() {
    REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    // Open at both ends, so that neither waits for the other.
    fd = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    auto opened = Jack::open(file, [this] {
      const std::lock_guard lock(mutex);
      ++changes;
      told.notify_all();
    });
    REQUIRE(opened.ok());
    jack = std::move(*opened);
  }
  ~Plug() {
    jack.reset();
    ::close(fd);
  }
  void event(int type, int code, int value) {
    input_event event{};
    event.type = static_cast<__u16>(type);
    event.code = static_cast<__u16>(code);
    event.value = value;
    REQUIRE(::write(fd, &event, sizeof event) == sizeof event);
  }
  bool changed(int times) {
    std::unique_lock lock(mutex);
    return told.wait_for(lock, std::chrono::seconds(10), [&] { return changes >= times; });
  }
};

}  // namespace

TEST_CASE("a plug that goes in and out is told of, each once") {
  Plug plug;
  CHECK(!plug.jack->inserted());
  plug.event(EV_SW, SW_HEADPHONE_INSERT, 1);
  REQUIRE(plug.changed(1));
  CHECK(plug.jack->inserted());
  // Another switch, a key, and the same once more change nothing.
  plug.event(EV_SW, SW_MICROPHONE_INSERT, 1);
  plug.event(EV_KEY, SW_HEADPHONE_INSERT, 0);
  plug.event(EV_SYN, SYN_REPORT, 0);
  plug.event(EV_SW, SW_HEADPHONE_INSERT, 1);
  plug.event(EV_SW, SW_HEADPHONE_INSERT, 0);
  REQUIRE(plug.changed(2));
  CHECK(!plug.jack->inserted());
  CHECK(plug.changes == 2);
}

TEST_CASE("bytes that are no event change nothing") {
  Plug plug;
  REQUIRE(::write(plug.fd, "noise", 5) == 5);
  CHECK(!plug.jack->inserted());
}

TEST_CASE("a device that goes takes its plug with it") {
  test::TempFolder folder;
  const std::string file = folder.file("event0");
  {
    input_event in{};
    in.type = EV_SW;
    in.code = SW_HEADPHONE_INSERT;
    in.value = 1;
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(::write(fd, &in, sizeof in) == sizeof in);
    ::close(fd);
  }
  // A file ends after its event, as a device does that is pulled out.
  std::mutex mutex;
  std::condition_variable told;
  int changes = 0;
  const auto jack = Jack::open(file, [&] {
    const std::lock_guard lock(mutex);
    ++changes;
    told.notify_all();
  });
  REQUIRE(jack.ok());
  std::unique_lock lock(mutex);
  CHECK(told.wait_for(lock, std::chrono::seconds(10), [&] { return changes == 2; }));
  CHECK(!(*jack)->inserted());
}

TEST_CASE("a device that is not there is told of with the key of kiosk.toml") {
  const auto jack = Jack::open("/nowhere/event7", [] {});
  REQUIRE(!jack.ok());
  CHECK(jack.error().kind == ErrorKind::not_found);
  CHECK(jack.error().message.starts_with("/nowhere/event7: "));
  CHECK(jack.error().message.find("speech.headset_device") != std::string::npos);
}
