/*
 * The loop that every byte of text goes through. Tokeniser and table are inline here, so a common
 * token costs no call; words are looked up in batches, so the slot of one is fetched while the next
 * ones are found.
 */
#include "text/piece.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/spool.h"

enum { BATCH = 64 }; /* words looked up at once */

kith_status kith_piece_init(kith_piece *p, size_t max_bytes, bool lowercase, kith_error *err)
{
    *p = (kith_piece){0};
    KITH_TRY(kith_tokenizer_init(&p->tokenizer, max_bytes, lowercase, err));
    KITH_TRY(kith_tally_init(&p->words, 0, err));
    p->joined = p->words.used;
    return KITH_OK;
}

void kith_piece_forget(kith_piece *p)
{
    kith_tally_forget(&p->words);
    p->joined = p->words.used;
}

void kith_piece_clear(kith_piece *p)
{
    kith_tokenizer_clear(&p->tokenizer);
    kith_tally_clear(&p->words);
    free(p->text.text);
    free(p->ids);
    free(p->final);
    *p = (kith_piece){0};
}

/* A word or the end of a sentence takes a byte at least. */
static kith_status reserve_ids(kith_piece *p, kith_error *err)
{
    const uint64_t room = p->text.bytes + 1;
    if (room <= p->room)
        return KITH_OK;
    uint32_t *ids = kith_mem_grow(p->ids, room, sizeof *ids);
    if (ids == NULL)
        return kith_fail_memory(err, "a piece of text", room * sizeof *ids);
    p->ids = ids;
    p->room = room;
    return KITH_OK;
}

/* A word found but not looked up yet, so that its slot can be fetched meanwhile. */
typedef struct found {
    const char *word; /* NULL: the end of a sentence */
    uint32_t bytes, hash;
} found;

static found prepare_word(const kith_piece *p, const char *word, size_t bytes)
{
    const uint32_t hash = kith_tally_hash(&p->words, word, bytes);
    __builtin_prefetch(p->words.slot + kith_tally_home(&p->words, hash));
    return (found){word, (uint32_t)bytes, hash};
}

static kith_status take_word(kith_piece *p, const found *f, kith_error *err)
{
    kith_tally_entry *e = kith_tally_find(&p->words, f->word, f->bytes, f->hash);
    if (e == NULL)
        KITH_TRY(kith_tally_insert(&p->words, f->word, f->bytes, f->hash, &e, err));
    e->count++;
    p->ids[p->length++] = e->id;
    p->tokens++;
    return KITH_OK;
}

static kith_status take_batch(kith_piece *p, const found *batch, size_t count, kith_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (batch[i].word != NULL)
            KITH_TRY(take_word(p, &batch[i], err));
        else
            p->ids[p->length++] = KITH_SENTENCE_END;
    return KITH_OK;
}

/* The plain words that come next, behind those that wait; their slots are fetched meanwhile. */
static size_t prepare_run(kith_piece *p, found *batch, size_t most)
{
    kith_run_word run[BATCH];
    const size_t n = kith_token_run(&p->tokenizer, run, most);
    for (size_t i = 0; i < n; i++)
        batch[i] = prepare_word(p, run[i].word, run[i].bytes);
    return n;
}

/* All tokens, a batch at a time; a word that lies outside the text ends its batch. */
static kith_status take_tokens(kith_piece *p, kith_error *err)
{
    found batch[BATCH];
    size_t waiting = 0;
    for (;;) {
        waiting += prepare_run(p, batch + waiting, BATCH - waiting);
        if (waiting == BATCH) {
            KITH_TRY(take_batch(p, batch, waiting, err));
            waiting = 0;
            continue;
        }
        const kith_token token = kith_token_next(&p->tokenizer);
        p->utf16 = token == KITH_TOKEN_UTF16;
        if (token == KITH_TOKEN_MORE || p->utf16)
            return take_batch(p, batch, waiting, err);
        batch[waiting++] = token == KITH_TOKEN_WORD
                               ? prepare_word(p, p->tokenizer.word, p->tokenizer.bytes)
                               : (found){0};
        if (waiting < BATCH && (token == KITH_TOKEN_BREAK || p->tokenizer.in_chunk))
            continue;
        KITH_TRY(take_batch(p, batch, waiting, err));
        waiting = 0;
    }
}

kith_status kith_piece_count(kith_piece *p, kith_error *err)
{
    KITH_TRY(reserve_ids(p, err));
    p->length = p->tokens = 0;
    kith_tokenizer_start(&p->tokenizer);
    p->tokenizer.at_start = p->opens;
    p->tokenizer.in_sentence = true; /* of the text before, for all that is known here */
    kith_tokenizer_feed(&p->tokenizer, (const unsigned char *)p->text.text, p->text.bytes);
    return take_tokens(p, err);
}
