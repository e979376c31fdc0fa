/* Nets on tables against closed forms: what classify, regress and autoencode share. */
#include "check.h"
#include "task/best.h"
#include "task/dense.h"

enum { ROWS = 40 };

static kith_dense_config config_of(kith_goal goal, const char *net, const char *optim, double lr)
{
    kith_error err;
    kith_dense_config c = {.goal = goal,
                           .net = net,
                           .loss = "",
                           .init = "",
                           .scaling = KITH_SCALE_ZSCORE,
                           .batch = 8,
                           .epochs = 200,
                           .seed = 3,
                           .threads = 1};
    check_ok(kith_optim_parse(optim, strlen(optim), &c.optim, &err));
    check_ok(kith_schedule_parse("linear", 6, &c.pace, &err));
    check_ok(kith_kern_choose(NULL, &c.kern, &err));
    c.pace.lr = lr;
    return c;
}

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

static void train(kith_dense *m, const kith_dataset *d, const kith_dense_config *c)
{
    kith_error err;
    kith_dense_run run;
    kith_position at = {0};
    kith_loop loop = {.epochs = c->epochs, .seed = c->seed, .pace = c->pace};
    check_ok(kith_dense_run_init(&run, m, d, c, &err));
    check_ok(kith_team_new(c->threads, &loop.team, &err));
    const kith_source source = kith_table_source(&run.table);
    const kith_trainee trainee = kith_supervised_trainee(&run.supervised);
    check_ok(kith_loop_run(&loop, &source, &trainee, &at, &err));
    kith_team_free(loop.team);
    kith_dense_run_clear(&run);
}

static void a_linear_net_finds_the_line_and_answers_on_its_scale(void **state)
{
    (void)state;
    kith_error err;
    kith_real x[2 * ROWS], y[ROWS], got[ROWS];
    uint32_t label[ROWS];
    const kith_dataset d = table(x, y, label);
    const kith_dense_config c = config_of(KITH_GOAL_REGRESS, "?-?", "sgd", 0.1);
    kith_dense m;
    check_ok(kith_dense_init(&m, &c, 2, 1, &err));
    train(&m, &d, &c);
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
        const kith_dense_config c = config_of(KITH_GOAL_CLASSIFY, nets[n], "adam", 0.1);
        kith_dense m;
        check_ok(kith_dense_init(&m, &c, 2, 2, &err));
        assert_int_equal(kith_dense_outputs(&m), 2);
        train(&m, &d, &c);
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
    kith_dense_config c = config_of(KITH_GOAL_ENCODE, "?-4relu-1-4relu-?", "adam", 0.01);
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
    const kith_dense_config c = config_of(KITH_GOAL_ENCODE, "?-1tanh-?", "adam", 0.01);
    kith_dense m;
    check_ok(kith_dense_init(&m, &c, 2, 2, &err));
    train(&m, &d, &c);
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
    kith_dense_config c = config_of(KITH_GOAL_ENCODE, "?-1-?", "adam", 0.01);
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
    kith_dense_config c = config_of(KITH_GOAL_REGRESS, "?-?", "sgd", 0.1);
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
    };
    return cmocka_run_group_tests_name("task/dense", tests, NULL, NULL);
}
