/* The canonical text of a spec: parsing it gives the same nodes. */
#include "nn/spec.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NODE_CHARS = 192 };

/* A text that is cut at its end rather than overrun. */
typedef struct text {
    char *chars;
    size_t used, room;
} text;

static void add(text *t, const char *format, ...) KITH_PRINTF(2, 3);
static void add(text *t, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const int wrote = vsnprintf(t->chars + t->used, t->room - t->used, format, list);
    va_end(list);
    if (wrote > 0)
        t->used += (size_t)wrote < t->room - t->used ? (size_t)wrote : t->room - t->used - 1;
}

/* Six decimals at most and no exponent: what the grammar has. */
static void add_number(text *t, double value)
{
    const unsigned long long millionths = (unsigned long long)llround(value * 1e6);
    unsigned digits = 6;
    unsigned long long part = millionths % 1000000;
    for (; digits > 0 && part % 10 == 0; digits--)
        part /= 10;
    add(t, "%llu", millionths / 1000000);
    if (digits > 0)
        add(t, ".%0*llu", (int)digits, part);
}

static void add_size(text *t, size_t size)
{
    if (size == KITH_SPEC_INFERRED)
        add(t, "?");
    else
        add(t, "%zu", size);
}

/* ":0.5" where the value is not the standard one; NaN: the thing takes none. */
static void add_value(text *t, double value, double standard)
{
    if (isnan(standard) || fabs(value - standard) < 5e-7)
        return;
    add(t, ":");
    add_number(t, value);
}

static void add_dense(text *t, const kith_node *n)
{
    if (n->kind == KITH_NODE_DENSE)
        add_size(t, n->out);
    if (n->kind == KITH_NODE_ACT || strcmp(n->act.act->name, "linear") != 0)
        add(t, "%s", n->act.act->name);
    add_value(t, (double)n->act.a, n->act.act->standard);
    if (n->init.init != NULL) {
        add(t, ":%s", n->init.init->name);
        add_value(t, n->init.a, n->init.init->standard);
    }
    if (n->shake > 0) {
        add(t, ":wnoise:");
        add_number(t, n->shake);
    }
    add(t, "%s%s", n->tied ? ":tied" : "", n->frozen ? ":frozen" : "");
}

static bool numbered(kith_node_kind kind)
{
    return kind == KITH_NODE_DROPOUT || kind == KITH_NODE_NOISE || kind == KITH_NODE_SPARSE_KL ||
           kind == KITH_NODE_SPARSE_L1 || kind == KITH_NODE_SPARSE_TOP;
}

static void add_node(text *t, const kith_node *n)
{
    static const char *const word[KITH_NODE_KINDS] = {
        [KITH_NODE_DROPOUT] = "dropout",  [KITH_NODE_NOISE] = "noise",
        [KITH_NODE_BATCH_NORM] = "bn",    [KITH_NODE_LAYER_NORM] = "ln",
        [KITH_NODE_RES_OPEN] = "res(",    [KITH_NODE_RES_CLOSE] = ")",
        [KITH_NODE_HEAD_OPEN] = "head:",  [KITH_NODE_HEAD_CLOSE] = ")",
        [KITH_NODE_SPARSE_KL] = "kl:",    [KITH_NODE_SPARSE_L1] = "l1:",
        [KITH_NODE_SPARSE_TOP] = "topk:",
    };
    if (n->kind == KITH_NODE_DENSE || n->kind == KITH_NODE_ACT) {
        add_dense(t, n);
        return;
    }
    add(t, "%s", word[n->kind]);
    if (numbered(n->kind))
        add_number(t, n->amount);
    if (n->kind == KITH_NODE_SPARSE_KL) {
        add(t, ",");
        add_number(t, n->strength);
    }
    add(t, "%s%s", n->standard ? ",standard" : "", n->eps_outside ? ":eps=out" : "");
    if (n->kind == KITH_NODE_HEAD_OPEN) {
        add(t, "%s", n->name);
        add_value(t, n->amount, 1);
        add(t, "(");
    }
}

void kith_node_format(const kith_node *n, char *chars, size_t room)
{
    text t = {.chars = chars, .room = room};
    chars[0] = '\0';
    add_node(&t, n);
}

static bool opens(const kith_node *n)
{
    return n->kind == KITH_NODE_RES_OPEN || n->kind == KITH_NODE_HEAD_OPEN;
}

static bool closes(const kith_node *n)
{
    return n->kind == KITH_NODE_RES_CLOSE || n->kind == KITH_NODE_HEAD_CLOSE;
}

kith_status kith_spec_format(const kith_spec *s, char **out, kith_error *err)
{
    text t = {.room = (s->nodes + 1) * NODE_CHARS};
    *out = t.chars = malloc(t.room);
    if (t.chars == NULL)
        return kith_fail_memory(err, "a net", t.room);
    t.chars[0] = '\0';
    add_size(&t, s->inputs);
    for (size_t i = 0; i < s->nodes; i++) {
        const bool joined = (i > 0 && opens(&s->node[i - 1])) || closes(&s->node[i]);
        if (!joined)
            add(&t, "-");
        add_node(&t, &s->node[i]);
    }
    return KITH_OK;
}
