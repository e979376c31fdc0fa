/* Where a command's file goes: checks before the work begins. */
#ifndef KITH_CLI_OUTPUT_H
#define KITH_CLI_OUTPUT_H

#include "kith.h"

/*
 * KITH_ERR_USAGE where `path` is one of the inputs, by any name: the result would replace the text
 * it was made from. KITH_ERR_CREATE where no file can be made there, before an hour of work.
 */
kith_status output_check(const char *path, const char *const *inputs, size_t count,
                         kith_error *err);

/*
 * What a command that wrote to `path` returns: a standard output whose reader has gone is no
 * failure.
 */
kith_status output_status(kith_status status, const char *path);

#endif
