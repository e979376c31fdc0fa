#include "vec/guests.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/words.h"

typedef struct guest {
    float *row;
    char *word;
    size_t bytes;
} guest;

struct kith_guests {
    pthread_mutex_t lock;
    kith_words words;
    guest *guest; /* [words.size] */
    uint64_t room;
};

kith_status kith_guests_new(kith_guests **out, kith_error *err)
{
    kith_guests *g = *out = kith_mem_new(1, sizeof *g);
    if (g == NULL)
        return kith_fail_memory(err, "words outside the vocabulary", sizeof *g);
    pthread_mutex_init(&g->lock, NULL);
    return KITH_OK;
}

static void forget(kith_guests *g)
{
    for (uint64_t i = 0; i < g->words.size; i++) {
        kith_mem_free(g->guest[i].row);
        free(g->guest[i].word);
    }
    kith_words_clear(&g->words);
}

void kith_guests_forget(kith_guests *g)
{
    pthread_mutex_lock(&g->lock);
    forget(g);
    pthread_mutex_unlock(&g->lock);
}

void kith_guests_free(kith_guests *g)
{
    if (g == NULL)
        return;
    forget(g);
    free(g->guest);
    pthread_mutex_destroy(&g->lock);
    kith_mem_free(g);
}

/* Row and word of a new guest; false where there are no n-grams or no memory. */
static bool make(const kith_grams *grams, const char *word, size_t bytes, guest *out)
{
    *out = (guest){.row = kith_mem_new(grams->row.dim, sizeof(float)),
                   .word = kith_mem_copy(word, bytes),
                   .bytes = bytes};
    if (out->row != NULL && out->word != NULL && kith_grams_guess(grams, word, bytes, out->row))
        return true;
    kith_mem_free(out->row);
    free(out->word);
    return false;
}

/* The word's number once it stands in the tables; KITH_NO_WORD leaves them as they were. */
static uint64_t admit(kith_guests *g, const guest *made)
{
    uint64_t id = KITH_NO_WORD;
    bool added = false;
    guest *grown = kith_mem_room(g->guest, g->words.size, &g->room, sizeof *grown);
    if (grown == NULL)
        return KITH_NO_WORD;
    g->guest = grown;
    if (kith_words_add(&g->words, made->word, made->bytes, &id, &added, NULL) != KITH_OK)
        return KITH_NO_WORD;
    g->guest[id] = *made;
    return id;
}

uint64_t kith_guests_find(kith_guests *g, const kith_grams *grams, const char *word, size_t bytes)
{
    guest made;
    pthread_mutex_lock(&g->lock);
    uint64_t id = kith_words_find(&g->words, word, bytes);
    if (id == KITH_NO_WORD && make(grams, word, bytes, &made)) {
        id = admit(g, &made);
        if (id == KITH_NO_WORD) {
            kith_mem_free(made.row);
            free(made.word);
        }
    }
    pthread_mutex_unlock(&g->lock);
    return id;
}

/* A copy: the table may move, what it points to does not. */
static guest at(kith_guests *g, uint64_t i)
{
    pthread_mutex_lock(&g->lock);
    const guest found = g->guest[i];
    pthread_mutex_unlock(&g->lock);
    return found;
}

const float *kith_guests_row(kith_guests *g, uint64_t i)
{
    return at(g, i).row;
}

const char *kith_guests_word(kith_guests *g, uint64_t i, size_t *bytes)
{
    const guest found = at(g, i);
    *bytes = found.bytes;
    return found.word;
}

uint64_t kith_guests_count(kith_guests *g)
{
    pthread_mutex_lock(&g->lock);
    const uint64_t count = g->words.size;
    pthread_mutex_unlock(&g->lock);
    return count;
}
