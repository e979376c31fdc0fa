/*
 * Growing and pruning of the table of counts.
 *
 * A pruning raises the bound until at least a quarter of the words have count + (bound when they
 * were added) <= bound, and drops those. A dropped word had occurred at most `bound` times in all,
 * so no count is ever too low by more than the bound, however often a word came and went.
 * The records slide down in place: pruning needs no second copy of anything.
 */
#include "text/tally.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/rng.h"

#include <stdlib.h>

#define MOST_RECORDS (8 * (uint64_t)UINT32_MAX) /* bytes that a slot's place can address */

enum {
    FIRST_SLOTS = 4096,
    FIRST_ROOM = 1 << 17, /* holds a word of any length */
    FIRST_RECORD = 8      /* so that place 0 is free to mean an empty slot */
};

static uint64_t record_bytes(size_t word)
{
    return (offsetof(kith_tally_entry, bytes) + word + 7) / 8 * 8;
}

/* Each record, 24 bytes at least, may leave an id of 4 bytes among the spares. */
static uint64_t memory(uint64_t slots, uint64_t room)
{
    return slots * sizeof(kith_tally_slot) + room + room / 6;
}

kith_status kith_tally_init(kith_tally *t, uint64_t limit, kith_error *err)
{
    *t = (kith_tally){.slots = FIRST_SLOTS, .room = FIRST_ROOM, .used = FIRST_RECORD};
    t->limit = limit == 0 || limit > KITH_TALLY_LEAST ? limit : KITH_TALLY_LEAST;
    t->slot = kith_mem_new(FIRST_SLOTS, sizeof *t->slot);
    t->records = kith_mem_grow(NULL, FIRST_ROOM, 1);
    t->seed = kith_mix64((uint64_t)(uintptr_t)t->slot ^ (uint64_t)(kith_clock() * 1e9));
    if (t->slot != NULL && t->records != NULL)
        return KITH_OK;
    kith_tally_clear(t);
    return kith_fail_memory(err, "the table of counts", memory(FIRST_SLOTS, FIRST_ROOM));
}

void kith_tally_close(kith_tally *t)
{
    kith_mem_free(t->slot);
    t->slot = NULL;
    t->slots = 0;
}

void kith_tally_clear(kith_tally *t)
{
    kith_tally_close(t);
    free(t->records);
    free(t->spare);
    free(t->prune);
    *t = (kith_tally){0};
}

static kith_tally_entry *entry_at(const kith_tally *t, uint64_t offset)
{
    return (kith_tally_entry *)(void *)(t->records + offset);
}

kith_tally_entry *kith_tally_since(const kith_tally *t, uint64_t used)
{
    return used < t->used ? entry_at(t, used) : NULL;
}

kith_tally_entry *kith_tally_each(const kith_tally *t, const kith_tally_entry *e)
{
    if (e == NULL)
        return kith_tally_since(t, FIRST_RECORD);
    const uint64_t offset = (uint64_t)((const unsigned char *)e - t->records);
    return kith_tally_since(t, offset + record_bytes(e->size));
}

uint64_t kith_tally_memory(const kith_tally *t)
{
    return memory(t->slots, t->room);
}

uint64_t kith_tally_bound(const kith_tally *t)
{
    return t->prunes == 0 ? 0 : t->prune[t->prunes - 1].bound;
}

static void put_slot(kith_tally *t, kith_tally_slot slot)
{
    uint64_t at = kith_tally_home(t, slot.hash);
    while (t->slot[at].place != 0)
        at = (at + 1) & (t->slots - 1);
    t->slot[at] = slot;
}

/* No limit, or one that asks for what cannot be: there is nothing left to prune. */
static bool is_free(const kith_tally *t)
{
    return t->limit == 0 || t->live == 0;
}

