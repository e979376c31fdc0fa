/*
 * Measures of predictions against hand-worked values and against scikit-learn 1.2.1:
 *
 *     accuracy_score(y, p), precision_recall_fscore_support(y, p), f1_score(y, p, average=...),
 *     confusion_matrix(y, p), log_loss(y, P), roc_auc_score(y == c, P[:, c]),
 *     roc_auc_score(y, P, multi_class='ovr'), mean_squared_error(t, q, squared=False),
 *     mean_absolute_error(t, q), r2_score(t, q)
 *
 * on the rows below, p = P.argmax(1); and, on many rows, against counting by definition.
 */
#include "check.h"
#include "base/rng.h"
#include "task/metrics.h"

static const char *const names[] = {"a", "b", "c"};
static const float probability[10][3] = {
    {.7f, .2f, .1f},   {.25f, .5f, .25f}, {.1f, .3f, .6f}, {.4f, .4f, .2f}, {.2f, .2f, .6f},
    {.05f, .9f, .05f}, {.6f, .3f, .1f},   {.3f, .1f, .6f}, {.1f, .8f, .1f}, {.5f, .25f, .25f}};
static const uint32_t label[10] = {0, 1, 2, 1, 0, 1, 0, 2, 2, 2};

static kith_class_report measure(const uint32_t *truth, size_t rows)
{
    kith_error err;
    kith_answers answers = {.classes = 3};
    kith_class_report report;
    for (size_t i = 0; i < rows; i++)
        check_ok(kith_answers_add(&answers, truth[i], probability[i], &err));
    check_ok(kith_class_measure(&answers, names, &report, &err));
    kith_answers_clear(&answers);
    return report;
}

static void shares_equal_those_of_sklearn(void **state)
{
    (void)state;
    static const double precision[] = {0.5, 0.66666667, 0.66666667};
    static const double recall[] = {0.66666667, 0.66666667, 0.5};
    static const double f1[] = {0.57142857, 0.66666667, 0.57142857};
    static const uint64_t confusion[] = {2, 0, 1, 1, 2, 0, 1, 1, 2};
    kith_class_report r = measure(label, 10);
    check_near(r.accuracy, 0.6, 1e-12);
    check_near(r.micro_f1, 0.6, 1e-12);
    check_near(r.macro_precision, 0.611111111111111, 1e-12);
    check_near(r.macro_recall, 0.611111111111111, 1e-12);
    check_near(r.macro_f1, 0.6031746031746033, 1e-12);
    for (int c = 0; c < 3; c++) {
        assert_string_equal(r.score[c].name, names[c]);
        check_near(r.score[c].precision, precision[c], 1e-8);
        check_near(r.score[c].recall, recall[c], 1e-8);
        check_near(r.score[c].f1, f1[c], 1e-8);
    }
    assert_memory_equal(r.confusion, confusion, sizeof confusion);
    kith_class_report_clear(&r);
}

static void log_loss_and_areas_equal_those_of_sklearn(void **state)
{
    (void)state;
    kith_class_report r = measure(label, 10);
    check_near(r.log_loss, 0.8902267609876666, 1e-7);
    check_near(r.score[0].auc, 0.8095238095238095, 1e-12);
    check_near(r.score[1].auc, 0.9047619047619048, 1e-12);
    check_near(r.score[2].auc, 0.7291666666666666, 1e-12);
    check_near(r.auc, 0.814484126984127, 1e-12);
    kith_class_report_clear(&r);
}

/* By hand; as floats 0.7 and 0.9 lie just below and fall into the bins of 0.6 and 0.8. */
static void calibration_is_the_mean_gap_between_promise_and_truth(void **state)
{
    (void)state;
    kith_class_report r = measure(label, 10);
    static const uint64_t rows[] = {0, 0, 0, 0, 1, 2, 5, 0, 2, 0};
    for (int b = 0; b < KITH_CALIBRATION_BINS; b++)
        assert_int_equal(r.bin[b].rows, rows[b]);
    check_near(r.bin[6].confidence, 3.1 / 5, 1e-6);
    check_near(r.bin[6].accuracy, 0.8, 1e-12);
    const double gap = 0.4 + 0 + (4 - 3.1) + (1.7 - 1);
    check_near(r.calibration_error, gap / 10, 1e-6);
    kith_class_report_clear(&r);
}

static void a_label_that_training_did_not_have_counts_as_wrong(void **state)
{
    (void)state;
    const uint32_t truth[] = {0, 1, KITH_NO_CLASS, KITH_NO_CLASS};
    kith_class_report r = measure(truth, 4);
    assert_int_equal(r.rows, 4);
    assert_int_equal(r.unseen, 2);
    check_near(r.accuracy, 0.5, 1e-12);
    check_near(r.score[2].precision, 0, 0);
    check_near(r.log_loss, -(log(0.7) + log(0.5)) / 2, 1e-7);
    kith_class_report_clear(&r);
}

