/* Models as the commands open them; see model.h. */
#include "model.h"

#include "print.h"

#include <stdio.h>
#include <string.h>

bool model_next_line(const char **cursor, const char **line, size_t *bytes)
{
    *line = *cursor;
    *bytes = strcspn(*line, "\n");
    *cursor += *bytes + ((*line)[*bytes] == '\n');
    return *cursor != *line;
}

void model_remarks(const args *a, const char *path, const kith_vectors *v)
{
    const char *cursor = kith_vectors_notes(v), *line;
    size_t bytes;
    while (!args_flag(a, "quiet") && model_next_line(&cursor, &line, &bytes))
        print_message("%s: %.*s", path, (int)bytes, line);
}

kith_status model_open(const args *a, const char *path, kith_vectors **out, kith_error *err)
{
    const kith_open how = {.copy = !args_flag(a, "mmap"),
                           .allow_nonfinite = args_flag(a, "allow-nonfinite")};
    const kith_status status = kith_vectors_open(path, &how, out, err);
    if (status == KITH_OK)
        model_remarks(a, path, *out);
    return status;
}

kith_status model_search(const args *a, const kith_vectors *v, uint64_t limit, kith_search **out,
                         kith_error *err)
{
    return kith_search_new(v, (unsigned)args_count(a, "threads"), args_text(a, "isa"), limit, out,
                           err);
}

kith_status model_find(const kith_vectors *v, const char *word, size_t bytes, uint64_t *row,
                       kith_error *err)
{
    enum { SUGGESTIONS = 3 };
    *row = kith_vectors_find(v, word, bytes);
    if (*row != UINT64_MAX)
        return KITH_OK;
    uint64_t near[SUGGESTIONS];
    const size_t count = kith_vectors_suggest(v, word, bytes, near, SUGGESTIONS);
    char list[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length;
        const char *text = kith_vectors_word(v, near[i], &length);
        if (length + 3 > sizeof list - used)
            break;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.*s", i > 0 ? ", " : "",
                                 (int)length, text);
    }
    return kith_fail(err, KITH_NOT_FOUND, "unknown word '%.*s'%s%s%s", (int)bytes, word,
                     used > 0 ? "; did you mean " : "", list, used > 0 ? "?" : "");
}
