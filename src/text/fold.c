/*
 * The capitals of Unicode below U+0530 come in runs: all letters of a range, or every second one,
 * at one distance from their small letter. The runs are written down, the table is made from them.
 */
#include "text/fold.h"

struct run {
    uint16_t first, last;
    uint8_t step;     /* 1: every code point, 2: every second */
    int16_t distance; /* from the capital to its small letter */
};

/* UnicodeData.txt, field 13 (simple lower-case mapping). */
static const struct run runs[] = {
    {'A', 'Z', 1, 32},
    /* Latin-1 Supplement */
    {0x00C0, 0x00D6, 1, 32},
    {0x00D8, 0x00DE, 1, 32},
    /* Latin Extended-A */
    {0x0100, 0x012E, 2, 1},
    {0x0130, 0x0130, 1, 'i' - 0x0130},
    {0x0132, 0x0136, 2, 1},
    {0x0139, 0x0147, 2, 1},
    {0x014A, 0x0176, 2, 1},
    {0x0178, 0x0178, 1, 0x00FF - 0x0178},
    {0x0179, 0x017D, 2, 1},
    /* Greek and Coptic */
    {0x0370, 0x0372, 2, 1},
    {0x0376, 0x0376, 1, 1},
    {0x037F, 0x037F, 1, 0x03F3 - 0x037F},
    {0x0386, 0x0386, 1, 0x03AC - 0x0386},
    {0x0388, 0x038A, 1, 0x03AD - 0x0388},
    {0x038C, 0x038C, 1, 0x03CC - 0x038C},
    {0x038E, 0x038F, 1, 0x03CD - 0x038E},
    {0x0391, 0x03A1, 1, 32},
    {0x03A3, 0x03AB, 1, 32},
    {0x03CF, 0x03CF, 1, 0x03D7 - 0x03CF},
    {0x03D8, 0x03EE, 2, 1},
    {0x03F4, 0x03F4, 1, 0x03B8 - 0x03F4},
    {0x03F7, 0x03F7, 1, 1},
    {0x03F9, 0x03F9, 1, 0x03F2 - 0x03F9},
    {0x03FA, 0x03FA, 1, 1},
    {0x03FD, 0x03FF, 1, 0x037B - 0x03FD},
    /* Cyrillic and Cyrillic Supplement */
    {0x0400, 0x040F, 1, 80},
    {0x0410, 0x042F, 1, 32},
    {0x0460, 0x0480, 2, 1},
    {0x048A, 0x04BE, 2, 1},
    {0x04C0, 0x04C0, 1, 0x04CF - 0x04C0},
    {0x04C1, 0x04CD, 2, 1},
    {0x04D0, 0x052E, 2, 1},
};

void kith_fold_init(kith_fold *fold)
{
    for (unsigned c = 0; c < KITH_FOLD_POINTS; c++)
        fold->small[c] = (uint16_t)c;
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++)
        for (unsigned c = runs[r].first; c <= runs[r].last; c += runs[r].step)
            fold->small[c] = (uint16_t)((int)c + runs[r].distance);
}

/* Writes a code point below U+0800; returns how many bytes. */
static size_t put(char *out, unsigned c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    out[0] = (char)(0xC0 | c >> 6);
    out[1] = (char)(0x80 | (c & 0x3F));
    return 2;
}

size_t kith_fold_word(const kith_fold *fold, char *word, size_t bytes)
{
    size_t to = 0;
    for (size_t from = 0; from < bytes;) {
        const unsigned lead = (unsigned char)word[from];
        const unsigned next = from + 1 < bytes ? (unsigned char)word[from + 1] : 0;
        const unsigned pair = (lead & 0x1F) << 6 | (next & 0x3F);
        if (lead < 0x80) {
            word[to++] = (char)fold->small[lead];
            from++;
        } else if (lead >= 0xC2 && lead < 0xE0 && (next & 0xC0) == 0x80 &&
                   pair < KITH_FOLD_POINTS) {
            to += put(word + to, fold->small[pair]);
            from += 2;
        } else {
            word[to++] = word[from++];
        }
    }
    return to;
}
