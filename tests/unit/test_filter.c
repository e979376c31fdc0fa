/* Restricted answers: every kind of question keeps to the rows that are left. */
#include "made_vectors.h"

enum { ROWS = 60, DIM = 5 };

typedef struct asked {
    kith_vectors *v;
    kith_search *s;
    uint64_t left, unknown;
} asked;

/* Rows counted 600, 590, ...; words w0, w1, ... */
static asked restricted(const kith_filter *filter, uint64_t limit)
{
    static uint64_t count[ROWS];
    kith_error err = {0};
    asked a = {.v = made_random(ROWS, DIM, 4)};
    for (uint64_t i = 0; i < ROWS; i++)
        count[i] = 600 - 10 * i;
    a.v->count = count;
    check_ok(kith_search_new(a.v, 2, NULL, limit, &a.s, &err));
    check_ok(kith_search_restrict(a.s, filter, &a.left, &a.unknown, &err));
    return a;
}

static void clear(asked *a)
{
    kith_search_free(a->s);
    kith_vectors_free(a->v);
}

/* The answers to "what is near row 1", of which only rows with allowed[row] may come, all of them.
 */
static void check_answers(const asked *a, const bool *allowed)
{
    kith_error err = {0};
    double score[ROWS];
    kith_hit hits[ROWS];
    size_t found;
    for (uint64_t i = 0; i < ROWS; i++)
        score[i] = allowed[i] && i != 1 ? made_cosine_rows(a->v, 1, i) : NAN;
    const kith_term term = {1, 1};
    const kith_query query = {&term, 1, false};
    check_ok(kith_search_nearest(a->s, &query, 1, ROWS, hits, &found, &err));
    made_check_hits(hits, found, score, ROWS, ROWS, 1e-5);
}

static void by_count(void **state)
{
    (void)state;
    bool allowed[ROWS];
    asked a = restricted(&(kith_filter){.min_count = 401}, 0);
    for (uint64_t i = 0; i < ROWS; i++)
        allowed[i] = i <= 19;
    assert_int_equal(a.left, 20);
    check_answers(&a, allowed);
    clear(&a);
}

static void by_a_band_of_counts(void **state)
{
    (void)state;
    bool allowed[ROWS];
    asked a = restricted(&(kith_filter){.min_count = 401, .max_count = 550}, 0);
    for (uint64_t i = 0; i < ROWS; i++)
        allowed[i] = i >= 5 && i <= 19;
    assert_int_equal(a.left, 15);
    check_answers(&a, allowed);
    clear(&a);
}

static void by_pattern_within_the_first_rows(void **state)
{
    (void)state;
    bool allowed[ROWS] = {0};
    asked a = restricted(&(kith_filter){.match = "w*3"}, 40);
    allowed[3] = allowed[13] = allowed[23] = allowed[33] = true;
    assert_int_equal(a.left, 4);
    check_answers(&a, allowed);
    clear(&a);
    a = restricted(&(kith_filter){.regex = "^w.?3$", .match = "*3"}, 40);
    assert_int_equal(a.left, 4);
    check_answers(&a, allowed);
    clear(&a);
}

static void by_list_and_all_at_once(void **state)
{
    (void)state;
    bool allowed[ROWS] = {0};
    check_write_text("list", "w3\nw13\n\nnobody\r\nw23\nw2\n");
    asked a = restricted(&(kith_filter){.only = "list", .match = "*3", .min_count = 400}, 0);
    allowed[3] = allowed[13] = true;
    assert_int_equal(a.unknown, 1);
    assert_int_equal(a.left, 2);
    check_answers(&a, allowed);
    clear(&a);
}

static void products_and_ranks_keep_to_them_too(void **state)
{
    (void)state;
    kith_error err = {0};
    asked a = restricted(&(kith_filter){.match = "w?"}, 0);
    const kith_term term[2] = {{1, 1}, {12, -1}};
    const kith_query query = {term, 2, false};
    kith_hit hits[ROWS], *closer;
    size_t found;
    uint64_t count;
    check_ok(kith_search_product(a.s, &query, ROWS, hits, &found, &err));
    assert_int_equal(found, 9);
    for (size_t i = 0; i < found; i++)
        assert_true(hits[i].row < 10);
    check_ok(kith_search_closer(a.s, 1, 40, &closer, &count, &err));
    for (uint64_t i = 0; i < count; i++)
        assert_true(closer[i].row < 10);
    free(closer);
    clear(&a);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(9, 3, 1);
    kith_search *s = NULL;
    uint64_t left, unknown;
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    check_fails_with(kith_search_restrict(s, &(kith_filter){.min_count = 1}, &left, &unknown, &err),
                     KITH_ERR_USAGE, "no counts");
    check_fails_with(kith_search_restrict(s, &(kith_filter){.regex = "(x"}, &left, &unknown, &err),
                     KITH_ERR_USAGE, "without its ')'");
    check_fails_with(kith_search_restrict(s, &(kith_filter){.match = "[x"}, &left, &unknown, &err),
                     KITH_ERR_USAGE, "[x");
    check_fails(kith_search_restrict(s, &(kith_filter){.only = "none"}, &left, &unknown, &err),
                KITH_ERR_INPUT);
    kith_search_free(s);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_count),
        cmocka_unit_test(by_a_band_of_counts),
        cmocka_unit_test(by_pattern_within_the_first_rows),
        cmocka_unit_test(by_list_and_all_at_once),
        cmocka_unit_test(products_and_ranks_keep_to_them_too),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests_name("query/filter", tests, NULL, NULL);
}
