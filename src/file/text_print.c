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
#include "kern/kern.h"

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
    const kith_text_layout *layout;
    kith_writer *to;
    const kith_kern *kern;
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
    const uint64_t row = s->first + s->rows;
    size_t *length = &s->length[s->rows++];
    *length = LEFT_OUT;
    if (word == NULL)
        return KITH_OK;
    const kith_text_layout *l = p->layout;
    const size_t room = l->word != NULL ? l->growth * bytes + KITH_LAYOUT_MARKS : bytes;
    KITH_TRY(reserve(&s->word, &s->word_room, s->word_bytes + room, err));
    *length = bytes;
    if (l->word != NULL)
        *length = l->word(p->names, row, word, bytes, s->word + s->word_bytes);
    else if (bytes > 0)
        memcpy(s->word + s->word_bytes, word, bytes);
    s->word_bytes += *length;
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

static char *put(char *to, const char *text, size_t bytes)
{
    if (bytes > 0)
        memcpy(to, text, bytes);
    return to + bytes;
}

/* The bytes of the numbers, low ones first, in hexadecimal. */
static char *print_raw(const float *at, uint64_t dim, char *p)
{
    static const char digits[] = "0123456789abcdef";
    for (uint64_t i = 0; i < dim; i++) {
        uint32_t bits = 0;
        memcpy(&bits, &at[i], sizeof bits);
        for (int byte = 0; byte < 4; byte++, bits >>= 8) {
            *p++ = digits[bits >> 4 & 15];
            *p++ = digits[bits & 15];
        }
    }
    return p;
}

static char *print_decimals(const kith_kern *kern, const float *at, uint64_t dim, char separator,
                            char *p)
{
    for (uint64_t i = 0; i < dim; i += KITH_DECIMALS) {
        const size_t n = dim - i < KITH_DECIMALS ? (size_t)(dim - i) : KITH_DECIMALS;
        uint32_t bits[KITH_DECIMALS] = {0};
        kith_decimals d;
        memcpy(bits, at + i, n * sizeof *at);
        kern->decimals(bits, &d);
        p = kith_decimals_put(&d, bits, n, separator, p);
    }
    return dim > 0 ? p - 1 : p; /* no separator behind the last */
}

/* `to` has room for the word, three marks and dim numbers with their separators. */
static char *print_row(const printing *p, uint64_t row, const char *word, size_t bytes, char *to)
{
    const kith_text_layout *l = p->layout;
    const kith_vectors *v = p->names->v;
    const float *at = kith_vectors_row(v, row);
    const uint64_t dim = kith_vectors_dim(v);
    to = put(to, l->open, strlen(l->open));
    to = put(to, word, bytes);
    to = put(to, l->between, strlen(l->between));
    to = l->raw ? print_raw(at, dim, to) : print_decimals(p->kern, at, dim, l->separator, to);
    return put(to, l->close, strlen(l->close));
}

static kith_status work(void *self, unsigned worker, kith_error *err)
{
    const printing *p = self;
    sheet *s = &((printing *)self)->sheet[worker];
    const size_t row = (size_t)kith_vectors_dim(p->names->v) * (KITH_REAL_CHARS + 1) +
                       (size_t)3 * KITH_LAYOUT_MARKS;
    KITH_TRY(reserve(&s->text, &s->room, s->word_bytes + (size_t)s->rows * row, err));
    const char *word = s->word;
    char *to = s->text;
    for (uint64_t i = 0; i < s->rows; i++) {
        if (s->length[i] == LEFT_OUT)
            continue;
        to = print_row(p, s->first + i, word, s->length[i], to);
        word += s->length[i];
    }
    s->bytes = (size_t)(to - s->text);
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

kith_status kith_text_layout_write(kith_names *names, const kith_text_layout *layout,
                                   kith_writer *w, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(names->v);
    const unsigned processors = kith_team_processors();
    const kith_kern *kern = NULL;
    KITH_TRY(kith_kern_choose(NULL, &kern, err));
    printing p = {.names = names,
                  .layout = layout,
                  .to = w,
                  .kern = kern,
                  .rows_room = dim < PIECE_NUMBERS ? PIECE_NUMBERS / (dim + 1) : 1};
    kith_relay relay = {.self = &p, .take = take, .work = work, .give = give};
    const unsigned threads = kith_vectors_rows(names->v) <= p.rows_room ? 1
                             : processors < MOST_WORKERS                ? processors
                                                                        : MOST_WORKERS;
    const kith_status status = kith_relay_run(&relay, threads, err);
    clear(&p);
    return status;
}

uint64_t kith_text_layout_size(const kith_names *names, const kith_text_layout *layout)
{
    const uint64_t number = layout->raw ? 8 : KITH_TEXT_NUMBER;
    const uint64_t marks =
        strlen(layout->open) + strlen(layout->between) + strlen(layout->close) + 8;
    return 2 * names->bytes + names->rows * (marks + kith_vectors_dim(names->v) * number);
}

kith_status kith_text_rows_write(kith_names *names, char separator, kith_writer *w, kith_error *err)
{
    const char between[] = {separator, 0};
    const kith_text_layout layout = {
        .open = "", .between = between, .close = "\n", .separator = separator};
    return kith_text_layout_write(names, &layout, w, err);
}
