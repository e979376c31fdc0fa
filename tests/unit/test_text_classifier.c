/*
 * A text classifier against a plain one in double precision, and what it learns. Each step of the
 * twin is written out: mean, logits, softmax or sigmoids, true gradients, all from old values.
 */
#include "check.h"
#include "task/text_classifier.h"

enum { DIM = 3, WORDS = 4, CLASSES = 3 };

/* Two lines: words 0 1 1 of class 2, words 2 3 of class 0. */
static uint32_t rows[] = {0, 1, 1, 2, 3};
static uint32_t labels[] = {2, 0};
static kith_text_line lines[] = {{.at = 0, .label = 0, .words = 3, .labels = 1},
                                 {.at = 3, .label = 1, .words = 1, .grams = 1, .labels = 1}};
static const kith_text_data data = {
    .line = lines, .lines = 2, .row = rows, .label = labels, .longest = 3};

static void add_names(kith_words *w, uint64_t count)
{
    kith_error err;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t id;
        bool added;
        const char name = (char)('a' + i);
        check_ok(kith_words_add(w, &name, 1, &id, &added, &err));
    }
}

/* Random weights, also in the output rows, and a copy of them as doubles. */
static kith_text_classifier make(bool one_vs_all, double x[WORDS][DIM], double t[CLASSES][DIM])
{
    kith_error err;
    kith_text_classifier c = {.one_vs_all = one_vs_all};
    check_ok(kith_kern_choose(NULL, &c.kern, &err));
    check_ok(kith_features_init(&c.features, 1, 0, false, &err));
    add_names(&c.features.words, WORDS);
    add_names(&c.features.labels, CLASSES);
    c.features.rows = WORDS;
    check_ok(kith_text_classifier_init(&c, DIM, 7, &err));
    for (int i = 0; i < WORDS * DIM; i++)
        kith_param_row(&c.input, (size_t)i / DIM)[i % DIM] = (kith_real)(0.1 * ((i * 7) % 11 - 5));
    for (int i = 0; i < CLASSES * DIM; i++)
        kith_param_row(&c.output, (size_t)i / DIM)[i % DIM] = (kith_real)(0.1 * ((i * 5) % 7 - 3));
    for (size_t i = 0; i < WORDS; i++)
        for (size_t k = 0; k < DIM; k++)
            x[i][k] = (double)kith_param_row(&c.input, i)[k];
    for (size_t i = 0; i < CLASSES; i++)
        for (size_t k = 0; k < DIM; k++)
            t[i][k] = (double)kith_param_row(&c.output, i)[k];
    return c;
}

static void twin_probabilities(const kith_text_line *line, bool one_vs_all, double x[WORDS][DIM],
                               double t[CLASSES][DIM], double bag[DIM], double p[CLASSES])
{
    const double n = line->words + line->grams;
    double sum = 0;
    for (int k = 0; k < DIM; k++)
        bag[k] = 0;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < DIM; k++)
            bag[k] += x[rows[line->at + (uint64_t)i]][k] / n;
    for (int c = 0; c < CLASSES; c++) {
        double z = 0;
        for (int k = 0; k < DIM; k++)
            z += bag[k] * t[c][k];
        p[c] = one_vs_all ? 1 / (1 + exp(-z)) : exp(z);
        sum += p[c];
    }
    for (int c = 0; c < CLASSES && !one_vs_all; c++)
        p[c] /= sum;
}

static void twin_step(const kith_text_line *line, bool one_vs_all, double lr, double x[WORDS][DIM],
                      double t[CLASSES][DIM])
{
    const int n = (int)(line->words + line->grams);
    double bag[DIM], p[CLASSES], d[DIM] = {0};
    twin_probabilities(line, one_vs_all, x, t, bag, p);
    for (int c = 0; c < CLASSES; c++) {
        const double g = lr * ((labels[line->label] == (uint32_t)c) - p[c]);
        for (int k = 0; k < DIM; k++) {
            d[k] += g * t[c][k];
            t[c][k] += g * bag[k];
        }
    }
    for (int i = 0; i < n; i++)
        for (int k = 0; k < DIM; k++)
            x[rows[line->at + (uint64_t)i]][k] += d[k] / n;
}

