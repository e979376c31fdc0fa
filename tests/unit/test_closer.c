/* Ranks, the words in between and relative cosines against counting. */
#include "made_vectors.h"

static void ranks_are_what_counting_says(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(3000, 12, 8);
    kith_search *s = NULL;
    check_ok(kith_search_new(v, 3, NULL, 0, &s, &err));
    for (uint64_t a = 0; a < 40; a += 13)
        for (uint64_t b = 1; b < 3000; b += 371) {
            kith_hit *hits;
            uint64_t count, above = 0;
            const double limit = made_cosine_rows(v, a, b);
            for (uint64_t i = 0; i < 3000; i++) /* equal rows are no closer, whatever rounding */
                above += i != a && made_cosine_rows(v, a, i) > limit + 1e-6;
            check_ok(kith_search_closer(s, a, b, &hits, &count, &err));
            assert_int_equal(count, above);
            for (uint64_t i = 0; i < count; i++) {
                assert_true(hits[i].row != a && hits[i].row != b);
                check_near(hits[i].score, made_cosine_rows(v, a, hits[i].row), 1e-5);
                assert_true(i == 0 || hits[i].score < hits[i - 1].score ||
                            (hits[i].score == hits[i - 1].score && hits[i].row > hits[i - 1].row));
            }
            free(hits);
        }
    kith_search_free(s);
    kith_vectors_free(v);
}

static void the_nearest_word_has_nothing_before_it(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(4, 6, 8);
    kith_search *s = NULL;
    kith_hit *hits;
    uint64_t count;
    memcpy(made_row(v, 2), made_row(v, 0), 6 * sizeof(float));
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    check_ok(kith_search_closer(s, 0, 2, &hits, &count, &err));
    assert_int_equal(count, 0);
    free(hits);
    check_ok(kith_search_closer(s, 0, 0, &hits, &count, &err));
    assert_int_equal(count, 0);
    free(hits);
    kith_search_free(s);
    kith_vectors_free(v);
}

static int falling(const void *x, const void *y)
{
    const double a = *(const double *)x, b = *(const double *)y;
    return (a < b) - (a > b);
}

static void the_relative_cosine_is_by_the_nearest(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(300, 12, 8);
    kith_search *s = NULL;
    double cosine[299], relative;
    check_ok(kith_search_new(v, 2, NULL, 0, &s, &err));
    for (uint64_t i = 0; i < 299; i++)
        cosine[i] = made_cosine_rows(v, 7, i < 7 ? i : i + 1);
    qsort(cosine, 299, sizeof *cosine, falling);
    double sum = 0;
    for (size_t k = 1; k <= 299; k++) {
        sum += cosine[k - 1];
        if (k % 50 != 10)
            continue;
        check_ok(kith_search_relative(s, 7, 90, k, &relative, &err));
        check_near(relative, made_cosine_rows(v, 7, 90) / sum, 1e-5);
    }
    check_fails(kith_search_relative(s, 7, 300, 3, &relative, &err), KITH_ERR_USAGE);
    check_fails(kith_search_relative(s, 300, 7, 3, &relative, &err), KITH_ERR_USAGE);
    kith_search_free(s);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_what_counting_says),
        cmocka_unit_test(the_nearest_word_has_nothing_before_it),
        cmocka_unit_test(the_relative_cosine_is_by_the_nearest),
    };
    return cmocka_run_group_tests_name("query/closer", tests, NULL, NULL);
}
