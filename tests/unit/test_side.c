/* Word vectors, context vectors and their sums, number by number. */
#include "base/mem.h"
#include "base/stride.h"
#include "made_vectors.h"

enum { ROWS = 7, DIM = 5 };

static kith_vectors *trained(void)
{
    kith_vectors *v = made_random(ROWS, DIM, 1);
    const uint64_t stride = kith_row_stride(DIM, sizeof(float)) + 16;
    float *at = v->own_output = kith_mem_new(ROWS, stride * sizeof *at);
    for (uint64_t i = 0; i < ROWS * DIM; i++)
        at[i / DIM * stride + i % DIM] = made_number(2, i);
    v->output = (kith_matrix){at, ROWS, DIM, stride};
    return v;
}

static void each_side_has_its_numbers_under_the_same_words(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = trained();
    for (int side = KITH_SIDE_INPUT; side <= KITH_SIDE_SUM; side++) {
        kith_vectors *got;
        check_ok(kith_vectors_side(v, (kith_side)side, &got, &err));
        assert_int_equal(kith_vectors_rows(got), ROWS);
        for (uint64_t row = 0; row < ROWS; row++) {
            assert_int_equal(kith_vectors_find(got, kith_words_at(&v->words, row, &(size_t){0}), 2),
                             row);
            for (uint64_t i = 0; i < DIM; i++) {
                const float input = kith_vectors_row(v, row)[i];
                const float output = made_number(2, row * DIM + i);
                const float expected = side == KITH_SIDE_INPUT    ? input
                                       : side == KITH_SIDE_OUTPUT ? output
                                                                  : input + output;
                assert_true(kith_vectors_row(got, row)[i] == expected);
            }
        }
        kith_vectors_free(got);
    }
    kith_vectors_free(v);
}

static void without_context_vectors_there_are_none(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(ROWS, DIM, 1), *got;
    v->format = "w2v-text";
    check_fails_with(kith_vectors_side(v, KITH_SIDE_SUM, &got, &err), KITH_ERR_USAGE, "w2v-text");
    check_fails(kith_vectors_side(v, KITH_SIDE_OUTPUT, &got, &err), KITH_ERR_USAGE);
    assert_null(got);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_side_has_its_numbers_under_the_same_words),
        cmocka_unit_test(without_context_vectors_there_are_none),
    };
    return cmocka_run_group_tests_name("vec/side", tests, NULL, NULL);
}
