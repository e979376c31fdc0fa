/* Counts of pairs against an array of true counts, with and without a limit to the memory. */
#include "check.h"
#include "text/pairs.h"

enum { TOKENS = 300, RUNS = 3, DRAWS = 400000 };

static uint64_t truth[TOKENS][RUNS][TOKENS];

static uint32_t draw(uint64_t *x, uint32_t n)
{
    *x = *x * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*x >> 33) % n);
}

/* Few tokens are frequent, most are rare. */
static uint32_t draw_token(uint64_t *x)
{
    return draw(x, draw(x, TOKENS) + 1);
}

static void count_draws(kith_pairs *p)
{
    kith_error err;
    uint64_t x = 7;
    memset(truth, 0, sizeof truth);
    for (int i = 0; i < DRAWS; i++) {
        const uint32_t left = draw_token(&x), right = draw_token(&x), run = draw(&x, RUNS);
        truth[left][run][right]++;
        check_ok(kith_pairs_add(p, left, run, right, 1, &err));
    }
}

/* How much the counts are too low at most; none may be too high. */
static uint64_t largest_loss(const kith_pairs *p)
{
    uint64_t loss = 0;
    for (uint32_t left = 0; left < TOKENS; left++)
        for (uint32_t run = 0; run < RUNS; run++)
            for (uint32_t right = 0; right < TOKENS; right++) {
                const uint64_t counted = kith_pair_number(kith_pairs_find(p, left, run, right));
                assert_true(counted <= truth[left][run][right]);
                if (truth[left][run][right] - counted > loss)
                    loss = truth[left][run][right] - counted;
            }
    return loss;
}

static void without_a_limit_all_counts_are_exact(void **state)
{
    (void)state;
    kith_error err;
    kith_pairs p;
    check_ok(kith_pairs_init(&p, 0, &err));
    count_draws(&p);
    assert_int_equal(largest_loss(&p), 0);
    assert_int_equal(p.pruned, 0);
    uint64_t distinct = 0;
    for (uint32_t i = 0; i < TOKENS * RUNS * TOKENS; i++)
        distinct += truth[i / (RUNS * TOKENS)][i / TOKENS % RUNS][i % TOKENS] > 0;
    assert_int_equal(p.size, distinct);
    kith_pairs_clear(&p);
}

static void pruned_counts_are_within_the_bound_and_the_memory_within_the_limit(void **state)
{
    (void)state;
    kith_error err;
    kith_pairs p;
    const uint64_t limit = 1 << 20;
    check_ok(kith_pairs_init(&p, limit, &err));
    count_draws(&p);
    assert_true(p.pruned > 0);
    assert_true(p.room * sizeof *p.entry <= limit);
    const uint64_t loss = largest_loss(&p);
    assert_true(loss > 0);
    assert_true(loss <= p.bound);
    uint64_t entries = 0;
    for (uint64_t i = 0; i < p.room; i++)
        entries += p.entry[i].rest != 0;
    assert_int_equal(p.size, entries);
    kith_pairs_clear(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_limit_all_counts_are_exact),
        cmocka_unit_test(pruned_counts_are_within_the_bound_and_the_memory_within_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
