/*
 * Huffman trees: code lengths against the cost of an optimal tree found the slow way, and paths
 * that lead from the root to one leaf each.
 */
#include "check.h"

#include "base/rng.h"
#include "nn/tree.h"

enum { MOST = 300 };

static kith_tree made(const uint64_t *count, uint64_t leaves)
{
    kith_error err;
    kith_tree t;
    check_ok(kith_tree_init(&t, count, leaves, &err));
    assert_int_equal(t.leaves, leaves);
    assert_int_equal(t.start[0], 0);
    return t;
}

static uint64_t length(const kith_tree *t, uint64_t leaf)
{
    return t->start[leaf + 1] - t->start[leaf];
}

/* Takes the smallest of n weights out. */
static uint64_t take_least(uint64_t *weight, uint64_t *n)
{
    uint64_t least = 0;
    for (uint64_t i = 1; i < *n; i++)
        least = weight[i] < weight[least] ? i : least;
    const uint64_t value = weight[least];
    weight[least] = weight[--*n];
    return value;
}

/* Sum of count * code length of an optimal code: the sum of all weights ever merged. */
static uint64_t optimal_cost(const uint64_t *count, uint64_t n)
{
    uint64_t weight[MOST], cost = 0;
    memcpy(weight, count, n * sizeof *weight);
    while (n > 1) {
        const uint64_t merged = take_least(weight, &n) + take_least(weight, &n);
        cost += merged;
        weight[n++] = merged;
    }
    return cost;
}

/* Two paths run through the same nodes as long as their branches agree, and part before either
 * ends. */
static void check_pair(const kith_tree *t, uint64_t a, uint64_t b)
{
    const uint32_t *p = t->step + t->start[a], *q = t->step + t->start[b];
    const uint64_t shorter = length(t, a) < length(t, b) ? length(t, a) : length(t, b);
    uint64_t i = 0;
    while (i < shorter && p[i] == q[i])
        i++;
    assert_true(i < shorter);
    assert_int_equal(p[i] ^ q[i], 1);
}

static void check_tree(const uint64_t *count, uint64_t leaves)
{
    kith_tree t = made(count, leaves);
    uint64_t cost = 0, longest = 0;
    for (uint64_t a = 0; a < leaves; a++) {
        cost += count[a] * length(&t, a);
        longest = length(&t, a) > longest ? length(&t, a) : longest;
        assert_int_equal(t.step[t.start[a]] >> 1, leaves - 2);
        for (uint64_t b = 0; b < a; b++)
            check_pair(&t, a, b);
    }
    assert_int_equal(cost, optimal_cost(count, leaves));
    assert_int_equal(t.longest, longest);
    kith_tree_clear(&t);
}

static int descending(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a < b) - (a > b);
}

static void codes_are_optimal_and_no_code_begins_another(void **state)
{
    (void)state;
    uint64_t count[MOST];
    for (uint64_t n = 2; n < 40; n++)
        for (uint64_t most = 1; most <= 1000; most *= 10) { /* 1: all equal; 10: many ties */
            for (uint64_t i = 0; i < n; i++)
                count[i] = 1 + kith_rng_at(n * 1000 + most, i) % most;
            qsort(count, n, sizeof *count, descending);
            check_tree(count, n);
        }
    for (uint64_t i = 0; i < MOST; i++)
        count[i] = 1000000 / (i + 1);
    check_tree(count, MOST);
}

static void eight_equal_words_lie_three_deep(void **state)
{
    (void)state;
    const uint64_t count[8] = {5, 5, 5, 5, 5, 5, 5, 5};
    kith_tree t = made(count, 8);
    for (uint64_t i = 0; i < 8; i++)
        assert_int_equal(length(&t, i), 3);
    assert_int_equal(t.longest, 3);
    kith_tree_clear(&t);
}

static void one_leaf_has_no_path_and_two_have_one_step(void **state)
{
    (void)state;
    const uint64_t count[2] = {9, 1};
    kith_tree one = made(count, 1);
    assert_int_equal(length(&one, 0), 0);
    assert_int_equal(one.longest, 0);
    kith_tree_clear(&one);
    kith_tree two = made(count, 2);
    assert_int_equal(length(&two, 0), 1);
    assert_int_equal(length(&two, 1), 1);
    assert_int_equal(two.step[0] ^ two.step[1], 1);
    kith_tree_clear(&two);
}

/* The deepest tree there is: each merge takes the tree so far. 85 counts fill 64 bits. */
static void fibonacci_counts_make_a_tree_as_deep_as_its_words(void **state)
{
    (void)state;
    enum { N = 85 };
    uint64_t count[N];
    count[N - 1] = count[N - 2] = 1;
    for (int i = N - 3; i >= 0; i--)
        count[i] = count[i + 1] + count[i + 2];
    kith_tree t = made(count, N);
    assert_int_equal(t.longest, N - 1);
    for (uint64_t i = 0; i + 1 < N; i++)
        assert_int_equal(length(&t, i), i + 1);
    kith_tree_clear(&t);
    check_tree(count + 20, N - 20);
}

/* Whatever the nodes score, each sends all it has to its two branches. */
static void leaf_probabilities_add_up_to_one(void **state)
{
    (void)state;
    uint64_t count[MOST];
    for (uint64_t i = 0; i < MOST; i++)
        count[i] = 100000 / (i + 3);
    kith_tree t = made(count, MOST);
    double total = 0;
    for (uint64_t i = 0; i < MOST; i++) {
        double p = 1;
        for (uint64_t s = t.start[i]; s < t.start[i + 1]; s++) {
            const double score = 8 * kith_rng_unit(kith_rng_at(5, t.step[s] >> 1)) - 4;
            p *= 1 / (1 + exp(t.step[s] & 1 ? score : -score));
        }
        total += p;
    }
    check_near(total, 1, 1e-12);
    kith_tree_clear(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_optimal_and_no_code_begins_another),
        cmocka_unit_test(eight_equal_words_lie_three_deep),
        cmocka_unit_test(one_leaf_has_no_path_and_two_have_one_step),
        cmocka_unit_test(fibonacci_counts_make_a_tree_as_deep_as_its_words),
        cmocka_unit_test(leaf_probabilities_add_up_to_one),
    };
    return cmocka_run_group_tests_name("nn/tree", tests, NULL, NULL);
}
