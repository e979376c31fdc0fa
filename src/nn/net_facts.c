/*
 * What a spec amounts to, by arithmetic alone: nothing is allocated for the weights, so a net too
 * large for this machine can be looked at.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/net.h"

/* Trained numbers, statistics that are kept, and operations of one row forwards. */
typedef struct cost {
    uint64_t parameters, statistics, flops;
} cost;

static uint64_t act_parameters(const kith_node *n)
{
    return n->act.act != NULL && n->act.act->learned ? 1 : 0;
}

/* A product counts as a multiplication and an addition a weight; anything else as one a value. */
static cost cost_of(const kith_node *n)
{
    const uint64_t in = n->in, out = n->out;
    const bool acts = n->act.act != NULL && strcmp(n->act.act->name, "linear") != 0;
    switch (n->kind) {
    case KITH_NODE_DENSE:
        return (cost){(n->tied ? 0 : in * out) + out + act_parameters(n), 0,
                      2 * in * out + out + (acts ? out : 0)};
    case KITH_NODE_ACT:
        return (cost){act_parameters(n), 0, out};
    case KITH_NODE_BATCH_NORM:
        return (cost){2 * out, 2 * out, 4 * out};
    case KITH_NODE_LAYER_NORM:
        return (cost){2 * out, 0, 8 * out};
    case KITH_NODE_RES_CLOSE:
    case KITH_NODE_SPARSE_TOP:
        return (cost){0, 0, out};
    default:
        return (cost){0, 0, 0};
    }
}

static void add_layer(kith_net_facts *f, const kith_node *n, size_t i)
{
    const cost c = cost_of(n);
    kith_layer_facts *l = &f->layer[i];
    kith_node_format(n, l->text, sizeof l->text);
    l->inputs = n->in;
    l->outputs = n->out;
    l->parameters = c.parameters;
    l->statistics = c.statistics;
    l->bytes = (c.parameters + c.statistics) * sizeof(kith_real);
    l->flops = c.flops;
    f->parameters += l->parameters;
    f->statistics += l->statistics;
    f->bytes += l->bytes;
    f->flops += l->flops;
}

static kith_status fill(const kith_spec *s, kith_net_facts *f, kith_error *err)
{
    f->layer = calloc(s->nodes, sizeof *f->layer);
    if (f->layer == NULL)
        return kith_fail_memory(err, "a net", s->nodes * sizeof *f->layer);
    f->layers = s->nodes;
    f->inputs = s->inputs;
    f->outputs = s->outputs;
    for (size_t i = 0; i < s->nodes; i++)
        add_layer(f, &s->node[i], i);
    return kith_spec_format(s, &f->spec, err);
}

kith_status kith_net_facts_of(const char *text, uint64_t inputs, uint64_t outputs,
                              kith_net_facts *out, kith_error *err)
{
    kith_spec s;
    *out = (kith_net_facts){0};
    KITH_TRY(kith_spec_parse(text, &s, err));
    kith_status status = kith_spec_infer(&s, (size_t)inputs, (size_t)outputs, err);
    if (status == KITH_OK && (s.inputs == KITH_SPEC_INFERRED || s.outputs == KITH_SPEC_INFERRED))
        status = kith_fail(err, KITH_ERR_USAGE, "the net's %s are left open (?): how many?",
                           s.inputs == KITH_SPEC_INFERRED ? "inputs" : "outputs");
    if (status == KITH_OK)
        status = fill(&s, out, err);
    kith_spec_clear(&s);
    if (status != KITH_OK)
        kith_net_facts_clear(out);
    return status;
}

void kith_net_facts_clear(kith_net_facts *f)
{
    free(f->spec);
    free(f->layer);
    *f = (kith_net_facts){0};
}
