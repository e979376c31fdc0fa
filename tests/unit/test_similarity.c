/* Lengths and cosines by hand. */
#include "query/similarity.h"

#include "made_vectors.h"

static void the_cosine_of_two_words_is_exact_by_hand(void **state)
{
    (void)state;
    kith_vectors *v = made_vectors(NULL, 3, 2);
    memcpy(made_row(v, 0), (float[]){3, 4}, 8);
    memcpy(made_row(v, 1), (float[]){4, 3}, 8);
    check_near(kith_vectors_similarity(v, 0, 1), 24.0 / 25, 1e-15);
    check_near(kith_vectors_similarity(v, 0, 0), 1, 1e-15);
    check_near(kith_vectors_similarity(v, 0, 2), 0, 0);
    check_near(kith_vectors_similarity(v, 2, 2), 0, 0);
    kith_vectors_free(v);
}

static void cosines_agree_with_a_plain_loop(void **state)
{
    (void)state;
    kith_vectors *v = made_random(30, 77, 1);
    for (uint64_t a = 0; a < 30; a++)
        for (uint64_t b = 0; b < 30; b++)
            check_near(kith_vectors_similarity(v, a, b), made_cosine_rows(v, a, b), 1e-12);
    kith_vectors_free(v);
}

static void a_unit_vector_has_length_one_and_zero_stays_zero(void **state)
{
    (void)state;
    float x[3] = {1e30F, -2e30F, 2e30F}, zero[3] = {0};
    check_near(kith_unit(x, 3) / 3e30, 1, 1e-6);
    check_near(kith_dot(x, x, 3), 1, 1e-6);
    check_near(kith_unit(zero, 3), 0, 0);
    check_near(zero[1], 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cosine_of_two_words_is_exact_by_hand),
        cmocka_unit_test(cosines_agree_with_a_plain_loop),
        cmocka_unit_test(a_unit_vector_has_length_one_and_zero_stays_zero),
    };
    return cmocka_run_group_tests_name("query/similarity", tests, NULL, NULL);
}
