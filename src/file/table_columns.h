/*
 * Which columns of a table are the label and the targets; all others are features.
 */
#ifndef KITH_FILE_TABLE_COLUMNS_H
#define KITH_FILE_TABLE_COLUMNS_H

#include "file/table_record.h"

enum { KITH_TARGETS_MAX = 1024 };
#define KITH_NO_COLUMN SIZE_MAX

typedef struct kith_table_columns {
    size_t count;   /* in a row, all of them */
    size_t label;   /* KITH_NO_COLUMN: none */
    size_t *target; /* [targets] ascending */
    size_t targets;
} kith_table_columns;

/*
 * Finds the columns that the options ask for among `count`. `header` holds their names, or is NULL
 * where there are none. A name that is also a number is a name first. KITH_ERR_USAGE where a
 * column is not there or is asked for twice.
 */
kith_status kith_table_columns_find(const kith_table_options *options, const char *file,
                                    const kith_record *header, size_t count,
                                    kith_table_columns *out, kith_error *err);
void kith_table_columns_clear(kith_table_columns *c);
size_t kith_table_columns_features(const kith_table_columns *c);
/* Is column i a target? *next, 0 at the start of a row, walks along the targets. */
static inline bool kith_table_columns_is_target(const kith_table_columns *c, size_t i, size_t *next)
{
    if (*next == c->targets || c->target[*next] != i)
        return false;
    ++*next;
    return true;
}

#endif
