/*
 * Vectors that grow row by row: room by doubling, words by their set, remarks by notes.
 */
#include "file/rows.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/stream.h"
#include "file/findings.h"
#include "file/formats.h"
#include "file/names.h"

enum {
    ROOM_UNKNOWN = 1024 /* rows to begin with where the size of the data is not known */
};

static uint64_t first_room(const kith_stream *stream, uint64_t declared, uint64_t row_bytes,
                           uint64_t limit)
{
    uint64_t read = 0;
    uint64_t total = 0;
    kith_stream_position(stream, &read, &total);
    uint64_t room = total > 0 ? total / row_bytes + 1 : ROOM_UNKNOWN;
    if (room > declared)
        room = declared;
    return room < limit ? room : limit;
}

/* Not cleared: whoever fills a row does, and its padding is cleared when it is begun. */
static kith_status make_room(kith_rows *r, uint64_t room, kith_error *err)
{
    kith_matrix *m = &r->v->input;
    uint64_t cells = 0;
    float *at = kith_mul(room, m->stride, &cells) ? kith_mem_raw(cells, sizeof *at) : NULL;
    if (at == NULL)
        return kith_fail_memory(err, "vectors", cells * sizeof *at);
    if (m->rows > 0)
        memcpy(at, m->at, (size_t)(m->rows * m->stride * sizeof *at));
    kith_mem_free(r->v->own_input);
    r->v->own_input = at;
    m->at = at;
    r->room = room;
    return KITH_OK;
}

/* The format's head is read: what it says goes to whoever looks for findings. */
static void tell_head(kith_rows *r, uint64_t declared)
{
    const kith_format *format = NULL;
    kith_findings *f = r->findings;
    if (f == NULL || kith_format_named(r->v->format, &format, NULL) != KITH_OK)
        return;
    f->format = format->name;
    f->by_line = format->text;
    f->dim = r->v->input.dim;
    f->declared = declared;
}

kith_status kith_rows_begin(kith_rows *r, const kith_stream *stream, const char *format,
                            uint64_t dim, uint64_t declared, uint64_t row_bytes,
                            const kith_open *how, kith_error *err)
{
    *r = (kith_rows){.file = kith_stream_name(stream),
                     .limit = how->limit > 0 ? how->limit : UINT64_MAX,
                     .allow_nonfinite = how->allow_nonfinite,
                     .skip_empty = how->skip_empty,
                     .stream = stream,
                     .findings = how->findings};
    if (dim == 0 || dim > KITH_DIM_MAX)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: vectors of dimension %" PRIu64 ": expected 1 to %" PRIu64, r->file,
                         dim, KITH_DIM_MAX);
    const uint64_t room = first_room(stream, declared, row_bytes, r->limit);
    KITH_TRY(kith_vectors_new(0, dim, &r->v, err));
    KITH_TRY(make_room(r, room > 0 ? room : 1, err));
    r->v->format = format;
    tell_head(r, declared);
    return KITH_OK;
}

bool kith_rows_full(const kith_rows *r)
{
    return r->v->input.rows >= r->limit;
}

bool kith_rows_tight(const kith_rows *r)
{
    return r->v->input.rows == r->room;
}

/* A row of the matrix, its padding cleared. */
static float *begin_row(const kith_rows *r, uint64_t at)
{
    const kith_matrix *m = &r->v->input;
    float *row = (float *)r->v->own_input + at * m->stride;
    memset(row + m->dim, 0, (size_t)(m->stride - m->dim) * sizeof *row);
    return row;
}

kith_status kith_rows_next(kith_rows *r, float **row, kith_error *err)
{
    if (kith_rows_tight(r))
        KITH_TRY(make_room(r, 2 * r->room, err));
    *row = begin_row(r, r->v->input.rows);
    return KITH_OK;
}

void kith_rows_put(const kith_rows *r, uint64_t row, const float *numbers)
{
    memcpy(begin_row(r, row), numbers, (size_t)r->v->input.dim * sizeof *numbers);
}

bool kith_all_finite(const float *row, uint64_t dim)
{
    for (uint64_t i = 0; i < dim; i++)
        if (!isfinite(row[i]))
            return false;
    return true;
}

/* What is wrong with a row where nobody looks for findings. */
static kith_status refuse_row(const kith_rows *r, const kith_finding_row *at, const float *numbers,
                              kith_error *err)
{
    char shown[KITH_SHOWN_WORD];
    if (at->bytes == 0 && r->skip_empty)
        return KITH_OK;
    if (at->bytes == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected a word, got none", r->file,
                         at->place);
    if (!r->allow_nonfinite && !kith_all_finite(numbers, r->v->input.dim))
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64
                         ": the vector of %s: expected finite numbers, got NaN or Inf",
                         r->file, at->place, kith_show_word(at->word, at->bytes, shown));
    return KITH_OK;
}

