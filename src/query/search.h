/*
 * The inside of kith_search: the rows to scan, what scales each, and the team that scans them.
 *
 * Every question is one pass over pieces of rows that fit the second-level cache. The pieces are
 * handed to the workers as they come free; each worker keeps heaps of its own, and the total order
 * of hits makes the merged outcome the same whoever took which piece.
 */
#ifndef KITH_QUERY_SEARCH_H
#define KITH_QUERY_SEARCH_H

#include "base/status.h"
#include "kern/kern.h"

enum {
    KITH_PIECE_GRAIN = 16,  /* every piece but the last is a multiple of it */
    KITH_WORTH_PACKING = 6, /* questions: making bytes of the rows takes about as long as so many */
};

struct kith_search {
    const kith_vectors *v; /* borrowed */
    const kith_kern *k;
    uint64_t rows; /* the first rows, which can be answers */
    float *scale;  /* [rows, made whole grains] 1 / the length of the row; 0 for a zero row */
    struct kith_crew *crew;
};

/* How many workers may call a piece's function, numbered from 0. */
unsigned kith_search_workers(const kith_search *s);

/* Rows of a piece that stay in the cache with `bytes` a row; a multiple of the grain. */
size_t kith_search_piece_of(size_t bytes);
/* The same of the vectors' own rows and `beside` more bytes a row. */
size_t kith_search_piece(const kith_search *s, size_t beside);

/*
 * Calls work(self, worker, first, n) for pieces of at most `piece` rows that together are rows
 * 0..rows, on the team, or on the calling thread alone while another caller has the team.
 */
void kith_search_run(const kith_search *s, uint64_t rows, size_t piece,
                     void (*work)(void *self, unsigned worker, uint64_t first, size_t n),
                     void *self);

/*
 * cosine [queries][n] of rows first..first + n with unit vectors q [queries][qstride]. `scale`
 * [rows] is s->scale, or a copy of it with NaN for the rows that are to take no part.
 */
void kith_search_cosines(const kith_search *s, const float *scale, uint64_t first, size_t n,
                         const float *q, size_t queries, size_t qstride, float *cosine);

/*
 * The rows as bytes (query/coarse.h), where they pay: from the call on that makes the questions
 * asked so far enough to pay for the packing. NULL: measure all rows.
 */
const struct kith_coarse *kith_search_coarse(const kith_search *s, size_t questions);
/* Says that too many rows were left over to be measured. */
void kith_search_not_coarse(const kith_search *s);

/* KITH_ERR_USAGE unless the vectors have such a row. */
kith_status kith_search_check_row(const kith_search *s, uint64_t row, kith_error *err);

#endif
