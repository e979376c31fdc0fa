/* Pairs of words, and what an alignment leaves as it was. */
#include "made_vectors.h"
#include "sample.h"

static const char *const left[] = {"a", "b", "c", "d"}, *const right[] = {"d", "x", "b", "y", "a"};

static void shared_words_stand_in_the_order_of_the_first(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_row_pairs p;
    kith_vectors *a = made_vectors(left, 4, 2), *b = made_vectors(right, 5, 3);
    static const kith_row_pair expected[] = {{0, 4}, {1, 2}, {3, 0}};
    check_ok(kith_row_pairs_shared(a, b, &p, &err));
    assert_int_equal(p.count, 3);
    assert_memory_equal(p.pair, expected, sizeof expected);
    kith_row_pairs_clear(&p);
    kith_vectors *none = made_vectors((const char *const[]){"z"}, 1, 2);
    check_fails(kith_row_pairs_shared(a, none, &p, &err), KITH_NOT_FOUND);
    assert_null(p.pair);
    kith_vectors_free(none);
    kith_vectors_free(a);
    kith_vectors_free(b);
}

static void word_lists_are_read_by_tab_or_blank(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_row_pairs p;
    kith_vectors *a = made_vectors(left, 4, 2), *b = made_vectors(right, 5, 2);
    static const kith_row_pair expected[] = {{0, 1}, {0, 3}, {2, 0}};
    check_write_text("list", "a\tx\r\na   y \n\nq\tx\nb nowhere\nc\td\n");
    check_ok(kith_row_pairs_read("list", a, b, &p, &err));
    assert_int_equal(p.count, 3);
    assert_int_equal(p.unknown, 2);
    assert_memory_equal(p.pair, expected, sizeof expected);
    kith_row_pairs_clear(&p);
    static const char *const bad[] = {"a\tx\na", "a\tx\na x y", "a\tx\na\tx\ty", "a\tx\n\tx",
                                      "a\tx\na\t"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_write_text("bad", bad[i]);
        check_fails_with(kith_row_pairs_read("bad", a, b, &p, &err), KITH_ERR_DATA, "bad:2: ");
    }
    check_write_text("unknown", "q q\n");
    check_fails_with(kith_row_pairs_read("unknown", a, b, &p, &err), KITH_NOT_FOUND, "unknown: ");
    kith_vectors_free(a);
    kith_vectors_free(b);
}

/* Every pair is still there once, a word's pairs together, about the share behind. */
static void a_split_keeps_all_pairs_and_parts_no_word(void **state)
{
    (void)state;
    enum { WORDS = 2000 };
    kith_row_pair *pair = malloc(3 * WORDS * sizeof *pair);
    for (uint64_t i = 0; i < 3 * WORDS; i++)
        pair[i] = (kith_row_pair){i % WORDS, i};
    kith_row_pairs p = {.pair = pair, .count = 3 * WORDS};
    const uint64_t fit = kith_row_pairs_split(&p, 0.25, 7);
    uint8_t seen[3 * WORDS] = {0}, side[WORDS] = {0};
    for (uint64_t i = 0; i < p.count; i++) {
        assert_int_equal(p.pair[i].a, p.pair[i].b % WORDS);
        seen[p.pair[i].b]++;
        side[p.pair[i].a] |= i < fit ? 1 : 2;
    }
    for (uint64_t i = 0; i < p.count; i++)
        assert_int_equal(seen[i], 1);
    for (uint64_t i = 0; i < WORDS; i++)
        assert_int_not_equal(side[i], 3);
    check_near((double)(p.count - fit) / (double)p.count, 0.25, 0.04);
    assert_int_equal(kith_row_pairs_split(&p, 0, 7), p.count);
    assert_int_equal(kith_row_pairs_split(&p, 1, 7), 0);
    kith_row_pairs_clear(&p);
}

static double length(const float *x, uint64_t n)
{
    double sum = 0;
    for (uint64_t i = 0; i < n; i++)
        sum += (double)x[i] * x[i];
    return sqrt(sum);
}

