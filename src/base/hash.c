/*
 * A hash for tables, after the multiply-and-fold family: eight bytes at a time are xored into the
 * state, which a 64 x 64 -> 128 bit product folds onto itself. The last one to eight bytes go
 * straight into SplitMix64's finisher, a bijection with full avalanche; words of up to eight bytes
 * and one length, most of a text, therefore cannot collide at all.
 *
 * Not meant to resist an adversary who chooses the words.
 */
#include "base/hash.h"

#include "base/rng.h"

#include <string.h>

__extension__ typedef unsigned __int128 wide;

/* Little endian on every machine: hashes are kept in files. */
static uint64_t load64(const unsigned char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

static uint64_t load32(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

/* The last 0..8 bytes as a number, different for different bytes of one length. */
static uint64_t load_tail(const unsigned char *p, size_t size)
{
    if (size == 8)
        return load64(p);
    if (size >= 4)
        return load32(p) | load32(p + size - 4) << 32;
    if (size == 0)
        return 0;
    return (uint64_t)p[0] | (uint64_t)p[size / 2] << 8 | (uint64_t)p[size - 1] << 16;
}

static uint64_t fold(uint64_t a, uint64_t b)
{
    const wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t kith_hash(const void *bytes, size_t size, uint64_t seed)
{
    /* Odd constants with about half their bits set, from the fractions of sqrt 2 and sqrt 3. */
    const uint64_t a = 0x6A09E667F3BCC909u, b = 0xBB67AE8584CAA73Bu;
    const unsigned char *p = bytes;
    uint64_t h = kith_mix64(seed ^ a) ^ (uint64_t)size * b;
    for (; size > 8; size -= 8, p += 8)
        h = fold(h ^ load64(p), b);
    return kith_mix64(h ^ load_tail(p, size));
}