/* One epoch over both lines, one block each, in order. */
static void run_blocks(kith_text_run *run, kith_loss_sum *sum)
{
    const kith_trainee trainee = kith_text_run_trainee(run);
    for (uint64_t b = 0; b < 2; b++) {
        const kith_block block = {.index = b, .size = 1, .before = b, .total = 2};
        trainee.visit(trainee.self, &block, 0, true, sum);
    }
}

static void steps_equal_those_of_the_twin(bool one_vs_all)
{
    kith_error err;
    double x[WORDS][DIM], t[CLASSES][DIM];
    kith_text_classifier c = make(one_vs_all, x, t);
    kith_text_run run = {.model = &c, .data = &data, .pace = {.lr = 0.5}};
    kith_loss_sum sum = {0};
    check_ok(kith_schedule_parse("constant", 8, &run.pace, &err));
    check_ok(kith_text_run_init(&run, 1, &err));
    run_blocks(&run, &sum);
    twin_step(&lines[0], one_vs_all, 0.5, x, t);
    twin_step(&lines[1], one_vs_all, 0.5, x, t);
    for (size_t i = 0; i < WORDS; i++)
        for (size_t k = 0; k < DIM; k++)
            check_near((double)kith_param_row(&c.input, i)[k], x[i][k], 1e-6);
    for (size_t i = 0; i < CLASSES; i++)
        for (size_t k = 0; k < DIM; k++)
            check_near((double)kith_param_row(&c.output, i)[k], t[i][k], 1e-6);
    check_near(sum.examples, 2, 0);
    kith_text_run_clear(&run);
    kith_text_classifier_clear(&c);
}

static void a_softmax_step_equals_that_of_the_twin(void **state)
{
    (void)state;
    steps_equal_those_of_the_twin(false);
}

static void a_one_vs_all_step_equals_that_of_the_twin(void **state)
{
    (void)state;
    steps_equal_those_of_the_twin(true);
}

static void probabilities_equal_those_of_the_twin_and_sum_to_one(void **state)
{
    (void)state;
    for (int ova = 0; ova < 2; ova++) {
        kith_error err;
        double x[WORDS][DIM], t[CLASSES][DIM], bag[DIM], p[CLASSES], sum = 0, total = 0;
        kith_text_classifier c = make(ova == 1, x, t);
        kith_text_scratch s;
        float got[CLASSES];
        check_ok(kith_text_scratch_init(&s, &c, 1, &err)); /* grows */
        check_ok(kith_text_classifier_predict(&c, rows, 3, &s, got, &err));
        twin_probabilities(&lines[0], ova == 1, x, t, bag, p);
        for (int i = 0; i < CLASSES; i++)
            sum += p[i];
        for (int i = 0; i < CLASSES; i++) {
            check_near((double)got[i], p[i] / sum, 1e-6);
            total += (double)got[i];
        }
        check_near(total, 1, 1e-6);
        kith_text_scratch_clear(&s);
        kith_text_classifier_clear(&c);
    }
}

static void a_line_without_features_says_nothing(void **state)
{
    (void)state;
    kith_error err;
    double x[WORDS][DIM], t[CLASSES][DIM];
    kith_text_classifier c = make(false, x, t);
    kith_text_scratch s;
    float got[CLASSES];
    check_ok(kith_text_scratch_init(&s, &c, 1, &err));
    check_ok(kith_text_classifier_predict(&c, NULL, 0, &s, got, &err));
    for (int i = 0; i < CLASSES; i++)
        check_near((double)got[i], 1.0 / 3, 1e-6);
    kith_text_scratch_clear(&s);
    kith_text_classifier_clear(&c);
}

