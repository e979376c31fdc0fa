/*
 * Nets: answers worked out by hand, what a step does with its directions, frozen layers, the same
 * bits however the work is split, and what is refused.
 */
#include "net_help.h"

static void the_notes_two_units_compute_xor(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    static const kith_real x[8] = {0, 0, 0, 1, 1, 0, 1, 1}, want[4] = {0, 1, 1, 0};
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++) {
        kith_real y[4];
        kith_net *net = net_made("2-2relu-1", NULL, NULL, tables[t], 0);
        net_set(net, "1.weight", (const kith_real[]){1, 1, 1, 1});
        net_set(net, "1.bias", (const kith_real[]){0, -1});
        net_set(net, "2.weight", (const kith_real[]){1, -2});
        kith_net_predict(net, x, 2, 4, y);
        for (size_t r = 0; r < 4; r++)
            assert_true(y[r] == want[r]);
        kith_net_free(net);
    }
}

static void threshold_units_are_the_gates_of_the_notes(void **state)
{
    (void)state;
    static const struct {
        kith_real w[2], b;
        kith_real want[4];
    } gates[] = {
        {{1, 1}, (kith_real)-1.5, {0, 0, 0, 1}},  /* AND, mu = 1.5 */
        {{1, 1}, (kith_real)-0.5, {0, 1, 1, 1}},  /* OR */
        {{-1, -1}, (kith_real)1.5, {1, 1, 1, 0}}, /* NAND */
        {{-1, -1}, (kith_real)0.5, {1, 0, 0, 0}}, /* NOR */
        {{-1, 0}, (kith_real)0.5, {1, 1, 0, 0}},  /* NOT of the first */
        {{1, 1}, -2, {0, 0, 0, 0}}, /* a sum that equals the threshold is not over it */
    };
    static const kith_real x[8] = {0, 0, 0, 1, 1, 0, 1, 1};
    for (size_t g = 0; g < sizeof gates / sizeof *gates; g++) {
        kith_real y[4];
        kith_net *net = net_made("2-1step", NULL, NULL, NULL, 0);
        net_set(net, "1.weight", gates[g].w);
        net_set(net, "1.bias", &gates[g].b);
        kith_net_predict(net, x, 2, 4, y);
        for (size_t r = 0; r < 4; r++)
            assert_true(y[r] == gates[g].want[r]);
        kith_net_free(net);
    }
}

/* Without activations three layers are one: W3 W2 W1 x plus what the biases add. */
static void stacked_linear_layers_are_one(void **state)
{
    (void)state;
    net_fixture f;
    kith_real out[NET_BATCH * 3];
    net_start(&f, "5-7-6-3", NULL, "sgd", NULL, 0);
    kith_net_predict(f.net, f.x, 5, NET_BATCH, out);
    for (size_t r = 0; r < NET_BATCH; r++) {
        double at[8] = {0}, next[8] = {0};
        for (size_t c = 0; c < 5; c++)
            at[c] = (double)f.x[r * 5 + c];
        for (size_t l = 0; l < 3; l++) {
            const kith_param *w = &kith_net_layer(f.net, l)->param[0], *b = w + 1;
            for (size_t unit = 0; unit < w->rows; unit++) {
                next[unit] = (double)b->w[unit];
                for (size_t c = 0; c < w->cols; c++)
                    next[unit] += (double)kith_param_row(w, unit)[c] * at[c];
            }
            memcpy(at, next, sizeof at);
        }
        for (size_t unit = 0; unit < 3; unit++)
            check_near((double)out[r * 3 + unit], at[unit], 1e-5);
    }
    kith_net_free(f.net);
}

static void long_directions_are_cut_to_length_and_short_ones_left(void **state)
{
    (void)state;
    static const double limits[] = {0.01, 100};
    net_fixture plain;
    net_start(&plain, "5-6tanh-3softmax", NULL, "sgd", NULL, 0);
    net_loss(&plain);
    double length = 0;
    for (size_t l = 0; l < 2; l++) {
        const kith_layer *layer = kith_net_layer(plain.net, l);
        length += pow(net_length(layer), 2);
        for (size_t c = 0; c < layer->param[1].cols; c++)
            length += pow((double)layer->direction[1][c], 2);
    }
    length = sqrt(length);
    kith_real before[30], after[30];
    memcpy(before, kith_net_layer(plain.net, 0)->direction[0], sizeof before);
    for (int i = 0; i < 2; i++) {
        net_fixture f;
        net_start(&f, "5-6tanh-3softmax", NULL, "sgd", NULL, limits[i]);
        kith_param *w = net_param(f.net, "1.weight");
        memcpy(after, w->w, sizeof after);
        net_loss(&f);
        kith_net_apply(f.net, 1, 1, 0, 1);
        const double factor = limits[i] < length ? limits[i] / length : 1;
        for (size_t c = 0; c < 5; c++)
            check_near((double)w->w[c] - (double)after[c], factor * (double)before[c], 1e-6);
        kith_net_free(f.net);
    }
    kith_net_free(plain.net);
}

