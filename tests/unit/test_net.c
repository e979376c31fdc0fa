/*
 * Nets: directions against central differences for every layer, activation and loss; answers worked
 * out by hand; the facts of dropout, norms, residual blocks and ties; the same bits however the
 * work is split.
 */
#include "check.h"

#include "base/rng.h"
#include "nn/net.h"

#ifdef KITH_DOUBLE
static const double h = 1e-5, tolerance = 1e-7;
#else
static const double h = 4e-3, tolerance = 2e-3;
#endif

enum { BATCH = 11, MOST = 64 };

/* A net with a batch of random rows in it. */
typedef struct fixture {
    kith_net *net;
    kith_optim optim;
    size_t inputs, outputs;
    kith_real x[BATCH * MOST], y[BATCH * MOST];
} fixture;

static double random_number(uint64_t key, uint64_t i)
{
    return 2 * kith_rng_unit(kith_rng_at(key, i)) - 1;
}

static kith_net *make_net(const char *text, const char *loss, const kith_optim *optim,
                          const kith_kern *kern, double clip)
{
    kith_error err;
    kith_spec spec;
    kith_net *net = NULL;
    if (kern == NULL)
        check_ok(kith_kern_choose(NULL, &kern, &err));
    const kith_net_options o = {
        .kern = kern, .optim = optim, .loss = loss, .batch = BATCH, .seed = 5, .clip_norm = clip};
    check_ok(kith_spec_parse(text, &spec, &err));
    check_ok(kith_net_new(&spec, &o, &net, &err));
    kith_spec_clear(&spec);
    return net;
}

/* Targets that suit every loss: soft classes that add up to 1, away from 0 and 1. */
static void fill(fixture *f)
{
    for (size_t r = 0; r < BATCH; r++) {
        double sum = 0;
        for (size_t c = 0; c < f->inputs; c++)
            f->x[r * f->inputs + c] = (kith_real)random_number(11, r * f->inputs + c);
        for (size_t c = 0; c < f->outputs; c++)
            sum += 1.2 + random_number(12, r * f->outputs + c);
        for (size_t c = 0; c < f->outputs; c++)
            f->y[r * f->outputs + c] =
                (kith_real)((1.2 + random_number(12, r * f->outputs + c)) / sum);
    }
}

static void put(fixture *f)
{
    for (size_t r = 0; r < BATCH; r++) {
        memcpy(kith_net_input(f->net, r), f->x + r * f->inputs, f->inputs * sizeof *f->x);
        kith_net_target(f->net, r, f->y + r * f->outputs, (kith_real)(1 + (double)r / 10));
    }
}

static void start(fixture *f, const char *text, const char *loss, const char *optim,
                  const kith_kern *kern, double clip)
{
    kith_error err;
    size_t params;
    check_ok(kith_optim_parse(optim, strlen(optim), &f->optim, &err));
    f->net = make_net(text, loss, &f->optim, kern, clip);
    f->inputs = kith_net_spec(f->net)->inputs;
    f->outputs = kith_net_spec(f->net)->outputs;
    assert_true(f->inputs <= MOST && f->outputs <= MOST);
    kith_param *const *param = kith_net_params(f->net, &params);
    for (size_t i = 0; i < params; i++) /* biases, gains and shifts away from where they begin */
        for (size_t c = 0; param[i]->rows == 1 && c < param[i]->cols; c++)
            if (param[i]->role == KITH_TRAINABLE)
                param[i]->w[c] += (kith_real)(0.2 * random_number(i, c));
    fill(f);
    put(f);
}

/* All phases of one step, by `workers` in turn. */
static void run_phases(fixture *f, const kith_pass *pass, unsigned workers)
{
    for (unsigned phase = 0; phase < kith_net_phases(f->net); phase++)
        for (unsigned w = 0; w < workers; w++)
            kith_net_phase(f->net, pass, phase, w, workers);
}

