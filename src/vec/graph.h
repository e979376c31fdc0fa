/*
 * A graph of near neighbours over rows, and the walk through it: approximate search in a few
 * thousand looks instead of one at every row.
 *
 * Each row is a code (kern.h) and a short list of rows near it, chosen so that they lie in
 * different directions (Malkov & Yashunin 2016, algorithm 4). A walk keeps the best rows seen so
 * far, looks again and again at the neighbours of the best one whose neighbours it has not seen,
 * and ends when there is none left among those kept. It sets out from *landmarks*, rows at even
 * distances, all of which are measured: they stand in for the upper layers of HNSW, cost
 * about as much, and need neither links nor chance.
 */
#ifndef KITH_VEC_GRAPH_H
#define KITH_VEC_GRAPH_H

#include "kern/kern.h"

#define KITH_NO_LINK UINT32_MAX /* ends a list that is not full */

typedef struct kith_graph {
    uint64_t rows, dim;        /* fewer rows than KITH_NO_LINK */
    uint64_t links;            /* room for them, a row */
    const unsigned char *code; /* [rows][kith_code_bytes(dim)], 64-byte aligned */
    const uint32_t *link;      /* [rows][links] */
} kith_graph;

/* A row that was measured. */
typedef struct kith_near {
    float score; /* the cosine, nearly */
    uint32_t row;
    bool used; /* its neighbours were looked at; it became a link */
} kith_near;

/* What a walk works in: one thread at a time. */
typedef struct kith_walk {
    const kith_kern *k;
    const kith_graph *graph;
    size_t room;     /* kith_nears kept: the effort */
    kith_near *best; /* [room] best first, equal scores by lower row */
    size_t count;
    unsigned char *question; /* [kith_code_bytes(dim)] as code_question lays it out */
    float scale;
    uint64_t *seen; /* a bit a row */
    uint32_t *row;  /* [links] those to be measured */
    float *score;   /* [links] */
} kith_walk;

/* Room for walks through graphs like this one; the graph is borrowed. */
kith_status kith_walk_init(kith_walk *w, const kith_kern *k, const kith_graph *g, uint64_t effort,
                           kith_error *err);
void kith_walk_clear(kith_walk *w);

/*
 * The best of the first `rows` rows for the code, among which every link leads: w->best. A link
 * that leads elsewhere ends the walk: false, and *bad is the row that has it.
 */
bool kith_walk_run(kith_walk *w, const unsigned char *code, uint64_t rows, uint64_t *bad);
/* Measures rows first..first + n too, those that take part. */
void kith_walk_offer(kith_walk *w, uint64_t first, uint64_t n);

/* Is x before y: better, or as good with a lower row? */
static inline bool kith_near_before(const kith_near *x, const kith_near *y)
{
    return x->score > y->score || (x->score == y->score && x->row < y->row);
}

#endif
