/*
 * Memory: sizes checked for overflow, 64-byte alignment, huge pages for what is large.
 *
 * Nothing here aborts: NULL is out of memory, and the caller turns it into a status.
 */
#ifndef KITH_BASE_MEM_H
#define KITH_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* a * b and a + b, false where they would wrap. */
bool kith_mul(uint64_t a, uint64_t b, uint64_t *product);
bool kith_add(uint64_t a, uint64_t b, uint64_t *sum);

/*
 * count * size zeroed bytes on a 64-byte boundary (2 MiB and huge pages asked for from 2 MiB up),
 * or NULL. Freed with kith_mem_free, which needs no size.
 */
void *kith_mem_new(uint64_t count, uint64_t size);
/* The same with any contents, for what is written in full, side by side, before it is read. */
void *kith_mem_raw(uint64_t count, uint64_t size);
void kith_mem_free(void *p);

/* realloc of count elements; NULL leaves the old block as it was. Freed with free. */
void *kith_mem_grow(void *p, uint64_t count, uint64_t size);

/*
 * The array, moved where it must be, with room for one element more than the `used` ones; *room
 * doubles, so adding is O(1) on average. NULL leaves all as it was. Freed with free.
 */
void *kith_mem_room(void *p, uint64_t used, uint64_t *room, uint64_t size);

/* A copy with a NUL behind it, freed with free; NULL when out of memory. */
char *kith_mem_copy(const char *bytes, size_t size);

/* Bytes of memory this machine could give a process now (physical and limits); 0: unknown. */
uint64_t kith_mem_available(void);

#endif
