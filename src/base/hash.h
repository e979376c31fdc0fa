/*
 * Two sums over bytes: a hash for tables, and CRC32C for files.
 */
#ifndef KITH_BASE_HASH_H
#define KITH_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* A 64-bit hash of any bytes, every bit of it usable; the same on every machine (files hold it). */
uint64_t kith_hash(const void *bytes, size_t size, uint64_t seed);

/* CRC32C (Castagnoli, reflected 0x82F63B78), continued from `crc` (0 at the start). */
uint32_t kith_crc32c(uint32_t crc, const void *bytes, size_t size);

/* The same sum without the processor's instruction, for tests to compare. */
uint32_t kith_crc32c_portable(uint32_t crc, const void *bytes, size_t size);

#endif
