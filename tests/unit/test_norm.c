/* Batch norm, layer norm and dropout of every ISA against the formulas in double: values, numeric
 * gradients, and that the cut into ranges changes no bit. */
#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

enum { ROWS = 19, N = 43, LD = 48, CELLS = ROWS * LD };
#ifdef KITH_DOUBLE
static const double value_tolerance = 1e-12, gradient_tolerance = 1e-7;
#else
static const double value_tolerance = 2e-5, gradient_tolerance = 2e-3;
#endif

/* Whose statistics: of columns (batch norm) or of rows (layer norm). */
typedef enum axis { COLUMNS, ROWS_AXIS } axis;

typedef struct batch {
    kith_real x[CELLS], y[CELLS], d[CELLS], dx[CELLS];
    kith_real gain[LD], shift[LD], mean[LD], var[LD], rate[LD], d_gain[LD], d_shift[LD];
    kith_norm b;
} batch;

static double unit(uint64_t key, uint64_t i)
{
    return 2 * kith_rng_unit(kith_rng_at(key, i)) - 1;
}

static void fill(batch *t, size_t rows, size_t n, bool outside)
{
    memset(t, 0, sizeof *t);
    for (size_t i = 0; i < CELLS; i++) {
        t->x[i] = (kith_real)(3 + unit(1, i));
        t->d[i] = (kith_real)unit(2, i);
        t->y[i] = t->dx[i] = 77;
    }
    for (size_t j = 0; j < LD; j++) {
        t->gain[j] = (kith_real)(1.5 + unit(3, j));
        t->shift[j] = (kith_real)unit(4, j);
    }
    t->b = (kith_norm){.rows = rows,
                       .n = n,
                       .ldx = LD,
                       .ldy = LD,
                       .x = t->x,
                       .y = t->y,
                       .d = t->d,
                       .dx = t->dx,
                       .gain = t->gain,
                       .shift = t->shift,
                       .mean = t->mean,
                       .var = t->var,
                       .rate = t->rate,
                       .d_gain = t->d_gain,
                       .d_shift = t->d_shift,
                       .eps = (kith_real)(outside ? 0.125 : 0.0625),
                       .eps_outside = outside};
}

/* Mean and variance of line `line` of the axis. */
static void moments(const kith_norm *b, const double *x, axis of, size_t line, double *mean,
                    double *var)
{
    const size_t count = of == COLUMNS ? b->rows : b->n, step = of == COLUMNS ? LD : 1;
    const double *at = x + (of == COLUMNS ? line : line * LD);
    *mean = *var = 0;
    for (size_t i = 0; i < count; i++)
        *mean += at[i * step] / (double)count;
    for (size_t i = 0; i < count; i++)
        *var += (at[i * step] - *mean) * (at[i * step] - *mean) / (double)count;
}

static double rate_of(const kith_norm *b, double var)
{
    const double eps = (double)b->eps;
    return b->eps_outside ? 1 / (sqrt(var) + eps) : 1 / sqrt(var + eps);
}

/* y [rows][LD] in double, from x and gain in double. */
static void reference(const kith_norm *b, axis of, const double *x, const double *gain, double *y)
{
    for (size_t r = 0; r < b->rows; r++)
        for (size_t j = 0; j < b->n; j++) {
            double mean, var;
            moments(b, x, of, of == COLUMNS ? j : r, &mean, &var);
            y[r * LD + j] =
                gain[j] * (x[r * LD + j] - mean) * rate_of(b, var) + (double)b->shift[j];
        }
}

static void run_forward(const kith_kern *k, batch *t, axis of)
{
    if (of == COLUMNS)
        k->norm_columns(&t->b, 0, t->b.n);
    else
        k->norm_rows(&t->b, 0, t->b.rows);
}

static void run_back(const kith_kern *k, batch *t, axis of)
{
    if (of == COLUMNS) {
        k->norm_columns_back(&t->b, 0, t->b.n);
    } else {
        k->norm_rows_sums(&t->b, 0, t->b.n);
        k->norm_rows_back(&t->b, 0, t->b.rows);
    }
}

static void widen(const kith_real *from, size_t n, double *to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (double)from[i];
}

static void check_forward(const kith_kern *k, axis of, size_t rows, size_t n, bool outside)
{
    static batch t;
    static double x[CELLS], y[CELLS], gain[LD];
    fill(&t, rows, n, outside);
    widen(t.x, CELLS, x);
    widen(t.gain, LD, gain);
    reference(&t.b, of, x, gain, y);
    run_forward(k, &t, of);
    for (size_t line = 0; line < (of == COLUMNS ? n : rows); line++) {
        double mean, var;
        moments(&t.b, x, of, line, &mean, &var);
        check_near((double)t.mean[line], mean, value_tolerance);
        check_near((double)t.var[line], var, value_tolerance);
        check_near((double)t.rate[line], rate_of(&t.b, var), value_tolerance * 16);
    }
    for (size_t i = 0; i < CELLS; i++) {
        const bool inside = i / LD < rows && i % LD < n;
        check_near((double)t.y[i], inside ? y[i] : 77, value_tolerance * 16);
    }
}

