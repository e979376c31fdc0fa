#include "train/data.h"

#include "base/rng.h"

static uint64_t table_size(const void *self, uint64_t index)
{
    const kith_table *t = self;
    const uint64_t from = index * t->batch;
    return t->rows - from < t->batch ? t->rows - from : t->batch;
}

kith_source kith_table_source(const kith_table *t)
{
    return (kith_source){.blocks = (t->rows + t->batch - 1) / t->batch,
                         .unit = "rows",
                         .size = table_size,
                         .self = (void *)(uintptr_t)t};
}

/* Four rounds over two halves of `bits` bits each: a bijection on [0, 4^bits). */
static uint64_t feistel(uint64_t key, unsigned bits, uint64_t x)
{
    const uint64_t mask = ((uint64_t)1 << bits) - 1;
    uint64_t left = x >> bits, right = x & mask;
    for (uint64_t round = 0; round < 4; round++) {
        const uint64_t next = left ^ (kith_rng_at(key + round, right) & mask);
        left = right;
        right = next;
    }
    return left << bits | right;
}

size_t kith_table_row(const kith_table *t, uint64_t seed, uint64_t epoch, size_t place)
{
    const uint64_t key = kith_rng_key(seed, epoch, 1, KITH_RNG_SHUFFLE);
    unsigned bits = 1;
    while (bits < 31 && ((uint64_t)1 << (2 * bits)) < t->rows)
        bits++;
    uint64_t row = place;
    do
        row = feistel(key, bits, row);
    while (row >= t->rows);
    return (size_t)row;
}
