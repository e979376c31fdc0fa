/*
 * Nets against what can be computed without them: the normal equations, Newton's method,
 * the numbers of a small net worked out by hand, and what is proved of
 * the perceptron. All of it in double beside them; the double build must meet the notes' accuracy.
 */
#include "net_help.h"

#ifdef KITH_DOUBLE
static const double exact = 1e-12, fitted = 1e-6;
#else
static const double exact = 1e-6, fitted = 1e-5;
#endif

static const double pi = 3.14159265358979323846;

enum { ROWS = 48, INPUTS = 3, COEFFICIENTS = INPUTS + 1, CLASSES = 3 };

/* Solves a c = b for a positive definite a; both are overwritten, b by c. */
static void solve(double a[COEFFICIENTS][COEFFICIENTS], double b[COEFFICIENTS])
{
    for (size_t i = 0; i < COEFFICIENTS; i++)
        for (size_t r = 0; r < COEFFICIENTS; r++) {
            const double factor = r == i ? 0 : a[r][i] / a[i][i];
            for (size_t c = 0; c < COEFFICIENTS; c++)
                a[r][c] -= factor * a[i][c];
            b[r] -= factor * b[i];
        }
    for (size_t i = 0; i < COEFFICIENTS; i++)
        b[i] /= a[i][i];
}

static double input(const kith_real *x, size_t row, size_t c)
{
    return c < INPUTS ? (double)x[row * INPUTS + c] : 1;
}

/* Adds weight * x x' to a and amount * x to b, where x is a row and a 1 for the bias. */
static void add_row(double a[COEFFICIENTS][COEFFICIENTS], double b[COEFFICIENTS],
                    const kith_real *x, size_t row, double weight, double amount)
{
    for (size_t i = 0; i < COEFFICIENTS; i++) {
        for (size_t j = 0; j < COEFFICIENTS; j++)
            a[i][j] += weight * input(x, row, i) * input(x, row, j);
        b[i] += amount * input(x, row, i);
    }
}

static void random_rows(kith_real *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (kith_real)(1.5 * net_random(21, i));
}

/* The coefficients of unit `unit` are c: INPUTS weights and the bias. */
static void check_coefficients(const kith_net *net, size_t unit, const double *c, double tolerance)
{
    for (size_t i = 0; i < INPUTS; i++)
        check_near((double)kith_param_row(net_param(net, "1.weight"), unit)[i], c[i], tolerance);
    check_near((double)net_param(net, "1.bias")->w[unit], c[INPUTS], tolerance);
}

static void a_linear_unit_solves_the_normal_equations(void **state)
{
    (void)state;
    kith_real x[ROWS * INPUTS], y[ROWS];
    double a[COEFFICIENTS][COEFFICIENTS] = {{0}}, b[COEFFICIENTS] = {0};
    random_rows(x, ROWS * INPUTS);
    for (size_t r = 0; r < ROWS; r++) {
        y[r] = (kith_real)(2 * input(x, r, 0) - input(x, r, 1) + 0.5 + net_random(22, r));
        add_row(a, b, x, r, 1, (double)y[r]);
    }
    solve(a, b);
    kith_net *net = net_learner("3-1", "mse", "sgd", NULL, ROWS);
    for (uint64_t step = 1; step <= 400; step++)
        net_learn(net, x, y, ROWS, 0.4, step);
    check_coefficients(net, 0, b, fitted);
    kith_net_free(net);
}

/* The optimum of the log loss by Newton's method (iteratively reweighted least squares). */
static void newton(const kith_real *x, const uint32_t *label, uint32_t one, double *c)
{
    memset(c, 0, COEFFICIENTS * sizeof *c);
    for (int round = 0; round < 30; round++) {
        double a[COEFFICIENTS][COEFFICIENTS] = {{0}}, b[COEFFICIENTS] = {0};
        for (size_t r = 0; r < ROWS; r++) {
            double z = 0;
            for (size_t i = 0; i < COEFFICIENTS; i++)
                z += c[i] * input(x, r, i);
            const double p = 1 / (1 + exp(-z));
            add_row(a, b, x, r, p * (1 - p), (label[r] == one ? 1 : 0) - p);
        }
        solve(a, b);
        for (size_t i = 0; i < COEFFICIENTS; i++)
            c[i] += b[i];
    }
}

/* Classes that overlap, so that every optimum is finite. */
static void overlapping_classes(kith_real *x, uint32_t *label, kith_real *y)
{
    random_rows(x, ROWS * INPUTS);
    memset(y, 0, ROWS * CLASSES * sizeof *y);
    for (size_t r = 0; r < ROWS; r++) {
        const double score = input(x, r, 0) + input(x, r, 1) + 1.2 * net_random(23, r);
        label[r] = score > 0.5 ? 2 : score > -0.5;
        y[r * CLASSES + label[r]] = 1;
    }
}

