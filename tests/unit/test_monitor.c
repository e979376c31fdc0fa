/*
 * What a net tells about itself: the notes' causes of dead units, of vanishing and of exploding
 * gradients are made on purpose and must be found; a fine net must not be blamed.
 */
#include "check.h"

#include "nn/monitor.h"

enum { ROWS = 8, LAYERS = 16, UNITS = 1024 };

typedef struct patient {
    kith_net *net;
    kith_layer_health health[LAYERS];
    char text[256];
} patient;

static void admit(patient *p, const char *text, const char *init)
{
    kith_error err;
    kith_spec spec;
    kith_optim optim;
    kith_net_options o = {.optim = &optim, .init = init, .batch = ROWS, .seed = 3};
    check_ok(kith_kern_choose(NULL, &o.kern, &err));
    check_ok(kith_optim_parse("sgd", 3, &optim, &err));
    check_ok(kith_spec_parse(text, &spec, &err));
    check_ok(kith_net_new(&spec, &o, &p->net, &err));
    assert_true(kith_net_layers(p->net) <= LAYERS);
    for (size_t r = 0; r < ROWS; r++) {
        static const kith_real y[3] = {0, 1, 0};
        for (size_t c = 0; c < spec.inputs; c++)
            kith_net_input(p->net, r)[c] = (kith_real)((r * 7 + c * 3) % 11) / 11;
        kith_net_target(p->net, r, y, 1);
    }
    kith_spec_clear(&spec);
}

static kith_verdict examine(patient *p)
{
    const kith_pass pass = kith_net_pass(p->net, ROWS, 0, 0);
    for (unsigned phase = 0; phase < kith_net_phases(p->net); phase++)
        kith_net_phase(p->net, &pass, phase, 0, 1);
    bool fired[UNITS] = {false};
    assert_true(kith_net_units(p->net) <= UNITS);
    kith_net_mark_fired(p->net, ROWS, fired);
    kith_net_health(p->net, fired, p->health);
    return kith_net_verdict(p->health, kith_net_layers(p->net), kith_net_loss(p->net, ROWS),
                            p->text, sizeof p->text);
}

static void a_fine_net_is_not_blamed(void **state)
{
    (void)state;
    patient p;
    admit(&p, "6-12relu-bn-12relu-dropout0.2-3softmax", NULL);
    assert_int_equal(examine(&p), KITH_HEALTHY);
    assert_string_equal(p.text, "");
    assert_int_equal(p.health[0].units, 12);
    assert_int_equal(p.health[1].units, 0);
    assert_true(p.health[0].length > 0);
    kith_net_free(p.net);
}

static void a_bias_far_below_zero_kills_every_unit(void **state)
{
    (void)state;
    patient p;
    size_t n;
    admit(&p, "6-12relu-3softmax", NULL);
    for (size_t c = 0; c < 12; c++)
        kith_net_params(p.net, &n)[1]->w[c] = -1000;
    assert_int_equal(examine(&p), KITH_DEAD);
    assert_int_equal(p.health[0].dead, 12);
    check_contains(p.text, "12 of the 12 units of layer 1");
    kith_net_free(p.net);
}

static void ten_sigmoid_layers_vanish(void **state)
{
    (void)state;
    patient p;
    admit(&p,
          "6-6sigmoid-6sigmoid-6sigmoid-6sigmoid-6sigmoid-6sigmoid-6sigmoid-6sigmoid-6sigmoid-"
          "3softmax",
          "normal:0.2");
    assert_int_equal(examine(&p), KITH_VANISHING);
    check_contains(p.text, "vanish");
    assert_true(p.health[0].length <= pow(0.25, 8) * p.health[9].length);
    kith_net_free(p.net);
}

static void large_weights_explode(void **state)
{
    (void)state;
    patient p;
    admit(&p, "6-6-6-6-6-6-3", "normal:100");
    /* 100 a layer on the way back, and next to nothing on the way there: the last layer hears
     * little
     */
    size_t n;
    kith_param *const *param = kith_net_params(p.net, &n);
    for (size_t i = 0; i + 2 < n; i++)
        memset(param[i]->w, 0, param[i]->rows * param[i]->stride * sizeof *param[i]->w);
    for (size_t i = 2; i + 2 < n; i += 2)
        for (size_t u = 0; u < 6; u++)
            kith_param_row(param[i], u)[u] = 100;
    for (size_t u = 0; u < 6; u++)
        param[1]->w[u] = (kith_real)1e-9;
    assert_int_equal(examine(&p), KITH_EXPLODING);
    check_contains(p.text, "explode");
    kith_net_free(p.net);
}

static void what_is_no_number_is_told_first(void **state)
{
    (void)state;
    patient p;
    size_t n;
    admit(&p, "6-12relu-3softmax", NULL);
    kith_net_params(p.net, &n)[0]->w[0] = (kith_real)NAN;
    assert_int_equal(examine(&p), KITH_DIVERGED);
    check_contains(p.text, "lower --lr");
    kith_net_free(p.net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fine_net_is_not_blamed),
        cmocka_unit_test(a_bias_far_below_zero_kills_every_unit),
        cmocka_unit_test(ten_sigmoid_layers_vanish),
        cmocka_unit_test(large_weights_explode),
        cmocka_unit_test(what_is_no_number_is_told_first),
    };
    return cmocka_run_group_tests_name("nn/monitor", tests, NULL, NULL);
}
