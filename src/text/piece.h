/*
 * A worker's part in reading: it counts a piece of text in a table of its own, where words have ids
 * of its own, so that pieces can be worked on side by side. The table stays from piece to piece;
 * joining them to the whole in their order takes one lookup a word that is new to the worker.
 */
#ifndef KITH_TEXT_PIECE_H
#define KITH_TEXT_PIECE_H

#include "base/cutter.h"
#include "text/tally.h"
#include "text/token.h"

typedef struct kith_piece {
    kith_span text;      /* whole words */
    kith_stream *stream; /* where it comes from */
    bool opens, ends;    /* it is the stream's first or last */
    bool utf16;          /* it is none: the rest was not looked at */
    kith_tokenizer tokenizer;
    kith_tally words; /* with ids from 0 in the order of first occurrence */
    uint32_t *ids;    /* [length] words' ids, and KITH_SENTENCE_END at line ends behind a word */
    uint64_t length;
    uint64_t tokens;   /* words among them */
    uint64_t skip, at; /* the first ids that are left out; where the others stand in the whole */
    uint32_t *final;   /* [words.ids] the id of each word in the whole text, for whoever joins it */
    uint64_t joined;   /* words.used when it was joined last */
    uint64_t room, final_room;
} kith_piece;

kith_status kith_piece_init(kith_piece *p, size_t max_bytes, bool lowercase, kith_error *err);
void kith_piece_clear(kith_piece *p); /* a zeroed piece is fine */

/*
 * Counts the text, whose last byte is white space. The first id may be a sentence end: it is one
 * only if the text before has a word since its last.
 */
kith_status kith_piece_count(kith_piece *p, kith_error *err);
/* Forgets the words and their counts. */
void kith_piece_forget(kith_piece *p);

#endif
