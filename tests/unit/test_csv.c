#include "sample.h"

static kith_status read_csv(const char *text, kith_vectors **v, kith_error *err)
{
    return sample_read(&kith_format_csv, "-", text, strlen(text), NULL, v, err);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "\r", false);
        kith_vectors *got = NULL;
        size_t size = 0;
        char *file = sample_bytes(v, &kith_format_csv, &size);
        check_ok(sample_read(&kith_format_csv, "-", file, size, NULL, &got, &err));
        check_same_vectors(got, v);
        free(file);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void words_are_quoted_as_rfc_4180_has_it(void **state)
{
    (void)state;
    static const char *const words[] = {"plain", "a,b", "say \"hi\"", "two\nlines", " blank"};
    static const char expected[] = "word,v1\nplain,1\n\"a,b\",1\n\"say \"\"hi\"\"\",1\n"
                                   "\"two\nlines\",1\n\" blank\",1\n";
    kith_vectors *v = sample_named(words, 5, 1, 1);
    size_t size = 0;
    for (size_t row = 0; row < 5; row++)
        ((float *)v->own_input)[row * v->input.stride] = 1;
    char *file = sample_bytes(v, &kith_format_csv, &size);
    assert_string_equal(file, expected);
    free(file);
    kith_vectors_free(v);
}

static void tables_of_others_are_read(void **state)
{
    (void)state;
    static const char *const texts[] = {"a,1,2\nb,3,4\n", "token,x,y\r\na,1,2\r\nb,3,4\r\n",
                                        "\xEF\xBB\xBF\"a\", 1 , 2\n\nb,3,4"};
    for (size_t i = 0; i < 3; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_ok(read_csv(texts[i], &v, &err));
        assert_int_equal(kith_vectors_rows(v), 2);
        assert_int_equal(kith_vectors_find(v, "a", 1), 0);
        assert_true(kith_vectors_row(v, 1)[1] == 4);
        kith_vectors_free(v);
    }
}

static void what_is_no_table_of_vectors_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {{"a\n", ":1: expected a word and numbers"},
                 {"", ":1: expected a word and numbers"},
                 {"a,1,2\nb,3\n", ":2: expected a word and 2 numbers"},
                 {"a,1,2\nb,3,4,5\n", ":2: expected a word and 2 numbers"},
                 {"a,1,2\nb,3,x\n", ":2: expected a word and 2 numbers"},
                 {"a,1,2\nb,3,nan\n", ":2: the vector of 'b'"},
                 {"a,1\n\"b,2\n", "does not close"},
                 {"a,1\n\"\",2\n", ":2: expected a word, got none"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails_with(read_csv(cases[i].text, &v, &err), KITH_ERR_DATA, cases[i].says);
    }
}

static void content_tells_tables_of_vectors_from_tables_of_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        bool is;
    } cases[] = {{"word,v1,v2\n", true},
                 {"the,0.5,1\n", true},
                 {"\"a,b\",1\n", true},
                 {"1,2,3\n", false},
                 {"a,b,c\n", false},
                 {"a;1;2\n", false},
                 {"", false},
                 {"the 1 2\n", false},
                 {"name,age\nbob,3\n", false},
                 {",1,2\n", false},
                 {"\"a\"b,1\n", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(
            kith_format_csv.detect((const unsigned char *)cases[i].head, strlen(cases[i].head)),
            cases[i].is);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(words_are_quoted_as_rfc_4180_has_it),
        cmocka_unit_test(tables_of_others_are_read),
        cmocka_unit_test(what_is_no_table_of_vectors_is_refused_with_its_line),
        cmocka_unit_test(content_tells_tables_of_vectors_from_tables_of_numbers),
    };
    return cmocka_run_group_tests_name("file/csv", tests, NULL, NULL);
}
