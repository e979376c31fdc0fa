#include "sample.h"

#include <math.h>

static kith_status read_copy(const char *text, kith_vectors **v, kith_error *err)
{
    return sample_read(&kith_format_pgvector, "-", text, strlen(text), NULL, v, err);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "", false);
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "r.pgcopy", NULL, KITH_BAD_WORD_ESCAPE, &err));
        check_ok(kith_vectors_open("r.pgcopy", NULL, &got, &err));
        check_saved_vectors(got, v, &kith_format_pgvector, KITH_BAD_WORD_ESCAPE);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

/* PostgreSQL's manual, COPY, text format: these letters for controls, a backslash for itself. */
static void words_are_escaped_as_copy_wants_them(void **state)
{
    (void)state;
    static const char *const words[] = {"the", "a\tb\nc\rd", "\\.", "\\N", "\b\f\v", "x,[y]"};
    static const float numbers[2] = {0.5f, -1e20f};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 6, 2, 1);
    kith_vectors *got = NULL;
    for (size_t row = 0; row < 6; row++)
        memcpy((float *)v->own_input + row * v->input.stride, numbers, sizeof numbers);
    check_ok(kith_vectors_save(v, "g.pgcopy", NULL, KITH_BAD_WORD_ERROR, &err));
    char *text = check_read_file("g.pgcopy", NULL);
    assert_string_equal(text, "the\t[0.5,-1e20]\n"
                              "a\\tb\\nc\\rd\t[0.5,-1e20]\n"
                              "\\\\.\t[0.5,-1e20]\n"
                              "\\\\N\t[0.5,-1e20]\n"
                              "\\b\\f\\v\t[0.5,-1e20]\n"
                              "x,[y]\t[0.5,-1e20]\n");
    check_ok(kith_vectors_open("g.pgcopy", NULL, &got, &err));
    check_same_vectors(got, v);
    free(text);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

static void escapes_that_others_may_write_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *escaped, *word;
        size_t bytes;
    } cases[] = {{"\\101\\1012", "AA2", 3}, {"\\x41\\x4a4", "AJ4", 3}, {"\\x", "x", 1},
                 {"\\xg\\q", "xgq", 3},     {"a\\\\b", "a\\b", 3},     {"\\0", "\0", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        char text[64];
        size_t bytes = 0;
        snprintf(text, sizeof text, "%s\t[1,2]\n", cases[i].escaped);
        check_ok(read_copy(text, &v, &err));
        const char *word = kith_vectors_word(v, 0, &bytes);
        assert_int_equal(bytes, cases[i].bytes);
        assert_memory_equal(word, cases[i].word, bytes);
        kith_vectors_free(v);
    }
}

static void a_line_of_backslash_and_dot_ends_the_data(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(read_copy("a\t[1,2]\n\\.\nwhatever\n", &v, &err));
    assert_int_equal(kith_vectors_rows(v), 1);
    kith_vectors_free(v);
}

static void other_lines_are_refused_with_their_number(void **state)
{
    (void)state;
    static const char *const lines[] = {"b",          "b\t1,2",   "b\t[1]",     "b\t[1,2,3]",
                                        "b\t[1,2",    "b\t[1,]",  "b\t[,2]",    "b\t[1,2]x",
                                        "\\N\t[1,2]", "\t[1,2]",  "b\\\t[1,2]", "b\tc\t[1,2]",
                                        "b\t[1,x]",   "b\t[1 2]", "b\t[1,NaN]", "b\t",
                                        "b\t[]",      "",         "b\t{1,2}",   "b\t[1,2]\t3"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        char text[64];
        snprintf(text, sizeof text, "a\t[1,2]\n%s\n", lines[i]);
        check_fails_with(read_copy(text, &v, &err), KITH_ERR_DATA, "memory:2:");
    }
}

static void what_no_vector_of_postgres_holds_is_refused(void **state)
{
    (void)state;
    static const char *const words[] = {"the", "\xFF"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    check_fails_with(kith_vectors_save(v, "b.pgcopy", NULL, KITH_BAD_WORD_ERROR, &err),
                     KITH_ERR_DATA, "row 1");
    ((float *)v->own_input)[1] = NAN;
    check_fails_with(kith_vectors_save(v, "b.pgcopy", NULL, KITH_BAD_WORD_SKIP, &err),
                     KITH_ERR_DATA, "row 0 has NaN");
    assert_false(check_file_exists("b.pgcopy"));
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(words_are_escaped_as_copy_wants_them),
        cmocka_unit_test(escapes_that_others_may_write_are_read),
        cmocka_unit_test(a_line_of_backslash_and_dot_ends_the_data),
        cmocka_unit_test(other_lines_are_refused_with_their_number),
        cmocka_unit_test(what_no_vector_of_postgres_holds_is_refused),
    };
    return cmocka_run_group_tests_name("file/pgvector", tests, NULL, NULL);
}
