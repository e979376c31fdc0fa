/*
 * Records of separated values, as RFC 4180 has them: cells between separators, a cell in double
 * quotes may hold separators, newlines and quotes (doubled). Blanks around cells are left out,
 * unless they stand in quotes.
 */
#ifndef KITH_FILE_TABLE_RECORD_H
#define KITH_FILE_TABLE_RECORD_H

#include "base/status.h"

typedef struct kith_record {
    char *text;    /* the cells end to end, unquoted, a NUL behind each */
    size_t *start; /* [cells + 1] into text */
    size_t cells;  /* 0: the end of the file */
    uint64_t line; /* its first, from 1 */
    size_t text_room, start_room;
} kith_record;

/* All zero is an empty record. */
void kith_record_clear(kith_record *r);
/* The next record that is no empty line. KITH_ERR_DATA for quotes that do not close or have text
 * behind them. */
kith_status kith_record_next(kith_record *r, kith_lines *lines, char separator, kith_error *err);
/* Cell i with a NUL behind it; *bytes its length without. */
static inline const char *kith_record_cell(const kith_record *r, size_t i, size_t *bytes)
{
    *bytes = r->start[i + 1] - r->start[i] - 1;
    return r->text + r->start[i];
}

#endif
