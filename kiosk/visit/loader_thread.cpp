#include "kiosk/visit/loader_thread.h"

#include <algorithm>
#include <utility>

#include "platform/log.h"
#include "platform/process.h"

namespace entre::visit {

Result<std::unique_ptr<LoaderThread>> LoaderThread::start(LoaderOptions options, Files& files,
                                                          const Clock& clock, std::function<void()> wake) {
  if (auto made = files.make_folders(options.content_folder); !made) return made.error();
  std::vector<std::string> folders{options.content_folder};
  if (options.paths) {
    auto told = files.make_folders(options.paths->requests_folder);
    if (told) folders.push_back(options.paths->requests_folder);
    if (!told) log_warning("a changed configuration waits for the next start: " + told.error().message);
  }
  auto watch = FolderWatch::create(folders);
  if (!watch) return watch.error();
  return std::unique_ptr<LoaderThread>(
      new LoaderThread(std::move(options), files, clock, std::move(*watch), std::move(wake)));
}

LoaderThread::LoaderThread(LoaderOptions options, const Files& files, const Clock& clock,
                           std::unique_ptr<FolderWatch> watch, std::function<void()> wake)
    : reader_(options.content_folder, files, clock, std::move(options.avoided)),
      files_(files),
      clock_(clock),
      assets_folder_(options.assets_folder),
      paths_(std::move(options.paths)),
      watch_(std::move(watch)),
      wake_(std::move(wake)),
      tasks_(tasks_max),
      outcomes_(outcomes_max),
      thread_([this] { run(); }) {}

LoaderThread::~LoaderThread() {
  tasks_.close();
  outcomes_.close();
  watch_->wake();
  thread_.join();
}

bool LoaderThread::ask(LoaderTask task) {
  if (!tasks_.offer(std::move(task))) return false;
  watch_->wake();
  return true;
}

void LoaderThread::run() {
  name_thread("kiosk-loader");
  put(LoaderReply(LibraryLoaded{reader_.open()}));
  auto typesetter =
      display::Typesetter::create(assets_folder_ + "/fonts/fonts.toml", assets_folder_ + "/hyphenation.toml");
  if (!typesetter) {
    return put(LoaderFailed{typesetter.error().message});
  }
  typesetter_ = std::move(*typesetter);
  read_code();
  while (!tasks_.closed()) {
    const std::vector<LoaderTask> tasks = tasks_.take_all();
    if (!tasks.empty()) {
      work(tasks);
      continue;
    }
    tell_if_stale();
    // Woken by a task, by a change in the folder, by midnight, or by the end of a code.
    std::int64_t wait_ms = reader_.ms_to_next_date();
    if (code_)
      wait_ms = std::min(wait_ms, std::max<std::int64_t>(0, code_->expires_unix_ms - clock_.unix_ms()) + 1);
    const auto names = watch_->wait(wait_ms);
    if (code_ && clock_.unix_ms() > code_->expires_unix_ms) read_code();
    for (const std::string& name : names) {
      if (name == "current") reader_.link_moved();
      if (name == "config" && paths_) read_config();
      if (name == wire::shown_code_file) read_code();
    }
  }
}

void LoaderThread::put(LoaderOutcome outcome) {
  outcomes_.put(std::move(outcome));
  wake_();
}

void LoaderThread::read_config() {
  auto config = load_config(files_, *paths_);
  if (!config) return log_error("the configuration stays as it was: " + config.error().message);
  log_info("the configuration has been read anew");
  put(ConfigRead{*std::move(config)});
}

// Of an enrolment that kioskctl has begun. What cannot be read is no code.
void LoaderThread::read_code() {
  if (!paths_) return;
  std::optional<wire::ShownCode> code;
  const auto text =
      files_.read(paths_->requests_folder + "/" + wire::shown_code_file, wire::shown_code_bytes_max);
  if (text)
    if (auto read = wire::decode_shown_code(*text); read && read->expires_unix_ms >= clock_.unix_ms())
      code = *std::move(read);
  if (code == code_) return;
  code_ = code;
  put(LoaderReply(CodeToShow{std::move(code)}));
}

// Once for each change: the session asks for the new content when the visitor is not disturbed by it.
void LoaderThread::tell_if_stale() {
  if (told_stale_ || !reader_.stale()) return;
  told_stale_ = true;
  put(LoaderReply(NewContentWaits{}));
}

void LoaderThread::work(const std::vector<LoaderTask>& tasks) {
  const LoaderRequest* last_search = nullptr;
  for (const LoaderTask& task : tasks)
    if (const auto* request = std::get_if<LoaderRequest>(&task))
      if (std::holds_alternative<FindText>(*request)) last_search = request;
  for (const LoaderTask& task : tasks) {
    if (tasks_.closed()) return;
    if (const auto* text = std::get_if<TypesetText>(&task)) {
      put(TextSet{text->key, std::make_shared<const display::TextBlock>(typesetter_->set(text->request))});
    } else if (const auto* image = std::get_if<DecodeImage>(&task)) {
      put(ImageDecoded{image->name, image->max,
                       std::make_shared<const display::Pixels>(reader_.image(image->name, image->max))});
    } else {
      const auto& request = std::get<LoaderRequest>(task);
      // Who types fast waits for the last word only.
      if (std::holds_alternative<FindText>(request) && &request != last_search) continue;
      answer(request);
    }
  }
}

void LoaderThread::answer(const LoaderRequest& request) {
  if (const auto* load = std::get_if<LoadPage>(&request)) {
    auto page = reader_.page(load->id, load->language);
    put(LoaderReply(PageLoaded{load->id, load->language, std::move(page)}));
  } else if (const auto* find = std::get_if<FindText>(&request)) {
    put(LoaderReply(TextFound{find->text, find->language, reader_.find(find->text, find->language)}));
  } else {
    told_stale_ = false;
    put(LoaderReply(LibraryLoaded{reader_.open()}));
  }
}

}  // namespace entre::visit
