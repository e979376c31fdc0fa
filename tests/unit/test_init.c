/*
 * Initialisers: for every name the distribution over a million weights against its closed form, and
 * that a weight is a function of seed, stream and place alone.
 */
#include "check.h"

#include "nn/init.h"

enum { ROWS = 2500, COLS = 400, CELLS = 20 };

/* What a name must give; a name without a line here fails the test. */
typedef struct expectation {
    const char *text;
    kith_distribution distribution;
    double
        scale; /* the constant, half-width or standard deviation, for COLS inputs, ROWS outputs */
} expectation;

static const expectation expected[] = {
    {"zero", KITH_CONSTANT, 0},
    {"constant:0.3", KITH_CONSTANT, 0.3},
    {"normal:0.02", KITH_NORMAL, 0.02},
    {"uniform:0.5", KITH_UNIFORM, 0.5},
    {"uniform-fan-in", KITH_UNIFORM, 0.05},
    {"xavier", KITH_UNIFORM, 0.0454858826147342},       /* sqrt(6 / 2900) */
    {"xavier-normal", KITH_NORMAL, 0.0262612865719445}, /* sqrt(2 / 2900) */
    {"he", KITH_UNIFORM, 0.122474487139159},            /* sqrt(6 / 400) */
    {"he-normal", KITH_NORMAL, 0.0707106781186548},     /* sqrt(2 / 400) */
    {"lecun", KITH_NORMAL, 0.05},
    {"word2vec", KITH_UNIFORM, 0.00125},
};
enum { EXPECTED = sizeof expected / sizeof *expected };

static kith_init_use parsed(const char *text)
{
    kith_error err;
    kith_init_use use;
    check_ok(kith_init_parse(text, strlen(text), &use, &err));
    return use;
}

static kith_param filled(const char *text, size_t rows, size_t cols, uint64_t seed, uint64_t stream)
{
    kith_error err;
    kith_param p;
    const kith_init_use use = parsed(text);
    check_ok(kith_param_init(&p, "weights", rows, cols, &kith_rule_sgd, &err));
    kith_param_fill(&p, &use, seed, stream);
    return p;
}

/* The place of a weight in its distribution, 0..1. */
static double quantile(const expectation *e, double w)
{
    if (e->distribution == KITH_UNIFORM)
        return (w / e->scale + 1) / 2;
    return 0.5 * erfc(-w / e->scale / sqrt(2));
}

static void check_drawn(const expectation *e, const kith_param *p)
{
    const double n = (double)ROWS * COLS,
                 variance = e->scale * e->scale / (e->distribution == KITH_UNIFORM ? 3 : 1);
    double sum = 0, squares = 0, even[CELLS];
    uint64_t seen[CELLS] = {0};
    for (size_t row = 0; row < ROWS; row++)
        for (size_t c = 0; c < COLS; c++) {
            const double w = (double)kith_param_row(p, row)[c], q = quantile(e, w);
            sum += w;
            squares += w * w;
            assert_true(q > -1e-6 && q < 1 + 1e-6);
            seen[q < 1 ? (size_t)(q > 0 ? q * CELLS : 0) : CELLS - 1]++;
        }
    for (int i = 0; i < CELLS; i++)
        even[i] = n / CELLS;
    check_near(sum / n, 0, 0.01 * e->scale);
    check_near(squares / n, variance, 0.01 * variance);
    assert_true(check_counts_p(seen, even, CELLS) > 0.001);
}

static void check_constant(const expectation *e, const kith_param *p)
{
    for (size_t row = 0; row < ROWS; row++)
        for (size_t c = 0; c < COLS; c++)
            assert_true(kith_param_row(p, row)[c] == (kith_real)e->scale);
}

static void every_name_gives_its_distribution_over_a_million_weights(void **state)
{
    (void)state;
    for (size_t i = 0; kith_init_at(i) != NULL; i++) {
        assert_true(i < EXPECTED); /* a name without an expectation */
        const expectation *e = &expected[i];
        assert_ptr_equal(parsed(e->text).init, kith_init_at(i));
        assert_int_equal(kith_init_at(i)->distribution, e->distribution);
        kith_param p = filled(e->text, ROWS, COLS, 1, 1);
        if (e->distribution == KITH_CONSTANT)
            check_constant(e, &p);
        else
            check_drawn(e, &p);
        for (size_t row = 0; row < ROWS; row++)
            for (size_t c = COLS; c < p.stride; c++)
                assert_true(kith_param_row(&p, row)[c] == 0); /* padding */
        kith_param_clear(&p);
    }
}

static void the_same_seed_gives_the_same_bits_and_another_seed_or_stream_others(void **state)
{
    (void)state;
    static const char *const names[] = {"xavier", "he-normal"};
    for (size_t i = 0; i < 2; i++) {
        kith_param p = filled(names[i], 20, 30, 7, 1), q = filled(names[i], 20, 30, 7, 1);
        const kith_init_use use = parsed(names[i]);
        const size_t bytes = 20 * p.stride * sizeof *p.w;
        assert_memory_equal(p.w, q.w, bytes);
        kith_param_fill(&q, &use, 8, 1);
        assert_memory_not_equal(p.w, q.w, bytes);
        kith_param_fill(&q, &use, 7, 2);
        assert_memory_not_equal(p.w, q.w, bytes);
        kith_param_clear(&p);
        kith_param_clear(&q);
    }
}

static void what_makes_units_alike_says_so(void **state)
{
    (void)state;
    check_contains(parsed("zero").init->note, "alike");
    check_contains(parsed("constant").init->note, "alike");
    assert_null(parsed("he").init->note);
}

static void a_wrong_name_or_value_is_refused_with_what_is_right(void **state)
{
    (void)state;
    kith_error err;
    kith_init_use use;
    check_fails_with(kith_init_parse("xavierr", 7, &use, &err), KITH_ERR_USAGE, "xavier-normal he");
    check_fails_with(kith_init_parse("he:2", 4, &use, &err), KITH_ERR_USAGE, "takes none");
    check_fails_with(kith_init_parse("normal:-1", 9, &use, &err), KITH_ERR_USAGE, "0..1000000");
    check_fails_with(kith_init_parse("normal:b=1", 10, &use, &err), KITH_ERR_USAGE, "for a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_gives_its_distribution_over_a_million_weights),
        cmocka_unit_test(the_same_seed_gives_the_same_bits_and_another_seed_or_stream_others),
        cmocka_unit_test(what_makes_units_alike_says_so),
        cmocka_unit_test(a_wrong_name_or_value_is_refused_with_what_is_right),
    };
    return cmocka_run_group_tests_name("nn/init", tests, NULL, NULL);
}
