#include "kiosk/visit/release_reader.h"

#include <algorithm>

#include "kiosk/visit/excerpt.h"
#include "platform/display/shapes.h"
#include "platform/log.h"
#include "sync/content/limits.h"

namespace entre::visit {
namespace {

constexpr std::size_t kProposalsMax = 3;

bool valid_on(const content::PageSummary& page, const std::string& date) {
  return (page.valid_from.empty() || page.valid_from <= date) &&
         (page.valid_until.empty() || date <= page.valid_until);
}

std::string link_target(const Files& files, const std::string& folder) {
  auto target = files.read_link(folder + "/current");
  return target ? *target : "";
}

}  // namespace

std::shared_ptr<const Library> ReleaseReader::open() {
  date_ = local_date(clock_, clock_.unix_ms());
  link_ = link_target(files_, folder_);
  // Sync may have mended what was damaged.
  if (link_moved_) damaged_ = avoided_;
  damage_found_ = link_moved_ = false;
  for (;;) {
    auto opened = content::open_newest(files_, folder_, damaged_);
    if (!opened) {
      log_warning(opened.error().message);
      file_.reset();
      return library_ = std::make_shared<const Library>();
    }
    file_ = std::move(opened).value();
    if (auto library = read(date_)) {
      if (library_ == nullptr || library_->release != library->release)
        log_info("release " + std::to_string(library->release) + " is shown");
      return library_ = std::move(library);
    }
  }
}

void ReleaseReader::found_damaged(const Error& error) {
  if (error.kind != ErrorKind::corrupt && error.kind != ErrorKind::io) return;
  log_error("release " + std::to_string(file_->release()) + " is damaged: " + error.message);
  damaged_.insert(file_->release());
  damage_found_ = true;
}

// Null when the file is damaged.
std::shared_ptr<const Library> ReleaseReader::read(const std::string& date) {
  auto library = std::make_shared<Library>();
  const auto refuse = [&](const Error& error) {
    found_damaged({ErrorKind::corrupt, error.message});
    return nullptr;
  };
  auto site = file_->site();
  if (!site) return refuse(site.error());
  auto contacts = file_->contacts();
  if (!contacts) return refuse(contacts.error());
  library->release = file_->release();
  library->site = std::move(*site);
  library->contacts = std::move(*contacts);
  for (const content::Language& language : library->site.languages) {
    auto pages = file_->pages(language.code);
    if (!pages) return refuse(pages.error());
    std::erase_if(*pages, [&](const auto& page) { return !valid_on(page, date); });
    library->pages[language.code] = std::move(*pages);
  }
  // A damaged newer file that was passed over is no longer news.
  damage_found_ = false;
  return library;
}

bool ReleaseReader::stale() const {
  return damage_found_ || link_moved_ || link_target(files_, folder_) != link_ ||
         local_date(clock_, clock_.unix_ms()) != date_;
}

std::shared_ptr<const content::Page> ReleaseReader::page(const std::string& id, const std::string& language) {
  const content::PageSummary* summary = library_->page(id, language);
  if (summary == nullptr || file_ == nullptr) return nullptr;
  auto page = file_->page(id, summary->language);
  if (!page) {
    found_damaged(page.error());
    return nullptr;
  }
  return std::make_shared<const content::Page>(std::move(*page));
}

FoundText ReleaseReader::find(const std::string& text, const std::string& language) {
  if (file_ == nullptr) return {};
  // Some may not be shown today: twice as many are asked for.
  auto answer = file_->search(text, language, {2 * pages_found_max, 2 * contacts_found_max, kProposalsMax});
  if (!answer) {
    log_error("search: " + answer.error().message);
    return {};
  }
  FoundText found;
  found.total = answer->total;
  found.partly = answer->partly;
  found.completions = std::move(answer->completions);
  found.nearest = std::move(answer->nearest);
  std::size_t pages = 0, contacts = 0;
  for (const content::Hit& hit : answer->hits) {
    const bool is_page = hit.kind == content::Hit::Kind::page;
    const bool there =
        is_page ? library_->page(hit.id, language) != nullptr : library_->contacts.find(hit.id) != nullptr;
    if (!there) --found.total;
    if (!there || (is_page ? pages++ >= pages_found_max : contacts++ >= contacts_found_max)) continue;
    explain(hit, language, answer->words, &found);
    found.hits.push_back(hit);
  }
  return found;
}

// Learns what to mark in the texts that will be shown of a hit. A page whose summary does not say why it was
// found shows the sentence that does.
void ReleaseReader::explain(const content::Hit& hit, const std::string& language,
                            const std::vector<content::QueryWord>& words, FoundText* found) const {
  const auto learn = [&](const std::string& text, const std::string& of) {
    const content::Language* known = library_->site.language(of);
    content::learn_marks(text, words, known == nullptr || known->base.empty() ? of : known->base,
                         &found->marks);
  };
  if (hit.kind == content::Hit::Kind::contact) {
    const content::Contact& contact = *library_->contacts.find(hit.id);
    const std::string& fallback = library_->site.default_language;
    learn(contact.name + '\n' + content::pick(contact.role, language, fallback) + '\n' +
              content::pick(contact.unit, language, fallback),
          language);
    return;
  }
  const content::PageSummary& summary = *library_->page(hit.id, language);
  learn(summary.title + '\n' + summary.summary, summary.language);
  if (!content::marked(summary.summary, found->marks).empty()) return;
  const auto page = file_->page(hit.id, summary.language);
  if (!page) return;
  const std::string body = content::plain_text(page->blocks);
  learn(body, summary.language);
  std::string sentence = excerpt(body, found->marks);
  if (!sentence.empty()) found->excerpts[hit.id] = std::move(sentence);
}

display::Pixels ReleaseReader::image(const std::string& name, display::Size max) {
  if (file_ == nullptr) return {};
  auto bytes = file_->image(name);
  if (!bytes) {
    log_error("picture " + name + ": " + bytes.error().message);
    return {};
  }
  auto pixels = display::decode_image(*bytes, content::limits::image_pixels_max, max);
  if (!pixels) {
    log_error("picture " + name + ": " + pixels.error().message);
    return {};
  }
  return std::move(*pixels);
}

std::int64_t ReleaseReader::ms_to_next_date() const {
  constexpr std::int64_t kHourS = 3600;
  const LocalTime time = clock_.local(clock_.unix_ms());
  const std::int64_t left_s = 24 * kHourS - (time.hour * kHourS + time.minute * 60 + time.second);
  return std::min(left_s, kHourS) * 1000;
}

}  // namespace entre::visit
