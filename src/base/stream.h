/*
 * Looking into a stream before reading it: how a file is told by its content, also where it comes
 * through a pipe and cannot be opened twice. The rest of streams is in kith.h.
 */
#ifndef KITH_BASE_STREAM_H
#define KITH_BASE_STREAM_H

#include "kith.h"

/*
 * The next bytes, unpacked, which stay unread: at least `want` of them, fewer only where the data
 * end. Borrowed until the next call.
 */
kith_status kith_stream_peek(kith_stream *s, size_t want, const unsigned char **head, size_t *bytes,
                             kith_error *err);
/*
 * At most `room` of the next bytes, read straight into `to`, where the stream lets that be: plain,
 * with nothing ahead that was looked at. Otherwise, and at the end, *size is 0: kith_stream_next
 * tells which.
 */
kith_status kith_stream_read(kith_stream *s, void *to, size_t room, size_t *size, kith_error *err);
/* The last byte that was read or looked at, -1 before the first. */
int kith_stream_last(const kith_stream *s);
/* The same of the stream whose lines these are. */
int kith_lines_last(const kith_lines *l);
/* Is it gzip? Known once bytes have been read or looked at. */
bool kith_stream_is_packed(const kith_stream *s);

#endif
