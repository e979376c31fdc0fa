#include "vec/word_list.h"

#include <inttypes.h>
#include <string.h>

#include "text/token.h"

static kith_status read_list(kith_lines *lines, kith_words *out, kith_error *err)
{
    for (;;) {
        const char *line;
        size_t bytes;
        uint64_t id;
        bool added;
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
        if (line == NULL)
            return KITH_OK;
        const char *tab = memchr(line, '\t', bytes);
        const size_t length = tab != NULL ? (size_t)(tab - line) : bytes;
        if (length > 0)
            KITH_TRY(kith_words_add(out, line, length, &id, &added, err));
    }
}

kith_status kith_word_list_read(const char *path, kith_words *out, kith_error *err)
{
    kith_lines *lines = NULL;
    *out = (kith_words){0};
    KITH_TRY(kith_lines_open(path, &lines, err));
    const kith_status status = read_list(lines, out, err);
    kith_lines_close(lines);
    if (status != KITH_OK)
        kith_words_clear(out);
    return status;
}

static bool is_space(char c)
{
    return kith_is_space((unsigned char)c);
}

/* The end of the first word: the tab, or the first white space. */
static const char *first_end(const char *line, const char *end)
{
    const char *tab = memchr(line, '\t', (size_t)(end - line));
    if (tab != NULL)
        return tab;
    while (line < end && !is_space(*line))
        line++;
    return line;
}

/* False unless there are two words, neither empty. */
static bool split_pair(const char *line, size_t bytes, kith_word_pair *pair)
{
    const char *end = line + bytes, *stop = first_end(line, end), *second = stop;
    const bool by_tab = stop < end && *stop == '\t';
    if (by_tab)
        second++;
    while (!by_tab && second < end && is_space(*second))
        second++;
    while (!by_tab && end > second && is_space(end[-1]))
        end--;
    *pair = (kith_word_pair){.first = line,
                             .first_bytes = (size_t)(stop - line),
                             .second = second,
                             .second_bytes = (size_t)(end - second)};
    for (const char *c = second; c < end; c++)
        if (by_tab ? *c == '\t' : is_space(*c))
            return false;
    return pair->first_bytes > 0 && pair->second_bytes > 0;
}

kith_status kith_word_pair_next(kith_lines *lines, kith_word_pair *pair, kith_error *err)
{
    const char *line;
    size_t bytes;
    do
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
    while (line != NULL && bytes == 0);
    pair->first = NULL;
    if (line == NULL || split_pair(line, bytes, pair))
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:%" PRIu64 ": expected two words with a tab between them",
                     kith_lines_name(lines), kith_lines_number(lines));
}
