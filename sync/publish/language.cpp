#include "sync/publish/language.h"

#include <unicode/coll.h>
#include <unicode/datefmt.h>
#include <unicode/gregocal.h>
#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <numeric>

namespace entre::publish {
namespace {

icu::Locale locale_of(const std::string& language) {
  // Without a country English would be American, and put the month before the day.
  if (language == "en") return icu::Locale("en", "GB");
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale = icu::Locale::forLanguageTag(language, status);
  return U_SUCCESS(status) ? locale : icu::Locale::getRoot();
}

}  // namespace

Result<std::string> to_nfc(std::string_view text) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < length;) {
    const std::int32_t start = at;
    UChar32 letter = 0;
    U8_NEXT(text.data(), at, length, letter);
    if (letter < 0) return Error{ErrorKind::invalid, std::to_string(start)};
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return Error{ErrorKind::io, "ICU's data is missing"};
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  nfc->normalizeUTF8(0, icu::StringPiece(text.data(), length), sink, nullptr, status);
  if (U_FAILURE(status)) return Error{ErrorKind::invalid, "0"};
  return out;
}

std::string date_in_words(const std::string& date, const std::string& language) {
  if (date.size() != 10) return "";
  UErrorCode status = U_ZERO_ERROR;
  const auto& utc = *icu::TimeZone::getGMT();
  icu::GregorianCalendar calendar(utc, status);
  // Noon is the same day in the calendar's and the format's zone, whatever they be.
  calendar.set(std::stoi(date.substr(0, 4)), std::stoi(date.substr(5, 2)) - 1, std::stoi(date.substr(8, 2)),
               12, 0, 0);
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kLong, locale_of(language)));
  const UDate instant = calendar.getTime(status);
  if (U_FAILURE(status) || !format) return date;
  format->setTimeZone(utc);
  icu::UnicodeString words;
  format->format(instant, words);
  // The day stays with its month where a line ends.
  constexpr char16_t no_break_space = 0x00A0;
  if (const int32_t space = words.indexOf(u' '); space >= 0) words.setCharAt(space, no_break_space);
  std::string out;
  return words.toUTF8String(out);
}

std::vector<std::size_t> collated(const std::vector<std::string>& names, const std::string& language) {
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(icu::Collator::createInstance(locale_of(language), status));
  if (U_FAILURE(status)) return order;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    UErrorCode ignored = U_ZERO_ERROR;
    return collator->compareUTF8(names[a], names[b], ignored) == UCOL_LESS;
  });
  return order;
}

}  // namespace entre::publish
