/*
 * The cosine of two words, and the sums under it.
 */
#include "query/similarity.h"

#include <math.h>

double kith_dot(const float *x, const float *y, uint64_t n)
{
    double sum = 0;
    for (uint64_t i = 0; i < n; i++)
        sum += (double)x[i] * (double)y[i];
    return sum;
}

double kith_unit(float *x, uint64_t n)
{
    const double length = sqrt(kith_dot(x, x, n));
    if (length > 0)
        for (uint64_t i = 0; i < n; i++)
            x[i] = (float)((double)x[i] / length);
    return length;
}

double kith_vectors_similarity(const kith_vectors *v, uint64_t a, uint64_t b)
{
    const uint64_t dim = kith_vectors_dim(v);
    const float *x = kith_vectors_row(v, a), *y = kith_vectors_row(v, b);
    const double lengths = sqrt(kith_dot(x, x, dim)) * sqrt(kith_dot(y, y, dim));
    return lengths > 0 ? kith_dot(x, y, dim) / lengths : 0;
}
