#include "nn/param.h"

#include "base/mem.h"
#include "base/stride.h"

bool kith_param_bytes(uint64_t rows, uint64_t cols, const kith_rule *rule, uint64_t *bytes)
{
    uint64_t row = 0, matrix = 0;
    if (cols > UINT64_MAX / 16)
        return false;
    return kith_mul(kith_row_stride(cols, sizeof(kith_real)), sizeof(kith_real), &row) &&
           kith_mul(rows, row, &matrix) && kith_mul(matrix, 1 + rule->slots, bytes);
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
    *p = (kith_param){0};
}

static void step_run(const kith_kern *k, kith_param *p, size_t from, size_t n, const kith_real *d,
                     const kith_hyper *h)
{
    kith_real *slot[KITH_MAX_SLOTS] = {0};
    if (p->role != KITH_TRAINABLE)
        return;
    for (unsigned i = 0; i < p->rule->slots; i++)
        slot[i] = p->slot[i] + from;
    p->rule->run(k, p->w + from, d, slot, n, h);
}

void kith_param_step(const kith_kern *k, kith_param *p, size_t from, size_t to, const kith_real *d,
                     const kith_hyper *h)
{
    step_run(k, p, from * p->stride, (to - from) * p->stride, d + from * p->stride, h);
}

void kith_param_step_row(const kith_kern *k, kith_param *p, size_t row, const kith_real *d,
                         const kith_hyper *h)
{
    step_run(k, p, row * p->stride, p->stride, d, h);
}
