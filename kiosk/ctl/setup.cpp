#include "kiosk/ctl/setup.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <vector>

#include "kiosk/ctl/config.h"
#include "kiosk/ctl/placing.h"
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
  // `now` is the whole configuration, and stays where nothing else is answered.
  Interview(Tools& tools, const Setup& given, Config now)
      : tools_(tools), given_(given), config_(std::move(now)) {}

  // What is to change in kiosk.toml, or the first answer that is not allowed.
  Result<std::vector<KioskValue>> changes() {
    if (!given_.id.empty() || config_.kiosk.id.empty()) {
      const std::string id = given_.id.empty() ? uuid4(tools_.random) : given_.id;
      if (auto put_id = put("kiosk.id", id); !put_id) return put_id.error();
    }
    for (const Question& question : questions())
      if (auto answered = answer(question, *find_config_key(question.key)); !answered)
        return answered.error();
    if (auto sized = size(); !sized) return sized.error();
    return changes_;
  }

 private:
  bool may_ask() const { return tools_.console.in_is_terminal; }

  Result<void> put(const char* name, const std::string& typed) {
    if (const std::string wrong = fault_of(*find_config_key(name), typed); !wrong.empty())
      return Error{ErrorKind::invalid, wrong};
    changes_.push_back({name, typed});
    return {};
  }

  Result<void> answer(const Question& question, const ConfigKey& key) {
    if (const auto& typed = given_.*question.answer; typed) return put(question.key, *typed);
    const std::string proposal = typed_of(key, config_);
    if (!may_ask() && key.name == "sync.url" && proposal.empty())
      return Error{
          ErrorKind::invalid,
          tools_.console.say({"ingen är här att fråga: ange --url https://... (eller --url \"\" för en "
                              "kiosk som aldrig hämtar något)",
                              "nobody is here to ask: give --url https://... (or --url \"\" for a "
                              "kiosk that never syncs)"})};
    if (!may_ask()) return {};
    constexpr int tries = 3;
    Result<void> done;
    for (int i = 0; i < tries; ++i) {
      const std::string typed = ask(tools_.console, question.prompt, proposal);
      if (typed == proposal) return {};
      done = put(question.key, typed);
      if (done) return done;
      tools_.console.err << done.error().message << "\n";
    }
    return done;
  }

  Result<void> size() {
    std::optional<std::string> diagonal = given_.diagonal_in, pixels = given_.size_px;
    if (!diagonal && may_ask()) {
      diagonal = ask(
          tools_.console,
          {"Panelens diagonal i tum (tomt: låt vara)", "The panel's diagonal in inches (empty: leave it)"},
          "");
      if (diagonal->empty()) diagonal.reset();
    }
    if (!diagonal && !pixels) return {};
    if (!diagonal)
      return Error{
          ErrorKind::invalid,
          "--pixels " + *pixels +
              tools_.console.say({": --diagonal behövs också, som i --diagonal 32 --pixels 1920x1080",
                                  ": --diagonal is needed too, as in --diagonal 32 --pixels "
                                  "1920x1080"})};
    const auto ppi = ppi_of(*diagonal, pixels.value_or("1920x1080"));
    if (!ppi)
      return Error{ErrorKind::invalid,
                   "--diagonal " + *diagonal + " --pixels " + pixels.value_or("1920x1080") +
                       tools_.console.say({": ange tum från 5 till 200, och BREDDxHÖJD som 1920x1080",
                                           ": expected inches from 5 to 200, and WIDTHxHEIGHT such as "
                                           "1920x1080"})};
    return put("screen.ppi", fmt::format("{}", *ppi));
  }

  Tools& tools_;
  const Setup& given_;
  Config config_;
  std::vector<KioskValue> changes_;
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

// What to put where beside kiosk.toml.
Result<std::vector<Placed>> read_given(const Tools& tools, const Setup& given) {
  std::vector<Placed> all;
  if (!given.root_file.empty()) {
    auto root = read_root(tools, given.root_file);
    if (!root) return root.error();
    all.push_back({tools.paths.root_file, *std::move(root), 0644});
  }
  if (!given.token_file.empty()) {
    auto token = read_token(tools, given.token_file);
    if (!token) return token.error();
    all.push_back({tools.paths.token_file, *std::move(token), 0600});
  }
  return all;
}

}  // namespace

int set_up(Tools& tools, const Setup& given) {
  Console& console = tools.console;
  const std::string& file = tools.paths.config_file;
  const auto layers = layers_so_far(tools.files, tools.paths);
  if (!layers) return fail(console, layers.error().message);
  const ConfigResult now = parse_layers(*layers);
  // Nothing is begun anew over a fault: what the file says of the kiosk would be lost.
  if (!now.faults.empty()) return fail(console, to_string(now.faults));
  // The file that the package brings names no kiosk yet.
  if (!now.config.kiosk.id.empty() && !given.again)
    return fail(
        console,
        file + console.say({" finns redan: ändra en sak med kioskctl config set, eller gå igenom allt med "
                            "--again",
                            " is there already: change one thing by kioskctl config set, or go through all "
                            "with --again"}));
  const auto changes = Interview(tools, given, now.config).changes();
  if (!changes) return fail(console, changes.error().message, usage);
  const auto toml = plan_kiosk_toml(tools, kHead, *changes);
  if (!toml && toml.error().kind == ErrorKind::invalid) return fail(console, toml.error().message, usage);
  if (!toml) return fail_at_file(console, toml.error());
  auto all = read_given(tools, given);
  if (!all) return fail(console, all.error().message);
  all->push_back({file, toml->text, 0644});
  if (auto put = put_in_place(tools, *all); !put) return fail_at_file(console, put.error());
  tell_sync(tools);
  console.out << file << "\n"
              << console.say(
                     {"Klart. Sätt personalkoden: kioskctl set-pin; se efter allt: kioskctl doctor",
                      "Done. Set the staff PIN: kioskctl set-pin; look at everything: kioskctl doctor"})
              << "\n";
  restart_services(tools);
  return done;
}

}  // namespace entre::ctl
