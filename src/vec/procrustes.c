/*
 * With X'Y = U S V' the rotation is U V'. Where a singular value is zero its vector u is free, and
 * any that stands at right angles to the others will do.
 */
#include "vec/procrustes.h"

#include <float.h>
#include <math.h>

#include "base/mem.h"
#include "vec/svd.h"

static double dot(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

static void scale(double *x, size_t n, double by)
{
    for (size_t i = 0; i < n; i++)
        x[i] *= by;
}

/* The axis that is farthest from the span of u [known][n]: what it has outside is largest. */
static size_t farthest_axis(const double *u, size_t known, size_t n)
{
    size_t best = 0;
    double least = INFINITY;
    for (size_t i = 0; i < n; i++) {
        double inside = 0;
        for (size_t j = 0; j < known; j++)
            inside += u[j * n + i] * u[j * n + i];
        if (inside < least) {
            least = inside;
            best = i;
        }
    }
    return best;
}

/* u [known] becomes a vector of length 1 at right angles to those before it. */
static void complete(double *u, size_t known, size_t n)
{
    double *x = u + known * n;
    const size_t axis = farthest_axis(u, known, n);
    for (size_t i = 0; i < n; i++)
        x[i] = i == axis;
    for (int twice = 0; twice < 2; twice++) /* once leaves rounding errors */
        for (size_t j = 0; j < known; j++) {
            const double part = dot(u + j * n, x, n);
            for (size_t i = 0; i < n; i++)
                x[i] -= part * u[j * n + i];
        }
    scale(x, n, 1 / sqrt(dot(x, x, n)));
}

/* left [n][n] holds s u as rows, the longest first: they become the u. */
static void make_units(double *left, const double *s, size_t n)
{
    for (size_t j = 0; j < n; j++)
        if (s[j] > s[0] * (double)n * DBL_EPSILON)
            scale(left + j * n, n, 1 / s[j]);
        else
            complete(left, j, n);
}

/* The sum of x_j' y_j over the rows of both. */
static void multiply(const double *x, const double *y, size_t n, double *product)
{
    for (size_t i = 0; i < n * n; i++)
        product[i] = 0;
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++)
                product[i * n + k] += x[j * n + i] * y[j * n + k];
}

/* The rows of X'Y are the columns of its transpose V S U': the left vectors are those of V. */
static kith_status solve(const kith_tools *t, const kith_matrix *x, const kith_matrix *y,
                         double *left, double *right, double *s, double *rotation, kith_error *err)
{
    const size_t n = (size_t)x->dim;
    KITH_TRY(kith_rows_products(t, x, NULL, y, NULL, left, err));
    KITH_TRY(kith_svd(t, left, n, n, right, s, err));
    make_units(left, s, n);
    multiply(right, left, n, rotation);
    return KITH_OK;
}

kith_status kith_procrustes(const kith_tools *t, const kith_matrix *x, const kith_matrix *y,
                            double *rotation, kith_error *err)
{
    const size_t n = (size_t)x->dim;
    KITH_TRY(kith_svd_check(n, err));
    double *left = kith_mem_new(2 * n * n + n, sizeof *left);
    if (left == NULL)
        return kith_fail_memory(err, "a rotation", 2 * n * n * sizeof *left);
    const kith_status status = solve(t, x, y, left, left + n * n, left + 2 * n * n, rotation, err);
    kith_mem_free(left);
    return status;
}

kith_status kith_rows_rotate(const kith_tools *t, const kith_matrix *x, const double *rotation,
                             float *to, uint64_t stride, kith_error *err)
{
    const size_t n = (size_t)x->dim;
    double *direction = kith_mem_new(n, n * sizeof *direction);
    if (direction == NULL)
        return kith_fail_memory(err, "a rotation", n * n * sizeof *direction);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            direction[j * n + i] = rotation[i * n + j];
    const kith_status status = kith_rows_map(t, x, NULL, direction, n, to, stride, err);
    kith_mem_free(direction);
    return status;
}