/* The second line's gram (row 3) learns, its word (row 2) does not. */
static void frozen_words_keep_their_vectors(void **state)
{
    (void)state;
    kith_error err;
    double x[WORDS][DIM], t[CLASSES][DIM];
    kith_text_classifier c = make(false, x, t);
    kith_text_run run = {.model = &c, .data = &data, .pace = {.lr = 0.5}, .frozen_words = true};
    kith_loss_sum sum = {0};
    check_ok(kith_schedule_parse("constant", 8, &run.pace, &err));
    check_ok(kith_text_run_init(&run, 1, &err));
    run_blocks(&run, &sum);
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < DIM; k++)
            check_near((double)kith_param_row(&c.input, i)[k], x[i][k], 0);
    assert_true(fabs((double)kith_param_row(&c.input, 3)[0] - x[3][0]) > 1e-4);
    kith_text_run_clear(&run);
    kith_text_classifier_clear(&c);
}

static void scoring_changes_nothing(void **state)
{
    (void)state;
    kith_error err;
    double x[WORDS][DIM], t[CLASSES][DIM], bag[DIM], p[CLASSES];
    kith_text_classifier c = make(false, x, t);
    kith_text_run run = {.model = &c, .data = &data, .pace = {.lr = 0.5}};
    kith_loss_sum sum = {0};
    const kith_block block = {.index = 0, .size = 1, .total = 2};
    check_ok(kith_schedule_parse("constant", 8, &run.pace, &err));
    check_ok(kith_text_run_init(&run, 1, &err));
    const kith_trainee trainee = kith_text_run_trainee(&run);
    trainee.visit(trainee.self, &block, 0, false, &sum);
    twin_probabilities(&lines[0], false, x, t, bag, p);
    check_near(sum.loss, -log(p[2]), 1e-6);
    for (size_t i = 0; i < WORDS; i++)
        for (size_t k = 0; k < DIM; k++)
            check_near((double)kith_param_row(&c.input, i)[k], x[i][k], 0);
    kith_text_run_clear(&run);
    kith_text_classifier_clear(&c);
}

static void class_weights_scale_the_loss(void **state)
{
    (void)state;
    kith_error err;
    double x[WORDS][DIM], t[CLASSES][DIM], bag[DIM], p[CLASSES];
    const double weight[CLASSES] = {1, 1, 3};
    kith_text_classifier c = make(false, x, t);
    kith_text_run run = {.model = &c, .data = &data, .pace = {.lr = 0.5}, .weight = weight};
    kith_loss_sum sum = {0};
    const kith_block block = {.index = 0, .size = 1, .total = 2};
    check_ok(kith_schedule_parse("constant", 8, &run.pace, &err));
    check_ok(kith_text_run_init(&run, 1, &err));
    const kith_trainee trainee = kith_text_run_trainee(&run);
    twin_probabilities(&lines[0], false, x, t, bag, p);
    trainee.visit(trainee.self, &block, 0, true, &sum);
    check_near(sum.loss, -3 * log(p[2]), 1e-5);
    check_near((double)kith_param_row(&c.output, 2)[0], t[2][0] + 0.5 * 3 * (1 - p[2]) * bag[0],
               1e-6);
    kith_text_run_clear(&run);
    kith_text_classifier_clear(&c);
}

/* A line of a class that weighs 2 takes a step twice as long and costs twice as much. */
static void the_weight_of_a_class_lengthens_its_lines_steps(void **state)
{
    (void)state;
    kith_error err;
    double x[WORDS][DIM], t[CLASSES][DIM];
    const double weight[CLASSES] = {1, 1, 2};
    kith_text_classifier c = make(false, x, t), d = make(false, x, t);
    kith_text_run run = {.model = &c, .data = &data, .pace = {.lr = 0.5}, .weight = weight};
    kith_text_run plain = {.model = &d, .data = &data, .pace = {.lr = 0.5}};
    kith_loss_sum sum = {0}, plain_sum = {0};
    const kith_block first = {.index = 0, .size = 1, .total = 2};
    check_ok(kith_schedule_parse("constant", 8, &run.pace, &err));
    check_ok(kith_schedule_parse("constant", 8, &plain.pace, &err));
    check_ok(kith_text_run_init(&run, 1, &err));
    check_ok(kith_text_run_init(&plain, 1, &err));
    const kith_trainee a = kith_text_run_trainee(&run), b = kith_text_run_trainee(&plain);
    a.visit(a.self, &first, 0, true, &sum);
    b.visit(b.self, &first, 0, true, &plain_sum);
    check_near(sum.loss, 2 * plain_sum.loss, 1e-6);
    check_near(sum.examples, 2, 0);
    double bag[DIM], p[CLASSES];
    twin_probabilities(&lines[0], false, x, t, bag, p);
    check_near(sum.answered, 1, 0);
    check_near(sum.right, p[2] > p[0] && p[2] > p[1], 0);
    twin_step(&lines[0], false, 2 * 0.5, x, t);
    for (size_t i = 0; i < CLASSES; i++)
        for (size_t k = 0; k < DIM; k++)
            check_near((double)kith_param_row(&c.output, i)[k], t[i][k], 1e-6);
    for (size_t i = 0; i < WORDS; i++)
        for (size_t k = 0; k < DIM; k++)
            check_near((double)kith_param_row(&c.input, i)[k], x[i][k], 1e-6);
    kith_text_run_clear(&run);
    kith_text_run_clear(&plain);
    kith_text_classifier_clear(&c);
    kith_text_classifier_clear(&d);
}

