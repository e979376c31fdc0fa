/*
 * Counted reading from a stream: what binary formats need where text has lines. Every error says
 * the offset in the (unpacked) data.
 */
#ifndef KITH_FILE_INPUT_H
#define KITH_FILE_INPUT_H

#include "base/status.h"

typedef struct kith_input {
    kith_stream *stream; /* borrowed */
    const unsigned char *at;
    size_t left;
    uint64_t offset; /* of at[0] */
} kith_input;

/* Begins where the stream stands. */
void kith_input_begin(kith_input *in, kith_stream *stream);
/* Is there another byte? *byte is it, and stays unread; *end instead at the end. */
kith_status kith_input_peek(kith_input *in, unsigned char *byte, bool *end, kith_error *err);
/* Exactly `bytes` bytes of `what`; KITH_ERR_DATA where the data end before. */
kith_status kith_input_take(kith_input *in, void *to, size_t bytes, const char *what,
                            kith_error *err);
/*
 * The bytes before `stop`, which is read too, with a NUL behind them. KITH_ERR_DATA where `stop`
 * is not among the next `room` bytes.
 */
kith_status kith_input_until(kith_input *in, char stop, char *to, size_t room, size_t *bytes,
                             const char *what, kith_error *err);
/* KITH_ERR_DATA unless the data end here. */
kith_status kith_input_end(kith_input *in, kith_error *err);

#endif
