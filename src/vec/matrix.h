/*
 * Rows of floats in memory or in a mapped file.
 */
#ifndef KITH_VEC_MATRIX_H
#define KITH_VEC_MATRIX_H

#include <stdint.h>

/* rows x dim floats, `stride` floats from row to row; floats from dim to stride are zero. */
typedef struct kith_matrix {
    const float *at; /* NULL: not there */
    uint64_t rows, dim, stride;
} kith_matrix;

#endif
