/* A vector's numbers, the shortest decimals that read back the same. */
#ifndef KITH_CLI_NUMBERS_H
#define KITH_CLI_NUMBERS_H

#include "ask.h"

/* By spaces, on a line. */
void numbers_print(const float *vector, uint64_t dim);
/* An object with the question and member "vector". */
void numbers_json(const question *q, const float *vector, uint64_t dim);

#endif
