/*
 * Reads analogy questions line by line; words become rows at once, and the lines are kept for
 * reports of each question.
 */
#include "query/questions.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Room for `new` more elements behind `count`, by doubling. The array stays as it was on failure.
 */
static kith_status grow(void **at, size_t *room, size_t count, size_t new, size_t size,
                        kith_error *err)
{
    if (count + new <= *room)
        return KITH_OK;
    const size_t more = 2 * *room + 64 + new;
    void *grown = kith_mem_grow(*at, more, size);
    if (grown == NULL)
        return kith_fail_memory(err, "the questions", more * size);
    *at = grown;
    *room = more;
    return KITH_OK;
}

/* A section is syntactic by its name: in questions-words.txt those are "gram1-..." to "gram9-...".
 */
static kith_status add_section(kith_questions *q, kith_slice name, kith_error *err)
{
    void *at = q->section;
    KITH_TRY(grow(&at, &q->section_room, q->sections, 1, sizeof *q->section, err));
    q->section = at;
    kith_analogy_score *s = &q->section[q->sections++];
    *s = (kith_analogy_score){.semantic = name.bytes < 4 || memcmp(name.at, "gram", 4) != 0};
    size_t bytes = name.bytes < sizeof s->name ? name.bytes : sizeof s->name - 1;
    while (bytes < name.bytes && bytes > 0 && ((unsigned char)name.at[bytes] & 0xC0) == 0x80)
        bytes--; /* a name is cut between characters */
    memcpy(s->name, name.at, bytes);
    return KITH_OK;
}

static kith_status add_question(kith_questions *q, const uint64_t row[4], kith_slice text,
                                uint64_t line, kith_error *err)
{
    void *at = q->question, *bytes = q->text;
    KITH_TRY(grow(&at, &q->room, q->count, 1, sizeof *q->question, err));
    q->question = at;
    KITH_TRY(grow(&bytes, &q->text_room, q->used, text.bytes, 1, err));
    q->text = bytes;
    memcpy(q->text + q->used, text.at, text.bytes);
    bool known = true;
    for (int i = 0; i < 4; i++)
        known = known && row[i] != KITH_NO_WORD;
    q->question[q->count++] = (kith_question){.given = {row[0], row[1], row[2]},
                                              .answer = row[3],
                                              .section = q->sections - 1,
                                              .line = line,
                                              .text = q->used,
                                              .bytes = text.bytes,
                                              .known = known};
    q->used += text.bytes;
    if (known)
        q->known++;
    else
        q->section[q->sections - 1].missing++;
    return KITH_OK;
}

static kith_status take_words(kith_questions *q, kith_lookup *lookup, kith_slice text,
                              const kith_lines *lines, kith_error *err)
{
    uint64_t row[4];
    size_t words = 0;
    kith_slice rest = text;
    for (kith_slice w = kith_slice_token(&rest); w.bytes > 0; w = kith_slice_token(&rest)) {
        if (words < 4)
            row[words] = words < 3 ? kith_lookup_ask(lookup, w) : kith_lookup_find(lookup, w);
        words++;
    }
    if (words != 4)
        return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected four words, got %zu",
                         kith_lines_name(lines), kith_lines_number(lines), words);
    return add_question(q, row, text, kith_lines_number(lines), err);
}

static kith_status take_line(kith_questions *q, kith_lookup *lookup, kith_slice text,
                             const kith_lines *lines, kith_error *err)
{
    text = kith_slice_trim(text);
    if (text.bytes == 0)
        return KITH_OK;
    if (text.at[0] == ':')
        return add_section(q, kith_slice_trim((kith_slice){text.at + 1, text.bytes - 1}), err);
    if (q->sections == 0)
        KITH_TRY(add_section(q, (kith_slice){"questions", 9}, err));
    return take_words(q, lookup, text, lines, err);
}

static kith_status read_lines(kith_lines *lines, kith_lookup *lookup, kith_questions *q,
                              kith_error *err)
{
    for (;;) {
        kith_slice text;
        KITH_TRY(kith_lines_next(lines, &text.at, &text.bytes, err));
        if (text.at == NULL)
            break;
        KITH_TRY(take_line(q, lookup, text, lines, err));
    }
    if (q->count == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: no analogy question (four words a line)",
                         kith_lines_name(lines));
    return KITH_OK;
}

kith_status kith_questions_read(const char *path, kith_lookup *lookup, kith_questions *out,
                                kith_error *err)
{
    kith_lines *lines = NULL;
    *out = (kith_questions){0};
    KITH_TRY(kith_lines_open(path, &lines, err));
    const kith_status status = read_lines(lines, lookup, out, err);
    kith_lines_close(lines);
    if (status != KITH_OK)
        kith_questions_clear(out);
    return status;
}

void kith_questions_clear(kith_questions *q)
{
    free(q->question);
    free(q->section);
    free(q->text);
    *q = (kith_questions){0};
}
