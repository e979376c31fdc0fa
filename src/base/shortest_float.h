/*
 * The shortest decimal of a float in a few multiplications, where format.c's big numbers would take
 * a microsecond: models are saved as text by the hundred million numbers.
 */
#ifndef KITH_BASE_SHORTEST_FLOAT_H
#define KITH_BASE_SHORTEST_FLOAT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Of the decimals that read back as significand * 2^exponent the shortest, and of those the
 * nearest: the value returned times 10^*power (zeros may end it). significand is 1 .. 2^24 - 1 and
 * exponent -149 .. 104; near_below: the neighbour below is half as far as the one above.
 */
uint32_t kith_shortest_float(uint32_t significand, int exponent, bool near_below, int *power);

#endif
