/* The axes are the eigenvectors of the covariance matrix, which has no negative eigenvalue. */
#include "vec/pca.h"

#include <math.h>

#include "base/mem.h"
#include "vec/svd.h"

void kith_pca_clear(kith_pca *p)
{
    kith_mem_free(p->mean);
    kith_mem_free(p->axis);
    kith_mem_free(p->variance);
    *p = (kith_pca){0};
}

/* An axis has no sign of its own: this one makes it the same on every machine. */
static void fix_sign(double *axis, size_t n)
{
    size_t largest = 0;
    for (size_t i = 1; i < n; i++)
        if (fabs(axis[i]) > fabs(axis[largest]))
            largest = i;
    for (size_t i = 0; axis[largest] < 0 && i < n; i++)
        if (i != largest)
            axis[i] = -axis[i];
    axis[largest] = fabs(axis[largest]);
}

static kith_status fit(const kith_tools *t, const kith_matrix *m, kith_pca *p, double *product,
                       kith_error *err)
{
    const double freedom = m->rows > 1 ? (double)(m->rows - 1) : 1;
    KITH_TRY(kith_rows_mean(t, m, p->mean, err));
    KITH_TRY(kith_rows_products(t, m, p->mean, m, p->mean, product, err));
    KITH_TRY(kith_svd(t, product, p->dim, p->dim, p->axis, p->variance, err));
    for (size_t i = 0; i < p->dim; i++) {
        p->variance[i] /= freedom;
        fix_sign(p->axis + i * p->dim, p->dim);
    }
    return KITH_OK;
}

kith_status kith_pca_fit(const kith_tools *t, const kith_matrix *m, kith_pca *out, kith_error *err)
{
    const size_t n = (size_t)m->dim;
    *out = (kith_pca){.dim = n};
    KITH_TRY(kith_svd_check(n, err));
    out->mean = kith_mem_new(n, sizeof *out->mean);
    out->axis = kith_mem_new(n, n * sizeof *out->axis);
    out->variance = kith_mem_new(n, sizeof *out->variance);
    double *product = kith_mem_new(n, n * sizeof *product);
    kith_status status = KITH_OK;
    if (out->mean == NULL || out->axis == NULL || out->variance == NULL || product == NULL)
        status = kith_fail_memory(err, "principal components", 2 * n * n * sizeof *product);
    if (status == KITH_OK)
        status = fit(t, m, out, product, err);
    kith_mem_free(product);
    if (status != KITH_OK)
        kith_pca_clear(out);
    return status;
}

double kith_pca_share(const kith_pca *p, size_t from, size_t to)
{
    double part = 0, whole = 0;
    for (size_t i = 0; i < p->dim; i++) {
        whole += p->variance[i];
        part += from <= i && i < to ? p->variance[i] : 0;
    }
    return whole > 0 ? part / whole : 1;
}
