/* Nets on tables against closed forms: what classify, regress and autoencode share. */
#include "check.h"
#include "dense_help.h"
#include "task/best.h"
#include "task/dense.h"

enum { ROWS = 40 };

/* Rows (a, b), y = 3 a - 2 b + 5, class 1 where y > 5. */
static kith_dataset table(kith_real *x, kith_real *y, uint32_t *label)
{
    for (size_t i = 0; i < ROWS; i++) {
        x[2 * i] = (kith_real)(i % 7);
        x[2 * i + 1] = (kith_real)(i % 5);
        y[i] = 3 * x[2 * i] - 2 * x[2 * i + 1] + 5;
        label[i] = y[i] > 5;
    }
    return (kith_dataset){
        .rows = ROWS, .features = 2, .targets = 1, .classes = 2, .x = x, .y = y, .label = label};
}

static void a_linear_net_finds_the_line_and_answers_on_its_scale(void **state)
{
    (void)state;
    kith_error err;
    kith_real x[2 * ROWS], y[ROWS], got[ROWS];
    uint32_t label[ROWS];
    const kith_dataset d = table(x, y, label);
    const kith_dense_config c = dense_config(KITH_GOAL_REGRESS, "?-?", "sgd", 0.1);
    kith_dense m;
    check_ok(kith_dense_init(&m, &c, 2, 1, &err));
    dense_train(&m, &d, &c, NULL);
    for (size_t i = 0; i < ROWS; i += 8) {
        check_ok(kith_dense_answer(&m, &d, i, 8, got, &err));
        for (size_t k = 0; k < 8; k++)
            check_near((double)got[k], (double)y[i + k], 1e-3);
    }
    kith_dense_clear(&m);
}

static void probabilities_sum_to_one_with_one_output_or_two(void **state)
{
    (void)state;
    static const char *const nets[] = {"?-1sigmoid", "?-?sigmoid", "?-?softmax"};
    for (size_t n = 0; n < 3; n++) {
        kith_error err;
        kith_real x[2 * ROWS], y[ROWS], got[2 * 8];
        uint32_t label[ROWS];
        const kith_dataset d = table(x, y, label);
        const kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, nets[n], "adam", 0.1);
        kith_dense m;
        check_ok(kith_dense_init(&m, &c, 2, 2, &err));
        assert_int_equal(kith_dense_outputs(&m), 2);
        dense_train(&m, &d, &c, NULL);
        check_ok(kith_dense_answer(&m, &d, 0, 8, got, &err));
        for (size_t k = 0; k < 8; k++) {
            check_near((double)got[2 * k] + (double)got[2 * k + 1], 1, 1e-6);
            assert_int_equal(got[2 * k + 1] > got[2 * k], label[k]);
        }
        kith_dense_clear(&m);
    }
}

static void the_narrowest_layer_is_the_code(void **state)
{
    (void)state;
    kith_error err;
    kith_dense m;
    kith_dense_config c = dense_config(KITH_GOAL_ENCODE, "?-4relu-1-4relu-?", "adam", 0.01);
    check_ok(kith_dense_init(&m, &c, 2, 2, &err));
    assert_int_equal(kith_dense_code(&m), 1);
    kith_dense_clear(&m);
    c.net = "?-4relu-?"; /* the output is the narrowest */
    check_fails_with(kith_dense_init(&m, &c, 2, 2, &err), KITH_ERR_USAGE, "narrow layer");
    kith_dense_clear(&m);
}

static void decoding_continues_where_encoding_stopped(void **state)
{
    (void)state;
    kith_error err;
    kith_real x[2 * ROWS], y[ROWS], code[8], parts[16], whole[16];
    uint32_t label[ROWS];
    const kith_dataset d = table(x, y, label);
    const kith_dense_config c = dense_config(KITH_GOAL_ENCODE, "?-1tanh-?", "adam", 0.01);
    kith_dense m;
    check_ok(kith_dense_init(&m, &c, 2, 2, &err));
    dense_train(&m, &d, &c, NULL);
    check_ok(kith_dense_code_run(&m, KITH_CODE_ENCODE, x, 8, code, &err));
    check_ok(kith_dense_code_run(&m, KITH_CODE_DECODE, code, 8, parts, &err));
    check_ok(kith_dense_code_run(&m, KITH_CODE_RECONSTRUCT, x, 8, whole, &err));
    assert_memory_equal(parts, whole, sizeof whole);
    kith_dense_clear(&m);
}