static double loss_of(fixture *f)
{
    const kith_pass pass = kith_net_pass(f->net, BATCH, 2, 3);
    run_phases(f, &pass, 1);
    return kith_net_loss(f->net, BATCH);
}

/* All that directions are of: the loss, times `scale`, and what sparse layers add. */
static double objective(fixture *f, double scale)
{
    return scale * loss_of(f) + kith_net_penalty(f->net, BATCH);
}

/*
 * Directions are of the mean over the batch, so the loss is too. A kink within a step of h makes a
 * difference of two slopes: where halving h changes the answer much, the weight is passed over.
 */
static double difference(fixture *f, kith_real *w, double by, double scale)
{
    const kith_real old = *w;
    *w = (kith_real)((double)old + by);
    const double high = (double)*w, above = objective(f, scale);
    *w = (kith_real)((double)old - by);
    const double low = (double)*w, below = objective(f, scale);
    *w = old;
    return (below - above) / (high - low);
}

static size_t check_param(fixture *f, const kith_layer *l, size_t i, double scale, const char *what)
{
    const kith_param *p = &l->param[i];
    const size_t n = p->rows * p->stride;
    kith_real *direction = malloc(n * sizeof *direction);
    size_t checked = 0;
    loss_of(f);
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
    fixture f;
    char what[256];
    start(&f, text, loss, "sgd", kern, 0);
    size_t checked = 0, all = 0;
    const kith_loss *of = kith_net_head(f.net, 0)->loss;
    const double scale = of->sum_batch ? 1 : 1.0 / BATCH;
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

/* Puts numbers into parameter `name`, which has cols columns. */
static kith_param *param_of(const kith_net *net, const char *name)
{
    size_t n;
    kith_param *const *param = kith_net_params(net, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(param[i]->name, name) == 0)
            return param[i];
    fail_msg("no parameter %s", name);
    return NULL;
}

static void set(const kith_net *net, const char *name, const kith_real *values)
{
    kith_param *p = param_of(net, name);
    for (size_t r = 0; r < p->rows; r++)
        memcpy(kith_param_row(p, r), values + r * p->cols, p->cols * sizeof *values);
}

static void the_notes_two_units_compute_xor(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    static const kith_real x[8] = {0, 0, 0, 1, 1, 0, 1, 1}, want[4] = {0, 1, 1, 0};
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++) {
        kith_real y[4];
        kith_net *net = make_net("2-2relu-1", NULL, NULL, tables[t], 0);
        set(net, "1.weight", (const kith_real[]){1, 1, 1, 1});
        set(net, "1.bias", (const kith_real[]){0, -1});
        set(net, "2.weight", (const kith_real[]){1, -2});
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
        kith_net *net = make_net("2-1step", NULL, NULL, NULL, 0);
        set(net, "1.weight", gates[g].w);
        set(net, "1.bias", &gates[g].b);
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
    fixture f;
    kith_real out[BATCH * 3];
    start(&f, "5-7-6-3", NULL, "sgd", NULL, 0);
    kith_net_predict(f.net, f.x, 5, BATCH, out);
    for (size_t r = 0; r < BATCH; r++) {
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

/* The gradient of a shared matrix is that of its use as W plus that of its use as W transposed. */
static void tied_gradients_add(void **state)
{
    (void)state;
    fixture tied, free_;
    start(&tied, "5-3tanh-5:tied", "mse", "sgd", NULL, 0);
    start(&free_, "5-3tanh-5", "mse", "sgd", NULL, 0);
    kith_param *w = param_of(tied.net, "1.weight"), *v = param_of(free_.net, "2.weight");
    for (size_t u = 0; u < 3; u++)
        for (size_t c = 0; c < 5; c++) {
            kith_param_row(param_of(free_.net, "1.weight"), u)[c] = kith_param_row(w, u)[c];
            kith_param_row(v, c)[u] = kith_param_row(w, u)[c];
        }
    set(free_.net, "1.bias", param_of(tied.net, "1.bias")->w);
    set(free_.net, "2.bias", param_of(tied.net, "2.bias")->w);
    check_near(loss_of(&tied), loss_of(&free_), 1e-5);
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

/* Training outputs of a linear net, averaged over many masks, against its answer. */
static void check_dropout(const char *text, double tolerance_of_mean)
{
    fixture f;
    enum { DRAWS = 4000 };
    kith_real out[BATCH];
    double mean = 0, one = 0;
    start(&f, text, "mse", "sgd", NULL, 0);
    kith_net_predict(f.net, f.x, f.inputs, BATCH, out);
    for (uint64_t i = 0; i < DRAWS; i++) {
        put(&f);
        const kith_pass pass = kith_net_pass(f.net, BATCH, 0, i);
        run_phases(&f, &pass, 1);
        mean += (double)kith_net_head(f.net, 0)->top->out.y[0] / DRAWS;
        one = (double)kith_net_head(f.net, 0)->top->out.y[0];
    }
    assert_true(fabs(one - (double)out[0]) > 1e-3); /* a mask was at work */
    check_near(mean, (double)out[0], tolerance_of_mean);
    kith_net_free(f.net);
}

static void dropout_and_noise_keep_the_mean_of_a_linear_net(void **state)
{
    (void)state;
    check_dropout("8-dropout0.3-1", 0.03);
    check_dropout("8-dropout0.3,standard-1", 0.03);
    check_dropout("8-noise0.5-1", 0.03);
}

static void noise_on_weights_has_its_variance_and_is_off_in_answers(void **state)
{
    (void)state;
    enum { DRAWS = 3000 };
    fixture f, quiet;
    kith_real with[BATCH], without[BATCH];
    double mean = 0, square = 0;
    start(&f, "8-1:wnoise:0.25", "mse", "sgd", NULL, 0);
    start(&quiet, "8-1", "mse", "sgd", NULL, 0);
    const kith_param *w = param_of(f.net, "1.weight");
    kith_net_predict(f.net, f.x, 8, BATCH, with);
    kith_net_predict(quiet.net, f.x, 8, BATCH, without);
    assert_memory_equal(with, without, sizeof with);
    memset(f.x, 0, sizeof f.x);
    f.x[0] = 1; /* the first row's output is its first weight and the bias */
    put(&f);
    for (uint64_t i = 0; i < DRAWS; i++) {
        const kith_pass pass = kith_net_pass(f.net, BATCH, 0, i);
        run_phases(&f, &pass, 1);
        const double out = (double)kith_net_head(f.net, 0)->top->out.y[0];
        const double noise = out - (double)w->w[0] - (double)param_of(f.net, "1.bias")->w[0];
        mean += noise / DRAWS;
        square += noise * noise / DRAWS;
    }
    check_near(mean, 0, 4 * 0.25 / sqrt(DRAWS));
    check_near(square, 0.25 * 0.25, 0.1 * 0.25 * 0.25);
    kith_net_free(f.net);
    kith_net_free(quiet.net);
}

static void batch_norm_has_the_mean_and_variance_it_learned(void **state)
{
    (void)state;
    fixture f;
    start(&f, "5-bn", "mse", "sgd", NULL, 0);
    loss_of(&f);
    const kith_layer *l = kith_net_layer(f.net, 0);
    for (size_t c = 0; c < 5; c++) {
        double mean = 0, square = 0;
        for (size_t r = 0; r < BATCH; r++)
            mean += (double)l->out.y[r * l->out.ld + c] / BATCH;
        for (size_t r = 0; r < BATCH; r++)
            square += pow((double)l->out.y[r * l->out.ld + c] - mean, 2) / BATCH;
        check_near(mean, (double)l->param[1].w[c], 1e-5);
        check_near(square, pow((double)l->param[0].w[c], 2), 1e-3);
    }
    kith_net_free(f.net);
}

/* At test a row's answer is its own: alone, among others, and by the running statistics. */
static void batch_norm_answers_each_row_by_itself(void **state)
{
    (void)state;
    fixture f;
    kith_real all[BATCH * 3], one[3];
    start(&f, "5-6-bn-tanh-3", "mse", "sgd", NULL, 0);
    for (int i = 0; i < 200; i++)
        loss_of(&f);
    kith_net_predict(f.net, f.x, 5, BATCH, all);
    for (size_t r = 0; r < BATCH; r++) {
        kith_net_predict(f.net, f.x + r * 5, 5, 1, one);
        assert_memory_equal(one, all + r * 3, sizeof one);
    }
    /* after many equal batches: the batch's mean, and its unbiased variance */
    const kith_param *mean = param_of(f.net, "2.mean"), *var = param_of(f.net, "2.variance");
    const kith_layer *dense = kith_net_layer(f.net, 0);
    put(&f);
    loss_of(&f);
    for (size_t c = 0; c < 6; c++) {
        double m = 0, v = 0;
        for (size_t r = 0; r < BATCH; r++)
            m += (double)dense->out.y[r * dense->out.ld + c] / BATCH;
        for (size_t r = 0; r < BATCH; r++)
            v += pow((double)dense->out.y[r * dense->out.ld + c] - m, 2) / (BATCH - 1);
        check_near((double)mean->w[c], m, 1e-5);
        check_near((double)var->w[c], v, 1e-4);
    }
    kith_net_free(f.net);
}

/* A batch norm's answers are those of a dense layer with its scale and shift folded in. */
static void batch_norm_folds_into_the_dense_layer_before_it(void **state)
{
    (void)state;
    fixture f;
    kith_real with[BATCH * 3], folded[BATCH * 3];
    start(&f, "5-3-bn", "mse", "sgd", NULL, 0);
    for (int i = 0; i < 50; i++)
        loss_of(&f);
    kith_net_predict(f.net, f.x, 5, BATCH, with);
    kith_net *dense = make_net("5-3", NULL, NULL, NULL, 0);
    for (size_t u = 0; u < 3; u++) {
        const double rate = (double)param_of(f.net, "2.gain")->w[u] /
                            sqrt((double)param_of(f.net, "2.variance")->w[u] + 1e-5);
        for (size_t c = 0; c < 5; c++)
            kith_param_row(param_of(dense, "1.weight"), u)[c] =
                (kith_real)(rate * (double)kith_param_row(param_of(f.net, "1.weight"), u)[c]);
        param_of(dense, "1.bias")->w[u] =
            (kith_real)(rate * ((double)param_of(f.net, "1.bias")->w[u] -
                                (double)param_of(f.net, "2.mean")->w[u]) +
                        (double)param_of(f.net, "2.shift")->w[u]);
    }
    kith_net_predict(dense, f.x, 5, BATCH, folded);
    for (size_t i = 0; i < BATCH * 3; i++)
        check_near((double)with[i], (double)folded[i], 1e-5);
    kith_net_free(dense);
    kith_net_free(f.net);
}

static void batch_norm_refuses_a_batch_of_one(void **state)
{
    (void)state;
    kith_error err;
    kith_net *with = make_net("5-3-bn", NULL, NULL, NULL, 0);
    kith_net *without = make_net("5-3-ln", NULL, NULL, NULL, 0);
    check_fails_with(kith_net_check_rows(with, 9, 1, &err), KITH_ERR_USAGE, "2 rows or more");
    check_fails_with(kith_net_check_rows(with, 9, 8, &err), KITH_ERR_USAGE, "leave one alone");
    check_ok(kith_net_check_rows(with, 10, 8, &err));
    check_ok(kith_net_check_rows(without, 9, 8, &err));
    kith_net_free(with);
    kith_net_free(without);
}

static double norm_of(const kith_layer *l)
{
    const kith_param *w = &l->param[0];
    double sum = 0;
    for (size_t i = 0; i < w->rows * w->stride; i++)
        sum += (double)l->direction[0][i] * (double)l->direction[0][i];
    return sqrt(sum);
}

/* The notes' claim for residual blocks: what reaches the first layer of 50. */
static void residual_blocks_carry_gradients_through_50_layers(void **state)
{
    (void)state;
    static const char *const acts[] = {"sigmoid", "tanh"};
    for (int a = 0; a < 2; a++) {
        static char plain[2048], residual[4096];
        fixture f, g;
        size_t p = (size_t)sprintf(plain, "8-8%s", acts[a]);
        size_t q = (size_t)sprintf(residual, "8-8%s", acts[a]);
        for (int i = 0; i < 50; i++) {
            p += (size_t)sprintf(plain + p, "-8%s:normal:0.1", acts[a]);
            q += (size_t)sprintf(residual + q, "-res(8%s:normal:0.1)", acts[a]);
        }
        sprintf(plain + p, "-3softmax");
        sprintf(residual + q, "-3softmax");
        start(&f, plain, NULL, "sgd", NULL, 0);
        start(&g, residual, NULL, "sgd", NULL, 0);
        loss_of(&f);
        loss_of(&g);
        assert_true(norm_of(kith_net_layer(g.net, 0)) >= 1e3 * norm_of(kith_net_layer(f.net, 0)));
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
        fixture f;
        const kith_real w = (kith_real)weights[i], b = (kith_real)(-weights[i] / 2);
        char name[16];
        start(&f, "1-1sigmoid-1sigmoid-1sigmoid-1sigmoid-1sigmoid", "sse", "sgd", NULL, 0);
        for (size_t l = 0; l < 5; l++) { /* 0.5 in, z = 0, 0.5 out */
            snprintf(name, sizeof name, "%zu.weight", l + 1);
            set(f.net, name, &w);
            snprintf(name, sizeof name, "%zu.bias", l + 1);
            set(f.net, name, &b);
        }
        for (size_t r = 0; r < BATCH; r++)
            f.x[r] = (kith_real)0.5, f.y[r] = 1;
        put(&f);
        loss_of(&f);
        for (size_t l = 0; l < 4; l++) {
            const double below = norm_of(kith_net_layer(f.net, l));
            const double above = norm_of(kith_net_layer(f.net, l + 1));
            check_near(below / above, weights[i] / 4, 1e-4 * weights[i]);
        }
        kith_net_free(f.net);
    }
}

static void long_directions_are_cut_to_length_and_short_ones_left(void **state)
{
    (void)state;
    static const double limits[] = {0.01, 100};
    fixture plain;
    start(&plain, "5-6tanh-3softmax", NULL, "sgd", NULL, 0);
    loss_of(&plain);
    double length = 0;
    for (size_t l = 0; l < 2; l++) {
        const kith_layer *layer = kith_net_layer(plain.net, l);
        length += pow(norm_of(layer), 2);
        for (size_t c = 0; c < layer->param[1].cols; c++)
            length += pow((double)layer->direction[1][c], 2);
    }
    length = sqrt(length);
    kith_real before[30], after[30];
    memcpy(before, kith_net_layer(plain.net, 0)->direction[0], sizeof before);
    for (int i = 0; i < 2; i++) {
        fixture f;
        start(&f, "5-6tanh-3softmax", NULL, "sgd", NULL, limits[i]);
        kith_param *w = param_of(f.net, "1.weight");
        memcpy(after, w->w, sizeof after);
        loss_of(&f);
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
    fixture f;
    kith_real before[16], after[16];
    start(&f, "5-6tanh:frozen-3softmax", NULL, "adam", NULL, 0);
    memcpy(before, param_of(f.net, "1.weight")->w, sizeof before);
    memcpy(after, param_of(f.net, "2.weight")->w, sizeof after);
    loss_of(&f);
    kith_net_apply(f.net, 0.1, 1, 0, 1);
    assert_memory_equal(before, param_of(f.net, "1.weight")->w, sizeof before);
    assert_memory_not_equal(after, param_of(f.net, "2.weight")->w, 3 * sizeof *after);
    kith_net_free(f.net);
}

/* The result of nag is w by the notes' rule, computed beside it; its look-ahead is where it learns.
 */
static void look_ahead_nets_answer_by_their_weights(void **state)
{
    (void)state;
    fixture f;
    double w[3], v[3] = {0}, ahead[3];
    start(&f, "3-1", "mse", "nag:momentum=0.5", NULL, 0);
    kith_param *p = param_of(f.net, "1.weight"), *bias = param_of(f.net, "1.bias");
    bias->role = KITH_FROZEN;
    for (size_t c = 0; c < 3; c++)
        w[c] = (double)p->w[c];
    for (uint64_t step = 1; step <= 5; step++) {
        loss_of(&f);
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
            fixture whole, parts;
            size_t n;
            const char *text = texts[t / isas];
            start(&whole, text, NULL, "adam:noise=0.01,l2=0.01", tables[t % isas], 0.3);
            start(&parts, text, NULL, "adam:noise=0.01,l2=0.01", tables[t % isas], 0.3);
            for (uint64_t step = 1; step <= 3; step++) {
                const kith_pass pass = kith_net_pass(whole.net, BATCH, 0, step);
                run_phases(&whole, &pass, 1);
                run_phases(&parts, &pass, workers);
                assert_true(kith_net_loss(whole.net, BATCH) == kith_net_loss(parts.net, BATCH));
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
    fixture f;
    kith_real whole[BATCH * 3], middle[BATCH * 6], again[BATCH * 3];
    start(&f, "5-6tanh-3softmax", NULL, "sgd", NULL, 0);
    kith_net_predict(f.net, f.x, 5, BATCH, whole);
    kith_net_predict_part(f.net, 0, 1, f.x, 5, BATCH, middle);
    kith_net_predict_part(f.net, 1, 2, middle, 6, BATCH, again);
    assert_memory_equal(whole, again, sizeof whole);
    for (size_t r = 0; r < BATCH; r++)
        check_near((double)whole[r * 3] + (double)whole[r * 3 + 1] + (double)whole[r * 3 + 2], 1,
                   1e-6);
    double loss = 0;
    for (size_t i = 0; i < BATCH * 3; i++)
        loss -= (double)f.y[i] * log((double)whole[i]);
    check_near(kith_net_score(f.net, f.x, 5, f.y, 3, NULL, BATCH), loss, 1e-4);
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
        cmocka_unit_test(directions_are_minus_the_gradient_for_every_activation_and_loss),
        cmocka_unit_test(directions_are_minus_the_gradient_for_every_layer),
        cmocka_unit_test(the_notes_two_units_compute_xor),
        cmocka_unit_test(threshold_units_are_the_gates_of_the_notes),
        cmocka_unit_test(stacked_linear_layers_are_one),
        cmocka_unit_test(tied_gradients_add),
        cmocka_unit_test(dropout_and_noise_keep_the_mean_of_a_linear_net),
        cmocka_unit_test(noise_on_weights_has_its_variance_and_is_off_in_answers),
        cmocka_unit_test(batch_norm_has_the_mean_and_variance_it_learned),
        cmocka_unit_test(batch_norm_answers_each_row_by_itself),
        cmocka_unit_test(batch_norm_folds_into_the_dense_layer_before_it),
        cmocka_unit_test(batch_norm_refuses_a_batch_of_one),
        cmocka_unit_test(residual_blocks_carry_gradients_through_50_layers),
        cmocka_unit_test(gradients_vanish_and_explode_as_the_notes_say),
        cmocka_unit_test(long_directions_are_cut_to_length_and_short_ones_left),
        cmocka_unit_test(frozen_layers_stay_as_they_are),
        cmocka_unit_test(look_ahead_nets_answer_by_their_weights),
        cmocka_unit_test(the_bits_do_not_depend_on_how_the_work_is_split),
        cmocka_unit_test(answers_are_probabilities_and_parts_make_the_whole),
        cmocka_unit_test(nets_that_cannot_learn_are_refused_with_the_reason),
    };
    return cmocka_run_group_tests_name("nn/net", tests, NULL, NULL);
}
