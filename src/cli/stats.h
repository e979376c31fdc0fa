/* What reading text found, as remarks that `vocab` and `train` share. */
#ifndef KITH_CLI_STATS_H
#define KITH_CLI_STATS_H

#include "kith.h"

/* A summary of the reading and `words`, the size of the vocabulary; then what was cut or pruned. */
void stats_print(const kith_text_stats *stats, uint64_t words);

#endif
