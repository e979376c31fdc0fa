#include "file/idx_header.h"

#include <stdio.h>

#include "base/mem.h"

enum { START = 4 };

/* By the number that stands for it in the head; bytes 0: there is no such type. */
static kith_element element_of(unsigned type)
{
    static const kith_element elements[] = {
        {KITH_ELEMENT_UNSIGNED, 1, true}, /* 8 */
        {KITH_ELEMENT_SIGNED, 1, true},   /* 9 */
        {KITH_ELEMENT_UNSIGNED, 0, true}, /* 10 stands for none */
        {KITH_ELEMENT_SIGNED, 2, true},   /* 11 */
        {KITH_ELEMENT_SIGNED, 4, true},   /* 12 */
        {KITH_ELEMENT_FLOAT, 4, true},    /* 13 */
        {KITH_ELEMENT_FLOAT, 8, true},    /* 14 */
    };
    const unsigned i = type - 8;
    return i < sizeof elements / sizeof *elements ? elements[i] : elements[2];
}

bool kith_idx_detect(const unsigned char *head, size_t bytes)
{
    return bytes >= 2 && head[0] == 0 && head[1] == 0;
}

static kith_status read_lengths(kith_input *in, kith_idx_header *h, kith_error *err)
{
    static const kith_element length = {KITH_ELEMENT_UNSIGNED, 4, true};
    unsigned char raw[4 * KITH_IDX_RANK_MAX];
    double value[KITH_IDX_RANK_MAX]; /* 32 bits are exact */
    KITH_TRY(kith_input_take(in, raw, (size_t)4 * h->rank, "the lengths", err));
    kith_elements_widen(&length, raw, h->rank, value);
    h->cells = 1;
    for (unsigned i = 0; i < h->rank; i++) {
        h->length[i] = (uint32_t)value[i];
        if (i > 0 && !kith_mul(h->cells, h->length[i], &h->cells))
            return kith_fail(err, KITH_ERR_DATA, "%s:4: lengths whose product is beyond 64 bits",
                             kith_stream_name(in->stream));
    }
    return KITH_OK;
}

kith_status kith_idx_header_read(kith_input *in, kith_idx_header *h, kith_error *err)
{
    unsigned char start[START];
    const char *file = kith_stream_name(in->stream);
    KITH_TRY(kith_input_take(in, start, START, "the header", err));
    if (start[0] != 0 || start[1] != 0)
        return kith_fail(err, KITH_ERR_DATA, "%s:0: no IDX file: it does not begin with 0 0", file);
    *h = (kith_idx_header){.element = element_of(start[2]), .rank = start[3]};
    if (h->element.bytes == 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:2: numbers of type %u, expected 8, 9, 11, 12, 13 or 14", file,
                         (unsigned)start[2]);
    if (h->rank == 0 || h->rank > KITH_IDX_RANK_MAX)
        return kith_fail(err, KITH_ERR_DATA, "%s:3: an array of %u dimensions, expected 1 to %d",
                         file, h->rank, KITH_IDX_RANK_MAX);
    return read_lengths(in, h, err);
}
