/* The small matrix product of every ISA against three loops in double: every way of transposing,
 * shapes around the vector widths, rows further apart than they are long. */
#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

enum { MOST = 40, LD = MOST + 3, GUARD = 77 };
#ifdef KITH_DOUBLE
static const double tolerance = 1e-14;
#else
static const double tolerance = 1e-6;
#endif

typedef struct matrices {
    kith_real a[LD * LD], b[LD * LD], c[LD * LD];
} matrices;

static void fill(matrices *x, uint64_t key)
{
    for (size_t i = 0; i < (size_t)LD * LD; i++) {
        x->a[i] = (kith_real)(2 * kith_rng_unit(kith_rng_at(key, 2 * i)) - 1);
        x->b[i] = (kith_real)(2 * kith_rng_unit(kith_rng_at(key, 2 * i + 1)) - 1);
        x->c[i] = GUARD;
    }
}

static double product(const matrices *x, bool ta, bool tb, size_t i, size_t j, size_t k)
{
    double sum = 0;
    for (size_t p = 0; p < k; p++)
        sum +=
            (double)x->a[ta ? p * LD + i : i * LD + p] * (double)x->b[tb ? j * LD + p : p * LD + j];
    return sum;
}

static void check_shape(const kith_kern *kern, matrices *x, unsigned way, const size_t *shape)
{
    const bool ta = way & 1, tb = way & 2, add = way & 4;
    const size_t m = shape[0], n = shape[1], k = shape[2];
    for (size_t i = 0; i < (size_t)LD * LD; i++)
        x->c[i] = GUARD;
    for (size_t i = 0; i < m; i++) /* what is overwritten may be anything */
        for (size_t j = 0; j < n; j++)
            x->c[i * LD + j] = add ? 2 : (kith_real)NAN;
    kern->gemm(ta, tb, m, n, k, x->a, LD, x->b, LD, add, x->c, LD);
    for (size_t i = 0; i < LD; i++)
        for (size_t j = 0; j < LD; j++) {
            const double got = (double)x->c[i * LD + j];
            const bool inside = i < m && j < n;
            const double want = inside ? product(x, ta, tb, i, j, k) + (add ? 2 : 0) : GUARD;
            if (!(fabs(got - want) <= tolerance * (1 + (double)k)))
                fail_msg("%s, way %u, %zu x %zu x %zu at %zu,%zu: %.9g, expected %.9g", kern->isa,
                         way, m, n, k, i, j, got, want);
        }
}

static void every_shape_and_way_follows_the_definition(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 3, 7, 8, 9, 16, 17, 31, 33, 40};
    enum { SIZES = sizeof sizes / sizeof *sizes };
    static matrices x;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    fill(&x, 1);
    for (size_t t = 0; t < isas; t++)
        for (unsigned at = 0; at < SIZES * SIZES * SIZES; at++) {
            const size_t shape[3] = {sizes[at % SIZES], sizes[at / SIZES % SIZES],
                                     sizes[at / SIZES / SIZES]};
            if (shape[0] + shape[1] + shape[2] <= 30 || at % 11 == 0)
                for (unsigned way = 0; way < 8; way++)
                    check_shape(tables[t], &x, way, shape);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_and_way_follows_the_definition),
    };
    return cmocka_run_group_tests_name("kern/gemm", tests, NULL, NULL);
}
