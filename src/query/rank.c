/*
 * Ranks by sorting; correlation in two passes, so that a large common offset costs no digits.
 */
#include "query/rank.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

typedef struct place {
    double value;
    size_t at;
} place;

static int by_value(const void *x, const void *y)
{
    const double a = ((const place *)x)->value, b = ((const place *)y)->value;
    return (a > b) - (a < b);
}

kith_status kith_rank(const double *value, size_t n, double *rank, kith_error *err)
{
    place *order = kith_mem_grow(NULL, n + 1, sizeof *order);
    if (order == NULL)
        return kith_fail_memory(err, "ranks", n * sizeof *order);
    for (size_t i = 0; i < n; i++)
        order[i] = (place){value[i], i};
    qsort(order, n, sizeof *order, by_value);
    for (size_t first = 0, last; first < n; first = last) {
        for (last = first + 1; last < n && order[last].value == order[first].value;)
            last++;
        for (size_t i = first; i < last; i++)
            rank[order[i].at] = (double)(first + 1 + last) / 2;
    }
    free(order);
    return KITH_OK;
}

static double mean(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

double kith_correlation(const double *x, const double *y, size_t n)
{
    if (n < 2)
        return NAN;
    const double mx = mean(x, n), my = mean(y, n);
    double xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xx > 0 && yy > 0 ? xy / (sqrt(xx) * sqrt(yy)) : NAN;
}
