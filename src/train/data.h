/*
 * A table in memory as a source of mini-batches: rows in an order shuffled anew each epoch.
 */
#ifndef KITH_TRAIN_DATA_H
#define KITH_TRAIN_DATA_H

#include "kern/real.h"
#include "train/loop.h"

/*
 * What rows are made of: two matrices, or whatever `fill` writes (labels as vectors, images that
 * are shifted, inputs with noise, the inputs as targets).
 */
typedef struct kith_table {
    size_t rows, inputs, outputs;
    const kith_real *x; /* [rows][inputs], borrowed */
    const kith_real *y; /* [rows][outputs], borrowed */
    size_t batch;       /* rows in a block; the last one may be smaller */
    /*
     * NULL, or: writes row `row` as `epoch` sees it to x [inputs] and y [outputs] (zeroed before),
     * and its weight, which is 1 before. Called for many rows at once; a function of its arguments,
     * so that neither threads nor resuming change a row. x and y above are then unused.
     */
    void (*fill)(const void *self, uint64_t epoch, size_t row, kith_real *x, kith_real *y,
                 kith_real *weight);
    const void *self;
} kith_table;

/* Mini-batches as blocks; `t` is borrowed for the life of the source. */
kith_source kith_table_source(const kith_table *t);

/*
 * The row that stands at `place` in an epoch: a pseudo-random permutation of 0..rows-1 computed in
 * place (a Feistel network with cycle walking; Black & Rogaway 2002), so that no order need be
 * kept.
 */
size_t kith_table_row(const kith_table *t, uint64_t seed, uint64_t epoch, size_t place);

#endif
