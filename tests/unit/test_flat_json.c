/* Flat JSON: what RFC 8259 allows on one line without nesting, and nothing else. */
#include "check.h"

#include "base/flat_json.h"

/* How many members, or -1 where the line is refused. */
static int members(const char *line, size_t bytes)
{
    kith_flat_json j = {.text = {.start = line, .at = line, .end = line + bytes}};
    kith_json_member m;
    int count = 0;
    while (kith_flat_json_next(&j, &m))
        count++;
    assert_false(kith_flat_json_next(&j, &m));
    return j.text.expected == NULL ? count : -1;
}

static void objects_of_plain_values_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int members;
    } cases[] = {{"{}", 0},
                 {" { } ", 0},
                 {"{\"a\":1}", 1},
                 {"{\"a\":-0.5e+10,\"b\":\"\",\"c\":null,\"d\":true,\"e\":false}", 5},
                 {"\t{ \"a\" : 0 , \"\\u00e9\\n\" : \"x,}\" }\r", 2},
                 {"{\"a\":1E400}", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(members(cases[i].line, strlen(cases[i].line)), cases[i].members);
}

static void everything_else_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "{",
                                      "}",
                                      "[]",
                                      "1",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\":1,}",
                                      "{,}",
                                      "{a:1}",
                                      "{\"a\":01}",
                                      "{\"a\":+1}",
                                      "{\"a\":.5}",
                                      "{\"a\":1.}",
                                      "{\"a\":1e}",
                                      "{\"a\":-}",
                                      "{\"a\":NaN}",
                                      "{\"a\":[1]}",
                                      "{\"a\":{}}",
                                      "{\"a\":1}x",
                                      "{\"a\":1}{}",
                                      "{\"a\":\"",
                                      "{\"a\":nul}",
                                      "{\"a\":0x1}",
                                      "{\"a\" 1}",
                                      "{'a':1}",
                                      "{\"a\":truex}",
                                      "{\"a\":1 \"b\":2}",
                                      "{\"\\x\":1}",
                                      "{\"\\u12g4\":1}",
                                      "{\"\\u12",
                                      "{\"a\":\"\n\"}",
                                      "{\"a\":1 2}",
                                      "{\"\\"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (members(bad[i], strlen(bad[i])) != -1)
            fail_msg("%s was read", bad[i]);
    assert_int_equal(members("{\"a\":1}\0", 8), -1);
    assert_int_equal(members("{\"a\\\0\":1}", 9), -1);
}

/* Every proper beginning of a good line is no object, and is not read past its end. */
static void a_line_cut_short_is_refused(void **state)
{
    (void)state;
    static const char line[] = "{\"a\":-1.5e-3,\"b\":\"x\\u0041\\\\\",\"c\":null}";
    for (size_t n = 0; n < sizeof line - 1; n++) {
        char *cut = malloc(n + 1);
        assert_non_null(cut);
        memcpy(cut, line, n);
        cut[n] = 'x'; /* what a reader past the end would find */
        assert_int_equal(members(cut, n), -1);
        free(cut);
    }
    assert_int_equal(members(line, sizeof line - 1), 3);
}

static void members_are_told_as_they_stand(void **state)
{
    (void)state;
    static const char line[] = "{\"loss\":-2.5e1,\"name\":\"a\\\"b\",\"ok\":true}";
    kith_flat_json j = {.text = {.start = line, .at = line, .end = line + sizeof line - 1}};
    kith_json_member m;
    assert_true(kith_flat_json_next(&j, &m));
    assert_true(kith_json_is(&m, "loss") && !kith_json_is(&m, "los") && !kith_json_is(&m, "losss"));
    assert_int_equal(m.type, KITH_JSON_NUMBER);
    check_near(m.number, -25, 0);
    assert_true(kith_flat_json_next(&j, &m));
    assert_int_equal(m.type, KITH_JSON_STRING);
    assert_int_equal(m.bytes, 4);
    assert_memory_equal(m.text, "a\\\"b", 4);
    assert_true(kith_flat_json_next(&j, &m));
    assert_int_equal(m.type, KITH_JSON_WORD);
    assert_memory_equal(m.text, "true", m.bytes);
    assert_false(kith_flat_json_next(&j, &m));
    assert_null(j.text.expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_of_plain_values_are_read),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(a_line_cut_short_is_refused),
        cmocka_unit_test(members_are_told_as_they_stand),
    };
    return cmocka_run_group_tests_name("base/flat_json", tests, NULL, NULL);
}
