/* What a dataset holds, counted: the report behind `kith data info`. */
#include "train/dataset.h"

#include <math.h>

#include "base/mem.h"
#include "train/columns.h"

static uint64_t count_class(const kith_dataset *d, uint64_t class_number)
{
    uint64_t rows = 0;
    for (size_t r = 0; r < d->rows; r++)
        rows += d->label[r] == class_number;
    return rows;
}

void kith_dataset_describe(const kith_dataset *d, kith_dataset_report *out)
{
    *out = (kith_dataset_report){
        .format = d->format,
        .rows = d->rows,
        .features = d->features,
        .targets = d->targets,
        .classes = d->classes,
        .height = d->height,
        .width = d->width,
        .sparse = d->start != NULL,
        .missing = d->missing,
        .dropped = d->dropped,
        .unknown = d->label != NULL ? count_class(d, KITH_CLASS_UNKNOWN) : 0,
    };
    if (d->start != NULL)
        out->entries = d->start[d->rows];
    else if (d->x != NULL)
        out->entries = (uint64_t)d->rows * d->features;
}

const char *kith_dataset_class(const kith_dataset *d, uint64_t class_number, uint64_t *rows)
{
    if (rows != NULL)
        *rows = count_class(d, class_number);
    return d->class_name[class_number];
}

static kith_column_report report_column(const kith_column *c, const char *name, uint64_t rows)
{
    const bool any = c->seen > 0;
    return (kith_column_report){
        .name = name,
        .least = any ? c->least : NAN,
        .most = any ? c->most : NAN,
        .mean = any ? c->mean : NAN,
        .spread = any ? kith_column_spread(c) : NAN,
        .missing = rows - c->seen,
    };
}

kith_status kith_dataset_columns(const kith_dataset *d, kith_column_report *column, kith_error *err)
{
    kith_column *measured = NULL;
    KITH_TRY(kith_columns_measure(d, NULL, 0, &measured, err));
    for (size_t j = 0; j < d->features; j++)
        column[j] = report_column(&measured[j], d->feature_name != NULL ? d->feature_name[j] : NULL,
                                  d->rows);
    kith_mem_free(measured);
    return KITH_OK;
}
