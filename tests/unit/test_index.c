/* Indexes against brute force: how much they find, and what they do with odd vectors. */
#include <pthread.h>

#include "made_vectors.h"

enum { CLUSTERS = 40, K = 10, MOST = 64 };

/* Rows around centres, the rows of a centre one after the other. */
static kith_vectors *clustered(uint64_t rows, uint64_t dim)
{
    kith_vectors *v = made_vectors(NULL, rows, dim);
    for (uint64_t i = 0; i < rows; i++)
        for (uint64_t j = 0; j < dim; j++)
            made_row(v, i)[j] =
                made_number(5, i * CLUSTERS / rows * dim + j) + 0.5F * made_number(6, i * dim + j);
    return v;
}

static kith_index *indexed(const kith_vectors *v)
{
    kith_error err = {0};
    kith_index *x = NULL;
    check_ok(kith_index_build(v, &(kith_index_options){.threads = 2}, NULL, NULL, &x, &err));
    assert_int_equal(kith_index_about(x)->rows, kith_vectors_rows(v));
    return x;
}

static size_t nearest(const kith_index *x, uint64_t row, bool itself, size_t k, kith_hit *hits)
{
    kith_error err = {0};
    const kith_term term = {row, 1};
    const kith_query q = {&term, 1, itself};
    size_t found = 0;
    check_ok(kith_index_nearest(x, &q, 1, k, 0, hits, &found, &err));
    return found;
}

/* The k-th best cosine with a row among the others, by plain sums. */
static double worst_of_best(const kith_vectors *v, uint64_t row, size_t k)
{
    const uint64_t rows = kith_vectors_rows(v);
    double *score = malloc(rows * sizeof *score);
    for (uint64_t i = 0; i < rows; i++)
        score[i] = i == row ? -2 : made_cosine_rows(v, row, i);
    qsort(score, rows, sizeof *score, made_descending);
    const double worst = score[k - 1];
    free(score);
    return worst;
}

static void nearly_all_of_the_nearest_are_found(void **state)
{
    (void)state;
    kith_vectors *v = clustered(6000, 40);
    kith_index *x = indexed(v);
    kith_hit hits[K];
    size_t right = 0, asked = 0;
    for (uint64_t row = 0; row < 6000; row += 61, asked++) {
        const double worst = worst_of_best(v, row, K);
        assert_int_equal(nearest(x, row, false, K, hits), K);
        for (size_t i = 0; i < K; i++) {
            assert_true(hits[i].row != row);
            check_near(hits[i].score, made_cosine_rows(v, row, hits[i].row), 1e-5);
            assert_true(i == 0 || hits[i].score <= hits[i - 1].score);
            right += (double)hits[i].score >= worst - 1e-6;
        }
    }
    assert_true(right >= asked * K * 98 / 100);
    kith_index_free(x);
    kith_vectors_free(v);
}

static void what_an_index_misses_is_measured(void **state)
{
    (void)state;
    kith_vectors *v = clustered(6000, 40);
    kith_index *x = indexed(v);
    kith_search *s = NULL;
    kith_error err = {0};
    kith_index_recall r, again, narrow;
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    check_ok(kith_index_measure(x, s, 50, 7, 0, &r, &err));
    assert_int_equal(r.asked, 50);
    assert_int_equal(r.wanted, 50 * 10);
    assert_true(r.found <= r.wanted && r.found * 100 >= r.wanted * 98);
    assert_true(r.exact_seconds > 0 && r.seconds > 0);
    check_ok(kith_index_measure(x, s, 50, 7, 0, &again, &err));
    assert_int_equal(again.found, r.found);
    check_ok(kith_index_measure(x, s, 50, 7, 1, &narrow, &err));
    assert_true(narrow.found < r.found);
    kith_search_free(s);
    kith_index_free(x);
    kith_vectors_free(v);
}

static void all_rows_are_found_where_as_many_are_asked_for(void **state)
{
    (void)state;
    for (uint64_t rows = 1; rows <= MOST; rows += rows < 4 ? 1 : 20) {
        kith_vectors *v = clustered(rows, 12);
        kith_index *x = indexed(v);
        kith_hit hits[2 * MOST];
        double score[MOST];
        for (uint64_t i = 0; i < rows; i++)
            score[i] = made_cosine_rows(v, 0, i);
        made_check_hits(hits, nearest(x, 0, true, 2 * MOST, hits), score, rows, 2 * MOST, 1e-5);
        assert_int_equal(nearest(x, 0, false, 2 * MOST, hits), rows - 1);
        kith_index_free(x);
        kith_vectors_free(v);
    }
}

static void equal_rows_are_all_as_good(void **state)
{
    (void)state;
    kith_vectors *v = clustered(3000, 16);
    kith_hit hits[K];
    for (uint64_t i = 500; i < 2500; i++)
        memcpy(made_row(v, i), made_row(v, 7), 16 * sizeof(float));
    kith_index *x = indexed(v);
    for (uint64_t row = 500; row < 2500; row += 399) {
        assert_int_equal(nearest(x, row, false, K, hits), K);
        for (size_t i = 0; i < K; i++)
            check_near(hits[i].score, 1, 1e-6);
    }
    size_t right = 0;
    for (uint64_t row = 2500; row < 3000; row += 50) {
        const double worst = worst_of_best(v, row, K);
        assert_int_equal(nearest(x, row, false, K, hits), K);
        for (size_t i = 0; i < K; i++)
            right += (double)hits[i].score >= worst - 1e-6;
    }
    assert_true(right >= 98);
    kith_index_free(x);
    kith_vectors_free(v);
}

