/* JSON's pieces: what RFC 8259 has, and strings there and back. */
#include "check.h"

#include "base/json.h"

static kith_json reading(const char *text)
{
    return (kith_json){.start = text, .at = text, .end = text + strlen(text)};
}

static bool skips(const char *text)
{
    kith_json j = reading(text);
    const bool right = kith_json_skip(&j) && j.at == j.end;
    assert_true(right || j.expected != NULL || j.at < j.end);
    return right;
}

static void any_value_is_passed_over_and_nothing_else(void **state)
{
    (void)state;
    static const char *const good[] = {
        "1",      "-0.5e+10",     "\"a\\u00e9\"",     "null",
        "[]",     "{}",           "[1,[2,{}],\"]\"]", "{\"a\":{\"b\":[1,2]},\"c\":null}",
        " [ 1 ]", "\n{\"a\" : 1}"};
    static const char *const bad[] = {"",        "[",          "[1",  "[1,]",      "{\"a\"}", "{1}",
                                      "{\"a\":", "01",         "[1}", "{\"a\":1]", "nul",     "\"",
                                      "\"\\x\"", "{\"a\":1,}", ",",   "[,1]",      "]"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(skips(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(skips(bad[i]));
}

static void nesting_has_an_end(void **state)
{
    (void)state;
    char text[201];
    for (size_t deep = 1; deep <= 100; deep++) {
        memset(text, '[', deep);
        memset(text + deep, ']', deep);
        text[2 * deep] = 0;
        assert_int_equal(skips(text), deep <= 64);
    }
}

static void escapes_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *means;
    } cases[] = {{"plain", "plain"},
                 {"\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"},
                 {"\\u0041\\u00e9\\u20AC", "A\xC3\xA9\xE2\x82\xAC"},
                 {"\\ud83d\\ude00", "\xF0\x9F\x98\x80"},
                 {"\xFF", "\xFF"}};
    char to[64];
    size_t used = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(kith_json_unescape(cases[i].text, strlen(cases[i].text), to, &used));
        assert_int_equal(used, strlen(cases[i].means));
        assert_memory_equal(to, cases[i].means, used);
    }
    static const char *const halves[] = {"\\ud83d", "\\ude00", "\\ud83dx", "\\ud83d\\u0041"};
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        assert_false(kith_json_unescape(halves[i], strlen(halves[i]), to, &used));
}

static void every_byte_comes_back_from_its_escape(void **state)
{
    (void)state;
    char all[256], text[256 * KITH_JSON_GROWTH], back[256 * KITH_JSON_GROWTH];
    size_t used = 0;
    for (size_t i = 0; i < 256; i++)
        all[i] = (char)i;
    const size_t bytes = kith_json_escape(all, sizeof all, text);
    for (size_t i = 0; i < bytes; i++)
        assert_true((unsigned char)text[i] >= 0x20);
    assert_true(kith_json_unescape(text, bytes, back, &used));
    assert_int_equal(used, 256);
    assert_memory_equal(back, all, 256);
    assert_int_equal(kith_json_escape("\"\n", 2, text), 8);
    assert_memory_equal(text, "\\\"\\u000a", 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_value_is_passed_over_and_nothing_else),
        cmocka_unit_test(nesting_has_an_end),
        cmocka_unit_test(escapes_are_read),
        cmocka_unit_test(every_byte_comes_back_from_its_escape),
    };
    return cmocka_run_group_tests_name("base/json", tests, NULL, NULL);
}