/* 40 lines, their one row and their label told by their number; a third as many of label 1. */
static kith_text_data *numbered_lines(void)
{
    kith_text_data *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->lines = 40;
    d->line = calloc(d->lines, sizeof *d->line);
    d->label = calloc(d->lines, sizeof *d->label);
    assert_non_null(d->line);
    assert_non_null(d->label);
    for (uint32_t i = 0; i < d->lines; i++) {
        d->line[i] = (kith_text_line){.at = i, .label = i, .words = 1, .labels = 1};
        d->label[i] = i % 4 == 0;
    }
    return d;
}

static void each_line_is_held_out_in_one_fold_with_its_share_of_labels(void **state)
{
    (void)state;
    kith_error err;
    int held[40] = {0};
    for (size_t fold = 0; fold < 4; fold++) {
        kith_text_data *d = numbered_lines();
        int ones = 0;
        check_ok(kith_text_data_hold_out(d, 4, fold, 3, &err));
        assert_int_equal(d->held, 10);
        for (uint64_t i = d->lines - d->held; i < d->lines; i++) {
            held[d->line[i].at]++;
            ones += (int)d->label[d->line[i].label];
        }
        assert_in_range(ones, 2, 3);
        kith_text_data_free(d);
    }
    for (int i = 0; i < 40; i++)
        assert_int_equal(held[i], 1);
    kith_text_data *few = numbered_lines();
    check_fails(kith_text_data_hold_out(few, 41, 0, 3, &err), KITH_ERR_USAGE);
    kith_text_data_free(few);
}

/* Blocks of several lines: one is cut where the lines that are held out begin. */
static void no_block_has_lines_of_both_sides(void **state)
{
    (void)state;
    kith_text_data many = {.lines = 3000, .held = 1000};
    const kith_text_run run = {.data = &many, .block_lines = 7};
    const kith_source s = kith_text_run_source(&run);
    uint64_t units = 0;
    for (uint64_t i = 0; i < s.blocks; i++) {
        if (i == s.blocks - s.held)
            assert_int_equal(units, 2000);
        units += s.size(s.self, i);
    }
    assert_int_equal(units, 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_softmax_step_equals_that_of_the_twin),
        cmocka_unit_test(a_one_vs_all_step_equals_that_of_the_twin),
        cmocka_unit_test(probabilities_equal_those_of_the_twin_and_sum_to_one),
        cmocka_unit_test(a_line_without_features_says_nothing),
        cmocka_unit_test(frozen_words_keep_their_vectors),
        cmocka_unit_test(scoring_changes_nothing),
        cmocka_unit_test(class_weights_scale_the_loss),
        cmocka_unit_test(the_weight_of_a_class_lengthens_its_lines_steps),
        cmocka_unit_test(each_line_is_held_out_in_one_fold_with_its_share_of_labels),
        cmocka_unit_test(no_block_has_lines_of_both_sides),
    };
    return cmocka_run_group_tests_name("task/text_classifier", tests, NULL, NULL);
}
