/* Logs as rows; see log.h. */
#include "draw/log.h"

#include <math.h>
#include <stdlib.h>

#include "base/flat_json.h"
#include "base/mem.h"

enum { FIELDS = sizeof(kith_log_row) / sizeof(double) };

/* In the order of kith_log_row. */
static const char *const fields[FIELDS] = {"epoch", "loss", "valid_loss", "accuracy",
                                           "valid_accuracy"};

/* A row as it is read: its fields by number, and which were there. */
typedef union numbered_row {
    kith_log_row row;
    double field[FIELDS];
} numbered_row;

kith_status kith_log_add(kith_log *log, const kith_log_row *row, kith_error *err)
{
    if (log->rows == log->room) {
        const size_t room = log->room > 0 ? 2 * log->room : 16;
        kith_log_row *grown = kith_mem_grow(log->row, room, sizeof *grown);
        if (grown == NULL)
            return kith_fail_memory(err, "a log", room * sizeof *grown);
        log->row = grown;
        log->room = room;
    }
    log->row[log->rows++] = *row;
    return KITH_OK;
}

void kith_log_clear(kith_log *log)
{
    free(log->row);
    *log = (kith_log){0};
}

static kith_status refuse(const kith_lines *lines, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%llu: %s", kith_lines_name(lines),
                     (unsigned long long)kith_lines_number(lines), what);
}

/* Takes a member that is one of ours: a number, or null for none. */
static kith_status take_member(const kith_lines *lines, const kith_json_member *m,
                               numbered_row *out, bool seen[FIELDS], kith_error *err)
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (!kith_json_is(m, fields[i]))
            continue;
        const bool is_null = m->type == KITH_JSON_WORD && m->bytes == 4 && m->text[0] == 'n';
        if (m->type != KITH_JSON_NUMBER && !is_null)
            return refuse(lines, "expected a number or null as loss, accuracy or epoch", err);
        if (seen[i])
            return refuse(lines, "a key stands twice", err);
        seen[i] = true;
        if (!is_null)
            out->field[i] = m->number;
    }
    return KITH_OK;
}

static kith_status read_row(const kith_lines *lines, const char *line, size_t bytes,
                            kith_log_row *row, kith_error *err)
{
    kith_flat_json j = {.text = {.start = line, .at = line, .end = line + bytes}};
    kith_json_member m;
    bool seen[FIELDS] = {false};
    numbered_row read = {.row = {NAN, NAN, NAN, NAN, NAN}};
    while (kith_flat_json_next(&j, &m))
        KITH_TRY(take_member(lines, &m, &read, seen, err));
    if (j.text.expected != NULL)
        return kith_fail(err, KITH_ERR_DATA, "%s:%llu: no line of a log: expected %s at column %zu",
                         kith_lines_name(lines), (unsigned long long)kith_lines_number(lines),
                         j.text.expected, (size_t)(j.text.at - j.text.start) + 1);
    *row = read.row;
    return KITH_OK;
}

static kith_status read_rows(kith_log *log, kith_lines *lines, kith_error *err)
{
    for (;;) {
        const char *line;
        size_t bytes;
        kith_log_row row;
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
        if (line == NULL)
            return KITH_OK;
        KITH_TRY(read_row(lines, line, bytes, &row, err));
        if (!isfinite(row.epoch))
            return refuse(lines, "there is no number \"epoch\"", err);
        if (log->rows > 0 && !(row.epoch > log->row[log->rows - 1].epoch))
            return refuse(lines, "the epoch is not behind that of the line before", err);
        KITH_TRY(kith_log_add(log, &row, err));
    }
}

kith_status kith_log_read(kith_log *log, const char *path, kith_error *err)
{
    kith_lines *lines = NULL;
    KITH_TRY(kith_lines_open(path, &lines, err));
    kith_status status = read_rows(log, lines, err);
    if (status == KITH_OK && log->rows == 0)
        status = kith_fail(err, KITH_ERR_DATA, "%s: a log without epochs", path);
    kith_lines_close(lines);
    return status;
}
