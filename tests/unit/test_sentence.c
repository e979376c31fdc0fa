/* Vectors of sentences against sums in double, and the shared direction against power iteration. */
#include "made_vectors.h"

enum { WORDS = 12, DIM = 6 };
static const uint64_t counts[WORDS] = {400, 300, 100, 90, 60, 20, 10, 8, 6, 3, 2, 1};

static kith_vectors *counted(void)
{
    kith_vectors *v = made_random(WORDS, DIM, 9);
    v->count = counts;
    return v;
}

/* w1 w4 w1, by weights of the words. */
static void check_mean(const kith_sentence_options *o, double first, double fourth)
{
    kith_vectors *v = counted();
    float got[DIM];
    uint64_t words, unknown;
    kith_sentence_vector(v, o, "  w1 w4\tnobody w1 ", 18, got, &words, &unknown);
    assert_int_equal(words, 3);
    assert_int_equal(unknown, 1);
    for (uint64_t i = 0; i < DIM; i++)
        check_near(got[i],
                   (2 * first * kith_vectors_row(v, 1)[i] + fourth * kith_vectors_row(v, 4)[i]) / 3,
                   1e-6);
    kith_vectors_free(v);
}

static double length_of(uint64_t row)
{
    kith_vectors *v = counted();
    double square = 0;
    for (uint64_t i = 0; i < DIM; i++)
        square += (double)kith_vectors_row(v, row)[i] * kith_vectors_row(v, row)[i];
    kith_vectors_free(v);
    return sqrt(square);
}

static void the_mean_is_of_unit_vectors(void **state)
{
    (void)state;
    check_mean(&(kith_sentence_options){0}, 1 / length_of(1), 1 / length_of(4));
}

static void sif_weighs_by_share_of_the_text(void **state)
{
    (void)state;
    kith_vectors *v = counted();
    assert_int_equal(kith_vectors_tokens(v), 1000);
    kith_vectors_free(v);
    check_mean(&(kith_sentence_options){.sif = true, .a = 0.01, .tokens = 1000}, 0.01 / 0.31,
               0.01 / 0.07);
}

static void zero_vectors_and_nothing_count_for_nothing(void **state)
{
    (void)state;
    kith_vectors *v = counted();
    float got[DIM];
    uint64_t words, unknown;
    const kith_sentence_options o = {0};
    kith_sentence_vector(v, &o, "w10 w1", 6, got, &words, &unknown); /* row 10 is zero */
    for (uint64_t i = 0; i < DIM; i++)
        check_near(got[i], kith_vectors_row(v, 1)[i] / length_of(1), 1e-6);
    kith_sentence_vector(v, &o, "", 0, got, &words, &unknown);
    assert_int_equal(words + unknown, 0);
    for (uint64_t i = 0; i < DIM; i++)
        check_near(got[i], 0, 0);
    kith_vectors_free(v);
}

/* The first singular vector by many multiplications with X'X, from rows of their own. */
static void what_rows_share_is_taken_out(void **state)
{
    (void)state;
    enum { ROWS = 700 };
    kith_error err = {0};
    float *rows = calloc(ROWS, DIM * sizeof *rows), *before = calloc(ROWS, DIM * sizeof *rows);
    double axis[DIM] = {1, 1, 1, 1, 1, 1};
    for (uint64_t i = 0; i < ROWS * DIM; i++)
        before[i] = rows[i] = made_number(6, i) + (i % DIM == 2 ? 2 : 0);
    for (int step = 0; step < 200; step++) {
        double next[DIM] = {0}, square = 0;
        for (uint64_t r = 0; r < ROWS; r++) {
            double along = 0;
            for (uint64_t i = 0; i < DIM; i++)
                along += axis[i] * (double)before[r * DIM + i];
            for (uint64_t i = 0; i < DIM; i++)
                next[i] += along * (double)before[r * DIM + i];
        }
        for (uint64_t i = 0; i < DIM; i++)
            square += next[i] * next[i];
        for (uint64_t i = 0; i < DIM; i++)
            axis[i] = next[i] / sqrt(square);
    }
    check_ok(kith_sentences_remove_common(rows, ROWS, DIM, 2, NULL, &err));
    for (uint64_t r = 0; r < ROWS; r++) {
        double along = 0;
        for (uint64_t i = 0; i < DIM; i++)
            along += axis[i] * (double)before[r * DIM + i];
        for (uint64_t i = 0; i < DIM; i++)
            check_near(rows[r * DIM + i], (double)before[r * DIM + i] - along * axis[i], 1e-4);
    }
    check_ok(kith_sentences_remove_common(rows, 0, DIM, 2, NULL, &err));
    free(before);
    free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_is_of_unit_vectors),
        cmocka_unit_test(sif_weighs_by_share_of_the_text),
        cmocka_unit_test(zero_vectors_and_nothing_count_for_nothing),
        cmocka_unit_test(what_rows_share_is_taken_out),
    };
    return cmocka_run_group_tests_name("query/sentence", tests, NULL, NULL);
}
