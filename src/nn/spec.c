#include "nn/spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The text in hand and the nodes made of it. */
typedef struct parser {
    const char *text;
    size_t at;
    kith_spec *spec;
    size_t open; /* the innermost open block; spec->nodes where there is none */
    size_t room;
    kith_error *err;
} parser;

static kith_status fail_at(kith_error *err, size_t column, const char *what)
{
    return kith_fail(err, KITH_ERR_USAGE, "net, column %zu: %s", column, what);
}

/* What was expected here, and what stands here instead. */
static kith_status expected(const parser *p, const char *what)
{
    const char c = p->text[p->at];
    if (c == '\0')
        return kith_fail(p->err, KITH_ERR_USAGE, "net, column %zu: expected %s, got the end",
                         p->at + 1, what);
    return kith_fail(p->err, KITH_ERR_USAGE, "net, column %zu: expected %s, got '%.12s'", p->at + 1,
                     what, p->text + p->at);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool take(parser *p, char c)
{
    if (p->text[p->at] != c)
        return false;
    p->at++;
    return true;
}

static bool take_word(parser *p, const char *word)
{
    const size_t n = strlen(word);
    if (strncmp(p->text + p->at, word, n) != 0)
        return false;
    p->at += n;
    return true;
}

/* Letters, then letters and digits; 0 where none stands here. */
static size_t name_bytes(const char *text)
{
    size_t n = 0;
    while (is_letter(text[n]) || (n > 0 && is_digit(text[n])))
        n++;
    return n;
}

static size_t number_bytes(const char *text)
{
    size_t n = strspn(text, "0123456789");
    if (n > 0 && text[n] == '.' && is_digit(text[n + 1]))
        n += 1 + strspn(text + n + 1, "0123456789");
    return n;
}

static const char *act_name(size_t i)
{
    return kith_act_at(i) != NULL ? kith_act_at(i)->name : NULL;
}

static const char *init_name(size_t i)
{
    return kith_init_at(i) != NULL ? kith_init_at(i)->name : NULL;
}

/*
 * The longest of the names that stands here (names may have a '-' within), or what looks like one,
 * and the number that may follow it: "elu:0.5".
 */
static size_t valued_name_bytes(const char *text, const char *(*name_at)(size_t i))
{
    size_t n = name_bytes(text);
    for (size_t i = 0; name_at(i) != NULL; i++) {
        const size_t bytes = strlen(name_at(i));
        const char after = bytes > n && strncmp(text, name_at(i), bytes) == 0 ? text[bytes] : 'x';
        if (!is_letter(after) && !is_digit(after))
            n = bytes;
    }
    if (n > 0 && text[n] == ':' && is_digit(text[n + 1]))
        return n + 1 + number_bytes(text + n + 1);
    return n;
}

/* Six decimals are kept by the canonical text, which knows no exponents either. */
static kith_status read_number(parser *p, double least, double below, const char *what, double *out)
{
    const char *text = p->text + p->at, *point;
    const size_t n = number_bytes(text);
    point = memchr(text, '.', n);
    const bool fine = n > 0 && (point == NULL || text + n - point <= 7);
    if (!fine || !kith_parse_real(text, n, out) || !(*out >= least && *out < below))
        return expected(p, what);
    p->at += n;
    return KITH_OK;
}

static kith_status read_size(parser *p, size_t *out)
{
    const size_t n = strspn(p->text + p->at, "0123456789");
    uint64_t value = 0;
    if (take(p, '?')) {
        *out = KITH_SPEC_INFERRED;
        return KITH_OK;
    }
    if (n == 0 || !kith_parse_u64(p->text + p->at, n, &value) || value == 0 ||
        value > KITH_SPEC_MAX_SIZE)
        return expected(p, "a size of 1 to 16777216, or ?");
    *out = (size_t)value;
    p->at += n;
    return KITH_OK;
}

/* Puts the column before what another reader says. */
static kith_status placed(const parser *p, size_t at, kith_status status, const kith_error *inner)
{
    if (status != KITH_OK)
        return kith_fail(p->err, status, "net, column %zu: %s", at + 1, inner->text);
    return KITH_OK;
}

static kith_status read_act(parser *p, kith_node *n)
{
    const size_t from = p->at;
    kith_error inner = {0};
    const size_t bytes = valued_name_bytes(p->text + from, act_name);
    if (bytes == 0)
        return kith_act_parse("linear", 6, &n->act, p->err);
    const kith_status status = kith_act_parse(p->text + from, bytes, &n->act, &inner);
    p->at += bytes;
    return placed(p, from, status, &inner);
}

static kith_status read_argument(parser *p, kith_node *n)
{
    const size_t from = p->at, bytes = valued_name_bytes(p->text + from, init_name);
    kith_error inner = {0};
    if (take_word(p, "wnoise:"))
        return read_number(p, 0, 1e6, "a standard deviation", &n->shake);
    if (bytes == 0)
        return expected(p, "an initialiser, wnoise:DEVIATION, tied or frozen");
    p->at += bytes;
    if (bytes == 4 && memcmp(p->text + from, "tied", 4) == 0) {
        n->tied = true;
        return KITH_OK;
    }
    if (bytes == 6 && memcmp(p->text + from, "frozen", 6) == 0) {
        n->frozen = true;
        return KITH_OK;
    }
    return placed(p, from, kith_init_parse(p->text + from, bytes, &n->init, &inner), &inner);
}

static kith_status read_dense(parser *p, kith_node *n)
{
    KITH_TRY(read_size(p, &n->out));
    KITH_TRY(read_act(p, n));
    while (take(p, ':'))
        KITH_TRY(read_argument(p, n));
    if (n->tied && (n->init.init != NULL || n->shake > 0))
        return fail_at(p->err, n->column,
                       "a tied layer has no weights of its own to initialise "
                       "or to add noise to");
    return KITH_OK;
}

static kith_status read_dropout(parser *p, kith_node *n)
{
    n->kind = KITH_NODE_DROPOUT;
    KITH_TRY(read_number(p, 0, 1, "a rate from 0 up to, not including, 1", &n->amount));
    if (take(p, ',')) {
        if (!take_word(p, "standard"))
            return expected(p, "standard");
        n->standard = true;
    }
    return KITH_OK;
}

/* "head:NAME(" or "head:NAME:WEIGHT("; the word itself has been read. */
static kith_status read_head(parser *p, kith_node *n)
{
    n->kind = KITH_NODE_HEAD_OPEN;
    n->amount = 1;
    if (p->open < p->room)
        return fail_at(p->err, n->column, "a head stands inside no other block");
    if (!take(p, ':'))
        return expected(p, "head:NAME(...)");
    const size_t bytes = name_bytes(p->text + p->at);
    if (bytes == 0 || bytes >= sizeof n->name)
        return expected(p, "a name of 1 to 31 letters and digits");
    memcpy(n->name, p->text + p->at, bytes);
    p->at += bytes;
    if (take(p, ':'))
        KITH_TRY(read_number(p, 0, 1e6, "the weight of the head's loss", &n->amount));
    return take(p, '(') ? KITH_OK : expected(p, "(");
}

static kith_status read_norm(parser *p, kith_node *n, kith_node_kind kind)
{
    n->kind = kind;
    n->eps_outside = take_word(p, ":eps=out");
    return KITH_OK;
}

/* "kl:RHO,BETA"; the word and its colon have been read. */
static kith_status read_kl(parser *p, kith_node *n)
{
    n->kind = KITH_NODE_SPARSE_KL;
    KITH_TRY(read_number(p, 1e-6, 1, "a mean between 0 and 1", &n->amount));
    if (!take(p, ','))
        return expected(p, ",STRENGTH");
    return read_number(p, 0, 1e6, "a strength", &n->strength);
}

/* "topk:K": how many values of a row pass. */
static kith_status read_topk(parser *p, kith_node *n)
{
    const size_t at = p->at;
    size_t k = 0;
    n->kind = KITH_NODE_SPARSE_TOP;
    KITH_TRY(read_size(p, &k));
    if (k == KITH_SPEC_INFERRED) {
        p->at = at;
        return expected(p, "how many values pass");
    }
    n->amount = (double)k;
    return KITH_OK;
}

/* An activation by itself: "512-bn-relu". */
static kith_status read_lone_act(parser *p, kith_node *n)
{
    n->kind = KITH_NODE_ACT;
    if (name_bytes(p->text + p->at) == 0)
        return expected(p, "a layer: SIZE, dropout, noise, bn, ln, kl, l1, topk, res(...), "
                           "head:NAME(...) or an activation");
    return read_act(p, n);
}

static bool at_word(const parser *p, const char *word)
{
    const size_t n = strlen(word);
    return name_bytes(p->text + p->at) == n && strncmp(p->text + p->at, word, n) == 0;
}

static kith_status read_named(parser *p, kith_node *n)
{
    if (take_word(p, "dropout"))
        return read_dropout(p, n);
    if (take_word(p, "noise")) {
        n->kind = KITH_NODE_NOISE;
        return read_number(p, 0, 1e6, "a standard deviation", &n->amount);
    }
    if (take_word(p, "kl:"))
        return read_kl(p, n);
    if (take_word(p, "l1:")) {
        n->kind = KITH_NODE_SPARSE_L1;
        return read_number(p, 0, 1e6, "a strength", &n->amount);
    }
    if (take_word(p, "topk:"))
        return read_topk(p, n);
    if (take_word(p, "res(")) {
        n->kind = KITH_NODE_RES_OPEN;
        return KITH_OK;
    }
    if (at_word(p, "head") && take_word(p, "head"))
        return read_head(p, n);
    if (at_word(p, "bn") && take_word(p, "bn"))
        return read_norm(p, n, KITH_NODE_BATCH_NORM);
    if (at_word(p, "ln") && take_word(p, "ln"))
        return read_norm(p, n, KITH_NODE_LAYER_NORM);
    return read_lone_act(p, n);
}

static kith_status read_node(parser *p)
{
    kith_spec *s = p->spec;
    kith_node *n = &s->node[s->nodes];
    if (s->nodes == p->room)
        return kith_fail(p->err, KITH_ERR_USAGE, "net: at most %d layers", KITH_SPEC_MAX_NODES);
    *n = (kith_node){.kind = KITH_NODE_DENSE, .column = p->at + 1};
    if (is_digit(p->text[p->at]) || p->text[p->at] == '?')
        KITH_TRY(read_dense(p, n));
    else
        KITH_TRY(read_named(p, n));
    if (s->heads > 0 && p->open == p->room && n->kind != KITH_NODE_HEAD_OPEN)
        return fail_at(p->err, n->column, "only heads may follow a head");
    if (n->kind == KITH_NODE_RES_OPEN || n->kind == KITH_NODE_HEAD_OPEN) {
        n->mate = p->open; /* the block around it, until it is closed */
        p->open = s->nodes;
        s->heads += n->kind == KITH_NODE_HEAD_OPEN;
    }
    s->nodes++;
    return KITH_OK;
}

/* Closes the innermost block. */
static kith_status close_block(parser *p)
{
    kith_spec *s = p->spec;
    const size_t open = p->open;
    if (open == p->room)
        return fail_at(p->err, p->at, "no block is open");
    if (s->nodes == p->room)
        return kith_fail(p->err, KITH_ERR_USAGE, "net: at most %d layers", KITH_SPEC_MAX_NODES);
    const bool head = s->node[open].kind == KITH_NODE_HEAD_OPEN;
    p->open = s->node[open].mate;
    s->node[open].mate = s->nodes;
    s->node[s->nodes++] = (kith_node){
        .kind = head ? KITH_NODE_HEAD_CLOSE : KITH_NODE_RES_CLOSE, .column = p->at, .mate = open};
    return KITH_OK;
}

static kith_status read_nodes(parser *p)
{
    for (;;) {
        KITH_TRY(read_node(p));
        const kith_node_kind kind = p->spec->node[p->spec->nodes - 1].kind;
        if (kind == KITH_NODE_RES_OPEN || kind == KITH_NODE_HEAD_OPEN)
            continue; /* its first node follows at once */
        while (take(p, ')'))
            KITH_TRY(close_block(p));
        if (p->text[p->at] == '\0')
            break;
        if (!take(p, '-'))
            return expected(p, "- or )");
    }
    return p->open == p->room ? KITH_OK : expected(p, ")");
}

/* Room for the nodes that a text of this length can hold. */
static kith_status make_room(parser *p)
{
    size_t nodes = 1;
    for (const char *c = p->text; *c != '\0'; c++)
        nodes += *c == '-' || *c == '(' || *c == ')';
    p->room = p->open = nodes < KITH_SPEC_MAX_NODES ? nodes : KITH_SPEC_MAX_NODES;
    p->spec->node = kith_mem_new(p->room, sizeof *p->spec->node);
    if (p->spec->node == NULL)
        return kith_fail_memory(p->err, "a net", p->room * sizeof *p->spec->node);
    return KITH_OK;
}

kith_status kith_spec_parse(const char *text, kith_spec *out, kith_error *err)
{
    parser p = {.text = text, .spec = out, .err = err};
    *out = (kith_spec){0};
    kith_status status = make_room(&p);
    if (status == KITH_OK)
        status = read_size(&p, &out->inputs);
    if (status == KITH_OK && !take(&p, '-'))
        status = expected(&p, "- and a layer");
    if (status == KITH_OK)
        status = read_nodes(&p);
    if (status == KITH_OK)
        status = kith_spec_infer(out, 0, 0, err);
    if (status != KITH_OK)
        kith_spec_clear(out);
    return status;
}

void kith_spec_clear(kith_spec *s)
{
    kith_mem_free(s->node);
    *s = (kith_spec){0};
}
