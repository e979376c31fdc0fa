#include "table_help.h"

#include "train/split.h"

/* How often each row stands in the split; fails unless it is once. */
static void check_once_each(const kith_split *s, size_t rows)
{
    unsigned char *seen = calloc(rows, 1);
    assert_non_null(seen);
    assert_int_equal(s->train + s->test, rows);
    for (size_t i = 0; i < rows; i++) {
        assert_true(s->row[i] < rows);
        assert_int_equal(seen[s->row[i]]++, 0);
    }
    free(seen);
}

static size_t count_class(const kith_dataset *d, const size_t *row, size_t count, uint32_t label)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += d->label[row[i]] == label;
    return found;
}

/* 7 classes, of which one has a single row. */
static kith_dataset *uneven(size_t rows)
{
    kith_dataset *d = table_made(rows, 1, 5, 1);
    for (size_t r = 0; r < rows; r++)
        d->label[r] = r == 3 ? 6 : r % 3 == 0 ? 5 : (uint32_t)(r % 5);
    return d;
}

static void no_row_is_lost_or_doubled(void **state)
{
    (void)state;
    for (size_t rows = 2; rows < 60; rows++) {
        kith_error err = {0};
        kith_dataset *d = uneven(rows);
        kith_split s;
        check_ok(kith_split_share(d, 0.5, rows, &s, &err));
        check_once_each(&s, rows);
        kith_split_clear(&s);
        for (size_t fold = 0; fold < 2; fold++) {
            check_ok(kith_split_fold(d, 2, fold, rows, &s, &err));
            check_once_each(&s, rows);
            kith_split_clear(&s);
        }
        kith_dataset_free(d);
    }
}

static void each_class_is_shared_out_within_one_row(void **state)
{
    (void)state;
    static const double shares[] = {0.1, 0.2, 0.25, 1.0 / 3, 0.5, 0.9};
    kith_dataset *d = uneven(997);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        kith_error err = {0};
        kith_split s;
        check_ok(kith_split_share(d, shares[i], 7, &s, &err));
        assert_int_equal(s.test, (size_t)round(shares[i] * 997));
        for (uint32_t label = 0; label < 7; label++) {
            const size_t test = count_class(d, kith_split_test(&s), s.test, label);
            const size_t all = test + count_class(d, s.row, s.train, label);
            check_near((double)test, shares[i] * (double)all, 1.01);
        }
        kith_split_clear(&s);
    }
    kith_dataset_free(d);
}

static void each_row_is_held_out_in_one_fold_and_the_folds_are_even(void **state)
{
    (void)state;
    enum { ROWS = 103, FOLDS = 10 };
    kith_dataset *d = uneven(ROWS);
    unsigned held[ROWS] = {0};
    for (size_t fold = 0; fold < FOLDS; fold++) {
        kith_error err = {0};
        kith_split s;
        check_ok(kith_split_fold(d, FOLDS, fold, 5, &s, &err));
        check_near((double)s.test, (double)ROWS / FOLDS, 1);
        for (uint32_t label = 0; label < 7; label++) {
            const size_t test = count_class(d, kith_split_test(&s), s.test, label);
            const size_t all = test + count_class(d, s.row, s.train, label);
            check_near((double)test, (double)all / FOLDS, 1);
        }
        for (size_t i = 0; i < s.test; i++)
            held[kith_split_test(&s)[i]]++;
        kith_split_clear(&s);
    }
    for (size_t r = 0; r < ROWS; r++)
        assert_int_equal(held[r], 1);
    kith_dataset_free(d);
}

static void the_seed_decides_and_nothing_else(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dataset *d = uneven(200);
    kith_split a, b, c;
    check_ok(kith_split_share(d, 0.2, 1, &a, &err));
    check_ok(kith_split_share(d, 0.2, 1, &b, &err));
    check_ok(kith_split_share(d, 0.2, 2, &c, &err));
    assert_memory_equal(a.row, b.row, 200 * sizeof *a.row);
    assert_memory_not_equal(a.row, c.row, 200 * sizeof *a.row);
    kith_split_clear(&a);
    kith_split_clear(&b);
    kith_split_clear(&c);
    kith_dataset_free(d);
}