static void a_sigmoid_unit_reaches_the_optimum_of_newtons_method(void **state)
{
    (void)state;
    kith_real x[ROWS * INPUTS], all[ROWS * CLASSES], y[ROWS];
    uint32_t label[ROWS];
    double c[COEFFICIENTS];
    overlapping_classes(x, label, all);
    for (size_t r = 0; r < ROWS; r++)
        y[r] = label[r] == 2;
    newton(x, label, 2, c);
    kith_net *net = net_learner("3-1sigmoid", NULL, "sgd", NULL, ROWS);
    for (uint64_t step = 1; step <= 3000; step++)
        net_learn(net, x, y, ROWS, 3, step);
    check_coefficients(net, 0, c, 1e-4);
    kith_net_free(net);
}

/* Each logit of one net is the logistic regression of its class against all the others. */
static void one_vs_all_is_a_fit_of_each_class_by_itself(void **state)
{
    (void)state;
    kith_real x[ROWS * INPUTS], y[ROWS * CLASSES];
    uint32_t label[ROWS];
    overlapping_classes(x, label, y);
    kith_net *net = net_learner("3-3sigmoid", "bce", "sgd", NULL, ROWS);
    for (uint64_t step = 1; step <= 3000; step++)
        net_learn(net, x, y, ROWS, 3, step);
    for (uint32_t k = 0; k < CLASSES; k++) {
        double c[COEFFICIENTS];
        newton(x, label, k, c);
        check_coefficients(net, k, c, 1e-4);
    }
    kith_net_free(net);
}

/*
 * y = g(U g(W x + b) + c) with z = (0, ln 3, -ln 3), so h = (1/2, 3/4, 1/4), and z = ln 3 again at
 * the output: y = 3/4. Against target 1, half the squared error is 1/32 and its direction before
 * the output (1/4)(3/16) = 3/64; every other number follows as a fraction.
 */
static void a_3_3_1_net_gives_the_numbers_worked_out_by_hand(void **state)
{
    (void)state;
    const double ln3 = log(3.0);
    static const double delta[3] = {2 * 3 / 64.0 / 4, 4 * 3 / 64.0 * 3 / 16,
                                    -4 * 3 / 64.0 * 3 / 16},
                        h[3] = {0.5, 0.75, 0.25};
    const kith_real x[3] = {1, 2, -1}, one = 1, l = (kith_real)ln3;
    kith_real y;
    kith_net *net = net_learner("3-3sigmoid-1sigmoid", "hsse", "sgd", NULL, 1);
    net_set(net, "1.weight", (const kith_real[]){1, 1, 3, l, 0, 0, 0, 0, 1});
    net_set(net, "1.bias", (const kith_real[]){0, 0, (kith_real)(1 - ln3)});
    net_set(net, "2.weight", (const kith_real[]){2, 4, -4});
    net_set(net, "2.bias", &(const kith_real){(kith_real)(ln3 - 3)});
    kith_net_predict(net, x, 3, 1, &y);
    check_near((double)y, 0.75, exact);
    check_near(net_look(net, x, &one, 1), 1 / 32.0, exact);
    const kith_layer *hidden = kith_net_layer(net, 0), *top = kith_net_layer(net, 1);
    check_near((double)top->direction[1][0], 3 / 64.0, exact);
    for (size_t u = 0; u < 3; u++) {
        check_near((double)top->direction[0][u], 3 / 64.0 * h[u], exact);
        check_near((double)hidden->direction[1][u], delta[u], exact);
        for (size_t c = 0; c < 3; c++)
            check_near((double)hidden->direction[0][u * hidden->param[0].stride + c],
                       delta[u] * (double)x[c], exact);
    }
    kith_net_free(net);
}

static double sine_error(kith_net *net, size_t points)
{
    double sum = 0;
    for (size_t i = 0; i < points; i++) {
        kith_real x = (kith_real)(pi * (2 * (double)i / (double)(points - 1) - 1)), y;
        kith_net_predict(net, &x, 1, 1, &y);
        sum += pow((double)y - sin((double)x), 2) / (double)points;
    }
    return sum;
}

static void sixty_four_tanh_units_draw_a_sine(void **state)
{
    (void)state;
    enum { POINTS = 41, STEPS = 4000 };
    kith_real x[POINTS], y[POINTS];
    for (size_t i = 0; i < POINTS; i++) {
        x[i] = (kith_real)(pi * (2 * (double)i / (POINTS - 1) - 1));
        y[i] = (kith_real)sin((double)x[i]);
    }
    kith_net *net = net_learner("1-64tanh-1", "mse", "adam", NULL, POINTS);
    for (uint64_t step = 1; step <= STEPS; step++)
        net_learn(net, x, y, POINTS, 0.01 * (1 - (double)(step - 1) / STEPS), step);
    assert_true(sine_error(net, 200) < 1e-4);
    kith_net_free(net);
    net = net_learner("1-1", "mse", "adam", NULL, POINTS); /* a straight line cannot */
    for (uint64_t step = 1; step <= STEPS; step++)
        net_learn(net, x, y, POINTS, 0.01, step);
    assert_true(sine_error(net, 200) > 0.1);
    kith_net_free(net);
}

enum { POINTS = 60 };

