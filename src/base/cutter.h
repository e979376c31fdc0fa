/*
 * Streams in pieces that can be worked on side by side: each ends behind a byte of a kind, so that
 * no line, or no word, is in two of them.
 */
#ifndef KITH_BASE_CUTTER_H
#define KITH_BASE_CUTTER_H

#include "kith.h"

/* Bytes that grow; all-zero is empty, the text is freed with free. */
typedef struct kith_span {
    char *text;
    size_t bytes, room;
} kith_span;

typedef struct kith_cutter {
    bool (*ends)(unsigned char byte);
    size_t piece;        /* bytes of a piece that needs no more to end; >= 1 */
    size_t longest;      /* of a run without an end; what is beyond is dropped. 0: any */
    kith_stream *stream; /* borrowed; another may follow when it has ended */
    uint64_t bytes;      /* taken from the streams, dropped ones among them */
    const unsigned char *chunk;
    size_t left;     /* of the chunk */
    kith_span carry; /* the beginning of a run whose end is still to come */
} kith_cutter;

/*
 * The next piece, in place of what `out` held; *more is false where it is the stream's last, which
 * may be empty and need not end as the others do. Memory is a piece and the longest run.
 */
kith_status kith_cutter_take(kith_cutter *c, kith_span *out, bool *more, kith_error *err);
/* Leaves the first bytes of the stream out; as many as its first chunk has at most. */
kith_status kith_cutter_skip(kith_cutter *c, size_t bytes, kith_error *err);
void kith_cutter_clear(kith_cutter *c);

/* One byte behind the others. */
kith_status kith_span_add(kith_span *s, char byte, kith_error *err);

#endif
