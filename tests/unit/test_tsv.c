#include "sample.h"

static kith_status read_text(const char *text, kith_vectors **v, kith_error *err)
{
    return sample_read(&kith_format_tsv, "-", text, strlen(text), NULL, v, err);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "\t\n\r", false);
        kith_vectors *got = NULL;
        size_t size = 0;
        char *file = sample_bytes(v, &kith_format_tsv, &size);
        check_ok(sample_read(&kith_format_tsv, "-", file, size, NULL, &got, &err));
        check_same_vectors(got, v);
        kith_vectors_free(got);
        kith_vectors_free(v);
        free(file);
    }
}

static void writes_words_and_numbers_between_tabs(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(read_text("New York\t1.50\t-2\r\nof\t3\t1e-5", &v, &err));
    check_ok(kith_vectors_save(v, "out.tsv", NULL, KITH_BAD_WORD_ERROR, &err));
    char *file = check_read_file("out.tsv", NULL);
    assert_string_equal(file, "New York\t1.5\t-2\nof\t3\t1e-5\n");
    kith_vectors_free(v);
    free(file);
}

static void a_word_that_looks_like_a_byte_order_mark_is_refused(void **state)
{
    (void)state;
    static const char *const words[] = {"\xEF\xBB\xBFthe"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 1, 2, 1);
    check_fails(kith_vectors_save(v, "mark.tsv", NULL, KITH_BAD_WORD_ERROR, &err), KITH_ERR_DATA);
    check_ok(kith_vectors_save(v, "mark.txt", NULL, KITH_BAD_WORD_ERROR, &err));
    kith_vectors_free(v);
}

static void lines_that_are_no_rows_are_named(void **state)
{
    (void)state;
    static const char *const files[] = {"",         "\n",           "the\n",           "the 1 2\n",
                                        "the\tx\n", "the\t1\t\n",   "a\t1\nb\t1\t2\n", "a\t1\nb\n",
                                        "\t1\t2\n", "a\t1\n\nb\t2", "a\tnan\n"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails(read_text(files[i], &v, &err), KITH_ERR_DATA);
    }
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_fails_with(read_text("a\t1\t2\nb\t1\n", &v, &err), KITH_ERR_DATA,
                     ":2: expected a word and 2 numbers");
}

/* A cut at a line's end or within the last number cannot be told from a shorter file. */
static void truncations_are_refused_or_leave_the_rows_before(void **state)
{
    (void)state;
    kith_vectors *v = sample_random(6, 3, 2, "\t\n\r", false);
    size_t size = 0;
    size_t refused = 0;
    char *file = sample_bytes(v, &kith_format_tsv, &size);
    for (size_t cut = 0; cut < size; cut++) {
        kith_error err = {0};
        kith_vectors *got = NULL;
        if (sample_read(&kith_format_tsv, "-", file, cut, NULL, &got, &err) != KITH_OK) {
            assert_int_equal(err.status, KITH_ERR_DATA);
            refused++;
        }
        kith_vectors_free(got);
    }
    assert_true(refused > size / 2);
    kith_vectors_free(v);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(writes_words_and_numbers_between_tabs),
        cmocka_unit_test(a_word_that_looks_like_a_byte_order_mark_is_refused),
        cmocka_unit_test(lines_that_are_no_rows_are_named),
        cmocka_unit_test(truncations_are_refused_or_leave_the_rows_before),
    };
    return cmocka_run_group_tests_name("file/tsv", tests, NULL, NULL);
}
