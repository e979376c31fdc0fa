/*
 * Rows to train on and rows to test on, stratified: each class is shared out as evenly as whole
 * rows allow. A function of the seed (and the fold) alone.
 *
 * The rows are put in order of class, within a class in an order drawn from the seed, and dealt
 * along it; so both the whole and every class come out within one row of their share. Without
 * labels all rows are one class.
 */
#ifndef KITH_TRAIN_SPLIT_H
#define KITH_TRAIN_SPLIT_H

#include "train/dataset.h"

typedef struct kith_split {
    size_t *row;        /* [train + test]: those to train on, then the others, ascending in each */
    size_t train, test; /* both at least 1 */
} kith_split;

/* Holds round(share * rows) rows out, share in (0, 1). KITH_ERR_USAGE where a side would be empty.
 * O(rows log rows). */
kith_status kith_split_share(const kith_dataset *d, double share, uint64_t seed, kith_split *out,
                             kith_error *err);
/* Fold `fold` (from 0) of `folds` is held out; each row is in exactly one. 2 <= folds <= rows. */
kith_status kith_split_fold(const kith_dataset *d, size_t folds, size_t fold, uint64_t seed,
                            kith_split *out, kith_error *err);
/*
 * A bootstrap sample: as many rows to train on, drawn from those with replacement, in the order of
 * the draws. Of many rows about 63.2 % (1 - 1/e) are among them. KITH_ERR_MEMORY leaves *s as it
 * was.
 */
kith_status kith_split_bag(kith_split *s, uint64_t seed, kith_error *err);
static inline const size_t *kith_split_test(const kith_split *s)
{
    return s->row + s->train;
}
void kith_split_clear(kith_split *s);

#endif
