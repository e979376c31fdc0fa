/*
 * Nets of dense layers: directions against central differences for every activation and head,
 * answers worked out by hand, and the same bits however the work is split.
 */
#include "check.h"

#include "base/rng.h"
#include "nn/net.h"

#ifdef KITH_DOUBLE
static const double h = 1e-5, tolerance = 1e-7;
#else
static const double h = 2e-3, tolerance = 2e-3;
#endif

enum { INPUTS = 5, HIDDEN = 7, SECOND = 6, OUTPUTS = 3, BATCH = 4 };

static kith_init_use xavier, zero;

static int find_initialisers(void **state)
{
    kith_error err;
    (void)state;
    check_ok(kith_init_parse("xavier", 6, &xavier, &err));
    check_ok(kith_init_parse("zero", 4, &zero, &err));
    return 0;
}

typedef struct fixture {
    kith_net net;
    kith_real x[BATCH * INPUTS];
    kith_real y[BATCH * 16]; /* rows as far apart as the head's */
} fixture;

static double random_number(uint64_t key, uint64_t i)
{
    return 2 * kith_rng_unit(kith_rng_at(key, i)) - 1;
}

static void make_net(kith_net *net, const kith_kern *kern, const char *act, kith_head head)
{
    kith_error err;
    kith_optim optim;
    check_ok(kith_optim_parse("sgd", 3, &optim, &err));
    kith_net_init(net, kern, &optim, BATCH);
    net->head = head;
    check_ok(kith_net_add(net, INPUTS, HIDDEN, act, &xavier, 5, &err));
    check_ok(kith_net_add(net, HIDDEN, SECOND, act, &xavier, 5, &err));
    check_ok(kith_net_add(net, SECOND, OUTPUTS, "linear", &xavier, 5, &err));
    for (size_t l = 0; l < 3; l++)
        for (size_t c = 0; c < net->layer[l].out; c++)
            net->layer[l].bias.w[c] = (kith_real)(0.3 * random_number(l, c));
}

/* One class a row: a target for both heads. */
static void fill(fixture *f)
{
    const size_t ld = f->net.layer[2].ld;
    assert_true(ld <= 16);
    memset(f->y, 0, sizeof f->y);
    for (size_t i = 0; i < (size_t)BATCH * INPUTS; i++)
        f->x[i] = (kith_real)random_number(11, i);
    for (size_t r = 0; r < BATCH; r++) {
        f->y[r * ld + r % OUTPUTS] = 1;
    }
}

static double loss_of(fixture *f)
{
    kith_net_forward(&f->net, f->x, INPUTS, 0, BATCH);
    return kith_net_backward(&f->net, f->y, f->net.layer[2].ld, 0, BATCH, 1);
}

static void check_param(fixture *f, const kith_param *p, const kith_real *direction,
                        const char *what)
{
    for (size_t row = 0; row < p->rows; row++)
        for (size_t c = 0; c < p->cols; c++) {
            kith_real *w = kith_param_row(p, row) + c;
            const kith_real old = *w;
            const double got = (double)direction[row * p->stride + c];
            *w = (kith_real)((double)old + h);
            const double high = (double)*w, above = loss_of(f);
            *w = (kith_real)((double)old - h);
            const double want = (loss_of(f) - above) / (high - (double)*w);
            *w = old;
            if (!(fabs(got - want) <= tolerance * (1 + fabs(want))))
                fail_msg("%s: %s %zu,%zu: %.9g, expected %.9g", what, p->name, row, c, got, want);
        }
}

static void check_gradients(const kith_kern *kern, const char *act, kith_head head)
{
    fixture f;
    char what[64];
    make_net(&f.net, kern, act, head);
    fill(&f);
    loss_of(&f);
    kith_net_directions(&f.net, f.x, INPUTS, BATCH, 0, 1);
    for (size_t l = 0; l < 3; l++) {
        snprintf(what, sizeof what, "%s, %s, head %d, layer %zu", kern->isa, act, (int)head, l + 1);
        check_param(&f, &f.net.layer[l].weight, f.net.layer[l].d_weight, what);
        check_param(&f, &f.net.layer[l].bias, f.net.layer[l].d_bias, what);
    }
    kith_net_clear(&f.net);
}

static void directions_are_minus_the_gradient_for_every_activation_and_head(void **state)
{
    (void)state;
    static const char *const acts[] = {"linear", "sigmoid", "tanh", "relu"};
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t a = 0; a < 4; a++) {
            check_gradients(tables[t], acts[a], KITH_HEAD_SIGMOID);
            check_gradients(tables[t], acts[a], KITH_HEAD_SOFTMAX);
        }
}

static void the_notes_two_units_compute_xor(void **state)
{
    (void)state;
    kith_error err;
    kith_net net;
    kith_optim optim;
    const kith_kern *tables[8];
    static const kith_real x[8] = {0, 0, 0, 1, 1, 0, 1, 1}, want[4] = {0, 1, 1, 0};
    const size_t isas = kith_kern_all(tables);
    check_ok(kith_optim_parse("sgd", 3, &optim, &err));
    for (size_t t = 0; t < isas; t++) {
        kith_net_init(&net, tables[t], &optim, 4);
        check_ok(kith_net_add(&net, 2, 2, "relu", &zero, 1, &err));
        check_ok(kith_net_add(&net, 2, 1, "linear", &zero, 1, &err));
        for (size_t unit = 0; unit < 2; unit++)
            for (size_t c = 0; c < 2; c++)
                kith_param_row(&net.layer[0].weight, unit)[c] = 1;
        net.layer[0].bias.w[1] = -1;
        net.layer[1].weight.w[0] = 1;
        net.layer[1].weight.w[1] = -2;
        kith_net_forward(&net, x, 2, 0, 4);
        for (size_t r = 0; r < 4; r++)
            assert_true(net.layer[1].y[r * net.layer[1].ld] == want[r]);
        kith_net_clear(&net);
    }
}

