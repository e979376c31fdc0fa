#include "table_help.h"

#include "base/mem.h"
#include "train/columns.h"
#include "train/scale.h"

enum { ROWS = 60, FEATURES = 5 };

/* Columns of other offsets and sizes; column 3 is constant. */
static kith_dataset *sample(void)
{
    kith_dataset *d = table_made(ROWS, FEATURES, 0, 9);
    for (size_t r = 0; r < ROWS; r++) {
        d->x[r * FEATURES + 1] = d->x[r * FEATURES + 1] * 50 + 1000;
        d->x[r * FEATURES + 2] *= (kith_real)1e-4;
        d->x[r * FEATURES + 3] = (kith_real)0.1;
    }
    return d;
}

/* Mean and standard deviation in two passes. */
static void two_pass(const kith_dataset *d, size_t column, double *mean, double *spread)
{
    double sum = 0, squares = 0;
    for (size_t r = 0; r < d->rows; r++)
        sum += (double)d->x[r * d->features + column];
    *mean = sum / (double)d->rows;
    for (size_t r = 0; r < d->rows; r++)
        squares += pow((double)d->x[r * d->features + column] - *mean, 2);
    *spread = sqrt(squares / (double)d->rows);
}

static void zscore_leaves_mean_0_and_deviation_1(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dataset *d = sample();
    kith_scaler s;
    check_ok(kith_scaler_fit(&s, KITH_SCALE_ZSCORE, d, NULL, 0, &err));
    kith_scaler_apply_dataset(&s, d);
    for (size_t j = 0; j < FEATURES; j++) {
        double mean, spread;
        two_pass(d, j, &mean, &spread);
        check_near(mean, 0, 1e-5);
        check_near(spread, j == 3 ? 0 : 1, 1e-5);
    }
    kith_scaler_clear(&s);
    kith_dataset_free(d);
}

static void minmax_fills_0_to_1(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dataset *d = sample();
    kith_scaler s;
    check_ok(kith_scaler_fit(&s, KITH_SCALE_MINMAX, d, NULL, 0, &err));
    kith_scaler_apply_dataset(&s, d);
    for (size_t j = 0; j < FEATURES; j++) {
        double least = INFINITY, most = -INFINITY;
        for (size_t r = 0; r < ROWS; r++) {
            least = fmin(least, (double)d->x[r * FEATURES + j]);
            most = fmax(most, (double)d->x[r * FEATURES + j]);
        }
        check_near(least, 0, 0);
        check_near(most, j == 3 ? 0 : 1, 1e-5);
    }
    kith_scaler_clear(&s);
    kith_dataset_free(d);
}

static void no_scaling_changes_no_bit(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dataset *d = sample(), *same = sample();
    kith_scaler s;
    check_ok(kith_scaler_fit(&s, KITH_SCALE_NONE, d, NULL, 0, &err));
    kith_scaler_apply_dataset(&s, d);
    assert_memory_equal(d->x, same->x, ROWS * FEATURES * sizeof *d->x);
    kith_scaler_clear(&s);
    kith_dataset_free(d);
    kith_dataset_free(same);
}

static bool is_among(const size_t *list, size_t count, size_t row)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == row)
            return true;
    return false;
}

/* Whatever stands in the other rows, NaN even, the scaler is the same: no test row leaks. */
static void only_the_given_rows_are_looked_at(void **state)
{
    (void)state;
    static const size_t rows[] = {0, 2, 3, 5, 7, 11, 13};
    kith_error err = {0};
    kith_dataset *d = sample();
    kith_scaler before, after;
    check_ok(kith_scaler_fit(&before, KITH_SCALE_ZSCORE, d, rows, 7, &err));
    for (size_t r = 0; r < ROWS; r++)
        for (size_t j = 0; j < FEATURES && !is_among(rows, 7, r); j++)
            d->x[r * FEATURES + j] = r % 2 == 0 ? (kith_real)NAN : (kith_real)1e9;
    check_ok(kith_scaler_fit(&after, KITH_SCALE_ZSCORE, d, rows, 7, &err));
    assert_memory_equal(before.shift, after.shift, FEATURES * sizeof *before.shift);
    assert_memory_equal(before.factor, after.factor, FEATURES * sizeof *before.factor);
    kith_scaler_clear(&before);
    kith_scaler_clear(&after);
    kith_dataset_free(d);
}

