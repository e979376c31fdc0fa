/* Means, products and maps of rows against plain double sums, at any number of threads. */
#include "made_vectors.h"
#include "vec/tools.h"

enum { ROWS = 700, DIM = 45, OTHER = 21 };

static kith_tools tools(unsigned threads)
{
    kith_error err = {0};
    kith_tools t;
    check_ok(kith_tools_init(&t, threads, NULL, &err));
    return t;
}

static void mean_of(const kith_vectors *v, double *mean)
{
    for (uint64_t i = 0; i < v->input.dim; i++) {
        mean[i] = 0;
        for (uint64_t r = 0; r < v->input.rows; r++)
            mean[i] += kith_vectors_row(v, r)[i];
        mean[i] /= (double)v->input.rows;
    }
}

static void the_mean_is_the_mean(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(ROWS, DIM, 1);
    double expected[DIM], mean[DIM], again[DIM];
    mean_of(v, expected);
    kith_tools one = tools(1), three = tools(3);
    check_ok(kith_rows_mean(&one, &v->input, mean, &err));
    check_ok(kith_rows_mean(&three, &v->input, again, &err));
    for (size_t i = 0; i < DIM; i++)
        check_near(mean[i], expected[i], 1e-14);
    assert_memory_equal(mean, again, sizeof mean);
    kith_tools_clear(&one);
    kith_tools_clear(&three);
    kith_vectors_free(v);
}

static double product_of(const kith_vectors *x, const double *mx, size_t i, const kith_vectors *y,
                         const double *my, size_t j)
{
    double sum = 0;
    for (uint64_t r = 0; r < x->input.rows; r++)
        sum += (kith_vectors_row(x, r)[i] - mx[i]) * (kith_vectors_row(y, r)[j] - my[j]);
    return sum;
}

static void check_products(unsigned threads, const kith_vectors *x, const kith_vectors *y,
                           double *product)
{
    kith_error err = {0};
    kith_tools t = tools(threads);
    double mx[DIM], my[DIM];
    mean_of(x, mx);
    mean_of(y, my);
    check_ok(kith_rows_products(&t, &x->input, mx, &y->input, x == y ? mx : my, product, &err));
    for (size_t i = 0; i < x->input.dim; i++)
        for (size_t j = 0; j < y->input.dim; j++)
            check_near(product[i * y->input.dim + j], product_of(x, mx, i, y, my, j), 1e-4);
    kith_tools_clear(&t);
}

static void products_are_sums_over_rows_at_any_number_of_threads(void **state)
{
    (void)state;
    static double first[DIM * DIM], again[DIM * DIM];
    kith_vectors *x = made_random(ROWS, DIM, 2), *y = made_random(ROWS, OTHER, 3);
    check_products(1, x, y, first);
    check_products(4, x, y, again);
    assert_memory_equal(first, again, DIM * OTHER * sizeof *first);
    check_products(1, x, x, first);
    check_products(3, x, x, again);
    assert_memory_equal(first, again, sizeof first);
    kith_vectors_free(x);
    kith_vectors_free(y);
}

static void products_beyond_a_float_are_refused(void **state)
{
#ifdef KITH_DOUBLE
    (void)state;
    check_skip("products of doubles do not leave their range");
#else
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_vectors(NULL, 2, 1);
    made_row(v, 0)[0] = 1e30F;
    kith_tools t = tools(1);
    double product;
    check_fails_with(kith_rows_products(&t, &v->input, NULL, &v->input, NULL, &product, &err),
                     KITH_ERR_DATA, "range of a float");
    kith_tools_clear(&t);
    kith_vectors_free(v);
#endif
}

static void a_map_gives_the_coordinates_along_directions(void **state)
{
    (void)state;
    enum { N = 3, STRIDE = 5 };
    kith_error err = {0};
    kith_vectors *v = made_random(ROWS, DIM, 4);
    double mean[DIM], direction[N * DIM];
    static float to[ROWS * STRIDE], again[ROWS * STRIDE];
    mean_of(v, mean);
    for (size_t i = 0; i < N * DIM; i++)
        direction[i] = made_number(5, i);
    kith_tools one = tools(1), two = tools(2);
    check_ok(kith_rows_map(&one, &v->input, mean, direction, N, to, STRIDE, &err));
    check_ok(kith_rows_map(&two, &v->input, mean, direction, N, again, STRIDE, &err));
    assert_memory_equal(to, again, sizeof to);
    for (uint64_t r = 0; r < ROWS; r++)
        for (size_t c = 0; c < N; c++) {
            double sum = 0;
            for (size_t i = 0; i < DIM; i++)
                sum += (kith_vectors_row(v, r)[i] - mean[i]) * direction[c * DIM + i];
            check_near(to[r * STRIDE + c], sum, 1e-5);
        }
    kith_tools_clear(&one);
    kith_tools_clear(&two);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_is_the_mean),
        cmocka_unit_test(products_are_sums_over_rows_at_any_number_of_threads),
        cmocka_unit_test(products_beyond_a_float_are_refused),
        cmocka_unit_test(a_map_gives_the_coordinates_along_directions),
    };
    return cmocka_run_group_tests_name("vec/tools", tests, NULL, NULL);
}
