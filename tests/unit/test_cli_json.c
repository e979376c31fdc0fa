/*
 * The JSON writer, read back as text. The program's objects are no part of the library, so the
 * source is compiled into the test.
 */
#include "check.h"

#include "cli/json.c"

static FILE *out;
static char *text;
static size_t size;

static int open_memory(void **state)
{
    (void)state;
    out = open_memstream(&text, &size);
    return out == NULL;
}

static int close_memory(void **state)
{
    (void)state;
    fclose(out);
    free(text);
    return 0;
}

static void assert_written(const char *expected)
{
    fflush(out);
    assert_string_equal(text, expected);
}

static void commas_stand_between_values_and_nowhere_else(void **state)
{
    (void)state;
    json j = json_begin_line(out);
    json_begin_array(&j, "empty");
    json_end_array(&j);
    json_begin_array(&j, "pairs");
    for (uint64_t i = 0; i < 2; i++) {
        json_begin_object(&j, NULL);
        json_count(&j, "a", i);
        json_bool(&j, "b", i == 1);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_text(&j, "c", "x");
    json_end_line(&j);
    assert_written("{\"schema\":1,\"empty\":[],\"pairs\":[{\"a\":0,\"b\":false},"
                   "{\"a\":1,\"b\":true}],\"c\":\"x\"}\n");
}

static void quotes_backslashes_and_controls_are_escaped(void **state)
{
    (void)state;
    json j = {.out = out};
    json_string(&j, NULL, "\"\\\b\f\n\r\t\x01\x1f\x7f\0z/", 13);
    assert_written("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\\u0000z/\"");
}

static void well_formed_utf8_is_kept(void **state)
{
    (void)state;
    json j = {.out = out};
    json_text(&j, NULL,
              "\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xef\xbf\xbf \xf0\x90\x80\x80 "
              "\xf4\x8f\xbf\xbf \xed\x94\x84");
    assert_written("\"\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xef\xbf\xbf \xf0\x90\x80\x80 "
                   "\xf4\x8f\xbf\xbf \xed\x94\x84\"");
}

/* Each of these is no character (Unicode, table 3-7); every byte of it is replaced by itself. */
static void every_byte_of_malformed_utf8_becomes_the_replacement_character(void **state)
{
    static const char *const bad[] = {
        "\x80",         "\xff",         "\xc0\x80",         "\xc1\xbf",         "\xe0\x9f\xbf",
        "\xed\xa0\x80", "\xf0\x8f\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *expected = NULL;
        size_t expected_size = 0;
        FILE *want = open_memstream(&expected, &expected_size);
        fputs("\"a", want);
        for (size_t b = 0; b < strlen(bad[i]); b++)
            fputs("\xef\xbf\xbd", want);
        fputs("b\"", want);
        fclose(want);
        char word[16];
        snprintf(word, sizeof word, "a%sb", bad[i]);
        assert_int_equal(close_memory(state) | open_memory(state), 0);
        json j = {.out = out};
        json_text(&j, NULL, word);
        assert_written(expected);
        free(expected);
    }
}

static void a_character_cut_by_the_end_of_the_text_is_malformed(void **state)
{
    (void)state;
    json j = {.out = out};
    json_string(&j, NULL, "\xe2\x82\xac", 2);
    assert_written("\"\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void numbers_are_shortest_and_what_is_no_number_is_null(void **state)
{
    (void)state;
    json j = {.out = out};
    json_begin_array(&j, NULL);
    json_float(&j, NULL, 0.1f);
    json_double(&j, NULL, 0.1);
    json_double(&j, NULL, (double)NAN);
    json_float(&j, NULL, -INFINITY);
    json_count(&j, NULL, UINT64_MAX);
    json_end_array(&j);
    assert_written("[0.1,0.1,null,null,18446744073709551615]");
}

int main(void)
{
#define MEMORY_TEST(f) cmocka_unit_test_setup_teardown(f, open_memory, close_memory)
    const struct CMUnitTest tests[] = {
        MEMORY_TEST(commas_stand_between_values_and_nowhere_else),
        MEMORY_TEST(quotes_backslashes_and_controls_are_escaped),
        MEMORY_TEST(well_formed_utf8_is_kept),
        MEMORY_TEST(every_byte_of_malformed_utf8_becomes_the_replacement_character),
        MEMORY_TEST(a_character_cut_by_the_end_of_the_text_is_malformed),
        MEMORY_TEST(numbers_are_shortest_and_what_is_no_number_is_null),
    };
    return cmocka_run_group_tests_name("cli/json", tests, NULL, NULL);
}
