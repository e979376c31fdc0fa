#include "train/columns.h"

#include <math.h>

#include "base/mem.h"

static void take(kith_column *c, double value)
{
    if (isnan(value))
        return;
    const double from_mean = value - c->mean;
    c->mean += from_mean / (double)++c->seen;
    c->squares += from_mean * (value - c->mean);
    c->least = c->seen == 1 || value < c->least ? value : c->least;
    c->most = c->seen == 1 || value > c->most ? value : c->most;
}

/* The zeros that were not given join as one group (Chan, Golub & LeVeque 1979). */
static void take_zeros(kith_column *c, uint64_t rows)
{
    const double given = (double)c->seen, zeros = (double)(rows - c->seen);
    if (zeros == 0)
        return;
    c->squares += c->mean * c->mean * given * zeros / (given + zeros);
    c->mean *= given / (given + zeros);
    c->least = c->least < 0 ? c->least : 0;
    c->most = c->most > 0 ? c->most : 0;
    c->seen = rows;
}

static void take_row(const kith_dataset *d, size_t row, kith_column *column)
{
    if (d->start != NULL) {
        for (uint64_t i = d->start[row]; i < d->start[row + 1]; i++)
            take(&column[d->index[i]], (double)d->value[i]);
        return;
    }
    for (size_t j = 0; j < d->features; j++)
        take(&column[j], (double)d->x[row * d->features + j]);
}

kith_status kith_columns_measure(const kith_dataset *d, const size_t *row, size_t count,
                                 kith_column **out, kith_error *err)
{
    const size_t rows = row != NULL ? count : d->rows;
    kith_column *column = kith_mem_new(d->features, sizeof *column);
    if (column == NULL)
        return kith_fail_memory(err, "columns", d->features * sizeof *column);
    for (size_t i = 0; i < rows; i++)
        take_row(d, row != NULL ? row[i] : i, column);
    for (size_t j = 0; d->start != NULL && j < d->features; j++)
        take_zeros(&column[j], rows);
    *out = column;
    return KITH_OK;
}

double kith_column_spread(const kith_column *c)
{
    return c->seen > 0 ? sqrt(c->squares / (double)c->seen) : 0;
}
