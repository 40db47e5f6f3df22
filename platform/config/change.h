#pragma once
// One key of the configuration changed: planned with all layers as they would be, and written only when the
// whole has no fault. For kioskctl and the staff screen.

#include <string>

#include "platform/config/table.h"

namespace entre {

struct ConfigChange {
  std::string key, value;  // the value as a person types it (to_toml)
  bool unset = false;      // takes the key out of the file
  bool by_staff = false;   // the staff screen's file, else conf.d/50-kioskctl.toml
};

// A file as it is to be.
struct ConfigEdit {
  std::string file, text;
};

// read_layers, where nothing is configured yet: none, and not an error.
Result<std::vector<ConfigLayer>> layers_so_far(const Files& files, const Paths& paths);
// Changes nothing yet. invalid: the value, another fault that the whole configuration would have, a file that
// only a person can change, a key that may not stand there, or a later file that would take the change back.
// Else a file could not be read. key: the change's.
Result<ConfigEdit> plan_change(const Files& files, const Paths& paths, const ConfigKey& key,
                               const ConfigChange& change);
// The staff screen's file without the keys for which it is left out; empty but for its head where it cannot
// be read at all. Changes nothing yet.
Result<ConfigEdit> plan_mending(const Files& files, const Paths& paths);
// Beside, then renamed: the old file or the new one, whole. Makes the folder.
Result<void> write_edit(Files& files, const ConfigEdit& edit);
// Asks kiosk-sync to read its configuration anew; nothing where it has never run.
Result<void> tell_sync_of_change(Files& files, const Paths& paths);

}  // namespace entre
