/*
 * The distance between the rows of a matrix, in elements: padded to 64 bytes, so that no vector
 * load crosses a cache line and no two rows share one, and never a power of two from 256 bytes up,
 * where equal low address bits would make rows fight for the same cache sets.
 */
#ifndef KITH_BASE_STRIDE_H
#define KITH_BASE_STRIDE_H

#include <stdint.h>

static inline uint64_t kith_row_stride(uint64_t cols, uint64_t element)
{
    const uint64_t line = 64 / element;
    uint64_t stride = (cols + line - 1) / line * line;
    if (stride * element >= 256 && (stride & (stride - 1)) == 0)
        stride += line;
    return stride;
}

#endif
