#include "nn/init.h"

#include <math.h>

#include "base/rng.h"

static double limit_zero(size_t fan_in, size_t fan_out)
{
    (void)fan_in, (void)fan_out;
    return 0;
}

static double limit_word2vec(size_t fan_in, size_t fan_out)
{
    (void)fan_out;
    return 0.5 / (double)fan_in;
}

static double limit_xavier(size_t fan_in, size_t fan_out)
{
    return sqrt(6.0 / (double)(fan_in + fan_out));
}

const kith_init kith_init_zero = {"zero", limit_zero, "0", "word2vec.c, output rows"};
const kith_init kith_init_word2vec = {"word2vec", limit_word2vec, "U(-1/2d, 1/2d)", "word2vec.c"};
const kith_init kith_init_xavier = {"xavier", limit_xavier, "U(-a, a), a = sqrt(6 / (in + out))",
                                    "Glorot & Bengio 2010"};

void kith_param_fill(kith_param *p, const kith_init *init, uint64_t seed, uint64_t stream)
{
    const uint64_t key = kith_rng_key(seed, 0, stream, KITH_RNG_INIT);
    const double limit = init->limit(p->cols, p->rows);
    for (size_t i = 0; i < p->rows; i++)
        for (size_t c = 0; c < p->cols; c++) {
            const double u = kith_rng_unit(kith_rng_at(key, (uint64_t)i * p->cols + c));
            kith_param_row(p, i)[c] = (kith_real)((2 * u - 1) * limit);
        }
}
