/* Principal components of rows: the directions in which they differ most. */
#ifndef KITH_VEC_PCA_H
#define KITH_VEC_PCA_H

#include "vec/tools.h"

typedef struct kith_pca {
    size_t dim;
    double *mean;     /* [dim] of the rows */
    double *axis;     /* [dim][dim] rows of length 1, at right angles, the largest variance first;
                         the largest number of each is above zero */
    double *variance; /* [dim] along them, over rows - 1 */
} kith_pca;

/* O(rows dim^2 + 10 dim^3). Failures as kith_rows_products and kith_svd; then nothing to clear. */
kith_status kith_pca_fit(const kith_tools *t, const kith_matrix *m, kith_pca *out, kith_error *err);
void kith_pca_clear(kith_pca *p);
/* The share of the whole variance along axes [from, to), 1 where there is none at all. */
double kith_pca_share(const kith_pca *p, size_t from, size_t to);

#endif
