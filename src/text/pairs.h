/*
 * A compact table from pairs of tokens to a number: how often a pair stood in a text, or which
 * phrase it makes.
 *
 * Two tokens may have a run of connector words between them ("bank OF america"); which run is part
 * of the key. An entry is 16 bytes, so four share a cache line: open addressing with linear
 * probing, at most three quarters full. A text has far more pairs than words; past its limit
 * the table drops the rarest and says how much too low the other counts may be.
 */
#ifndef KITH_TEXT_PAIRS_H
#define KITH_TEXT_PAIRS_H

#include "base/rng.h"
#include "base/status.h"

enum { KITH_PAIR_RUNS = 1 << 16 };        /* runs are below */
#define KITH_PAIR_MOST (UINT64_MAX >> 16) /* the largest number */

typedef struct kith_pair {
    uint32_t left, right;
    uint64_t rest; /* number << 16 | run; number 0: an empty entry */
} kith_pair;

typedef struct kith_pairs {
    kith_pair *entry;
    uint64_t room, size; /* entries: a power of two; used */
    uint64_t limit;      /* bytes; 0: none */
    uint64_t pruned;     /* pairs dropped */
    uint64_t bound;      /* no number is too low by more than this */
} kith_pairs;

/* All-zero may be cleared. */
kith_status kith_pairs_init(kith_pairs *p, uint64_t limit, kith_error *err);
void kith_pairs_clear(kith_pairs *p);
/* Room for one more pair where none was left: grown, or pruned. Entries move. */
kith_status kith_pairs_make_room(kith_pairs *p, kith_error *err);

static inline uint64_t kith_pair_number(const kith_pair *e)
{
    return e->rest >> 16;
}

static inline uint32_t kith_pair_run(const kith_pair *e)
{
    return e->rest & (KITH_PAIR_RUNS - 1);
}

static inline uint64_t kith_pairs_home(const kith_pairs *p, uint32_t left, uint32_t run,
                                       uint32_t right)
{
    const uint64_t key = (uint64_t)left << 32 | right;
    return kith_mix64(key + run * 0x9E3779B97F4A7C15u) & (p->room - 1);
}

/* The entry of the pair, or the empty one where it belongs. */
static inline kith_pair *kith_pairs_find(const kith_pairs *p, uint32_t left, uint32_t run,
                                         uint32_t right)
{
    for (uint64_t at = kith_pairs_home(p, left, run, right);; at = (at + 1) & (p->room - 1)) {
        kith_pair *e = &p->entry[at];
        if (e->rest == 0 || (e->left == left && e->right == right && kith_pair_run(e) == run))
            return e;
    }
}

/* Adds `number` to that of the pair, 0 where it is new; the sum is at most KITH_PAIR_MOST. */
static inline kith_status kith_pairs_add(kith_pairs *p, uint32_t left, uint32_t run, uint32_t right,
                                         uint64_t number, kith_error *err)
{
    kith_pair *e = kith_pairs_find(p, left, run, right);
    if (e->rest == 0 && p->size >= p->room / 4 * 3) {
        KITH_TRY(kith_pairs_make_room(p, err));
        e = kith_pairs_find(p, left, run, right);
    }
    if (e->rest == 0) {
        *e = (kith_pair){left, right, run};
        p->size++;
    }
    e->rest += number << 16;
    return KITH_OK;
}

#endif