static void frozen_layers_stay_as_they_are(void **state)
{
    (void)state;
    net_fixture f;
    kith_real before[16], after[16];
    net_start(&f, "5-6tanh:frozen-3softmax", NULL, "adam", NULL, 0);
    memcpy(before, net_param(f.net, "1.weight")->w, sizeof before);
    memcpy(after, net_param(f.net, "2.weight")->w, sizeof after);
    net_loss(&f);
    kith_net_apply(f.net, 0.1, 1, 0, 1);
    assert_memory_equal(before, net_param(f.net, "1.weight")->w, sizeof before);
    assert_memory_not_equal(after, net_param(f.net, "2.weight")->w, 3 * sizeof *after);
    kith_net_free(f.net);
}

/* The result of nag is w by the notes' rule, computed beside it; its look-ahead is where it learns.
 */
static void look_ahead_nets_answer_by_their_weights(void **state)
{
    (void)state;
    net_fixture f;
    double w[3], v[3] = {0}, ahead[3];
    net_start(&f, "3-1", "mse", "nag:momentum=0.5", NULL, 0);
    kith_param *p = net_param(f.net, "1.weight"), *bias = net_param(f.net, "1.bias");
    bias->role = KITH_FROZEN;
    for (size_t c = 0; c < 3; c++)
        w[c] = (double)p->w[c];
    for (uint64_t step = 1; step <= 5; step++) {
        net_loss(&f);
        for (size_t c = 0; c < 3; c++)
            v[c] = 0.5 * v[c] + 0.2 * (double)kith_net_layer(f.net, 0)->direction[0][c];
        kith_net_apply(f.net, 0.2, step, 0, 1);
        for (size_t c = 0; c < 3; c++) {
            w[c] += v[c];
            ahead[c] = w[c] + 0.5 * v[c];
            check_near((double)p->w[c], ahead[c], 1e-6);
        }
        kith_net_finish(f.net);
        for (size_t c = 0; c < 3; c++)
            check_near((double)p->w[c], w[c], 1e-6);
        kith_net_resume(f.net);
    }
    assert_true(fabs(ahead[0] - w[0]) > 1e-3);
    kith_net_free(f.net);
}

static void the_bits_do_not_depend_on_how_the_work_is_split(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "20-33relu-dropout0.2-17prelu-3softmax",
        "20-33-bn-relu-res(19-ln-tanh-33-bn)-noise0.1-3softmax",
        "20-9tanh-4-9tanh:tied-20:tied",
        "20-33tanh-head:a(3softmax)-head:b(7tanh-1sigmoid)",
        "20-33sigmoid-kl:0.1,1-l1:0.1-19-topk:5-3softmax",
        "20-33relu:wnoise:0.1-20:tied-3softmax:wnoise:0.01",
    };
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas * (sizeof texts / sizeof *texts); t++)
        for (unsigned workers = 2; workers <= 7; workers += 5) {
            net_fixture whole, parts;
            size_t n;
            const char *text = texts[t / isas];
            net_start(&whole, text, NULL, "adam:noise=0.01,l2=0.01", tables[t % isas], 0.3);
            net_start(&parts, text, NULL, "adam:noise=0.01,l2=0.01", tables[t % isas], 0.3);
            for (uint64_t step = 1; step <= 3; step++) {
                const kith_pass pass = kith_net_pass(whole.net, NET_BATCH, 0, step);
                net_run(&whole, &pass, 1);
                net_run(&parts, &pass, workers);
                assert_true(kith_net_loss(whole.net, NET_BATCH) ==
                            kith_net_loss(parts.net, NET_BATCH));
                kith_net_apply(whole.net, 0.5, step, 0, 1);
                for (unsigned w = 0; w < workers; w++)
                    kith_net_apply(parts.net, 0.5, step, w, workers);
            }
            kith_param *const *a = kith_net_params(whole.net, &n);
            kith_param *const *b = kith_net_params(parts.net, &n);
            for (size_t i = 0; i < n; i++)
                if (memcmp(a[i]->w, b[i]->w, a[i]->rows * a[i]->stride * sizeof *a[i]->w) != 0)
                    fail_msg("%s, %u workers, %s: %s differs", text, workers, tables[t % isas]->isa,
                             a[i]->name);
            kith_net_free(whole.net);
            kith_net_free(parts.net);
        }
}

