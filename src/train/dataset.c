#include "train/dataset.h"

#include <stdlib.h>
#include <string.h>

static void free_names(char **name, size_t count)
{
    for (size_t i = 0; name != NULL && i < count; i++)
        free(name[i]);
    free(name);
}

void kith_dataset_free(kith_dataset *d)
{
    if (d == NULL)
        return;
    free_names(d->class_name, d->classes);
    free_names(d->feature_name, d->features);
    free(d->x);
    free(d->start);
    free(d->index);
    free(d->value);
    free(d->label);
    free(d->y);
    free(d);
}

void kith_dataset_row(const kith_dataset *d, size_t row, kith_real *x)
{
    if (d->x != NULL) {
        memcpy(x, d->x + row * d->features, d->features * sizeof *x);
        return;
    }
    memset(x, 0, d->features * sizeof *x);
    for (uint64_t i = d->start[row]; i < d->start[row + 1]; i++)
        x[d->index[i]] = d->value[i];
}
