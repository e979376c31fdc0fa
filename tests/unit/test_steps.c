/*
 * Steps as the notes compare them: what a mini-batch knows of the whole, how far momentum and its
 * look-ahead shoot over a minimum, and what a rate of its own for each weight is good for.
 */
#include "net_help.h"

#include "base/rng.h"

enum { ROWS = 64, INPUTS = 4 };

static void random_table(kith_real *x, kith_real *y)
{
    for (size_t r = 0; r < ROWS; r++) {
        y[r] = (kith_real)net_random(102, r);
        for (size_t c = 0; c < INPUTS; c++)
            y[r] += x[r * INPUTS + c] = (kith_real)net_random(101, r * INPUTS + c);
    }
}

/* The direction of the first layer's weights for these rows. */
static void direction_of(kith_net *net, const kith_real *x, const kith_real *y, size_t rows,
                         double *d)
{
    const kith_layer *l = kith_net_layer(net, 0);
    net_look(net, x, y, rows);
    for (size_t u = 0; u < l->param[0].rows; u++)
        for (size_t c = 0; c < INPUTS; c++)
            d[u * INPUTS + c] = (double)l->direction[0][u * l->param[0].stride + c];
}

static void mini_batches_have_the_full_gradient_on_average(void **state)
{
    (void)state;
    enum { UNITS = 3, BATCH = 8 };
    kith_real x[ROWS * INPUTS], y[ROWS];
    double full[UNITS * INPUTS], part[UNITS * INPUTS], mean[UNITS * INPUTS] = {0};
    random_table(x, y);
    kith_net *net = net_learner("4-3tanh-1", "mse", "sgd", NULL, ROWS);
    direction_of(net, x, y, ROWS, full);
    for (size_t from = 0; from < ROWS; from += BATCH) {
        direction_of(net, x + from * INPUTS, y + from, BATCH, part);
        for (size_t i = 0; i < UNITS * INPUTS; i++)
            mean[i] += part[i] * BATCH / ROWS;
    }
    for (size_t i = 0; i < UNITS * INPUTS; i++)
        check_near(mean[i], full[i], 1e-6);
    assert_true(fabs(part[0] - full[0]) > 1e-3);
    kith_net_free(net);
}

/* The variance of the directions of batches of m rows drawn with replacement, all weights added. */
static double variance_of(kith_net *net, const kith_real *x, const kith_real *y, size_t m)
{
    enum { DRAWS = 3000 };
    kith_real some_x[16 * INPUTS], some_y[16];
    double d[INPUTS], sum[INPUTS] = {0}, square = 0, of_mean = 0;
    for (size_t draw = 0; draw < DRAWS; draw++) {
        for (size_t r = 0; r < m; r++) {
            const size_t row = kith_rng_at(103 + m, draw * m + r) % ROWS;
            memcpy(some_x + r * INPUTS, x + row * INPUTS, INPUTS * sizeof *x);
            some_y[r] = y[row];
        }
        direction_of(net, some_x, some_y, m, d);
        for (size_t c = 0; c < INPUTS; c++) {
            sum[c] += d[c] / DRAWS;
            square += d[c] * d[c] / DRAWS;
        }
    }
    for (size_t c = 0; c < INPUTS; c++)
        of_mean += sum[c] * sum[c];
    return square - of_mean;
}

static void the_variance_of_a_gradient_falls_as_one_over_the_batch(void **state)
{
    (void)state;
    kith_real x[ROWS * INPUTS], y[ROWS];
    random_table(x, y);
    kith_net *net = net_learner("4-1", "mse", "sgd", NULL, 16);
    const double one = variance_of(net, x, y, 1);
    for (size_t m = 2; m <= 16; m *= 2)
        check_near((double)m * variance_of(net, x, y, m) / one, 1, 0.12);
    kith_net_free(net);
}

/* How far below 0 a weight goes that begins at 1 and rolls down w^2 / 2. */
static double overshoot(const char *optim, double lr)
{
    static const kith_real x = 1, y = 0;
    double least = 1;
    kith_net *net = net_learner("1-1", "hsse", optim, NULL, 1);
    kith_param *w = net_param(net, "1.weight");
    net_param(net, "1.bias")->role = KITH_FROZEN;
    w->w[0] = 1;
    for (uint64_t step = 1; step <= 100; step++) {
        net_learn(net, &x, &y, 1, lr, step);
        kith_net_finish(net);
        least = fmin(least, (double)w->w[0]);
        kith_net_resume(net);
    }
    kith_net_free(net);
    return -least;
}

/* The same with two numbers: v = 0.9 v - lr g, w += v, the slope taken at w or where v will lead.
 */
static double rolled(double lr, double ahead)
{
    double w = 1, v = 0, least = 1;
    for (int step = 0; step < 100; step++) {
        v = 0.9 * v - lr * (w + ahead * v);
        w += v;
        least = fmin(least, w);
    }
    return -least;
}

static void look_ahead_shoots_less_far_over_a_minimum(void **state)
{
    (void)state;
    static const double rates[] = {0.05, 0.1, 0.3};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        const double momentum = overshoot("momentum:momentum=0.9", rates[i]);
        const double nag = overshoot("nag:momentum=0.9", rates[i]);
        check_near(momentum, rolled(rates[i], 0), 1e-5);
        check_near(nag, rolled(rates[i], 0.9), 1e-5);
        assert_true(nag < 0.9 * momentum);
        assert_true(overshoot("sgd", rates[i]) <= 0);
    }
}

enum { FEATURES = 10, RECORDS = 800 };

/* One feature of every row, and rare ones: feature c is there once in 2^c rows, scaled alike. */
static void rare_features(kith_real *x, kith_real *y)
{
    memset(x, 0, RECORDS * FEATURES * sizeof *x);
    for (size_t r = 0; r < RECORDS; r++) {
        y[r] = 0;
        for (size_t c = 0; c < FEATURES; c++)
            if (kith_rng_at(110 + c, r) % (1u << c) == 0) {
                x[r * FEATURES + c] = 1;
                y[r] += c % 2 == 0 ? 1 : -1;
            }
    }
}

/* The mean loss on the way through the rows, once and one at a time, at the best of many rates. */
static double online_loss(const char *optim)
{
    static kith_real x[RECORDS * FEATURES], y[RECORDS];
    static const double rates[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5};
    double best = 1e9;
    rare_features(x, y);
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        double sum = 0;
        kith_net *net = net_learner("10-1", "hsse", optim, "zero", 1);
        net_param(net, "1.bias")->role = KITH_FROZEN;
        for (size_t r = 0; r < RECORDS; r++)
            sum += net_learn(net, x + r * FEATURES, y + r, 1, rates[i], r + 1);
        best = sum < best ? sum : best; /* NaN where a rate diverges: never best */
        kith_net_free(net);
    }
    return best / RECORDS;
}

/* Duchi, Hazan & Singer 2011. */
static void adagrad_learns_rare_features_sooner(void **state)
{
    (void)state;
    assert_true(online_loss("adagrad") < 0.9 * online_loss("sgd"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mini_batches_have_the_full_gradient_on_average),
        cmocka_unit_test(the_variance_of_a_gradient_falls_as_one_over_the_batch),
        cmocka_unit_test(look_ahead_shoots_less_far_over_a_minimum),
        cmocka_unit_test(adagrad_learns_rare_features_sooner),
    };
    return cmocka_run_group_tests_name("steps", tests, NULL, NULL);
}
