/*
 * All that is chosen by name as one table: what `kith net list` shows and what tests go through, so
 * that nothing can be added without being listed and tested.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nn/act.h"
#include "nn/init.h"
#include "nn/loss.h"
#include "nn/optim.h"
#include "nn/schedule.h"

/* What every optimiser takes beside its own values; applied around its run (nn/param.c). */
static const kith_mechanism settings[] = {
    {"setting", "l2", "l2=0", "d - l2 w before the step", "Tikhonov 1943; notes 000-003",
     "of any optimiser, as sgd:l2=1e-4: the loss gains l2/2 w^2", true},
    {"setting", "l2:notes0", "l2:notes0=0", "d - 2 l2 w before the step", "notes 000, 002",
     "of any optimiser, as sgd:l2:notes0=1e-4: the loss gains l2 w^2, which pulls twice as hard",
     true},
    {"setting", "decay", "decay=0", "w - lr decay w before the step", "Loshchilov & Hutter 2019",
     "of any optimiser; equal to l2 under sgd and to no other rule", true},
    {"setting", "l1", "l1=0", "w moves by lr l1 towards 0 after the step and stops there",
     "Tibshirani 1996; notes 000-003", "of any optimiser; proximal, so weights become exactly 0",
     true},
    {"setting", "clip", "clip=0", "d to -clip..clip before the step", "notes 001: clipvalue=0.5",
     "of any optimiser; against exploding gradients, it does nothing for vanishing ones", true},
    {"setting", "noise", "noise=0", "d + N(0, noise / step^0.55)",
     "Neelakantan et al. 2015; notes 000", "of any optimiser of a net", true},
    {"setting", "warm", "warm=0", "the rate rises from 0 over this share (or from 1 up: steps)",
     "Goyal et al. 2017", "of any schedule, as cosine:warm=0.05", true},
};

/* Nodes of a net's text (nn/spec.h) that are neither dense layers nor activations, and what a dense
 * layer takes; each note begins with how it is written. */
static const kith_mechanism layers[] = {
    {"layer", "dropout", "",
     "each value is 0 with the chance of the rate, the others x / (1 - rate)",
     "Srivastava et al. 2014; notes 000-004", "as dropout0.2; nothing happens at test", true},
    {"layer", "dropout,standard", "", "x in training, (1 - rate) x at test", "notes 000, 003",
     "as dropout0.2,standard; the notes' form, scaled by the share that is kept", true},
    {"layer", "noise", "", "x + N(0, deviation^2) in training", "Bishop 1995; notes 001",
     "as noise0.1", true},
    {"layer", "bn", "eps=1e-5 pace=0.1", "g (x - mean) / sqrt(var + eps) + b, over the batch",
     "Ioffe & Szegedy 2015; notes 000",
     "as bn; running statistics at test; bn:eps=out has eps outside the root", true},
    {"layer", "ln", "eps=1e-5", "g (x - mean) / sqrt(var + eps) + b, over the layer",
     "Ba, Kiros & Hinton 2016; notes 001",
     "as ln; what notes 001 call batch norm; ln:eps=out has eps outside the root", true},
    {"layer", "kl", "", "the loss gains beta KL(rho || mean of each unit over the batch)",
     "Ng 2011", "as kl:0.1,3; rho, then beta; behind values of 0 to 1", true},
    {"layer", "l1", "", "the loss gains lambda sum of |y|, the mean over the batch",
     "Olshausen & Field 1996; notes 000", "as l1:0.001", true},
    {"layer", "topk", "", "the K largest of a row pass, forwards and backwards",
     "Makhzani & Frey 2014; notes 000", "as topk:3; at test too", true},
    {"layer", "res", "", "x + F(x)", "He et al. 2016; notes 001",
     "as res(8relu-4); as wide at its end as at its beginning", true},
    {"layer", "head", "", "an output of its own on the trunk; losses add, each by its weight",
     "Caruana 1997; notes 003", "as head:a:0.5(3softmax)", true},
    {"layer", "wnoise", "", "training steps go by w + N(0, deviation^2)",
     "Jim, Giles & Horne 1996; notes 001", "as 8relu:wnoise:0.05; drawn anew for each step", true},
    {"layer", "tied", "", "transposed weights of an earlier layer; the gradients of both uses add",
     "notes 003", "as 3-4:tied", true},
    {"layer", "frozen", "", "weights that no step moves", "notes 001", "as 8relu:frozen", true},
};

