/*
 * The end of a table: means into the gaps, classes in order, no more room than is used.
 */
#include "file/table_rows.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* The mean of what is known of one column; 0 where nothing is. */
static double column_mean(const kith_dataset *d, size_t column)
{
    double sum = 0;
    size_t known = 0;
    for (size_t r = 0; r < d->rows; r++) {
        const double value = (double)d->x[r * d->features + column];
        sum += isnan(value) ? 0 : value;
        known += isnan(value) ? 0 : 1;
    }
    return known > 0 ? sum / (double)known : 0;
}

static bool has_gap(const kith_dataset *d, size_t column)
{
    for (size_t r = 0; r < d->rows; r++)
        if (isnan(d->x[r * d->features + column]))
            return true;
    return false;
}

static void fill_gaps(kith_dataset *d)
{
    for (size_t j = 0; j < d->features; j++) {
        if (!has_gap(d, j))
            continue;
        const kith_real mean = (kith_real)column_mean(d, j);
        for (size_t r = 0; r < d->rows; r++)
            if (isnan(d->x[r * d->features + j]))
                d->x[r * d->features + j] = mean;
    }
}

/* Gives back room that was taken ahead; a block that cannot shrink stays. */
static void *shrunk(void *array, uint64_t count, size_t element)
{
    void *less = array != NULL && count > 0 ? kith_mem_grow(array, count, element) : NULL;
    return less != NULL ? less : array;
}

static void shrink(kith_dataset *d)
{
    const uint64_t entries = d->start != NULL ? d->start[d->rows] : 0;
    d->x = shrunk(d->x, (uint64_t)d->rows * d->features, sizeof *d->x);
    d->y = shrunk(d->y, (uint64_t)d->rows * d->targets, sizeof *d->y);
    d->label = shrunk(d->label, d->rows, sizeof *d->label);
    d->start = shrunk(d->start, (uint64_t)d->rows + 1, sizeof *d->start);
    d->index = shrunk(d->index, entries, sizeof *d->index);
    d->value = shrunk(d->value, entries, sizeof *d->value);
}

static kith_status check_rows(const kith_table_rows *r, kith_error *err)
{
    if (r->d->rows == 0 && r->d->dropped > 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: nothing is left: all %" PRIu64 " rows were dropped", r->file,
                         r->d->dropped);
    if (r->d->rows == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: expected rows of numbers, got none", r->file);
    if (r->d->start != NULL && r->d->features == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: no row has a feature", r->file);
    return r->labels != NULL ? kith_label_file_end(r->labels, r->d->rows + r->d->dropped, err)
                             : KITH_OK;
}

kith_status kith_table_rows_end(kith_table_rows *r, kith_dataset **out, kith_error *err)
{
    KITH_TRY(check_rows(r, err));
    if (r->missing == KITH_MISSING_MEAN && r->d->missing > 0)
        fill_gaps(r->d);
    if (r->d->label != NULL)
        KITH_TRY(kith_table_classes_finish(&r->classes, r->d, err));
    shrink(r->d);
    *out = r->d;
    r->d = NULL;
    return KITH_OK;
}
