#include "table_help.h"

#include "base/rng.h"

kith_dataset *table_made(size_t rows, size_t features, size_t classes, uint64_t seed)
{
    const uint64_t key = kith_rng_key(seed, 0, 0, KITH_RNG_TEST);
    kith_dataset *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->rows = rows;
    d->features = features;
    d->x = malloc(rows * features * sizeof *d->x);
    d->label = classes > 0 ? malloc(rows * sizeof *d->label) : NULL;
    assert_non_null(d->x);
    for (size_t i = 0; i < rows * features; i++)
        d->x[i] = (kith_real)(2 * kith_rng_unit(kith_rng_at(key, i)) - 1);
    for (size_t r = 0; r < rows && classes > 0; r++)
        d->label[r] = (uint32_t)(r % classes);
    return d;
}

kith_status table_read(const char *name, const void *bytes, size_t size,
                       const kith_table_options *o, kith_dataset **out, kith_error *err)
{
    *err = (kith_error){0};
    check_write_file(name, bytes, size);
    const kith_status status = kith_dataset_read(name, o, out, err);
    if (status != KITH_OK && (*out != NULL || err->text[0] == '\0' || err->status != status))
        fail_msg("status %d without a message, or with a dataset: '%s'", status, err->text);
    return status;
}

kith_dataset *table_of(const char *name, const char *text, const kith_table_options *o)
{
    kith_dataset *d = NULL;
    kith_error err;
    check_ok(table_read(name, text, strlen(text), o, &d, &err));
    return d;
}

void table_refused(const char *name, const char *text, const kith_table_options *o,
                   kith_status status, const char *words)
{
    kith_dataset *d = NULL;
    kith_error err;
    check_fails_with(table_read(name, text, strlen(text), o, &d, &err), status, words);
}

void table_check_prefixes(const char *name, const void *bytes, size_t size,
                          const kith_table_options *o, bool some_hold)
{
    for (size_t cut = 0; cut < size; cut++) {
        kith_dataset *d = NULL;
        kith_error err;
        const kith_status status = table_read(name, bytes, cut, o, &d, &err);
        if (status != KITH_ERR_DATA && !(some_hold && status == KITH_OK))
            fail_msg("cut at byte %zu: status %d, %s", cut, status, err.text);
        kith_dataset_free(d);
    }
}

void table_check_row(const kith_dataset *d, size_t row, const double *expected)
{
    kith_real *x = malloc(d->features * sizeof *x);
    assert_non_null(x);
    kith_dataset_row(d, row, x);
    for (size_t j = 0; j < d->features; j++)
        if (x[j] != (kith_real)expected[j] && !(isnan(x[j]) && isnan(expected[j])))
            fail_msg("row %zu, feature %zu: expected %.9g, got %.9g", row, j, expected[j],
                     (double)x[j]);
    free(x);
}
