// kiosk-publish: checks a site folder, makes keys, builds signed releases.

#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "platform/clock.h"
#include "platform/random.h"
#include "sync/publish/build.h"
#include "sync/publish/minisign.h"
#include "sync/publish/pack.h"
#include "sync/publish/site_folder.h"
#include "sync/trust/repository.h"
#include "sync/trust/verify_release.h"

namespace {

using namespace entre;

enum Exit { done = 0, failed = 1, usage = 2 };

constexpr const char* kFooter =
    "Exit codes: 0 done (warnings may have been printed), 1 faults were found or the work failed, 2 wrong "
    "usage.";

constexpr const char* kThemesFolder = ENTRE_ASSETS_DIR "/themes";

struct Options {
  std::string site, keys, out, now, release, offline, role, root;
  std::vector<std::string> thresholds, minisign;
  bool demo = false, by_hand = false;
};

int fail(const std::string& message) {
  std::fprintf(stderr, "kiosk-publish: %s\n", message.c_str());
  return failed;
}

// A folder of this run's own, gone at its end. Without one the program ends.
class Scratch {
 public:
  Scratch() {
    std::error_code code;
    path_ = (std::filesystem::temp_directory_path(code) / "kiosk-publish-XXXXXX").string();
    if (code || ::mkdtemp(path_.data()) == nullptr)
      std::exit(fail("no temporary folder can be made: set TMPDIR to a folder that can be written to"));
  }
  ~Scratch() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string without_slash(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder;
}

void print(const publish::Findings& findings, std::FILE* to) {
  for (const Fault& fault : findings.errors) std::fprintf(to, "error: %s\n", to_string(fault).c_str());
  for (const Fault& fault : findings.warnings) std::fprintf(to, "warning: %s\n", to_string(fault).c_str());
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

int check(const Options& options) {
  const SystemFiles files;
  const auto themes = content::Themes::load(files, kThemesFolder);
  if (!themes.ok()) return fail(themes.error().message);
  publish::Findings findings;
  const auto site = publish::load_and_check(files, without_slash(options.site), *themes, findings);
  print(findings, stdout);
  std::printf("%s: %s, %s, %s; %s, %s\n", options.site.c_str(), counted(site.pages.size(), "page").c_str(),
              counted(site.contacts.contacts.size(), "contact").c_str(),
              counted(site.site.languages.size(), "language").c_str(),
              counted(findings.errors.size(), "error").c_str(),
              counted(findings.warnings.size(), "warning").c_str());
  return findings.errors.empty() ? done : failed;
}

// "root=2/3": two of three.
bool read_plan(const std::vector<std::string>& texts, trust::KeyPlan* plan) {
  for (const std::string& text : texts) {
    char role[16] = "";
    int threshold = 0, count = 0, end = 0;
    if (std::sscanf(text.c_str(), "%15[a-z]=%d/%d%n", role, &threshold, &count, &end) != 3 ||
        static_cast<std::size_t>(end) != text.size() || plan->count(role) == 0 || threshold < 1 ||
        threshold > count || count > 16)
      return false;
    (*plan)[role] = {threshold, count};
  }
  return true;
}

// "root=KEY.pub,KEY.key": a key that minisign holds, in place of one of those made.
Result<void> take_minisign_keys(const std::vector<std::string>& texts, const Files& files,
                                trust::KeySet* keys) {
  std::map<std::string, std::size_t> next;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('='), comma = text.find(',');
    const std::string role = text.substr(0, equals);
    if (comma == std::string::npos || equals > comma || keys->keys.count(role) == 0)
      return Error{ErrorKind::invalid,
                   "--minisign " + text + ": expected ROLE=PUBLIC_KEY_FILE,SECRET_KEY_FILE"};
    auto public_hex = publish::read_minisign_public(files, text.substr(equals + 1, comma - equals - 1));
    if (!public_hex) return public_hex.error();
    auto& list = keys->keys[role];
    if (next[role] >= list.size())
      return Error{ErrorKind::invalid, "--minisign " + text + ": more keys than " + role + " has"};
    const std::string secret = std::filesystem::absolute(text.substr(comma + 1)).string();
    list[next[role]++] = trust::RoleKey{*public_hex, "", secret, nullptr, false};
  }
  return {};
}

Result<trust::KeySet> load_keys(const Options& options, Files& files, const Scratch& scratch) {
  auto keys = trust::load_keys(without_slash(options.keys), files);
  if (!keys) return keys;
  keys->minisign = [&files, &scratch](const std::string& secret, std::string_view message) {
    return publish::sign_by_minisign(files, scratch.path(), secret, message);
  };
  return keys;
}

std::int64_t time_of(const Options& options) {
  return options.now.empty() ? SystemClock().unix_ms() : parse_rfc3339(options.now);
}

int bad_time(const Options& options) {
  std::fprintf(stderr, "kiosk-publish: --now %s: expected a UTC time such as 2024-01-09T12:00:00Z\n",
               options.now.c_str());
  return usage;
}

void print_expiries(const std::vector<trust::Expiry>& expiries, std::int64_t now_unix_ms) {
  for (const trust::Expiry& expiry : expiries)
    std::printf("%s %s until %s\n", now_unix_ms < expiry.warn_from_unix_ms ? "       " : "warning",
                expiry.role.c_str(), rfc3339(expiry.expires_unix_ms).c_str());
}

void print_due(const std::vector<trust::Due>& due) {
  for (const trust::Due& one : due)
    std::fprintf(stderr, "warning: %s is due (%s), valid until %s: the keys of %s are needed\n",
                 one.file.c_str(), counted(one.files, "file").c_str(), rfc3339(one.expires_unix_ms).c_str(),
                 one.role.c_str());
}

int make_keys(const Options& options) {
  SystemFiles files;
  SystemRandom random;
  trust::KeyPlan plan = trust::usual_plan();
  if (!read_plan(options.thresholds, &plan)) {
    std::fprintf(stderr, "kiosk-publish: --threshold: expected ROLE=NEEDED/KEYS, such as root=2/3\n");
    return usage;
  }
  const std::string folder = without_slash(options.keys);
  // Kiosks trust a root for years: keys are never written over.
  if (files.exists(folder + "/keys.json")) return fail(folder + " has keys already: name another folder");
  trust::KeySet keys = trust::generate_keys(random, options.demo, plan);
  if (!options.offline.empty())
    trust::move_offline(&keys, std::filesystem::absolute(without_slash(options.offline)).string());
  if (auto taken = take_minisign_keys(options.minisign, files, &keys); !taken)
    return fail(taken.error().message);
  const auto saved = trust::save_keys(keys, folder, files);
  if (!saved.ok()) return fail(saved.error().message);
  std::printf("%s: keys for root (%d of %d), targets, snapshot and timestamp%s\n", folder.c_str(),
              plan["root"].threshold, plan["root"].count,
              options.demo ? ", marked demo: a kiosk cannot be enrolled with them" : "");
  if (!options.offline.empty())
    std::printf("root and targets lie in %s: take it out and keep it apart\n", options.offline.c_str());
  return done;
}

int build(const Options& options) {
  SystemFiles files;
  const std::int64_t now = time_of(options);
  const auto themes = content::Themes::load(files, kThemesFolder);
  if (!themes.ok()) return fail(themes.error().message);
  publish::Findings findings;
  const auto site = publish::load_and_check(files, without_slash(options.site), *themes, findings);
  print(findings, stderr);
  if (!findings.errors.empty())
    return fail(counted(findings.errors.size(), "error") + " in " + options.site + ": nothing was built");
  const Scratch scratch;
  const auto keys = load_keys(options, files, scratch);
  if (!keys.ok()) return fail(keys.error().message);
  const trust::Validity validity = options.by_hand ? trust::carried_by_hand : trust::Validity{};
  const std::string out = without_slash(options.out);
  const auto result = publish::build_release(site, *keys, validity, out, now, files);
  if (!result.ok()) return fail(result.error().message);
  const std::string release = "release " + std::to_string(result->release) + " in " + out;
  if (result->changed)
    std::printf("%s: %s, %s written (%llu bytes), %zu removed, %s of metadata\n", release.c_str(),
                counted(result->targets, "target").c_str(),
                counted(result->objects_written, "object").c_str(),
                static_cast<unsigned long long>(result->bytes_written), result->objects_removed,
                counted(result->metadata_written, "file").c_str());
  else if (result->metadata_written > 0)
    std::printf("%s: signed anew, the content is the same\n", release.c_str());
  else
    std::printf("%s: nothing has changed\n", release.c_str());
  print_due(result->due);
  return done;
}

// Signs the release in REL anew: the timestamp always, the rest where it is due and its keys are at hand.
int resign(const Options& options) {
  SystemFiles files;
  const Scratch scratch;
  const std::int64_t now = time_of(options);
  const std::string release = without_slash(options.release);
  const auto keys = load_keys(options, files, scratch);
  if (!keys.ok()) return fail(keys.error().message);
  const auto targets = trust::read_targets(release, files);
  if (!targets.ok()) return fail(targets.error().message);
  const trust::Validity validity = options.by_hand ? trust::carried_by_hand : trust::Validity{};
  const auto renewed =
      trust::publish_metadata(release, *targets, *keys, validity, now, files, trust::Renew::timestamp);
  if (!renewed.ok()) return fail(renewed.error().message);
  std::printf("release %lld in %s: signed anew, %s\n", static_cast<long long>(renewed->release),
              release.c_str(), counted(renewed->written.size(), "file").c_str());
  print_due(renewed->due);
  return done;
}

// New keys for a role, and a root that says so; the release is signed by them.
int rotate(const Options& options) {
  SystemFiles files;
  SystemRandom random;
  const Scratch scratch;
  auto keys = load_keys(options, files, scratch);
  if (!keys.ok()) return fail(keys.error().message);
  if (auto rotated = trust::rotate(&*keys, options.role, random); !rotated)
    return fail(rotated.error().message);
  const std::string release = without_slash(options.release);
  const auto targets = trust::read_targets(release, files);
  if (!targets.ok()) return fail(targets.error().message);
  // The keys are on the disk before a root names them.
  const std::string folder = without_slash(options.keys);
  if (auto saved = trust::save_keys(*keys, folder + "/next", files); !saved)
    return fail(saved.error().message);
  const auto renewed = trust::publish_metadata(release, *targets, *keys, {}, time_of(options), files,
                                               trust::Renew::snapshot_and_timestamp);
  if (!renewed.ok()) return fail(renewed.error().message + " (the new keys are in " + folder + "/next)");
  if (auto saved = trust::save_keys(*keys, folder, files); !saved) return fail(saved.error().message);
  for (const std::string& name : files.list(folder + "/next"))
    if (auto removed = files.remove(folder + "/next/" + name); !removed) return fail(removed.error().message);
  std::printf("%s: %s has new keys, release %lld in %s is signed by them\n", folder.c_str(),
              options.role.c_str(), static_cast<long long>(renewed->release), release.c_str());
  return done;
}

int verify(const Options& options) {
  SystemFiles files;
  const Scratch scratch;
  const std::int64_t now = time_of(options);
  const std::string release = without_slash(options.release);
  const auto root = files.read(options.root.empty() ? release + "/metadata/1.root.json" : options.root,
                               trust::root_bytes_max);
  if (!root.ok()) return fail(root.error().message);
  const auto verified = trust::verify_release(release, *root, scratch.path(), now, files);
  if (!verified.ok()) return fail(verified.error().message);
  if (auto checked = publish::check_floor(release, *verified, files); !checked)
    return fail(checked.error().message);
  std::printf("release %lld in %s is whole: %s, root %lld%s\n", static_cast<long long>(verified->release),
              release.c_str(), counted(verified->targets.size(), "target").c_str(),
              static_cast<long long>(verified->root_version), verified->demo ? ", a demo" : "");
  print_expiries(verified->expiries, now);
  return done;
}

int pack(const Options& options) {
  SystemFiles files;
  const Scratch scratch;
  const std::int64_t now = time_of(options);
  const auto keys = load_keys(options, files, scratch);
  if (!keys.ok()) return fail(keys.error().message);
  const std::string out = without_slash(options.out);
  const auto packed =
      publish::pack_release(without_slash(options.release), out, *keys, scratch.path(), now, files);
  if (!packed.ok()) return fail(packed.error().message);
  std::printf("release %lld is in %s, %s\n", static_cast<long long>(packed->release), out.c_str(),
              counted(packed->targets.size(), "target").c_str());
  print_expiries(packed->expiries, now);
  return done;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"kiosk-publish: from a folder of content to a signed release", "kiosk-publish"};
  app.set_version_flag("--version", std::string("kiosk-publish ") + ENTRE_VERSION);
  app.footer(kFooter);
  app.require_subcommand(1);
  Options options;
  auto* check_command =
      app.add_subcommand("check", "Report every fault of a site folder: file, line and what to do");
  check_command->add_option("DIR", options.site, "The site folder")->required();
  auto* keys_command = app.add_subcommand("keys", "Make signing keys");
  keys_command->add_option("DIR", options.keys, "The folder they are written to; keep it off the net")
      ->required();
  keys_command->add_flag("--demo", options.demo,
                         "Throw-away keys: the root is marked, no kiosk can be enrolled");
  keys_command->add_option("--offline", options.offline,
                           "Where the keys of root and targets go, such as a USB stick");
  keys_command->add_option("--threshold", options.thresholds,
                           "ROLE=NEEDED/KEYS, such as root=2/3 (may be repeated)");
  keys_command->add_option(
      "--minisign", options.minisign,
      "ROLE=PUBLIC_KEY_FILE,SECRET_KEY_FILE: a key that minisign holds (may be repeated)");
  auto* resign_command = app.add_subcommand(
      "resign",
      "Sign the timestamp anew, as a machine does daily; the rest where it is due and its keys are here");
  auto* rotate_command = app.add_subcommand("rotate", "New keys for a role, and a root that says so");
  rotate_command->add_option("ROLE", options.role, "root, targets, snapshot or timestamp")->required();
  auto* verify_command = app.add_subcommand("verify", "Check a release as a kiosk does, with all its files");
  verify_command->add_option("--root", options.root, "The root to start from (default: the release's first)");
  auto* pack_command = app.add_subcommand("pack", "Put a release on a stick, signed for 180 days");
  pack_command->add_option("--out", options.out, "The folder on the stick")->required();
  for (auto* command : {resign_command, rotate_command, verify_command, pack_command}) {
    command->add_option("REL", options.release, "The release's folder")->required();
    if (command != verify_command)
      command->add_option("--keys", options.keys, "The folder of kiosk-publish keys")->required();
    command->add_option("--now", options.now, "The time to go by (RFC 3339, UTC)");
    command->footer(kFooter);
  }
  resign_command->add_flag("--carried-by-hand", options.by_hand, "Valid for 180 days, for USB sticks");
  auto* build_command = app.add_subcommand("build", "Check a site folder and write a signed release");
  build_command->add_option("DIR", options.site, "The site folder")->required();
  build_command->add_option("--keys", options.keys, "The folder of kiosk-publish keys")->required();
  build_command->add_option("--out", options.out, "The release: metadata/ and targets/ are written there")
      ->required();
  build_command->add_option("--now", options.now,
                            "The time to sign with, for reproducible builds (RFC 3339, UTC)");
  build_command->add_flag("--carried-by-hand", options.by_hand,
                          "Valid for 180 days throughout, for USB sticks");
  for (auto* command : {check_command, keys_command, build_command}) command->footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : usage;
  }
  if (time_of(options) < 0) return bad_time(options);
  if (*check_command) return check(options);
  if (*resign_command) return resign(options);
  if (*rotate_command) return rotate(options);
  if (*verify_command) return verify(options);
  if (*pack_command) return pack(options);
  return *keys_command ? make_keys(options) : build(options);
}
