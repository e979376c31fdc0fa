/*
 * Analogies in bulk: the one pass that answers a single analogy and a whole test file.
 */
#ifndef KITH_QUERY_ANALOGY_H
#define KITH_QUERY_ANALOGY_H

#include "query/search.h"

/* a is to b as c is to ? (rows) */
typedef struct kith_analogy {
    uint64_t a, b, c;
} kith_analogy;

/* Who may answer. */
typedef struct kith_candidates {
    uint64_t rows;       /* the first rows; at most those of the search */
    const float *scale;  /* [rows] the search's, or a copy with NaN where a row may not answer */
    bool include_inputs; /* a, b and c may answer */
} kith_candidates;

/*
 * The k best answers to each of `count` analogies: hits [count][k], found [count]. Scores are
 * cos(b,x) - cos(a,x) + cos(c,x) for 3CosAdd. a, b, c must be rows of the vectors. O(rows * (words
 * * dim + count)) for the distinct words given.
 */
kith_status kith_analogies_answer(const kith_search *s, kith_analogy_method method,
                                  const kith_candidates *among, const kith_analogy *given,
                                  size_t count, size_t k, kith_hit *hits, size_t *found,
                                  kith_error *err);

#endif