static void both_norms_follow_their_formula_in_every_shape(void **state)
{
    (void)state;
    static const size_t row_counts[] = {1, 2, 3, 8, ROWS};
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t i = 0; i < 5; i++)
            for (size_t n = 1; n <= N; n += 1 + n / 8)
                for (unsigned way = 0; way < 4; way++)
                    check_forward(tables[t], way & 1, row_counts[i], n, way & 2);
}

/* The sum of d y: its slope by x and by gain is what comes back. */
static double objective(const batch *t, axis of, const double *x, const double *gain)
{
    static double y[CELLS];
    double total = 0;
    reference(&t->b, of, x, gain, y);
    for (size_t r = 0; r < t->b.rows; r++)
        for (size_t j = 0; j < t->b.n; j++)
            total += (double)t->d[r * LD + j] * y[r * LD + j];
    return total;
}

static double slope(const batch *t, axis of, double *x, double *gain, double *at)
{
    const double h = 1e-5, keep = *at;
    *at = keep + h;
    const double up = objective(t, of, x, gain);
    *at = keep - h;
    const double down = objective(t, of, x, gain);
    *at = keep;
    return (up - down) / (2 * h);
}

static void check_back(const kith_kern *k, axis of, size_t rows, size_t n, bool outside)
{
    static batch t;
    static double x[CELLS], gain[LD];
    fill(&t, rows, n, outside);
    widen(t.x, CELLS, x);
    widen(t.gain, LD, gain);
    run_forward(k, &t, of);
    run_back(k, &t, of);
    for (size_t j = 0; j < n; j++) {
        double sum = 0;
        for (size_t r = 0; r < rows; r++)
            sum += (double)t.d[r * LD + j];
        check_near((double)t.d_shift[j], sum, gradient_tolerance);
        check_near((double)t.d_gain[j], slope(&t, of, x, gain, gain + j), gradient_tolerance);
        for (size_t r = 0; r < rows; r++)
            check_near((double)t.dx[r * LD + j], slope(&t, of, x, gain, x + r * LD + j),
                       gradient_tolerance);
    }
    for (size_t i = 0; i < CELLS; i++)
        if (i / LD >= rows || i % LD >= n)
            assert_true(t.dx[i] == 77);
}

static void the_way_back_is_the_numeric_gradient(void **state)
{
    (void)state;
    static const size_t shapes[][2] = {{1, 5}, {2, 1}, {5, 4}, {3, 17}, {7, 9}};
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t i = 0; i < 5; i++)
            for (unsigned way = 0; way < 4; way++)
                check_back(tables[t], way & 1, shapes[i][0], shapes[i][1], way & 2);
}

static void equal_inputs_give_the_shift_and_finite_directions(void **state)
{
    (void)state;
    static batch t;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t i = 0; i < isas; i++)
        for (unsigned way = 0; way < 4; way++) {
            fill(&t, 4, 6, way & 2);
            for (size_t c = 0; c < CELLS; c++)
                t.x[c] = 5;
            run_forward(tables[i], &t, way & 1);
            run_back(tables[i], &t, way & 1);
            for (size_t r = 0; r < 4; r++)
                for (size_t j = 0; j < 6; j++) {
                    assert_true(t.y[r * LD + j] == t.shift[j]);
                    assert_true(isfinite((double)t.dx[r * LD + j]));
                }
        }
}

/* The same work in ranges that cut through vectors. */
static void run_in_ranges(const kith_kern *k, batch *t, axis of)
{
    const size_t cuts[] = {0, 1, 6, 11, 29, N}, rows[] = {0, 2, 3, 17, ROWS};
    for (size_t i = 0; of == ROWS_AXIS && i < 4; i++)
        k->norm_rows(&t->b, rows[i], rows[i + 1]);
    for (size_t i = 0; of == COLUMNS && i < 5; i++)
        k->norm_columns(&t->b, cuts[i], cuts[i + 1]);
    for (size_t i = 0; i < 5; i++)
        (of == COLUMNS ? k->norm_columns_back : k->norm_rows_sums)(&t->b, cuts[i], cuts[i + 1]);
    for (size_t i = 0; of == ROWS_AXIS && i < 4; i++)
        k->norm_rows_back(&t->b, rows[i], rows[i + 1]);
}

