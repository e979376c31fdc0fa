/* Singular values and vectors against closed forms and the definition, on every kernel table. */
#include "base/rng.h"
#include "check.h"
#include "vec/svd.h"

enum { MOST = 40 };

typedef struct decomposition {
    size_t m, n;
    double a[MOST * MOST]; /* column j at a + j m */
    double w[MOST * MOST], v[MOST * MOST], s[MOST];
} decomposition;

static kith_tools tools(unsigned threads, const char *isa)
{
    kith_error err = {0};
    kith_tools t;
    check_ok(kith_tools_init(&t, threads, isa, &err));
    return t;
}

static void decompose_with(decomposition *d, unsigned threads, const char *isa)
{
    kith_error err = {0};
    kith_tools t = tools(threads, isa);
    memcpy(d->w, d->a, sizeof d->w);
    check_ok(kith_svd(&t, d->w, d->m, d->n, d->v, d->s, &err));
    kith_tools_clear(&t);
}

static double number(uint64_t i)
{
    return 2 * kith_rng_unit(kith_rng_at(kith_rng_key(3, 0, 0, KITH_RNG_TEST), i)) - 1;
}

static double product(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

/* A = sum of s u v', all at right angles, s descending. */
static void check_definition(const decomposition *d)
{
    for (size_t i = 0; i < d->n; i++) {
        check_near(d->s[i], sqrt(product(d->w + i * d->m, d->w + i * d->m, d->m)), 1e-12);
        assert_true(i == 0 || d->s[i] <= d->s[i - 1]);
        for (size_t j = 0; j <= i; j++) {
            check_near(product(d->v + i * d->n, d->v + j * d->n, d->n), i == j, 1e-13);
            if (i != j)
                check_near(product(d->w + i * d->m, d->w + j * d->m, d->m), 0,
                           1e-13 * d->s[i] * d->s[j] + 1e-15 * d->s[0] * d->s[j]);
        }
    }
    for (size_t r = 0; r < d->m; r++)
        for (size_t c = 0; c < d->n; c++) {
            double sum = 0;
            for (size_t j = 0; j < d->n; j++)
                sum += d->w[j * d->m + r] * d->v[j * d->n + c];
            check_near(sum, d->a[c * d->m + r], 1e-13 * (1 + d->s[0]));
        }
}

static void the_parts_make_the_matrix_for_every_shape_and_isa(void **state)
{
    (void)state;
    const kith_kern *table[8];
    const size_t tables = kith_kern_all(table);
    static const size_t shape[][2] = {{1, 1}, {2, 2}, {3, 5}, {9, 4}, {17, 17}, {40, 31}, {8, 40}};
    for (size_t k = 0; k < tables; k++)
        for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
            decomposition d = {.m = shape[i][0], .n = shape[i][1]};
            for (size_t j = 0; j < d.m * d.n; j++)
                d.a[j] = number(100 * i + j);
            decompose_with(&d, 1, table[k]->isa);
            check_definition(&d);
        }
}

/* The second difference's eigenvalues are 2 - 2 cos(pi j / (n + 1)). */
static void eigenvalues_of_a_chain_are_those_of_its_closed_form(void **state)
{
    (void)state;
    const size_t n = 30;
    const double pi = acos(-1);
    decomposition d = {.m = n, .n = n};
    for (size_t i = 0; i < n; i++) {
        d.a[i * n + i] = 2;
        if (i > 0)
            d.a[i * n + i - 1] = d.a[(i - 1) * n + i] = -1;
    }
    decompose_with(&d, 2, NULL);
    check_definition(&d);
    for (size_t j = 0; j < n; j++)
        check_near(d.s[j], 2 - 2 * cos(pi * (double)(n - j) / (double)(n + 1)), 1e-13);
}

/* Hilbert's matrix of 8, whose condition is 1.5e10: its determinant is known, and is the product of
 * the singular values. */
static void small_singular_values_have_their_digits(void **state)
{
    (void)state;
    decomposition d = {.m = 8, .n = 8};
    for (size_t i = 0; i < 64; i++)
        d.a[i] = 1 / (double)(i / 8 + i % 8 + 1);
    decompose_with(&d, 1, NULL);
    double determinant = 1;
    for (size_t i = 0; i < 8; i++)
        determinant *= d.s[i];
    check_near(determinant / 2.737050113791513e-33, 1, 1e-6);
}

static void matrices_without_full_rank_have_zeros(void **state)
{
    (void)state;
    decomposition d = {.m = 12, .n = 20};
    for (size_t i = 0; i < 12 * 20; i++) /* rank 2 */
        d.a[i] = number(i / 12) * number(50 + i % 12) + number(100 + i / 12) * number(200 + i % 12);
    decompose_with(&d, 3, NULL);
    check_definition(&d);
    assert_true(d.s[1] > 0.1 && d.s[2] < 1e-14);
    decomposition none = {.m = 3, .n = 3};
    decompose_with(&none, 1, NULL);
    check_definition(&none);
    check_near(none.s[0], 0, 0);
}

/* So many columns that the team shares them: an arrow, whose turns settle in a few sweeps. */
static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    enum { N = 403 };
    kith_error err = {0};
    double *w = malloc(2 * N * N * sizeof *w), *v = malloc(2 * N * N * sizeof *v), s[2][N];
    for (unsigned threads = 1; threads < 4; threads++) {
        const size_t i = threads > 1;
        kith_tools t = tools(threads, NULL);
        memset(w + i * N * N, 0, N * N * sizeof *w);
        for (size_t j = 0; j < N; j++) {
            w[i * N * N + j * N + j] = (double)(j + 1);
            w[i * N * N + j * N] += number(j);
        }
        check_ok(kith_svd(&t, w + i * N * N, N, N, v + i * N * N, s[i], &err));
        kith_tools_clear(&t);
        assert_memory_equal(w, w + i * N * N, N * N * sizeof *w);
        assert_memory_equal(v, v + i * N * N, N * N * sizeof *v);
    }
    check_near(s[0][0], N, 0.1);
    free(w);
    free(v);
}

static void too_many_columns_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    check_fails_with(kith_svd_check(5000, &err), KITH_ERR_USAGE, "at most 4096");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_make_the_matrix_for_every_shape_and_isa),
        cmocka_unit_test(eigenvalues_of_a_chain_are_those_of_its_closed_form),
        cmocka_unit_test(small_singular_values_have_their_digits),
        cmocka_unit_test(matrices_without_full_rank_have_zeros),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(too_many_columns_are_refused),
    };
    return cmocka_run_group_tests_name("vec/svd", tests, NULL, NULL);
}
