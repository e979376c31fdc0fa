/* The scans of every ISA against double loops, for every length and odd places in memory. */
#include "kern/kern.h"

#include "base/rng.h"
#include "check.h"

enum { ROWS = 37, QUERIES = 9, LENGTHS = 80 };

/* n random floats that end where the allocation ends, so that asan sees a read past them. */
static float *numbers(size_t n, uint64_t seed)
{
    float *x = malloc(n > 0 ? n * sizeof *x : 1);
    for (size_t i = 0; i < n; i++)
        x[i] = (float)(kith_rng_unit(kith_rng_at(seed, i)) - 0.5);
    return x;
}

static double dot(const float *x, const float *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)x[i] * y[i];
    return sum;
}

/* n floats for rows `stride` apart, of which the last has no padding */
static size_t extent(size_t n, size_t stride, size_t dim)
{
    return n == 0 ? 0 : (n - 1) * stride + dim;
}

static void check_shape(const kith_kern *k, size_t n, size_t queries, size_t dim, size_t odd)
{
    const size_t stride = dim + odd, qstride = dim + 2 * odd;
    float *rows = numbers(odd + extent(n, stride, dim), 1);
    float *q = numbers(odd + extent(queries, qstride, dim), 2);
    float score[ROWS * QUERIES], one[ROWS], norm[ROWS];
    k->scan_many(rows + odd, n, stride, dim, q + odd, queries, qstride, score);
    k->norms(rows + odd, n, stride, dim, norm);
    for (size_t j = 0; j < queries; j++) {
        const float *y = q + odd + j * qstride;
        k->scan(rows + odd, n, stride, dim, y, one);
        assert_memory_equal(one, score + j * n, n * sizeof *one);
        for (size_t i = 0; i < n; i++)
            check_near(one[i], dot(rows + odd + i * stride, y, dim), 2e-6);
    }
    for (size_t i = 0; i < n; i++) {
        const float *x = rows + odd + i * stride;
        check_near(norm[i], sqrt(dot(x, x, dim)), 2e-6);
    }
    free(rows);
    free(q);
}

static void every_length_and_place_gives_the_dots(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t count = kith_kern_all(tables);
    for (size_t t = 0; t < count; t++)
        for (size_t dim = 0; dim <= LENGTHS; dim++) {
            check_shape(tables[t], ROWS, QUERIES, dim, dim % 4);
            check_shape(tables[t], ROWS - dim % ROWS, 1 + dim % QUERIES, dim, 1);
            check_shape(tables[t], 16, 4, dim, 0);
        }
}

static void a_score_does_not_depend_on_the_cut(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t count = kith_kern_all(tables), dim = 45;
    float *rows = numbers(ROWS * dim, 3), *q = numbers(dim, 4);
    for (size_t t = 0; t < count; t++) {
        float whole[ROWS], part[ROWS];
        tables[t]->scan(rows, ROWS, dim, dim, q, whole);
        for (size_t cut = 0; cut <= ROWS; cut++) {
            tables[t]->scan(rows, cut, dim, dim, q, part);
            tables[t]->scan(rows + cut * dim, ROWS - cut, dim, dim, q, part + cut);
            assert_memory_equal(whole, part, sizeof whole);
        }
    }
    free(rows);
    free(q);
}

/* An element read twice and multiplied by zero would turn infinity into NaN. */
static void infinity_in_a_row_stays_infinity(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t count = kith_kern_all(tables);
    for (size_t t = 0; t < count; t++)
        for (size_t at = 0; at < 19; at++) {
            float row[19], q[19], score;
            for (size_t i = 0; i < 19; i++) {
                row[i] = i == at ? INFINITY : 1;
                q[i] = 1;
            }
            tables[t]->scan(row, 1, 19, 19, q, &score);
            assert_true(isinf(score));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_and_place_gives_the_dots),
        cmocka_unit_test(a_score_does_not_depend_on_the_cut),
        cmocka_unit_test(infinity_in_a_row_stays_infinity),
    };
    return cmocka_run_group_tests_name("kern/body_scan", tests, NULL, NULL);
}