static void the_cut_into_ranges_changes_no_bit(void **state)
{
    (void)state;
    static batch whole, cut;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t i = 0; i < isas; i++)
        for (axis of = COLUMNS; of <= ROWS_AXIS; of++) {
            fill(&whole, ROWS, N, false);
            fill(&cut, ROWS, N, false);
            run_forward(tables[i], &whole, of);
            run_back(tables[i], &whole, of);
            run_in_ranges(tables[i], &cut, of);
            assert_memory_equal(&whole, &cut, offsetof(batch, b));
        }
}

static void given_statistics_scale_each_row_alone(void **state)
{
    (void)state;
    static batch t;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t i = 0; i < isas; i++) {
        fill(&t, ROWS, N, false);
        for (size_t j = 0; j < N; j++) {
            t.mean[j] = (kith_real)unit(5, j);
            t.var[j] = (kith_real)(1.25 + unit(6, j));
        }
        tables[i]->norm_rates(&t.b, 0, 20);
        tables[i]->norm_rates(&t.b, 20, N);
        tables[i]->norm_scale(&t.b, 3, 5);
        for (size_t c = 0; c < CELLS; c++) {
            const size_t j = c % LD, r = c / LD;
            double want = 77;
            if ((r == 3 || r == 4) && j < N)
                want = (double)t.gain[j] * ((double)t.x[c] - (double)t.mean[j]) *
                           rate_of(&t.b, (double)t.var[j]) +
                       (double)t.shift[j];
            check_near((double)t.y[c], want, value_tolerance * 16);
        }
    }
}

static void running_statistics_move_towards_the_unbiased_ones(void **state)
{
    (void)state;
    static batch t;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t i = 0; i < isas; i++) {
        kith_real mean[LD], var[LD];
        fill(&t, 5, N, false);
        tables[i]->norm_columns(&t.b, 0, N);
        for (size_t j = 0; j < LD; j++)
            mean[j] = 1, var[j] = 2;
        tables[i]->norm_running(&t.b, (kith_real)0.25, mean, var, 7, N);
        for (size_t j = 0; j < LD; j++) {
            const bool moved = j >= 7 && j < N;
            check_near((double)mean[j], moved ? 0.75 + 0.25 * (double)t.mean[j] : 1,
                       value_tolerance);
            check_near((double)var[j], moved ? 1.5 + 0.25 * 1.25 * (double)t.var[j] : 2,
                       value_tolerance);
        }
    }
}

static void dropout_keeps_what_its_draws_say(void **state)
{
    (void)state;
    enum { MOST = 300 };
    const uint32_t drop = UINT32_C(858993459); /* a fifth */
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t n = 0; n < MOST; n += 1 + n / 5) {
            kith_real x[MOST], y[MOST];
            for (size_t i = 0; i < MOST; i++)
                x[i] = (kith_real)(i + 1), y[i] = 77;
            tables[t]->dropout(y, x, n, 9, 10, drop, (kith_real)1.25);
            for (size_t i = 0; i < MOST; i++) {
                const uint64_t bits = kith_rng_at(9, (10 + i) / 2);
                const bool kept = (i % 2 ? bits >> 32 : bits & UINT32_MAX) >= drop;
                assert_true(y[i] == (i >= n ? 77 : kept ? x[i] * (kith_real)1.25 : 0));
            }
        }
}

static void dropout_drops_its_share_and_keeps_the_mean(void **state)
{
    (void)state;
    enum { MANY = 1 << 16 };
    static kith_real x[MANY], y[MANY];
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t i = 0; i < MANY; i++)
        x[i] = 1;
    double sum = 0;
    tables[isas - 1]->dropout(y, x, MANY, 3, 0, UINT32_C(3) << 30, 4); /* three of four */
    for (size_t i = 0; i < MANY; i++)
        sum += (double)y[i];
    /* five standard deviations of 4 * binomial(MANY, 1/4) */
    check_near(sum, MANY, 5 * 4 * sqrt(MANY * 0.25 * 0.75));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_norms_follow_their_formula_in_every_shape),
        cmocka_unit_test(the_way_back_is_the_numeric_gradient),
        cmocka_unit_test(equal_inputs_give_the_shift_and_finite_directions),
        cmocka_unit_test(the_cut_into_ranges_changes_no_bit),
        cmocka_unit_test(given_statistics_scale_each_row_alone),
        cmocka_unit_test(running_statistics_move_towards_the_unbiased_ones),
        cmocka_unit_test(dropout_keeps_what_its_draws_say),
        cmocka_unit_test(dropout_drops_its_share_and_keeps_the_mean),
    };
    return cmocka_run_group_tests_name("kern/norm", tests, NULL, NULL);
}
