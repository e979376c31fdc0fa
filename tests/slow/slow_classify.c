/*
 * The figures of text classification: question types, sentiment and news, one fixed set of options
 * (--ngrams 2, all else as it comes) and three seeds, on the test parts of public data sets.
 */
#include "check.h"

/* Trains on `name`.train.txt by one seed; the accuracy on its test part. */
static double accuracy_of(const char *train, const char *test, const char *seed)
{
    kith_error err;
    kith_option_table tables[4];
    kith_config *config = NULL;
    kith_classifier *c = NULL;
    kith_class_report report;
    check_ok(kith_config_new(tables, kith_classify_options(tables), &config, &err));
    check_ok(kith_config_set(config, "text", "true", &err));
    check_ok(kith_config_set(config, "ngrams", "2", &err));
    check_ok(kith_config_set(config, "seed", seed, &err));
    check_ok(kith_classify_train(config, &train, 1, "model.kith", NULL, NULL, &err));
    check_ok(kith_classifier_open("model.kith", NULL, &c, &err));
    check_ok(kith_classifier_test(c, &test, 1, NULL, NULL, &report, &err));
    const double accuracy = report.accuracy;
    kith_class_report_clear(&report);
    kith_classifier_free(c);
    kith_config_free(config);
    return accuracy;
}

static void check_set(const char *train, const char *test, double least)
{
    static const char *const seeds[] = {"1", "2", "3"};
    char *train_path = check_top_path(train), *test_path = check_top_path(test);
    double mean = 0;
    if (train_path == NULL || test_path == NULL)
        check_skip("the public data sets are not beside the repository");
    for (int i = 0; i < 3; i++)
        mean += accuracy_of(train_path, test_path, seeds[i]) / 3;
    printf("%s: %.4f, at least %.3f\n", test, mean, least);
    assert_true(mean >= least);
    free(train_path);
    free(test_path);
}

static void questions_are_told_apart(void **state)
{
    (void)state;
    check_set("../shared/data/text/trec.train.txt", "../shared/data/text/trec.test.txt", 0.905);
}

static void sentiments_are_told_apart(void **state)
{
    (void)state;
    check_set("../shared/data/text/sst2.train.txt", "../shared/data/text/sst2.test.txt", 0.803);
}

static void news_are_told_apart(void **state)
{
    (void)state;
    check_set("../shared/data/text/r8.train.txt", "../shared/data/text/r8.test.txt", 0.969);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_told_apart),
        cmocka_unit_test(sentiments_are_told_apart),
        cmocka_unit_test(news_are_told_apart),
    };
    return cmocka_run_group_tests_name("slow/classify", tests, NULL, NULL);
}
