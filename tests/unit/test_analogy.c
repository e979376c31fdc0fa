/* Both methods against their formulas in double, one at a time and in bulk. */
#include "query/analogy.h"

#include "made_vectors.h"

typedef double formula(double a, double b, double c);

static double add(double a, double b, double c)
{
    return b - a + c;
}

static double mul(double a, double b, double c)
{
    return (b + 1) / 2 * ((c + 1) / 2) / ((a + 1) / 2 + 0.001);
}

/* score [rows] of x for a : b = c : x; NaN for the words given unless they may answer */
static void oracle(const kith_vectors *v, const kith_analogy *g, formula *f, bool inputs,
                   double *score)
{
    for (uint64_t x = 0; x < v->input.rows; x++)
        score[x] = f(made_cosine_rows(v, x, g->a), made_cosine_rows(v, x, g->b),
                     made_cosine_rows(v, x, g->c));
    if (!inputs)
        score[g->a] = score[g->b] = score[g->c] = NAN;
}

static kith_search *search(const kith_vectors *v, unsigned threads)
{
    kith_error err = {0};
    kith_search *s = NULL;
    check_ok(kith_search_new(v, threads, NULL, 0, &s, &err));
    return s;
}

static void mul_agrees_with_its_formula(void **state)
{
    (void)state;
    kith_error err = {0};
    enum { ROWS = 203 };
    double score[ROWS];
    for (uint64_t dim = 1; dim < 40; dim += 6) {
        kith_vectors *v = made_random(ROWS, dim, dim);
        kith_search *s = search(v, 2);
        for (uint64_t i = 0; i < 8; i++) {
            const kith_analogy g = {i, 3 * i + 1, i * i + 2};
            kith_hit hits[12];
            size_t found;
            check_ok(kith_search_analogy(s, KITH_3COSMUL, g.a, g.b, g.c, i % 2 == 1, 12, hits,
                                         &found, &err));
            oracle(v, &g, mul, i % 2 == 1, score);
            /* up to 1 / eps, where cos(a,x) is near -1 */
            made_check_hits(hits, found, score, ROWS, 12, 2e-3 * (1 + score[hits[0].row]));
        }
        kith_search_free(s);
        kith_vectors_free(v);
    }
}

/* The score of one analogy is the cosine with b - a + c, so the nearest of that sum agree. */
static void add_gives_the_neighbours_of_the_sum(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(500, 24, 9);
    kith_search *s = search(v, 2);
    for (uint64_t i = 0; i < 20; i++) {
        const uint64_t a = i, b = 100 + 7 * i, c = 499 - i;
        const kith_term term[3] = {{a, -1}, {b, 1}, {c, 1}};
        double sum[24] = {0}, score[500];
        for (int t = 0; t < 3; t++) {
            const float *row = kith_vectors_row(v, term[t].row);
            double square = 0;
            for (int j = 0; j < 24; j++)
                square += (double)row[j] * row[j];
            for (int j = 0; j < 24 && square > 0; j++)
                sum[j] += term[t].weight * row[j] / sqrt(square);
        }
        for (uint64_t x = 0; x < 500; x++)
            score[x] =
                x == a || x == b || x == c ? NAN : made_cosine(kith_vectors_row(v, x), sum, 24);
        kith_hit hits[10];
        size_t found;
        check_ok(kith_search_analogy(s, KITH_3COSADD, a, b, c, false, 10, hits, &found, &err));
        made_check_hits(hits, found, score, 500, 10, 1e-5);
    }
    kith_search_free(s);
    kith_vectors_free(v);
}

static void analogies_in_bulk_agree_with_each_alone(void **state)
{
    (void)state;
    enum { ROWS = 3000, COUNT = 400 };
    kith_error err = {0};
    kith_vectors *v = made_random(ROWS, 10, 4);
    static kith_analogy given[COUNT];
    static kith_hit first[COUNT], hits[COUNT];
    static size_t found[COUNT];
    double score[ROWS];
    for (uint64_t i = 0; i < COUNT; i++)
        given[i] = (kith_analogy){i % 17, i * 31 % ROWS, i * i % 90};
    const unsigned threads[] = {1, 2, 7};
    for (size_t t = 0; t < 3; t++) {
        kith_search *s = search(v, threads[t]);
        const kith_candidates among = {2500, s->scale, false};
        check_ok(
            kith_analogies_answer(s, KITH_3COSADD, &among, given, COUNT, 1, hits, found, &err));
        for (size_t i = 0; i < COUNT; i++) {
            assert_int_equal(found[i], 1);
            assert_true(t == 0 || (hits[i].row == first[i].row && hits[i].score == first[i].score));
            first[i] = hits[i];
        }
        kith_search_free(s);
    }
    for (size_t i = 0; i < COUNT; i += 37) {
        oracle(v, &given[i], add, false, score);
        made_check_hits(&hits[i], 1, score, 2500, 1, 1e-5);
    }
    kith_vectors_free(v);
}

static void equal_words_and_zero_sums_have_answers(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(60, 7, 8);
    kith_search *s = search(v, 1);
    kith_hit hits[60];
    size_t found;
    check_ok(kith_search_analogy(s, KITH_3COSADD, 5, 5, 5, false, 60, hits, &found, &err));
    assert_int_equal(found, 59);
    check_ok(kith_search_analogy(s, KITH_3COSADD, 1, 10, 10, true, 60, hits, &found, &err));
    assert_int_equal(found, 60);
    check_ok(kith_search_analogy(s, KITH_3COSADD, 10, 10, 10, false, 60, hits, &found, &err));
    check_near(hits[0].score, 0, 0);
    check_ok(kith_search_analogy(s, KITH_3COSMUL, 1, 2, 3, false, 0, hits, &found, &err));
    assert_int_equal(found, 0);
    check_fails_with(kith_search_analogy(s, KITH_3COSMUL, 1, 60, 3, false, 1, hits, &found, &err),
                     KITH_ERR_USAGE, "row 60");
    kith_search_free(s);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mul_agrees_with_its_formula),
        cmocka_unit_test(add_gives_the_neighbours_of_the_sum),
        cmocka_unit_test(analogies_in_bulk_agree_with_each_alone),
        cmocka_unit_test(equal_words_and_zero_sums_have_answers),
    };
    return cmocka_run_group_tests_name("query/analogy", tests, NULL, NULL);
}
