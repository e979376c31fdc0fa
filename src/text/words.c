/*
 * Open addressing with linear probing over a table of u32 ids; the words lie end to end in one
 * block. A word is hashed with kith_hash and seed 0, because files hold the slot table as it is.
 *
 * No step trusts what a borrowed table says: an id, an offset or a full table of a damaged file
 * makes a word unknown, never a read outside the tables.
 */
#include "text/words.h"
#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_SLOTS = 16, LEAST_WORDS = 8, LEAST_BYTES = 64 };

/* Owned tables are const only because borrowed ones are. */
static void *writable(const void *table)
{
    return (void *)(uintptr_t)table;
}

static uint64_t home_of(const kith_words *w, const char *word, size_t bytes)
{
    return kith_hash(word, bytes, 0) & (w->slots - 1);
}

/* Slots are kept at most three quarters full. */
static bool is_full(uint64_t words, uint64_t slots)
{
    return words > slots / 4 * 3;
}

void kith_words_clear(kith_words *w)
{
    if (w->owned) {
        free(writable(w->offset));
        free(writable(w->bytes));
        kith_mem_free(writable(w->slot));
    }
    *w = (kith_words){0};
}

const char *kith_words_at(const kith_words *w, uint64_t id, size_t *length)
{
    *length = 0;
    if (id >= w->size)
        return "";
    const uint64_t start = w->offset[id];
    const uint64_t end = w->offset[id + 1];
    if (start > end || end > w->offset[w->size])
        return "";
    *length = end - start;
    return w->bytes + start;
}

/*
 * The id of the word, or KITH_NO_WORD with *free_slot the empty slot where it belongs (`slots` when
 * there is none).
 */
static uint64_t probe(const kith_words *w, const char *word, size_t bytes, uint64_t *free_slot)
{
    *free_slot = w->slots;
    if (w->slots == 0)
        return KITH_NO_WORD;
    uint64_t at = home_of(w, word, bytes);
    for (uint64_t tried = 0; tried < w->slots; tried++) {
        const uint32_t held = w->slot[at];
        if (held == 0) {
            *free_slot = at;
            return KITH_NO_WORD;
        }
        size_t length;
        const char *other = kith_words_at(w, held - 1, &length);
        if (length == bytes && held <= w->size && memcmp(other, word, bytes) == 0)
            return held - 1;
        at = (at + 1) & (w->slots - 1);
    }
    return KITH_NO_WORD;
}

uint64_t kith_words_find(const kith_words *w, const char *word, size_t bytes)
{
    uint64_t free_slot;
    return probe(w, word, bytes, &free_slot);
}

static kith_status grow_slots(kith_words *w, uint64_t words, kith_error *err)
{
    uint64_t slots = w->slots < LEAST_SLOTS ? LEAST_SLOTS : w->slots;
    while (is_full(words, slots))
        slots *= 2;
    if (slots == w->slots)
        return KITH_OK;
    uint32_t *slot = kith_mem_new(slots, sizeof *slot);
    if (slot == NULL)
        return kith_fail_memory(err, "the table of words", slots * sizeof *slot);
    kith_mem_free(writable(w->slot));
    w->slot = slot;
    w->slots = slots;
    for (uint64_t id = 0; id < w->size; id++) {
        size_t length;
        const char *word = kith_words_at(w, id, &length);
        uint64_t at = home_of(w, word, length);
        while (slot[at] != 0)
            at = (at + 1) & (slots - 1);
        slot[at] = (uint32_t)id + 1;
    }
    return KITH_OK;
}

static kith_status grow_words(kith_words *w, uint64_t words, kith_error *err)
{
    if (words <= w->room_words)
        return KITH_OK;
    uint64_t *offset = kith_mem_grow(writable(w->offset), words + 1, sizeof *offset);
    if (offset == NULL)
        return kith_fail_memory(err, "the offsets of words", words * sizeof *offset);
    if (w->offset == NULL)
        offset[0] = 0;
    w->offset = offset;
    w->room_words = words;
    return KITH_OK;
}

static kith_status grow_bytes(kith_words *w, uint64_t size, kith_error *err)
{
    if (size <= w->room_bytes)
        return KITH_OK;
    char *bytes = kith_mem_grow(writable(w->bytes), size, 1);
    if (bytes == NULL)
        return kith_fail_memory(err, "the bytes of words", size);
    w->bytes = bytes;
    w->room_bytes = size;
    return KITH_OK;
}

kith_status kith_words_reserve(kith_words *w, uint64_t words, uint64_t bytes, kith_error *err)
{
    if (!w->owned && w->offset != NULL)
        return kith_fail(err, KITH_ERR_INTERNAL, "words: a borrowed set cannot grow");
    if (words >= UINT32_MAX)
        return kith_fail(err, KITH_ERR_DATA,
                         "%llu different words: expected at most %u, ids have 32 bits",
                         (unsigned long long)words, UINT32_MAX - 1);
    w->owned = true;
    KITH_TRY(grow_words(w, words < LEAST_WORDS ? LEAST_WORDS : words, err));
    KITH_TRY(grow_bytes(w, bytes < LEAST_BYTES ? LEAST_BYTES : bytes, err));
    return grow_slots(w, words, err);
}

/* Room for one more word, growing by half so that adding is O(1) on average. */
static kith_status make_room(kith_words *w, size_t bytes, kith_error *err)
{
    const uint64_t used = w->size == 0 ? 0 : w->offset[w->size];
    uint64_t words = w->room_words;
    uint64_t room = w->room_bytes;
    uint64_t need;
    if (!kith_add(used, bytes, &need))
        return kith_fail_memory(err, "the bytes of words", UINT64_MAX);
    if (w->size == words)
        words += words / 2;
    if (words <= w->size || words >= UINT32_MAX)
        words = w->size + 1;
    if (need > room)
        room = need + need / 2;
    if (words == w->room_words && room == w->room_bytes && !is_full(w->size + 1, w->slots))
        return KITH_OK;
    return kith_words_reserve(w, words, room, err);
}

kith_status kith_words_add(kith_words *w, const char *word, size_t bytes, uint64_t *id, bool *added,
                           kith_error *err)
{
    uint64_t free_slot;
    *added = false;
    *id = probe(w, word, bytes, &free_slot);
    if (*id != KITH_NO_WORD)
        return KITH_OK;
    const uint64_t slots_before = w->slots;
    KITH_TRY(make_room(w, bytes, err));
    if (w->slots != slots_before)
        probe(w, word, bytes, &free_slot);
    uint64_t *offset = writable(w->offset);
    uint32_t *slot = writable(w->slot);
    if (bytes > 0)
        memcpy((char *)writable(w->bytes) + offset[w->size], word, bytes);
    offset[w->size + 1] = offset[w->size] + bytes;
    slot[free_slot] = (uint32_t)w->size + 1;
    *id = w->size++;
    *added = true;
    return KITH_OK;
}

bool kith_words_equal(const kith_words *a, const kith_words *b)
{
    bool equal = a->size == b->size;
    for (uint64_t i = 0; i < a->size && equal; i++) {
        size_t left, right;
        const char *one = kith_words_at(a, i, &left), *other = kith_words_at(b, i, &right);
        equal = left == right && memcmp(one, other, left) == 0;
    }
    return equal;
}
