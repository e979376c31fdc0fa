#include "nn/param.h"

#include "base/mem.h"
#include "base/stride.h"
#include "nn/normal.h"

bool kith_param_bytes(uint64_t rows, uint64_t cols, const kith_rule *rule, uint64_t *bytes)
{
    uint64_t row = 0, matrix = 0;
    if (cols > UINT64_MAX / 16)
        return false;
    return kith_mul(kith_row_stride(cols, sizeof(kith_real)), sizeof(kith_real), &row) &&
           kith_mul(rows, row, &matrix) && kith_mul(matrix, 1 + rule->slots, bytes) &&
           (!rule->counts || kith_add(*bytes, rows * sizeof(uint32_t), bytes));
}

kith_status kith_param_init(kith_param *p, const char *name, size_t rows, size_t cols,
                            const kith_rule *rule, kith_error *err)
{
    uint64_t bytes = UINT64_MAX;
    *p = (kith_param){.name = name, .rows = rows, .cols = cols, .rule = rule};
    if (!kith_param_bytes(rows, cols, rule, &bytes))
        return kith_fail_memory(err, name, bytes);
    p->stride = kith_row_stride(cols, sizeof(kith_real));
    p->w = kith_mem_new(rows, p->stride * sizeof *p->w);
    bool ok = p->w != NULL;
    for (unsigned i = 0; ok && i < rule->slots; i++) {
        p->slot[i] = kith_mem_new(rows, p->stride * sizeof *p->w);
        ok = p->slot[i] != NULL;
    }
    if (ok && rule->counts) {
        p->count = kith_mem_new(rows, sizeof *p->count);
        ok = p->count != NULL;
    }
    if (!ok) {
        kith_param_clear(p);
        return kith_fail_memory(err, name, bytes);
    }
    return KITH_OK;
}

void kith_param_clear(kith_param *p)
{
    kith_mem_free(p->w);
    for (unsigned i = 0; i < KITH_MAX_SLOTS; i++)
        kith_mem_free(p->slot[i]);
    kith_mem_free(p->count);
    *p = (kith_param){0};
}

enum { PIECE = 1024 };

/* A stretch of one parameter's weights. */
typedef struct stretch {
    kith_param *p;
    size_t from, n;
} stretch;

static void rule_run(const kith_kern *k, kith_run *run, stretch s, const kith_real *d,
                     const kith_hyper *h)
{
    kith_real *slot[KITH_MAX_SLOTS] = {0};
    for (unsigned i = 0; i < s.p->rule->slots; i++)
        slot[i] = s.p->slot[i] + s.from;
    run(k, s.p->w + s.from, d, slot, s.n, h);
}

/* Noise on a direction, a function of the weight's place; padding has none. */
static void add_noise(stretch s, kith_real *d, const kith_hyper *h)
{
    const uint64_t key = kith_mix64(h->key ^ s.p->stream);
    for (size_t i = 0; i < s.n; i++)
        if ((s.from + i) % s.p->stride < s.p->cols)
            d[i] += h->noise * (kith_real)kith_normal_at(key, s.from + i);
}

/* All that a step does to a piece that fits the nearest cache, so that memory is passed over once.
 */
static void step_piece(const kith_kern *k, stretch s, const kith_real *d, const kith_hyper *h)
{
    kith_real changed[PIECE], *w = s.p->w + s.from;
    if (h->decay > 0)
        k->scale_by(w, 1 - h->lr * h->decay, s.n);
    if (h->cut > 0 || h->clip > 0 || h->l2 > 0 || h->noise > 0) {
        k->constrain(changed, d, w, s.n, h);
        if (h->noise > 0)
            add_noise(s, changed, h);
        d = changed;
    }
    rule_run(k, s.p->rule->run, s, d, h);
    if (h->l1 > 0)
        k->shrink(w, h->lr * h->l1, s.n);
}

static void step(const kith_kern *k, stretch s, const kith_real *d, const kith_hyper *h)
{
    if (h->decay <= 0 && h->cut <= 0 && h->clip <= 0 && h->l2 <= 0 && h->noise <= 0 && h->l1 <= 0) {
        rule_run(k, s.p->rule->run, s, d, h);
        return;
    }
    for (size_t i = 0; i < s.n; i += PIECE) {
        const stretch piece = {s.p, s.from + i, s.n - i < PIECE ? s.n - i : PIECE};
        step_piece(k, piece, d + i, h);
    }
}

void kith_param_step(const kith_kern *k, kith_param *p, size_t from, size_t to, const kith_real *d,
                     const kith_hyper *h)
{
    if (p->role == KITH_TRAINABLE)
        step(k, (stretch){p, from * p->stride, (to - from) * p->stride}, d + from * p->stride, h);
}

/* The number of a row's step, from 1; it stops short of wrapping around. */
static uint32_t next_step(_Atomic uint32_t *count)
{
    const uint32_t before = atomic_load_explicit(count, memory_order_relaxed);
    if (before < UINT32_MAX - 1)
        atomic_store_explicit(count, before + 1, memory_order_relaxed);
    return before + 1;
}

void kith_param_step_row(const kith_kern *k, kith_param *p, size_t row, const kith_real *d,
                         const kith_hyper *h)
{
    kith_hyper own = *h;
    if (p->role != KITH_TRAINABLE)
        return;
    if (p->rule->counts)
        kith_hyper_count(&own, next_step(&p->count[row]));
    step(k, (stretch){p, row * p->stride, p->stride}, d, &own);
}

void kith_param_finish(const kith_kern *k, kith_param *p, const kith_hyper *h)
{
    if (p->rule->finish != NULL)
        rule_run(k, p->rule->finish, (stretch){p, 0, p->rows * p->stride}, NULL, h);
}

void kith_param_resume(const kith_kern *k, kith_param *p, const kith_hyper *h)
{
    if (p->rule->before != NULL)
        rule_run(k, p->rule->before, (stretch){p, 0, p->rows * p->stride}, NULL, h);
}