static void answers_are_probabilities_and_parts_make_the_whole(void **state)
{
    (void)state;
    net_fixture f;
    kith_real whole[NET_BATCH * 3], middle[NET_BATCH * 6], again[NET_BATCH * 3];
    net_start(&f, "5-6tanh-3softmax", NULL, "sgd", NULL, 0);
    kith_net_predict(f.net, f.x, 5, NET_BATCH, whole);
    kith_net_predict_part(f.net, 0, 1, f.x, 5, NET_BATCH, middle);
    kith_net_predict_part(f.net, 1, 2, middle, 6, NET_BATCH, again);
    assert_memory_equal(whole, again, sizeof whole);
    for (size_t r = 0; r < NET_BATCH; r++)
        check_near((double)whole[r * 3] + (double)whole[r * 3 + 1] + (double)whole[r * 3 + 2], 1,
                   1e-6);
    double loss = 0;
    for (size_t i = 0; i < NET_BATCH * 3; i++)
        loss -= (double)f.y[i] * log((double)whole[i]);
    check_near(kith_net_score(f.net, f.x, 5, f.y, 3, NULL, NET_BATCH), loss, 1e-4);
    kith_net_free(f.net);
}

static kith_status try_net(const char *text, const char *loss, kith_error *told)
{
    kith_error err;
    kith_spec spec;
    kith_net *net = NULL;
    kith_optim optim;
    const kith_kern *kern;
    check_ok(kith_kern_choose(NULL, &kern, &err));
    check_ok(kith_optim_parse("sgd", 3, &optim, &err));
    check_ok(kith_spec_parse(text, &spec, &err));
    const kith_net_options o = {.kern = kern, .optim = &optim, .loss = loss, .batch = 4};
    const kith_status status = kith_net_new(&spec, &o, &net, told);
    assert_true((net == NULL) == (status != KITH_OK));
    kith_net_free(net);
    kith_spec_clear(&spec);
    return status;
}

static void nets_that_cannot_learn_are_refused_with_the_reason(void **state)
{
    (void)state;
    kith_error err;
    check_fails_with(try_net("2-3step-1", NULL, &err), KITH_ERR_USAGE, "step");
    check_fails_with(try_net("2-1step", "mse", &err), KITH_ERR_USAGE, "step");
    check_ok(try_net("2-1step", NULL, &err));
    check_ok(try_net("2-1step", "perceptron", &err));
    check_fails_with(try_net("2-3sigmoid", "ce", &err), KITH_ERR_USAGE,
                     "loss ce goes with a softmax output, the net's is sigmoid");
    check_fails_with(try_net("2-3softmax-bn", "ce", &err), KITH_ERR_USAGE, "no activation");
    check_fails_with(try_net("?-3", NULL, &err), KITH_ERR_USAGE, "inputs are left open");
    check_fails_with(try_net("2-3", "msee", &err), KITH_ERR_USAGE, "did you mean 'mse'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_notes_two_units_compute_xor),
        cmocka_unit_test(threshold_units_are_the_gates_of_the_notes),
        cmocka_unit_test(stacked_linear_layers_are_one),
        cmocka_unit_test(long_directions_are_cut_to_length_and_short_ones_left),
        cmocka_unit_test(frozen_layers_stay_as_they_are),
        cmocka_unit_test(look_ahead_nets_answer_by_their_weights),
        cmocka_unit_test(the_bits_do_not_depend_on_how_the_work_is_split),
        cmocka_unit_test(answers_are_probabilities_and_parts_make_the_whole),
        cmocka_unit_test(nets_that_cannot_learn_are_refused_with_the_reason),
    };
    return cmocka_run_group_tests_name("nn/net", tests, NULL, NULL);
}
