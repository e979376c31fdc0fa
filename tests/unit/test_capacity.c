/*
 * What a model can hold and what it makes of it: error on the rows it learns from against error on
 * others as it grows and as it is held back, codes of an autoencoder against principal axes, and
 * noisy rows brought back to clean ones.
 */
#include "dense_help.h"
#include "net_help.h"

static const double pi = 3.14159265358979323846;

/* ------------------------------------------------------------ bias and variance */

/*
 * A noisy sine at Chebyshev's nodes. His polynomials are orthogonal there, so plain steps reach the
 * least squares of any degree; the others are what lies between the nodes.
 */
enum { NODES = 16, OTHERS = 101, DEGREES = NODES - 1 };

typedef struct sample {
    kith_real x[OTHERS * DEGREES], y[OTHERS];
    size_t rows, degree;
} sample;

static void put_point(sample *s, double at, double noise)
{
    for (size_t k = 1; k <= s->degree; k++)
        s->x[s->rows * s->degree + k - 1] = (kith_real)cos((double)k * acos(at));
    s->y[s->rows++] = (kith_real)(sin(pi * at) + 0.8 * noise);
}

static void sine_samples(sample *learnt, sample *others, size_t degree)
{
    learnt->rows = others->rows = 0;
    learnt->degree = others->degree = degree;
    for (size_t i = 0; i < NODES; i++)
        put_point(learnt, cos(pi * ((double)i + 0.5) / NODES), net_random(62, i));
    for (size_t i = 0; i < OTHERS; i++)
        put_point(others, cos(pi * ((double)i + 0.5) / OTHERS), 0);
}

/* Mean squared errors of a polynomial of a degree, learnt with a decay. */
static void fit(size_t degree, const char *optim, double *learnt, double *others)
{
    static sample of, beside;
    char text[32];
    sine_samples(&of, &beside, degree);
    snprintf(text, sizeof text, "%zu-1", degree);
    kith_net *net = net_learner(text, "mse", optim, "zero", NODES);
    for (uint64_t step = 1; step <= 200; step++)
        net_learn(net, of.x, of.y, of.rows, 0.45, step);
    *learnt = kith_net_score(net, of.x, degree, of.y, 1, NULL, of.rows) / (double)of.rows;
    *others = 0;
    for (size_t r = 0; r < OTHERS; r++)
        *others += kith_net_score(net, beside.x + r * degree, degree, beside.y + r, 1, NULL, 1) /
                   (double)OTHERS;
    kith_net_free(net);
}

static void the_error_on_other_rows_falls_and_rises_as_a_model_grows(void **state)
{
    (void)state;
    double learnt[DEGREES + 1], others[DEGREES + 1];
    size_t best = 1;
    for (size_t degree = 1; degree <= DEGREES; degree++) {
        fit(degree, "sgd", &learnt[degree], &others[degree]);
        if (degree > 1)
            assert_true(learnt[degree] <= learnt[degree - 1] + 1e-6);
        best = others[degree] < others[best] ? degree : best;
    }
    assert_true(best >= 3 && best <= 7);
    assert_true(others[1] > 2 * others[best]);
    assert_true(others[DEGREES] > 1.5 * others[best]);
    assert_true(learnt[DEGREES] < 1e-5); /* as many coefficients as rows */
}

static void the_error_on_other_rows_falls_and_rises_as_weights_are_held_back(void **state)
{
    (void)state;
    static const char *const optim[] = {"sgd",        "sgd:l2=0.05", "sgd:l2=0.1", "sgd:l2=0.2",
                                        "sgd:l2=0.4", "sgd:l2=1",    "sgd:l2=3"};
    enum { STRENGTHS = sizeof optim / sizeof *optim };
    double learnt[STRENGTHS], others[STRENGTHS];
    size_t best = 0;
    for (size_t i = 0; i < STRENGTHS; i++) {
        fit(DEGREES, optim[i], &learnt[i], &others[i]);
        if (i > 0)
            assert_true(learnt[i] > learnt[i - 1]);
        best = others[i] < others[best] ? i : best;
    }
    assert_true(best > 0 && best + 1 < STRENGTHS);
}

