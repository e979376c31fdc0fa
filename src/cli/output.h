/* Where a command's file goes: checks before the work begins. */
#ifndef KITH_CLI_OUTPUT_H
#define KITH_CLI_OUTPUT_H

#include "args.h"

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

/* -o of commands that draw, and where it goes; KITH_ERR_USAGE without it, else as output_check. */
extern const kith_option_table options_picture;
kith_status output_picture(const args *a, size_t inputs, const char **path, kith_error *err);

#endif
