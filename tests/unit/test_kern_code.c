/* Codes of every ISA: what a record holds lies within half a step of the row at length 1, questions
 * within a step of it, and scores are the sums of whole numbers that plain loops give. */
#include <math.h>

#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

enum { DIM = 200, ROWS = 23 };

static float number(uint64_t i)
{
    return (float)(2 * kith_rng_unit(kith_rng_at(78, i)) - 1);
}

static unsigned char *new_codes(size_t rows, size_t dim)
{
    unsigned char *codes = aligned_alloc(64, rows * kith_code_bytes(dim));
    memset(codes, 0xAB, rows * kith_code_bytes(dim));
    return codes;
}

static void code_of(const kith_kern *k, const float *row, size_t dim, unsigned char *code)
{
    int8_t *scratch = malloc(dim + 64);
    k->code_row(row, dim, scratch, code);
    free(scratch);
}

static float step_of(const unsigned char *code)
{
    float step;
    memcpy(&step, code, sizeof step);
    return step;
}

static int byte_of(const unsigned char *code, size_t d)
{
    return (int8_t)code[KITH_CODE_HEAD + d];
}

static void a_code_is_the_row_at_length_one(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t dim = 1; dim <= DIM; dim++) {
            float *row = malloc(dim * sizeof *row);
            unsigned char *code = new_codes(1, dim);
            double all = 0;
            int32_t sum = 0, shift;
            for (size_t d = 0; d < dim; d++) {
                row[d] = number(dim * DIM + d) * (float)pow(10, (double)(dim % 20) - 10);
                all += (double)row[d] * (double)row[d];
            }
            code_of(tables[t], row, dim, code);
            for (size_t d = 0; d < dim; d++) {
                const double unit = (double)row[d] / sqrt(all);
                check_near((double)step_of(code) * byte_of(code, d), unit,
                           0.5001 * (double)step_of(code));
                sum += byte_of(code, d);
            }
            memcpy(&shift, code + sizeof(float), sizeof shift);
            assert_int_equal(shift, 64 * sum);
            for (size_t b = KITH_CODE_HEAD + dim; b < kith_code_bytes(dim); b++)
                assert_int_equal(code[b], 0);
            free(code);
            free(row);
        }
}

static void rows_without_a_direction_take_no_part(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    static const float strange[] = {NAN, INFINITY, -INFINITY, 3e38F, 0, 1e-30F};
    for (size_t t = 0; t < isas; t++)
        for (size_t s = 0; s < sizeof strange / sizeof *strange; s++) {
            float row[DIM] = {0};
            unsigned char *code = new_codes(1, DIM);
            row[77] = strange[s];
            code_of(tables[t], row, DIM, code);
            for (size_t b = 0; b < kith_code_bytes(DIM); b++)
                assert_int_equal(code[b], 0);
            free(code);
        }
}

/* What score i has to be, by plain sums. */
static double expected(const unsigned char *code, const uint8_t *q, size_t dim, float scale)
{
    int64_t sum = 0;
    for (size_t d = 0; d < dim; d++)
        sum += (int64_t)byte_of(code, d) * (q[KITH_CODE_HEAD + d] - 64);
    return (double)sum * (double)step_of(code) * (double)scale;
}

static void check_question(const unsigned char *code, const uint8_t *q, size_t dim, float scale)
{
    assert_true(scale == 2 * step_of(code));
    for (size_t b = 0; b < KITH_CODE_HEAD; b++)
        assert_int_equal(q[b], 0);
    for (size_t d = 0; d < dim; d++) {
        assert_in_range(q[KITH_CODE_HEAD + d], 0, 127);
        assert_true(abs(2 * (q[KITH_CODE_HEAD + d] - 64) - byte_of(code, d)) <= 1);
    }
    for (size_t b = KITH_CODE_HEAD + dim; b < kith_code_bytes(dim); b++)
        assert_int_equal(q[b], 0);
}

static void scores_are_whole_numbers_times_steps(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t dim = 1; dim <= DIM; dim += dim < 70 ? 1 : 13) {
            const size_t bytes = kith_code_bytes(dim);
            unsigned char *codes = new_codes(ROWS, dim), *q = new_codes(1, dim);
            float row[DIM], score[ROWS];
            uint32_t order[ROWS];
            for (size_t i = 0; i < ROWS; i++) {
                for (size_t d = 0; d < dim; d++)
                    row[d] = i == 5 ? -1 : number(i * DIM + d);
                code_of(tables[t], row, dim, codes + i * bytes);
                order[i] = (uint32_t)(i * 7 % ROWS);
            }
            for (size_t n = 0; n <= ROWS; n++) {
                const float scale = tables[t]->code_question(codes + n % ROWS * bytes, dim, q);
                check_question(codes + n % ROWS * bytes, q, dim, scale);
                tables[t]->code_scores(codes, dim, order, n, q, scale, score);
                for (size_t i = 0; i < n; i++) {
                    const double e = expected(codes + order[i] * bytes, q, dim, scale);
                    check_near(score[i], e, 1e-6 * fabs(e));
                }
            }
            free(codes);
            free(q);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_the_row_at_length_one),
        cmocka_unit_test(rows_without_a_direction_take_no_part),
        cmocka_unit_test(scores_are_whole_numbers_times_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
