#include "sample.h"

static kith_status read_jsonl(const char *text, kith_vectors **v, kith_error *err)
{
    return sample_read(&kith_format_jsonl, "-", text, strlen(text), NULL, v, err);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "", false);
        kith_vectors *got = NULL;
        size_t size = 0;
        char *file = sample_bytes(v, &kith_format_jsonl, &size);
        check_ok(sample_read(&kith_format_jsonl, "-", file, size, NULL, &got, &err));
        check_saved_vectors(got, v, &kith_format_jsonl, KITH_BAD_WORD_ESCAPE);
        free(file);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void counts_stand_beside_words(void **state)
{
    (void)state;
    static const char text[] =
        "{\"word\":\"the\",\"count\":18446744073709551615,\"vector\":[1,2]}\n"
        "{\"word\":\"a\\\"b\",\"count\":0,\"vector\":[-0,0.1]}\n";
    kith_error err = {0};
    kith_vectors *v = NULL;
    size_t size = 0;
    check_ok(read_jsonl(text, &v, &err));
    assert_true(kith_vectors_count(v, 0) == UINT64_MAX);
    assert_int_equal(kith_vectors_find(v, "a\"b", 3), 1);
    char *file = sample_bytes(v, &kith_format_jsonl, &size);
    assert_string_equal(file, text);
    free(file);
    kith_vectors_free(v);
}

static void members_of_others_are_passed_over_in_any_order(void **state)
{
    (void)state;
    static const char text[] =
        "{\"vector\": [1, 2e0],\"meta\":{\"a\":[1,{}]}, \"word\" : \"\\u00e9\"}\r\n"
        "{\"word\":\"b\",\"x\":null,\"vector\":[3,4],\"word2\":1}";
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(read_jsonl(text, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 2);
    assert_int_equal(kith_vectors_find(v, "\xC3\xA9", 2), 0);
    assert_true(kith_vectors_row(v, 1)[1] == 4);
    assert_false(kith_vectors_has_counts(v));
    kith_vectors_free(v);
}

static void what_is_no_such_object_is_refused_with_line_and_byte(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", ":1: expected an object"},
        {"\n", ":1: expected an object at byte 0"},
        {"[1]", ":1: expected an object at byte 0"},
        {"{\"word\":\"a\"}", "expected a \"word\" and a \"vector\""},
        {"{\"word\":\"a\",\"vector\":[]}", "expected a number at byte 22"},
        {"{\"word\":\"a\",\"vector\":1}", "expected an array as vector"},
        {"{\"word\":1,\"vector\":[1]}", "expected a string at byte 8"},
        {"{\"word\":\"a\",\"vector\":[1]}x", "expected the end of the line"},
        {"{\"word\":\"a\",\"vector\":[1,\"2\"]}", "expected a number"},
        {"{\"word\":\"a\",\"vector\":[1,2]}\n{\"word\":\"b\",\"vector\":[1]}",
         ":2: a vector of 1 numbers, expected 2"},
        {"{\"word\":\"a\",\"vector\":[1]}\n{\"word\":\"b\",\"vector\":[1,2]}",
         ":2: a vector of 2 numbers, expected 1"},
        {"{\"word\":\"a\",\"vector\":[1]}\n{\"word\":\"b\",\"vector\":[[1]]}",
         ":2: expected a number"},
        {"{\"word\":\"a\",\"vector\":[1e999]}", "the vector of 'a'"},
        {"{\"word\":\"\\ud800\",\"vector\":[1]}", "half of a surrogate pair"},
        {"{\"word\":\"\",\"vector\":[1]}", "expected a word, got none"},
        {"{\"word\":\"a\",\"count\":1.5,\"vector\":[1]}", "a whole number as count"},
        {"{\"word\":\"a\",\"vector\":[1]}\n{\"word\":\"b\",\"count\":1,\"vector\":[1]}",
         ":2: expected a count in every line or in none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails_with(read_jsonl(cases[i].text, &v, &err), KITH_ERR_DATA, cases[i].says);
    }
}

static void numbers_that_json_has_not_are_refused_before_anything_is_written(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    ((float *)v->own_input)[v->input.stride] = NAN;
    check_fails_with(kith_vectors_save(v, "n.jsonl", NULL, KITH_BAD_WORD_ERROR, &err),
                     KITH_ERR_DATA, "row 1 has NaN or Inf");
    assert_int_equal(check_count_entries("."), 0);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_json_has_not_are_refused_before_anything_is_written),
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(counts_stand_beside_words),
        cmocka_unit_test(members_of_others_are_passed_over_in_any_order),
        cmocka_unit_test(what_is_no_such_object_is_refused_with_line_and_byte),
    };
    return cmocka_run_group_tests_name("file/jsonl", tests, NULL, NULL);
}
