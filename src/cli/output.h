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

/* The first half of that: is `path` none of the inputs? */
kith_status output_differs(const char *path, const char *const *inputs, size_t count,
                           kith_error *err);

/*
 * What a command that wrote to `path` returns: a standard output whose reader has gone is no
 * failure.
 */
kith_status output_status(kith_status status, const char *path);

/* -o, --to and --on-bad-word of commands that write vectors. */
extern const kith_option_table options_vectors_output;
/* KITH_ERR_USAGE without -o, else as output_check against all operands. */
kith_status output_vectors_check(const args *a, kith_error *err);
/* Writes them, and says how many words were left out or escaped. */
kith_status output_vectors(const args *a, const kith_vectors *v, kith_error *err);

/* -o of commands that draw, and where it goes; KITH_ERR_USAGE without it, else as output_check. */
extern const kith_option_table options_picture;
kith_status output_picture(const args *a, size_t inputs, const char **path, kith_error *err);

#endif
