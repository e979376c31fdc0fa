/*
 * What work on whole spaces is done with: kernels, a team, and rows brought into chunks of
 * kith_real, centred, for products. A chunk is always the same rows, so what is computed from
 * chunks has the same bits at any number of threads.
 */
#ifndef KITH_VEC_TOOLS_H
#define KITH_VEC_TOOLS_H

#include "base/pieces.h"
#include "kern/kern.h"
#include "vec/vectors.h"

enum { KITH_CHUNK_ROWS = 256 };

typedef struct kith_tools {
    const kith_kern *k;
    kith_team *team;
} kith_tools;

/* threads 0: all cores; isa NULL: the best. On failure there is nothing to clear. */
kith_status kith_tools_init(kith_tools *t, unsigned threads, const char *isa, kith_error *err);
void kith_tools_clear(kith_tools *t);

/* x [n][ld] = rows first..first + n minus the mean [dim] (NULL: as they are). */
void kith_rows_pack(const kith_matrix *m, uint64_t first, size_t n, const double *mean,
                    kith_real *x, size_t ld);

/* mean [dim] of the rows; zero where there are none. O(rows dim), 8 dim bytes for 256 rows. */
kith_status kith_rows_mean(const kith_tools *t, const kith_matrix *m, double *mean,
                           kith_error *err);

/*
 * product [x.dim][y.dim] = the sum over all rows of (x - x_mean)' (y - y_mean); as many rows in
 * both. The same matrix twice (same address, same mean): symmetric, at half the cost. Products of
 * 256 rows are in kith_real, their sums in double. KITH_ERR_DATA where one leaves the numbers.
 */
kith_status kith_rows_products(const kith_tools *t, const kith_matrix *x, const double *x_mean,
                               const kith_matrix *y, const double *y_mean, double *product,
                               kith_error *err);

/*
 * to [rows][stride] = (x - mean) D', D [n][dim] directions as rows: the coordinates of each row
 * along them. `to` may not be x.
 */
kith_status kith_rows_map(const kith_tools *t, const kith_matrix *x, const double *mean,
                          const double *direction, size_t n, float *to, uint64_t stride,
                          kith_error *err);

#endif
