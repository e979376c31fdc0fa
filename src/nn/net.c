#include "nn/net_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static kith_status copy_spec(kith_net *net, const kith_spec *spec, kith_error *err)
{
    const uint64_t bytes = spec->nodes * sizeof *spec->node;
    if (spec->inputs == KITH_SPEC_INFERRED || spec->outputs == KITH_SPEC_INFERRED)
        return kith_fail(err, KITH_ERR_USAGE, "the net's %s are left open (?)",
                         spec->inputs == KITH_SPEC_INFERRED ? "inputs" : "outputs");
    net->spec = *spec;
    net->spec.node = kith_mem_new(1, bytes);
    if (net->spec.node == NULL)
        return kith_fail_memory(err, "a net", bytes);
    memcpy(net->spec.node, spec->node, bytes);
    return KITH_OK;
}

/* An array of the net; the first failure is told by `ok`. */
static void *array(uint64_t count, uint64_t size, bool *ok)
{
    void *p = kith_mem_new(count > 0 ? count : 1, size);
    *ok = *ok && p != NULL;
    return p;
}

static kith_status make_arrays(kith_net *net, kith_error *err)
{
    const size_t chunks = (net->batch + KITH_NET_ROWS_CHUNK - 1) / KITH_NET_ROWS_CHUNK;
    bool ok = true;
    net->layers = net->spec.nodes;
    net->input.n = net->spec.inputs;
    net->input.ld = kith_logistic_ld(net->input.n);
    net->input.y = array(net->batch, net->input.ld * sizeof(kith_real), &ok);
    net->layer = array(net->layers, sizeof *net->layer, &ok);
    net->head = array(net->spec.heads + 1, sizeof *net->head, &ok);
    net->param = array(net->layers * KITH_LAYER_PARAMS, sizeof *net->param, &ok);
    net->train = array(net->layers * KITH_LAYER_PARAMS, sizeof *net->train, &ok);
    net->step = array(4 * net->layers + 5, sizeof *net->step, &ok);
    net->weight = array(net->batch, sizeof *net->weight, &ok);
    net->loss = array(chunks, sizeof *net->loss, &ok);
    return ok ? KITH_OK : kith_fail_memory(err, "a net", net->batch * net->input.ld);
}

/* --- heads --- */

static const kith_act *output_act(const kith_node *n)
{
    return n->kind == KITH_NODE_DENSE || n->kind == KITH_NODE_ACT ? n->act.act : NULL;
}

static const char *natural_loss(const kith_act *act)
{
    static const char *const pairs[][2] = {
        {"softmax", "ce"}, {"sigmoid", "bce"}, {"step", "perceptron"}};
    for (size_t i = 0; act != NULL && i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(act->name, pairs[i][0]) == 0)
            return pairs[i][1];
    return "mse";
}

static kith_status choose_loss(kith_head *h, const kith_node *top, const char *asked,
                               kith_error *err)
{
    const kith_act *act = output_act(top);
    const char *name = asked != NULL && asked[0] != '\0' ? asked : natural_loss(act);
    KITH_TRY(kith_loss_parse(name, strlen(name), &h->loss, &h->loss_value, err));
    if (h->loss->act != NULL && (act == NULL || strcmp(act->name, h->loss->act) != 0))
        return kith_fail(err, KITH_ERR_USAGE, "loss %s goes with a %s output, the net's is %s",
                         h->loss->name, h->loss->act, act != NULL ? act->name : "no activation");
    return KITH_OK;
}

/* The head that ends with node `top`. */
static kith_status add_head(kith_net *net, size_t top, const kith_node *open, const char *loss,
                            kith_error *err)
{
    kith_head *h = &net->head[net->heads++];
    const kith_node *n = &net->spec.node[top];
    const kith_head *before = net->heads > 1 ? h - 1 : NULL;
    h->name = open != NULL ? open->name : "";
    h->weight = open != NULL ? open->amount : 1;
    h->top = &net->layer[top];
    h->at = before != NULL ? before->at + net->spec.node[before->top - net->layer].out : 0;
    KITH_TRY(choose_loss(h, n, loss, err));
    h->top->raw = h->loss->act != NULL;
    h->target = kith_mem_new(net->batch, kith_logistic_ld(n->out) * sizeof *h->target);
    return h->target != NULL ? KITH_OK : kith_fail_memory(err, "targets", net->batch * n->out);
}

