#define KERN_BYTES 64
#include "kern/kern_avx512vnni.h"

/* Of these bodies two functions are wanted. */
#pragma GCC diagnostic ignored "-Wunused-function"
#include "kern/body_bytes.h"
#include "kern/body_code.h"

void kith_vnni_scan_bytes(const kith_bytes *rows, size_t first, size_t n, const uint8_t *q,
                          size_t queries, size_t qstride, const float *scale, float *score)
{
    scan_bytes(rows, first, n, q, queries, qstride, scale, score);
}

void kith_vnni_code_scores(const unsigned char *codes, size_t dim, const uint32_t *row, size_t n,
                           const uint8_t *q, float scale, float *score)
{
    code_scores(codes, dim, row, n, q, scale, score);
}
