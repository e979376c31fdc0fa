/*
 * The words nearest in spelling to one that is unknown.
 *
 * Every word is a candidate, so nearly all must fall by cheap tests: its length in bytes, its
 * length in characters, the characters that only one of the two has. What is left goes through the
 * table of the optimal string alignment distance (insert, delete, replace, swap neighbours), of
 * which only the cells within the limit of the diagonal are filled.
 */
#include "vec/vectors.h"

#include <string.h>

enum {
    CHARS_MAX = 64, /* longer words suggest nothing and are not suggested */
    HITS_MAX = 64
};

/* A word by characters; a byte that is no UTF-8 stands for itself. */
typedef struct spelling {
    uint32_t at[CHARS_MAX];
    size_t chars;
    uint64_t kinds; /* bit c % 64 for each character c */
} spelling;

typedef struct hit {
    uint64_t row, count;
    unsigned distance;
} hit;

/* The bytes of the UTF-8 sequence that begins at `at`: 1 for ASCII and for what is no UTF-8. */
static size_t sequence(const unsigned char *at, size_t left)
{
    const size_t want = at[0] >= 0xF0 && at[0] < 0xF8 ? 4
                        : at[0] >= 0xE0               ? 3
                        : at[0] >= 0xC0               ? 2
                                                      : 1;
    if (want > left || at[0] >= 0xF8)
        return 1;
    for (size_t i = 1; i < want; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 1;
    return want;
}

/* false when the word is too long. The bytes of a sequence are the character: nothing is decoded.
 */
static bool spell(spelling *s, const char *word, size_t bytes)
{
    const unsigned char *at = (const unsigned char *)word;
    s->chars = 0;
    s->kinds = 0;
    for (size_t i = 0; i < bytes;) {
        if (s->chars == CHARS_MAX)
            return false;
        const size_t length = sequence(at + i, bytes - i);
        uint32_t c = 0;
        for (size_t k = 0; k < length; k++)
            c = c << 8 | at[i + k];
        s->at[s->chars++] = c;
        s->kinds |= UINT64_C(1) << (c % 64);
        i += length;
    }
    return true;
}

static unsigned bits(uint64_t x)
{
    return (unsigned)__builtin_popcountll(x);
}

static uint8_t least(unsigned a, unsigned b)
{
    return (uint8_t)(a < b ? a : b);
}

/*
 * The distance of a and b, or limit + 1 when it is more than `limit`. A row whose least cell is
 * over the limit ends it: no later cell can be less, since a swap reaches back two rows for one.
 */
static unsigned distance(const spelling *a, const spelling *b, unsigned limit)
{
    uint8_t table[3][CHARS_MAX + 2];
    uint8_t *before = table[0], *above = table[1], *row = table[2];
    const uint8_t far = (uint8_t)(limit + 1);
    for (size_t j = 0; j <= CHARS_MAX + 1; j++)
        above[j] = j <= limit ? (uint8_t)j : far;
    for (size_t i = 1; i <= a->chars; i++) {
        const size_t low = i > limit ? i - limit : 0;
        const size_t high = i + limit < b->chars ? i + limit : b->chars;
        uint8_t nearest = far;
        if (low > 0)
            row[low - 1] = far;
        for (size_t j = low; j <= high; j++) {
            uint8_t cell = least(above[j] + 1u, far);
            if (j > 0) {
                const bool same = a->at[i - 1] == b->at[j - 1];
                cell = least(cell, least(row[j - 1] + 1u, above[j - 1] + (same ? 0u : 1u)));
                if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1])
                    cell = least(cell, before[j - 2] + 1u);
            }
            row[j] = cell;
            nearest = least(nearest, cell);
        }
        row[high + 1] = far;
        if (nearest == far)
            return far;
        uint8_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[b->chars];
}

static bool better(const hit *a, const hit *b)
{
    if (a->distance != b->distance)
        return a->distance < b->distance;
    return a->count != b->count ? a->count > b->count : a->row < b->row;
}

/* Keeps hits sorted, at most `most` of them; returns how many. */
static size_t insert(hit *hits, size_t count, size_t most, hit new)
{
    if (count == most && !better(&new, &hits[count - 1]))
        return count;
    size_t i = count < most ? count : most - 1;
    for (; i > 0 && better(&new, &hits[i - 1]); i--)
        hits[i] = hits[i - 1];
    hits[i] = new;
    return count < most ? count + 1 : most;
}

/* Can a word of so many bytes be within `limit` of the wanted one? A character has 1 to 4. */
static bool length_fits(const spelling *wanted, size_t bytes, unsigned limit)
{
    return bytes + limit >= wanted->chars && bytes <= 4 * (wanted->chars + limit);
}

static unsigned measure(const spelling *wanted, const char *word, size_t bytes, unsigned limit)
{
    spelling s;
    if (!length_fits(wanted, bytes, limit) || !spell(&s, word, bytes))
        return limit + 1;
    if (s.chars > wanted->chars + limit || wanted->chars > s.chars + limit)
        return limit + 1;
    if (bits(s.kinds & ~wanted->kinds) > limit || bits(wanted->kinds & ~s.kinds) > limit)
        return limit + 1;
    return distance(wanted, &s, limit);
}

size_t kith_vectors_suggest(const kith_vectors *v, const char *word, size_t bytes, uint64_t *rows,
                            size_t most)
{
    hit hits[HITS_MAX];
    size_t count = 0;
    spelling wanted;
    if (most > HITS_MAX)
        most = HITS_MAX;
    if (most == 0 || !spell(&wanted, word, bytes))
        return 0;
    unsigned limit = (unsigned)(wanted.chars + 1) / 3;
    for (uint64_t row = 0; row < kith_vectors_rows(v) && limit > 0; row++) {
        size_t length = 0;
        const char *other = kith_vectors_word(v, row, &length);
        const unsigned d = measure(&wanted, other, length, limit);
        if (d > limit)
            continue;
        count = insert(hits, count, most, (hit){row, kith_vectors_count(v, row), d});
        if (count == most)
            limit = hits[count - 1].distance;
    }
    for (size_t i = 0; i < count; i++)
        rows[i] = hits[i].row;
    return count;
}
