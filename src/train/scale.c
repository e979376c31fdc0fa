#include "train/scale.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/named.h"
#include "train/columns.h"

static const char *name_at(size_t i)
{
    static const char *const names[] = {"none", "zscore", "minmax", NULL};
    return names[i];
}

const char *kith_scaling_name(kith_scaling scaling)
{
    return name_at((size_t)scaling);
}

kith_status kith_scaling_parse(const char *name, kith_scaling *out, kith_error *err)
{
    size_t i = 0;
    KITH_TRY(kith_named_find("scaling", name_at, name, strlen(name), &i, err));
    *out = (kith_scaling)i;
    return KITH_OK;
}

static double magnitude(const kith_column *c)
{
    return fmax(fabs(c->least), fabs(c->most));
}

/* What brings the column to scale once its shift is taken off; 0 where it is constant. */
static double factor_of(const kith_column *c, kith_scaling scaling, bool sparse)
{
    double width = scaling == KITH_SCALE_ZSCORE ? kith_column_spread(c) : c->most - c->least;
    if (width > 0 && scaling == KITH_SCALE_MINMAX && sparse)
        width = magnitude(c);
    return c->seen > 0 && width > 0 ? 1 / width : 0;
}

static void set_columns(kith_scaler *s, kith_scaling scaling, const kith_column *column,
                        bool sparse)
{
    for (size_t j = 0; j < s->features; j++) {
        const double shift = scaling == KITH_SCALE_ZSCORE ? column[j].mean : column[j].least;
        const double factor = factor_of(&column[j], scaling, sparse);
        s->shift[j] = sparse ? 0 : (kith_real)shift;
        s->factor[j] = isfinite((kith_real)factor) ? (kith_real)factor : 0;
    }
}

static void set_identity(kith_scaler *s)
{
    for (size_t j = 0; j < s->features; j++) {
        s->shift[j] = 0;
        s->factor[j] = 1;
    }
}

kith_status kith_scaler_fit(kith_scaler *s, kith_scaling scaling, const kith_dataset *d,
                            const size_t *row, size_t count, kith_error *err)
{
    kith_column *column = NULL;
    *s = (kith_scaler){.features = d->features};
    s->shift = kith_mem_new(d->features, sizeof *s->shift);
    s->factor = kith_mem_new(d->features, sizeof *s->factor);
    kith_status status = KITH_OK;
    if (s->shift == NULL || s->factor == NULL)
        status = kith_fail_memory(err, "a scaler", 2 * d->features * sizeof *s->shift);
    else if (scaling == KITH_SCALE_NONE)
        set_identity(s);
    else
        status = kith_columns_measure(d, row, count, &column, err);
    if (column != NULL)
        set_columns(s, scaling, column, d->start != NULL);
    kith_mem_free(column);
    if (status != KITH_OK)
        kith_scaler_clear(s);
    return status;
}

void kith_scaler_apply(const kith_scaler *s, kith_real *x, size_t rows, size_t stride)
{
    for (size_t r = 0; r < rows; r++)
        for (size_t j = 0; j < s->features; j++)
            x[r * stride + j] = (x[r * stride + j] - s->shift[j]) * s->factor[j];
}

void kith_scaler_apply_dataset(const kith_scaler *s, kith_dataset *d)
{
    if (d->start == NULL) {
        kith_scaler_apply(s, d->x, d->rows, d->features);
        return;
    }
    for (uint64_t i = 0; i < d->start[d->rows]; i++)
        d->value[i] *= s->factor[d->index[i]];
}

void kith_scaler_clear(kith_scaler *s)
{
    kith_mem_free(s->shift);
    kith_mem_free(s->factor);
    *s = (kith_scaler){0};
}