/* Doubles the slots; *grown is false where the limit forbids it. */
static kith_status grow_slots(kith_tally *t, bool *grown, kith_error *err)
{
    const uint64_t slots = 2 * t->slots;
    *grown = is_free(t) || memory(t->slots + slots, t->room) <= t->limit;
    if (!*grown)
        return KITH_OK;
    kith_tally_slot *old = t->slot;
    kith_tally_slot *slot = kith_mem_new(slots, sizeof *slot);
    if (slot == NULL)
        return kith_fail_memory(err, "the table of counts", slots * sizeof *slot);
    const uint64_t old_slots = t->slots;
    t->slot = slot;
    t->slots = slots;
    for (uint64_t i = 0; i < old_slots; i++)
        if (old[i].place != 0)
            put_slot(t, old[i]);
    kith_mem_free(old);
    return KITH_OK;
}

/* Room for `need` bytes more: half as much again, or what the limit leaves. */
static kith_status grow_records(kith_tally *t, uint64_t need, bool *grown, kith_error *err)
{
    uint64_t most = MOST_RECORDS;
    if (!is_free(t)) {
        const uint64_t slots = memory(t->slots, 0);
        const uint64_t left = t->limit > slots ? (t->limit - slots) / 7 * 6 : 0;
        most = left < most ? left : most;
    }
    uint64_t room = t->room + t->room / 2;
    room = room > t->used + need ? room : t->used + need;
    room = room < most ? room : most;
    *grown = room > t->room && t->used + need <= room;
    if (!*grown)
        return KITH_OK;
    unsigned char *records = kith_mem_grow(t->records, room, 1);
    if (records == NULL)
        return kith_fail_memory(err, "the table of counts", room);
    t->records = records;
    t->room = room;
    return KITH_OK;
}

/* No more than this often can the word have occurred. */
static uint64_t most_occurrences(const kith_tally *t, const kith_tally_entry *e)
{
    return e->count + (e->born == 0 ? 0 : t->prune[e->born - 1].bound);
}

static uint64_t count_droppable(const kith_tally *t, uint64_t bound)
{
    uint64_t words = 0;
    for (const kith_tally_entry *e = NULL; (e = kith_tally_each(t, e)) != NULL;)
        words += most_occurrences(t, e) <= bound;
    return words;
}

static uint64_t choose_bound(const kith_tally *t)
{
    uint64_t bound = kith_tally_bound(t) + 1;
    for (uint64_t step = 1; count_droppable(t, bound) < (t->live + 3) / 4; step *= 2)
        bound += step;
    return bound;
}

/* Drops what the bound allows, slides the rest together; returns the tokens that were counted. */
static uint64_t drop_records(kith_tally *t, uint64_t bound)
{
    uint64_t to = FIRST_RECORD;
    uint64_t counted = t->pruned_tokens;
    for (uint64_t from = FIRST_RECORD; from < t->used;) {
        const kith_tally_entry *e = entry_at(t, from);
        const uint64_t bytes = record_bytes(e->size);
        counted += e->count;
        if (most_occurrences(t, e) <= bound) {
            t->spare[t->spares++] = e->id;
            t->pruned_tokens += e->count;
            t->pruned_words++;
            t->live--;
        } else {
            memmove(t->records + to, e, bytes);
            to += bytes;
        }
        from += bytes;
    }
    t->used = to;
    return counted;
}

static void refill_slots(kith_tally *t)
{
    memset(t->slot, 0, t->slots * sizeof *t->slot);
    for (const kith_tally_entry *e = NULL; (e = kith_tally_each(t, e)) != NULL;) {
        const uint64_t offset = (uint64_t)((const unsigned char *)e - t->records);
        put_slot(t,
                 (kith_tally_slot){kith_tally_hash(t, e->bytes, e->size), (uint32_t)(offset / 8)});
    }
}

