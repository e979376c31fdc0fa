/*
 * What tests share: cmocka with the headers it wants, asserts that say more than it does, files in
 * the scratch folder, and the p-value of a chi-square statistic. Nothing here calls src/.
 */
#ifndef CHECK_H
#define CHECK_H

#include "kith.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* `call` takes `&err`, a kith_error in scope; a failure shows its text. */
#define check_ok(call) check_status_at((call), KITH_OK, &err, #call, __FILE__, __LINE__)
#define check_fails(call, status) check_status_at((call), (status), &err, #call, __FILE__, __LINE__)
/* The same, and the message must contain `part`. */
#define check_fails_with(call, status, part)                                                       \
    (check_fails(call, status), check_contains(err.text, part))
void check_status_at(kith_status got, kith_status expected, const kith_error *err, const char *call,
                     const char *file, int line);

#define check_contains(text, part) check_contains_at((text), (part), __FILE__, __LINE__)
void check_contains_at(const char *text, const char *part, const char *file, int line);

/* |got - expected| <= tolerance; a NaN is near nothing. */
#define check_near(got, expected, tolerance)                                                       \
    check_near_at((got), (expected), (tolerance), #got, __FILE__, __LINE__)
void check_near_at(double got, double expected, double tolerance, const char *what,
                   const char *file, int line);

/* n floats, each within tolerance * (1 + |expected|); the first that is not is shown. */
#define check_near_floats(got, expected, n, tolerance)                                             \
    check_near_floats_at((got), (expected), (n), (tolerance), __FILE__, __LINE__)
void check_near_floats_at(const float *got, const float *expected, size_t n, double tolerance,
                          const char *file, int line);

/* Ends the test as skipped and says why on stderr, so that a skip is never taken for a pass. */
#define check_skip(why)                                                                            \
    do {                                                                                           \
        fprintf(stderr, "SKIPPED: %s: %s\n", __func__, (why));                                     \
        skip();                                                                                    \
    } while (0)

/* Files of the scratch folder; a failure of the helper fails the test. */
void check_write_file(const char *path, const void *bytes, size_t size);
void check_write_text(const char *path, const char *text);
/* The whole file with a NUL behind it, freed by the caller. `size` may be NULL. */
char *check_read_file(const char *path, size_t *size);
bool check_file_exists(const char *path);
/* How many entries a folder has, hidden ones too, without "." and "..". */
size_t check_count_entries(const char *folder);
/* The path of a file below the repository's top, freed by the caller; NULL where it is absent. */
char *check_top_path(const char *path);

/*
 * Acts as a user without special rights until check_regain_rights, so that permissions are heeded
 * when root runs the tests. The current folder becomes searchable and writable for all.
 */
void check_drop_rights(void);
void check_regain_rights(void);

/* Chance of a chi-square statistic at least this large by luck alone, `freedom` > 0. */
double check_chi_square_p(double statistic, double freedom);
/* The same for n cells: counts seen against counts expected (all > 0, same sum). */
double check_counts_p(const uint64_t *seen, const double *expected, size_t n);

#endif
