/* Initialisers: limits, mean and variance of a million weights, evenness, and that a weight is a
 * function of seed, stream and place alone. */
#include "check.h"

#include "nn/init.h"

enum { ROWS = 2500, COLS = 400 };

static kith_param filled(const kith_init *init, size_t rows, size_t cols, uint64_t seed,
                         uint64_t stream)
{
    kith_error err;
    kith_param p;
    check_ok(kith_param_init(&p, "weights", rows, cols, &kith_rule_sgd, &err));
    kith_param_fill(&p, init, seed, stream);
    return p;
}

/* U(-limit, limit): within it and up to it, mean 0, variance limit^2 / 3, twenty even cells. */
static void check_uniform(const kith_init *init, double limit)
{
    enum { CELLS = 20 };
    double sum = 0, squares = 0, most = 0, expected[CELLS];
    uint64_t seen[CELLS] = {0};
    const double n = (double)ROWS * COLS;
    kith_param p = filled(init, ROWS, COLS, 1, 1);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t c = 0; c < COLS; c++) {
            const double w = (double)kith_param_row(&p, row)[c];
            sum += w;
            squares += w * w;
            most = fabs(w) > most ? fabs(w) : most;
            const double cell = (w / limit + 1) / 2 * CELLS;
            seen[cell < CELLS ? (size_t)cell : CELLS - 1]++;
        }
    for (int i = 0; i < CELLS; i++)
        expected[i] = n / CELLS;
    assert_true(most <= limit * (1 + 1e-6) && most > 0.9999 * limit);
    check_near(sum / n, 0, 0.01 * limit);
    check_near(squares / n, limit * limit / 3, 0.01 * limit * limit / 3);
    assert_true(check_counts_p(seen, expected, CELLS) > 0.001);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t c = COLS; c < p.stride; c++)
            assert_true(kith_param_row(&p, row)[c] == 0);
    kith_param_clear(&p);
}

static void a_million_weights_have_the_limits_mean_and_variance_asked_for(void **state)
{
    (void)state;
    check_uniform(&kith_init_word2vec, 0.5 / COLS);
    check_uniform(&kith_init_xavier, sqrt(6.0 / (ROWS + COLS)));
}

static void zero_is_zero(void **state)
{
    (void)state;
    kith_param p = filled(&kith_init_word2vec, 3, 5, 1, 1);
    kith_param_fill(&p, &kith_init_zero, 1, 1);
    for (size_t row = 0; row < 3; row++)
        for (size_t c = 0; c < 5; c++)
            assert_true(kith_param_row(&p, row)[c] == 0);
    kith_param_clear(&p);
}

static void the_same_seed_gives_the_same_bits_and_another_seed_or_stream_others(void **state)
{
    (void)state;
    kith_param p = filled(&kith_init_xavier, 20, 30, 7, 1),
               q = filled(&kith_init_xavier, 20, 30, 7, 1);
    const size_t bytes = 20 * p.stride * sizeof *p.w;
    assert_memory_equal(p.w, q.w, bytes);
    kith_param_fill(&q, &kith_init_xavier, 8, 1);
    assert_memory_not_equal(p.w, q.w, bytes);
    kith_param_fill(&q, &kith_init_xavier, 7, 2);
    assert_memory_not_equal(p.w, q.w, bytes);
    kith_param_clear(&p);
    kith_param_clear(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_weights_have_the_limits_mean_and_variance_asked_for),
        cmocka_unit_test(zero_is_zero),
        cmocka_unit_test(the_same_seed_gives_the_same_bits_and_another_seed_or_stream_others),
    };
    return cmocka_run_group_tests_name("nn/init", tests, NULL, NULL);
}
