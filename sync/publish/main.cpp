// kiosk-publish: checks a site folder, makes keys, builds signed releases.

#include <CLI/CLI.hpp>
#include <cstdio>

#include "platform/clock.h"
#include "platform/random.h"
#include "sync/publish/build.h"
#include "sync/publish/site_folder.h"
#include "sync/trust/repository.h"

namespace {

using namespace entre;

enum Exit { done = 0, failed = 1, usage = 2 };

constexpr const char* kFooter =
    "Exit codes: 0 done (warnings may have been printed), 1 faults were found or the work failed, 2 wrong "
    "usage.";

constexpr const char* kThemesFolder = ENTRE_ASSETS_DIR "/themes";

struct Options {
  std::string site, keys, out, now;
  bool demo = false, by_hand = false;
};

std::string without_slash(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder;
}

void print(const publish::Findings& findings, std::FILE* to) {
  for (const Fault& fault : findings.errors) std::fprintf(to, "error: %s\n", to_string(fault).c_str());
  for (const Fault& fault : findings.warnings) std::fprintf(to, "warning: %s\n", to_string(fault).c_str());
}

int fail(const std::string& message) {
  std::fprintf(stderr, "kiosk-publish: %s\n", message.c_str());
  return failed;
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

int make_keys(const Options& options) {
  SystemFiles files;
  SystemRandom random;
  const std::string folder = without_slash(options.keys);
  // Kiosks trust a root for years: keys are never written over.
  if (files.exists(folder + "/keys.json")) return fail(folder + " has keys already: name another folder");
  const auto saved = trust::save_keys(trust::generate_keys(random, options.demo), folder, files);
  if (!saved.ok()) return fail(saved.error().message);
  std::printf("%s: keys for root (2 of 3), targets, snapshot and timestamp%s\n", folder.c_str(),
              options.demo ? ", marked demo: a kiosk cannot be enrolled with them" : "");
  return done;
}

int build(const Options& options) {
  SystemFiles files;
  const std::int64_t now = options.now.empty() ? SystemClock().unix_ms() : parse_rfc3339(options.now);
  if (now < 0) {
    std::fprintf(stderr, "kiosk-publish: --now %s: expected a UTC time such as 2024-01-09T12:00:00Z\n",
                 options.now.c_str());
    return usage;
  }
  const auto themes = content::Themes::load(files, kThemesFolder);
  if (!themes.ok()) return fail(themes.error().message);
  publish::Findings findings;
  const auto site = publish::load_and_check(files, without_slash(options.site), *themes, findings);
  print(findings, stderr);
  if (!findings.errors.empty())
    return fail(counted(findings.errors.size(), "error") + " in " + options.site + ": nothing was built");
  const auto keys = trust::load_keys(without_slash(options.keys), files);
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
  if (*check_command) return check(options);
  return *keys_command ? make_keys(options) : build(options);
}