static void rows_without_a_direction_are_left_out(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = clustered(2000, 16);
    kith_hit hits[K];
    size_t found;
    for (uint64_t i = 0; i < 2000; i += 2)
        memset(made_row(v, i), 0, 16 * sizeof(float));
    made_row(v, 1)[3] = NAN;
    kith_index *x = indexed(v);
    assert_int_equal(kith_index_about(x)->left_out, 1001);
    assert_int_equal(nearest(x, 501, false, K, hits), K);
    for (size_t i = 0; i < K; i++)
        assert_true(hits[i].row % 2 == 1 && hits[i].row != 1 && hits[i].score > 0.5F);
    /* A question without one has cosine 0 with all that are numbers. */
    assert_int_equal(nearest(x, 0, false, 3, hits), 3);
    assert_true(hits[0].row == 2 && hits[1].row == 3 && hits[2].row == 4 && hits[0].score == 0);
    float odd[16] = {NAN};
    check_ok(kith_index_vectors(x, odd, 1, K, 0, hits, &found, &err));
    assert_int_equal(found, 0);
    kith_index_free(x);
    kith_vectors_free(v);
}

static void vectors_are_asked_as_words_are(void **state)
{
    (void)state;
    enum { N = 100 };
    kith_error err = {0};
    kith_vectors *v = clustered(3000, 24);
    kith_index *x = indexed(v);
    kith_hit all[N * K], one[K];
    size_t found[N];
    float vectors[N * 24];
    for (uint64_t i = 0; i < N; i++)
        memcpy(vectors + i * 24, made_row(v, 29 * i), 24 * sizeof *vectors);
    check_ok(kith_index_vectors(x, vectors, N, K, 50, all, found, &err));
    for (uint64_t i = 0; i < N; i++) {
        const kith_term term = {29 * i, 1};
        const kith_query q = {&term, 1, true};
        size_t count = 0;
        check_ok(kith_index_nearest(x, &q, 1, K, 50, one, &count, &err));
        assert_int_equal(found[i], count);
        for (size_t j = 0; j < K; j++) /* a word comes at length 1, rounded once more */
            check_near(all[i * K + j].score, one[j].score, 1e-6);
        assert_int_equal(one[0].row, 29 * i);
    }
    const kith_term nowhere = {3000, 1};
    check_fails_with(
        kith_index_nearest(x, &(kith_query){&nowhere, 1, false}, 1, K, 0, one, found, &err),
        KITH_ERR_USAGE, "no row 3000");
    kith_index_free(x);
    kith_vectors_free(v);
}

typedef struct asker {
    const kith_index *x;
    uint64_t first;
    kith_hit hit[20 * K];
} asker;

static void *ask_many(void *self)
{
    asker *a = self;
    kith_error err = {0};
    kith_term term[20];
    kith_query q[20];
    size_t found[20];
    for (size_t i = 0; i < 20; i++) {
        term[i] = (kith_term){a->first + i, 1};
        q[i] = (kith_query){&term[i], 1, false};
    }
    check_ok(kith_index_nearest(a->x, q, 20, K, 0, a->hit, found, &err));
    return NULL;
}

static void many_threads_may_ask_at_once(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    kith_vectors *v = clustered(2000, 16);
    kith_index *x = indexed(v);
    pthread_t thread[THREADS];
    static asker a[THREADS], again;
    for (size_t i = 0; i < THREADS; i++) {
        a[i] = (asker){.x = x, .first = i * 400};
        assert_int_equal(pthread_create(&thread[i], NULL, ask_many, &a[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
    for (size_t i = 0; i < THREADS; i++) {
        again = (asker){.x = x, .first = i * 400};
        ask_many(&again);
        assert_memory_equal(again.hit, a[i].hit, sizeof again.hit);
    }
    kith_index_free(x);
    kith_vectors_free(v);
}

static bool stop(void *self, const kith_progress *p)
{
    (void)p;
    return --*(int *)self > 0;
}

static void bad_orders_are_refused_and_cancelling_leaves_nothing(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_index *x = NULL;
    int steps = 2;
    kith_vectors *v = clustered(3000, 8), *none = made_vectors(NULL, 0, 8);
    const size_t before = check_count_entries(".");
    check_fails_with(kith_index_build(v, NULL, "c.index", &(kith_watch){stop, &steps}, &x, &err),
                     KITH_CANCELLED, "stopped");
    assert_int_equal(check_count_entries("."), before);
    assert_null(x);
    check_fails_with(kith_index_build(v, &(kith_index_options){.links = 3}, NULL, NULL, &x, &err),
                     KITH_ERR_USAGE, "3 links");
    check_fails_with(kith_index_build(none, NULL, NULL, NULL, &x, &err), KITH_ERR_DATA, "no rows");
    check_fails(kith_index_build(v, NULL, "none/c.index", NULL, &x, &err), KITH_ERR_CREATE);
    kith_vectors_free(none);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearly_all_of_the_nearest_are_found),
        cmocka_unit_test(what_an_index_misses_is_measured),
        cmocka_unit_test(all_rows_are_found_where_as_many_are_asked_for),
        cmocka_unit_test(equal_rows_are_all_as_good),
        cmocka_unit_test(rows_without_a_direction_are_left_out),
        cmocka_unit_test(vectors_are_asked_as_words_are),
        cmocka_unit_test(many_threads_may_ask_at_once),
        cmocka_unit_test(bad_orders_are_refused_and_cancelling_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
