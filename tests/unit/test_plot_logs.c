/* Logs as pictures: what a log may hold, how runs are named, and which panels there are. */
#include "draw_help.h"

#include "draw/log.h"

static const char good[] = "{\"epoch\":1,\"loss\":1}\n";

static kith_status plot(const char *a, const char *b, kith_error *err)
{
    const char *paths[] = {a, b};
    return kith_plot_logs(paths, b != NULL ? 2 : 1, "out.svg", err);
}

static void a_log_is_read_row_by_row(void **state)
{
    (void)state;
    kith_error err;
    kith_log log = {0};
    check_write_text("a",
                     "{\"epoch\":1,\"loss\":2.5,\"valid_loss\":null,\"lr\":0.1,\"words\":7}\r\n"
                     " { \"note\" : \"a \\\"b\\\"\" , \"accuracy\" : 1e-1 ,\t\"epoch\" : 3 } \n"
                     "{\"valid_accuracy\":1,\"epoch\":4,\"done\":true}");
    check_ok(kith_log_read(&log, "a", &err));
    assert_int_equal(log.rows, 3);
    check_near(log.row[0].loss, 2.5, 0);
    assert_true(isnan(log.row[0].valid_loss) && isnan(log.row[0].accuracy));
    check_near(log.row[1].epoch, 3, 0);
    check_near(log.row[1].accuracy, 0.1, 0);
    check_near(log.row[2].valid_accuracy, 1, 0);
    kith_log_clear(&log);
}

static void a_bad_line_is_told_with_its_number_and_nothing_is_written(void **state)
{
    (void)state;
    kith_error err;
    static const struct {
        const char *line, *said;
    } cases[] = {
        {"{\"epoch\":2,\"loss\":1", "a:2: no line of a log: expected a comma or a closing brace"},
        {"[1,2]", "a:2: no line of a log: expected an object at column 1"},
        {"", "a:2: no line of a log: expected an object at column 1"},
        {"{\"loss\":1}", "a:2: there is no number \"epoch\""},
        {"{\"epoch\":null}", "a:2: there is no number \"epoch\""},
        {"{\"epoch\":1}", "a:2: the epoch is not behind"},
        {"{\"epoch\":2,\"loss\":\"low\"}", "a:2: expected a number or null"},
        {"{\"epoch\":2,\"loss\":true}", "a:2: expected a number or null"},
        {"{\"epoch\":2,\"loss\":1,\"loss\":2}", "a:2: a key stands twice"},
        {"{\"epoch\":2,\"loss\":nan}", "expected a number, a string, null, true or false"},
        {"{\"epoch\":2,\"at\":{\"x\":1}}", "at column 17"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s%s\n", good, cases[i].line);
        check_write_text("a", text);
        check_fails_with(plot("a", NULL, &err), KITH_ERR_DATA, cases[i].said);
        assert_false(check_file_exists("out.svg"));
    }
    check_write_text("a", "");
    check_fails_with(plot("a", NULL, &err), KITH_ERR_DATA, "without epochs");
    check_fails(plot("absent", NULL, &err), KITH_ERR_INPUT);
    check_fails(kith_plot_logs(NULL, 0, "out.svg", &err), KITH_ERR_USAGE);
    check_write_text("a", good);
    const char *path = "a";
    check_fails(kith_plot_logs(&path, 1, "no/such/out.svg", &err), KITH_ERR_CREATE);
}

/* Losses 0..1 make that axis: by hand, as in the test of curves. */
static void a_run_alone_shows_training_and_held_out_together(void **state)
{
    (void)state;
    kith_error err;
    check_write_text("a.ndjson", "{\"epoch\":1,\"loss\":1,\"valid_loss\":0.5}\n"
                                 "{\"epoch\":2,\"loss\":0,\"valid_loss\":0.75}\n");
    check_ok(plot("a.ndjson", NULL, &err));
    check_well_formed("out.svg");
    check_file_has("out.svg", "<path class=\"line c0 d0\" d=\"M64 40L574 290\"><title>training<");
    check_file_has("out.svg",
                   "<path class=\"line c1 d1\" d=\"M64 165L574 102.5\"><title>held out<");
    check_file_has("out.svg", ">Loss</text>");
    check_file_has_times("out.svg", "Accuracy", 0);
    check_ok(plot("a.ndjson", "a.ndjson", &err));
    check_file_has("out.svg", ">Loss in training</text>");
}

static void accuracy_has_panels_where_a_run_has_it(void **state)
{
    (void)state;
    kith_error err;
    check_write_text("a", "{\"epoch\":1,\"loss\":1,\"accuracy\":0.25}\n");
    check_write_text("b", "{\"epoch\":1,\"loss\":1,\"valid_accuracy\":0.5}\n");
    check_ok(plot("a", NULL, &err));
    check_file_has("out.svg", ">Accuracy</text>");
    check_file_has_times("out.svg", ">held out</text>", 0);
    check_ok(plot("a", "b", &err));
    check_well_formed("out.svg");
    static const char *const panels[] = {">Loss in training</text>", ">Loss held out</text>",
                                         ">Accuracy in training</text>",
                                         ">Accuracy held out</text>"};
    for (size_t i = 0; i < 4; i++)
        check_file_has_times("out.svg", panels[i], 1);
    check_write_text("b", good);
    check_ok(plot("b", "b", &err));
    check_file_has(("out.svg"), ">Loss</text>");
    check_file_has_times("out.svg", "Accuracy", 0);
}

static void runs_are_named_by_their_files(void **state)
{
    (void)state;
    kith_error err;
    check_write_text("adam.lr.ndjson", good);
    check_write_text("<sgd>.log", good);
    check_ok(plot("./adam.lr.ndjson", "<sgd>.log", &err));
    check_well_formed("out.svg");
    check_file_has("out.svg", ">adam.lr</text>");
    check_file_has("out.svg", ">&lt;sgd&gt;</text>");
    check_file_has("out.svg", "class=\"line c1 d0\"");
    check_ok(plot("adam.lr.ndjson", "./adam.lr.ndjson", &err));
    check_file_has("out.svg", ">adam.lr.ndjson</text>");
    check_file_has("out.svg", ">./adam.lr.ndjson</text>");
}

static void the_same_logs_are_the_same_bytes(void **state)
{
    (void)state;
    kith_error err;
    check_write_text("a", "{\"epoch\":1,\"loss\":0.1}\n{\"epoch\":2,\"loss\":0.3}\n");
    check_ok(plot("a", NULL, &err));
    assert_int_equal(rename("out.svg", "first.svg"), 0);
    check_ok(plot("a", NULL, &err));
    check_same_bytes("first.svg", "out.svg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_is_read_row_by_row),
        cmocka_unit_test(a_bad_line_is_told_with_its_number_and_nothing_is_written),
        cmocka_unit_test(a_run_alone_shows_training_and_held_out_together),
        cmocka_unit_test(accuracy_has_panels_where_a_run_has_it),
        cmocka_unit_test(runs_are_named_by_their_files),
        cmocka_unit_test(the_same_logs_are_the_same_bytes),
    };
    return cmocka_run_group_tests_name("draw/plot_logs", tests, NULL, NULL);
}
