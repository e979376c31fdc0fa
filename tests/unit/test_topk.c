/* The bounded heap against sorting. */
#include "query/topk.h"

#include "check.h"
#include "base/rng.h"

enum { MANY = 1000 };

static int by_order(const void *x, const void *y)
{
    const kith_hit *a = x, *b = y;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return a->row < b->row ? -1 : 1;
}

/* Few different values, so that ties are everywhere. */
static float tied(uint64_t i)
{
    return (float)kith_rng_below(kith_rng_at(1, i), 40) - 20;
}

static void fill(float *score, kith_hit *sorted)
{
    for (size_t i = 0; i < MANY; i++) {
        score[i] = tied(i);
        sorted[i] = (kith_hit){i, score[i]};
    }
    qsort(sorted, MANY, sizeof *sorted, by_order);
}

static void check_same(const kith_hit *got, const kith_hit *expected, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(got[i].row, expected[i].row);
        assert_true(got[i].score == expected[i].score);
    }
}

static void the_best_k_come_in_order_and_ties_by_row(void **state)
{
    (void)state;
    float score[MANY];
    kith_hit sorted[MANY], hit[MANY + 7];
    fill(score, sorted);
    for (size_t k = 1; k <= MANY + 7; k = k * 2 + 1) {
        kith_topk t = {.hit = hit, .room = k};
        kith_topk_offer_scores(&t, 0, score, MANY);
        kith_topk_sort(&t);
        assert_int_equal(t.count, k < MANY ? k : MANY);
        check_same(hit, sorted, t.count);
    }
}

static void the_order_of_the_offers_does_not_matter(void **state)
{
    (void)state;
    float score[MANY];
    kith_hit sorted[MANY], hit[17];
    fill(score, sorted);
    kith_topk t = {.hit = hit, .room = 17};
    for (size_t i = MANY; i-- > 0;)
        kith_topk_offer(&t, (kith_hit){i, score[i]});
    kith_topk_sort(&t);
    check_same(hit, sorted, 17);
}

static void heaps_of_many_workers_merge_to_the_same(void **state)
{
    (void)state;
    enum { WORKERS = 3, K = 9, COUNT = 2 };
    float score[MANY], other[MANY];
    kith_hit sorted[MANY], hit[WORKERS][COUNT][K], out[COUNT][K + 1];
    kith_topk heap[WORKERS][COUNT];
    size_t found[COUNT];
    fill(score, sorted);
    for (size_t i = 0; i < MANY; i++)
        other[i] = -1;
    for (size_t w = 0; w < WORKERS; w++)
        for (size_t c = 0; c < COUNT; c++)
            heap[w][c] = (kith_topk){.hit = hit[w][c], .room = K};
    for (size_t i = 0; i < MANY; i += 10) {
        kith_topk_offer_scores(&heap[i / 10 % WORKERS][0], i, score + i, 10);
        kith_topk_offer_scores(&heap[(i / 10 + 1) % WORKERS][1], i, other + i, 10);
    }
    kith_topk_gather(&heap[0][0], WORKERS, COUNT, K + 1, &out[0][0], found);
    assert_int_equal(found[0], K);
    check_same(out[0], sorted, K);
    assert_int_equal(found[1], K);
    for (size_t i = 0; i < K; i++)
        assert_int_equal(out[1][i].row, i);
}

static void nan_never_enters_and_minus_infinity_does(void **state)
{
    (void)state;
    float score[40];
    kith_hit hit[40];
    for (size_t i = 0; i < 40; i++)
        score[i] = i % 3 == 0 ? NAN : i == 20 ? -INFINITY : -(float)i;
    kith_topk t = {.hit = hit, .room = 40};
    kith_topk_offer_scores(&t, 100, score, 40);
    kith_topk_sort(&t);
    assert_int_equal(t.count, 26);
    assert_int_equal(hit[0].row, 101);
    assert_int_equal(hit[25].row, 120);
    for (size_t i = 0; i < 40; i++)
        score[i] = NAN;
    t.count = 0;
    kith_topk_offer_scores(&t, 0, score, 40);
    assert_int_equal(t.count, 0);
}

static void skipped_rows_do_not_enter(void **state)
{
    (void)state;
    const float score[5] = {5, 4, 3, 2, 1};
    const kith_term skip[2] = {{0, 1}, {2, 1}};
    kith_hit hit[2];
    kith_topk t = {.hit = hit, .room = 2, .skip = skip, .skips = 2};
    kith_topk_offer_scores(&t, 0, score, 5);
    kith_topk_sort(&t);
    assert_int_equal(t.count, 2);
    assert_int_equal(hit[0].row, 1);
    assert_int_equal(hit[1].row, 3);
}

static void a_heap_without_room_stays_empty(void **state)
{
    (void)state;
    const float score[20] = {1};
    kith_topk t = {0};
    kith_topk_offer_scores(&t, 0, score, 20);
    kith_topk_offer(&t, (kith_hit){0, 1});
    kith_topk_sort(&t);
    assert_int_equal(t.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_k_come_in_order_and_ties_by_row),
        cmocka_unit_test(the_order_of_the_offers_does_not_matter),
        cmocka_unit_test(heaps_of_many_workers_merge_to_the_same),
        cmocka_unit_test(nan_never_enters_and_minus_infinity_does),
        cmocka_unit_test(skipped_rows_do_not_enter),
        cmocka_unit_test(a_heap_without_room_stays_empty),
    };
    return cmocka_run_group_tests_name("query/topk", tests, NULL, NULL);
}
