/* Partners found by cosine and by CSLS, against the formulas computed over all pairs in double. */
#include "made_vectors.h"

enum { FROM = 350, TO = 420, DIM = 8, NEAREST = 10 };

typedef struct spaces {
    kith_vectors *from, *to;
    double cosine[FROM][TO], score[FROM][TO];
} spaces;

static int descending(const void *x, const void *y)
{
    const double a = *(const double *)x, b = *(const double *)y;
    return (a < b) - (a > b);
}

static double mean_of_nearest(double *value, size_t n)
{
    double sum = 0;
    qsort(value, n, sizeof *value, descending);
    for (size_t i = 0; i < NEAREST; i++)
        sum += value[i];
    return sum / NEAREST;
}

/* `to` is a noisy copy of `from`, and rows of its own; some of its rows are near to all. */
static void make_spaces(spaces *s)
{
    s->from = made_vectors(NULL, FROM, DIM);
    s->to = made_vectors(NULL, TO, DIM);
    for (uint64_t r = 0; r < TO; r++)
        for (uint64_t i = 0; i < DIM; i++) {
            const float number = made_number(1, r * DIM + i) + (i == 0 ? 0.5F : 0);
            if (r < FROM)
                made_row(s->from, r)[i] = number;
            made_row(s->to, r)[i] = number + 0.6F * made_number(2, r * DIM + i);
        }
    for (size_t x = 0; x < FROM; x++)
        for (size_t y = 0; y < TO; y++) {
            double other[DIM];
            for (size_t i = 0; i < DIM; i++)
                other[i] = kith_vectors_row(s->to, y)[i];
            s->cosine[x][y] = made_cosine(kith_vectors_row(s->from, x), other, DIM);
        }
    double near_from[FROM], near_to[TO], row[TO], column[FROM];
    for (size_t x = 0; x < FROM; x++) {
        memcpy(row, s->cosine[x], sizeof row);
        near_from[x] = mean_of_nearest(row, TO);
    }
    for (size_t y = 0; y < TO; y++) {
        for (size_t x = 0; x < FROM; x++)
            column[x] = s->cosine[x][y];
        near_to[y] = mean_of_nearest(column, FROM);
    }
    for (size_t x = 0; x < FROM; x++)
        for (size_t y = 0; y < TO; y++)
            s->score[x][y] = 2 * s->cosine[x][y] - near_from[x] - near_to[y];
}

/* How many rows score higher than the best of the partners x and x + 1. */
static size_t rank(const double score[TO], size_t x)
{
    const double best = fmax(score[x], score[x + 1]);
    size_t higher = 0;
    for (size_t y = 0; y < TO; y++)
        higher += score[y] > best;
    return higher;
}

static void partners_are_found_as_the_formulas_say(void **state)
{
    (void)state;
    kith_error err = {0};
    static spaces s;
    make_spaces(&s);
    kith_row_pair pair[2 * FROM]; /* two partners each, in two runs */
    uint64_t nearest[2] = {0}, csls[2] = {0};
    double cosine = 0;
    for (size_t x = 0; x < FROM; x++) {
        pair[x] = (kith_row_pair){x, x};
        pair[FROM + x] = (kith_row_pair){x, x + 1};
        cosine += s.cosine[x][x] + s.cosine[x][x + 1];
        nearest[0] += rank(s.cosine[x], x) == 0;
        nearest[1] += rank(s.cosine[x], x) < 5;
        csls[0] += rank(s.score[x], x) == 0;
        csls[1] += rank(s.score[x], x) < 5;
    }
    kith_search *from = NULL, *to = NULL;
    kith_retrieval r;
    check_ok(kith_search_new(s.from, 2, NULL, 0, &from, &err));
    check_ok(kith_search_new(s.to, 2, NULL, 0, &to, &err));
    check_ok(kith_eval_retrieval(from, to, pair, 2 * FROM, &r, &err));
    assert_int_equal(r.asked, FROM);
    assert_int_equal(r.outside, 0);
    check_near(r.cosine, cosine / (2 * FROM), 1e-6);
    assert_int_equal(r.nearest[0], nearest[0]);
    assert_int_equal(r.nearest[1], nearest[1]);
    assert_int_equal(r.csls[0], csls[0]);
    assert_int_equal(r.csls[1], csls[1]);
    assert_true(csls[0] != nearest[0]); /* or the test tells nothing */
    kith_search_free(from);
    kith_search_free(to);
    kith_vectors_free(s.from);
    kith_vectors_free(s.to);
}

static void words_beyond_the_rows_searched_are_counted_apart(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(40, 5, 3);
    kith_search *some = NULL, *all = NULL;
    kith_retrieval r;
    const kith_row_pair pair[] = {{0, 0}, {1, 30}, {30, 1}, {2, 35}, {2, 2}};
    check_ok(kith_search_new(v, 1, NULL, 20, &some, &err));
    check_ok(kith_search_new(v, 1, NULL, 0, &all, &err));
    check_ok(kith_eval_retrieval(some, some, pair, 5, &r, &err));
    assert_int_equal(r.asked, 2);
    assert_int_equal(r.outside, 2);
    assert_int_equal(r.nearest[0], 2);
    check_ok(kith_eval_retrieval(all, all, pair, 5, &r, &err));
    assert_int_equal(r.asked, 4);
    check_ok(kith_eval_retrieval(all, all, pair, 0, &r, &err));
    assert_int_equal(r.asked, 0);
    assert_true(isnan(r.cosine));
    kith_search_free(some);
    kith_search_free(all);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(partners_are_found_as_the_formulas_say),
        cmocka_unit_test(words_beyond_the_rows_searched_are_counted_apart),
    };
    return cmocka_run_group_tests_name("query/retrieval", tests, NULL, NULL);
}
