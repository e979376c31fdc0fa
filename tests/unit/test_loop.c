/*
 * The walking skeleton: nets of dense layers learn through the one loop, synchronously, by the
 * shared rules and initialisers (tests/unit/test_embed.c has skip-gram and CBOW by the same loop,
 * hogwild); and the loop's own promises: every block once an epoch, rounds, cancelling, errors,
 * held-out blocks.
 */
#include "check.h"

#include <pthread.h>

#include "base/rng.h"
#include "train/supervised.h"

static const kith_real xor_x[8] = {0, 0, 0, 1, 1, 0, 1, 1}, xor_y[4] = {0, 1, 1, 0};

/* Trains a net on the table; returns the share of rows that come out right. */
typedef struct job {
    kith_table table;
    const char *net, *optim;
    double lr;
    uint64_t epochs;
    unsigned threads;
} job;

static bool row_right(const kith_real *y, const kith_real *wanted, size_t outputs)
{
    size_t best = 0, want = 0;
    if (outputs == 1)
        return (y[0] > (kith_real)0.5) == (wanted[0] > (kith_real)0.5);
    for (size_t j = 1; j < outputs; j++) {
        best = y[j] > y[best] ? j : best;
        want = wanted[j] > wanted[want] ? j : want;
    }
    return best == want;
}

static kith_net *make_net(const job *j)
{
    kith_error err;
    kith_net *net = NULL;
    kith_spec spec;
    kith_optim optim;
    kith_net_options o = {.optim = &optim, .batch = j->table.batch, .seed = 5};
    check_ok(kith_kern_choose(NULL, &o.kern, &err));
    check_ok(kith_optim_parse(j->optim, strlen(j->optim), &optim, &err));
    check_ok(kith_spec_parse(j->net, &spec, &err));
    check_ok(kith_net_new(&spec, &o, &net, &err));
    kith_spec_clear(&spec);
    return net;
}

static double share_right(kith_net *net, const kith_table *t)
{
    size_t right = 0;
    kith_real *y = malloc(t->rows * t->outputs * sizeof *y);
    kith_net_predict(net, t->x, t->inputs, t->rows, y);
    for (size_t r = 0; r < t->rows; r++)
        right += row_right(y + r * t->outputs, t->y + r * t->outputs, t->outputs);
    free(y);
    return (double)right / (double)t->rows;
}

static double train(const job *j, kith_real *weights)
{
    kith_error err;
    kith_supervised s;
    kith_position at = {0};
    kith_loop loop = {.epochs = j->epochs, .seed = 3, .pace = {.lr = j->lr}};
    kith_net *net = make_net(j);
    check_ok(kith_schedule_parse("constant", 8, &loop.pace, &err));
    check_ok(kith_team_new(j->threads, &loop.team, &err));
    check_ok(kith_supervised_init(&s, net, &j->table, &loop.pace, 3, j->threads, &err));
    const kith_source source = kith_table_source(&j->table);
    const kith_trainee trainee = kith_supervised_trainee(&s);
    check_ok(kith_loop_run(&loop, &source, &trainee, &at, &err));
    assert_int_equal(at.done, j->epochs * j->table.rows);
    assert_true(at.last.examples == (double)j->table.rows);
    const double right = share_right(net, &j->table);
    size_t params;
    if (weights != NULL) /* the first unit of the first dense layer */
        memcpy(weights, kith_net_params(net, &params)[0]->w, j->table.inputs * sizeof *weights);
    kith_supervised_clear(&s);
    kith_net_free(net);
    kith_team_free(loop.team);
    return right;
}

static void a_2_8tanh_1sigmoid_net_learns_xor_by_every_rule(void **state)
{
    (void)state;
    job j = {{.rows = 4, .inputs = 2, .outputs = 1, .x = xor_x, .y = xor_y, .batch = 4},
             "2-8tanh-1sigmoid",
             "sgd",
             1.0,
             1500,
             1};
    check_near(train(&j, NULL), 1.0, 0);
    j.optim = "adagrad", j.lr = 0.3;
    check_near(train(&j, NULL), 1.0, 0);
    j.epochs = 1, j.optim = "sgd";
    assert_true(train(&j, NULL) < 1.0);
}

enum { ROWS = 300, INPUTS = 20 };

/* Three classes by which of three random directions a row lies nearest to. */
static void generated_table(kith_real *x, kith_real *y)
{
    for (size_t r = 0; r < ROWS; r++) {
        double score[3] = {0};
        for (size_t c = 0; c < INPUTS; c++) {
            const double v = 2 * kith_rng_unit(kith_rng_at(1, r * INPUTS + c)) - 1;
            x[r * INPUTS + c] = (kith_real)v;
            for (size_t k = 0; k < 3; k++)
                score[k] += v * (2 * kith_rng_unit(kith_rng_at(2, k * INPUTS + c)) - 1);
        }
        const size_t best =
            score[0] > score[1] ? (score[0] > score[2] ? 0 : 2) : (score[1] > score[2] ? 1 : 2);
        for (size_t k = 0; k < 3; k++)
            y[r * 3 + k] = k == best;
    }
}