static void ties_count_half_in_the_area(void **state)
{
    (void)state;
    kith_scored all_equal[] = {{.5f, true}, {.5f, false}, {.5f, false}};
    kith_scored one_tie[] = {{.9f, true}, {.5f, true}, {.5f, false}, {.1f, false}};
    kith_scored one_kind[] = {{.9f, true}, {.5f, true}};
    check_near(kith_roc_auc(all_equal, 3), 0.5, 0);
    check_near(kith_roc_auc(one_tie, 4), 3.5 / 4, 0);
    assert_true(isnan(kith_roc_auc(one_kind, 2)));
    assert_true(isnan(kith_roc_auc(one_kind, 0)));
}

static void a_certain_wrong_answer_has_a_finite_loss(void **state)
{
    (void)state;
    kith_error err;
    kith_answers answers = {.classes = 2};
    kith_class_report r;
    const float certain[] = {1, 0};
    check_ok(kith_answers_add(&answers, 1, certain, &err));
    check_ok(kith_class_measure(&answers, names, &r, &err));
    check_near(r.log_loss, -log(1e-15), 1e-9);
    check_near(r.macro_f1, 0, 0);
    kith_class_report_clear(&r);
    kith_answers_clear(&answers);
}

static void nothing_measured_is_no_number(void **state)
{
    (void)state;
    kith_class_report r = measure(label, 0);
    assert_true(isnan(r.log_loss));
    assert_true(isnan(r.auc));
    check_near(r.accuracy, 0, 0);
    kith_class_report_clear(&r);
    assert_true(isnan(kith_residuals_score(&(kith_residuals){0}).rmse));
}

static void errors_of_numbers_equal_those_of_sklearn(void **state)
{
    (void)state;
    const double y[] = {3, -0.5, 2, 7, 4.25}, p[] = {2.5, 0, 2, 8, 4};
    kith_residuals r = {0};
    for (int i = 0; i < 5; i++)
        kith_residuals_add(&r, y[i], p[i]);
    const kith_regress_score s = kith_residuals_score(&r);
    check_near(s.rmse, 0.5590169943749475, 1e-12);
    check_near(s.mae, 0.45, 1e-12);
    check_near(s.r2, 0.9491042345276873, 1e-12);
}

static void r2_needs_values_that_differ(void **state)
{
    (void)state;
    kith_residuals r = {0};
    kith_residuals_add(&r, 4, 3);
    kith_residuals_add(&r, 4, 5);
    assert_true(isnan(kith_residuals_score(&r).r2));
    check_near(kith_residuals_score(&r).rmse, 1, 0);
}

enum { MANY = 150, KINDS = 4 };

/* Many rows with few different probabilities, so that there are ties; the truth leans to the
 * likeliest class. */
