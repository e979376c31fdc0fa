/* Questions answered by way of bytes: to the bit what measuring every row gives. A search that was
 * asked less than a batch has no bytes, which is the oracle here; that one is held against plain
 * arithmetic in test_nearest. */
#include "made_vectors.h"

#include "query/coarse.h"

enum { ROWS = 6000, DIM = 48, COUNT = 200, K = 10 };

static kith_search *search(const kith_vectors *v, unsigned threads)
{
    kith_error err = {0};
    kith_search *s = NULL;
    check_ok(kith_search_new(v, threads, NULL, 0, &s, &err));
    return s;
}

/* One question at a time, of a search of its own for each few: all rows are measured. */
static void ask_plainly(const kith_vectors *v, const kith_query *query, size_t k, kith_hit *hits,
                        size_t *found)
{
    kith_error err = {0};
    kith_search *s = NULL;
    for (size_t i = 0; i < COUNT; i++) {
        if (i % (KITH_WORTH_PACKING - 1) == 0) {
            kith_search_free(s);
            s = search(v, 2);
        }
        check_ok(kith_search_nearest(s, query + i, 1, k, hits + i * k, found + i, &err));
    }
    assert_null(kith_search_coarse(s, 0));
    kith_search_free(s);
}

static void check_equal(const kith_vectors *v, const kith_query *query, size_t k, bool by_bytes)
{
    kith_error err = {0};
    kith_hit *plain = malloc(COUNT * k * sizeof *plain), *hits = malloc(COUNT * k * sizeof *hits);
    size_t expected[COUNT], found[COUNT];
    ask_plainly(v, query, k, plain, expected);
    for (unsigned threads = 1; threads <= 3; threads++) {
        kith_search *s = search(v, threads);
        check_ok(kith_search_nearest(s, query, COUNT, k, hits, found, &err));
        assert_int_equal(kith_search_coarse(s, 0) != NULL, by_bytes);
        for (size_t i = 0; i < COUNT; i++) {
            assert_int_equal(found[i], expected[i]);
            for (size_t j = i * k; j < i * k + found[i]; j++) {
                assert_int_equal(hits[j].row, plain[j].row);
                assert_true(hits[j].score == plain[j].score);
            }
        }
        kith_search_free(s);
    }
    free(plain);
    free(hits);
}

/* Sums of three rows, with and without their own among the answers. */
static void make_questions(const kith_vectors *v, kith_term term[3 * COUNT],
                           kith_query query[COUNT])
{
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < 3; j++)
            term[3 * i + j] = (kith_term){(i * 31 + j * 1009) % v->input.rows, j == 1 ? -1 : 1};
        query[i] = (kith_query){term + 3 * i, i % 4 == 0 ? 1 : 3, i % 5 == 0};
    }
}

static void check_questions(const kith_vectors *v, size_t k, bool by_bytes)
{
    kith_term term[3 * COUNT];
    kith_query query[COUNT];
    make_questions(v, term, query);
    check_equal(v, query, k, by_bytes);
}

static void bytes_change_no_answer(void **state)
{
    (void)state;
    kith_vectors *v = made_random(ROWS, DIM, 1); /* has rows of zeros and rows that are equal */
    check_questions(v, K, true);
    check_questions(v, 1, true);
    check_questions(v, 200, true);
    kith_vectors_free(v);
}

static void rows_that_crowd_about_a_question_change_no_answer(void **state)
{
    (void)state;
    kith_vectors *v = made_random(ROWS, DIM + 1, 2);
    for (uint64_t i = 0; i < ROWS; i += 2) /* three thousand within a hair of each other */
        for (uint64_t j = 0; j <= DIM; j++)
            made_row(v, i)[j] = made_number(3, j) + 1e-4F * made_number(4, i * DIM + j);
    kith_term term[COUNT];
    kith_query query[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        term[i] = (kith_term){i, 1};
        query[i] = (kith_query){term + i, 1, false};
    }
    check_equal(v, query, K, true); /* lists overflow, once: bytes are kept for others */
    kith_vectors_free(v);
}

/*
 * Row 17 is nearest to row 0, all ones, and loses 0.49 of a byte in every column but the first;
 * three hundred others come less near and win 0.49: bytes put them before it, by nearly as much as
 * the bound allows.
 */
static void rows_whose_losses_all_point_one_way_are_not_lost(void **state)
{
    (void)state;
    kith_vectors *v = made_random(ROWS, DIM, 8);
    for (uint64_t i = 0; i < ROWS; i += 17)
        for (uint64_t j = 0; j < DIM; j++)
            made_row(v, i)[j] = i == 0    ? 1
                                : j == 0  ? 127
                                : i == 17 ? 100.49F
                                : j < 3   ? 93 + (float)(i % 5)
                                          : 100.51F;
    kith_term term[COUNT];
    kith_query query[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        term[i] = (kith_term){0, 1};
        query[i] = (kith_query){term + i, 1, false};
    }
    check_equal(v, query, 1, true);
    kith_vectors_free(v);
}

/* Of the words with a seven alone. */
static kith_search *search_sevens(const kith_vectors *v)
{
    kith_error err = {0};
    uint64_t left, unknown;
    kith_search *s = search(v, 2);
    const kith_filter filter = {.match = "*7*"};
    check_ok(kith_search_restrict(s, &filter, &left, &unknown, &err));
    return s;
}

static void answers_that_filters_leave_are_the_same(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(ROWS, DIM, 5);
    kith_search *with = search_sevens(v), *without = NULL;
    kith_term term[COUNT];
    kith_query query[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        term[i] = (kith_term){i, 1};
        query[i] = (kith_query){term + i, 1, true};
    }
    static kith_hit hits[COUNT * K], plain[K];
    size_t found[COUNT], one;
    check_ok(kith_search_nearest(with, query, COUNT, K, hits, found, &err));
    assert_non_null(kith_search_coarse(with, 0));
    for (size_t i = 0; i < 25; i++) {
        if (i % (KITH_WORTH_PACKING - 1) == 0) {
            kith_search_free(without);
            without = search_sevens(v);
        }
        check_ok(kith_search_nearest(without, query + i, 1, K, plain, &one, &err));
        assert_int_equal(one, found[i]);
        for (size_t j = 0; j < one; j++) {
            assert_int_equal(plain[j].row, hits[i * K + j].row);
            assert_true(plain[j].score == hits[i * K + j].score);
        }
    }
    kith_search_free(with);
    kith_search_free(without);
    kith_vectors_free(v);
}

static void vectors_that_bytes_cannot_hold_are_measured(void **state)
{
    (void)state;
    kith_vectors *v = made_random(ROWS, DIM, 6);
    made_row(v, 4711)[5] = NAN;
    check_questions(v, K, false);
    made_row(v, 4711)[5] = 1;
    made_row(v, 17)[0] = 1e6F; /* all other columns of the row are lost: nearly its axis */
    for (uint64_t j = 0; j < DIM; j++)
        made_row(v, 4000)[j] = j == 0 ? 1 : 0.0039F;
    check_questions(v, K, true);
    kith_vectors_free(v);
    v = made_random(100, DIM, 7); /* few rows: not worth it */
    check_questions(v, K, false);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_change_no_answer),
        cmocka_unit_test(rows_that_crowd_about_a_question_change_no_answer),
        cmocka_unit_test(rows_whose_losses_all_point_one_way_are_not_lost),
        cmocka_unit_test(answers_that_filters_leave_are_the_same),
        cmocka_unit_test(vectors_that_bytes_cannot_hold_are_measured),
    };
    return cmocka_run_group_tests_name("query/shortlist", tests, NULL, NULL);
}
