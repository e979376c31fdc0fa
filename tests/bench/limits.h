/*
 * What this machine can do at most: multiply-adds a second in registers, and rows a second from
 * memory. The benchmarks' speeds are set against them.
 */
#ifndef BENCH_LIMITS_H
#define BENCH_LIMITS_H

#include <stddef.h>

#include "base/status.h"

/* Operations a second (a multiply-add is two) of so many threads that do nothing else; 0 where
 * nobody has written the loop for the ISA. */
double limits_peak(const char *isa, unsigned threads);

/*
 * Rows a second that so many threads read, change and write back: rows of `width` floats (a
 * multiple of 16), drawn as words of the text are after thinning at `sample`, half of them from a
 * second matrix. Each thread has rows of its own: this is the caches' speed, without the cost of
 * sharing. `vocab` is a file of "word count" lines. 0 where it cannot be read.
 */
double limits_rows(const char *vocab, double sample, size_t width, unsigned threads);

#endif
