#include "table_help.h"

#include "file/table_labels.h"

static void check_next(kith_labelled_line *l, const char *label)
{
    assert_true(kith_labelled_next(l, "__label__"));
    assert_int_equal(l->label_bytes, strlen(label));
    assert_memory_equal(l->label, label, l->label_bytes);
}

static void check_rest(kith_labelled_line *l, const char *rest)
{
    assert_false(kith_labelled_next(l, "__label__"));
    assert_int_equal(l->rest_bytes, strlen(rest));
    assert_memory_equal(l->rest, rest, l->rest_bytes);
}

static kith_labelled_line line(const char *text)
{
    return kith_labelled_begin(text, strlen(text));
}

static void labels_are_split_from_the_text(void **state)
{
    (void)state;
    kith_labelled_line l = line("__label__a  __label__b/c\tthe words  of __label__d \t");
    check_next(&l, "a");
    check_next(&l, "b/c");
    check_rest(&l, "the words  of __label__d");
    l = line("__label__only");
    check_next(&l, "only");
    check_rest(&l, "");
}

static void what_is_no_label_is_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"just words", "__label__ alone", "__labe", "", "__label__"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kith_labelled_line l = line(texts[i]);
        check_rest(&l, texts[i]);
    }
}

static void any_prefix_will_do(void **state)
{
    (void)state;
    kith_labelled_line l = line("#spam buy");
    assert_true(kith_labelled_next(&l, "#"));
    assert_int_equal(l.label_bytes, 4);
    assert_false(kith_labelled_next(&l, "#"));
    assert_memory_equal(l.rest, "buy", 3);
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

static void lines_without_a_label_and_unwanted_text_are_refused(void **state)
{
    (void)state;
    table_refused("l.txt", "__label__a x\nno label\n", &(kith_table_options){.labels_only = true},
                  KITH_ERR_DATA, "l.txt:2: expected __label__NAME and text, got 'no label'");
    table_refused("l.txt", "__label__a x\n", NULL, KITH_ERR_DATA, "expected numbers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_split_from_the_text),
        cmocka_unit_test(what_is_no_label_is_text),
        cmocka_unit_test(any_prefix_will_do),
        cmocka_unit_test(the_reader_keeps_the_first_label_of_each_line),
        cmocka_unit_test(lines_without_a_label_and_unwanted_text_are_refused),
    };
    return cmocka_run_group_tests_name("table_labels", tests, NULL, NULL);
}