/* Space to write down one pruning that may drop every word. */
static kith_status reserve_prune(kith_tally *t, kith_error *err)
{
    if (t->spare_room < t->ids) {
        uint32_t *spare = kith_mem_grow(t->spare, t->ids, sizeof *spare);
        if (spare == NULL)
            return kith_fail_memory(err, "the table of counts", t->ids * sizeof *spare);
        t->spare = spare;
        t->spare_room = t->ids;
    }
    if (t->prune_room == t->prunes) {
        const uint64_t room = 2 * t->prunes + 16;
        kith_tally_prune *prune = kith_mem_grow(t->prune, room, sizeof *prune);
        if (prune == NULL)
            return kith_fail_memory(err, "the table of counts", room * sizeof *prune);
        t->prune = prune;
        t->prune_room = room;
    }
    return KITH_OK;
}

static kith_status prune(kith_tally *t, kith_error *err)
{
    if (t->limit == 0)
        return kith_fail(err, KITH_ERR_DATA, "more than 32 GiB of different words: expected less");
    KITH_TRY(reserve_prune(t, err));
    const uint64_t bound = choose_bound(t);
    const uint64_t tokens = drop_records(t, bound);
    t->prune[t->prunes++] = (kith_tally_prune){.tokens = tokens, .bound = bound};
    refill_slots(t);
    return KITH_OK;
}

/*
 * For so many words whose records take `need` bytes: slots at most three quarters full; records
 * with the bytes that kith_load8 reads behind them.
 */
static kith_status make_room(kith_tally *t, uint64_t words, uint64_t need, kith_error *err)
{
    for (;;) {
        bool grown;
        if (t->live + words > t->slots / 4 * 3)
            KITH_TRY(grow_slots(t, &grown, err));
        else if (t->used + need > t->room)
            KITH_TRY(grow_records(t, need, &grown, err));
        else
            return KITH_OK;
        if (!grown)
            KITH_TRY(prune(t, err));
    }
}

kith_status kith_tally_reserve(kith_tally *t, uint64_t words, uint64_t used, kith_error *err)
{
    return make_room(t, words, used + KITH_TOKEN_PAD, err);
}

void kith_tally_forget(kith_tally *t)
{
    memset(t->slot, 0, t->slots * sizeof *t->slot);
    t->used = FIRST_RECORD;
    t->live = t->ids = t->spares = t->prunes = 0;
    t->peak = t->pruned_words = t->pruned_tokens = 0;
}

/* Makes the record behind the last one, whose bytes are there already, an entry. */
static kith_tally_entry *append(kith_tally *t, size_t bytes, uint32_t hash)
{
    kith_tally_entry *e = entry_at(t, t->used);
    e->count = 0;
    e->id = t->spares > 0 ? t->spare[--t->spares] : (uint32_t)t->ids++;
    e->born = (uint32_t)t->prunes;
    e->size = (uint16_t)bytes;
    put_slot(t, (kith_tally_slot){hash, (uint32_t)(t->used / 8)});
    t->used += record_bytes(bytes);
    t->live++;
    t->peak = t->live > t->peak ? t->live : t->peak;
    return e;
}

kith_status kith_tally_insert(kith_tally *t, const char *word, size_t bytes, uint32_t hash,
                              kith_tally_entry **out, kith_error *err)
{
    KITH_TRY(make_room(t, 1, record_bytes(bytes) + KITH_TOKEN_PAD, err));
    memcpy(entry_at(t, t->used)->bytes, word, bytes);
    *out = append(t, bytes, hash);
    return KITH_OK;
}

kith_status kith_tally_enter(kith_tally *t, const char *word, size_t bytes, kith_tally_entry **out,
                             bool *added, kith_error *err)
{
    KITH_TRY(make_room(t, 1, record_bytes(bytes) + KITH_TOKEN_PAD, err));
    char *copy = entry_at(t, t->used)->bytes;
    memcpy(copy, word, bytes);
    const uint32_t hash = kith_tally_hash(t, copy, bytes);
    *out = kith_tally_find(t, copy, bytes, hash);
    *added = *out == NULL;
    if (*added)
        *out = append(t, bytes, hash);
    return KITH_OK;
}
