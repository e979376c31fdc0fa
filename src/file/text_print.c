/*
 * Rows printed on all processors: a worker takes the words of the next rows (names share one
 * scratch, so they are asked for one after the other), prints them into a buffer of its own, and
 * writes it when it is its turn.
 */
#include "file/text_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/relay.h"
#include "base/team.h"

enum {
    PIECE_NUMBERS = 1 << 16, /* so that their text, about 1 MiB, stays in cache */
    MOST_WORKERS = 64
};

typedef struct sheet {
    char *word; /* the words of its rows, end to end */
    size_t word_bytes, word_room;
    uint64_t first, rows;
    size_t *length; /* [rows_room] of each word, LEFT_OUT for a row that is not written */
    char *text;
    size_t bytes, room;
} sheet;

static const size_t LEFT_OUT = SIZE_MAX;

typedef struct printing {
    kith_names *names;
    kith_writer *to;
    char separator;
    uint64_t next, rows_room; /* a piece has so many rows at most */
    sheet sheet[MOST_WORKERS];
} printing;

static kith_status reserve(char **block, size_t *room, size_t bytes, kith_error *err)
{
    if (bytes <= *room)
        return KITH_OK;
    char *more = kith_mem_grow(*block, bytes, 2);
    if (more == NULL)
        return kith_fail_memory(err, "text", 2 * (uint64_t)bytes);
    *block = more;
    *room = 2 * bytes;
    return KITH_OK;
}

static kith_status take_word(printing *p, sheet *s, kith_error *err)
{
    size_t bytes = 0;
    const char *word = kith_names_at(p->names, s->first + s->rows, &bytes);
    s->length[s->rows++] = word != NULL ? bytes : LEFT_OUT;
    if (word == NULL)
        return KITH_OK;
    KITH_TRY(reserve(&s->word, &s->word_room, s->word_bytes + bytes, err));
    if (bytes > 0)
        memcpy(s->word + s->word_bytes, word, bytes);
    s->word_bytes += bytes;
    return KITH_OK;
}

static kith_status take(void *self, unsigned worker, bool *some, kith_error *err)
{
    printing *p = self;
    sheet *s = &p->sheet[worker];
    const uint64_t left = kith_vectors_rows(p->names->v) - p->next;
    const uint64_t rows = left < p->rows_room ? left : p->rows_room;
    s->word_bytes = 0;
    s->rows = 0;
    s->first = p->next;
    *some = rows > 0;
    if (s->length == NULL)
        s->length = kith_mem_grow(NULL, p->rows_room, sizeof *s->length);
    if (s->length == NULL)
        return kith_fail_memory(err, "words", p->rows_room * sizeof *s->length);
    while (s->rows < rows)
        KITH_TRY(take_word(p, s, err));
    p->next += rows;
    return KITH_OK;
}

/* `to` has room for dim numbers with their separators and a newline. */
static size_t print_numbers(const kith_vectors *v, uint64_t row, char separator, char *to)
{
    const float *at = kith_vectors_row(v, row);
    const uint64_t dim = kith_vectors_dim(v);
    char *p = to;
    for (uint64_t i = 0; i < dim; i++) {
        *p++ = separator;
        p += kith_format_float(at[i], p);
    }
    *p++ = '\n';
    return (size_t)(p - to);
}

static kith_status work(void *self, unsigned worker, kith_error *err)
{
    const printing *p = self;
    sheet *s = &((printing *)self)->sheet[worker];
    const kith_vectors *v = p->names->v;
    const size_t numbers = (size_t)(kith_vectors_dim(v) * (KITH_REAL_CHARS + 1) + 1);
    KITH_TRY(reserve(&s->text, &s->room, s->word_bytes + (size_t)s->rows * numbers, err));
    const char *word = s->word;
    s->bytes = 0;
    for (uint64_t i = 0; i < s->rows; i++) {
        if (s->length[i] == LEFT_OUT)
            continue;
        if (s->length[i] > 0)
            memcpy(s->text + s->bytes, word, s->length[i]);
        word += s->length[i];
        s->bytes += s->length[i];
        s->bytes += print_numbers(v, s->first + i, p->separator, s->text + s->bytes);
    }
    return KITH_OK;
}

static kith_status give(void *self, unsigned worker, kith_error *err)
{
    const printing *p = self;
    return kith_writer_write(p->to, p->sheet[worker].text, p->sheet[worker].bytes, err);
}

static void clear(printing *p)
{
    for (unsigned i = 0; i < MOST_WORKERS; i++) {
        free(p->sheet[i].word);
        free(p->sheet[i].length);
        free(p->sheet[i].text);
    }
}

kith_status kith_text_rows_write(kith_names *names, char separator, kith_writer *w, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(names->v);
    const unsigned processors = kith_team_processors();
    printing p = {.names = names,
                  .to = w,
                  .separator = separator,
                  .rows_room = dim < PIECE_NUMBERS ? PIECE_NUMBERS / (dim + 1) : 1};
    const kith_relay relay = {.self = &p, .take = take, .work = work, .give = give};
    const unsigned threads = kith_vectors_rows(names->v) <= p.rows_room ? 1
                             : processors < MOST_WORKERS                ? processors
                                                                        : MOST_WORKERS;
    const kith_status status = kith_relay_run(&relay, threads, err);
    clear(&p);
    return status;
}
