/*
 * Bytes of the keys are sorted one after the other, the least significant first; a byte in which
 * all words agree, as most of the counts' do, is passed over. qsort takes five times as long.
 */
#include "text/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BYTES = 16, VALUES = 256 }; /* of both keys; of a byte */

kith_candidate kith_candidate_of(const kith_tally_entry *e)
{
    const uint64_t low = kith_tally_head_of(e->bytes, e->size < 8 ? e->size : 8).low;
    return (kith_candidate){e->count, __builtin_bswap64(low), e};
}

/* Byte i of the keys: the head, then the count, which falls. */
static unsigned key_byte(const kith_candidate *c, unsigned i)
{
    const uint64_t key = i < 8 ? c->head : ~c->count;
    return key >> 8 * (i % 8) & 0xFF;
}

/* How many words have which value in each byte. */
static void count_values(const kith_candidate *c, uint64_t n, uint64_t values[BYTES][VALUES])
{
    memset(values, 0, BYTES * sizeof *values);
    for (uint64_t k = 0; k < n; k++)
        for (unsigned i = 0; i < BYTES; i++)
            values[i][key_byte(&c[k], i)]++;
}

/* Sorts by one byte into `to`, which keeps the order of equals. */
static void sort_byte(const kith_candidate *from, uint64_t n, unsigned i, const uint64_t *values,
                      kith_candidate *to)
{
    uint64_t place[VALUES], before = 0;
    for (unsigned v = 0; v < VALUES; v++) {
        place[v] = before;
        before += values[v];
    }
    for (uint64_t k = 0; k < n; k++)
        to[place[key_byte(&from[k], i)]++] = from[k];
}

static int by_bytes(const void *left, const void *right)
{
    const kith_tally_entry *a = ((const kith_candidate *)left)->entry;
    const kith_tally_entry *b = ((const kith_candidate *)right)->entry;
    const int order = memcmp(a->bytes, b->bytes, a->size < b->size ? a->size : b->size);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

/* Words with the same count and head stand beside each other by now. */
static void sort_equals(kith_candidate *c, uint64_t n)
{
    for (uint64_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && c[to].count == c[from].count && c[to].head == c[from].head;)
            to++;
        if (to - from > 1)
            qsort(c + from, to - from, sizeof *c, by_bytes);
    }
}

kith_status kith_rank_sort(kith_candidate *candidate, uint64_t n, kith_error *err)
{
    uint64_t values[BYTES][VALUES];
    kith_candidate *other = kith_mem_grow(NULL, n + 1, sizeof *other);
    if (other == NULL)
        return kith_fail_memory(err, "sorting the words", n * sizeof *other);
    kith_candidate *from = candidate, *to = other;
    count_values(candidate, n, values);
    for (unsigned i = 0; i < BYTES && n > 0; i++) {
        if (values[i][key_byte(candidate, i)] == n)
            continue;
        sort_byte(from, n, i, values[i], to);
        kith_candidate *const sorted = to;
        to = from;
        from = sorted;
    }
    if (from != candidate)
        memcpy(candidate, from, n * sizeof *candidate);
    free(other);
    sort_equals(candidate, n);
    return KITH_OK;
}
