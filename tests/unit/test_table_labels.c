#include "table_help.h"

#include "text/label.h"

static void a_word_with_the_prefix_names_a_class(void **state)
{
    (void)state;
    size_t bytes = 0;
    const char *label = kith_label_of("__label__b/c", 12, &bytes);
    assert_int_equal(bytes, 3);
    assert_memory_equal(label, "b/c", 3);
    assert_null(kith_label_of("__label__", 9, &bytes));
    assert_null(kith_label_of("__label__x", 5, &bytes));
    assert_null(kith_label_of("x__label__y", 11, &bytes));
    assert_null(kith_label_of("", 0, &bytes));
}

static void the_reader_keeps_the_first_label_of_each_line(void **state)
{
    (void)state;
    static const char text[] = "__label__b x y\n\n__label__a __label__b z\n__label__b\n";
    kith_dataset_report r;
    kith_dataset *d = table_of("l.txt", text, &(kith_table_options){.labels_only = true});
    kith_dataset_describe(d, &r);
    assert_string_equal(r.format, "labels");
    assert_int_equal(r.rows, 3);
    assert_int_equal(r.features, 0);
    assert_int_equal(r.entries, 0);
    uint64_t rows = 0;
    assert_string_equal(kith_dataset_class(d, 0, &rows), "a");
    assert_int_equal(rows, 1);
    assert_string_equal(kith_dataset_class(d, 1, &rows), "b");
    assert_int_equal(rows, 2);
    kith_dataset_free(d);
}

/* As the classifier of texts has it: labels stand anywhere, other lines are left out. */
static void lines_without_a_label_are_dropped_and_counted(void **state)
{
    (void)state;
    const kith_table_options o = {.labels_only = true, .format = "labels"};
    kith_dataset *d = table_of("l.txt", "no label\n \t\ngood film __label__a\r\n__label__\n", &o);
    assert_int_equal(d->rows, 1);
    assert_int_equal(d->dropped, 2);
    assert_string_equal(d->class_name[0], "a");
    kith_dataset_free(d);
    table_refused("l.txt", "no label\n", &o, KITH_ERR_DATA, "all 1 rows were dropped");
}

static void text_is_refused_where_numbers_are_wanted(void **state)
{
    (void)state;
    table_refused("l.txt", "__label__a x\n", NULL, KITH_ERR_DATA, "expected numbers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_with_the_prefix_names_a_class),
        cmocka_unit_test(the_reader_keeps_the_first_label_of_each_line),
        cmocka_unit_test(lines_without_a_label_are_dropped_and_counted),
        cmocka_unit_test(text_is_refused_where_numbers_are_wanted),
    };
    return cmocka_run_group_tests_name("table_labels", tests, NULL, NULL);
}
