/*
 * Directions of nets against central differences: every activation, loss and layer on every ISA;
 * gradients of shared weights add.
 */
#include "net_help.h"

#ifdef KITH_DOUBLE
static const double h = 1e-5, tolerance = 1e-7;
#else
static const double h = 4e-3, tolerance = 2e-3;
#endif

/* All that directions are of: the loss, times `scale`, and what sparse layers add. */
static double objective(net_fixture *f, double scale)
{
    return scale * net_loss(f) + kith_net_penalty(f->net, NET_BATCH);
}

/*
 * Directions are of the mean over the batch, so the loss is too. A kink within a step of h makes a
 * difference of two slopes: where halving h changes the answer much, the weight is passed over.
 */
static double difference(net_fixture *f, kith_real *w, double by, double scale)
{
    const kith_real old = *w;
    *w = (kith_real)((double)old + by);
    const double high = (double)*w, above = objective(f, scale);
    *w = (kith_real)((double)old - by);
    const double low = (double)*w, below = objective(f, scale);
    *w = old;
    return (below - above) / (high - low);
}

static size_t check_param(net_fixture *f, const kith_layer *l, size_t i, double scale,
                          const char *what)
{
    const kith_param *p = &l->param[i];
    const size_t n = p->rows * p->stride;
    kith_real *direction = malloc(n * sizeof *direction);
    size_t checked = 0;
    net_loss(f);
    memcpy(direction, l->direction[i], n * sizeof *direction);
    for (size_t row = 0; row < p->rows; row++)
        for (size_t c = 0; c < p->cols; c++) {
            const double got = (double)direction[row * p->stride + c];
            const double want = difference(f, kith_param_row(p, row) + c, h, scale);
            const double near = difference(f, kith_param_row(p, row) + c, h / 4, scale);
            if (fabs(near - want) > 0.3 * tolerance * (1 + fabs(want)))
                continue;
            checked++;
            if (!(fabs(got - want) <= tolerance * (1 + fabs(want))))
                fail_msg("%s: %s %zu,%zu: %.9g, expected %.9g", what, p->name, row, c, got, want);
        }
    free(direction);
    return checked;
}

static void check_gradients(const char *text, const char *loss, const kith_kern *kern)
{
    net_fixture f;
    char what[256];
    net_start(&f, text, loss, "sgd", kern, 0);
    size_t checked = 0, all = 0;
    const kith_loss *of = kith_net_head(f.net, 0)->loss;
    const double scale = of->sum_batch ? 1 : 1.0 / NET_BATCH;
    for (size_t l = 0; l < kith_net_layers(f.net); l++) {
        const kith_layer *layer = kith_net_layer(f.net, l);
        snprintf(what, sizeof what, "%s, %s", text, of->name);
        for (size_t i = 0; i < layer->params; i++)
            if (layer->param[i].role == KITH_TRAINABLE) {
                checked += check_param(&f, layer, i, scale, what);
                all += layer->param[i].rows * layer->param[i].cols;
            }
    }
    if (checked * 10 < all * 8)
        fail_msg("%s: only %zu of %zu weights are away from kinks", what, checked, all);
    kith_net_free(f.net);
}

static void directions_are_minus_the_gradient_for_every_activation_and_loss(void **state)
{
    (void)state;
    char text[96];
    for (size_t a = 0; kith_act_at(a) != NULL; a++) {
        const kith_act *act = kith_act_at(a);
        if (act->untrained != NULL)
            continue;
        snprintf(text, sizeof text, "4-6%s-5%s-3", act->name, act->name);
        check_gradients(text, "mse", NULL);
        for (size_t i = 0; kith_loss_at(i) != NULL; i++) {
            const kith_loss *loss = kith_loss_at(i);
            if (loss->act != NULL && strcmp(loss->act, act->name) != 0)
                continue;
            snprintf(text, sizeof text, "4-5tanh-3%s", act->name);
            check_gradients(text, loss->name, NULL);
        }
    }
}

static void directions_are_minus_the_gradient_for_every_layer(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "5-7tanh-dropout0.3-6tanh-3softmax",
        "5-dropout0.3,standard-6tanh-3softmax",
        "5-noise0.2-6sigmoid-noise0.1-3softmax",
        "5-6-bn-tanh-4-bn:eps=out-sigmoid-3softmax",
        "5-bn-6tanh-3-bn",
        "5-6-ln-tanh-4tanh-ln:eps=out-3sigmoid",
        "5-ln-6tanh-3-ln",
        "5-res(6tanh-5)-3softmax",
        "5-6tanh-res(4tanh-res(3tanh-4)-6)-res(6-bn-tanh)-3softmax",
        "5-res(5tanh)",
        "7-5tanh-3-5tanh:tied-7:tied",
        "7-3tanh-7sigmoid:tied",
        "5-6tanh-head:a(4tanh-3softmax)-head:b:0.5(2sigmoid)-head:c:2(1)",
        "5-6-prelu-4prelu-3",
        "5-6tanh-4softmax-3",
        "5-7sigmoid-kl:0.2,0.5-6tanh-l1:0.3-4",
        "5-6tanh:wnoise:0.3-4:wnoise:0.2-6:tied-5:tied",
        "5-res(6sigmoid-kl:0.1,2-l1:0.1-5)-9tanh-topk:4-3softmax",
    };
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            check_gradients(texts[i], NULL, tables[t]);
}

/* The gradient of a shared matrix is that of its use as W plus that of its use as W transposed. */
static void tied_gradients_add(void **state)
{
    (void)state;
    net_fixture tied, free_;
    net_start(&tied, "5-3tanh-5:tied", "mse", "sgd", NULL, 0);
    net_start(&free_, "5-3tanh-5", "mse", "sgd", NULL, 0);
    kith_param *w = net_param(tied.net, "1.weight"), *v = net_param(free_.net, "2.weight");
    for (size_t u = 0; u < 3; u++)
        for (size_t c = 0; c < 5; c++) {
            kith_param_row(net_param(free_.net, "1.weight"), u)[c] = kith_param_row(w, u)[c];
            kith_param_row(v, c)[u] = kith_param_row(w, u)[c];
        }
    net_set(free_.net, "1.bias", net_param(tied.net, "1.bias")->w);
    net_set(free_.net, "2.bias", net_param(tied.net, "2.bias")->w);
    check_near(net_loss(&tied), net_loss(&free_), 1e-5);
    const kith_layer *one = kith_net_layer(tied.net, 0), *a = kith_net_layer(free_.net, 0),
                     *b = kith_net_layer(free_.net, 1);
    for (size_t u = 0; u < 3; u++)
        for (size_t c = 0; c < 5; c++) {
            const double sum = (double)a->direction[0][u * w->stride + c] +
                               (double)b->direction[0][c * v->stride + u];
            check_near((double)one->direction[0][u * w->stride + c], sum, 1e-5);
        }
    kith_net_free(tied.net);
    kith_net_free(free_.net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directions_are_minus_the_gradient_for_every_activation_and_loss),
        cmocka_unit_test(directions_are_minus_the_gradient_for_every_layer),
        cmocka_unit_test(tied_gradients_add),
    };
    return cmocka_run_group_tests_name("net gradients", tests, NULL, NULL);
}
