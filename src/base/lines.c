/*
 * Lines out of a stream. A line is copied into a buffer of its own, which makes a line that spans
 * chunks like any other and leaves room for the NUL behind it; the copy costs far less than
 * whatever reads the line.
 */
#include "base/mem.h"
#include "base/status.h"
#include "base/stream.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 4096 };

struct kith_lines {
    kith_stream *stream;
    const unsigned char *chunk; /* what of the stream's chunk has not been handed out */
    size_t left;
    char *text; /* the line, [room] */
    size_t bytes, room;
    uint64_t number;
};

static kith_status reserve(kith_lines *l, size_t bytes, kith_error *err)
{
    if (bytes <= l->room)
        return KITH_OK;
    const size_t room = bytes < 2 * l->room ? 2 * l->room : bytes;
    char *text = kith_mem_grow(l->text, room, 1);
    if (text == NULL)
        return kith_fail_memory(err, "a line", room);
    l->text = text;
    l->room = room;
    return KITH_OK;
}

kith_status kith_lines_take(kith_stream *stream, kith_lines **out, kith_error *err)
{
    *out = NULL;
    kith_lines *l = malloc(sizeof *l);
    if (l == NULL) {
        kith_stream_close(stream);
        return kith_fail_memory(err, "a line reader", sizeof *l);
    }
    *l = (kith_lines){.stream = stream};
    const kith_status status = reserve(l, FIRST_ROOM, err);
    if (status != KITH_OK)
        kith_lines_close(l);
    else
        *out = l;
    return status;
}

kith_status kith_lines_open(const char *path, kith_lines **out, kith_error *err)
{
    kith_stream *stream;
    *out = NULL;
    KITH_TRY(kith_stream_open(path, &stream, err));
    return kith_lines_take(stream, out, err);
}

/* Appends the chunk up to a newline, or all of it; *ended tells which. */
static kith_status append(kith_lines *l, bool *ended, kith_error *err)
{
    const unsigned char *newline = memchr(l->chunk, '\n', l->left);
    const size_t bytes = newline != NULL ? (size_t)(newline - l->chunk) : l->left;
    KITH_TRY(reserve(l, l->bytes + bytes + 1, err));
    memcpy(l->text + l->bytes, l->chunk, bytes);
    l->bytes += bytes;
    *ended = newline != NULL;
    l->chunk += bytes + *ended;
    l->left -= bytes + *ended;
    return KITH_OK;
}

/* *ended false: the stream is over, and the line has no newline. */
static kith_status gather(kith_lines *l, bool *ended, kith_error *err)
{
    l->bytes = 0;
    for (*ended = false; !*ended;) {
        if (l->left == 0)
            KITH_TRY(kith_stream_next(l->stream, &l->chunk, &l->left, err));
        if (l->left == 0)
            return KITH_OK;
        KITH_TRY(append(l, ended, err));
    }
    if (l->bytes > 0 && l->text[l->bytes - 1] == '\r')
        l->bytes--;
    return KITH_OK;
}

/* The bytes of a mark at the start of the file, 0 without one; UTF-16 is refused. */
static kith_status check_mark(const kith_lines *l, size_t *mark, kith_error *err)
{
    *mark = l->bytes >= 3 && memcmp(l->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (l->bytes >= 2 &&
        (memcmp(l->text, "\xFF\xFE", 2) == 0 || memcmp(l->text, "\xFE\xFF", 2) == 0))
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: is UTF-16 text, expected UTF-8 (iconv -f UTF-16 -t UTF-8 converts)",
                         kith_lines_name(l));
    return KITH_OK;
}

kith_status kith_lines_next(kith_lines *l, const char **line, size_t *bytes, kith_error *err)
{
    bool ended;
    size_t mark = 0;
    *line = NULL;
    *bytes = 0;
    KITH_TRY(gather(l, &ended, err));
    if (l->number == 0)
        KITH_TRY(check_mark(l, &mark, err));
    if (!ended && l->bytes == mark)
        return KITH_OK;
    l->number++;
    l->text[l->bytes] = '\0';
    *line = l->text + mark;
    *bytes = l->bytes - mark;
    return KITH_OK;
}

bool kith_lines_ready(const kith_lines *l)
{
    return l->left > 0 && memchr(l->chunk, '\n', l->left) != NULL;
}

uint64_t kith_lines_number(const kith_lines *l)
{
    return l->number;
}

int kith_lines_last(const kith_lines *l)
{
    return kith_stream_last(l->stream);
}

const char *kith_lines_name(const kith_lines *l)
{
    return kith_stream_name(l->stream);
}

void kith_lines_close(kith_lines *l)
{
    if (l == NULL)
        return;
    kith_stream_close(l->stream);
    free(l->text);
    free(l);
}
