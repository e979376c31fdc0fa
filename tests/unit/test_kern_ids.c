/* Passes over ids, of every ISA: draws are the generator's, and a repeat is the next place with the
 * same id within reach, found by looking. */
#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

enum { MOST = 80 };

static void draws_are_those_of_the_generator(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    static const uint64_t firsts[] = {0, 7, UINT64_C(0xFFFFFFFF), (uint64_t)1 << 40};
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < 4; f++)
            for (size_t n = 0; n <= MOST; n++) {
                uint64_t out[MOST + 1];
                out[n] = 77;
                tables[t]->draw(12345, firsts[f], n, out);
                for (size_t i = 0; i < n; i++)
                    assert_true(out[i] == kith_rng_at(12345, firsts[f] + i));
                assert_true(out[n] == 77);
            }
}

static uint32_t next_place(const uint32_t *ids, size_t n, size_t reach, size_t i)
{
    for (size_t j = i + 1; j < n && j - i <= reach; j++)
        if (ids[j] == ids[i])
            return (uint32_t)j;
    return UINT32_MAX;
}

static void repeats_are_the_nearest_within_reach(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    static const size_t reach[] = {1, 2, 3, 10, 79, 100};
    uint32_t ids[MOST], next[MOST + 1];
    for (size_t i = 0; i < MOST; i++)
        ids[i] = i % 13 == 12 ? UINT32_MAX : (uint32_t)(kith_rng_at(3, i) % 12);
    for (size_t t = 0; t < isas; t++)
        for (size_t r = 0; r < sizeof reach / sizeof *reach; r++)
            for (size_t n = 0; n <= MOST; n++) {
                next[n] = 77;
                tables[t]->repeats(ids, n, reach[r], next);
                for (size_t i = 0; i < n; i++)
                    assert_int_equal(next[i], next_place(ids, n, reach[r], i));
                assert_int_equal(next[n], 77);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_are_those_of_the_generator),
        cmocka_unit_test(repeats_are_the_nearest_within_reach),
    };
    return cmocka_run_group_tests_name("kern/ids", tests, NULL, NULL);
}
