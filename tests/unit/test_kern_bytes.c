/* Rows as bytes, of every ISA: what is packed lies within half a step, what is said to be lost is
 * lost, and scores are the sums of whole numbers that plain loops give. */
#include <math.h>

#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

enum { ROWS = 40, DIM = 70, QUERIES = 11, BLOCKS = (ROWS + 15) / 16, QUADS = (DIM + 3) / 4 };

/* Of exactly the sizes that kern.h promises, so that a sanitizer sees a byte too many. */
typedef struct packed {
    kith_bytes bytes;
    size_t rows, dim, blocks;
    float lost;
} packed;

static packed pack(const kith_kern *k, const float *rows, size_t n, size_t stride, size_t dim)
{
    packed p = {.rows = n, .dim = dim, .blocks = (n + 15) / 16};
    p.bytes.quads = (dim + 3) / 4;
    p.bytes.at = aligned_alloc(64, p.blocks * p.bytes.quads * 64);
    p.bytes.shift = calloc(p.blocks * 16, sizeof(int32_t));
    p.bytes.step = calloc(p.blocks * 16, sizeof(float));
    int8_t *scratch = malloc(4 * p.bytes.quads + 64);
    memset(p.bytes.at, 0, p.blocks * p.bytes.quads * 64);
    p.lost = k->pack_bytes(&p.bytes, 0, rows, n, stride, dim, scratch);
    free(scratch);
    return p;
}

static void drop(packed *p)
{
    free(p->bytes.at);
    free(p->bytes.shift);
    free(p->bytes.step);
}

static int byte_at(const packed *p, size_t row, size_t column)
{
    return p->bytes
        .at[row / 16 * p->bytes.quads * 64 + column / 4 * 64 + row % 16 * 4 + column % 4];
}

static float number(uint64_t i)
{
    return (float)(2 * kith_rng_unit(kith_rng_at(77, i)) - 1);
}

static void check_packed(const packed *p, const float *rows, size_t stride)
{
    double worst = 0;
    for (size_t i = 0; i < p->rows; i++) {
        double lost = 0, all = 0;
        int sum = 0;
        for (size_t d = 0; d < p->dim; d++) {
            const double x = rows[i * stride + d];
            const double rest = x - (double)p->bytes.step[i] * byte_at(p, i, d);
            assert_true(fabs(rest) <= p->bytes.step[i] * 0.5001);
            lost += rest * rest;
            all += x * x;
            sum += byte_at(p, i, d);
        }
        for (size_t d = p->dim; d < 4 * p->bytes.quads; d++)
            assert_int_equal(byte_at(p, i, d), 0);
        assert_int_equal(p->bytes.shift[i], 64 * sum);
        worst = fmax(worst, all > 0 ? sqrt(lost / all) : 0);
    }
    check_near(p->lost, worst, 1e-6);
}

static void packed_rows_lie_within_half_a_step(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t dim = 1; dim <= DIM; dim++) {
            const size_t n = 1 + dim % ROWS;
            float *rows = malloc(n * dim * sizeof *rows); /* no column behind the last row */
            for (size_t i = 0; i < n * dim; i++)
                rows[i] =
                    i / dim == 3 ? 0 : number(i) * (float)pow(10, (double)(i / dim % 30) - 15);
            packed p = pack(tables[t], rows, n, dim, dim);
            check_packed(&p, rows, dim);
            drop(&p);
            free(rows);
        }
}

static void rows_that_bytes_cannot_hold_are_told(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    static const float strange[] = {NAN, INFINITY, -INFINITY, 3e38F};
    for (size_t t = 0; t < isas; t++) {
        for (size_t s = 0; s < sizeof strange / sizeof *strange; s++)
            for (size_t at = 0; at < 3 * DIM; at += 13) {
                float rows[3 * DIM];
                for (size_t i = 0; i < 3 * DIM; i++)
                    rows[i] = number(i);
                rows[at] = strange[s];
                packed p = pack(tables[t], rows, 3, DIM, DIM);
                assert_false(p.lost <= 0.1F);
                drop(&p);
            }
        float small[DIM];
        for (size_t i = 0; i < DIM; i++)
            small[i] = 1e-30F * number(i);
        packed p = pack(tables[t], small, 1, DIM, DIM);
        assert_true(isinf(p.lost));
        drop(&p);
    }
}

static void check_scores(const packed *p, const uint8_t *q, size_t queries, const float *scale,
                         const float *score)
{
    for (size_t j = 0; j < queries; j++)
        for (size_t i = 0; i < 16 * p->blocks; i++) {
            int64_t sum = 0;
            for (size_t d = 0; d < 4 * p->bytes.quads; d++)
                sum += (int64_t)byte_at(p, i, d) * (q[j * 4 * p->bytes.quads + d] - 64);
            const double expected = (double)sum * (double)p->bytes.step[i] * (double)scale[i];
            check_near(score[j * 16 * p->blocks + i], expected, 1e-6 * fabs(expected));
        }
}

static void scores_are_whole_numbers_times_steps(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    float rows[ROWS * DIM], scale[16 * BLOCKS];
    for (size_t i = 0; i < ROWS * DIM; i++)
        rows[i] = number(i);
    for (size_t i = 0; i < 16 * BLOCKS; i++)
        scale[i] = 1.5F + number(i);
    for (size_t queries = 1; queries <= QUERIES; queries++) {
        uint8_t *q = malloc(queries * 4 * QUADS);
        for (size_t i = 0; i < queries * 4 * QUADS; i++) /* the ends of the range often */
            q[i] = i % 3 == 0 ? 127 : i % 3 == 1 ? 1 : (uint8_t)(kith_rng_at(5, i) % 127 + 1);
        float first[QUERIES * 16 * BLOCKS];
        for (size_t t = 0; t < isas; t++) {
            packed p = pack(tables[t], rows, ROWS, DIM, DIM);
            float *score = malloc(queries * 16 * p.blocks * sizeof *score);
            tables[t]->scan_bytes(&p.bytes, 0, p.blocks, q, queries, 4 * QUADS, scale, score);
            check_scores(&p, q, queries, scale, score);
            if (t == 0)
                memcpy(first, score, queries * 16 * p.blocks * sizeof *score);
            assert_memory_equal(first, score, queries * 16 * p.blocks * sizeof *score);
            float one[QUERIES * 16];
            tables[t]->scan_bytes(&p.bytes, 1, 1, q, queries, 4 * QUADS, scale + 16, one);
            for (size_t j = 0; j < queries; j++)
                assert_memory_equal(one + 16 * j, score + j * 16 * p.blocks + 16, 16 * sizeof *one);
            free(score);
            drop(&p);
        }
        free(q);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_rows_lie_within_half_a_step),
        cmocka_unit_test(rows_that_bytes_cannot_hold_are_told),
        cmocka_unit_test(scores_are_whole_numbers_times_steps),
    };
    return cmocka_run_group_tests_name("kern/bytes", tests, NULL, NULL);
}
