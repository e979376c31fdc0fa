/*
 * Checked allocation. A block of 2 MiB or more begins on a huge page's boundary and asks for huge
 * pages, because a random row of a large matrix otherwise costs a TLB miss as well as a cache miss.
 */
#define _DEFAULT_SOURCE /* madvise: POSIX has no advice for huge pages */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { LINE = 64, HUGE_PAGE = 2 << 20 };

bool kith_mul(uint64_t a, uint64_t b, uint64_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

bool kith_add(uint64_t a, uint64_t b, uint64_t *sum)
{
    return !__builtin_add_overflow(a, b, sum);
}

/* Advice only: where the kernel has no huge pages to give, small ones do. */
static void ask_for_huge_pages(void *p, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    (void)madvise(p, bytes, MADV_HUGEPAGE);
#else
    (void)p, (void)bytes;
#endif
}

void *kith_mem_raw(uint64_t count, uint64_t size)
{
    uint64_t bytes;
    if (!kith_mul(count, size, &bytes) || bytes > PTRDIFF_MAX)
        return NULL;
    const bool large = bytes >= HUGE_PAGE;
    void *p = NULL;
    if (posix_memalign(&p, large ? HUGE_PAGE : LINE, bytes > 0 ? bytes : 1) != 0)
        return NULL;
    if (large)
        ask_for_huge_pages(p, bytes);
    return p;
}

void *kith_mem_new(uint64_t count, uint64_t size)
{
    void *p = kith_mem_raw(count, size);
    return p != NULL ? memset(p, 0, count * size) : NULL;
}

void kith_mem_free(void *p)
{
    free(p);
}

void *kith_mem_grow(void *p, uint64_t count, uint64_t size)
{
    uint64_t bytes;
    if (!kith_mul(count, size, &bytes) || bytes > PTRDIFF_MAX)
        return NULL;
    return realloc(p, bytes > 0 ? bytes : 1);
}

void *kith_mem_room(void *p, uint64_t used, uint64_t *room, uint64_t size)
{
    const uint64_t least = 32;
    if (used < *room)
        return p;
    const uint64_t more = *room < least ? least : *room * 2;
    void *grown = kith_mem_grow(p, more, size);
    if (grown != NULL)
        *room = more;
    return grown;
}

char *kith_mem_copy(const char *bytes, size_t size)
{
    char *copy = size < PTRDIFF_MAX ? malloc(size + 1) : NULL;
    if (copy == NULL)
        return NULL;
    memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}
