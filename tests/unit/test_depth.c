/*
 * Signals through deep nets: the size of activations under initialisers made to keep it, and the
 * size of directions on their way back through sigmoids.
 */
#include "net_help.h"

enum { DEPTH = 50, UNITS = 256, ROWS = 16 };

/* Base-2 logarithm of the mean square of the last layer's values over that of the first's. */
static double growth(const char *init)
{
    static char text[DEPTH * 16];
    static kith_real x[ROWS * UNITS], y[ROWS * UNITS];
    size_t at = (size_t)sprintf(text, "%d", UNITS);
    for (int l = 0; l < DEPTH; l++)
        at += (size_t)sprintf(text + at, "-%drelu", UNITS);
    for (size_t i = 0; i < ROWS * UNITS; i++)
        x[i] = (kith_real)net_random(91, i);
    kith_net *net = net_learner(text, "mse", "sgd", init, ROWS);
    double first = 0, last = 0;
    kith_net_predict_part(net, 0, 1, x, UNITS, ROWS, y);
    for (size_t i = 0; i < ROWS * UNITS; i++)
        first += (double)y[i] * (double)y[i];
    kith_net_predict(net, x, UNITS, ROWS, y);
    for (size_t i = 0; i < ROWS * UNITS; i++)
        last += (double)y[i] * (double)y[i];
    kith_net_free(net);
    return log2(last / first);
}

/*
 * He et al. 2015: a variance of 2 / fan-in makes up for the half that relu cuts off; under Xavier's
 * 2 / (fan-in + fan-out) each of the 49 layers between halves the mean square, of the same draws
 * exactly. What chance does to He's over so many layers of this width has deviation
 * sqrt(5 * 49 / 256) / ln 2 = 1.4 as a power of 2.
 */
static void he_keeps_the_size_of_activations_and_xavier_halves_it(void **state)
{
    (void)state;
    const double he = growth("he"), normal = growth("he-normal");
    check_near(he, 0, 1);
    check_near(normal, 0, 2);
    check_near(growth("xavier") - he, 1 - DEPTH, 0.01);
    check_near(growth("xavier-normal") - normal, 1 - DEPTH, 0.01);
}

/* A chain of ten sigmoid layers whose matrices have norm 1: each passes a quarter at most. */
static void ten_sigmoids_pass_a_quarter_each_at_most(void **state)
{
    (void)state;
    enum { LAYERS = 10, WIDE = 4 };
    char text[LAYERS * 16], name[16];
    kith_real one[WIDE * WIDE] = {0}, x[WIDE] = {1, -1, (kith_real)0.5, 0}, y[WIDE] = {0, 1, 0, 1};
    double length[LAYERS] = {0};
    size_t at = (size_t)sprintf(text, "%d", WIDE);
    for (size_t c = 0; c < WIDE; c++)
        one[c * WIDE + c] = 1;
    for (int l = 0; l < LAYERS; l++)
        at += (size_t)sprintf(text + at, "-%dsigmoid", WIDE);
    kith_net *net = net_learner(text, "mse", "sgd", NULL, 1);
    for (size_t l = 0; l < LAYERS; l++) {
        snprintf(name, sizeof name, "%zu.weight", l + 1);
        net_set(net, name, one);
    }
    net_look(net, x, y, 1);
    for (size_t l = 0; l < LAYERS; l++) { /* a bias hears just what reaches its layer */
        for (size_t c = 0; c < WIDE; c++)
            length[l] += pow((double)kith_net_layer(net, l)->direction[1][c], 2);
        assert_true(length[l] > 0);
        assert_true(l == 0 || sqrt(length[l - 1] / length[l]) <= 0.25 * (1 + 1e-5));
    }
    assert_true(sqrt(length[0] / length[LAYERS - 1]) <= pow(0.25, LAYERS - 1));
    kith_net_free(net);
}