static kith_status make_heads(kith_net *net, const char *loss, kith_error *err)
{
    const kith_spec *s = &net->spec;
    if (s->heads == 0)
        return add_head(net, s->nodes - 1, NULL, loss, err);
    for (size_t i = 0; i < s->nodes; i++)
        if (s->node[i].kind == KITH_NODE_HEAD_CLOSE)
            KITH_TRY(add_head(net, i - 1, &s->node[s->node[i].mate], loss, err));
    return KITH_OK;
}

/* --- layers --- */

/* No gradient passes a step unit; as an output it may learn by the perceptron's rule. */
static kith_status check_gradients(const kith_net *net, kith_error *err)
{
    for (size_t i = 0; i < net->layers; i++) {
        const kith_act *act = output_act(&net->spec.node[i]);
        if (act != NULL && !net->layer[i].raw)
            KITH_TRY(kith_act_check_gradient(act, err));
    }
    return KITH_OK;
}

static kith_status make_layers(kith_net *net, const kith_rule *rule, kith_error *err)
{
    const kith_flow *below = &net->input;
    size_t heads = net->spec.heads;
    for (size_t i = 0; i < net->layers; i++) {
        kith_layer *l = &net->layer[i];
        l->node = &net->spec.node[i];
        l->kind = kith_layer_kind_of(l->node->kind);
        l->index = i;
        l->rows = net->batch;
        l->mate = &net->layer[l->node->mate];
        l->in = *below;
        l->out = (kith_flow){.n = l->node->out, .ld = kith_logistic_ld(l->node->out)};
        if (l->node->kind == KITH_NODE_HEAD_OPEN)
            l->adds = --heads > 0;
        KITH_TRY(l->kind->init(l, rule, net->batch, err));
        for (size_t p = 0; p < l->params; p++)
            net->param[net->params++] = &l->param[p];
        below = &l->out;
    }
    return KITH_OK;
}

/* The activation that follows a dense layer, also where a norm stands between. */
static const kith_act *act_after(const kith_net *net, size_t i)
{
    const kith_node *n = &net->spec.node[i], *end = net->spec.node + net->spec.nodes;
    const kith_act *own = n->act.act;
    while (++n < end && (n->kind == KITH_NODE_BATCH_NORM || n->kind == KITH_NODE_LAYER_NORM))
        ;
    return strcmp(own->name, "linear") == 0 && n < end && n->kind == KITH_NODE_ACT ? n->act.act
                                                                                   : own;
}

/* He et al. 2015 for what passes half of its inputs, Glorot & Bengio 2010 for the others. */
static const char *natural_init(const kith_act *act)
{
    static const char *const family[] = {"relu", "leaky", "prelu", "elu", "swish", "gelu"};
    for (size_t i = 0; i < sizeof family / sizeof *family; i++)
        if (strcmp(act->name, family[i]) == 0)
            return "he";
    return "xavier";
}

static kith_status draw_weights(kith_net *net, const char *asked, kith_error *err)
{
    for (size_t i = 0; i < net->layers; i++) {
        const kith_node *n = &net->spec.node[i];
        kith_init_use use = n->init;
        if (n->kind != KITH_NODE_DENSE || n->tied)
            continue;
        const char *name =
            asked != NULL && asked[0] != '\0' ? asked : natural_init(act_after(net, i));
        if (use.init == NULL)
            KITH_TRY(kith_init_parse(name, strlen(name), &use, err));
        kith_param_fill(&net->layer[i].param[0], &use, net->seed, i + 1);
    }
    return KITH_OK;
}

