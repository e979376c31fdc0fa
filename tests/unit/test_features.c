/* What a text classifier sees of a line: words, labels, ends of lines, n-grams. */
#include "check.h"
#include "task/features.h"
#include "task/metrics.h"

static void read_line(kith_features *f, const char *line, bool grow, kith_line_features *l)
{
    kith_error err;
    check_ok(kith_features_read(f, line, strlen(line), grow, l, &err));
}

static void grams(kith_features *f, bool grow, kith_line_features *l)
{
    kith_error err;
    check_ok(kith_features_grams(f, grow, l, &err));
}

static void a_line_is_its_words_and_its_end(void **state)
{
    (void)state;
    kith_error err;
    kith_features f;
    kith_line_features l = {0};
    check_ok(kith_features_init(&f, 1, 0, false, &err));
    read_line(&f, "__label__x  one\ttwo one __label__y", true, &l);
    const uint32_t rows[] = {0, 1, 0, 2}, labels[] = {0, 1};
    assert_int_equal(l.words, 4);
    assert_memory_equal(l.row, rows, sizeof rows);
    assert_int_equal(l.labels, 2);
    assert_memory_equal(l.label, labels, sizeof labels);
    assert_int_equal(kith_words_find(&f.labels, "y", 1), 1);
    kith_line_features_clear(&l);
    kith_features_clear(&f);
}

static void what_is_unknown_is_left_out_when_nothing_grows(void **state)
{
    (void)state;
    kith_error err;
    kith_features f;
    kith_line_features l = {0};
    check_ok(kith_features_init(&f, 1, 0, false, &err));
    read_line(&f, "__label__x one", true, &l);
    read_line(&f, "__label__z two one", false, &l);
    assert_int_equal(l.words, 2);
    assert_int_equal(l.row[0], 0);
    assert_int_equal(l.label[0], KITH_NO_CLASS);
    assert_int_equal(f.words.size, 2);
    assert_int_equal(l.hashes, 3);
    kith_line_features_clear(&l);
    kith_features_clear(&f);
}

/* n words and the end of the line make n bigrams and n - 1 trigrams. */
static void ngrams_run_to_the_end_of_the_line(void **state)
{
    (void)state;
    kith_error err;
    kith_features f;
    kith_line_features l = {0};
    check_ok(kith_features_init(&f, 3, 1 << 20, false, &err));
    read_line(&f, "a b c d", true, &l);
    grams(&f, true, &l);
    assert_int_equal(l.grams, 4 + 3);
    assert_int_equal(f.rows, 5 + 7);
    for (size_t i = 0; i < l.grams; i++)
        assert_in_range(l.row[l.words + i], 5, 11);
    kith_line_features_clear(&l);
    kith_features_clear(&f);
}

static void equal_ngrams_share_a_row_and_their_order_counts(void **state)
{
    (void)state;
    kith_error err;
    kith_features f;
    kith_line_features l = {0};
    check_ok(kith_features_init(&f, 2, 1 << 20, false, &err));
    read_line(&f, "a b a b", true, &l);
    grams(&f, true, &l);
    const uint32_t *row = l.row + l.words; /* ab ba ab b$ */
    assert_int_equal(l.grams, 4);
    assert_int_equal(row[0], row[2]);
    assert_int_not_equal(row[0], row[1]);
    read_line(&f, "b b", false, &l);
    grams(&f, false, &l);
    assert_int_equal(l.grams, 1); /* b$ is known, bb is not */
    kith_line_features_clear(&l);
    kith_features_clear(&f);
}

static void capitals_are_folded_where_asked(void **state)
{
    (void)state;
    kith_error err;
    kith_features f;
    kith_line_features l = {0};
    check_ok(kith_features_init(&f, 1, 0, true, &err));
    read_line(&f, "__label__X One ONE \xC3\x89T\xC3\x89 \xC3\xA9t\xC3\xA9", true, &l);
    assert_int_equal(l.row[0], l.row[1]);
    assert_int_equal(l.row[2], l.row[3]);
    assert_int_equal(kith_words_find(&f.labels, "X", 1), 0);
    kith_line_features_clear(&l);
    kith_features_clear(&f);
}

static void buckets_go_to_a_file_and_back(void **state)
{
    (void)state;
    kith_error err;
    kith_features f, g;
    kith_line_features l = {0}, m = {0};
    uint32_t *bucket = NULL;
    check_ok(kith_features_init(&f, 2, 1000, false, &err));
    check_ok(kith_features_init(&g, 2, 1000, false, &err));
    read_line(&f, "a b c d e f", true, &l);
    grams(&f, true, &l);
    read_line(&g, "a b c d e f", true, &m);
    check_ok(kith_features_buckets(&f, &bucket, &err));
    check_ok(kith_features_set_buckets(&g, bucket, f.rows - f.words.size, &err));
    grams(&g, false, &m);
    assert_int_equal(l.grams, m.grams);
    assert_memory_equal(l.row, m.row, (l.words + l.grams) * sizeof *l.row);
    bucket[1] = bucket[0];
    kith_features_clear(&g);
    check_ok(kith_features_init(&g, 2, 1000, false, &err));
    check_fails_with(kith_features_set_buckets(&g, bucket, 2, &err), KITH_ERR_DATA, "twice");
    bucket[0] = 1000;
    check_fails(kith_features_set_buckets(&g, bucket, 1, &err), KITH_ERR_DATA);
    free(bucket);
    kith_line_features_clear(&l);
    kith_line_features_clear(&m);
    kith_features_clear(&f);
    kith_features_clear(&g);
}

static void no_buckets_belong_to_words_alone(void **state)
{
    (void)state;
    kith_error err;
    kith_features f;
    const uint32_t bucket = 0;
    check_ok(kith_features_init(&f, 1, 1000, false, &err));
    check_fails(kith_features_set_buckets(&f, &bucket, 1, &err), KITH_ERR_DATA);
    kith_features_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_its_words_and_its_end),
        cmocka_unit_test(what_is_unknown_is_left_out_when_nothing_grows),
        cmocka_unit_test(ngrams_run_to_the_end_of_the_line),
        cmocka_unit_test(equal_ngrams_share_a_row_and_their_order_counts),
        cmocka_unit_test(capitals_are_folded_where_asked),
        cmocka_unit_test(buckets_go_to_a_file_and_back),
        cmocka_unit_test(no_buckets_belong_to_words_alone),
    };
    return cmocka_run_group_tests_name("task/features", tests, NULL, NULL);
}
