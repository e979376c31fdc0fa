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

double kith_cosine(const float *x, const float *y, uint64_t n)
{
    const double lengths = sqrt(kith_dot(x, x, n)) * sqrt(kith_dot(y, y, n));
    return lengths > 0 ? kith_dot(x, y, n) / lengths : 0;
}

double kith_vectors_similarity(const kith_vectors *v, uint64_t a, uint64_t b)
{
    return kith_cosine(kith_vectors_row(v, a), kith_vectors_row(v, b), kith_vectors_dim(v));
}