/* Over many seeds every row is held out as often as every other. */
static void rows_without_labels_are_drawn_evenly(void **state)
{
    (void)state;
    enum { ROWS = 20, SEEDS = 2000 };
    kith_dataset *d = table_made(ROWS, 1, 0, 1);
    uint64_t seen[ROWS] = {0};
    double expected[ROWS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        kith_error err = {0};
        kith_split s;
        check_ok(kith_split_share(d, 0.25, seed, &s, &err));
        for (size_t i = 0; i < s.test; i++)
            seen[kith_split_test(&s)[i]]++;
        kith_split_clear(&s);
    }
    for (size_t r = 0; r < ROWS; r++)
        expected[r] = SEEDS * 0.25;
    assert_true(check_counts_p(seen, expected, ROWS) > 1e-4);
    kith_dataset_free(d);
}

static void both_sides_are_in_the_order_of_the_table(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dataset *d = uneven(50);
    kith_split s;
    check_ok(kith_split_share(d, 0.3, 4, &s, &err));
    for (size_t i = 1; i < 50; i++)
        assert_true(i == s.train || s.row[i - 1] < s.row[i]);
    kith_split_clear(&s);
    kith_dataset_free(d);
}

static void a_side_without_rows_is_refused(void **state)
{
    (void)state;
    static const double shares[] = {0, 1, -0.1, 1.5, 0.04, 0.96, NAN, INFINITY};
    kith_dataset *d = table_made(10, 1, 2, 1);
    kith_split s;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        kith_error err = {0};
        check_fails(kith_split_share(d, shares[i], 1, &s, &err), KITH_ERR_USAGE);
        assert_null(s.row);
    }
    kith_error err = {0};
    check_fails(kith_split_fold(d, 1, 0, 1, &s, &err), KITH_ERR_USAGE);
    check_fails(kith_split_fold(d, 11, 0, 1, &s, &err), KITH_ERR_USAGE);
    check_fails(kith_split_fold(d, 10, 10, 1, &s, &err), KITH_ERR_USAGE);
    check_ok(kith_split_fold(d, 10, 9, 1, &s, &err));
    assert_int_equal(s.test, 1);
    kith_split_clear(&s);
    kith_dataset_free(d);
}

static void a_bag_has_the_rows_that_chance_gives_it(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    kith_error err = {0};
    kith_dataset *d = uneven(ROWS);
    kith_split whole, s;
    size_t unique = 0;
    unsigned char *seen = calloc(ROWS, 1), *held = calloc(ROWS, 1);
    assert_true(seen != NULL && held != NULL);
    check_ok(kith_split_share(d, 0.25, 1, &whole, &err));
    check_ok(kith_split_share(d, 0.25, 1, &s, &err));
    check_ok(kith_split_bag(&s, 7, &err));
    assert_int_equal(s.train, whole.train);
    assert_memory_equal(kith_split_test(&s), kith_split_test(&whole), s.test * sizeof *s.row);
    for (size_t i = 0; i < s.test; i++)
        held[kith_split_test(&s)[i]] = 1;
    for (size_t i = 0; i < s.train; i++) {
        assert_false(held[s.row[i]]);
        unique += !seen[s.row[i]];
        seen[s.row[i]] = 1;
    }
    /* 1 - 1/e, within four deviations: n of them, sqrt(n (e^-1 - 2 e^-2)) apart. */
    check_near((double)unique / (double)s.train, 1 - exp(-1),
               4 * sqrt((exp(-1) - 2 * exp(-2)) / (double)s.train));
    kith_split_clear(&whole);
    kith_split_clear(&s);
    kith_dataset_free(d);
    free(seen);
    free(held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_row_is_lost_or_doubled),
        cmocka_unit_test(each_class_is_shared_out_within_one_row),
        cmocka_unit_test(each_row_is_held_out_in_one_fold_and_the_folds_are_even),
        cmocka_unit_test(the_seed_decides_and_nothing_else),
        cmocka_unit_test(rows_without_labels_are_drawn_evenly),
        cmocka_unit_test(both_sides_are_in_the_order_of_the_table),
        cmocka_unit_test(a_side_without_rows_is_refused),
        cmocka_unit_test(a_bag_has_the_rows_that_chance_gives_it),
    };
    return cmocka_run_group_tests_name("split", tests, NULL, NULL);
}
