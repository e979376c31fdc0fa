/* Draws are a fixed function of key and position, even and independent. */
#include "check.h"

#include "base/rng.h"

static void the_generator_is_splitmix64(void **state)
{
    (void)state;
    /* The published first numbers of seeds 1234567 and 0. */
    static const uint64_t expected[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
    for (uint64_t i = 0; i < 5; i++)
        assert_true(kith_rng_at(1234567, i) == expected[i]);
    assert_true(kith_rng_at(0, 0) == 0xE220A8397B1DCDAFu);
}

static void keys_never_change_since_training_is_to_be_repeated(void **state)
{
    (void)state;
    const uint64_t key = kith_rng_key(1, 2, 3, KITH_RNG_NOISE);
    assert_true(key == 0xFABFFCBCFCC809F8u);
    assert_true(kith_rng_at(key, 0) == 0x8FFC2E595968D10Cu);
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void every_seed_epoch_block_and_purpose_has_a_key_of_its_own(void **state)
{
    (void)state;
    enum { N = 12 };
    static uint64_t keys[N * N * N * KITH_RNG_TEST];
    size_t count = 0;
    for (uint64_t seed = 0; seed < N; seed++)
        for (uint64_t epoch = 0; epoch < N; epoch++)
            for (uint64_t block = 0; block < N; block++)
                for (int purpose = KITH_RNG_INIT; purpose <= KITH_RNG_TEST; purpose++)
                    keys[count++] = kith_rng_key(seed, epoch, block, (kith_purpose)purpose);
    qsort(keys, count, sizeof *keys, by_value);
    for (size_t i = 1; i < count; i++)
        assert_true(keys[i] != keys[i - 1]);
}

static void assert_even(const uint64_t *seen, size_t cells, uint64_t draws)
{
    double expected[4096];
    for (size_t i = 0; i < cells; i++)
        expected[i] = (double)draws / (double)cells;
    const double p = check_counts_p(seen, expected, cells);
    if (p < 1e-5 || p > 1 - 1e-5)
        fail_msg("chi-square p-value %g", p);
}

static void whole_numbers_below_n_are_even_and_in_range(void **state)
{
    (void)state;
    static const uint32_t bounds[] = {2, 3, 10, 1000};
    const uint64_t draws = 100000;
    for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
        uint64_t seen[1000] = {0};
        const uint64_t key = kith_rng_key(b, 0, 0, KITH_RNG_TEST);
        for (uint64_t i = 0; i < draws; i++) {
            const uint32_t x = kith_rng_below(kith_rng_at(key, i), bounds[b]);
            assert_true(x < bounds[b]);
            seen[x]++;
        }
        assert_even(seen, bounds[b], draws);
    }
    assert_int_equal(kith_rng_below(UINT64_MAX, UINT32_MAX), UINT32_MAX - 1);
    assert_int_equal(kith_rng_below(UINT64_MAX, 1), 0);
}

static void unit_numbers_are_even_and_below_one(void **state)
{
    (void)state;
    uint64_t seen[100] = {0};
    double sum = 0;
    for (uint64_t i = 0; i < 200000; i++) {
        const double x = kith_rng_unit(kith_rng_at(42, i));
        assert_true(x >= 0 && x < 1);
        seen[(int)(x * 100)]++;
        sum += x;
    }
    assert_even(seen, 100, 200000);
    check_near(sum / 200000, 0.5, 0.004); /* six standard deviations */
    assert_true(kith_rng_unit(UINT64_MAX) < 1);
    check_near(kith_rng_unit(0), 0, 0);
}

/* Neighbours in position, block and purpose: pairs of draws fill a grid evenly. */
static void neighbouring_draws_do_not_know_each_other(void **state)
{
    (void)state;
    uint64_t position[4096] = {0}, block[4096] = {0}, purpose[4096] = {0};
    const uint64_t draws = 100000;
    for (uint64_t i = 0; i < draws; i++) {
        const uint64_t noise = kith_rng_key(9, 1, i, KITH_RNG_NOISE);
        const uint64_t next = kith_rng_key(9, 1, i + 1, KITH_RNG_NOISE);
        const uint64_t window = kith_rng_key(9, 1, i, KITH_RNG_WINDOW);
        const uint64_t first = kith_rng_at(noise, 0) >> 58;
        position[first << 6 | kith_rng_at(noise, 1) >> 58]++;
        block[first << 6 | kith_rng_at(next, 0) >> 58]++;
        purpose[first << 6 | kith_rng_at(window, 0) >> 58]++;
    }
    assert_even(position, 4096, draws);
    assert_even(block, 4096, draws);
    assert_even(purpose, 4096, draws);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_generator_is_splitmix64),
        cmocka_unit_test(keys_never_change_since_training_is_to_be_repeated),
        cmocka_unit_test(every_seed_epoch_block_and_purpose_has_a_key_of_its_own),
        cmocka_unit_test(whole_numbers_below_n_are_even_and_in_range),
        cmocka_unit_test(unit_numbers_are_even_and_below_one),
        cmocka_unit_test(neighbouring_draws_do_not_know_each_other),
    };
    return cmocka_run_group_tests_name("base/rng", tests, NULL, NULL);
}
