/* --index and --effort of commands that ask: questions to an index instead of to all rows. */
#ifndef KITH_CLI_INDEX_ARG_H
#define KITH_CLI_INDEX_ARG_H

#include "args.h"

extern const kith_option_table options_index;

/* KITH_ERR_USAGE for options that an index cannot serve, or that need one. */
kith_status index_check(const args *a, kith_error *err);
/* The index of --index, or *out NULL without. The caller frees it with kith_index_free. */
kith_status index_open(const args *a, const kith_vectors *v, kith_index **out, kith_error *err);

#endif
