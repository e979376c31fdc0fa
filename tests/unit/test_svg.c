/* The writer of SVG: what it writes is XML whatever the text, and never half a file. */
#include "draw_help.h"

#include "draw/svg.h"

static void write_text(const char *path, const char *text)
{
    kith_error err;
    kith_svg s;
    check_ok(kith_svg_begin(&s, path, 100, 50, text, &err));
    kith_svg_text(&s, "name", "start", 1, 2, text);
    check_ok(kith_svg_end(&s, &err));
}

static void text_is_escaped(void **state)
{
    (void)state;
    write_text("a.svg", "a<b> & \"c\" 'd' </text>");
    check_well_formed("a.svg");
    check_file_has("a.svg", ">a&lt;b&gt; &amp; &quot;c&quot; 'd' &lt;/text&gt;</text>");
}

/* Each would make a file that no XML parser reads. */
static void bytes_that_are_no_characters_are_replaced(void **state)
{
    (void)state;
    static const char *const bad[] = {"\xff",         "\x01",     "\x1b[0m",      "\xc3",
                                      "\xed\xa0\x80", "\xc0\x80", "\xef\xbf\xbf", "\xe2\x82"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_text("a.svg", bad[i]);
        check_well_formed("a.svg");
        check_file_has("a.svg", "\xef\xbf\xbd");
    }
    write_text("a.svg", "\xce\xba\xce\xb9\xce\xb8 \xf0\x9f\x8c\xb1");
    check_well_formed("a.svg");
    check_file_has_times("a.svg", "\xce\xba\xce\xb9\xce\xb8 \xf0\x9f\x8c\xb1", 2);
}

static void numbers_have_two_decimals_at_most(void **state)
{
    (void)state;
    kith_error err;
    kith_svg s;
    check_ok(kith_svg_begin(&s, "a.svg", 100, 50, "t", &err));
    kith_svg_line(&s, "axis", 1.0 / 3, 2.005, -0.001, 1e6);
    check_ok(kith_svg_end(&s, &err));
    check_well_formed("a.svg");
    check_file_has("a.svg",
                   "<line class=\"axis\" x1=\"0.33\" y1=\"2.01\" x2=\"0\" y2=\"1000000\"/>");
    check_file_has("a.svg", "width=\"100\" height=\"50\" viewBox=\"0 0 100 50\"");
}

static void paths_and_marks_are_elements_of_their_own(void **state)
{
    (void)state;
    kith_error err;
    kith_svg s;
    check_ok(kith_svg_begin(&s, "a.svg", 100, 50, "t", &err));
    kith_svg_path_begin(&s, "line", 8, 5);
    kith_svg_path_move(&s, 1, 2);
    kith_svg_path_to(&s, 3, 4);
    kith_svg_path_end(&s, "x & y");
    kith_svg_path_begin(&s, "zone", 0, 0);
    kith_svg_path_rect(&s, 10, 20, 5, 6);
    kith_svg_path_end(&s, NULL);
    for (size_t shape = 0; shape < 6; shape++)
        kith_svg_mark(&s, 2, shape, 50, 25, 2);
    check_ok(kith_svg_end(&s, &err));
    check_well_formed("a.svg");
    check_file_has("a.svg",
                   "<path class=\"line c1 d1\" d=\"M1 2L3 4\"><title>x &amp; y</title></path>");
    check_file_has("a.svg", "<path class=\"zone c0 d0\" d=\"M10 20H15V26H10z\"></path>");
    check_file_has_times("a.svg", "<circle class=\"mark c2\" cx=\"50\" cy=\"25\" r=\"2\"/>", 2);
    check_file_has_times("a.svg", "<path class=\"mark c2\"", 4);
}

static void both_kinds_of_page_have_colours_and_nothing_runs(void **state)
{
    (void)state;
    write_text("a.svg", "t");
    check_file_has("a.svg", "@media (prefers-color-scheme:dark)");
    check_file_has_times("a.svg", "<script", 0);
    check_file_has_times("a.svg", "href", 0);
    check_file_has_times("a.svg", "url(", 0);
    check_file_has_times("a.svg", ".page{", 2);
}

static void a_full_disk_is_told_at_the_end(void **state)
{
    (void)state;
    kith_error err;
    kith_svg s;
    if (!check_file_exists("/dev/full"))
        check_skip("there is no /dev/full");
    check_ok(kith_svg_begin(&s, "/dev/full", 100, 50, "t", &err));
    for (size_t i = 0; i < 10000; i++)
        kith_svg_line(&s, "axis", 0, 0, 1, 1);
    check_fails_with(kith_svg_end(&s, &err), KITH_ERR_IO, "/dev/full");
    check_fails(kith_svg_begin(&s, "no/such/folder.svg", 100, 50, "t", &err), KITH_ERR_CREATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(bytes_that_are_no_characters_are_replaced),
        cmocka_unit_test(numbers_have_two_decimals_at_most),
        cmocka_unit_test(paths_and_marks_are_elements_of_their_own),
        cmocka_unit_test(both_kinds_of_page_have_colours_and_nothing_runs),
        cmocka_unit_test(a_full_disk_is_told_at_the_end),
    };
    return cmocka_run_group_tests_name("draw/svg", tests, NULL, NULL);
}
