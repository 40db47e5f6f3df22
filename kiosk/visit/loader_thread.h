#pragma once
// The thread that reads content, sets text and decodes pictures, and sees the content link move. It reads the
// configuration anew when `kioskctl` or the staff screen tells kiosk-sync that it has changed.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "kiosk/visit/queue.h"
#include "kiosk/visit/release_reader.h"
#include "kiosk/visit/session.h"
#include "platform/config/config.h"
#include "platform/display/typeset.h"
#include "platform/watch.h"

namespace entre::visit {

struct TypesetText {
  std::string key;
  display::TextRequest request;
};
struct DecodeImage {
  std::string name;
  display::Size max;
};
using LoaderTask = std::variant<LoaderRequest, TypesetText, DecodeImage>;

struct TextSet {
  std::string key;
  std::shared_ptr<const display::TextBlock> block;
};
struct ImageDecoded {
  std::string name;
  display::Size max;
  std::shared_ptr<const display::Pixels> pixels;  // empty: it cannot be shown
};
struct LoaderFailed {
  std::string message;
};  // nothing can be drawn: a font is missing
struct ConfigRead {
  Config config;  // without faults; a faulty one is told to the log, and the one before holds
};
using LoaderOutcome = std::variant<LoaderReply, TextSet, ImageDecoded, LoaderFailed, ConfigRead>;

struct LoaderOptions {
  std::string content_folder;
  std::string assets_folder;            // fonts/, hyphenation.toml
  std::set<std::int64_t> avoided = {};  // releases that are not shown
  // Where the configuration lies, and what tells that it has changed; none: it is not read anew.
  std::optional<Paths> paths = {};
};

class LoaderThread {
 public:
  static constexpr std::size_t tasks_max = 1024;
  static constexpr std::size_t outcomes_max = 4096;

  // Makes the content folder where it is missing, and watches it. The library is the first outcome. wake is
  // called from the thread after each outcome. files and clock must outlive this and bear use from two
  // threads.
  static Result<std::unique_ptr<LoaderThread>> start(LoaderOptions options, Files& files, const Clock& clock,
                                                     std::function<void()> wake);
  ~LoaderThread();
  // False when the queue is full: the task has not been taken.
  bool ask(LoaderTask task);
  std::vector<LoaderOutcome> take_outcomes() { return outcomes_.take_all(); }

 private:
  LoaderThread(LoaderOptions options, const Files& files, const Clock& clock,
               std::unique_ptr<FolderWatch> watch, std::function<void()> wake);
  void run();
  void work(const std::vector<LoaderTask>& tasks);
  void answer(const LoaderRequest& request);
  void tell_if_stale();
  void read_config();
  void read_code();
  void put(LoaderOutcome outcome);

  ReleaseReader reader_;
  const Files& files_;
  const Clock& clock_;
  std::string assets_folder_;
  std::optional<Paths> paths_;
  std::unique_ptr<FolderWatch> watch_;
  std::function<void()> wake_;
  Queue<LoaderTask> tasks_;
  Queue<LoaderOutcome> outcomes_;
  std::unique_ptr<display::Typesetter> typesetter_;  // made on the thread, with a font map of its own
  bool told_stale_ = false;
  std::optional<wire::ShownCode> code_;  // that is shown
  std::thread thread_;
};

}  // namespace entre::visit