static void a_20_8relu_3softmax_net_learns_a_table_by_every_rule(void **state)
{
    (void)state;
    static kith_real x[ROWS * INPUTS], y[ROWS * 3];
    generated_table(x, y);
    job j = {{.rows = ROWS, .inputs = INPUTS, .outputs = 3, .x = x, .y = y, .batch = 16},
             "20-8relu-3softmax",
             "sgd",
             0.2,
             60,
             2};
    assert_true(train(&j, NULL) > 0.97);
    j.optim = "adagrad", j.lr = 0.1;
    assert_true(train(&j, NULL) > 0.97);
}

static void the_bits_are_the_same_at_any_number_of_threads(void **state)
{
    (void)state;
    static kith_real x[ROWS * INPUTS], y[ROWS * 3];
    kith_real one[INPUTS], many[INPUTS];
    generated_table(x, y);
    job j = {{.rows = ROWS, .inputs = INPUTS, .outputs = 3, .x = x, .y = y, .batch = 77},
             "20-dropout0.1-9-bn-tanh-3softmax",
             "adagrad",
             0.1,
             5,
             1};
    train(&j, one);
    for (j.threads = 2; j.threads <= 7; j.threads += 5) {
        train(&j, many);
        assert_memory_equal(one, many, sizeof one);
    }
}

/* Rows made as they are asked for: the table's own, in other clothes. */
static void fill_row(const void *self, uint64_t epoch, size_t row, kith_real *x, kith_real *y,
                     kith_real *weight)
{
    const kith_table *t = self;
    (void)epoch;
    assert_true(*weight == 1 && x[0] == 0 && y[0] == 0);
    memcpy(x, t->x + row * t->inputs, t->inputs * sizeof *x);
    memcpy(y, t->y + row * t->outputs, t->outputs * sizeof *y);
}

static void rows_that_are_made_on_demand_train_like_those_of_a_matrix(void **state)
{
    (void)state;
    static kith_real x[ROWS * INPUTS], y[ROWS * 3];
    kith_real one[INPUTS], other[INPUTS];
    generated_table(x, y);
    const kith_table table = {
        .rows = ROWS, .inputs = INPUTS, .outputs = 3, .x = x, .y = y, .batch = 16};
    job j = {table, "20-8relu-3softmax", "adam", 0.01, 3, 2};
    train(&j, one);
    j.table.fill = fill_row;
    j.table.self = &table;
    train(&j, other);
    assert_memory_equal(one, other, sizeof one);
}

static void nets_and_tables_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_supervised s;
    const kith_pace pace = {.lr = 1};
    job j = {{.rows = 4, .inputs = 2, .outputs = 1, .x = xor_x, .y = xor_y, .batch = 4},
             "3-1",
             "sgd",
             1,
             1,
             1};
    kith_net *wide = make_net(&j);
    check_fails_with(kith_supervised_init(&s, wide, &j.table, &pace, 1, 1, &err), KITH_ERR_USAGE,
                     "3 inputs and 1 outputs for a table of 2 and 1");
    j.net = "2-bn-1";
    kith_net *norm = make_net(&j);
    j.table.batch = 3;
    check_fails_with(kith_supervised_init(&s, norm, &j.table, &pace, 1, 1, &err), KITH_ERR_USAGE,
                     "leave one alone");
    j.table.batch = 5;
    check_fails_with(kith_supervised_init(&s, norm, &j.table, &pace, 1, 1, &err), KITH_ERR_USAGE,
                     "batches of 4 rows, the table has 5");
    kith_net_free(wide);
    kith_net_free(norm);
}

/* A trainee that only counts. */
typedef struct counter {
    pthread_mutex_t lock;
    uint64_t seen[100], scored[100], before[100], rounds;
    uint64_t fail_at, cancel_after; /* block index; watch calls */
    uint64_t calls;
} counter;

static void count_visit(void *self, const kith_block *block, unsigned worker, bool learning,
                        kith_loss_sum *tally)
{
    (void)worker;
    counter *c = self;
    pthread_mutex_lock(&c->lock);
    c->seen[block->index] += learning;
    c->scored[block->index] += !learning;
    if (learning)
        c->before[block->index] = block->before;
    pthread_mutex_unlock(&c->lock);
    *tally = learning ? (kith_loss_sum){2.0 * (double)block->size, .examples = (double)block->size}
                      : (kith_loss_sum){.loss = 5, .examples = 1};
    if (block->index == c->fail_at)
        tally->loss = NAN;
}

