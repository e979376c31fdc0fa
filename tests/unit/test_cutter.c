/* Pieces against the text they come from. */
#include "check.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/cutter.h"

static bool ends_line(unsigned char byte)
{
    return byte == '\n';
}

static uint64_t draw(uint64_t *x)
{
    *x = *x * 6364136223846793005u + 1442695040888963407u;
    return *x >> 33;
}

/* Lines of 0..most bytes; the last one may have no end. */
static size_t write_lines(char *text, size_t size, size_t most, uint64_t seed)
{
    size_t at = 0;
    while (at + most + 1 < size) {
        for (size_t n = (size_t)(draw(&seed) % (most + 1)); n > 0; n--)
            text[at++] = (char)('a' + draw(&seed) % 26);
        text[at++] = '\n';
    }
    return draw(&seed) % 2 == 0 ? at : at - 1;
}

/* The pieces of a stream end to end, each but the last checked for its end. */
static void take_stream(kith_cutter c, size_t size, kith_span *all)
{
    kith_error err;
    kith_span out = {0};
    bool more = true;
    while (more) {
        check_ok(kith_cutter_take(&c, &out, &more, &err));
        assert_true(!more || (out.bytes > 0 && out.text[out.bytes - 1] == '\n'));
        for (size_t i = 0; i < out.bytes; i++)
            check_ok(kith_span_add(all, out.text[i], &err));
    }
    assert_int_equal(c.bytes, size);
    kith_stream_close(c.stream);
    kith_cutter_clear(&c);
    free(out.text);
}

static void take_all(const char *text, size_t size, size_t piece, size_t longest, kith_span *all)
{
    kith_error err;
    kith_cutter c = {.ends = ends_line, .piece = piece, .longest = longest};
    check_ok(kith_stream_memory(text, size, &c.stream, &err));
    take_stream(c, size, all);
}

/* A file's first bytes come by the stream's buffer, those behind it straight into the pieces. */
static void a_file_is_read_into_its_pieces(void **state)
{
    (void)state;
    enum { SIZE = 5 << 19 };
    static const size_t pieces[] = {700, 65536, 1 << 20, SIZE, 2 * SIZE};
    char *text = malloc(SIZE);
    const size_t size = write_lines(text, SIZE, 3000, 3);
    const int file = open("lines", O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(file, text, size), size);
    close(file);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        kith_error err;
        kith_span all = {0};
        kith_cutter c = {.ends = ends_line, .piece = pieces[i]};
        check_ok(kith_stream_open("lines", &c.stream, &err));
        take_stream(c, size, &all);
        assert_int_equal(all.bytes, size);
        assert_memory_equal(all.text, text, size);
        free(all.text);
    }
    unlink("lines");
    free(text);
}

static void pieces_end_to_end_are_the_text(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 2, 7, 64, 1000, 100000};
    char text[4000];
    for (uint64_t seed = 0; seed < 50; seed++) {
        const size_t size = write_lines(text, sizeof text, 1 + 40 * (seed % 5), seed);
        for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
            kith_span all = {0};
            take_all(text, size, pieces[i], 0, &all);
            assert_int_equal(all.bytes, size);
            assert_memory_equal(all.text, text, size);
            free(all.text);
        }
    }
}

static void a_long_run_is_cut_and_its_end_stays(void **state)
{
    (void)state;
    static const char text[] = "ab\n0123456789\ncd\n01234567\n0123456789";
    kith_span all = {0};
    take_all(text, sizeof text - 1, 4, 8, &all);
    assert_int_equal(all.bytes, sizeof "ab\n01234567\ncd\n01234567\n01234567" - 1);
    assert_memory_equal(all.text, "ab\n01234567\ncd\n01234567\n01234567", all.bytes);
    free(all.text);
}

static void what_is_skipped_is_in_no_piece(void **state)
{
    (void)state;
    kith_error err;
    kith_span out = {0};
    bool more;
    kith_cutter c = {.ends = ends_line, .piece = 100};
    check_ok(kith_stream_memory("header\nrow\n", 11, &c.stream, &err));
    check_ok(kith_cutter_skip(&c, 7, &err));
    check_ok(kith_cutter_take(&c, &out, &more, &err));
    assert_false(more);
    assert_int_equal(out.bytes, 4);
    assert_memory_equal(out.text, "row\n", 4);
    kith_stream_close(c.stream);
    kith_cutter_clear(&c);
    free(out.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_end_to_end_are_the_text),
        cmocka_unit_test(a_file_is_read_into_its_pieces),
        cmocka_unit_test(a_long_run_is_cut_and_its_end_stays),
        cmocka_unit_test(what_is_skipped_is_in_no_piece),
    };
    return cmocka_run_group_tests_name("base/cutter", tests, NULL, NULL);
}
