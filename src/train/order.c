#include "train/order.h"

#include "base/mem.h"
#include "base/rng.h"

static bool held_out(const kith_order *o, uint64_t index)
{
    if (o->hold_out > 0)
        return index % o->hold_out == o->hold_out - 1;
    return index >= o->trained;
}

/* Units before each block, for the order as it stands. */
static void sum_up(kith_order *o, const kith_source *source)
{
    for (uint64_t i = 0; i < o->count; i++)
        o->before[i + 1] = o->before[i] + source->size(source->self, o->block[i]);
}

/* Ascending indices, those held out behind the others. */
static void lay_out(kith_order *o)
{
    uint64_t trained = 0, held = o->trained;
    for (uint64_t i = 0; i < o->count; i++)
        o->block[held_out(o, i) ? held++ : trained++] = i;
}

kith_status kith_order_init(kith_order *o, const kith_source *source, uint64_t hold_out,
                            kith_error *err)
{
    const uint64_t n = source->blocks;
    *o = (kith_order){.count = n, .hold_out = hold_out};
    o->trained = n - (hold_out > 0 ? n / hold_out : source->held);
    if (o->trained == 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "all %llu blocks of data would be held out; hold out less",
                         (unsigned long long)n);
    if (hold_out > 0 && o->trained == n)
        return kith_fail(err, KITH_ERR_USAGE,
                         "nothing to hold out: the data make %llu blocks, 1 in %llu was asked for",
                         (unsigned long long)n, (unsigned long long)hold_out);
    o->block = kith_mem_new(n, sizeof *o->block);
    o->before = kith_mem_new(n + 1, sizeof *o->before);
    if (o->block == NULL || o->before == NULL) {
        kith_order_clear(o);
        return kith_fail_memory(err, "the order of blocks", n * 16);
    }
    lay_out(o);
    sum_up(o, source);
    return KITH_OK;
}

void kith_order_clear(kith_order *o)
{
    kith_mem_free(o->block);
    kith_mem_free(o->before);
    *o = (kith_order){0};
}

void kith_order_shuffle(kith_order *o, const kith_source *source, uint64_t seed, uint64_t epoch)
{
    const uint64_t key = kith_rng_key(seed, epoch, 0, KITH_RNG_SHUFFLE);
    lay_out(o);
    for (uint64_t i = o->trained; i > 1; i--) {
        const uint64_t j = kith_rng_at(key, i) % i, held = o->block[i - 1];
        o->block[i - 1] = o->block[j];
        o->block[j] = held;
    }
    sum_up(o, source);
}
