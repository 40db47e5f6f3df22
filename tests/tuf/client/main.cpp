// tuf-client: the command line of the public tuf-conformance suite over the very code of kiosk-sync
// (docs/trust.md). Exit code 0 or 1.

#include <CLI/CLI.hpp>
#include <cstdio>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/http.h"
#include "sync/client/http_fetcher.h"
#include "sync/trust/updater.h"

namespace {

using namespace entre;

constexpr std::uint64_t target_bytes_max = 64u << 20;

struct Options {
  std::string metadata_dir, metadata_url, target_dir, target_base_url, trusted_root;
  std::vector<std::string> target_names;
};

std::string with_slash(std::string url) {
  if (url.empty() || url.back() != '/') url += '/';
  return url;
}

// One file for one target path, whatever its name holds: no folders, and none that a listing would hide.
std::string flat_name(const std::string& target) {
  std::string out;
  for (const char c : client::encode_path(target)) out += c == '/' ? std::string("%2F") : std::string(1, c);
  return out.empty() || out[0] == '.' ? "%2E" + out.substr(out.empty() ? 0 : 1) : out;
}

Result<void> init(const Options& options, Files& files) {
  auto root = files.read(options.trusted_root, trust::root_bytes_max);
  if (!root) return root.error();
  if (auto made = files.make_folders(options.metadata_dir); !made) return made;
  return files.write(options.metadata_dir + "/root.json", *root, 0644);
}

Result<void> download(const Options& options, const std::string& target, trust::Updater& updater,
                      Files& files, Http& http) {
  auto file = updater.find_target(target);
  if (!file) return file.error();
  const std::string path = options.target_dir + "/" + flat_name(target);
  if (auto kept = files.read(path, target_bytes_max); kept && trust::verify_target(target, *file, *kept))
    return {};
  if (file->length > target_bytes_max) return Error{ErrorKind::too_large, target + ": longer than 64 MB"};
  HttpRequest get;
  get.url =
      with_slash(options.target_base_url) +
      client::encode_path(updater.consistent_snapshot() ? trust::target_file_name(target, *file) : target);
  get.body_bytes_max = file->length;
  auto bytes = client::body_of(get.url, http.send(get));
  if (!bytes) return bytes.error();
  if (auto same = trust::verify_target(target, *file, *bytes); !same) return same;
  if (auto made = files.make_folders(options.target_dir); !made) return made;
  return files.write(path, *bytes, 0644);
}

// With no target names, a refresh alone.
Result<void> update(const Options& options, Files& files) {
  auto pinned = files.read(options.metadata_dir + "/root.json", trust::root_bytes_max);
  if (!pinned) return pinned.error();
  auto http = CurlHttp::create({});
  if (!http) return http.error();
  const client::RepositoryUrl url{with_slash(options.metadata_url), with_slash(options.target_base_url)};
  client::HttpMetadataFetcher fetcher(**http, url, files, options.metadata_dir);
  auto updater =
      trust::Updater::create(*pinned, options.metadata_dir, files, fetcher, SystemClock().unix_ms());
  if (!updater) return updater.error();
  if (auto fresh = (*updater)->refresh(); !fresh) return fresh.error();
  for (const std::string& target : options.target_names)
    if (auto done = download(options, target, **updater, files, **http); !done) return done;
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Drives kiosk-sync's TUF client for the tuf-conformance suite", "tuf-client");
  Options options;
  app.add_option("--metadata-dir", options.metadata_dir)->required();
  app.add_option("--metadata-url", options.metadata_url);
  app.add_option("--target-name", options.target_names);
  app.add_option("--target-dir", options.target_dir);
  app.add_option("--target-base-url", options.target_base_url);
  app.require_subcommand(1);
  auto* init_command = app.add_subcommand("init", "Take a root as the first one");
  init_command->add_option("ROOT", options.trusted_root)->required();
  auto* refresh_command = app.add_subcommand("refresh", "Bring the metadata up to date");
  auto* download_command = app.add_subcommand("download", "The same, then fetch the targets in order");
  // "--target-name N... download": the word that ends the names is the command.
  for (auto* command : {refresh_command, download_command}) command->fallthrough();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 1;
  }
  SystemFiles files;
  if (*refresh_command) options.target_names.clear();
  const Result<void> done = *init_command ? init(options, files) : update(options, files);
  if (done.ok()) return 0;
  std::fprintf(stderr, "tuf-client: %s\n", done.error().message.c_str());
  return 1;
}
