/*
 * The widths of a spec: what each node takes and gives, which weights are shared, and what was left
 * open in the text.
 */
#include "nn/spec.h"

#include "base/mem.h"

static kith_status misfit(kith_error *err, const kith_node *n, const char *what, size_t a, size_t b)
{
    return kith_fail(err, KITH_ERR_USAGE, "net, column %zu: %s: %zu and %zu", n->column, what, a,
                     b);
}

static bool differ(size_t a, size_t b)
{
    return a != b && a != KITH_SPEC_INFERRED && b != KITH_SPEC_INFERRED;
}

static kith_status set_size(size_t *size, size_t given, const char *what, kith_error *err)
{
    if (differ(*size, given))
        return kith_fail(err, KITH_ERR_USAGE, "the net has %zu %s, expected %zu", *size, what,
                         given);
    if (given != 0)
        *size = given;
    return KITH_OK;
}

/*
 * Dense layers that are open to be tied to. Ties close like brackets, and what is inside a block
 * is not tied to from outside.
 */
typedef struct ties {
    size_t *stack;  /* [nodes] */
    size_t *height; /* [nodes] of the stack where a block opens */
    size_t open;
} ties;

static kith_status tie(kith_spec *s, size_t i, ties *t, kith_error *err)
{
    kith_node *n = &s->node[i];
    if (t->open == 0)
        return kith_fail(err, KITH_ERR_USAGE, "net, column %zu: no layer is left to tie with",
                         n->column);
    n->mate = t->stack[--t->open];
    const kith_node *mate = &s->node[n->mate];
    if (n->out == KITH_SPEC_INFERRED)
        n->out = mate->in;
    if (differ(n->out, mate->in) || differ(n->in, mate->out))
        return kith_fail(err, KITH_ERR_USAGE,
                         "net, column %zu: a tied layer %zu-%zu does not mirror %zu-%zu", n->column,
                         n->in, n->out, mate->in, mate->out);
    return KITH_OK;
}

static kith_status infer_dense(kith_spec *s, size_t i, size_t outputs, ties *t, kith_error *err)
{
    kith_node *n = &s->node[i];
    if (n->tied)
        KITH_TRY(tie(s, i, t, err));
    else
        t->stack[t->open++] = i;
    if (n->out == KITH_SPEC_INFERRED && i + 1 < s->nodes)
        return kith_fail(err, KITH_ERR_USAGE,
                         "net, column %zu: only the first and the last size can be inferred",
                         n->column);
    if (n->out == KITH_SPEC_INFERRED)
        n->out = outputs;
    return KITH_OK;
}

/* The width behind a closed block: that of its start again. */
static kith_status close_block(kith_spec *s, kith_node *n, ties *t, kith_error *err)
{
    const kith_node *open = &s->node[n->mate];
    if (t->open > t->height[n->mate])
        t->open = t->height[n->mate];
    if (n->kind == KITH_NODE_RES_CLOSE && differ(open->in, n->in))
        return misfit(err, open, "a residual block takes and gives different widths", open->in,
                      n->in);
    if (n->kind == KITH_NODE_HEAD_CLOSE)
        s->outputs += n->in;
    n->out = open->in;
    return KITH_OK;
}

/* A mean can be pulled to a share only where values lie in 0..1; topk cannot pass more than all. */
static kith_status check_sparse(const kith_spec *s, size_t i, kith_error *err)
{
    const kith_node *n = &s->node[i], *below = i > 0 ? n - 1 : NULL;
    if (n->kind == KITH_NODE_SPARSE_KL &&
        (below == NULL || below->act.act == NULL || !below->act.act->share))
        return kith_fail(err, KITH_ERR_USAGE,
                         "net, column %zu: kl is for values of 0 to 1: it stands behind sigmoid, "
                         "hard-sigmoid, clip01, gaussian or softmax",
                         n->column);
    if (n->kind == KITH_NODE_SPARSE_TOP && n->in != KITH_SPEC_INFERRED && n->amount > (double)n->in)
        return kith_fail(err, KITH_ERR_USAGE, "net, column %zu: topk:%.0f of %zu values", n->column,
                         n->amount, n->in);
    return KITH_OK;
}

static kith_status infer_nodes(kith_spec *s, size_t outputs, ties *t, kith_error *err)
{
    size_t width = s->inputs;
    s->outputs = 0;
    for (size_t i = 0; i < s->nodes; i++) {
        kith_node *n = &s->node[i];
        n->in = width;
        t->height[i] = t->open;
        if (n->kind == KITH_NODE_DENSE)
            KITH_TRY(infer_dense(s, i, outputs, t, err));
        else if (n->kind == KITH_NODE_RES_CLOSE || n->kind == KITH_NODE_HEAD_CLOSE)
            KITH_TRY(close_block(s, n, t, err));
        else
            n->out = width;
        KITH_TRY(check_sparse(s, i, err));
        width = n->out;
    }
    if (s->heads == 0)
        s->outputs = width;
    return set_size(&s->outputs, outputs, "outputs", err);
}

kith_status kith_spec_infer(kith_spec *s, size_t inputs, size_t outputs, kith_error *err)
{
    KITH_TRY(set_size(&s->inputs, inputs, "inputs", err));
    size_t *room = kith_mem_new(s->nodes, 2 * sizeof *room);
    if (room == NULL)
        return kith_fail_memory(err, "a net", 2 * s->nodes * sizeof *room);
    ties t = {.stack = room, .height = room + s->nodes};
    const kith_status status = infer_nodes(s, outputs, &t, err);
    kith_mem_free(room);
    return status;
}
