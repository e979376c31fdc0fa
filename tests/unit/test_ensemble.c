/* Ensembles against closed forms over what their members answer one by one. */
#include "check.h"

enum { ROWS = 60, MEMBERS = 4 };

static void write_table(const char *path, size_t columns)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (size_t c = 0; c < columns; c++)
        fprintf(f, "x%zu,", c);
    fputs("y\n", f);
    for (int i = 0; i < ROWS; i++) {
        const double x = i / (double)ROWS, noise = sin(i * 12.9898) * 0.3;
        for (size_t c = 0; c < columns; c++)
            fprintf(f, "%.6f,", cos(x * (double)(c + 1)));
        fprintf(f, "%.6f\n", sin(6 * x) + noise);
    }
    fclose(f);
}

static kith_config *config_of(size_t (*options)(kith_option_table *), int seed, const char *epochs)
{
    kith_option_table tables[4];
    kith_config *config = NULL;
    kith_error err = {0};
    char text[16];
    snprintf(text, sizeof text, "%d", seed);
    check_ok(kith_config_new(tables, options(tables), &config, &err));
    check_ok(kith_config_set(config, "seed", text, &err));
    check_ok(kith_config_set(config, "epochs", epochs, &err));
    check_ok(kith_config_set(config, "threads", "1", &err));
    return config;
}

static void train_regressor(const char *table, int seed, const char *output)
{
    kith_error err = {0};
    kith_config *config = config_of(kith_regress_options, seed, "20");
    check_ok(kith_config_set(config, "bag", "true", &err));
    check_ok(kith_config_set(config, "net", "?-8tanh-?", &err));
    check_ok(kith_regress_train(config, table, output, NULL, NULL, &err));
    kith_config_free(config);
}

/* Answers one behind the other. */
typedef struct answers {
    float number[4 * ROWS];
    size_t count;
} answers;

static kith_status keep(void *self, const float *number, size_t n, kith_error *err)
{
    answers *a = self;
    (void)err;
    assert_true(a->count + n <= sizeof a->number / sizeof *a->number);
    memcpy(a->number + a->count, number, n * sizeof *number);
    a->count += n;
    return KITH_OK;
}

static void regress(const char *model, const char *table, answers *out)
{
    kith_regressor *r = NULL;
    kith_error err = {0};
    const kith_answer_watch each = {.call = keep, .self = out};
    out->count = 0;
    check_ok(kith_regressor_open(model, NULL, &r, &err));
    check_ok(kith_regressor_predict(r, table, NULL, &each, &err));
    kith_regressor_free(r);
}

static double truth(int i)
{
    return sin(6 * i / (double)ROWS) + sin(i * 12.9898) * 0.3;
}

static const char *const member[MEMBERS] = {"1.kith", "2.kith", "3.kith", "4.kith"};

/* Mean over the rows of the product of two members' errors. */
static double mean_product(const answers *a, const answers *b)
{
    double sum = 0;
    for (int i = 0; i < ROWS; i++)
        sum += (a->number[i] - truth(i)) * (b->number[i] - truth(i)) / ROWS;
    return sum;
}

static void the_error_of_the_mean_is_what_variance_and_covariance_make_it(void **state)
{
    (void)state;
    kith_error err = {0};
    static answers one[MEMBERS], all;
    double v = 0, c = 0;
    write_table("t.csv", 2);
    for (int m = 0; m < MEMBERS; m++) {
        train_regressor("t.csv", m + 1, member[m]);
        regress(member[m], "t.csv", &one[m]);
    }
    check_ok(kith_net_average(member, MEMBERS, "all.kith", &err));
    regress("all.kith", "t.csv", &all);
    assert_int_equal(all.count, ROWS);
    for (int m = 0; m < MEMBERS; m++)
        for (int n = 0; n < MEMBERS; n++)
            *(m == n ? &v : &c) += mean_product(&one[m], &one[n]);
    v /= MEMBERS;
    c /= MEMBERS * (MEMBERS - 1);
    const double squared = mean_product(&all, &all);
    check_near(squared, v / MEMBERS + (MEMBERS - 1) * c / MEMBERS, 1e-6 * v);
    /* Jensen: no worse than its members on average, and better where they differ. */
    assert_true(c < v);
    assert_true(squared < v);
}

static void an_answer_is_the_mean_of_the_members(void **state)
{
    (void)state;
    kith_error err = {0};
    static answers one[2], all;
    write_table("t.csv", 2);
    for (int m = 0; m < 2; m++) {
        train_regressor("t.csv", m + 1, member[m]);
        regress(member[m], "t.csv", &one[m]);
    }
    check_ok(kith_net_average(member, 2, "all.kith", &err));
    regress("all.kith", "t.csv", &all);
    for (int i = 0; i < ROWS; i++)
        check_near(all.number[i], (one[0].number[i] + one[1].number[i]) / 2, 1e-6);
}