/* ------------------------------------------------------------ codes */

enum { ROWS = 60, WIDTH = 6, CODE = 2 };

/* Rows with a clear order of axes, each column of mean 0. */
static void tilted_rows(kith_real *x)
{
    static const double length[WIDTH] = {2, 1.5, 0.6, 0.5, 0.4, 0.3};
    memset(x, 0, ROWS * WIDTH * sizeof *x);
    for (size_t r = 0; r < ROWS; r++)
        for (size_t k = 0; k < WIDTH; k++)
            for (size_t c = 0; c < WIDTH; c++)
                x[r * WIDTH + c] += (kith_real)(length[k] * net_random(71, r * WIDTH + k) *
                                                net_random(72, k * WIDTH + c));
    for (size_t c = 0; c < WIDTH; c++) {
        double mean = 0;
        for (size_t r = 0; r < ROWS; r++)
            mean += (double)x[r * WIDTH + c] / ROWS;
        for (size_t r = 0; r < ROWS; r++)
            x[r * WIDTH + c] -= (kith_real)mean;
    }
}

/* One of Jacobi's rotations of a symmetric matrix, which makes a[p][q] 0; v gathers them. */
static void rotate(double a[WIDTH][WIDTH], double v[WIDTH][WIDTH], size_t p, size_t q)
{
    const double angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p]);
    const double c = cos(angle), s = sin(angle);
    for (size_t k = 0; k < WIDTH; k++) {
        const double kp = a[k][p], kq = a[k][q], vp = v[k][p], vq = v[k][q];
        a[k][p] = c * kp - s * kq, a[k][q] = s * kp + c * kq;
        v[k][p] = c * vp - s * vq, v[k][q] = s * vp + c * vq;
    }
    for (size_t k = 0; k < WIDTH; k++) {
        const double pk = a[p][k], qk = a[q][k];
        a[p][k] = c * pk - s * qk, a[q][k] = s * pk + c * qk;
    }
}

/* The CODE longest principal axes, and the mean square that they leave over per number. */
static double principal_axes(const kith_real *x, double axis[CODE][WIDTH])
{
    double a[WIDTH][WIDTH] = {{0}}, v[WIDTH][WIDTH] = {{0}}, left = 0;
    for (size_t r = 0; r < ROWS; r++)
        for (size_t i = 0; i < WIDTH; i++)
            for (size_t j = 0; j < WIDTH; j++)
                a[i][j] += (double)x[r * WIDTH + i] * (double)x[r * WIDTH + j] / ROWS;
    for (size_t i = 0; i < WIDTH; i++)
        v[i][i] = 1;
    for (int sweep = 0; sweep < 30; sweep++)
        for (size_t p = 0; p < WIDTH; p++)
            for (size_t q = p + 1; q < WIDTH; q++)
                rotate(a, v, p, q);
    for (size_t i = 0; i < WIDTH; i++) {
        size_t longer = 0;
        for (size_t j = 0; j < WIDTH; j++)
            longer += a[j][j] > a[i][i];
        left += longer < CODE ? 0 : a[i][i] / WIDTH;
        for (size_t k = 0; longer < CODE && k < WIDTH; k++)
            axis[longer][k] = v[k][i];
    }
    return left;
}

/* The sine of the angle between a vector and the plane of the axes. */
static double sine_from(const double *u, double axis[CODE][WIDTH])
{
    double whole = 0, within = 0;
    for (size_t c = 0; c < WIDTH; c++)
        whole += u[c] * u[c];
    for (size_t k = 0; k < CODE; k++) {
        double along = 0;
        for (size_t c = 0; c < WIDTH; c++)
            along += u[c] * axis[k][c];
        within += along * along;
    }
    return sqrt(fmax(0, 1 - within / whole));
}

/* Baldi & Hornik 1989. Any vector of the decoder's plane is tried, the bad directions among them.
 */
