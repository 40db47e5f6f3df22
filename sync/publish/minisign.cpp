#include "sync/publish/minisign.h"

#include <spawn.h>
#include <sys/wait.h>

#include "platform/crypto.h"

extern char** environ;

namespace entre::publish {

namespace {

constexpr std::uint64_t file_bytes_max = 4096;
constexpr std::size_t prefix_bytes = 10;  // "Ed" and the key's number

// The second line of minisign's files, decoded; it begins with the algorithm.
Result<std::string> second_line(std::string_view text, std::size_t bytes, const std::string& what) {
  const std::size_t start = text.find('\n');
  if (start == std::string_view::npos) return Error{ErrorKind::invalid, what + ": not of minisign"};
  std::string_view line = text.substr(start + 1);
  line = line.substr(0, line.find_first_of("\r\n"));
  auto decoded = base64_decode(line);
  if (!decoded || decoded->size() != prefix_bytes + bytes)
    return Error{ErrorKind::invalid, what + ": not of minisign"};
  if (decoded->substr(0, 2) != "Ed")
    return Error{ErrorKind::invalid, what + ": prehashed; sign with minisign -S -l"};
  return hex_encode(decoded->substr(prefix_bytes));
}

Result<void> run_minisign(const std::string& secret_file, const std::string& message_file) {
  std::string arguments[] = {
      "minisign", "-S", "-l", "-s", secret_file, "-m", message_file, "-x", message_file + ".minisig"};
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  if (posix_spawnp(&pid, "minisign", nullptr, nullptr, argv.data(), environ) != 0)
    return Error{ErrorKind::not_found, "minisign: not installed"};
  int status = 0;
  if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return Error{ErrorKind::denied, "minisign did not sign with " + secret_file};
  return {};
}

}  // namespace

Result<std::string> read_minisign_public(const Files& files, const std::string& path) {
  auto text = files.read(path, file_bytes_max);
  if (!text) return text.error();
  return second_line(*text, 32, path);
}

Result<std::string> parse_minisign_signature(std::string_view text) {
  return second_line(text, 64, "the signature");
}

Result<std::string> sign_by_minisign(Files& files, const std::string& scratch_folder,
                                     const std::string& secret_file, std::string_view message) {
  const std::string message_file = scratch_folder + "/message";
  if (auto written = files.write(message_file, message, 0600); !written) return written.error();
  auto done = run_minisign(secret_file, message_file);
  auto text =
      done ? files.read(message_file + ".minisig", file_bytes_max) : Result<std::string>(done.error());
  for (const char* suffix : {"", ".minisig"})
    if (auto removed = files.remove(message_file + suffix); !removed) return removed.error();
  if (!text) return text.error();
  return parse_minisign_signature(*text);
}

}  // namespace entre::publish