static void an_ensemble_of_one_is_its_member(void **state)
{
    (void)state;
    kith_error err = {0};
    static answers one, all;
    write_table("t.csv", 2);
    train_regressor("t.csv", 1, "1.kith");
    check_ok(kith_net_average(member, 1, "all.kith", &err));
    regress("1.kith", "t.csv", &one);
    regress("all.kith", "t.csv", &all);
    assert_int_equal(all.count, ROWS);
    assert_memory_equal(all.number, one.number, ROWS * sizeof *one.number);
}

/* --- classes --- */

static void train_classifier(const char *data, bool text, int seed, const char *output)
{
    kith_error err = {0};
    kith_config *config = config_of(kith_classify_options, seed, "10");
    check_ok(kith_config_set(config, "text", text ? "true" : "false", &err));
    check_ok(kith_config_set(config, "bag", "true", &err));
    check_ok(kith_classify_train(config, &data, 1, output, NULL, NULL, &err));
    kith_config_free(config);
}

static void classify(const char *model, const char *data, answers *out)
{
    kith_classifier *c = NULL;
    kith_error err = {0};
    const kith_answer_watch each = {.call = keep, .self = out};
    out->count = 0;
    check_ok(kith_classifier_open(model, NULL, &c, &err));
    check_ok(kith_classifier_predict(c, data, NULL, &each, &err));
    kith_classifier_free(c);
}

static void check_classes(const char *data, bool text)
{
    kith_error err = {0};
    static answers one[3], all;
    for (int m = 0; m < 3; m++) {
        train_classifier(data, text, m + 1, member[m]);
        classify(member[m], data, &one[m]);
    }
    check_ok(kith_net_average(member, 3, "all.kith", &err));
    classify("all.kith", data, &all);
    assert_true(all.count > 0);
    assert_int_equal(all.count, one[0].count);
    assert_memory_not_equal(one[0].number, one[1].number, all.count * sizeof *all.number);
    for (size_t i = 0; i < all.count; i++)
        check_near(all.number[i], (one[0].number[i] + one[1].number[i] + one[2].number[i]) / 3,
                   1e-6);
}

static void probabilities_of_tables_are_averaged(void **state)
{
    (void)state;
    check_write_text("c.csv",
                     "a,b,label\n0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n0.1,0.9,yes\n0,0.1,no\n");
    check_classes("c.csv", false);
}

static void probabilities_of_text_are_averaged(void **state)
{
    (void)state;
    check_write_text("c.txt", "__label__w sun and rain\n__label__f bread and salt\n"
                              "__label__w wind and snow\n__label__f soup with bread\n");
    check_classes("c.txt", true);
}

/* --- what does not go together --- */

static void check_refused(const char *first, const char *second, const char *why)
{
    kith_error err = {0};
    const char *const paths[] = {first, second};
    check_fails_with(kith_net_average(paths, 2, "no.kith", &err), KITH_ERR_DATA, why);
    assert_false(check_file_exists("no.kith"));
}

static void models_that_answer_differently_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    write_table("t2.csv", 2);
    write_table("t3.csv", 3);
    check_write_text("c.csv", "a,b,label\n0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n");
    check_write_text("d.csv", "a,b,label\n0,0,low\n0,1,high\n1,0,high\n1,1,low\n");
    check_write_text("c.txt", "__label__no sun and rain\n__label__yes bread and salt\n");
    train_regressor("t2.csv", 1, "t2.kith");
    train_regressor("t3.csv", 1, "t3.kith");
    train_classifier("c.csv", false, 1, "c.kith");
    train_classifier("d.csv", false, 1, "d.kith");
    train_classifier("c.txt", true, 1, "text.kith");
    check_refused("t2.kith", "t3.kith", "t3.kith: has 3 features, the first model 2");
    check_refused("c.kith", "d.kith", "other classes");
    check_refused("c.kith", "t2.kith",
                  "t2.kith: is of kind regressor, the first model of kind net-classifier");
    check_refused("c.kith", "text.kith", "is of kind text-classifier");
    check_ok(kith_net_average(member + 0, 1, "all.kith", &err));
    check_refused("t2.kith", "all.kith", "ensemble");
    check_fails(kith_net_average(member, 0, "no.kith", &err), KITH_ERR_USAGE);
}

static void an_ensemble_is_opened_by_its_task_alone(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_classifier *c = NULL;
    const char *const paths[] = {"t.kith"};
    write_table("t.csv", 2);
    train_regressor("t.csv", 1, "t.kith");
    check_ok(kith_net_average(paths, 1, "all.kith", &err));
    check_fails_with(kith_classifier_open("all.kith", NULL, &c, &err), KITH_ERR_DATA, "member 1: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_error_of_the_mean_is_what_variance_and_covariance_make_it),
        cmocka_unit_test(an_answer_is_the_mean_of_the_members),
        cmocka_unit_test(an_ensemble_of_one_is_its_member),
        cmocka_unit_test(probabilities_of_tables_are_averaged),
        cmocka_unit_test(probabilities_of_text_are_averaged),
        cmocka_unit_test(models_that_answer_differently_are_refused),
        cmocka_unit_test(an_ensemble_is_opened_by_its_task_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
