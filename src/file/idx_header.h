/*
 * The head of LeCun's IDX array, the format of MNIST, big-endian throughout:
 *
 *     0 0 type rank, then `rank` lengths (u32), then the numbers
 */
#ifndef KITH_FILE_IDX_HEADER_H
#define KITH_FILE_IDX_HEADER_H

#include "file/elements.h"
#include "file/input.h"

enum { KITH_IDX_RANK_MAX = 8 };

typedef struct kith_idx_header {
    kith_element element;
    unsigned rank;
    uint32_t length[KITH_IDX_RANK_MAX]; /* outermost first */
    uint64_t cells;                     /* numbers in one row: the product of all but the first */
} kith_idx_header;

/* By its two zeros alone: what is wrong behind them is for the reader to say. */
bool kith_idx_detect(const unsigned char *head, size_t bytes);
/* KITH_ERR_DATA for an unknown type, a rank that is not 1 to 8, and lengths whose product wraps. */
kith_status kith_idx_header_read(kith_input *in, kith_idx_header *h, kith_error *err);

#endif
