/*
 * The head of NumPy's array file:
 *
 *     \x93NUMPY, version (2 bytes), header length (u16, from version 2 u32), header
 *
 * The header is a Python dictionary. Its three entries are found in any order; what else Python
 * could put there (records, pickled objects) is refused.
 */
#ifndef KITH_FILE_NPY_HEADER_H
#define KITH_FILE_NPY_HEADER_H

#include "file/input.h"
#include "file/names.h"

typedef struct kith_npy_header {
    char descr[16]; /* the type of the numbers, e.g. "<f4" */
    uint64_t rows, dim;
} kith_npy_header;

bool kith_npy_detect(const unsigned char *head, size_t bytes);
/* Of a matrix in C order; KITH_ERR_DATA for any other. */
kith_status kith_npy_header_read(kith_input *in, kith_npy_header *h, kith_error *err);

enum { KITH_NPY_HEADER_ROOM = 192 };
/* The head of the matrix of these names, version 1.0; its length is a multiple of 64, at most
 * KITH_NPY_HEADER_ROOM, so that np.load can map the numbers. */
kith_status kith_npy_header_write(const kith_names *names, kith_writer *w, kith_error *err);

#endif
