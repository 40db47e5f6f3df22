#include "kiosk/care/pin.h"

#include <algorithm>

#include "platform/crypto.h"
#include "platform/json.h"

namespace entre::care {
namespace {

constexpr std::uint64_t kFileBytesMax = 4096;
constexpr std::int64_t kTriesMax = 1'000'000;
constexpr int kSaltBytes = 16;
constexpr const char* kNoBoot = "none";  // no kernel names its boots so

bool is_row(const std::string& pin, int step) {
  for (std::size_t i = 1; i < pin.size(); ++i)
    if ((pin[i] - pin[i - 1] - step + 10) % 10 != 0) return false;
  return true;
}

// 121212, 123123, 20242024.
bool is_repeated(const std::string& pin) {
  for (std::size_t length = 1; length * 2 <= pin.size(); ++length) {
    if (pin.size() % length != 0) continue;
    bool same = true;
    for (std::size_t i = length; i < pin.size(); ++i) same = same && pin[i] == pin[i - length];
    if (same) return true;
  }
  return false;
}

// 112233: what looks like a pattern on the keys.
bool is_pairs(const std::string& pin) {
  if (pin.size() % 2 != 0) return false;
  std::string halves;
  for (std::size_t i = 0; i < pin.size(); i += 2) {
    if (pin[i] != pin[i + 1]) return false;
    halves += pin[i];
  }
  return is_row(halves, 1) || is_row(halves, -1);
}

struct Kept {
  int log2_n = 0;
  std::string salt, hash;  // raw
};

Result<Kept> read_kept(const Files& files, const std::string& file) {
  const auto bytes = files.read(file, kFileBytesMax);
  if (!bytes) return bytes.error();
  const auto json = parse_json(*bytes, JsonCaps{});
  if (!json) return json.error();
  const auto object = JsonObject::of(*json, file);
  if (!object) return object.error();
  const auto log2_n = object->integer("scrypt_log2_n", pin_log2_n, 20);
  if (!log2_n) return log2_n.error();
  Kept kept{static_cast<int>(*log2_n), "", ""};
  for (const auto& [key, target] : {std::pair{"salt", &kept.salt}, std::pair{"hash", &kept.hash}}) {
    const auto hex = object->string(key);
    if (!hex) return hex.error();
    auto raw = hex_decode(*hex);
    if (!raw) return raw.error();
    *target = *std::move(raw);
  }
  if (kept.salt.size() < kSaltBytes || kept.hash.size() != 32)
    return Error{ErrorKind::corrupt, file + ": too short"};
  return kept;
}

}  // namespace

PinFiles PinFiles::beside(const std::string& state_file) {
  const std::string folder = state_file.substr(0, state_file.rfind('/') + 1);
  return {folder + "pin.json", folder + "pin-tries.json"};
}

Words refuse_pin(const std::string& pin) {
  const bool digits = std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || pin.size() < pin_digits_min || pin.size() > pin_digits_max)
    return {"koden ska ha 6 till 12 siffror och inga andra tecken",
            "expected 6 to 12 digits and nothing else"};
  if (is_row(pin, 0) || is_row(pin, 1) || is_row(pin, -1) || is_repeated(pin) || is_pairs(pin))
    return {
        "koden är lätt att gissa: välj en utan mönster (inte 123456, 111111, 121212, 112233 eller 20242024)",
        "the PIN is easy to guess: take one without a pattern (not 123456, 111111, 121212, 112233 or "
        "20242024)"};
  return {};
}

Result<void> set_pin(const std::string& pin, const PinFiles& where, Files& files, Random& random) {
  if (const Words refused = refuse_pin(pin); !refused.empty()) return Error{ErrorKind::invalid, refused.en};
  std::uint8_t bytes[kSaltBytes];
  random.fill(bytes);
  const std::string salt(reinterpret_cast<const char*>(bytes), sizeof bytes);
  const auto hash = scrypt(pin, salt, pin_log2_n);
  if (!hash) return hash.error();
  const Json json = {{"scrypt_log2_n", pin_log2_n}, {"salt", hex_encode(salt)}, {"hash", hex_encode(*hash)}};
  if (auto written = files.write(where.pin_file, json.dump() + "\n", 0600); !written) return written;
  return files.remove(where.tries_file);
}

PinGate::PinGate(PinFiles where, Files& files, const Clock& clock)
    : where_(std::move(where)), files_(files), clock_(clock) {}

// A file of tries that cannot be understood is not a way past the wait.
Result<PinGate::Tries> PinGate::read() const {
  const auto bytes = files_.read(where_.tries_file, kFileBytesMax);
  if (!bytes && bytes.error().kind == ErrorKind::not_found) return Tries{};
  if (!bytes) return bytes.error();
  Tries tries;
  tries.wrong = pin_tries;
  tries.boot = kNoBoot;
  const auto json = parse_json(*bytes, JsonCaps{});
  if (!json || !json->is_object()) return tries;
  const auto object = JsonObject::of(*json, where_.tries_file);
  const auto wrong = object->integer("wrong", 0, kTriesMax);
  const auto boot = object->string("boot");
  const auto until = object->integer("until_ms", 0, std::int64_t{1} << 53);
  if (wrong && boot && until) tries = {*wrong, *boot, *until};
  return tries;
}

Result<void> PinGate::write(const Tries& tries) const {
  return files_.write(
      where_.tries_file,
      Json{{"wrong", tries.wrong}, {"boot", tries.boot}, {"until_ms", tries.until_ms}}.dump() + "\n", 0600);
}

// In another boot the wait begins anew, from the moment it is asked for.
std::int64_t PinGate::wait_of(Tries* tries) const {
  if (tries->wrong < pin_tries) return 0;
  if (tries->boot != clock_.boot_id()) {
    const auto doublings = std::min<std::int64_t>(tries->wrong - pin_tries, 20);
    tries->boot = clock_.boot_id();
    tries->until_ms = clock_.monotonic_ms() + std::min(pin_first_wait_ms << doublings, pin_wait_max_ms);
  }
  return std::max<std::int64_t>(tries->until_ms - clock_.monotonic_ms(), 0);
}

std::int64_t PinGate::wait_ms() {
  auto tries = read();
  if (!tries) return 0;
  const std::string boot = tries->boot;
  const std::int64_t wait = wait_of(&*tries);
  if (tries->boot != boot) static_cast<void>(write(*tries).ok());
  return wait;
}

int PinGate::tries_left() {
  const auto tries = read();
  return tries ? static_cast<int>(std::max<std::int64_t>(pin_tries - tries->wrong, 1)) : 0;
}

PinGate::Answer PinGate::try_pin(const std::string& pin) {
  const auto kept = read_kept(files_, where_.pin_file);
  if (!kept) return kept.error().kind == ErrorKind::not_found ? Answer::not_set : Answer::unreadable;
  auto tries = read();
  if (!tries) return Answer::unreadable;
  if (wait_ms() > 0) return Answer::wait;
  tries->wrong = std::min(tries->wrong + 1, kTriesMax);
  tries->boot = kNoBoot;
  wait_of(&*tries);
  if (!write(*tries)) return Answer::unreadable;
  if (pin.size() > pin_digits_max) return Answer::wrong;
  const auto hash = scrypt(pin, kept->salt, kept->log2_n);
  if (!hash) return Answer::unreadable;
  if (!equal_constant_time(*hash, kept->hash)) return Answer::wrong;
  return files_.remove(where_.tries_file).ok() ? Answer::right : Answer::unreadable;
}

}  // namespace entre::care
