/* What the files of the twin share. */
#ifndef REF_PARTS_H
#define REF_PARTS_H

#include "ref/ref_embed.h"

enum { INIT = 1, SHUFFLE = 2, SUBSAMPLE = 3, WINDOW = 4, NOISE = 5, POOL = 6 };
enum { INPUT, OUTPUT, INNER, GRAM, HELD };

typedef struct ref_target {
    uint64_t row;
    int matrix;
    double label;
} ref_target;

typedef struct ref_visit {
    ref_embed *r;
    uint64_t epoch, block;
    uint32_t *kept;
    size_t length;
    double lr;
    bool learning, measured;
    ref_target *target;
    size_t targets;
    size_t left, reached;  /* places held */
    size_t first, windows; /* taken together */
    double *crown;         /* [r->crown][dim] where the tree's nodes nearest the root were */
    size_t crowned;        /* windows so far */
} ref_visit;

/* Never NULL: aborts without memory. */
void *ref_zeros(uint64_t n, size_t size);

/* Does something with the bucket of each n-gram of a word, in fastText's order. */
void ref_each_gram(ref_embed *r, uint64_t word, void (*visit)(ref_embed *, uint32_t, double *),
                   double *with);

/* What is to be added to a row; it moves with the next step. */
double *ref_rows_change(ref_embed *r, int matrix, uint64_t row);
/* One input against all targets: their changes are summed, the input's direction goes to dx. The
 * number of the input's row tells pairs apart. */
void ref_rows_example(ref_visit *v, uint64_t input, const double *x, double *dx);
/* Moves all rows that have changes, and forgets them. */
void ref_rows_step(ref_visit *v);
/* Counts rows that are added to a bag or a mean. */
void ref_rows_added(ref_visit *v, double rows);

/* The rows that a word has. */
double ref_rows_parts(ref_embed *r, uint32_t word);
/* Words more than a window behind leave, those up to a window ahead enter. */
void ref_rows_hold(ref_visit *v, size_t position);
void ref_rows_let_go(ref_visit *v);

#endif