/* Two classes with an empty band between them; y is 0 or 1. */
static void separable_points(kith_real *x, kith_real *y)
{
    for (size_t r = 0, drawn = 0; r < POINTS; drawn++) {
        const double u = net_random(31, 2 * drawn), v = net_random(31, 2 * drawn + 1);
        const double side = 0.6 * u - 0.8 * v + 0.2;
        if (fabs(side) < 0.08)
            continue;
        x[2 * r] = (kith_real)u;
        x[2 * r + 1] = (kith_real)v;
        y[r++] = side > 0;
    }
}

/* One pass of the perceptron rule, row by row: how many were answered wrong when they came. */
static size_t pass_of_mistakes(kith_net *net, const kith_real *x, const kith_real *y, size_t rows,
                               uint64_t *step)
{
    size_t mistakes = 0;
    for (size_t r = 0; r < rows; r++) {
        kith_real answer;
        kith_net_predict(net, x + 2 * r, 2, 1, &answer);
        mistakes += answer != y[r];
        net_learn(net, x + 2 * r, y + r, 1, 1, ++*step);
    }
    return mistakes;
}

/* Novikoff 1962: from zero weights at most (R / gamma)^2 mistakes, whatever the order. */
static void a_perceptron_makes_no_more_mistakes_than_novikoffs_bound(void **state)
{
    (void)state;
    static const double w[3] = {0.6, -0.8, 0.2}; /* separates; the bias is a third input of 1 */
    kith_real x[2 * POINTS], y[POINTS];
    double radius = 0, margin = 1e9;
    separable_points(x, y);
    for (size_t r = 0; r < POINTS; r++) {
        const double u = (double)x[2 * r], v = (double)x[2 * r + 1];
        const double side = (y[r] > 0 ? 1 : -1) * (w[0] * u + w[1] * v + w[2]);
        radius = fmax(radius, sqrt(u * u + v * v + 1));
        margin = fmin(margin, side / sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]));
    }
    size_t mistakes = 0, last = 1, passes = 0;
    uint64_t step = 0;
    kith_net *net = net_learner("2-1step", "perceptron", "sgd", "zero", 1);
    for (; last > 0 && passes < 1000; passes++)
        mistakes += last = pass_of_mistakes(net, x, y, POINTS, &step);
    assert_int_equal(last, 0);
    assert_true(mistakes > 0 && (double)mistakes <= pow(radius / margin, 2));
    kith_net_free(net);
}

/* Not one pass is free of mistakes, and the weights go round in a cycle (Minsky & Papert 1969). */
static void a_perceptron_never_gets_xor_right(void **state)
{
    (void)state;
    static const kith_real x[8] = {0, 0, 0, 1, 1, 0, 1, 1}, y[4] = {0, 1, 1, 0};
    uint64_t step = 0;
    kith_net *net = net_learner("2-1step", "perceptron", "sgd", "zero", 1);
    for (int pass = 0; pass < 500; pass++) {
        assert_true(pass_of_mistakes(net, x, y, 4, &step) > 0);
        for (size_t c = 0; c < 2; c++)
            assert_true(fabs((double)net_param(net, "1.weight")->w[c]) <= 4);
    }
    kith_net_free(net);
}

/* The best that any line does on XOR is three of four; two hidden units are enough, from most
 * beginnings. */
static void two_hidden_units_learn_xor_from_most_seeds(void **state)
{
    (void)state;
    static const kith_real x[8] = {0, 0, 0, 1, 1, 0, 1, 1}, y[4] = {0, 1, 1, 0};
    size_t solved = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        kith_real got[4], w[4];
        kith_net *net = net_learner("2-2tanh-1sigmoid", NULL, "adam", NULL, 4);
        for (size_t i = 0; i < 4; i++)
            w[i] = (kith_real)(1.5 * net_random(40 + seed, i));
        net_set(net, "1.weight", w);
        for (uint64_t step = 1; step <= 800; step++)
            net_learn(net, x, y, 4, 0.05, step);
        kith_net_predict(net, x, 2, 4, got);
        size_t right = 0;
        for (size_t r = 0; r < 4; r++)
            right += (got[r] > (kith_real)0.5) == (y[r] > 0);
        solved += right == 4;
        kith_net_free(net);
    }
    print_message("2-2-1 learns XOR from %zu of 20 beginnings\n", solved);
    assert_true(solved >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_linear_unit_solves_the_normal_equations),
        cmocka_unit_test(a_sigmoid_unit_reaches_the_optimum_of_newtons_method),
        cmocka_unit_test(one_vs_all_is_a_fit_of_each_class_by_itself),
        cmocka_unit_test(a_3_3_1_net_gives_the_numbers_worked_out_by_hand),
        cmocka_unit_test(sixty_four_tanh_units_draw_a_sine),
        cmocka_unit_test(a_perceptron_makes_no_more_mistakes_than_novikoffs_bound),
        cmocka_unit_test(a_perceptron_never_gets_xor_right),
        cmocka_unit_test(two_hidden_units_learn_xor_from_most_seeds),
    };
    return cmocka_run_group_tests_name("closed forms", tests, NULL, NULL);
}