static void a_linear_autoencoder_finds_the_principal_axes(void **state)
{
    (void)state;
    kith_real x[ROWS * WIDTH];
    double axis[CODE][WIDTH];
    tilted_rows(x);
    const double left = principal_axes(x, axis);
    kith_net *net = net_learner("6-2-6", "mse", "momentum", NULL, ROWS);
    for (uint64_t step = 1; step <= 8000; step++)
        net_learn(net, x, x, ROWS, 0.1, step);
    const double error = kith_net_score(net, x, WIDTH, x, WIDTH, NULL, ROWS) / ROWS;
    check_near(error / left, 1, 1e-3);
    const kith_param *decoder = net_param(net, "2.weight");
    for (int turn = 0; turn < 36; turn++) {
        double u[WIDTH];
        for (size_t c = 0; c < WIDTH; c++)
            u[c] = cos(turn * pi / 36) * (double)kith_param_row(decoder, c)[0] +
                   sin(turn * pi / 36) * (double)kith_param_row(decoder, c)[1];
        assert_true(sine_from(u, axis) < 1e-3);
    }
    kith_net_free(net);
}

enum { SAMPLES = 160, POINTS_WIDE = 8 };

/* Rows on a curve: eight numbers that one number decides. */
static void rows_on_a_curve(kith_real *x, uint64_t key)
{
    for (size_t r = 0; r < SAMPLES; r++) {
        const double at = pi * net_random(key, r);
        for (size_t c = 0; c < POINTS_WIDE; c++)
            x[r * POINTS_WIDE + c] = (kith_real)cos(at - 2 * pi * (double)c / POINTS_WIDE);
    }
}

/* The error of what an autoencoder makes of noisy rows, against the clean ones. */
static double error_on_noisy_rows(kith_corruption corruption)
{
    static kith_real x[SAMPLES * POINTS_WIDE], noisy[SAMPLES * POINTS_WIDE], got[8 * POINTS_WIDE];
    kith_error err;
    double sum = 0;
    kith_dense_config c = dense_config(KITH_GOAL_ENCODE, "8-24tanh-6-8", "adam", 0.01);
    c.corruption = corruption;
    c.corruption_amount = 0.5;
    c.epochs = 60;
    rows_on_a_curve(x, 81);
    kith_dataset d = {.rows = SAMPLES, .features = POINTS_WIDE, .x = x};
    kith_dense m = dense_made(&c, &d);
    dense_train(&m, &d, &c, NULL);
    rows_on_a_curve(x, 82);
    for (size_t i = 0; i < SAMPLES * POINTS_WIDE; i++) /* as wide as N(0, 0.35^2) */
        noisy[i] = x[i] + (kith_real)(0.35 * sqrt(3) * net_random(83, i));
    d.x = noisy;
    for (size_t r = 0; r < SAMPLES; r += 8) {
        check_ok(kith_dense_answer(&m, &d, r, 8, got, &err));
        for (size_t i = 0; i < 8 * POINTS_WIDE; i++)
            sum += pow((double)got[i] - (double)x[r * POINTS_WIDE + i], 2);
    }
    kith_dense_clear(&m);
    return sum / (SAMPLES * POINTS_WIDE);
}

static void an_autoencoder_that_saw_noise_cleans_noisy_rows_better(void **state)
{
    (void)state;
    const double plain = error_on_noisy_rows(KITH_CORRUPT_NONE);
    const double denoising = error_on_noisy_rows(KITH_CORRUPT_GAUSS);

    assert_true(denoising < 0.8 * plain);
    assert_true(error_on_noisy_rows(KITH_CORRUPT_MASK) < 0.8 * plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_error_on_other_rows_falls_and_rises_as_a_model_grows),
        cmocka_unit_test(the_error_on_other_rows_falls_and_rises_as_weights_are_held_back),
        cmocka_unit_test(a_linear_autoencoder_finds_the_principal_axes),
        cmocka_unit_test(an_autoencoder_that_saw_noise_cleans_noisy_rows_better),
    };
    return cmocka_run_group_tests_name("capacity", tests, NULL, NULL);
}
