/* A vector's numbers as text: written as the shortest decimals that read back the same. */
#ifndef KITH_CLI_NUMBERS_H
#define KITH_CLI_NUMBERS_H

#include "ask.h"

/* KITH_ERR_USAGE where the text is not `dim` finite numbers by white space. */
kith_status numbers_read(const char *text, size_t bytes, float *vector, uint64_t dim,
                         kith_error *err);
/* By spaces, on a line. */
void numbers_print(const float *vector, uint64_t dim);
/* An object with the question and member "vector". */
void numbers_json(const question *q, const float *vector, uint64_t dim);

#endif
