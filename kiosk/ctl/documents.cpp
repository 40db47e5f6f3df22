// The manual page and the completion, from the tree of commands.
#include <functional>

#include "kiosk/ctl/command_line.h"
#include "platform/config/table.h"

namespace entre::ctl {
namespace {

using Visit = std::function<void(const CLI::App& command, const std::string& path)>;

// Every command under `tree`, by its words.
void each_command(const CLI::App& tree, const std::string& path, const Visit& visit) {
  for (const CLI::App* command : tree.get_subcommands([](const CLI::App*) { return true; })) {
    const std::string words = path + (path.empty() ? "" : " ") + command->get_name();
    visit(*command, words);
    each_command(*command, words, visit);
  }
}

// What troff would take for its own: a backslash, a hyphen that is to be typed, a dot or quote at a line's
// beginning.
std::string troff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '-' || c == '\\') out += '\\';
    out += c == '\\' ? 'e' : c;
  }
  if (!out.empty() && (out[0] == '.' || out[0] == '\'')) out.insert(0, "\\&");
  return out;
}

std::string options_of(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : command.get_options()) {
    const bool positional = option->get_positional();
    std::string name = positional ? option->get_name(true) : option->get_name();
    if (!positional && option->get_type_size() > 0) name += " " + option->get_type_name();
    text += ".TP\n.B " + troff(name) + "\n" + troff(option->get_description()) + "\n";
  }
  return text;
}

}  // namespace

std::string manual_page(const CLI::App& tree) {
  std::string page = ".TH KIOSKCTL 1 \"\" \"entre " ENTRE_VERSION
                     "\" \"Entré\"\n.SH NAME\nkioskctl \\- set up, show and mend a kiosk\n";
  page += ".SH SYNOPSIS\n.B kioskctl\n.RI [ options ]\n.I command\n.RI [ arguments ]\n";
  page += ".SH DESCRIPTION\n" + troff(tree.get_description()) + "\n.SH OPTIONS\n" + options_of(tree) +
          ".SH COMMANDS\n";
  each_command(tree, "", [&](const CLI::App& command, const std::string& path) {
    if (!command.get_subcommands([](const CLI::App*) { return true; }).empty()) return;
    page += ".SS " + troff(path) + "\n" + troff(command.get_description()) + "\n" + options_of(command);
  });
  page += ".SH EXIT STATUS\n" + troff(tree.get_footer()) + "\n";
  page +=
      ".SH FILES\n.TP\n.I /etc/kiosk/kiosk.toml\nthe configuration\n.TP\n.I /etc/kiosk/conf.d\nwhat lies "
      "over it\n.TP\n"
      ".I /var/lib/kiosk\ncontent, answers and state\n.SH ENVIRONMENT\n.TP\n.B LC_ALL, LC_MESSAGES, "
      "LANG\nSwedish where they begin with "
      "sv, else English\n.TP\n.B NO_COLOR\nno colours on a terminal either\n.SH SEE ALSO\n.BR kiosk "
      "(1),\n.BR kiosk\\-sync (1)\n";
  return page;
}

std::string bash_completion(const CLI::App& tree) {
  std::string cases;
  const auto words_of = [](const CLI::App& command) {
    std::string words;
    for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; }))
      words += sub->get_name() + " ";
    for (const CLI::Option* option : command.get_options()) {
      if (!option->get_positional()) words += option->get_name() + " ";
      if (option->get_positional() && option->get_name(true) == "KEY")
        for (const ConfigKey& key : config_keys()) words += key.name + " ";
    }
    return words;
  };
  each_command(tree, "", [&](const CLI::App& command, const std::string& path) {
    cases += "    '" + path + "') words='" + words_of(command) + "' ;;\n";
  });
  return R"(# bash completion of kioskctl, made by: kioskctl completion
_kioskctl() {
  local path= word words
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      -*) ;;
      *) case "$path" in config|content|outbox|'') path="${path:+$path }$word" ;; esac ;;
    esac
  done
  case "$path" in
)" + cases +
         "    *) words='" + words_of(tree) + R"(' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _kioskctl kioskctl
)";
}

}  // namespace entre::ctl
