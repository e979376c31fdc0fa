/*
 * A vocabulary as text, word2vec's "word count" a line.
 *
 * Read in any order into a tally, which notices repeated words, and ranked as counted words are.
 */
#include "text/vocab.h"

static const char expected[] = "expected 'word count'";

/* Splits a line into word and count at its last white space; false where it is no such line. */
static bool split(const char *line, size_t bytes, size_t *word, uint64_t *count)
{
    while (bytes > 0 && kith_is_space((unsigned char)line[bytes - 1]))
        bytes--;
    size_t digits = bytes;
    while (digits > 0 && !kith_is_space((unsigned char)line[digits - 1]))
        digits--;
    *word = digits;
    while (*word > 0 && kith_is_space((unsigned char)line[*word - 1]))
        (*word)--;
    for (size_t i = 0; i < *word; i++)
        if (kith_is_space((unsigned char)line[i]))
            return false;
    return *word > 0 && kith_parse_u64(line + digits, bytes - digits, count);
}

static kith_status add_line(kith_tally *tally, const kith_lines *lines, const char *line,
                            size_t bytes, kith_error *err)
{
    const char *name = kith_lines_name(lines);
    const unsigned long long number = kith_lines_number(lines);
    size_t word;
    uint64_t count;
    kith_tally_entry *e;
    bool added;
    if (!split(line, bytes, &word, &count))
        return kith_fail(err, KITH_ERR_DATA, "%s:%llu: %s, got '%.*s'", name, number, expected,
                         bytes < 80 ? (int)bytes : 80, line);
    if (word > KITH_TOKEN_MOST)
        return kith_fail(err, KITH_ERR_DATA, "%s:%llu: a word of %zu bytes, expected at most %d",
                         name, number, word, KITH_TOKEN_MOST);
    KITH_TRY(kith_tally_enter(tally, line, word, &e, &added, err));
    if (!added)
        return kith_fail(err, KITH_ERR_DATA, "%s:%llu: the word '%.*s' is there a second time",
                         name, number, word < 80 ? (int)word : 80, line);
    e->count = count;
    return KITH_OK;
}

static kith_status read_lines(const char *path, kith_tally *tally, kith_error *err)
{
    kith_lines *lines;
    KITH_TRY(kith_lines_open(path, &lines, err));
    const char *line;
    size_t bytes;
    kith_status status;
    while ((status = kith_lines_next(lines, &line, &bytes, err)) == KITH_OK && line != NULL)
        if ((status = add_line(tally, lines, line, bytes, err)) != KITH_OK)
            break;
    kith_lines_close(lines);
    return status;
}

static kith_status load(const char *path, uint64_t least, uint64_t most, kith_vocab **out,
                        kith_error *err)
{
    kith_tally tally;
    *out = NULL;
    KITH_TRY(kith_tally_init(&tally, 0, err));
    kith_status status = read_lines(path, &tally, err);
    if (status == KITH_OK)
        status = kith_vocab_rank(&tally, least, NULL, most, NULL, out, err);
    kith_tally_clear(&tally);
    if (status != KITH_OK || (*out)->words.size > 0)
        return status;
    kith_vocab_free(*out);
    *out = NULL;
    return kith_fail(err, KITH_ERR_DATA, "%s: no word with count >= %llu, %s lines", path,
                     (unsigned long long)least, expected);
}

kith_status kith_vocab_load(const char *path, kith_vocab **out, kith_error *err)
{
    return load(path, 0, 0, out, err);
}

/* The number of an option where the user gave it, else 0. */
static uint64_t number_given(const kith_config *config, const char *name)
{
    return kith_config_given(config, name) ? (uint64_t)kith_config_int(config, name) : 0;
}

kith_status kith_vocab_given(const kith_config *config, kith_vocab **out, kith_error *err)
{
    const char *path = kith_config_text(config, "vocab");
    *out = NULL;
    if (path[0] == '\0')
        return KITH_OK;
    return load(path, number_given(config, "min-count"), number_given(config, "max-vocab"), out,
                err);
}

static kith_status write_lines(const kith_vocab *v, kith_writer *w, kith_error *err)
{
    for (uint64_t id = 0; id < v->words.size; id++) {
        size_t bytes;
        const char *word = kith_words_at(&v->words, id, &bytes);
        KITH_TRY(kith_writer_write(w, word, bytes, err));
        KITH_TRY(kith_writer_print(w, err, " %llu\n", (unsigned long long)v->count[id]));
    }
    return KITH_OK;
}

kith_status kith_vocab_save(const kith_vocab *v, const char *path, kith_error *err)
{
    kith_writer *w;
    KITH_TRY(kith_writer_open(path, &w, err));
    const kith_status status = write_lines(v, w, err);
    if (status == KITH_OK)
        return kith_writer_commit(&w, err);
    kith_writer_discard(&w);
    return status;
}
