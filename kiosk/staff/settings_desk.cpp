#include "kiosk/staff/settings_desk.h"

#include <fmt/format.h>

#include "kiosk/visit/settings.h"
#include "platform/config/change.h"
#include "platform/log.h"

namespace entre::staff {
namespace {

using care::Words;
using visit::Setting;
using visit::SettingKind;

Words allowed(const Setting& setting) {
  const ConfigKey& key = setting.config_key();
  switch (setting.kind) {
    case SettingKind::text:
      if (key.name == "sync.proxy")
        return {"en proxy som http://proxy.example:3128, eller tomt",
                "a proxy such as http://proxy.example:3128, or empty"};
      return {fmt::format("högst {} tecken", key.max), fmt::format("at most {} characters", key.max)};
    case SettingKind::number: {
      const std::string unit = key.unit.empty() ? "" : " " + key.unit;
      return {fmt::format("{} till {}{}", key.min, key.max, unit),
              fmt::format("{} to {}{}", key.min, key.max, unit)};
    }
    case SettingKind::choice: {
      std::string choices;
      for (const std::string& choice : key.choices) choices += (choices.empty() ? "" : ", ") + choice;
      return {choices, choices};
    }
    case SettingKind::flag:
      return {"ja eller nej", "yes or no"};
    case SettingKind::language:
      return {"ett av utgåvans språk", "one of the release's languages"};
    case SettingKind::languages:
      return {"ett eller flera av utgåvans språk", "one or more of the release's languages"};
    case SettingKind::hours:
      return {"alltid, stängt eller tider som 08:00-12:00, 13:00-17:00, i ordning",
              "always, closed or times such as 08:00-12:00, 13:00-17:00, in order"};
    case SettingKind::touch_map:
      return {"det som beröringsprovet ger", "what the touch test gives"};
    case SettingKind::levels:
      return {
          "10 till 100 procent, eller högst 16 tider i ordning med procent, som 07:00 60; 20:00 40",
          "10 to 100 per cent, or at most 16 times in order with percentages, such as 07:00 60; 20:00 40"};
    case SettingKind::dates:
      return {fmt::format("högst {} datum, vart och ett en gång, med tider", 64),
              fmt::format("at most {} dates, each once, with their hours", 64)};
  }
  return {};
}

ConfigResult read(const Files& files, const Paths& paths, bool with_staff) {
  auto layers = layers_so_far(files, paths);
  if (!layers) return {};
  if (!with_staff) std::erase_if(*layers, [](const ConfigLayer& layer) { return layer.is_staff; });
  return parse_layers(*layers);
}

// Whether the value alone may be what it is, so that a refusal names this setting and not a file.
bool may_be(const ConfigKey& key, const std::string& text) {
  const auto toml = to_toml(key, text);
  return toml &&
         parse_config("[" + key.section() + "]\n" + key.key() + " = " + *toml + "\n", "").faults.empty();
}

}  // namespace

SettingsDesk::SettingsDesk(const Paths& paths, Files& files, const Clock& clock, Config running)
    : paths_(paths), files_(files), clock_(clock), running_(std::move(running)) {}

std::shared_ptr<const visit::StaffSettings> SettingsDesk::look(care::Language language) const {
  const ConfigResult now = read(files_, paths_, true), usual = read(files_, paths_, false);
  auto looked = std::make_shared<visit::StaffSettings>();
  looked->today = local_date(clock_, clock_.unix_ms());
  if (!now.left_out.empty()) looked->left_out = to_string(now.left_out.front());
  for (const Setting& setting : visit::settings()) {
    const ConfigKey& key = setting.config_key();
    const auto origin = now.origins.find(key.name);
    visit::StaffSettings::Value value;
    value.text = typed_of(key, now.config);
    value.usual = typed_of(key, usual.config);
    value.is_changed = origin != now.origins.end() && origin->second.file == paths_.staff_file;
    value.waits = key.applies == Applies::next_start && value.text != typed_of(key, running_);
    value.allowed = allowed(setting).in(language);
    looked->values.push_back(std::move(value));
  }
  return looked;
}

Result<Words> SettingsDesk::changed(const visit::ChangeSetting& wanted) {
  const Setting& setting = visit::settings().at(wanted.setting);
  const ConfigKey& key = setting.config_key();
  if (wanted.text && !may_be(key, *wanted.text)) {
    const Words words = allowed(setting);
    return Error{ErrorKind::invalid,
                 wanted.in_swedish ? "Tillåtet är " + words.sv + "." : "Allowed is " + words.en + "."};
  }
  const auto edit =
      plan_change(files_, paths_, key, {key.name, wanted.text.value_or(""), !wanted.text, true});
  if (!edit) return edit.error();
  if (auto written = write_edit(files_, *edit); !written) return written.error();
  log_info("staff changed " + key.name);
  if (key.applies == Applies::next_start)
    return Words{"Sparat. Det gäller när programmet har startat om.",
                 "Saved. It takes effect once the program has been restarted."};
  if (auto told = tell_sync_of_change(files_, paths_); !told) return told.error();
  return Words{"Sparat. Det gäller genast.", "Saved. It takes effect at once."};
}

visit::SettingChanged SettingsDesk::change(const visit::ChangeSetting& wanted) {
  const care::Language language = wanted.in_swedish ? care::Language::swedish : care::Language::english;
  if (wanted.setting >= visit::settings().size()) return {true, "", look(language)};
  const auto result = changed(wanted);
  visit::SettingChanged reply{!result, result ? result->in(language) : "", nullptr};
  if (!result) {
    log_warning("the staff screen: " + result.error().message);
    reply.told = Words{"Inget är ändrat. ", "Nothing is changed. "}.in(language) + result.error().message;
  }
  reply.settings = look(language);
  return reply;
}

Result<Words> SettingsDesk::mend() {
  const auto edit = plan_mending(files_, paths_);
  if (!edit) return edit.error();
  if (auto written = write_edit(files_, *edit); !written) return written.error();
  log_info("staff had the faulty settings taken out of " + edit->file);
  if (auto told = tell_sync_of_change(files_, paths_); !told) return told.error();
  return Words{"De felaktiga raderna är borta; det andra gäller när programmet har startat om.",
               "The faulty lines are gone; the others hold once the program has been restarted."};
}

}  // namespace entre::staff
