/*
 * The inside of k-means: rows made ready for products, the centres, and the class of each row. A
 * start (kmeans_start.c) chooses the centres, iterations (kmeans.c) move them.
 */
#ifndef KITH_VEC_KMEANS_H
#define KITH_VEC_KMEANS_H

#include "vec/tools.h"

typedef struct kith_kmeans {
    kith_tools t;
    uint64_t rows;
    size_t dim, ld, classes;
    bool spherical;
    kith_real *x;      /* [rows][ld] minus the mean, or of length 1; zero behind dim */
    kith_real *centre; /* [classes][ld] */
    kith_real *half;   /* [classes] half the square of each; 0 where spherical */
    uint32_t *of;      /* [rows] the class */
    double *distance;  /* [rows] to its centre: squared; of spherical ones 1 - cosine */
    uint64_t *size;    /* [classes] */
    /* Scratch of the iterations. */
    uint64_t *begin, *order; /* [classes] into order; [rows] the rows by class */
    kith_real *score;        /* [workers][piece][block of centres] */
    double *sum;             /* [workers][ld] */
    unsigned char *moved;    /* [pieces] a row of it has another class than before */
} kith_kmeans;

/* Rows that a worker takes; what is summed over all rows is summed by such pieces. */
enum { KITH_KMEANS_PIECE = 256 };

/* Fills the centres by the draws of `key`. */
kith_status kith_kmeans_start(kith_kmeans *m, uint64_t key, kith_error *err);

#endif
