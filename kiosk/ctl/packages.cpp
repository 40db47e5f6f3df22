#include "kiosk/ctl/packages.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "kiosk/care/update.h"

namespace entre::ctl {
namespace {

constexpr const char* kPackage = "entre-kiosk";
constexpr std::int64_t kAskTimeoutMs = 60'000, kReadTimeoutMs = 10 * 60'000, kInstallTimeoutMs = 60 * 60'000;
constexpr std::size_t kSaidBytesMax = 400;

// A line for people: a stick's file names may hold anything.
std::string plain_line(std::string line) {
  for (char& c : line)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
  return line;
}

// Of what apt and dpkg said, the complaints; without any the last line.
std::string complaints_in(const std::string& said) {
  std::string complaints, line, last;
  for (std::istringstream lines(said); std::getline(lines, line);) {
    if (line.find_first_not_of(' ') == std::string::npos) continue;
    last = line;
    if (!line.starts_with("E:") && !line.starts_with("W:") && !line.starts_with("dpkg: error")) continue;
    if (complaints.size() < kSaidBytesMax) complaints += (complaints.empty() ? "" : "; ") + plain_line(line);
  }
  return (complaints.empty() ? plain_line(last) : complaints).substr(0, kSaidBytesMax);
}

// As sources.list(5) takes a path: no space ends it, no bracket begins an option.
std::string as_uri_path(const std::string& path) {
  std::string uri;
  for (const char c : path) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("/._-").find(c) != std::string_view::npos;
    uri += is_plain ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return uri;
}

}  // namespace

Result<std::string> Packages::run(const std::vector<std::string>& argv, std::int64_t timeout_ms) {
  // Complaints come on stderr. What asks of anybody asks of nobody here.
  std::vector<std::string> whole = {
      "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", "sh", "-c", "exec \"$@\" 2>&1", "sh"};
  whole.insert(whole.end(), argv.begin(), argv.end());
  auto ran = tools_.machine.run(whole, timeout_ms);
  if (!ran) return ran.error();
  if (ran->exit_code != 0) return Error{ErrorKind::io, complaints_in(ran->out)};
  return std::move(ran->out);
}

Result<std::string> Packages::apt(const std::string& program, const std::vector<std::string>& words,
                                  std::int64_t timeout_ms) {
  const std::string& folder = tools_.package_folder;
  std::vector<std::string> argv = {program};
  // No other source, no preference of the machine's, and a complaint is an error: apt else goes on with an
  // older index.
  for (const std::string& option :
       {"Dir::Etc::sourcelist=" + sources_file(), std::string("Dir::Etc::sourceparts=-"),
        std::string("Dir::Etc::preferences=-"), std::string("Dir::Etc::preferencesparts=-"),
        "Dir::State::lists=" + folder + "/lists", "Dir::Cache=" + folder,
        std::string("APT::Keep-Downloaded-Packages=true"), std::string("APT::Update::Error-Mode=any"),
        std::string("APT::Install-Recommends=true"), std::string("DPkg::Lock::Timeout=60"),
        std::string("Dpkg::Options::=--force-confdef"), std::string("Dpkg::Options::=--force-confold")})
    argv.insert(argv.end(), {"-o", option});
  argv.insert(argv.end(), words.begin(), words.end());
  return run(argv, timeout_ms);
}

Result<void> Packages::take_index(const std::string& folder) {
  for (const char* made : {"/archives", "/lists"})
    if (auto ready = tools_.files.make_folders(tools_.package_folder + made); !ready) return ready;
  // copy: and not file:, so that what was checked is what is installed, whatever the stick says the second
  // time.
  const std::string source =
      fmt::format("deb [signed-by={}] copy:{}/repository ./\n", update_key_file, as_uri_path(folder));
  if (auto written = tools_.files.write(sources_file(), source); !written) return written;
  const auto read = apt("apt-get", {"--quiet", "update"}, kReadTimeoutMs);
  return read ? Result<void>{} : read.error();
}

Result<std::string> Packages::candidate() {
  const auto said = apt("apt-cache", {"policy", kPackage}, kAskTimeoutMs);
  if (!said) return said;
  constexpr std::string_view label = "Candidate: ";
  const auto at = said->find(label);
  if (at == std::string::npos) return Error{ErrorKind::not_found, std::string(kPackage) + ": no version"};
  const std::string version = said->substr(at + label.size(), said->find('\n', at) - at - label.size());
  if (!care::is_version(version)) return Error{ErrorKind::invalid, plain_line(version) + ": no version"};
  return version;
}

Result<std::string> Packages::installed() {
  const auto said =
      run({"dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", kPackage}, kAskTimeoutMs);
  if (!said) return said;
  constexpr std::string_view whole = "installed ";
  if (!said->starts_with(whole) || !care::is_version(said->substr(whole.size())))
    return Error{ErrorKind::invalid, "dpkg: " + plain_line(*said)};
  return said->substr(whole.size());
}

Result<void> Packages::fetch(const std::string& version) {
  const auto fetched =
      apt("apt-get",
          {"--yes", "--quiet", "--no-remove", "--download-only", "install", kPackage + ("=" + version)},
          kReadTimeoutMs);
  return fetched ? Result<void>{} : fetched.error();
}

Result<void> Packages::fetch_installed(const std::string& version) {
  const auto fetched = apt("apt-get",
                           {"--yes", "--quiet", "--no-remove", "--download-only", "--reinstall", "install",
                            kPackage + ("=" + version)},
                           kReadTimeoutMs);
  return fetched ? Result<void>{} : fetched.error();
}

Result<void> Packages::install(const std::string& version) {
  const auto installed_now = apt(
      "apt-get", {"--yes", "--quiet", "--no-remove", "--no-download", "install", kPackage + ("=" + version)},
      kInstallTimeoutMs);
  return installed_now ? Result<void>{} : installed_now.error();
}

std::string Packages::kept_file(const std::string& version) const {
  // As apt names them: an epoch's colon is quoted.
  std::string quoted = version;
  for (auto at = quoted.find(':'); at != std::string::npos; at = quoted.find(':'))
    quoted.replace(at, 1, "%3a");
  const std::string beginning = kPackage + ("_" + quoted + "_");
  for (const std::string& name : tools_.files.list(archives()))
    if (name.starts_with(beginning) && name.ends_with(".deb")) return archives() + "/" + name;
  return "";
}

bool Packages::is_kept(const std::string& version) {
  const std::string file = kept_file(version);
  if (file.empty()) return false;
  const auto named = run({"dpkg-deb", "--field", file, "Version"}, kAskTimeoutMs);
  // Reads it to its end.
  return named && named->starts_with(version + "\n") && run({"dpkg-deb", "--contents", file}, kReadTimeoutMs);
}

Result<void> Packages::put_back(const std::string& version) {
  const std::string file = kept_file(version);
  if (file.empty())
    return Error{ErrorKind::not_found, archives() + ": no package of " + version + " there any more"};
  const auto back = run({"dpkg", "--force-confdef", "--force-confold", "--install", file}, kInstallTimeoutMs);
  // What a failed installation has left beside it.
  static_cast<void>(finish_interrupted());
  return back ? Result<void>{} : back.error();
}

void Packages::keep_only(const std::string& version) {
  const std::string kept = kept_file(version);
  for (const std::string& name : tools_.files.list(archives()))
    if (const std::string file = archives() + "/" + name; name.ends_with(".deb") && file != kept)
      static_cast<void>(tools_.files.remove(file));
}

Result<void> Packages::finish_interrupted() {
  const auto finished =
      run({"dpkg", "--force-confdef", "--force-confold", "--configure", "--pending"}, kInstallTimeoutMs);
  return finished ? Result<void>{} : finished.error();
}

}  // namespace entre::ctl
