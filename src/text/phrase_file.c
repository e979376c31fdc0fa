/*
 * Phrases as text that people can read, sort and edit:
 *
 *     kith-phrases 1
 *     NAME VALUE            the options that found them
 *     pass 1 TOKENS         TOKENS words were read; its phrases follow, the best first
 *     SCORE<TAB>COUNT<TAB>WORD WORD
 */
#include "base/option_text.h"
#include "text/phrase.h"

#include <stdlib.h>
#include <string.h>

static const char magic[] = "kith-phrases 1";

/* What applying needs to know, and how they were found; not where this machine had room. */
static bool is_kept(const kith_option *o)
{
    return strstr(o->name, "memory") == NULL && strcmp(o->name, "spool-dir") != 0;
}

/* ----------------------------------------------------------------- writing */

static kith_status write_token(kith_writer *w, const kith_phrases *p, uint32_t id, const char *end,
                               kith_error *err)
{
    size_t bytes;
    const char *word = kith_words_at(&p->token, id, &bytes);
    KITH_TRY(kith_writer_write(w, word, bytes, err));
    return kith_writer_write(w, end, strlen(end), err);
}

static kith_status write_row(kith_writer *w, const kith_phrases *p, const kith_phrase_row *row,
                             kith_error *err)
{
    char score[KITH_REAL_CHARS];
    size_t bytes;
    const int digits = (int)kith_format_double(row->score, score);
    const kith_words *runs = &p->pass[row->pass].join.run;
    const char *run = kith_words_at(runs, row->run, &bytes);
    KITH_TRY(
        kith_writer_print(w, err, "%.*s\t%llu\t", digits, score, (unsigned long long)row->count));
    KITH_TRY(write_token(w, p, row->left, " ", err));
    for (size_t i = 0; i < bytes; i += sizeof(uint32_t)) {
        uint32_t id;
        memcpy(&id, run + i, sizeof id);
        KITH_TRY(write_token(w, p, id, " ", err));
    }
    return write_token(w, p, row->right, "\n", err);
}

static kith_status write_all(kith_writer *w, const kith_phrases *p, const char *config,
                             kith_error *err)
{
    KITH_TRY(kith_writer_print(w, err, "%s\n%s", magic, config));
    uint64_t row = 0;
    for (uint64_t pass = 0; pass < p->passes; pass++) {
        KITH_TRY(kith_writer_print(w, err, "pass %llu %llu\n", (unsigned long long)pass + 1,
                                   (unsigned long long)p->pass[pass].tokens));
        for (; row < p->rows && p->row[row].pass == pass; row++)
            KITH_TRY(write_row(w, p, &p->row[row], err));
    }
    return KITH_OK;
}

kith_status kith_phrases_save(const kith_phrases *p, const char *path, kith_error *err)
{
    kith_writer *w;
    char *config;
    KITH_TRY(kith_config_format(p->config, is_kept, &config, err));
    kith_status status = kith_writer_open(path, &w, err);
    if (status == KITH_OK) {
        status = write_all(w, p, config, err);
        if (status == KITH_OK)
            status = kith_writer_commit(&w, err);
        kith_writer_discard(&w);
    }
    free(config);
    return status;
}

/* ----------------------------------------------------------------- reading */

static kith_status fail_line(const kith_lines *l, const char *expected, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%llu: expected %s", kith_lines_name(l),
                     (unsigned long long)kith_lines_number(l), expected);
}

/* The failure of a line, with its place in front. */
static kith_status blame_line(const kith_lines *l, kith_status status, const kith_error *why,
                              kith_error *err)
{
    return kith_fail(err, status, "%s:%llu: %s", kith_lines_name(l),
                     (unsigned long long)kith_lines_number(l), why->text);
}

static bool begins(const char *line, size_t bytes, const char *with)
{
    return bytes >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

static kith_status read_option(kith_config *config, const kith_lines *l, const char *line,
                               kith_error *err)
{
    kith_error why = {0};
    const kith_status status = kith_config_read(config, line, &why);
    return status == KITH_OK ? KITH_OK : blame_line(l, status, &why, err);
}

/* "pass 1 12345": passes come in order. */
static kith_status read_pass(kith_phrases *p, const kith_lines *l, const char *line, size_t bytes,
                             kith_error *err)
{
    const char *number = line + strlen("pass "), *const end = line + bytes;
    const char *space = memchr(number, ' ', (size_t)(end - number));
    uint64_t pass, tokens;
    if (space == NULL || !kith_parse_u64(number, (size_t)(space - number), &pass) ||
        !kith_parse_u64(space + 1, (size_t)(end - space - 1), &tokens) || pass != p->passes + 1)
        return fail_line(l, "\"pass NUMBER TOKENS\", numbered from 1", err);
    return kith_phrases_add_pass(p, tokens, err);
}

static kith_status read_row(kith_phrases *p, const kith_lines *l, const char *line, size_t bytes,
                            kith_error *err)
{
    const char *const end = line + bytes;
    const char *count = memchr(line, '\t', bytes);
    const char *words = count == NULL ? NULL : memchr(count + 1, '\t', (size_t)(end - count - 1));
    kith_phrase_text t;
    kith_error why = {0};
    if (words == NULL || !kith_parse_real(line, (size_t)(count - line), &t.score) ||
        !kith_parse_u64(count + 1, (size_t)(words - count - 1), &t.count))
        return fail_line(l, "SCORE<TAB>COUNT<TAB>WORDS", err);
    t.words = words + 1;
    t.bytes = (size_t)(end - t.words);
    const kith_status status = kith_phrases_add(p, &t, &why);
    return status == KITH_OK ? KITH_OK : blame_line(l, status, &why, err);
}

/* The options end where the first pass begins; *line is left there. */
static kith_status read_head(kith_lines *l, kith_config *config, const char **line, size_t *bytes,
                             kith_error *err)
{
    KITH_TRY(kith_lines_next(l, line, bytes, err));
    if (*line == NULL || *bytes != strlen(magic) || memcmp(*line, magic, *bytes) != 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: not a file of phrases: line 1 is not \"%s\"",
                         kith_lines_name(l), magic);
    for (;;) {
        KITH_TRY(kith_lines_next(l, line, bytes, err));
        if (*line == NULL || begins(*line, *bytes, "pass "))
            return KITH_OK;
        KITH_TRY(read_option(config, l, *line, err));
    }
}

static kith_status read_all(kith_lines *l, kith_phrases **out, kith_error *err)
{
    const char *line;
    size_t bytes;
    kith_config *config;
    KITH_TRY(kith_phrase_config(&config, err));
    kith_status status = read_head(l, config, &line, &bytes, err);
    if (status != KITH_OK) {
        kith_config_free(config);
        return status;
    }
    KITH_TRY(kith_phrases_new(config, out, err));
    while (line != NULL && status == KITH_OK) {
        status = begins(line, bytes, "pass ") ? read_pass(*out, l, line, bytes, err)
                                              : read_row(*out, l, line, bytes, err);
        if (status == KITH_OK)
            status = kith_lines_next(l, &line, &bytes, err);
    }
    return status;
}

kith_status kith_phrases_open(const char *path, kith_phrases **out, kith_error *err)
{
    kith_lines *l;
    *out = NULL;
    KITH_TRY(kith_lines_open(path, &l, err));
    const kith_status status = read_all(l, out, err);
    kith_lines_close(l);
    if (status != KITH_OK) {
        kith_phrases_free(*out);
        *out = NULL;
    }
    return status;
}