static kith_status keep(kith_rows *r, const float *numbers, const char *word, size_t bytes,
                        uint64_t place, kith_error *err)
{
    kith_matrix *m = &r->v->input;
    const kith_finding_row at = {.place = place, .word = word, .bytes = bytes};
    if (r->findings == NULL)
        KITH_TRY(refuse_row(r, &at, numbers, err));
    else
        kith_findings_look(r->findings, &at, numbers, m->dim);
    r->read++;
    r->place = place;
    if (r->findings != NULL)
        r->findings->rows = r->read;
    r->kept = false;
    if (bytes == 0) {
        r->empty++;
        kith_findings_tell(r->findings, KITH_FINDING_EMPTY, &at, "is no word");
        return KITH_OK;
    }
    uint64_t id = 0;
    bool added = false;
    KITH_TRY(kith_words_add(&r->v->words, word, bytes, &id, &added, err));
    r->kept = added;
    if (added)
        m->rows++;
    else
        r->duplicates++;
    if (!added)
        kith_findings_tell(r->findings, KITH_FINDING_DUPLICATE, &at,
                           "stands in row %" PRIu64 " too", id + 1);
    return KITH_OK;
}

kith_status kith_rows_keep(kith_rows *r, const char *word, size_t bytes, uint64_t place,
                           kith_error *err)
{
    const kith_matrix *m = &r->v->input;
    return keep(r, m->at + m->rows * m->stride, word, bytes, place, err);
}

kith_status kith_rows_keep_place(kith_rows *r, const float *numbers, const char *word, size_t bytes,
                                 uint64_t place, uint64_t *row, kith_error *err)
{
    if (kith_rows_tight(r))
        KITH_TRY(make_room(r, 2 * r->room, err));
    KITH_TRY(keep(r, numbers, word, bytes, place, err));
    *row = r->kept ? r->v->input.rows - 1 : KITH_NO_ROW;
    return KITH_OK;
}

kith_status kith_rows_count(kith_rows *r, uint64_t count, kith_error *err)
{
    const uint64_t row = r->v->input.rows - 1;
    if (!r->kept)
        return KITH_OK;
    if (row >= r->count_room) {
        uint64_t *more = kith_mem_new(r->room, sizeof *more);
        if (more == NULL)
            return kith_fail_memory(err, "counts", r->room * sizeof *more);
        if (row > 0)
            memcpy(more, r->v->own_count, (size_t)row * sizeof *more);
        kith_mem_free(r->v->own_count);
        r->v->own_count = more;
        r->v->count = more;
        r->count_room = r->room;
    }
    ((uint64_t *)r->v->own_count)[row] = count;
    return KITH_OK;
}

void kith_rows_cut(kith_rows *r, const char *what)
{
    const kith_finding_row last = {.place = r->place};
    kith_vectors_note(r->v, "%s", what);
    kith_findings_tell(r->findings, KITH_FINDING_CUT, &last, "%s", what);
}

/* Text has no end mark but its last newline. Not everyone writes one, so its lack is no error. */
static void tell_end(kith_rows *r)
{
    const kith_format *format = NULL;
    if (kith_rows_full(r) || kith_format_named(r->v->format, &format, NULL) != KITH_OK ||
        !format->text || kith_stream_last(r->stream) == '\n')
        return;
    kith_rows_cut(r, format->open_end
                         ? "the last row has no newline: the file may be cut within its last number"
                         : "the last row has no newline: the file may be cut behind it");
}

static void hand_out(kith_rows *r, uint64_t declared, kith_vectors **out)
{
    const kith_finding_row head = {.place = r->findings != NULL && r->findings->by_line};
    if (declared != UINT64_MAX && declared != r->read && !kith_rows_full(r)) {
        kith_vectors_note(r->v, "header says %" PRIu64 " rows, file has %" PRIu64, declared,
                          r->read);
        kith_findings_tell(r->findings, KITH_FINDING_HEADER, &head,
                           "header says %" PRIu64 " rows, file has %" PRIu64, declared, r->read);
    }
    tell_end(r);
    if (r->duplicates > 0)
        kith_vectors_note(r->v, "%" PRIu64 " rows of words that came before were left out",
                          r->duplicates);
    if (r->empty > 0)
        kith_vectors_note(r->v, "%" PRIu64 " rows without a word were left out", r->empty);
    *out = r->v;
    r->v = NULL;
}

kith_status kith_rows_finish(kith_rows *r, kith_status status, uint64_t declared,
                             kith_vectors **out)
{
    if (status == KITH_OK)
        hand_out(r, declared, out);
    kith_vectors_free(r->v);
    r->v = NULL;
    return status;
}