static void many_answers(kith_answers *answers, uint32_t *best)
{
    kith_error err;
    for (size_t i = 0; i < MANY; i++) {
        float p[KINDS], sum = 0;
        best[i] = 0;
        for (uint32_t c = 0; c < KINDS; c++)
            sum += p[c] = (float)(1 + kith_rng_at(41, i * KINDS + c) % 9);
        for (uint32_t c = 0; c < KINDS; c++) {
            p[c] /= sum;
            best[i] = p[c] > p[best[i]] ? c : best[i];
        }
        const uint32_t truth = i % 3 == 0 ? (uint32_t)(kith_rng_at(42, i) % KINDS) : best[i];
        check_ok(kith_answers_add(answers, truth, p, &err));
    }
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

/* Each measure as its definition says it, counted over all rows anew. */
static void shares_are_what_counting_gives(void **state)
{
    (void)state;
    static const char *const kinds[] = {"a", "b", "c", "d"};
    kith_error err;
    kith_answers answers = {.classes = KINDS};
    kith_class_report r;
    uint32_t best[MANY];
    double right = 0, macro = 0, loss = 0;
    many_answers(&answers, best);
    check_ok(kith_class_measure(&answers, kinds, &r, &err));
    for (uint32_t c = 0; c < KINDS; c++) {
        double both = 0, said = 0, is = 0;
        for (size_t i = 0; i < MANY; i++) {
            both += best[i] == c && answers.truth[i] == c;
            said += best[i] == c;
            is += answers.truth[i] == c;
        }
        check_near(r.score[c].precision, share(both, said), 1e-12);
        check_near(r.score[c].recall, share(both, is), 1e-12);
        check_near(r.score[c].f1, share(2 * both, said + is), 1e-12);
        right += both;
        macro += share(2 * both, said + is) / KINDS;
    }
    for (size_t i = 0; i < MANY; i++)
        loss -= log((double)answers.probability[i * KINDS + answers.truth[i]]) / MANY;
    check_near(r.accuracy, right / MANY, 1e-12);
    check_near(r.micro_f1, right / MANY, 1e-12);
    check_near(r.macro_f1, macro, 1e-12);
    check_near(r.log_loss, loss, 1e-6);
    assert_true(right > 0 && right < MANY);
    kith_class_report_clear(&r);
    kith_answers_clear(&answers);
}

static void the_area_is_the_share_of_pairs_in_order(void **state)
{
    (void)state;
    kith_scored pair[MANY];
    double in_order = 0, pairs = 0;
    for (size_t i = 0; i < MANY; i++) {
        pair[i].positive = kith_rng_at(51, i) % 3 == 0;
        pair[i].score = (float)(kith_rng_at(52, i) % 20 + (pair[i].positive ? 5 : 0));
    }
    for (size_t i = 0; i < MANY; i++)
        for (size_t j = 0; j < MANY; j++)
            if (pair[i].positive && !pair[j].positive) {
                in_order += pair[i].score > pair[j].score   ? 1
                            : pair[i].score < pair[j].score ? 0
                                                            : 0.5;
                pairs++;
            }
    check_near(kith_roc_auc(pair, MANY), in_order / pairs, 1e-12);
}

/* Lines of no, one and two labels, with one that nobody knows among them, by hand. */
static void labels_given_are_counted_against_labels_had(void **state)
{
    (void)state;
    kith_error err;
    kith_answers a = {.classes = 3, .limit = {.k = 2, .threshold = 0.3F}};
    static const float p[4][3] = {
        {0.5F, 0.4F, 0.1F}, {0.1F, 0.45F, 0.45F}, {0.8F, 0.1F, 0.1F}, {0.4F, 0.2F, 0.4F}};
    static const uint32_t both[] = {1, 2}, unknown[] = {KITH_NO_CLASS}, some[] = {KITH_NO_CLASS, 1};
    static const char *const kinds[] = {"a", "b", "c"};
    check_ok(kith_answers_count(&a, both, 2, p[0], &err));    /* given 0 1 */
    check_ok(kith_answers_count(&a, both, 2, p[1], &err));    /* given 1 2 */
    check_ok(kith_answers_count(&a, unknown, 1, p[2], &err)); /* no part */
    check_ok(kith_answers_count(&a, some, 2, p[3], &err));    /* given 0 2 */
    check_ok(kith_answers_add(&a, 1, p[0], &err));
    kith_class_report r;
    check_ok(kith_class_measure(&a, kinds, &r, &err));
    assert_int_equal(r.rows_at, 3);
    assert_float_equal(r.precision_at, 3.0 / 6, 1e-12);
    assert_float_equal(r.recall_at, 3.0 / 5, 1e-12);
    static const uint64_t expected[3][3] = {{0, 2, 0}, {3, 2, 2}, {2, 2, 1}};
    for (int c = 0; c < 3; c++) {
        assert_int_equal(r.score[c].labels, expected[c][0]);
        assert_int_equal(r.score[c].given, expected[c][1]);
        assert_int_equal(r.score[c].hits, expected[c][2]);
    }
    kith_class_report_clear(&r);
    kith_answers_clear(&a);
}

static void the_likeliest_classes_come_first_and_of_equals_the_lower(void **state)
{
    (void)state;
    static const float p[] = {0.1F, 0.3F, 0.05F, 0.3F, 0.25F};
    size_t order[5];
    kith_class_rank(p, 5, 4, order);
    static const size_t expected[] = {1, 3, 4, 0};
    for (int i = 0; i < 4; i++)
        assert_int_equal(order[i], expected[i]);
    kith_class_rank(p, 5, 99, order);
    assert_int_equal(order[4], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_equal_those_of_sklearn),
        cmocka_unit_test(log_loss_and_areas_equal_those_of_sklearn),
        cmocka_unit_test(calibration_is_the_mean_gap_between_promise_and_truth),
        cmocka_unit_test(a_label_that_training_did_not_have_counts_as_wrong),
        cmocka_unit_test(ties_count_half_in_the_area),
        cmocka_unit_test(a_certain_wrong_answer_has_a_finite_loss),
        cmocka_unit_test(nothing_measured_is_no_number),
        cmocka_unit_test(errors_of_numbers_equal_those_of_sklearn),
        cmocka_unit_test(shares_are_what_counting_gives),
        cmocka_unit_test(the_area_is_the_share_of_pairs_in_order),
        cmocka_unit_test(r2_needs_values_that_differ),
        cmocka_unit_test(labels_given_are_counted_against_labels_had),
        cmocka_unit_test(the_likeliest_classes_come_first_and_of_equals_the_lower),
    };
    return cmocka_run_group_tests_name("task/metrics", tests, NULL, NULL);
}
