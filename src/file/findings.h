/*
 * What a reader finds odd in a file of vectors, told while it reads: no second pass, and nothing
 * that only `kith lint` would detect.
 */
#ifndef KITH_FILE_FINDINGS_H
#define KITH_FILE_FINDINGS_H

#include "base/status.h"

/* Where a row stands in its file, and its word. */
typedef struct kith_finding_row {
    uint64_t place; /* a line from 1, or an offset */
    const char *word;
    size_t bytes;
} kith_finding_row;

/* Counts a finding and tells it, its text by `format`. `f` may be NULL; word NULL: of no row. */
void kith_findings_tell(kith_findings *f, kith_finding_kind kind, const kith_finding_row *at,
                        const char *format, ...) KITH_PRINTF(4, 5);
/* What a row's own bytes and numbers show: blanks, encoding, zeros, NaN. */
void kith_findings_look(kith_findings *f, const kith_finding_row *at, const float *row,
                        uint64_t dim);

#endif
