#pragma once
// What the loader reads out of the content folder: the library, pages, hits and pictures of the release that
// is shown. One thread (the loader's).

#include <memory>
#include <set>
#include <string>

#include "kiosk/visit/model.h"
#include "platform/clock.h"
#include "platform/display/geometry.h"
#include "platform/files.h"

namespace entre::visit {

class ReleaseReader {
 public:
  // Of each kind, in an answer to a search.
  static constexpr std::size_t pages_found_max = 20, contacts_found_max = 10;

  // avoided: releases that are not shown, as if they were damaged (safe mode).
  ReleaseReader(std::string content_folder, const Files& files, const Clock& clock,
                std::set<std::int64_t> avoided = {})
      : folder_(std::move(content_folder)), files_(files), clock_(clock), avoided_(std::move(avoided)) {}

  // Opens the newest content that may be shown and reads its library: the pages valid today. Damaged files
  // are passed over and logged. Never null; release 0 where there is nothing to show.
  std::shared_ptr<const Library> open();
  // True when open() would give something else: the link has moved on, a file was found damaged, or the local
  // date has changed.
  bool stale() const;
  // The link has been replaced, perhaps by one to the same release made anew.
  void link_moved() { link_moved_ = true; }

  // The page in the nearest language that has it; null where there is none valid today, or it is damaged
  // (then stale() is true: the release before may take its place).
  std::shared_ptr<const content::Page> page(const std::string& id, const std::string& language);
  // What a visitor may mean by a text: pages and contacts that may be shown today, with what of them to mark.
  FoundText find(const std::string& text, const std::string& language);
  // Empty where the picture is missing, damaged or beyond the caps.
  display::Pixels image(const std::string& name, display::Size max);
  // Until the local date changes; at most an hour, since a clock may be set.
  std::int64_t ms_to_next_date() const;

 private:
  std::shared_ptr<const Library> read(const std::string& date);
  void found_damaged(const Error& error);
  void explain(const content::Hit& hit, const std::string& language,
               const std::vector<content::QueryWord>& words, FoundText* found) const;

  std::string folder_;
  const Files& files_;
  const Clock& clock_;
  std::unique_ptr<content::ContentFile> file_;
  std::shared_ptr<const Library> library_ = std::make_shared<const Library>();
  const std::set<std::int64_t> avoided_;
  std::set<std::int64_t> damaged_ = avoided_;
  std::string date_;
  std::string link_;  // where `current` led when the library was read
  bool damage_found_ = false, link_moved_ = false;
};

}  // namespace entre::visit
