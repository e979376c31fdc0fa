#include "train/split.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"

typedef struct dealt {
    uint64_t draw;
    size_t row;
    uint32_t label;
} dealt;

/* By class, then by draw; equal draws by row, so that the order does not hang on qsort. */
static int compare(const void *a, const void *b)
{
    const dealt *left = a, *right = b;
    if (left->label != right->label)
        return left->label < right->label ? -1 : 1;
    if (left->draw != right->draw)
        return left->draw < right->draw ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

static kith_status deal(const kith_dataset *d, uint64_t seed, dealt **out, kith_error *err)
{
    const uint64_t key = kith_rng_key(seed, 0, 0, KITH_RNG_SPLIT);
    dealt *order = kith_mem_new(d->rows, sizeof *order);
    if (order == NULL)
        return kith_fail_memory(err, "a split", d->rows * sizeof *order);
    for (size_t r = 0; r < d->rows; r++)
        order[r] = (dealt){
            .draw = kith_rng_at(key, r), .row = r, .label = d->label != NULL ? d->label[r] : 0};
    qsort(order, d->rows, sizeof *order, compare);
    *out = order;
    return KITH_OK;
}

/* What is held out of the rows as they are dealt. */
typedef struct dealing {
    size_t rows, test;  /* a share: `test` of `rows`, evenly along the order */
    size_t folds, fold; /* folds 0: a share */
} dealing;

static bool is_held(const dealing *r, size_t i)
{
    if (r->folds > 0)
        return i % r->folds == r->fold;
    return (uint64_t)(i + 1) * r->test / r->rows > (uint64_t)i * r->test / r->rows;
}

/* Row numbers ascending on both sides; `held` [rows] says which side. */
static void lay_out(const bool *held, size_t rows, kith_split *out)
{
    size_t train = 0, test = out->train;
    for (size_t r = 0; r < rows; r++)
        out->row[held[r] ? test++ : train++] = r;
}

static kith_status split(const kith_dataset *d, const dealing *how, uint64_t seed, kith_split *out,
                         kith_error *err)
{
    dealt *order = NULL;
    KITH_TRY(deal(d, seed, &order, err));
    bool *held = kith_mem_new(d->rows, sizeof *held);
    size_t *row = kith_mem_new(d->rows, sizeof *row);
    if (held == NULL || row == NULL) {
        kith_mem_free(order);
        kith_mem_free(held);
        kith_mem_free(row);
        return kith_fail_memory(err, "a split", d->rows * sizeof *row);
    }
    *out = (kith_split){.row = row};
    for (size_t i = 0; i < d->rows; i++)
        out->test += held[order[i].row] = is_held(how, i);
    out->train = d->rows - out->test;
    lay_out(held, d->rows, out);
    kith_mem_free(order);
    kith_mem_free(held);
    return KITH_OK;
}

kith_status kith_split_share(const kith_dataset *d, double share, uint64_t seed, kith_split *out,
                             kith_error *err)
{
    *out = (kith_split){0};
    const double wanted = share > 0 && share < 1 ? round(share * (double)d->rows) : 0;
    const dealing how = {.rows = d->rows, .test = (size_t)wanted};
    if (how.test == 0 || how.test >= d->rows)
        return kith_fail(err, KITH_ERR_USAGE,
                         "a share of %zu rows that leaves none on one side; expected at least one "
                         "to train on and one to test on",
                         d->rows);
    return split(d, &how, seed, out, err);
}

kith_status kith_split_fold(const kith_dataset *d, size_t folds, size_t fold, uint64_t seed,
                            kith_split *out, kith_error *err)
{
    *out = (kith_split){0};
    if (folds < 2 || folds > d->rows)
        return kith_fail(err, KITH_ERR_USAGE, "%zu folds of %zu rows: expected 2 to %zu", folds,
                         d->rows, d->rows);
    if (fold >= folds)
        return kith_fail(err, KITH_ERR_USAGE, "fold %zu of %zu: expected 0 to %zu", fold, folds,
                         folds - 1);
    const dealing how = {.rows = d->rows, .folds = folds, .fold = fold};
    return split(d, &how, seed, out, err);
}

kith_status kith_split_bag(kith_split *s, uint64_t seed, kith_error *err)
{
    const uint64_t key = kith_rng_key(seed, 0, 0, KITH_RNG_BAG);
    size_t *row = kith_mem_new(s->train + s->test, sizeof *row);
    if (row == NULL)
        return kith_fail_memory(err, "a sample of rows", s->train * sizeof *row);
    for (size_t i = 0; i < s->train; i++)
        row[i] = s->row[kith_rng_at(key, i) % s->train];
    for (size_t i = 0; i < s->test; i++)
        row[s->train + i] = s->row[s->train + i];
    kith_mem_free(s->row);
    s->row = row;
    return KITH_OK;
}

void kith_split_clear(kith_split *s)
{
    kith_mem_free(s->row);
    *s = (kith_split){0};
}
