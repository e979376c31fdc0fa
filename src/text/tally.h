/*
 * How often each word occurs: a growing hash table with 64-bit counts, exact until it would pass
 * its memory limit, then lossy with a bound (Manku & Motwani, "Approximate Frequency Counts over
 * Data Streams", VLDB 2002).
 *
 * A record holds all about one word and is found through a slot with its hash, so a lookup touches
 * two places in memory. Ids are provisional: they count from 0 in the order of first occurrence,
 * and the id of a pruned word is given to a later one. So the text can be encoded while it is being
 * counted: an id in the text means its present owner exactly when it was written after that
 * owner's `born`-th pruning.
 */
#ifndef KITH_TEXT_TALLY_H
#define KITH_TEXT_TALLY_H

#include "base/status.h"
#include "text/token.h"

typedef struct kith_tally_entry {
    uint64_t count;
    uint32_t id;
    uint32_t born; /* prunings before it was added */
    uint16_t size; /* 1..KITH_TOKEN_MOST */
    char bytes[];  /* [size], no NUL behind them */
} kith_tally_entry;

typedef struct kith_tally_slot {
    uint32_t hash;
    uint32_t place; /* of the record in units of 8 bytes; 0: empty */
} kith_tally_slot;

/* One pruning: words counted before it, and how much too low a count may be after it. */
typedef struct kith_tally_prune {
    uint64_t tokens, bound;
} kith_tally_prune;

typedef struct kith_tally {
    kith_tally_slot *slot;
    uint64_t slots;         /* a power of two */
    unsigned char *records; /* entries end to end, each on 8 bytes, the first at 8 */
    uint64_t used, room;    /* bytes of records */
    uint64_t live;          /* words in the table */
    uint64_t peak;          /* the most there ever were */
    uint64_t ids;           /* ids given out: all are below */
    uint32_t *spare;        /* [spares] ids to give out again */
    uint64_t spares, spare_room;
    uint64_t limit;          /* bytes; 0: none */
    uint64_t seed;           /* hashes differ from run to run, so no text can be made to collide */
    kith_tally_prune *prune; /* [prunes] */
    uint64_t prunes, prune_room;
    uint64_t pruned_words, pruned_tokens;
} kith_tally;

/*
 * limit: bytes the table may take, at least KITH_TALLY_LEAST; 0: as many as there are, and 32 GiB
 * of different words are KITH_ERR_DATA. It gives way to a reservation that an empty table could not
 * grant within it.
 */
enum { KITH_TALLY_LEAST = 1 << 20, KITH_TALLY_RECORD_LEAST = 24 };
kith_status kith_tally_init(kith_tally *t, uint64_t limit, kith_error *err);
void kith_tally_clear(kith_tally *t);

/*
 * Adds a word that kith_tally_find did not find, with count 0; prunes where the limit asks for it.
 * *out is valid until the next insertion.
 */
kith_status kith_tally_insert(kith_tally *t, const char *word, size_t bytes, uint32_t hash,
                              kith_tally_entry **out, kith_error *err);
/* The same for a word that needs no bytes behind it, found or added; *added says which. */
kith_status kith_tally_enter(kith_tally *t, const char *word, size_t bytes, kith_tally_entry **out,
                             bool *added, kith_error *err);
/* Makes sure that so many words, of so many bytes of t->used, can be added without a pruning. */
kith_status kith_tally_reserve(kith_tally *t, uint64_t words, uint64_t used, kith_error *err);
/* Forgets all words and keeps the memory; ids count from 0 again. */
void kith_tally_forget(kith_tally *t);
/* The entry after `e` (the first for NULL) in the order of adding; NULL at the end. */
kith_tally_entry *kith_tally_each(const kith_tally *t, const kith_tally_entry *e);
/* The first one that was added when t->used was `used` or later; without prunings since. */
kith_tally_entry *kith_tally_since(const kith_tally *t, uint64_t used);
/* Bytes of slots and records. */
uint64_t kith_tally_memory(const kith_tally *t);
/* How much too low a count may be; 0 where nothing was pruned. */
uint64_t kith_tally_bound(const kith_tally *t);
/* Gives the slots back when the counting is over; no word can be found or added any more. */
void kith_tally_close(kith_tally *t);

/*
 * The first `bytes` (at most 16) of the sixteen at `word`, the others zero. Lengths of words are
 * hard to foresee, so no branch asks for them.
 */
typedef struct kith_tally_head {
    uint64_t low, high;
} kith_tally_head;

static inline kith_tally_head kith_tally_head_of(const char *word, size_t bytes)
{
    static const unsigned char mask[32] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                           0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    const unsigned char *const from = mask + 16 - bytes;
    return (kith_tally_head){kith_load8(word) & kith_load8(from),
                             kith_load8(word + 8) & kith_load8(from + 8)};
}

static inline uint64_t kith_tally_mix(uint64_t h, kith_tally_head head)
{
    h = (h ^ head.low) * 0xBF58476D1CE4E5B9u;
    h = (h ^ (h >> 32) ^ head.high) * 0x94D049BB133111EBu;
    return h ^ (h >> 32);
}

/* KITH_TOKEN_PAD bytes behind the word must be readable; bytes >= 1. */
static inline uint32_t kith_tally_hash(const kith_tally *t, const char *word, size_t bytes)
{
    uint64_t h = t->seed + bytes * 0x9E3779B97F4A7C15u;
    for (; bytes > 16; bytes -= 16, word += 16)
        h = kith_tally_mix(h, kith_tally_head_of(word, 16));
    h = kith_tally_mix(h, kith_tally_head_of(word, bytes));
    return (uint32_t)(h * 0xBF58476D1CE4E5B9u >> 32);
}

static inline bool kith_tally_same(const kith_tally_entry *e, const char *word, size_t bytes)
{
    const char *own = e->bytes;
    if (e->size != bytes)
        return false;
    for (; bytes > 16; bytes -= 16, word += 16, own += 16)
        if (memcmp(own, word, 16) != 0)
            return false;
    const kith_tally_head a = kith_tally_head_of(own, bytes), b = kith_tally_head_of(word, bytes);
    return ((a.low ^ b.low) | (a.high ^ b.high)) == 0;
}

/* Slots are in the order of hashes, so a larger table is filled from a smaller one in order. */
static inline uint64_t kith_tally_home(const kith_tally *t, uint32_t hash)
{
    return hash * t->slots >> 32;
}

/* The word's entry, or NULL. `hash` and the bytes behind the word as in kith_tally_hash. */
static inline kith_tally_entry *kith_tally_find(const kith_tally *t, const char *word, size_t bytes,
                                                uint32_t hash)
{
    for (uint64_t at = kith_tally_home(t, hash);; at = (at + 1) & (t->slots - 1)) {
        const kith_tally_slot slot = t->slot[at];
        if (slot.place == 0)
            return NULL;
        if (slot.hash != hash)
            continue;
        kith_tally_entry *e = (kith_tally_entry *)(void *)(t->records + 8 * (uint64_t)slot.place);
        if (kith_tally_same(e, word, bytes))
            return e;
    }
}

#endif