static kith_status count_round(void *self, const kith_position *at, bool cancelled, kith_error *err)
{
    (void)at, (void)cancelled, (void)err;
    ((counter *)self)->rounds++;
    return KITH_OK;
}

static bool count_watch(void *self, const kith_progress *p)
{
    counter *c = self;
    assert_true(p->done <= p->total);
    return ++c->calls != c->cancel_after;
}

static uint64_t ten_units(const void *self, uint64_t index)
{
    (void)self;
    return 10 + index % 3;
}

static kith_status run_counter(counter *c, unsigned threads, uint64_t hold_out, kith_position *at,
                               kith_error *error)
{
    kith_error err;
    const kith_source source = {100, "units", ten_units, NULL, 0};
    const kith_watch watch = {count_watch, c};
    kith_loop loop = {.epochs = 3, .seed = 1, .round_blocks = 8, .hold_out = hold_out, .self = c};
    const kith_trainee trainee = {.self = c, .visit = count_visit};
    loop.rounded = count_round;
    loop.watch = &watch;
    pthread_mutex_init(&c->lock, NULL);
    check_ok(kith_schedule_parse("linear", 6, &loop.pace, &err));
    check_ok(kith_team_new(threads, &loop.team, &err));
    const kith_status status = kith_loop_run(&loop, &source, &trainee, at, error);
    kith_team_free(loop.team);
    pthread_mutex_destroy(&c->lock);
    return status;
}

static void every_block_is_visited_once_an_epoch(void **state)
{
    (void)state;
    kith_error err;
    static const unsigned threads[] = {1, 2, 7};
    uint64_t first[100];
    for (size_t t = 0; t < 3; t++) {
        counter c = {.fail_at = UINT64_MAX};
        kith_position at = {0};
        check_ok(run_counter(&c, threads[t], 0, &at, &err));
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(c.seen[i], 3);
        assert_int_equal(c.rounds, 3 * 13);
        check_near(kith_loss_mean(&at.last), 2.0, 1e-12);
        if (t == 0)
            memcpy(first, c.before, sizeof first);
        assert_memory_equal(first, c.before, sizeof first);
    }
}

static void held_out_blocks_are_scored_and_never_trained(void **state)
{
    (void)state;
    kith_error err;
    for (unsigned threads = 1; threads <= 2; threads++) {
        counter c = {.fail_at = UINT64_MAX};
        kith_position at = {0};
        check_ok(run_counter(&c, threads, 7, &at, &err));
        for (size_t i = 0; i < 100; i++) {
            assert_int_equal(c.seen[i], i % 7 == 6 ? 0 : 3);
            assert_int_equal(c.scored[i], i % 7 == 6 ? 3 : 0);
        }
        check_near(kith_loss_mean(&at.valid), 5.0, 1e-12);
        assert_true(at.valid.examples == 14);
    }
}

static void a_workers_error_reaches_the_caller(void **state)
{
    (void)state;
    kith_error err;
    for (unsigned threads = 1; threads <= 7; threads += 3) {
        counter c = {.fail_at = 42};
        kith_position at = {0};
        check_fails_with(run_counter(&c, threads, 0, &at, &err), KITH_NOT_FOUND,
                         "no longer a number (epoch 1)");
        assert_int_equal(c.seen[42], 1);
    }
}

static void cancelled_and_continued_visits_the_rest(void **state)
{
    (void)state;
    kith_error err;
    counter c = {.fail_at = UINT64_MAX, .cancel_after = 1};
    kith_position at = {0};
    kith_status status = KITH_CANCELLED;
    int cancelled = 0;
    for (; status == KITH_CANCELLED && cancelled < 400; cancelled++) {
        const uint64_t before = at.done;
        c.calls = 0;
        status = run_counter(&c, 2, 0, &at, &err);
        assert_true(at.done > before);
    }
    assert_int_equal(status, KITH_OK);
    assert_true(cancelled > 10);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(c.seen[i], 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_2_8tanh_1sigmoid_net_learns_xor_by_every_rule),
        cmocka_unit_test(a_20_8relu_3softmax_net_learns_a_table_by_every_rule),
        cmocka_unit_test(the_bits_are_the_same_at_any_number_of_threads),
        cmocka_unit_test(rows_that_are_made_on_demand_train_like_those_of_a_matrix),
        cmocka_unit_test(nets_and_tables_that_do_not_fit_are_refused),
        cmocka_unit_test(every_block_is_visited_once_an_epoch),
        cmocka_unit_test(held_out_blocks_are_scored_and_never_trained),
        cmocka_unit_test(a_workers_error_reaches_the_caller),
        cmocka_unit_test(cancelled_and_continued_visits_the_rest),
    };
    return cmocka_run_group_tests_name("train/loop", tests, NULL, NULL);
}
