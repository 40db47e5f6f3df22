#include "kiosk/ctl/config.h"

#include "kiosk/care/time_server.h"
#include "platform/config/table.h"

namespace entre::ctl {
namespace {

using care::Words;

int no_key(Console& console, const std::string& name) {
  return fail(console,
              name + ": " + console.say({"ingen sådan nyckel; menade du ", "no such key; did you mean "}) +
                  nearest_config_key(name).name + "?",
              usage);
}

std::string origin_of(const ConfigResult& read, const ConfigKey& key, const Console& console) {
  const auto origin = read.origins.find(key.name);
  if (origin == read.origins.end()) return console.say({"inbyggt", "built in"});
  return origin->second.file + ":" + std::to_string(origin->second.line);
}

// A proxy's address may hold a password.
std::string shown(const ConfigKey& key, const Config& config) {
  std::string value = value_of(key, config);
  const std::size_t at = value.rfind('@');
  if (key.name != "sync.proxy" || at == std::string::npos) return value;
  const std::size_t scheme = value.find("://");
  const std::size_t from = scheme == std::string::npos ? 1 : scheme + 3;
  return value.replace(from, at - from, "***");
}

void say_when(Console& console, const ConfigKey& key) {
  console.out
      << console.say(
             key.applies == Applies::at_once
                 ? Words{"Gäller genast.", "It takes effect at once."}
                 : Words{"Gäller när skärmen startar nästa gång: systemctl restart kiosk",
                         "It takes effect when the screen starts the next time: systemctl restart kiosk"})
      << "\n";
}

}  // namespace

int show_config(Tools& tools, bool with_origin) {
  const auto layers = layers_so_far(tools.files, tools.paths);
  if (!layers) return fail(tools.console, layers.error().message);
  const ConfigResult read = parse_layers(*layers);
  std::string section;
  for (const ConfigKey& key : config_keys()) {
    if (key.section() != section) {
      tools.console.out << (section.empty() ? "" : "\n") << "[" << key.section() << "]\n";
      section = key.section();
    }
    tools.console.out << key.key() << " = " << shown(key, read.config);
    if (with_origin)
      tools.console.out << tools.console.paint(Console::Color::dim,
                                               "  # " + origin_of(read, key, tools.console));
    tools.console.out << "\n";
  }
  if (read.faults.empty()) return done;
  return fail(tools.console, to_string(read.faults), attention);
}

int get_config(Tools& tools, const std::string& name) {
  const ConfigKey* key = find_config_key(name);
  if (key == nullptr) return no_key(tools.console, name);
  const auto layers = layers_so_far(tools.files, tools.paths);
  if (!layers) return fail(tools.console, layers.error().message);
  tools.console.out << value_of(*key, parse_layers(*layers).config) << "\n";
  return done;
}

int check_config(Tools& tools) {
  const auto layers = read_layers(tools.files, tools.paths);
  if (!layers) return fail(tools.console, layers.error().message);
  const ConfigResult read = parse_layers(*layers);
  for (const std::vector<Fault>* faults : {&read.faults, &read.left_out})
    for (const Fault& fault : *faults) tools.console.out << to_string(fault) << "\n";
  if (!read.faults.empty() || !read.left_out.empty()) return attention;
  tools.console.out << tools.console.say({"Inställningarna är rätt.", "The configuration is right."}) << "\n";
  return done;
}

int document_config_keys(Tools& tools) {
  tools.console.out << document_config();
  return done;
}

int change_config(Tools& tools, const ConfigChange& change) {
  Console& console = tools.console;
  const ConfigKey* key = find_config_key(change.key);
  if (key == nullptr) return no_key(console, change.key);
  const auto edit = plan_change(tools.files, tools.paths, *key, change);
  if (!edit && edit.error().kind == ErrorKind::invalid) return fail(console, edit.error().message, usage);
  if (!edit) return fail_at_file(console, edit.error());
  if (auto written = write_edit(tools.files, *edit); !written) return fail_at_file(console, written.error());
  console.out << edit->file << ": " << key->name << (change.unset ? " -" : " = " + change.value) << "\n";
  const Words unheard = key->name == care::time_server_key
                            ? care::tell_clock(tools.files, tools.paths, &tools.machine)
                            : Words{};
  if (unheard.empty())
    say_when(console, *key);
  else
    console.out << console.say(unheard) << "\n";
  if (key->applies == Applies::at_once) tell_sync(tools);
  return done;
}

void tell_sync(Tools& tools) {
  if (auto told = tell_sync_of_change(tools.files, tools.paths); !told)
    static_cast<void>(fail(tools.console, "kiosk-sync was not told: " + told.error().message));
}

}  // namespace entre::ctl
