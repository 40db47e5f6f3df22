#pragma once
// Whether a ledger's log has lost frames that were once durable. SQLite takes a damaged frame for the end of
// the log and says nothing: answers behind it would be gone unseen.

#include <string_view>

namespace entre::outbox {

// The eight bytes that mark the frames of this round of the log: the header's, and where that is damaged
// those of the first two frames in a row that are alike. Empty for a log without frames.
std::string_view log_salts(std::string_view log);

// `log` is the bytes of the -wal file, `index` those of -shm (empty where there is none); nobody may be
// writing. True when
// - the index, whose header is written only after the log's sync, counts more frames than are whole; or
// - behind a frame that is not whole two commits or more follow each other: the first was durable before the
//   second was begun.
// What a power cut tears is one transaction that nobody was told of: it counts as no loss. With the index
// gone, damage to the last transaction looks the same and is not found (SQLite's file format, 4; wal.c).
bool log_lost_frames(std::string_view log, std::string_view index);

}  // namespace entre::outbox
