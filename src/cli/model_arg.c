/* Models as the commands open them; see model_arg.h. */
#include "model_arg.h"

#include "print.h"

#include <stdlib.h>
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

void model_without_grams(const args *a, const char *path, const kith_vectors *from,
                         const kith_vectors *made)
{
    if (kith_vectors_grams(from).most > 0 && kith_vectors_grams(made).most == 0 &&
        !args_flag(a, "quiet"))
        print_message("%s: its n-grams are left out: the result knows its own words alone", path);
}

static kith_status open_as(const args *a, const char *path, bool outputs, kith_vectors **out,
                           kith_error *err)
{
    const kith_open how = {.copy = !args_flag(a, "mmap"),
                           .allow_nonfinite = args_flag(a, "allow-nonfinite"),
                           .outputs = outputs};
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

kith_status model_open(const args *a, const char *path, kith_vectors **out, kith_error *err)
{
    return open_as(a, path, false, out, err);
}

kith_status model_open_whole(const args *a, const char *path, kith_vectors **out, kith_error *err)
{
    return open_as(a, path, true, out, err);
}

static kith_status restrict_search(const args *a, kith_search *s, kith_error *err)
{
    const kith_filter filter = {.min_count = args_count(a, "min-count"),
                                .max_count = args_count(a, "max-count"),
                                .only = args_text(a, "only"),
                                .match = args_text(a, "match"),
                                .regex = args_text(a, "regex")};
    uint64_t left, unknown;
    if (filter.min_count == 0 && filter.max_count == 0 && filter.only == NULL &&
        filter.match == NULL && filter.regex == NULL)
        return KITH_OK;
    const kith_status status = kith_search_restrict(s, &filter, &left, &unknown, err);
    if (status == KITH_OK && unknown > 0 && !args_flag(a, "quiet"))
        print_message("%s: words that are not in the vocabulary: %llu", filter.only,
                      (unsigned long long)unknown);
    if (status == KITH_OK && left == 0)
        return kith_fail(err, KITH_NOT_FOUND, "no word may answer: none is left by %s",
                         filter.only != NULL    ? "--only"
                         : filter.match != NULL ? "--match"
                         : filter.regex != NULL ? "--regex"
                                                : "--min-count and --max-count");
    return status;
}

kith_status model_search_among(const args *a, const kith_vectors *v, kith_search **out,
                               kith_error *err)
{
    const kith_status status = model_search(a, v, args_count(a, "top"), out, err);
    return status == KITH_OK ? restrict_search(a, *out, err) : status;
}

bool model_by_product(const args *a)
{
    return strcmp(kith_config_text(a->config, "method"), "mul") == 0;
}

/* A single word is the simplest query, so the library says what is missing and what is near. */
kith_status model_find(const kith_vectors *v, const char *word, size_t bytes, uint64_t *row,
                       kith_error *err)
{
    *row = kith_vectors_ask(v, word, bytes);
    if (*row != UINT64_MAX)
        return KITH_OK;
    char *text = strndup(word, bytes);
    if (text == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    kith_term *terms = NULL;
    size_t count;
    const kith_status status = kith_query_parse(v, text, &terms, &count, err);
    free(terms);
    free(text);
    if (status == KITH_NOT_FOUND || status == KITH_ERR_MEMORY)
        return status;
    return kith_fail(err, KITH_NOT_FOUND, "no word \"%.*s\" in the vocabulary", (int)bytes, word);
}

kith_status model_unknown_words(const args *a, uint64_t known, uint64_t unknown)
{
    char u[PRINT_COUNT_CHARS], all[PRINT_COUNT_CHARS];
    if (unknown > 0 && (known == 0 || !args_flag(a, "quiet")))
        print_message("words that are not in the vocabulary: %s of %s", print_count(unknown, u),
                      print_count(known + unknown, all));
    return unknown > 0 && known == 0 ? KITH_NOT_FOUND : KITH_OK;
}
