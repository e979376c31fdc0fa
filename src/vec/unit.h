/* Rows brought to length 1. */
#ifndef KITH_VEC_UNIT_H
#define KITH_VEC_UNIT_H

#include "vec/tools.h"

/* In place, lengths in double; rows of zeros stay. The vectors' numbers are their own memory. */
void kith_rows_normalize(const kith_tools *t, kith_vectors *v);

#endif
