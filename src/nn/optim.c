#include "nn/optim.h"

#include <string.h>

#include "base/named.h"

static void run_sgd(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                    size_t n, const kith_hyper *h)
{
    (void)slot;
    k->sgd(w, d, n, h);
}

static void run_adagrad(const kith_kern *k, kith_real *w, const kith_real *d,
                        kith_real *const *slot, size_t n, const kith_hyper *h)
{
    k->adagrad(w, d, slot[0], n, h);
}

const kith_rule kith_rule_sgd = {
    .name = "sgd",
    .run = run_sgd,
    .formula = "w += lr d",
    .source = "Robbins & Monro 1951",
};

/* eps stands outside the root, as in the paper's diagonal form; 1e-10 is torch's default. */
const kith_rule kith_rule_adagrad = {
    .name = "adagrad",
    .slots = 1,
    .eps = 1e-10,
    .run = run_adagrad,
    .formula = "s += d^2; w += lr d / (sqrt(s) + eps)",
    .source = "Duchi, Hazan & Singer 2011",
};

static const kith_rule *const rules[] = {&kith_rule_sgd, &kith_rule_adagrad, NULL};

const kith_rule *const *kith_rules(void)
{
    return rules;
}

static const char *name_at(size_t i)
{
    return rules[i] != NULL ? rules[i]->name : NULL;
}

/* "eps=1e-7": the only value a rule takes besides the learning rate, which has a flag of its own.
 */
static kith_status set_value(kith_optim *o, const char *pair, kith_error *err)
{
    double eps = 0;
    if (o->rule->eps <= 0 || strncmp(pair, "eps=", 4) != 0)
        return kith_fail(err, KITH_ERR_USAGE, "optimiser %s: \"%s\" is not a value it takes%s",
                         o->rule->name, pair, o->rule->eps > 0 ? "; it takes eps=" : "");
    if (!kith_parse_real(pair + 4, strlen(pair + 4), &eps) || !(eps > 0 && eps < 1))
        return kith_fail(err, KITH_ERR_USAGE, "optimiser %s: eps is \"%s\", expected 0 < eps < 1",
                         o->rule->name, pair + 4);
    o->hyper.eps = (kith_real)eps;
    return KITH_OK;
}

kith_status kith_optim_parse(const char *text, kith_optim *out, kith_error *err)
{
    const char *colon = strchr(text, ':');
    size_t i = 0;
    KITH_TRY(kith_named_find("optimiser", name_at, text,
                             colon != NULL ? (size_t)(colon - text) : strlen(text), &i, err));
    *out = (kith_optim){.rule = rules[i]};
    out->hyper.lr = (kith_real)rules[i]->lr;
    out->hyper.eps = (kith_real)rules[i]->eps;
    return colon != NULL ? set_value(out, colon + 1, err) : KITH_OK;
}
