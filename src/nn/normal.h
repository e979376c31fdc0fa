/* Normal draws by counting: Box & Muller's transform (1958) of two uniform draws. */
#ifndef KITH_NN_NORMAL_H
#define KITH_NN_NORMAL_H

#include <math.h>

#include "base/rng.h"

/* Draw i of a stream, N(0, 1): a function of (key, i) alone. */
static inline double kith_normal_at(uint64_t key, uint64_t i)
{
    const double u = 1 - kith_rng_unit(kith_rng_at(key, 2 * i)); /* in (0, 1] */
    const double angle = 6.28318530717958648 * kith_rng_unit(kith_rng_at(key, 2 * i + 1));
    return sqrt(-2 * log(u)) * cos(angle);
}

#endif