/* Masks are a function of epoch and row; held-out rows are seen whole. */
static void noise_is_for_rows_trained_on_alone(void **state)
{
    (void)state;
    kith_error err;
    kith_real x[2 * ROWS], y[ROWS];
    uint32_t label[ROWS];
    const kith_dataset d = table(x, y, label);
    kith_dense_config c = dense_config(KITH_GOAL_ENCODE, "?-1-?", "adam", 0.01);
    kith_dense m;
    kith_dense_run run;
    size_t zeros = 0, seen = 0;
    c.corruption = KITH_CORRUPT_MASK;
    c.corruption_amount = 0.3;
    c.valid = 0.25;
    check_ok(kith_dense_init(&m, &c, 2, 2, &err));
    check_ok(kith_dense_run_init(&run, &m, &d, &c, &err));
    assert_int_equal(run.split.test, ROWS / 4);
    for (uint64_t epoch = 0; epoch < 200; epoch++)
        for (size_t place = 0; place < ROWS; place++) {
            kith_real in[2] = {0}, out[2] = {0}, weight = 1;
            run.table.fill(run.table.self, epoch, place, in, out, &weight);
            if (place >= run.split.train)
                assert_memory_equal(in, out, sizeof in);
            for (int k = 0; k < 2 && place < run.split.train; k++, seen++)
                zeros += in[k] == 0 && out[k] != 0;
        }
    check_near((double)zeros / (double)seen, 0.3, 0.03);
    kith_dense_run_clear(&run);
    kith_dense_clear(&m);
}

static void scales_are_fitted_on_rows_trained_on_alone(void **state)
{
    (void)state;
    kith_error err;
    kith_real x[2 * ROWS], y[ROWS];
    uint32_t label[ROWS];
    const kith_dataset d = table(x, y, label);
    kith_dense_config c = dense_config(KITH_GOAL_REGRESS, "?-?", "sgd", 0.1);
    kith_dense m;
    kith_dense_run run;
    double mean = 0;
    c.valid = 0.5;
    check_ok(kith_dense_init(&m, &c, 2, 1, &err));
    check_ok(kith_dense_run_init(&run, &m, &d, &c, &err));
    for (size_t i = 0; i < run.split.train; i++)
        mean += (double)x[2 * run.split.row[i]] / (double)run.split.train;
    check_near((double)kith_param_row(&m.inputs, 0)[0], mean, 1e-5);
    kith_dense_run_clear(&run);
    kith_dense_clear(&m);
}

/* Losses 3 1 2 2 with patience 2: stops at the fourth, keeps the second. */
static void the_best_weights_are_kept_and_the_run_stops(void **state)
{
    (void)state;
    kith_error err;
    kith_param p = {0}, *params[] = {&p};
    const double loss[] = {3, 1, 2, 2};
    kith_best b = {.patience = 2, .param = params, .params = 1};
    check_ok(kith_param_init(&p, "p", 1, 1, &kith_rule_sgd, &err));
    for (uint64_t epoch = 1; epoch <= 4; epoch++) {
        p.w[0] = (kith_real)epoch;
        const kith_status status = kith_best_look(&b, epoch, loss[epoch - 1], &err);
        assert_int_equal(status, epoch < 4 ? KITH_OK : KITH_CANCELLED);
    }
    assert_true(b.stopped);
    kith_best_restore(&b);
    check_near((double)p.w[0], 2, 0);
    kith_best_clear(&b);
    kith_param_clear(&p);
}