/* Units that begin alike stay alike: hence the warning of the initialisers that make them so. */
static void units_that_begin_alike_stay_alike(void **state)
{
    (void)state;
    net_fixture f;
    net_start(&f, "5-4tanh:constant:0.3-3softmax:constant:0.1", NULL, "adam", NULL, 0);
    for (size_t c = 0; c < 4; c++)
        net_param(f.net, "1.bias")->w[c] = 0;
    const kith_param *w = net_param(f.net, "1.weight");
    const kith_real before = w->w[0];
    for (uint64_t step = 1; step <= 20; step++) {
        net_put(&f);
        net_loss(&f);
        kith_net_apply(f.net, 0.05, step, 0, 1);
    }
    assert_true(w->w[0] != before);
    for (size_t u = 1; u < 4; u++)
        for (size_t c = 0; c < 5; c++)
            check_near((double)kith_param_row(w, u)[c], (double)w->w[c], 1e-5);
    kith_net_free(f.net);
}

/* The notes' claim for residual blocks: what reaches the first layer of 50. */
static void residual_blocks_carry_gradients_through_50_layers(void **state)
{
    (void)state;
    static const char *const acts[] = {"sigmoid", "tanh"};
    for (int a = 0; a < 2; a++) {
        static char plain[2048], residual[4096];
        net_fixture f, g;
        size_t p = (size_t)sprintf(plain, "8-8%s", acts[a]);
        size_t q = (size_t)sprintf(residual, "8-8%s", acts[a]);
        for (int i = 0; i < 50; i++) {
            p += (size_t)sprintf(plain + p, "-8%s:normal:0.1", acts[a]);
            q += (size_t)sprintf(residual + q, "-res(8%s:normal:0.1)", acts[a]);
        }
        sprintf(plain + p, "-3softmax");
        sprintf(residual + q, "-3softmax");
        net_start(&f, plain, NULL, "sgd", NULL, 0);
        net_start(&g, residual, NULL, "sgd", NULL, 0);
        net_loss(&f);
        net_loss(&g);
        assert_true(net_length(kith_net_layer(g.net, 0)) >=
                    1e3 * net_length(kith_net_layer(f.net, 0)));
        kith_net_free(f.net);
        kith_net_free(g.net);
    }
}

/*
 * Closed forms of the notes: a chain of one-unit sigmoid layers with weight w at z = 0 multiplies
 * the direction by w / 4 at every layer. w = 1 vanishes, w = 500 grows by 125.
 */
static void gradients_vanish_and_explode_as_the_notes_say(void **state)
{
    (void)state;
    static const double weights[] = {1, 500};
    for (int i = 0; i < 2; i++) {
        net_fixture f;
        const kith_real w = (kith_real)weights[i], b = (kith_real)(-weights[i] / 2);
        char name[16];
        net_start(&f, "1-1sigmoid-1sigmoid-1sigmoid-1sigmoid-1sigmoid", "sse", "sgd", NULL, 0);
        for (size_t l = 0; l < 5; l++) { /* 0.5 in, z = 0, 0.5 out */
            snprintf(name, sizeof name, "%zu.weight", l + 1);
            net_set(f.net, name, &w);
            snprintf(name, sizeof name, "%zu.bias", l + 1);
            net_set(f.net, name, &b);
        }
        for (size_t r = 0; r < NET_BATCH; r++)
            f.x[r] = (kith_real)0.5, f.y[r] = 1;
        net_put(&f);
        net_loss(&f);
        for (size_t l = 0; l < 4; l++) {
            const double below = net_length(kith_net_layer(f.net, l));
            const double above = net_length(kith_net_layer(f.net, l + 1));
            check_near(below / above, weights[i] / 4, 1e-4 * weights[i]);
        }
        kith_net_free(f.net);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(he_keeps_the_size_of_activations_and_xavier_halves_it),
        cmocka_unit_test(ten_sigmoids_pass_a_quarter_each_at_most),
        cmocka_unit_test(residual_blocks_carry_gradients_through_50_layers),
        cmocka_unit_test(gradients_vanish_and_explode_as_the_notes_say),
        cmocka_unit_test(units_that_begin_alike_stay_alike),
    };
    return cmocka_run_group_tests_name("depth", tests, NULL, NULL);
}
