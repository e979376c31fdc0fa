/* Bias and variance: what is said of losses that part, and of losses that stay high. */
#include "check.h"
#include "task/fit.h"

static void losses_that_part_are_overfitting_and_high_ones_underfitting(void **state)
{
    (void)state;
    static const struct {
        double first, trained, held_out;
        kith_fit fit;
        const char *says;
    } cases[] = {
        {1, 0.1, 0.12, KITH_FIT_FINE, ""},
        {1, 0.1, 0.4, KITH_FIT_OVER, "overfitting"},
        {1, 0.001, 0.01, KITH_FIT_FINE, ""}, /* ten times nothing is nothing */
        {1, 0.8, 0.85, KITH_FIT_UNDER, "underfitting"},
        {1, 0.6, 2, KITH_FIT_OVER, "overfitting"},
        {1, 0.6, NAN, KITH_FIT_FINE, ""}, /* nothing was held out */
        {NAN, 0.6, 2, KITH_FIT_FINE, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[160] = "?";
        assert_int_equal(
            kith_fit_tell(cases[i].first, cases[i].trained, cases[i].held_out, text, sizeof text),
            cases[i].fit);
        assert_true((*text == '\0') == (cases[i].fit == KITH_FIT_FINE));
        check_contains(text, cases[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(losses_that_part_are_overfitting_and_high_ones_underfitting),
    };
    return cmocka_run_group_tests_name("task/fit", tests, NULL, NULL);
}
