/* The matrix product of every ISA against three loops in double: every way of transposing, every
 * size around the vectors, tiles and blocks, rows further apart than they are long and anywhere in
 * memory; and that the cut of the rows into calls changes no bit. */
#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

enum { GAP = 3, GUARD = 77 };
#ifdef KITH_DOUBLE
static const double tolerance = 1e-15;
#else
static const double tolerance = 3e-7;
#endif

/* One product. Matrices end with their last element, so that a sanitizer sees reads behind it. */
typedef struct problem {
    bool ta, tb, add;
    size_t m, n, k, lda, ldb, ldc;
    kith_real *a, *b, *c;
} problem;

static kith_real *filled(size_t rows, size_t columns, size_t ld, uint64_t key)
{
    const size_t n = rows == 0 || columns == 0 ? 0 : (rows - 1) * ld + columns;
    kith_real *x = malloc(n * sizeof *x + 1);
    assert_non_null(x);
    for (size_t i = 0; i < n; i++)
        x[i] = (kith_real)(2 * kith_rng_unit(kith_rng_at(key, i)) - 1);
    return x;
}

/* Way: bit 0 A transposed, bit 1 B transposed, bit 2 added to what is there. */
static problem problem_new(unsigned way, size_t m, size_t n, size_t k)
{
    problem p = {.ta = way & 1, .tb = way & 2, .add = way & 4, .m = m, .n = n, .k = k};
    p.lda = (p.ta ? m : k) + GAP;
    p.ldb = (p.tb ? k : n) + GAP;
    p.ldc = n + GAP;
    p.a = filled(p.ta ? k : m, p.ta ? m : k, p.lda, 1);
    p.b = filled(p.tb ? n : k, p.tb ? k : n, p.ldb, 2);
    p.c = filled(m, n + GAP, p.ldc, 3);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < p.ldc; j++) /* what is overwritten may be anything */
            p.c[i * p.ldc + j] = j >= n ? GUARD : p.add ? 2 : (kith_real)NAN;
    return p;
}

static void problem_free(problem *p)
{
    free(p->a);
    free(p->b);
    free(p->c);
}

/* Rows [from, to) of C. */
static void run_rows(const kith_kern *kern, const problem *p, size_t from, size_t to)
{
    kern->gemm(p->ta, p->tb, to - from, p->n, p->k, p->a + (p->ta ? from : from * p->lda), p->lda,
               p->b, p->ldb, p->add, p->c + from * p->ldc, p->ldc);
}

static double product(const problem *x, size_t i, size_t j)
{
    double sum = x->add ? 2 : 0;
    for (size_t p = 0; p < x->k; p++)
        sum += (double)x->a[x->ta ? p * x->lda + i : i * x->lda + p] *
               (double)x->b[x->tb ? j * x->ldb + p : p * x->ldb + j];
    return sum;
}

static void check_product(const kith_kern *kern, unsigned way, size_t m, size_t n, size_t k)
{
    problem p = problem_new(way, m, n, k);
    run_rows(kern, &p, 0, m);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < p.ldc; j++) {
            const double got = (double)p.c[i * p.ldc + j];
            const double want = j < n ? product(&p, i, j) : GUARD;
            if (!(fabs(got - want) <= tolerance * (1 + (double)k)))
                fail_msg("%s, way %u, %zu x %zu x %zu at %zu,%zu: %.9g, expected %.9g", kern->isa,
                         way, m, n, k, i, j, got, want);
        }
    problem_free(&p);
}

static void check_shapes(const size_t (*shape)[3], size_t shapes)
{
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t s = 0; s < shapes; s++)
            for (unsigned way = 0; way < 8; way++)
                check_product(tables[t], way, shape[s][0], shape[s][1], shape[s][2]);
}

static void every_small_size_and_way_follows_the_definition(void **state)
{
    (void)state;
    static const size_t others[][2] = {{1, 1}, {5, 2}, {14, 10}, {19, 33}};
    for (size_t size = 0; size <= 40; size++)
        for (size_t o = 0; o < 4; o++) {
            const size_t x = others[o][0], y = others[o][1];
            const size_t shapes[][3] = {{size, x, y}, {y, size, x}, {x, y, size}};
            check_shapes(shapes, 3);
        }
}

/* Over the edges of tiles, of blocks in depth and of strips in breadth. */
static void larger_odd_sizes_follow_the_definition(void **state)
{
    (void)state;
    static const size_t shapes[][3] = {{3, 5, 127},  {3, 5, 128},  {3, 5, 129},   {17, 33, 385},
                                       {3, 127, 9},  {3, 128, 9},  {3, 129, 9},   {16, 261, 5},
                                       {67, 10, 31}, {1, 300, 70}, {29, 131, 259}};
    check_shapes(shapes, sizeof shapes / sizeof *shapes);
}

/* The rows of C in calls of 1, 2, 3 ... rows: the shares of any number of workers. */
static void the_cut_of_the_rows_changes_no_bit(void **state)
{
    (void)state;
    static const size_t shapes[][3] = {{37, 35, 300}, {31, 1, 17}, {45, 150, 130}, {29, 10, 40}};
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t s = 0; s < 4 * 8; s++) {
            const size_t *x = shapes[s / 8];
            problem whole = problem_new(s % 8, x[0], x[1], x[2]);
            problem cut = problem_new(s % 8, x[0], x[1], x[2]);
            run_rows(tables[t], &whole, 0, x[0]);
            for (size_t i = 0, next, rows = 1; i < x[0]; i = next, rows++) {
                next = i + rows < x[0] ? i + rows : x[0];
                run_rows(tables[t], &cut, i, next);
            }
            assert_memory_equal(whole.c, cut.c, x[0] * whole.ldc * sizeof *whole.c);
            problem_free(&whole);
            problem_free(&cut);
        }
}

static void what_is_not_a_number_shows_in_its_row_and_column_only(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (unsigned way = 0; way < 4; way++) {
            problem p = problem_new(way, 21, 37, 9);
            p.a[p.ta ? 4 * p.lda + 20 : 20 * p.lda + 4] = (kith_real)NAN;
            p.b[p.tb ? 36 * p.ldb + 4 : 4 * p.ldb + 36] = (kith_real)INFINITY;
            run_rows(tables[t], &p, 0, 21);
            for (size_t i = 0; i < 21; i++)
                for (size_t j = 0; j < 37; j++)
                    assert_int_equal(!isfinite((double)p.c[i * p.ldc + j]), i == 20 || j == 36);
            problem_free(&p);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_small_size_and_way_follows_the_definition),
        cmocka_unit_test(larger_odd_sizes_follow_the_definition),
        cmocka_unit_test(the_cut_of_the_rows_changes_no_bit),
        cmocka_unit_test(what_is_not_a_number_shows_in_its_row_and_column_only),
    };
    return cmocka_run_group_tests_name("kern/gemm", tests, NULL, NULL);
}