/* The parameters that a step moves, and room to measure their directions row by row. */
static kith_status list_trained(kith_net *net, kith_error *err)
{
    size_t rows = 0;
    for (size_t l = 0; l < net->layers; l++) {
        kith_layer *layer = &net->layer[l];
        const bool dense = layer->node->kind == KITH_NODE_DENSE && !layer->node->tied;
        for (size_t i = 0; i < layer->params; i++) {
            if (layer->param[i].role == KITH_STATISTIC)
                continue;
            net->train[net->trains++] = (kith_trained){.param = &layer->param[i],
                                                       .direction = layer->direction[i],
                                                       .at = rows,
                                                       .penalised = dense && i == 0};
            rows += layer->param[i].rows;
        }
    }
    net->square = kith_mem_new(rows > 0 ? rows : 1, sizeof *net->square);
    return net->square != NULL ? KITH_OK
                               : kith_fail_memory(err, "a net", rows * sizeof *net->square);
}

static kith_status build(kith_net *net, const kith_spec *spec, const kith_net_options *o,
                         kith_error *err)
{
    KITH_TRY(copy_spec(net, spec, err));
    KITH_TRY(make_arrays(net, err));
    KITH_TRY(make_heads(net, o->loss, err));
    if (o->optim != NULL)
        KITH_TRY(check_gradients(net, err));
    KITH_TRY(make_layers(net, net->optim.rule, err));
    KITH_TRY(list_trained(net, err));
    KITH_TRY(draw_weights(net, o->init, err));
    kith_net_plan(net);
    return KITH_OK;
}

kith_status kith_net_new(const kith_spec *spec, const kith_net_options *o, kith_net **out,
                         kith_error *err)
{
    kith_net *net = kith_mem_new(1, sizeof *net);
    *out = net;
    if (net == NULL)
        return kith_fail_memory(err, "a net", sizeof *net);
    net->kern = o->kern;
    net->optim = o->optim != NULL ? *o->optim : (kith_optim){.rule = &kith_rule_sgd};
    net->clip_norm = o->clip_norm;
    net->batch = o->batch;
    net->seed = o->seed;
    const kith_status status = build(net, spec, o, err);
    if (status != KITH_OK) {
        kith_net_free(net);
        *out = NULL;
    }
    return status;
}

void kith_net_free(kith_net *net)
{
    if (net == NULL)
        return;
    for (size_t i = 0; net->layer != NULL && i < net->layers; i++)
        kith_layer_clear(&net->layer[i]);
    for (size_t i = 0; i < net->heads; i++)
        kith_mem_free(net->head[i].target);
    kith_mem_free(net->input.y);
    kith_mem_free(net->layer);
    kith_mem_free(net->head);
    kith_mem_free(net->param);
    kith_mem_free(net->train);
    kith_mem_free(net->step);
    kith_mem_free(net->weight);
    kith_mem_free(net->loss);
    kith_mem_free(net->square);
    kith_spec_clear(&net->spec);
    kith_mem_free(net);
}

kith_status kith_net_check_rows(const kith_net *net, uint64_t rows, size_t batch, kith_error *err)
{
    if (rows % batch != 1 && batch != 1)
        return KITH_OK;
    for (size_t i = 0; i < net->layers; i++)
        if (net->spec.node[i].kind == KITH_NODE_BATCH_NORM)
            return kith_fail(err, KITH_ERR_USAGE,
                             "batch norm learns from 2 rows or more at a time; batches of %zu out "
                             "of %llu rows leave one alone",
                             batch, (unsigned long long)rows);
    return KITH_OK;
}

const kith_spec *kith_net_spec(const kith_net *net)
{
    return &net->spec;
}

size_t kith_net_batch(const kith_net *net)
{
    return net->batch;
}

size_t kith_net_layers(const kith_net *net)
{
    return net->layers;
}

const kith_layer *kith_net_layer(const kith_net *net, size_t i)
{
    return &net->layer[i];
}

size_t kith_net_heads(const kith_net *net)
{
    return net->heads;
}

const kith_head *kith_net_head(const kith_net *net, size_t i)
{
    return &net->head[i];
}

kith_param *const *kith_net_params(const kith_net *net, size_t *count)
{
    *count = net->params;
    return net->param;
}
