/*
 * The formats that tables of examples come in: one table, one row a format. A new format is a new
 * row and the file that its reader stands in. Options and kith_dataset_read are in kith.h.
 */
#ifndef KITH_FILE_TABLE_H
#define KITH_FILE_TABLE_H

#include "file/table_rows.h"

/* What a reader is given. */
typedef struct kith_table_reading {
    kith_stream *stream;               /* at its start; the reader closes it */
    const kith_table_options *options; /* never NULL */
    kith_table_rows *rows;             /* begun; the reader fills it, the caller ends it */
} kith_table_reading;

typedef struct kith_table_format {
    const char *name;
    const char *endings; /* of paths, each with its dot, separated by spaces */
    /* Do these first bytes (unpacked) look like it? NULL: its ending alone can tell. */
    bool (*detect)(const unsigned char *head, size_t bytes);
    kith_status (*read)(const kith_table_reading *reading, kith_error *err);
} kith_table_format;

extern const kith_table_format kith_table_csv;
extern const kith_table_format kith_table_svmlight;
extern const kith_table_format kith_table_idx;
extern const kith_table_format kith_table_npy;
extern const kith_table_format kith_table_labels;

#endif
