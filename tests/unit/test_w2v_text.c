#include "sample.h"

#include <sys/resource.h>

static kith_status read_text(const char *text, const kith_open *how, kith_vectors **v,
                             kith_error *err)
{
    return sample_read(&kith_format_w2v_text, "-", text, strlen(text), how, v, err);
}

static void check_row(const kith_vectors *v, const char *word, float a, float b)
{
    const uint64_t row = kith_vectors_find(v, word, strlen(word));
    assert_true(row != UINT64_MAX);
    assert_true(kith_vectors_row(v, row)[0] == a && kith_vectors_row(v, row)[1] == b);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, " \t\n\v\f\r", true);
        kith_vectors *got = NULL;
        size_t size = 0;
        char *file = sample_bytes(v, &kith_format_w2v_text, &size);
        check_ok(sample_read(&kith_format_w2v_text, "-", file, size, NULL, &got, &err));
        check_same_vectors(got, v);
        assert_string_equal(kith_vectors_notes(got), "");
        kith_vectors_free(got);
        kith_vectors_free(v);
        free(file);
    }
}

static void writes_the_shortest_numbers_and_no_blank_at_the_end(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(read_text("2 2\nthe 1.5000 -0.1\nof 1e-3 100000000000000000000\n", NULL, &v, &err));
    check_ok(kith_vectors_save(v, "out.txt", NULL, KITH_BAD_WORD_ERROR, &err));
    char *file = check_read_file("out.txt", NULL);
    assert_string_equal(file, "2 2\nthe 1.5 -0.1\nof 0.001 1e20\n");
    kith_vectors_free(v);
    free(file);
}

static void reads_what_other_programs_write(void **state)
{
    (void)state;
    static const char *const files[] = {
        "2 2\nthe 1 2 \nof 3 4 \n",              /* word2vec.c: a blank at the end */
        "2 2\r\nthe 1 2\r\nof 3 4\r\n",          /* CR LF */
        "2 2\nthe 1 2\nof 3 4",                  /* no newline at the end */
        "\xEF\xBB\xBF\x32 2\nthe 1 2\nof 3 4\n", /* a byte order mark */
        "2\t2\nthe\t1\t2\nof  3  4\n",           /* tabs, and blanks in a row */
    };
    for (size_t i = 0; i < 5; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_ok(read_text(files[i], NULL, &v, &err));
        assert_int_equal(kith_vectors_rows(v), 2);
        check_row(v, "the", 1, 2);
        check_row(v, "of", 3, 4);
        kith_vectors_free(v);
    }
}

static void words_may_have_blanks_in_them(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(read_text("3 2\nNew York 1 2\na\tb 3 4\n. . . 5 6\n", NULL, &v, &err));
    check_row(v, "New York", 1, 2);
    check_row(v, "a\tb", 3, 4);
    check_row(v, ". . .", 5, 6);
    kith_vectors_free(v);
}

