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
/* Passes over `bytes` bytes of `what`; KITH_ERR_DATA where the data end before. */
kith_status kith_input_skip(kith_input *in, uint64_t bytes, const char *what, kith_error *err);
/*
 * A block of `bytes` bytes with a NUL behind them, freed by the caller, NULL on failure. Memory
 * grows as the data arrive, so a length that lies costs no more than the file.
 */
kith_status kith_input_block(kith_input *in, uint64_t bytes, const char *what, char **out,
                             kith_error *err);
/* The same to the end of the data; KITH_ERR_DATA past `most`. */
kith_status kith_input_rest(kith_input *in, uint64_t most, char **out, size_t *bytes,
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
