/* How much rows of a class count: against hand-worked numbers. */
#include "check.h"
#include "task/class_weight.h"

static kith_words names_of(const char *const *name, size_t count)
{
    kith_error err;
    kith_words w = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t id;
        bool added;
        check_ok(kith_words_add(&w, name[i], strlen(name[i]), &id, &added, &err));
    }
    return w;
}

static const char *const three[] = {"a", "b=c", "d"};

static void check_weights(const char *text, const double expected[3])
{
    kith_error err;
    kith_words names = names_of(three, 3);
    const uint64_t rows[] = {6, 3, 0};
    double weight[3];
    check_ok(kith_class_weights(text, &names, rows, weight, &err));
    for (size_t i = 0; i < 3; i++)
        check_near(weight[i], expected[i], 1e-15);
    kith_words_clear(&names);
}

static void lists_and_balance_give_the_numbers_they_say(void **state)
{
    (void)state;
    check_weights("none", (const double[]){1, 1, 1});
    check_weights("balanced", (const double[]){0.5, 1, 1}); /* 9/18, 9/9; none to weigh */
    check_weights("a=2", (const double[]){2, 1, 1});
    check_weights("b=c=0.25,a=1e1", (const double[]){10, 0.25, 1});
}

static void what_is_no_list_of_weights_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",     "a",   "a=",      "a=0",   "a=-1", "=2",
                                      "a=2,", "e=2", "a=1,e=2", "a=nan", ",",    "a=1e10"};
    kith_words names = names_of(three, 3);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kith_error err;
        const uint64_t rows[] = {6, 3, 0};
        double weight[3];
        check_fails_with(kith_class_weights(bad[i], &names, rows, weight, &err), KITH_ERR_USAGE,
                         "--class-weight");
    }
    kith_words_clear(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_and_balance_give_the_numbers_they_say),
        cmocka_unit_test(what_is_no_list_of_weights_is_refused),
    };
    return cmocka_run_group_tests_name("task/class_weight", tests, NULL, NULL);
}
