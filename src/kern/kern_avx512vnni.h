/*
 * What the VNNI extension has an instruction of its own for: products of bytes. The table
 * kith_kern_avx512vnni holds these two and is AVX-512's otherwise (kern_avx512.c).
 */
#ifndef KITH_KERN_KERN_AVX512VNNI_H
#define KITH_KERN_KERN_AVX512VNNI_H

#include "kern/kern.h"

void kith_vnni_scan_bytes(const kith_bytes *rows, size_t first, size_t n, const uint8_t *q,
                          size_t queries, size_t qstride, const float *scale, float *score);
void kith_vnni_code_scores(const unsigned char *codes, size_t dim, const uint32_t *row, size_t n,
                           const uint8_t *q, float scale, float *score);

#endif