static void rows_are_missing_or_more_than_the_header_says(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_fails_with(read_text("3 2\nthe 1 2\nof 3 4\n", NULL, &v, &err), KITH_ERR_DATA,
                     ":4: the file ends before here: header says 3 rows, file has 2");
    check_fails_with(read_text("3 2\n", NULL, &v, &err), KITH_ERR_DATA, ":2: ");
    check_ok(read_text("3 2\nthe 1 2\nof 3 4\n", &(kith_open){.limit = 2}, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 2);
    assert_string_equal(kith_vectors_notes(v), "");
    kith_vectors_free(v);
    check_ok(read_text("1 2\nthe 1 2\nof 3 4\n", NULL, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 2);
    assert_string_equal(kith_vectors_notes(v), "header says 1 rows, file has 2\n");
    kith_vectors_free(v);
}

static void of_equal_words_the_first_stands(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(read_text("4 2\nthe 1 2\nof 3 4\nthe 5 6\nin 7 8\n", NULL, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 3);
    check_row(v, "the", 1, 2);
    check_row(v, "in", 7, 8);
    check_contains(kith_vectors_notes(v), "1 rows of words that came before");
    kith_vectors_free(v);
}

static void a_limit_stops_reading(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(
        read_text("9 2\nthe 1 2\nof 3 4\nthis is no row\n", &(kith_open){.limit = 2}, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 2);
    assert_string_equal(kith_vectors_notes(v), "");
    kith_vectors_free(v);
}

static void lines_that_are_no_rows_are_named(void **state)
{
    (void)state;
    static const char *const files[] = {
        "1 2\nthe 1\n",
        "1 2\nthe 1 x\n",
        "1 2\nthe 1 2 3\n",
        "1 2\n1 2\n",
        "1 2\n 1 2\n",
        "1 2\nthe 1 \n",
        "1 2\nthe 1 0x\n",
        "1 0\nthe\n",
        "1 2 3\nthe 1 2 3\n",
        "-1 2\n",
        "",
        "\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails(read_text(files[i], NULL, &v, &err), KITH_ERR_DATA);
    }
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_fails_with(read_text("2 2\nthe 1 2\nof 3\n", NULL, &v, &err), KITH_ERR_DATA,
                     ":3: expected a word and 2 numbers");
}

static void numbers_that_are_not_finite_are_refused_unless_allowed(void **state)
{
    (void)state;
    static const char *const numbers[] = {"nan", "inf", "-inf", "1e39"};
    for (size_t i = 0; i < 4; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        char text[64];
        snprintf(text, sizeof text, "1 2\nthe 1 %s\n", numbers[i]);
        check_fails_with(read_text(text, NULL, &v, &err), KITH_ERR_DATA, "'the'");
        check_ok(read_text(text, &(kith_open){.allow_nonfinite = true}, &v, &err));
        assert_true(isfinite(kith_vectors_row(v, 0)[1]) == 0);
        kith_vectors_free(v);
    }
}

/* A cut at a line's end or within the last number cannot be told from a shorter file. */
static void every_truncation_is_refused_or_loses_rows_with_a_note(void **state)
{
    (void)state;
    kith_vectors *v = sample_random(6, 3, 2, " \t\n\v\f\r", true);
    size_t size = 0;
    size_t refused = 0;
    char *file = sample_bytes(v, &kith_format_w2v_text, &size);
    for (size_t cut = 0; cut < size; cut++) {
        kith_error err = {0};
        kith_vectors *got = NULL;
        const kith_status status =
            sample_read(&kith_format_w2v_text, "-", file, cut, NULL, &got, &err);
        if (status != KITH_OK) {
            assert_int_equal(status, KITH_ERR_DATA);
            refused++;
        } else {
            assert_int_equal(kith_vectors_rows(got), 6);
        }
        kith_vectors_free(got);
    }
    assert_true(refused > size / 2);
    kith_vectors_free(v);
    free(file);
}

static void headers_that_lie_big_take_no_memory(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "4611686018427387904 2\nthe 1 2\n", "2 4611686018427387904\nthe 1 2\n",
        "4611686018427387904 4611686018427387904\nthe 1 2\n", "18446744073709551615 2\nthe 1 2\n",
        "1000000000000 16777216\nthe 1 2\n"};
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
#ifndef __SANITIZE_ADDRESS__
    const struct rlimit tight = {UINT64_C(512) << 20, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
#endif
    for (size_t i = 0; i < 5; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails(read_text(headers[i], NULL, &v, &err), KITH_ERR_DATA);
        check_write_text("lie.txt", headers[i]);
        assert_int_equal(system("gzip -f lie.txt"), 0);
        check_fails(kith_vectors_open("lie.txt.gz", NULL, &v, &err), KITH_ERR_DATA);
    }
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
}

static void gzip_is_read_like_plain_and_its_truncation_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = sample_random(2000, 10, 3, " \t\n\v\f\r", true);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "big.vec", NULL, KITH_BAD_WORD_ERROR, &err));
    assert_int_equal(system("gzip -f big.vec && head -c 50000 big.vec.gz > cut.vec.gz"), 0);
    check_ok(kith_vectors_open("big.vec.gz", NULL, &got, &err));
    check_same_vectors(got, v);
    kith_vectors_free(got);
    check_fails_with(kith_vectors_open("cut.vec.gz", NULL, &got, &err), KITH_ERR_DATA,
                     "cut.vec.gz");
    kith_vectors_free(v);
}

/* Text of many blocks, with lines that are longer than one: all threads, and carried lines. */
static void many_blocks_are_put_together_in_order(void **state)
{
    (void)state;
    enum { ROWS = 9000 };
    static const uint64_t dims[] = {50, 130000};
    for (size_t i = 0; i < 2; i++) {
        kith_error err = {0};
        kith_vectors *got = NULL;
        kith_vectors *v = sample_random(i == 0 ? ROWS : 5, dims[i], 7, " \t\n\v\f\r", true);
        check_ok(kith_vectors_save(v, "large.vec", NULL, KITH_BAD_WORD_ERROR, &err));
        check_ok(kith_vectors_open("large.vec", NULL, &got, &err));
        check_same_vectors(got, v);
        assert_string_equal(kith_vectors_notes(got), "");
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void a_bad_line_far_behind_the_first_block_is_named(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    FILE *f = fopen("far.vec", "w");
    assert_non_null(f);
    fputs("400000 3\n", f);
    for (int i = 0; i < 400000; i++)
        fprintf(f, i == 345678 || i == 390000 ? "w%d 1 x 3\n" : "w%d 1 2 3\n", i);
    assert_int_equal(fclose(f), 0);
    check_fails_with(kith_vectors_open("far.vec", NULL, &v, &err), KITH_ERR_DATA,
                     "far.vec:345680:");
    check_ok(kith_vectors_open("far.vec", &(kith_open){.limit = 345678}, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 345678);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_blocks_are_put_together_in_order),
        cmocka_unit_test(a_bad_line_far_behind_the_first_block_is_named),
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(writes_the_shortest_numbers_and_no_blank_at_the_end),
        cmocka_unit_test(reads_what_other_programs_write),
        cmocka_unit_test(words_may_have_blanks_in_them),
        cmocka_unit_test(rows_are_missing_or_more_than_the_header_says),
        cmocka_unit_test(of_equal_words_the_first_stands),
        cmocka_unit_test(a_limit_stops_reading),
        cmocka_unit_test(lines_that_are_no_rows_are_named),
        cmocka_unit_test(numbers_that_are_not_finite_are_refused_unless_allowed),
        cmocka_unit_test(every_truncation_is_refused_or_loses_rows_with_a_note),
        cmocka_unit_test(headers_that_lie_big_take_no_memory),
        cmocka_unit_test(gzip_is_read_like_plain_and_its_truncation_is_refused),
    };
    return cmocka_run_group_tests_name("file/w2v_text", tests, NULL, NULL);
}