static void constant_columns_become_0_in_any_row(void **state)
{
    (void)state;
    static const kith_scaling scalings[] = {KITH_SCALE_ZSCORE, KITH_SCALE_MINMAX};
    for (size_t i = 0; i < 2; i++) {
        kith_error err = {0};
        kith_dataset *d = sample();
        kith_scaler s;
        kith_real row[FEATURES] = {0, 0, 0, 1e6, 0};
        check_ok(kith_scaler_fit(&s, scalings[i], d, NULL, 0, &err));
        kith_scaler_apply(&s, row, 1, FEATURES);
        assert_true(row[3] == 0);
        kith_scaler_clear(&s);
        kith_dataset_free(d);
    }
}

/* Sparse rows give the factors of the same rows in full, and keep their zeros. */
static void sparse_rows_get_the_factors_of_dense_ones(void **state)
{
    (void)state;
    static const double dense[3][3] = {{0, 2, 0}, {1, 0, 0}, {0, -4, 0}};
    kith_error err = {0};
    kith_dataset *d =
        table_of("s.svm", "1 2:2\n1 1:1 3:0\n1 2:-4\n", &(kith_table_options){.label = "first"});
    kith_scaler z, m;
    check_ok(kith_scaler_fit(&z, KITH_SCALE_ZSCORE, d, NULL, 0, &err));
    check_ok(kith_scaler_fit(&m, KITH_SCALE_MINMAX, d, NULL, 0, &err));
    for (size_t j = 0; j < 3; j++) {
        double mean = 0, squares = 0, magnitude = 0;
        for (size_t r = 0; r < 3; r++)
            mean += dense[r][j] / 3;
        for (size_t r = 0; r < 3; r++) {
            squares += pow(dense[r][j] - mean, 2) / 3;
            magnitude = fmax(magnitude, fabs(dense[r][j]));
        }
        check_near((double)z.factor[j], squares > 0 ? 1 / sqrt(squares) : 0, 1e-6);
        check_near((double)m.factor[j], magnitude > 0 ? 1 / magnitude : 0, 1e-6);
        assert_true(z.shift[j] == 0 && m.shift[j] == 0);
    }
    kith_scaler_apply_dataset(&m, d);
    table_check_row(d, 0, (double[]){0, 0.5, 0});
    table_check_row(d, 1, (double[]){1, 0, 0});
    table_check_row(d, 2, (double[]){0, -1, 0});
    kith_scaler_clear(&z);
    kith_scaler_clear(&m);
    kith_dataset_free(d);
}

/* Large offsets eat the digits of a sum of squares, not those of running deviations. */
static void large_offsets_do_not_spoil_the_deviation(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dataset *d = table_made(4, 1, 0, 1);
    kith_column *c = NULL;
    for (size_t r = 0; r < 4; r++)
        d->x[r] = (kith_real)(16777200 + (double)r);
    check_ok(kith_columns_measure(d, NULL, 0, &c, &err));
    check_near(kith_column_spread(c), sqrt(1.25), 1e-9);
    assert_true(c->least == 16777200 && c->most == 16777203 && c->seen == 4);
    kith_dataset_free(d);
    kith_mem_free(c);
}

static void unknown_scalings_are_named(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_scaling s;
    check_ok(kith_scaling_parse("minmax", &s, &err));
    assert_int_equal(s, KITH_SCALE_MINMAX);
    assert_string_equal(kith_scaling_name(s), "minmax");
    check_fails_with(kith_scaling_parse("zscor", &s, &err), KITH_ERR_USAGE, "zscore");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zscore_leaves_mean_0_and_deviation_1),
        cmocka_unit_test(minmax_fills_0_to_1),
        cmocka_unit_test(no_scaling_changes_no_bit),
        cmocka_unit_test(only_the_given_rows_are_looked_at),
        cmocka_unit_test(constant_columns_become_0_in_any_row),
        cmocka_unit_test(sparse_rows_get_the_factors_of_dense_ones),
        cmocka_unit_test(large_offsets_do_not_spoil_the_deviation),
        cmocka_unit_test(unknown_scalings_are_named),
    };
    return cmocka_run_group_tests_name("scale", tests, NULL, NULL);
}
