/* Text without a header: what is told as it, what is read, and what is refused. */
#include "sample.h"

static const kith_format *const format = &kith_format_glove;

static bool told(const char *text)
{
    return format->detect((const unsigned char *)text, strlen(text));
}

static void words_before_numbers_are_told_and_nothing_else(void **state)
{
    (void)state;
    assert_true(told("the 0.1 -2\nof 3 4\n"));
    assert_true(told("the 0.1 -2e-5 7"));
    assert_true(told("\xEF\xBB\xBFthe 1 2\n"));
    assert_true(told("the 1 2 \r\n"));
    static const char *const others[] = {"",        "the",        "the 5\n",       "the 1 x\n",
                                         "5 1 2\n", " the 1 2\n", "the cat sat\n", "\n1 2 3\n"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (told(others[i]))
            fail_msg("'%s' is told as glove", others[i]);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, 1 + 700 * seed, seed, " \t\n\v\f\r", true);
        kith_vectors *got = NULL;
        size_t size = 0;
        char *file = sample_bytes(v, format, &size);
        check_ok(sample_read(format, "-", file, size, NULL, &got, &err));
        check_same_vectors(got, v);
        kith_vectors_free(got);
        kith_vectors_free(v);
        free(file);
    }
}

static void lines_are_counted_from_the_first(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } files[] = {{"the 1 2\nof 3\n", "-:2:"},
                 {"the 1 2\n\nof 3 x\n", "-:3:"},
                 {"the\n", "-:1:"},
                 {"", "-:1:"},
                 {"the 1 2\nof 3 nan\n", "-:2:"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        const kith_status status =
            sample_read(format, "-", files[i].text, strlen(files[i].text), NULL, &v, &err);
        assert_int_equal(status, KITH_ERR_DATA);
        assert_null(v);
        assert_non_null(strchr(err.text, files[i].says[2]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_before_numbers_are_told_and_nothing_else),
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(lines_are_counted_from_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