/* Losses 1, 0.5, 1.5 (above twice 0.5) and then none: the weights of the second are left. */
static void the_last_good_weights_are_kept_for_a_run_that_diverges(void **state)
{
    (void)state;
    kith_error err;
    kith_param p = {0}, *params[] = {&p};
    const double loss[] = {1, 0.5, 1.5};
    kith_best b = {.param = params, .params = 1, .lowest = 1};
    check_ok(kith_param_init(&p, "p", 1, 1, &kith_rule_sgd, &err));
    for (uint64_t epoch = 1; epoch <= 3; epoch++) {
        p.w[0] = (kith_real)epoch;
        check_ok(kith_best_good(&b, epoch, loss[epoch - 1], &err));
    }
    assert_true(kith_best_is_finite(&b));
    p.w[0] = (kith_real)NAN;
    assert_false(kith_best_is_finite(&b));
    kith_best_restore(&b);
    check_near((double)p.w[0], 2, 0);
    assert_int_equal(b.epoch, 2);
    kith_best_clear(&b);
    kith_param_clear(&p);
}

/* What is worse than the first weights was never good. */
static void weights_worse_than_the_first_are_not_kept(void **state)
{
    (void)state;
    kith_error err;
    kith_param p = {0}, *params[] = {&p};
    kith_best b = {.param = params, .params = 1, .lowest = 1};
    check_ok(kith_param_init(&p, "p", 1, 1, &kith_rule_sgd, &err));
    check_ok(kith_best_good(&b, 1, 1e20, &err));
    assert_int_equal(b.epoch, 0);
    p.w[0] = 7;
    kith_best_restore(&b);
    check_near((double)p.w[0], 7, 0);
    kith_best_clear(&b);
    kith_param_clear(&p);
}

/* A weight of 3 is three copies of the row, in the loss and in its mean. */
static void a_weight_counts_as_so_many_rows(void **state)
{
    (void)state;
    kith_error err;
    kith_real x[] = {1, 2, -1, -3, -1, -3, -1, -3};
    uint32_t label[] = {0, 1, 1, 1};
    char a[] = "a", b[] = "b", *names[] = {a, b};
    kith_dataset few = {.rows = 2, .features = 2, .classes = 2, .x = x, .label = label};
    kith_dataset many = few;
    few.class_name = many.class_name = names;
    many.rows = 4;
    kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, "?-?softmax", "sgd", 0.1);
    c.scaling = KITH_SCALE_NONE;
    c.loss = "ce";
    c.epochs = 1;
    kith_dense m = dense_made(&c, &many), n = dense_made(&c, &few);
    /* the mean over a batch of 4 rows at 0.1 is that over 2 at 0.05 */
    const double copies = dense_train(&m, &many, &c, NULL);
    c.class_weight = "b=3";
    c.pace.lr = 0.05;
    check_near(dense_train(&n, &few, &c, NULL), copies, 1e-6);
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++)
            check_near((double)kith_param_row(&kith_net_layer(n.net, 0)->param[0], i)[k],
                       (double)kith_param_row(&kith_net_layer(m.net, 0)->param[0], i)[k], 1e-6);
    c.class_weight = "c=3";
    kith_dense_run run;
    check_fails_with(kith_dense_run_init(&run, &n, &few, &c, &err), KITH_ERR_USAGE, "c=3");
    kith_dense_run_clear(&run);
    kith_dense_clear(&m);
    kith_dense_clear(&n);
}

/* 4 x 4 images with one bright pixel each. */
static kith_dataset *images(size_t rows)
{
    kith_dataset *d = dense_rings(rows, 2);
    free(d->x);
    d->features = 16;
    d->height = d->width = 4;
    d->x = calloc(16 * rows, sizeof *d->x);
    assert_non_null(d->x);
    for (size_t r = 0; r < rows; r++)
        d->x[16 * r + 5] = (kith_real)(r + 1);
    return d;
}

