/*
 * Walker's alias tables: the distribution they encode, added up from the columns, and the draws
 * they give, by chi-square.
 */
#include "check.h"

#include "base/rng.h"
#include "nn/sampler.h"

enum { WORDS = 500 };

/* count^0.75 of a Zipf text: what negative sampling draws from. */
static void zipf_weights(double *weight, double power)
{
    for (int i = 0; i < WORDS; i++)
        weight[i] = pow(floor(100000.0 / (i + 1)), power);
}

/* What share of all 64-bit numbers gives each outcome. */
static void encoded(const kith_sampler *s, double *share)
{
    for (uint32_t i = 0; i < s->n; i++)
        share[i] = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const double own = (double)s->column[i].threshold / 0x1p32;
        assert_true(s->column[i].other < s->n);
        share[i] += own / s->n;
        share[s->column[i].other] += (1 - own) / s->n;
    }
}

static void check_encoded(const double *weight, uint32_t n)
{
    kith_error err;
    kith_sampler s;
    double total = 0;
    double *share = calloc(n, sizeof *share);
    assert_non_null(share);
    for (uint32_t i = 0; i < n; i++)
        total += weight[i];
    check_ok(kith_sampler_init(&s, weight, n, &err));
    encoded(&s, share);
    for (uint32_t i = 0; i < n; i++)
        check_near(share[i], weight[i] / total, 1e-9);
    free(share);
    kith_sampler_clear(&s);
}

static void the_columns_add_up_to_the_weights(void **state)
{
    (void)state;
    double weight[WORDS];
    zipf_weights(weight, 0.75);
    check_encoded(weight, WORDS);
    for (uint32_t n = 1; n < 60; n++) {
        for (uint32_t i = 0; i < n; i++)
            weight[i] = i % 7 == 3 ? 0 : kith_rng_unit(kith_rng_at(n, i)) * 1e12;
        check_encoded(weight, n);
    }
    for (uint32_t i = 0; i < WORDS; i++)
        weight[i] = 3;
    check_encoded(weight, WORDS);
}

/* p-value of a million draws against count^power. */
static double draws_p(const kith_sampler *s, double power)
{
    enum { DRAWS = 1000000 };
    double weight[WORDS], total = 0;
    uint64_t seen[WORDS] = {0};
    for (uint64_t i = 0; i < DRAWS; i++)
        seen[kith_sampler_draw(s, kith_rng_at(11, i))]++;
    zipf_weights(weight, power);
    for (int i = 0; i < WORDS; i++)
        total += weight[i];
    for (int i = 0; i < WORDS; i++)
        weight[i] *= DRAWS / total;
    return check_counts_p(seen, weight, WORDS);
}

static void draws_follow_the_counts_to_the_power_of_three_quarters(void **state)
{
    (void)state;
    kith_error err;
    kith_sampler s;
    double weight[WORDS];
    zipf_weights(weight, 0.75);
    check_ok(kith_sampler_init(&s, weight, WORDS, &err));
    assert_true(draws_p(&s, 0.75) > 0.001);
    assert_true(draws_p(&s, 0.74) < 1e-6); /* so the test can tell */
    kith_sampler_clear(&s);
}

static void one_outcome_is_always_drawn(void **state)
{
    (void)state;
    kith_error err;
    kith_sampler s;
    check_ok(kith_sampler_init(&s, &(double){0.25}, 1, &err));
    for (uint64_t i = 0; i < 1000; i++)
        assert_int_equal(kith_sampler_draw(&s, kith_rng_at(1, i)), 0);
    assert_int_equal(kith_sampler_draw(&s, UINT64_MAX), 0);
    kith_sampler_clear(&s);
}

static void two_outcomes_are_drawn_by_their_weights(void **state)
{
    (void)state;
    kith_error err;
    kith_sampler s;
    uint64_t seen[2] = {0};
    check_ok(kith_sampler_init(&s, (double[]){3, 1}, 2, &err));
    for (uint64_t i = 0; i < 40000; i++)
        seen[kith_sampler_draw(&s, kith_rng_at(2, i))]++;
    assert_true(check_counts_p(seen, (double[]){30000, 10000}, 2) > 0.001);
    kith_sampler_clear(&s);
}

static void a_weight_of_zero_is_never_drawn(void **state)
{
    (void)state;
    kith_error err;
    kith_sampler s;
    const double weight[5] = {0, 2, 0, 0.5, 0};
    check_ok(kith_sampler_init(&s, weight, 5, &err));
    for (uint64_t i = 0; i < 50000; i++)
        assert_true(weight[kith_sampler_draw(&s, kith_rng_at(3, i))] > 0);
    for (uint64_t column = 0; column < 5; column++) { /* the ends of each column's range */
        const uint64_t high = ((column << 32) + 4) / 5 << 32;
        assert_true(weight[kith_sampler_draw(&s, high)] > 0);
        assert_true(weight[kith_sampler_draw(&s, high | UINT32_MAX)] > 0);
    }
    kith_sampler_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_columns_add_up_to_the_weights),
        cmocka_unit_test(draws_follow_the_counts_to_the_power_of_three_quarters),
        cmocka_unit_test(one_outcome_is_always_drawn),
        cmocka_unit_test(two_outcomes_are_drawn_by_their_weights),
        cmocka_unit_test(a_weight_of_zero_is_never_drawn),
    };
    return cmocka_run_group_tests_name("nn/sampler", tests, NULL, NULL);
}
