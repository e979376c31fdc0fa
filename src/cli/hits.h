/* Answers of a search, best first, as `nearest` and `analogy` print them. */
#ifndef KITH_CLI_HITS_H
#define KITH_CLI_HITS_H

#include "ask.h"

typedef struct hits_style {
    const question *label; /* the first column: its words by spaces; NULL: there is none */
    char part;             /* between a word and its score */
    int decimals;          /* 0: six digits, as C++ prints numbers */
} hits_style;

/* WORD<TAB>SCORE with four decimals, behind the question where it is wanted; or what --style says.
 */
hits_style hits_style_of(const args *a, const question *label);
void hits_print(const kith_vectors *v, const hits_style *style, const kith_hit *hit, size_t found);
/* Member "answers": objects with the word, and its score under the name `score`. */
void hits_json(json *j, const kith_vectors *v, const char *score, const kith_hit *hit,
               size_t found);

#endif
