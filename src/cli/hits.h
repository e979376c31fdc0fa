/* Answers of a search, best first, as `nearest` and `analogy` print them. */
#ifndef KITH_CLI_HITS_H
#define KITH_CLI_HITS_H

#include "ask.h"

/* WORD<TAB>SCORE lines; `label`, where it is not NULL, is the first column: its words by spaces. */
void hits_print(const kith_vectors *v, const question *label, const kith_hit *hit, size_t found);
/* The same with so many decimals instead of four. */
void hits_print_fixed(const kith_vectors *v, const question *label, const kith_hit *hit,
                      size_t found, int decimals);
/* Member "answers": objects with the word, and its score under the name `score`. */
void hits_json(json *j, const kith_vectors *v, const char *score, const kith_hit *hit,
               size_t found);

#endif
