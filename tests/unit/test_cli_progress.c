/* Progress lines, and the numbers in them, as people read them. */
#include "check.h"

#include "cli/print.c"
#include "cli/progress.c"

static const kith_progress half = {.phase = "train",
                                   .done = 5e6,
                                   .total = 1e7,
                                   .unit = "words",
                                   .seconds = 4,
                                   .rate = 1.25e6,
                                   .lr = 0.0125,
                                   .loss = 2.34567,
                                   .valid_loss = (double)NAN};

static void a_line_has_percent_rate_lr_loss_and_the_time_left(void **state)
{
    (void)state;
    char line[PROGRESS_COLUMNS];
    progress_line(&half, line);
    assert_string_equal(line, "train   50.0%  1.25M words/s  lr 0.0125  loss 2.3457  ETA 0:04");
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    char line[PROGRESS_COLUMNS];
    const kith_progress count = {.phase = "count",
                                 .done = 123456,
                                 .unit = "words",
                                 .loss = (double)NAN,
                                 .valid_loss = (double)NAN};
    progress_line(&count, line);
    assert_string_equal(line, "count  123k words");
}

static void the_end_of_a_phase_says_how_much_in_what_time(void **state)
{
    (void)state;
    char line[PROGRESS_COLUMNS];
    kith_progress over = half;
    over.done = 1e7;
    over.seconds = 75;
    over.valid_loss = 2.5;
    progress_end_line(&over, line);
    assert_string_equal(line,
                        "train  10.0M words in 1:15  1.25M words/s  loss 2.3457  valid 2.5000");
}

static void a_line_never_reaches_the_edge_of_the_terminal(void **state)
{
    (void)state;
    char line[PROGRESS_COLUMNS];
    kith_progress huge = half;
    huge.unit = "words of a kind with a very long name, longer than any line may be, and more";
    progress_line(&huge, line);
    assert_true(strlen(line) < PROGRESS_COLUMNS);
}

/* More than done happens where a resumed run counts again; a bar of 101 % helps nobody. */
static void percent_stops_at_one_hundred(void **state)
{
    (void)state;
    char line[PROGRESS_COLUMNS];
    kith_progress over = half;
    over.done = 2e7;
    progress_line(&over, line);
    check_contains(line, "100.0%");
    check_contains(line, "ETA 0:00");
}

static void assert_short(double value, const char *expected)
{
    char text[PRINT_COUNT_CHARS];
    assert_string_equal(print_short(value, text), expected);
}

static void short_numbers_have_three_digits_and_carry(void **state)
{
    (void)state;
    assert_short(0, "0");
    assert_short(999, "999");
    assert_short(999.6, "1.00k");
    assert_short(1234, "1.23k");
    assert_short(9999, "10.0k");
    assert_short(123456, "123k");
    assert_short(999999, "1.00M");
    assert_short(85e6, "85.0M");
    assert_short(5e15, "5000T");
}

static void assert_time(double seconds, const char *expected)
{
    char text[PRINT_COUNT_CHARS];
    assert_string_equal(print_time(seconds, text), expected);
}

static void times_are_minutes_or_hours(void **state)
{
    (void)state;
    assert_time(0, "0:00");
    assert_time(59.4, "0:59");
    assert_time(59.6, "1:00");
    assert_time(3600, "1:00:00");
    assert_time(1e30, "99:59:59");
    assert_time(-5, "0:00");
    assert_time((double)NAN, "0:00");
}

static void assert_count(uint64_t n, const char *expected)
{
    char text[PRINT_COUNT_CHARS];
    assert_string_equal(print_count(n, text), expected);
}

static void counts_are_grouped_by_thousands(void **state)
{
    (void)state;
    assert_count(0, "0");
    assert_count(999, "999");
    assert_count(1000, "1,000");
    assert_count(1234567, "1,234,567");
    assert_count(UINT64_MAX, "18,446,744,073,709,551,615");
}

static void a_signal_cancels_the_work(void **state)
{
    (void)state;
    progress p;
    const kith_watch watch = progress_start(&p, true);
    assert_true(watch.call(watch.self, &half));
    assert_int_equal(progress_signal(), 0);
    raise(SIGTERM);
    assert_false(watch.call(watch.self, &half));
    assert_int_equal(progress_signal(), SIGTERM);
    progress_finish(&p, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_percent_rate_lr_loss_and_the_time_left),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(the_end_of_a_phase_says_how_much_in_what_time),
        cmocka_unit_test(a_line_never_reaches_the_edge_of_the_terminal),
        cmocka_unit_test(percent_stops_at_one_hundred),
        cmocka_unit_test(short_numbers_have_three_digits_and_carry),
        cmocka_unit_test(times_are_minutes_or_hours),
        cmocka_unit_test(counts_are_grouped_by_thousands),
        cmocka_unit_test(a_signal_cancels_the_work),
    };
    return cmocka_run_group_tests_name("cli/progress", tests, NULL, NULL);
}
