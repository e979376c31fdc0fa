/*
 * svmlight, also libsvm's: "label [qid:n] index:value ... # comment" a line, indices from 1 and
 * ascending, what is not given is 0. The label is a class, or a number to predict where targets
 * are asked for. Class names are numbers in their shortest form, so that +1 and 1 are one class.
 */
#include "file/table.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

typedef struct svmlight {
    kith_table_rows *rows;
    kith_lines *lines;
    bool targets;    /* the label is a number to predict */
    bool unlabelled; /* labels are not wanted */
} svmlight;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The next token of at..end: *at moves to its start, *bytes is its length; false at the end or at
 * a comment. */
static bool next_token(const char **at, const char *end, size_t *bytes)
{
    while (*at < end && is_blank(**at))
        ++*at;
    const char *stop = *at;
    while (stop < end && !is_blank(*stop) && *stop != '#')
        stop++;
    *bytes = (size_t)(stop - *at);
    return *bytes > 0;
}

/* "index:value" or "qid:value"; *name_bytes is what stands before the colon. */
static bool split_pair(const char *token, size_t bytes, size_t *name_bytes, double *value)
{
    const char *colon = memchr(token, ':', bytes);
    if (colon == NULL)
        return false;
    *name_bytes = (size_t)(colon - token);
    return kith_parse_real(colon + 1, bytes - *name_bytes - 1, value);
}

static bool is_qid(const char *token, size_t name_bytes)
{
    return name_bytes == 3 && memcmp(token, "qid", 3) == 0;
}

static bool is_pair(const char *token, size_t bytes)
{
    size_t name = 0;
    uint64_t index = 0;
    double value = 0;
    return split_pair(token, bytes, &name, &value) &&
           (is_qid(token, name) || kith_parse_u64(token, name, &index));
}

/* A first line of data that is a number and at least one pair, all of it. */
static bool detect_line(const char *line, const char *end, bool cut, bool *empty)
{
    size_t bytes = 0, pairs = 0;
    double label = 0;
    *empty = !next_token(&line, end, &bytes);
    if (*empty || !kith_parse_real(line, bytes, &label))
        return false;
    for (line += bytes; next_token(&line, end, &bytes); line += bytes) {
        if (cut && line + bytes == end)
            break;
        if (!is_pair(line, bytes))
            return false;
        pairs++;
    }
    return pairs > 0;
}

static bool detect(const unsigned char *head, size_t bytes)
{
    const char *at = (const char *)head, *end = at + bytes;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;
        const char *text = stop > at && newline != NULL && stop[-1] == '\r' ? stop - 1 : stop;
        bool empty = false;
        if (detect_line(at, text, newline == NULL, &empty))
            return true;
        if (!empty || newline == NULL)
            return false;
        at = newline + 1;
    }
    return false;
}

static kith_status bad_token(const svmlight *s, const char *expected, const char *token,
                             size_t bytes, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %s, got '%.*s'", s->rows->file,
                     kith_lines_number(s->lines), expected, (int)(bytes < 60 ? bytes : 60), token);
}

static kith_status add_pair(svmlight *s, const char *token, size_t bytes, uint64_t *last,
                            kith_error *err)
{
    size_t name = 0;
    uint64_t index = 0;
    double value = 0;
    if (!split_pair(token, bytes, &name, &value))
        return bad_token(s, "index:value", token, bytes, err);
    if (is_qid(token, name) && *last == 0)
        return KITH_OK;
    if (!kith_parse_u64(token, name, &index) || index == 0 || index > KITH_FEATURES_MAX)
        return bad_token(s, "an index from 1 to 33554432", token, bytes, err);
    if (index <= *last)
        return bad_token(s, "ascending indices", token, bytes, err);
    *last = index;
    return kith_table_row_entry(s->rows, (uint32_t)(index - 1), value, err);
}

static kith_status add_label(svmlight *s, double label, kith_error *err)
{
    char name[KITH_REAL_CHARS];
    if (s->unlabelled)
        return KITH_OK;
    if (s->targets)
        return kith_table_row_target(s->rows, label, err);
    return kith_table_row_label(s->rows, name, kith_format_double(label, name), err);
}

static kith_status add_line(svmlight *s, const char *line, size_t size, kith_error *err)
{
    const char *end = line + size;
    size_t bytes = 0;
    uint64_t last = 0;
    double label = 0;
    if (!next_token(&line, end, &bytes))
        return KITH_OK;
    if (!kith_parse_real(line, bytes, &label) || !isfinite(label))
        return bad_token(s, "a number as label", line, bytes, err);
    kith_table_row_begin(s->rows, kith_lines_number(s->lines));
    for (line += bytes; next_token(&line, end, &bytes); line += bytes)
        KITH_TRY(add_pair(s, line, bytes, &last, err));
    KITH_TRY(add_label(s, label, err));
    return kith_table_row_end(s->rows, err);
}

static kith_status read_lines(svmlight *s, kith_error *err)
{
    KITH_TRY(kith_table_rows_sparse(s->rows, s->targets ? 1 : 0, err));
    for (;;) {
        const char *line = NULL;
        size_t bytes = 0;
        KITH_TRY(kith_lines_next(s->lines, &line, &bytes, err));
        if (line == NULL)
            return KITH_OK;
        KITH_TRY(add_line(s, line, bytes, err));
    }
}

static kith_status read(const kith_table_reading *reading, kith_error *err)
{
    const kith_table_options *o = reading->options;
    svmlight s = {.rows = reading->rows,
                  .targets = o->targets != NULL,
                  .unlabelled = o->targets == NULL && (o->label == NULL || o->labels_file != NULL)};
    KITH_TRY(kith_lines_take(reading->stream, &s.lines, err));
    const kith_status status = read_lines(&s, err);
    kith_lines_close(s.lines);
    return status;
}

const kith_table_format kith_table_svmlight = {
    .name = "svmlight",
    .endings = ".svmlight .svm .libsvm",
    .detect = detect,
    .read = read,
};
