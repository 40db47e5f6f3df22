#include "kiosk/ctl/setup.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "kiosk/ctl/config.h"
#include "platform/config/table.h"
#include "sync/trust/trusted_set.h"

namespace entre::ctl {
namespace {

using care::Words;

constexpr const char* kHead =
    "# Who this kiosk is and where its content comes from. Written by kioskctl setup.\n"
    "# Every key: docs/configuration.md, or: kioskctl config show\n";

struct Question {
  const char* key;
  std::optional<std::string> Setup::*answer;
  Words prompt;
};

const std::vector<Question>& questions() {
  static const std::vector<Question> all = {
      {"kiosk.name",
       &Setup::name,
       {"Vad kallar ni kiosken (till exempel Entrén)", "What do you call the kiosk (such as Entrance)"}},
      {"kiosk.service_contact",
       &Setup::service_contact,
       {"Vem ringer man när den är trasig", "Whom does one call when it is broken"}},
      {"kiosk.language",
       &Setup::language,
       {"Språk som ett besök börjar på (tomt: innehållets eget)",
        "Language a visit begins in (empty: the content's own)"}},
      {"kiosk.time_zone", &Setup::time_zone, {"Tidszon", "Time zone"}},
      {"sync.url",
       &Setup::url,
       {"Adress som innehållet hämtas från (https://...)", "Address that content comes from (https://...)"}},
      {"sync.hub_url",
       &Setup::hub_url,
       {"Adress för svaren (tomt: samma)", "Address for answers (empty: the same)"}},
      {"screen.lower_edge_mm",
       &Setup::lower_edge_mm,
       {"Panelens nederkant över golvet, i mm", "The panel's lower edge above the floor, in mm"}},
  };
  return all;
}

// As a person would type it.
std::string plain_value(const ConfigKey& key, Config config) {
  const auto* text = std::get_if<ConfigKey::Text>(&key.place);
  return text != nullptr ? (*text)(config) : value_of(key, config);
}

// What this one key would be alone: its fault, or nothing.
std::string fault_of(const ConfigKey& key, const std::string& typed) {
  const auto toml = to_toml(key, typed);
  if (!toml) return toml.error().message;
  const auto read = parse_config("[" + key.section() + "]\n" + key.key() + " = " + *toml + "\n", "");
  return read.faults.empty() ? "" : key.name + ": " + read.faults.front().message;
}

std::string ask(Console& console, const Words& prompt, const std::string& proposal) {
  std::string line;
  console.err << console.say(prompt) << (proposal.empty() ? "" : " [" + proposal + "]") << ": " << std::flush;
  console.read_line(&line);
  return line.empty() ? proposal : line;
}

// Pixels an inch of a panel of this diagonal and this resolution; nothing where they are no numbers.
std::optional<double> ppi_of(const std::string& diagonal_in, const std::string& size_px) {
  double diagonal = 0;
  int w = 0, h = 0;
  char rest = 0;
  if (std::sscanf(diagonal_in.c_str(), "%lf%c", &diagonal, &rest) != 1 || diagonal < 5 || diagonal > 200)
    return std::nullopt;
  if (std::sscanf(size_px.c_str(), "%dx%d%c", &w, &h, &rest) != 2 || w < 100 || h < 100 || w > 20'000 ||
      h > 20'000)
    return std::nullopt;
  return std::round(std::hypot(w, h) / diagonal * 10) / 10;
}

class Interview {
 public:
  Interview(Tools& tools, const Setup& given, Config before)
      : tools_(tools), given_(given), config_(std::move(before)) {}

  // The lines of kiosk.toml, or the first answer that is not allowed.
  Result<std::string> text() {
    std::string toml = kHead;
    if (auto id = put(toml, "kiosk.id", given_.id.empty() ? id_now() : given_.id); !id) return id.error();
    for (const Question& question : questions()) {
      const ConfigKey& key = *find_config_key(question.key);
      if (auto answered = answer(toml, question, key); !answered) return answered.error();
    }
    if (auto sized = size(toml); !sized) return sized.error();
    return toml;
  }

 private:
  bool may_ask() const { return tools_.console.in_is_terminal; }
  std::string id_now() { return config_.kiosk.id.empty() ? uuid4(tools_.random) : config_.kiosk.id; }

  Result<void> put(std::string& toml, const char* name, const std::string& typed) {
    const ConfigKey& key = *find_config_key(name);
    if (const std::string wrong = fault_of(key, typed); !wrong.empty())
      return Error{ErrorKind::invalid, wrong};
    auto edited = edit_toml(toml, key.section(), key.key(), *to_toml(key, typed));
    if (!edited) return edited.error();
    toml = *std::move(edited);
    return {};
  }

  Result<void> answer(std::string& toml, const Question& question, const ConfigKey& key) {
    const std::string proposal = plain_value(key, config_);
    if (const auto& typed = given_.*question.answer; typed) return put(toml, question.key, *typed);
    if (!may_ask()) return put(toml, question.key, proposal);
    constexpr int tries = 3;
    Result<void> done;
    for (int i = 0; i < tries; ++i) {
      done = put(toml, question.key, ask(tools_.console, question.prompt, proposal));
      if (done) return done;
      tools_.console.err << done.error().message << "\n";
    }
    return done;
  }

  Result<void> size(std::string& toml) {
    std::optional<std::string> diagonal = given_.diagonal_in, pixels = given_.size_px;
    if (!diagonal && may_ask()) {
      diagonal = ask(
          tools_.console,
          {"Panelens diagonal i tum (tomt: låt vara)", "The panel's diagonal in inches (empty: leave it)"},
          "");
      if (diagonal->empty()) diagonal.reset();
    }
    if (!diagonal) return put(toml, "screen.ppi", plain_value(*find_config_key("screen.ppi"), config_));
    const auto ppi = ppi_of(*diagonal, pixels.value_or("1920x1080"));
    if (!ppi)
      return Error{ErrorKind::invalid, "--diagonal " + *diagonal + " --pixels " +
                                           pixels.value_or("1920x1080") +
                                           ": expected inches from 5 to 200, and WIDTHxHEIGHT"};
    return put(toml, "screen.ppi", fmt::format("{}", *ppi));
  }

  Tools& tools_;
  const Setup& given_;
  Config config_;
};

// A root that cannot be one is refused before anything is written.
Result<std::string> read_root(const Tools& tools, const std::string& file) {
  auto bytes = tools.files.read(file, trust::root_bytes_max);
  if (!bytes) return bytes;
  if (auto set = trust::TrustedSet::create(*bytes, 0); !set)
    return Error{set.error().kind, file + ": " + set.error().message};
  return bytes;
}

Result<std::string> read_token(const Tools& tools, const std::string& file) {
  constexpr std::uint64_t token_bytes_max = 4096;
  auto bytes = tools.files.read(file, token_bytes_max);
  if (!bytes) return bytes;
  std::string token = bytes->substr(0, bytes->find_last_not_of(" \r\n\t") + 1);
  if (token.empty() || token.find_first_of(" \r\n\t") != std::string::npos)
    return Error{ErrorKind::invalid, file + ": expected one line with a token"};
  return token + "\n";
}

Result<void> write_all(Tools& tools, const Setup& given, const std::string& toml) {
  std::string root, token;
  if (!given.root_file.empty()) {
    auto read = read_root(tools, given.root_file);
    if (!read) return read.error();
    root = *std::move(read);
  }
  if (!given.token_file.empty()) {
    auto read = read_token(tools, given.token_file);
    if (!read) return read.error();
    token = *std::move(read);
  }
  const std::string& file = tools.paths.config_file;
  if (auto made = tools.files.make_folders(file.substr(0, file.rfind('/'))); !made) return made;
  if (!root.empty())
    if (auto written = tools.files.write(tools.paths.root_file, root); !written) return written;
  if (!token.empty()) {
    const std::string& token_file = tools.paths.token_file;
    if (auto made = tools.files.make_folders(token_file.substr(0, token_file.rfind('/'))); !made) return made;
    if (auto written = tools.files.write(token_file, token, 0600); !written) return written;
  }
  return tools.files.write(file, toml);
}

}  // namespace

int set_up(Tools& tools, const Setup& given) {
  Console& console = tools.console;
  const std::string& file = tools.paths.config_file;
  constexpr std::uint64_t config_bytes_max = 64 * 1024;
  const auto before = tools.files.read(file, config_bytes_max);
  const ConfigResult read = parse_config(before ? *before : "", file);
  // The file that the package brings names no kiosk yet.
  const bool is_set_up = before && (!read.faults.empty() || !read.config.kiosk.id.empty());
  if (is_set_up && !given.again)
    return fail(
        console,
        file + console.say({" finns redan: ändra en sak med kioskctl config set, eller börja om med --again",
                            " is there already: change one thing by kioskctl config set, or begin anew "
                            "with --again"}));
  const auto toml = Interview(tools, given, read.faults.empty() ? read.config : Config{}).text();
  if (!toml) return fail(console, toml.error().message, usage);
  if (const ConfigResult whole = parse_config(*toml, file); !whole.faults.empty())
    return fail(console, to_string(whole.faults), usage);
  if (auto written = write_all(tools, given, *toml); !written) return fail(console, written.error().message);
  tell_sync(tools);
  console.out << file << "\n"
              << console.say(
                     {"Klart. Sätt personalkoden: kioskctl set-pin; se efter allt: kioskctl doctor",
                      "Done. Set the staff PIN: kioskctl set-pin; look at everything: kioskctl doctor"})
              << "\n";
  return done;
}

}  // namespace entre::ctl
