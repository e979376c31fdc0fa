/* Lines of any length from any bytes; the oracle splits the whole text at once. */
#include "check.h"

#include "base/rng.h"

typedef struct expected_line {
    const char *start;
    size_t bytes;
} expected_line;

/* Splits at newlines, cutting a CR before each. Returns how many lines there are. */
static size_t split(const char *text, size_t size, expected_line *lines)
{
    size_t count = 0, start = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && text[i] != '\n')
            continue;
        if (i == size && start == size)
            break;
        const bool cr = i < size && i > start && text[i - 1] == '\r';
        lines[count++] = (expected_line){text + start, i - start - cr};
        start = i + 1;
    }
    return count;
}

static kith_lines *open_text(const char *text, size_t size)
{
    kith_error err;
    kith_stream *stream;
    kith_lines *lines;
    check_ok(kith_stream_memory(text, size, &stream, &err));
    check_ok(kith_lines_take(stream, &lines, &err));
    return lines;
}

static void assert_next(kith_lines *l, const char *expected, size_t bytes)
{
    kith_error err;
    const char *line;
    size_t size;
    check_ok(kith_lines_next(l, &line, &size, &err));
    if (expected == NULL) {
        assert_null(line);
        return;
    }
    assert_non_null(line);
    assert_int_equal(size, bytes);
    assert_memory_equal(line, expected, bytes);
    assert_int_equal(line[size], '\0');
}

static void assert_lines(kith_lines *l, const char *text, size_t size)
{
    expected_line *lines = malloc((size + 1) * sizeof *lines);
    assert_non_null(lines);
    const size_t count = split(text, size, lines);
    for (size_t i = 0; i < count; i++) {
        assert_next(l, lines[i].start, lines[i].bytes);
        assert_int_equal(kith_lines_number(l), i + 1);
    }
    assert_next(l, NULL, 0);
    assert_next(l, NULL, 0);
    free(lines);
    kith_lines_close(l);
}

static void newlines_of_both_kinds_end_lines(void **state)
{
    (void)state;
    static const char *const texts[] = {"",          "a",        "a\n",      "\n",         "\n\n",
                                        "a\nb",      "a\r\nb\r", "\r\n",     "a\r\r\nb\n", "\r",
                                        "a\rb\nc\n", " a \t\n",  "a\n\r\n\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_lines(open_text(texts[i], strlen(texts[i])), texts[i], strlen(texts[i]));
}

static void random_bytes_split_as_by_hand(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 300; round++) {
        char text[200];
        const size_t size = kith_rng_below(kith_mix64(round), sizeof text);
        for (size_t i = 0; i < size; i++)
            text[i] = "\n\r\0ab"[kith_rng_below(kith_rng_at(round, i), 5)];
        assert_lines(open_text(text, size), text, size);
    }
}

static void a_line_may_be_longer_than_any_buffer(void **state)
{
    (void)state;
    kith_error err;
    const size_t size = 5000000;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + i % 23);
    text[10] = '\n';
    text[3000000] = '\r'; /* a line break across two chunks or not: the same lines */
    text[3000001] = '\n';
    text[1 << 20] = '\n';
    text[(1 << 20) - 1] = '\r';
    check_write_file("long", text, size);
    kith_lines *l;
    check_ok(kith_lines_open("long", &l, &err));
    assert_string_equal(kith_lines_name(l), "long");
    assert_lines(l, text, size);
    free(text);
}

static void a_byte_order_mark_is_no_part_of_the_text(void **state)
{
    (void)state;
    kith_lines *l = open_text("\xEF\xBB\xBF"
                              "a\n\xEF\xBB\xBF"
                              "b",
                              9);
    assert_next(l, "a", 1);
    assert_next(l,
                "\xEF\xBB\xBF"
                "b",
                4); /* only at the start */
    assert_next(l, NULL, 0);
    kith_lines_close(l);
    l = open_text("\xEF\xBB\xBF\r\nb", 6);
    assert_next(l, "", 0);
    assert_next(l, "b", 1);
    kith_lines_close(l);
    l = open_text("\xEF\xBB\xBF", 3);
    assert_next(l, NULL, 0);
    kith_lines_close(l);
    l = open_text("\xEF\xBB", 2);
    assert_next(l, "\xEF\xBB", 2);
    kith_lines_close(l);
}

static void utf_16_is_refused_with_advice(void **state)
{
    (void)state;
    kith_error err;
    static const char *const texts[] = {"\xFF\xFE"
                                        "a\0\n\0",
                                        "\xFE\xFF\0a\0\n"};
    for (size_t i = 0; i < 2; i++) {
        kith_lines *l = open_text(texts[i], 6);
        const char *line;
        size_t size;
        check_fails_with(kith_lines_next(l, &line, &size, &err), KITH_ERR_DATA, "UTF-16");
        assert_null(line);
        kith_lines_close(l);
    }
}

static void a_missing_file_opens_no_lines(void **state)
{
    (void)state;
    kith_error err;
    kith_lines *l;
    check_fails_with(kith_lines_open("missing", &l, &err), KITH_ERR_INPUT, "missing");
    assert_null(l);
    kith_lines_close(NULL);
}

/* Half a gzip file: what could be unpacked may come, but not the end of the text. */
static void damage_in_the_stream_reaches_the_reader_of_lines(void **state)
{
    (void)state;
    kith_error err;
    const char *line = "";
    size_t size;
    kith_lines *l = open_text("\x1f\x8b\x08\0\0\0\0\0\0\3", 10);
    check_fails(kith_lines_next(l, &line, &size, &err), KITH_ERR_DATA);
    assert_null(line);
    kith_lines_close(l);
}

static void a_line_is_ready_when_its_end_has_been_read(void **state)
{
    (void)state;
    kith_lines *l = open_text("one\ntwo\nthree", 13);
    assert_false(kith_lines_ready(l)); /* nothing has been read */
    assert_next(l, "one", 3);
    assert_true(kith_lines_ready(l));
    assert_next(l, "two", 3);
    assert_false(kith_lines_ready(l)); /* more of it may come */
    assert_next(l, "three", 5);
    assert_false(kith_lines_ready(l));
    kith_lines_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newlines_of_both_kinds_end_lines),
        cmocka_unit_test(random_bytes_split_as_by_hand),
        cmocka_unit_test(a_line_may_be_longer_than_any_buffer),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_text),
        cmocka_unit_test(utf_16_is_refused_with_advice),
        cmocka_unit_test(a_missing_file_opens_no_lines),
        cmocka_unit_test(damage_in_the_stream_reaches_the_reader_of_lines),
        cmocka_unit_test(a_line_is_ready_when_its_end_has_been_read),
    };
    return cmocka_run_group_tests_name("base/lines", tests, NULL, NULL);
}
