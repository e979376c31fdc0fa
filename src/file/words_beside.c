#include "file/words_beside.h"

#include <stdlib.h>
#include <string.h>

#include "base/stream.h"

static kith_status next(void *self, const char **word, size_t *bytes, kith_error *err)
{
    return kith_lines_next(self, word, bytes, err);
}

kith_word_source kith_words_of_lines(kith_lines *lines)
{
    return (kith_word_source){.self = lines, .next = next, .name = kith_lines_name(lines)};
}

kith_status kith_words_beside_read(const kith_reading *reading, const kith_stored *s,
                                   kith_input *in, kith_rows *r, kith_error *err)
{
    char *name = NULL;
    kith_lines *lines = NULL;
    if (strcmp(reading->path, "-") == 0)
        return kith_fail(err, KITH_ERR_INPUT, "%s: its words are in a second file: expected a path",
                         kith_stream_name(reading->stream));
    KITH_TRY(kith_path_beside(reading->path, ".words", &name, err));
    kith_status status = kith_lines_open(name, &lines, err);
    free(name);
    KITH_TRY(status);
    const kith_word_source words = kith_words_of_lines(lines);
    status = kith_stored_read(s, in, &words, r, err);
    if (status == KITH_OK && !kith_rows_full(r) && kith_lines_last(lines) != '\n')
        kith_rows_cut(r, "the last of the words beside has no newline: it may be cut");
    kith_lines_close(lines);
    return status;
}

kith_status kith_words_beside_write(kith_names *names, kith_writer *words, kith_error *err)
{
    for (uint64_t row = 0; row < kith_vectors_rows(names->v); row++) {
        size_t bytes = 0;
        const char *word = kith_names_at(names, row, &bytes);
        if (word == NULL)
            continue;
        KITH_TRY(kith_writer_write(words, word, bytes, err));
        KITH_TRY(kith_writer_write(words, "\n", 1, err));
    }
    return KITH_OK;
}

uint64_t kith_words_beside_size(const kith_names *names)
{
    return names->bytes + names->rows;
}
