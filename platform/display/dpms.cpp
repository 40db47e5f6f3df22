#include "platform/display/dpms.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <X11/Xlib.h>
#include <X11/extensions/dpms.h>
#include <dlfcn.h>

#include <type_traits>

namespace entre::display {
namespace {

// The library's functions that are used. SDL loads it for its X11 windows; linked, every other start would
// wait for it.
struct Library {
  decltype(&DPMSQueryExtension) query_extension = nullptr;
  decltype(&DPMSCapable) capable = nullptr;
  decltype(&DPMSSetTimeouts) set_timeouts = nullptr;
  decltype(&DPMSEnable) enable = nullptr;
  decltype(&DPMSForceLevel) force_level = nullptr;

  bool load() {
    void* const handle = ::dlopen("libXext.so.6", RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return false;
    const auto find = [&](auto& function, const char* symbol) {
      function = reinterpret_cast<std::decay_t<decltype(function)>>(::dlsym(handle, symbol));
      return function != nullptr;
    };
    return find(query_extension, "DPMSQueryExtension") && find(capable, "DPMSCapable") &&
           find(set_timeouts, "DPMSSetTimeouts") && find(enable, "DPMSEnable") &&
           find(force_level, "DPMSForceLevel");
  }
};

// The requests go out with the next look at the display's events.
class X11Dpms : public Dpms {
 public:
  X11Dpms(::Display* display, const Library& library) : display_(display), library_(library) {
    library_.set_timeouts(display_, 0, 0, 0);
  }
  // A level is refused, and the refusal would end the program, while DPMS is not enabled.
  void set(bool on) override {
    library_.enable(display_);
    library_.force_level(display_, on ? DPMSModeOn : DPMSModeOff);
  }

 private:
  ::Display* const display_;
  const Library library_;
};

}  // namespace

std::unique_ptr<Dpms> Dpms::open(SDL_Window* window) {
  SDL_SysWMinfo info;
  SDL_VERSION(&info.version);
  if (window == nullptr || SDL_GetWindowWMInfo(window, &info) != SDL_TRUE || info.subsystem != SDL_SYSWM_X11)
    return nullptr;
  ::Display* const display = info.info.x11.display;
  int event = 0, error = 0;
  Library library;
  if (!library.load() || !library.query_extension(display, &event, &error) || !library.capable(display))
    return nullptr;
  return std::make_unique<X11Dpms>(display, library);
}

}  // namespace entre::display