/* B is A with its axes in another order and lengths of its own. */
static void a_turned_space_comes_back_with_its_own_lengths(void **state)
{
    (void)state;
    enum { ROWS = 200, DIM = 6 };
    kith_error err = {0};
    kith_vectors *a = made_vectors(NULL, ROWS, DIM), *b = made_vectors(NULL, ROWS, DIM),
                 *out = NULL;
    kith_row_pairs p;
    for (uint64_t r = 0; r < ROWS; r++)
        for (uint64_t i = 0; i < DIM; i++) {
            made_row(a, r)[i] = made_number(1, r * DIM + i);
            made_row(b, r)[(i + 2) % DIM] = (float)(r + 1) * (i == 4 ? -1 : 1) * made_row(a, r)[i];
        }
    check_ok(kith_row_pairs_shared(a, b, &p, &err));
    check_ok(kith_vectors_align(a, b, p.pair, 50, 2, NULL, &out, &err));
    assert_int_equal(kith_vectors_rows(out), ROWS);
    for (uint64_t r = 0; r < ROWS; r++) {
        double y[DIM];
        size_t bytes;
        const char *word = kith_vectors_word(a, r, &bytes);
        assert_int_equal(kith_vectors_find(out, word, bytes), r);
        for (uint64_t i = 0; i < DIM; i++)
            y[i] = kith_vectors_row(b, r)[i];
        check_near(made_cosine(kith_vectors_row(out, r), y, DIM), 1, 1e-6);
        check_near(length(kith_vectors_row(out, r), DIM), length(kith_vectors_row(a, r), DIM),
                   1e-5);
    }
    kith_vectors_free(out);
    check_fails(kith_vectors_align(a, b, p.pair, 0, 1, NULL, &out, &err), KITH_ERR_USAGE);
    kith_vectors *other = made_vectors(NULL, 3, DIM + 1);
    check_fails_with(kith_vectors_align(a, other, p.pair, 2, 1, NULL, &out, &err), KITH_ERR_DATA,
                     "rows of 6 and of 7");
    kith_row_pairs_clear(&p);
    kith_vectors_free(other);
    kith_vectors_free(a);
    kith_vectors_free(b);
}

/* Two numbers of each row change places, one of them its sign. */
static void turn(const float *from, float *to)
{
    to[0] = -from[1];
    to[1] = from[0];
    to[2] = from[2];
}

static void n_grams_and_output_vectors_turn_along(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_row_pairs p;
    kith_vectors *a = made_vectors(left, 4, 3), *b = made_vectors(left, 4, 3), *out = NULL;
    float expected[3];
    for (uint64_t r = 0; r < 4; r++)
        for (uint64_t i = 0; i < 3; i++)
            made_row(a, r)[i] = made_number(3, 3 * r + i);
    sample_add_grams(a, 20, true, 6);
    a->output = a->grams.own;
    for (uint64_t r = 0; r < 4; r++)
        turn(kith_vectors_row(a, r), made_row(b, r));
    check_ok(kith_row_pairs_shared(a, b, &p, &err));
    check_ok(kith_vectors_align(a, b, p.pair, p.count, 1, NULL, &out, &err));
    const uint64_t asked = kith_vectors_ask(a, "abcd", 4), got = kith_vectors_ask(out, "abcd", 4);
    assert_true(asked >= 4 && got >= 4 && got != UINT64_MAX);
    turn(kith_vectors_row(a, asked), expected);
    check_near_floats(kith_vectors_row(out, got), expected, 3, 1e-5);
    for (uint64_t r = 0; r < 4; r++) {
        check_near_floats(kith_vectors_row(out, r), kith_vectors_row(b, r), 3, 1e-5);
        turn(a->output.at + r * a->output.stride, expected);
        check_near_floats(out->output.at + r * out->output.stride, expected, 3, 1e-5);
        for (uint64_t i = 0; i < 3; i++)
            check_near(
                kith_vectors_row(out, r)[i],
                sample_gram_mean(out, out->grams.own.at + r * out->grams.own.stride, left[r], 1, i),
                0);
    }
    kith_row_pairs_clear(&p);
    kith_vectors_free(out);
    kith_vectors_free(a);
    kith_vectors_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_words_stand_in_the_order_of_the_first),
        cmocka_unit_test(word_lists_are_read_by_tab_or_blank),
        cmocka_unit_test(a_split_keeps_all_pairs_and_parts_no_word),
        cmocka_unit_test(a_turned_space_comes_back_with_its_own_lengths),
        cmocka_unit_test(n_grams_and_output_vectors_turn_along),
    };
    return cmocka_run_group_tests_name("vec/align", tests, NULL, NULL);
}
