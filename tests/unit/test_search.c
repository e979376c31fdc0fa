/* What every search promises, whoever asks and with how many threads. */
#include <pthread.h>

#include "made_vectors.h"

enum { K = 12, COUNT = 70 };

static kith_search *search(const kith_vectors *v, unsigned threads, uint64_t limit)
{
    kith_error err = {0};
    kith_search *s = NULL;
    check_ok(kith_search_new(v, threads, NULL, limit, &s, &err));
    return s;
}

static void ask_all(const kith_search *s, kith_hit hits[COUNT * K], size_t found[COUNT])
{
    kith_error err = {0};
    kith_term term[COUNT];
    kith_query query[COUNT];
    memset(hits, 0, COUNT * K * sizeof *hits);
    for (size_t i = 0; i < COUNT; i++) {
        term[i] = (kith_term){i * 3, 1};
        query[i] = (kith_query){&term[i], 1, false};
    }
    check_ok(kith_search_nearest(s, query, COUNT, K, hits, found, &err));
}

/* Byte by byte: kith_hit has padding, which ask_all has cleared and no hit is copied without. */
static void check_same(const kith_hit *x, const kith_hit *y)
{
    for (size_t i = 0; i < COUNT * K; i++) {
        assert_int_equal(x[i].row, y[i].row);
        assert_memory_equal(&x[i].score, &y[i].score, sizeof x[i].score);
    }
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    kith_vectors *v = made_random(5000, 13, 1);
    kith_hit first[COUNT * K], again[COUNT * K];
    size_t found[COUNT];
    kith_search *s = search(v, 1, 0);
    ask_all(s, first, found);
    kith_search_free(s);
    const unsigned threads[] = {2, 7, 0};
    for (size_t i = 0; i < 3; i++) {
        s = search(v, threads[i], 0);
        ask_all(s, again, found);
        check_same(first, again);
        kith_search_free(s);
    }
    kith_vectors_free(v);
}

static void a_query_alone_scores_as_it_does_in_a_batch(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(2000, 31, 2);
    kith_search *s = search(v, 2, 0);
    kith_hit batch[COUNT * K], alone[K];
    size_t found[COUNT], one;
    ask_all(s, batch, found);
    for (size_t i = 0; i < COUNT; i++) {
        const kith_term term = {i * 3, 1};
        const kith_query query = {&term, 1, false};
        check_ok(kith_search_nearest(s, &query, 1, K, alone, &one, &err));
        assert_int_equal(one, found[i]);
        for (size_t j = 0; j < one; j++) {
            assert_int_equal(alone[j].row, batch[i * K + j].row);
            assert_true(alone[j].score == batch[i * K + j].score);
        }
    }
    kith_search_free(s);
    kith_vectors_free(v);
}

typedef struct caller {
    const kith_search *s;
    kith_hit hits[COUNT * K];
} caller;

static void *call(void *self)
{
    caller *c = self;
    size_t found[COUNT];
    for (int i = 0; i < 3; i++)
        ask_all(c->s, c->hits, found);
    return NULL;
}

static void many_threads_may_ask_one_search_at_once(void **state)
{
    (void)state;
    enum { CALLERS = 4 };
    kith_vectors *v = made_random(3000, 5, 3);
    kith_search *s = search(v, 2, 0);
    static caller callers[CALLERS];
    pthread_t thread[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
        callers[i].s = s;
        assert_int_equal(pthread_create(&thread[i], NULL, call, &callers[i]), 0);
    }
    for (int i = 0; i < CALLERS; i++)
        pthread_join(thread[i], NULL);
    for (int i = 1; i < CALLERS; i++)
        check_same(callers[0].hits, callers[i].hits);
    kith_search_free(s);
    kith_vectors_free(v);
}

static void rows_behind_the_limit_are_no_answers_but_may_be_asked(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(300, 8, 4);
    kith_search *s = search(v, 2, 20);
    const kith_term term = {299, 1};
    const kith_query query = {&term, 1, false};
    kith_hit hits[50];
    size_t found;
    check_ok(kith_search_nearest(s, &query, 1, 50, hits, &found, &err));
    assert_int_equal(found, 20);
    for (size_t i = 0; i < found; i++)
        assert_true(hits[i].row < 20);
    kith_search_free(s);
    kith_vectors_free(v);
}

/* Row 0 and row 1 point the same way; a float cannot hold the square of either's length. */
static void very_long_and_very_short_rows_have_a_direction(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_vectors(NULL, 4, 3);
    memcpy(made_row(v, 0), (float[]){1e25F, 2e25F, -3e25F}, 12);
    memcpy(made_row(v, 1), (float[]){1e-25F, 2e-25F, -3e-25F}, 12);
    memcpy(made_row(v, 2), (float[]){3, 0, -1}, 12);
    kith_search *s = search(v, 1, 0);
    for (uint64_t row = 0; row < 2; row++) {
        const kith_term term = {row, 1};
        const kith_query query = {&term, 1, true};
        kith_hit hits[4];
        size_t found;
        check_ok(kith_search_nearest(s, &query, 1, 4, hits, &found, &err));
        assert_int_equal(found, 4);
        check_near(hits[0].score, 1, 1e-5);
        check_near(hits[1].score, 1, 1e-5);
        assert_int_equal(hits[2].row, 2);
        check_near(hits[3].score, 0, 0);
        assert_int_equal(hits[3].row, 3);
    }
    kith_search_free(s);
    kith_vectors_free(v);
}

static void rows_that_are_no_numbers_are_no_answers(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(40, 6, 5);
    made_row(v, 7)[2] = NAN;
    made_row(v, 9)[5] = INFINITY;
    kith_search *s = search(v, 1, 0);
    const kith_term term = {0, 1};
    const kith_query query = {&term, 1, true};
    kith_hit hits[40];
    size_t found;
    check_ok(kith_search_nearest(s, &query, 1, 40, hits, &found, &err));
    assert_int_equal(found, 38);
    for (size_t i = 0; i < found; i++)
        assert_true(hits[i].row != 7 && hits[i].row != 9);
    kith_search_free(s);
    kith_vectors_free(v);
}

static void an_unknown_isa_is_refused_with_the_names(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(4, 2, 6);
    kith_search *s;
    check_fails_with(kith_search_new(v, 1, "mmx", 0, &s, &err), KITH_ERR_USAGE, "base");
    assert_null(s);
    kith_search_free(NULL);
    kith_vectors_free(v);
}

static void no_rows_have_no_answers(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_vectors(NULL, 0, 4);
    kith_search *s = search(v, 2, 0);
    const kith_query query = {NULL, 0, false};
    kith_hit hit;
    size_t found = 9;
    check_ok(kith_search_nearest(s, &query, 1, 1, &hit, &found, &err));
    assert_int_equal(found, 0);
    kith_search_free(s);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(a_query_alone_scores_as_it_does_in_a_batch),
        cmocka_unit_test(many_threads_may_ask_one_search_at_once),
        cmocka_unit_test(rows_behind_the_limit_are_no_answers_but_may_be_asked),
        cmocka_unit_test(very_long_and_very_short_rows_have_a_direction),
        cmocka_unit_test(rows_that_are_no_numbers_are_no_answers),
        cmocka_unit_test(an_unknown_isa_is_refused_with_the_names),
        cmocka_unit_test(no_rows_have_no_answers),
    };
    return cmocka_run_group_tests_name("query/search", tests, NULL, NULL);
}