/* What classify, regress and autoencode train take beside the net and its optimiser. */
static const kith_mechanism training[] = {
    {"option", "batch", "batch=32", "the mean gradient of so many rows is a step",
     "Robbins & Monro 1951; notes 000-004", "1: one row a step (SGD); all rows: gradient descent",
     true},
    {"option", "clip", "clip=0", "G clip / |G| where the gradient of all weights is longer",
     "Pascanu et al. 2013; notes 000",
     "direction kept; the optimisers' own clip bounds each number", true},
    {"option", "patience", "patience=0",
     "stop when the held-out loss was not lower for so many epochs; the best weights are kept",
     "Prechelt 1998; notes 001, 003", "with --valid", true},
    {"option", "augment", "", "images shifted, rotated, scaled, flipped anew in each epoch",
     "Simard et al. 2003; notes 001, 003", "in training only", true},
    {"option", "noise", "",
     "an autoencoder sees x with numbers at 0 (mask) or N(0, S^2) added (gauss)",
     "Vincent et al. 2008; notes 000", "its target stays the clean row", true},
    {"option", "scale", "scale=zscore", "(x - mean) / deviation, or to 0..1 (minmax)", "notes 000",
     "fitted on the rows trained on, kept in the model", true},
    {"option", "class-weight", "class-weight=none",
     "balanced: a row of class c weighs n / (classes n_c)", "King & Zeng 2001", "of classifiers",
     true},
    {"option", "init-with", "", "layers begin with the weights of a saved model",
     "Pratt 1993; notes 001", "transfer; --freeze keeps some as they are", true},
};

/* Adds " key=value" where the mechanism takes one. */
static void add_value(kith_mechanism *m, const char *key, double value)
{
    char number[KITH_REAL_CHARS];
    const size_t used = strlen(m->standard);
    if (key == NULL || isnan(value))
        return;
    kith_format_double(value, number);
    snprintf(m->standard + used, sizeof m->standard - used, "%s%s=%s", used > 0 ? " " : "", key,
             number);
}

static bool act_at(size_t i, kith_mechanism *out)
{
    const kith_act *a = kith_act_at(i);
    if (a == NULL)
        return false;
    *out = (kith_mechanism){.kind = "activation",
                            .name = a->name,
                            .formula = a->formula,
                            .source = a->source,
                            .note = a->untrained,
                            .shown = true};
    add_value(out, "a", a->standard);
    return true;
}

static bool loss_at(size_t i, kith_mechanism *out)
{
    const kith_loss *l = kith_loss_at(i);
    if (l == NULL)
        return false;
    *out = (kith_mechanism){
        .kind = "loss", .name = l->name, .formula = l->formula, .source = l->source, .shown = true};
    add_value(out, "a", l->standard);
    return true;
}

static bool init_at(size_t i, kith_mechanism *out)
{
    const kith_init *n = kith_init_at(i);
    if (n == NULL)
        return false;
    *out = (kith_mechanism){.kind = "initialiser",
                            .name = n->name,
                            .formula = n->formula,
                            .source = n->source,
                            .note = n->note,
                            .shown = true};
    add_value(out, "a", n->standard);
    return true;
}

static bool rule_at(size_t i, kith_mechanism *out)
{
    const kith_rule *r = kith_rule_at(i);
    if (r == NULL)
        return false;
    *out = (kith_mechanism){.kind = "optimiser",
                            .name = r->name,
                            .formula = r->formula,
                            .source = r->source,
                            .note = r->note,
                            .shown = !r->erratum};
    add_value(out, "lr", r->lr);
    add_value(out, r->a_key, r->a);
    add_value(out, r->b_key, r->b);
    add_value(out, "eps", r->eps);
    add_value(out, "decay", r->decay > 0 ? r->decay : NAN);
    return true;
}

static bool schedule_at(size_t i, kith_mechanism *out)
{
    const kith_schedule *s = kith_schedule_at(i);
    if (s == NULL)
        return false;
    *out = (kith_mechanism){.kind = "schedule",
                            .name = s->name,
                            .formula = s->formula,
                            .source = s->source,
                            .shown = true};
    for (size_t v = 0; v < KITH_PACE_VALUES; v++)
        add_value(out, s->key[v], s->standard[v]);
    return true;
}

static bool setting_at(size_t i, kith_mechanism *out)
{
    if (i >= sizeof settings / sizeof *settings)
        return false;
    *out = settings[i];
    return true;
}

static bool training_at(size_t i, kith_mechanism *out)
{
    if (i >= sizeof training / sizeof *training)
        return false;
    *out = training[i];
    return true;
}

static bool layer_at(size_t i, kith_mechanism *out)
{
    if (i >= sizeof layers / sizeof *layers)
        return false;
    *out = layers[i];
    return true;
}

bool kith_mechanism_at(size_t i, kith_mechanism *out)
{
    static bool (*const kinds[])(size_t i, kith_mechanism * out) = {
        act_at, layer_at, loss_at, init_at, rule_at, setting_at, schedule_at, training_at};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t of_kind = 0;
        while (of_kind < i && kinds[k](of_kind, out))
            of_kind++;
        if (kinds[k](of_kind, out)) {
            out->note = out->note != NULL ? out->note : "";
            return true;
        }
        i -= of_kind;
    }
    return false;
}