/* Without activations three layers are one: W3 W2 W1 x plus what the biases add. */
static void stacked_linear_layers_are_one(void **state)
{
    (void)state;
    fixture f;
    const kith_kern *tables[8];
    kith_kern_all(tables);
    make_net(&f.net, tables[0], "linear", KITH_HEAD_SOFTMAX);
    fill(&f);
    kith_net_forward(&f.net, f.x, INPUTS, 0, BATCH);
    for (size_t r = 0; r < BATCH; r++) {
        double at[8] = {0}, next[8];
        for (size_t c = 0; c < INPUTS; c++)
            at[c] = (double)f.x[r * INPUTS + c];
        for (size_t l = 0; l < 3; l++) {
            const kith_dense *layer = &f.net.layer[l];
            for (size_t unit = 0; unit < layer->out; unit++) {
                next[unit] = (double)layer->bias.w[unit];
                for (size_t c = 0; c < layer->in; c++)
                    next[unit] += (double)kith_param_row(&layer->weight, unit)[c] * at[c];
            }
            memcpy(at, next, sizeof at);
        }
        for (size_t unit = 0; unit < OUTPUTS; unit++)
            check_near((double)f.net.layer[2].y[r * f.net.layer[2].ld + unit], at[unit], 1e-6);
    }
    kith_net_clear(&f.net);
}

static void probabilities_add_up_by_softmax_and_each_stands_alone_by_sigmoid(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    kith_kern_all(tables);
    for (int head = 0; head < 2; head++) {
        fixture f;
        make_net(&f.net, tables[0], "tanh", head ? KITH_HEAD_SOFTMAX : KITH_HEAD_SIGMOID);
        fill(&f);
        kith_net_forward(&f.net, f.x, INPUTS, 0, BATCH);
        const kith_dense *top = &f.net.layer[2];
        double z[OUTPUTS], total = 0;
        for (size_t j = 0; j < OUTPUTS; j++) {
            z[j] = exp((double)top->y[top->ld + j]);
            total += z[j];
        }
        kith_net_probabilities(&f.net, 0, BATCH);
        for (size_t j = 0; j < OUTPUTS; j++)
            check_near((double)top->y[top->ld + j], head ? z[j] / total : z[j] / (1 + z[j]), 1e-6);
        kith_net_clear(&f.net);
    }
}

static void the_bits_do_not_depend_on_how_the_work_is_split(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++) {
        fixture whole, parts;
        make_net(&whole.net, tables[t], "tanh", KITH_HEAD_SOFTMAX);
        make_net(&parts.net, tables[t], "tanh", KITH_HEAD_SOFTMAX);
        fill(&whole);
        fill(&parts);
        loss_of(&whole);
        for (size_t r = 0; r < BATCH; r += 2) {
            kith_net_forward(&parts.net, parts.x, INPUTS, r, r + 2);
            kith_net_backward(&parts.net, parts.y, parts.net.layer[2].ld, r, r + 2, 1);
        }
        kith_net_directions(&whole.net, whole.x, INPUTS, BATCH, 0, 1);
        kith_net_apply(&whole.net, 0.5, 1, 0, 1);
        for (unsigned p = 0; p < 3; p++)
            kith_net_directions(&parts.net, parts.x, INPUTS, BATCH, p, 3);
        for (unsigned p = 0; p < 3; p++)
            kith_net_apply(&parts.net, 0.5, 1, p, 3);
        for (size_t l = 0; l < 3; l++) {
            const kith_param *a = &whole.net.layer[l].weight, *b = &parts.net.layer[l].weight;
            assert_memory_equal(a->w, b->w, a->rows * a->stride * sizeof *a->w);
        }
        kith_net_clear(&whole.net);
        kith_net_clear(&parts.net);
    }
}

static void layers_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_net net;
    kith_optim optim;
    const kith_kern *tables[8];
    kith_kern_all(tables);
    check_ok(kith_optim_parse("sgd", 3, &optim, &err));
    kith_net_init(&net, tables[0], &optim, 1);
    check_fails_with(kith_net_add(&net, 2, 3, "stop", &zero, 1, &err), KITH_ERR_USAGE,
                     "linear step clip01 sigmoid");
    check_ok(kith_net_add(&net, 2, 3, "tanh", &zero, 1, &err));
    check_fails_with(kith_net_add(&net, 4, 3, "tanh", &zero, 1, &err), KITH_ERR_USAGE,
                     "takes 4 inputs, the one before has 3");
    for (int l = 1; l < KITH_NET_MAX_LAYERS; l++)
        check_ok(kith_net_add(&net, 3, 3, "relu", &zero, 1, &err));
    check_fails_with(kith_net_add(&net, 3, 3, "relu", &zero, 1, &err), KITH_ERR_USAGE,
                     "at most 32 layers");
    kith_net_clear(&net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directions_are_minus_the_gradient_for_every_activation_and_head),
        cmocka_unit_test(the_notes_two_units_compute_xor),
        cmocka_unit_test(stacked_linear_layers_are_one),
        cmocka_unit_test(probabilities_add_up_by_softmax_and_each_stands_alone_by_sigmoid),
        cmocka_unit_test(the_bits_do_not_depend_on_how_the_work_is_split),
        cmocka_unit_test(layers_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests_name("nn/net", tests, find_initialisers, NULL);
}