static void images_move_where_they_are_trained_on_and_keep_their_labels(void **state)
{
    (void)state;
    kith_error err;
    kith_dataset *d = images(ROWS);
    kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, "?-?softmax", "sgd", 0.1);
    kith_dense m = dense_made(&c, d);
    kith_dense_run run;
    size_t moved = 0;
    c.scaling = KITH_SCALE_NONE;
    c.valid = 0.25;
    check_ok(kith_augment_parse("shift=1", &c.augment, &err));
    check_ok(kith_dense_run_init(&run, &m, d, &c, &err));
    for (size_t place = 0; place < ROWS; place++) {
        const size_t row = run.split.row[place];
        kith_real x[16] = {0}, y[2] = {0}, weight = 1;
        run.table.fill(&run, 1, place, x, y, &weight);
        assert_true(y[d->label[row]] == 1 && y[1 - d->label[row]] == 0);
        const bool differs = memcmp(x, d->x + 16 * row, sizeof x) != 0;
        moved += differs;
        assert_true(place < run.split.train || !differs);
    }
    assert_true(moved > run.split.train / 2);
    kith_dense_run_clear(&run);
    d->height = d->width = 0;
    check_fails_with(kith_dense_run_init(&run, &m, d, &c, &err), KITH_ERR_USAGE, "--augment");
    kith_dense_run_clear(&run);
    kith_dense_clear(&m);
    kith_dataset_free(d);
}

/* The scores of rows trained on see them still, and in full batches of the rows there are. */
static void scores_count_the_rows_that_are_answered_right(void **state)
{
    (void)state;
    kith_error err;
    static const char *const nets[] = {"?-?softmax", "?-1sigmoid"};
    for (size_t n = 0; n < 2; n++) {
        kith_real x[2 * ROWS], y[ROWS], got[2 * 8];
        uint32_t label[ROWS];
        kith_dataset d = table(x, y, label);
        kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, nets[n], "adam", 0.1);
        c.epochs = 2;
        kith_dense m = dense_made(&c, &d);
        kith_dense_run run;
        kith_dense_score s, held_out;
        size_t right = 0;
        dense_train(&m, &d, &c, NULL);
        c.valid = 0.25;
        m.has_inputs = true; /* the scale of the training stays */
        check_ok(kith_dense_run_init(&run, &m, &d, &c, &err));
        check_ok(kith_dense_run_trained(&run, NULL, &s, &err));
        check_ok(kith_dense_run_held_out(&run, &held_out, &err));
        for (size_t r = 0; r < ROWS; r += 8) {
            check_ok(kith_dense_answer(&m, &d, r, 8, got, &err));
            for (size_t k = 0; k < 8; k++)
                right += (got[2 * k + 1] > got[2 * k]) == (label[r + k] == 1);
        }
        assert_int_equal(s.rows + held_out.rows, ROWS);
        assert_int_equal(s.right + held_out.right, right);
        assert_true(right < ROWS && right > 0);
        kith_dense_run_clear(&run);
        kith_dense_clear(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_linear_net_finds_the_line_and_answers_on_its_scale),
        cmocka_unit_test(probabilities_sum_to_one_with_one_output_or_two),
        cmocka_unit_test(the_narrowest_layer_is_the_code),
        cmocka_unit_test(decoding_continues_where_encoding_stopped),
        cmocka_unit_test(noise_is_for_rows_trained_on_alone),
        cmocka_unit_test(scales_are_fitted_on_rows_trained_on_alone),
        cmocka_unit_test(the_best_weights_are_kept_and_the_run_stops),
        cmocka_unit_test(the_last_good_weights_are_kept_for_a_run_that_diverges),
        cmocka_unit_test(weights_worse_than_the_first_are_not_kept),
        cmocka_unit_test(a_weight_counts_as_so_many_rows),
        cmocka_unit_test(images_move_where_they_are_trained_on_and_keep_their_labels),
        cmocka_unit_test(scores_count_the_rows_that_are_answered_right),
    };
    return cmocka_run_group_tests_name("task/dense", tests, NULL, NULL);
}
