/* The loop over questions; see ask.h. */
#include "ask.h"

#include "print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_dash(const char *text)
{
    return strcmp(text, "-") == 0;
}

static bool from_input(const args *a)
{
    return a->operands == 1 || (a->operands == 2 && is_dash(a->operand[1]));
}

/* Words of the question that begins at operand i; 0 where the operands end too soon for one. */
static size_t words_at(const args *a, const asker *k, size_t i)
{
    const size_t left = a->operands - i;
    if (k->alone != NULL && strstr(a->operand[i], k->alone) != NULL)
        return 1;
    if (k->words == 0)
        return left >= k->least ? left : 0;
    return left >= k->words ? k->words : 0;
}

kith_status ask_check(const args *a, const asker *k, kith_error *err)
{
    if (from_input(a) && is_dash(a->operand[0]))
        return kith_fail(err, KITH_ERR_USAGE, "MODEL and questions cannot both be standard input");
    for (size_t i = 1, words; !from_input(a) && i < a->operands; i += words)
        if ((words = words_at(a, k, i)) == 0)
            return kith_fail(err, KITH_ERR_USAGE, "%s expects %s, got %zu word%s", a->command->name,
                             a->command->operands, a->operands - 1, a->operands == 2 ? "" : "s");
    return KITH_OK;
}

bool ask_many(const args *a, const asker *k)
{
    return from_input(a) || a->operands > 1 + words_at(a, k, 1);
}

void ask_json(json *j, const question *q)
{
    if (q->words == 1) {
        json_string(j, "query", q->word[0].at, q->word[0].bytes);
        return;
    }
    json_begin_array(j, "query");
    for (size_t i = 0; i < q->words; i++)
        json_string(j, NULL, q->word[i].at, q->word[i].bytes);
    json_end_array(j);
}

void ask_label(const question *q)
{
    for (size_t i = 0; i < q->words; i++) {
        if (i > 0)
            putchar(' ');
        print_bytes(stdout, q->word[i].at, q->word[i].bytes);
    }
    putchar('\t');
}

/* Answers what the asker held back. */
static kith_status flush(const asker *k, kith_error *err)
{
    return k->flush != NULL ? k->flush(k->self, err) : KITH_OK;
}

static void print_miss(const args *a, const question *q, const kith_error *miss)
{
    print_message("%s", miss->text);
    if (!args_flag(a, "json"))
        return;
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_text(&j, "error", miss->text);
    json_end_line(&j);
}

/* Reports a question without answer, after the answers to those before it. */
static kith_status miss(const args *a, const asker *k, const question *q, const kith_error *why,
                        bool *missed, kith_error *err)
{
    const kith_status status = flush(k, err);
    if (status == KITH_OK)
        print_miss(a, q, why);
    *missed = true;
    return status;
}

/*
 * Answers one question. A word that is not there and a question that makes no sense are reported
 * and remembered in *missed; what else fails is for the caller.
 */
static kith_status ask(const args *a, const asker *k, const question *q, bool *missed,
                       kith_error *err)
{
    kith_error why = {0};
    const kith_status status = k->answer(k->self, q, &why);
    if (status == KITH_NOT_FOUND || status == KITH_ERR_USAGE)
        return miss(a, k, q, &why, missed, err);
    return status == KITH_OK ? KITH_OK : kith_fail(err, status, "%s", why.text);
}

static kith_status ask_operands(const args *a, const asker *k, bool *missed, kith_error *err)
{
    kith_status status = KITH_OK;
    question_word *word = malloc(a->operands * sizeof *word);
    if (word == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < a->operands; i++)
        word[i] = (question_word){a->operand[i], strlen(a->operand[i])};
    for (size_t i = 1; i < a->operands && status == KITH_OK && !ferror(stdout);) {
        const question q = {word + i, words_at(a, k, i)};
        status = ask(a, k, &q, missed, err);
        i += q.words;
    }
    free(word);
    return status == KITH_OK ? flush(k, err) : status;
}

/* Words of a line that are kept: room that grows with the longest line. */
typedef struct line_words {
    question_word *word;
    uint64_t room;
    size_t count;
} line_words;

static bool add_word(line_words *w, const char *at, size_t bytes)
{
    if (w->count == w->room) {
        const uint64_t room = w->room == 0 ? 16 : 2 * w->room;
        question_word *more = realloc(w->word, room * sizeof *more);
        if (more == NULL)
            return false;
        w->word = more;
        w->room = room;
    }
    w->word[w->count++] = (question_word){at, bytes};
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Adds the text without the white space around it, if anything is left. */
static bool add_trimmed(line_words *w, const char *at, size_t bytes)
{
    while (bytes > 0 && is_blank(at[bytes - 1]))
        bytes--;
    for (; bytes > 0 && is_blank(*at); bytes--)
        at++;
    return bytes == 0 || add_word(w, at, bytes);
}

/* The bytes up to the first separator, or to the end. */
static size_t until(const char *at, const char *end, bool tabs_alone)
{
    const char *to = at;
    while (to < end && !(tabs_alone ? *to == '\t' : is_blank(*to)))
        to++;
    return (size_t)(to - at);
}

/* Cuts a line as the asker wants it. */
static kith_status split(const asker *k, const char *line, size_t bytes, line_words *w,
                         kith_error *err)
{
    const bool whole = k->words == 1 || (k->alone != NULL && strstr(line, k->alone) != NULL);
    const bool tabs = k->sets && memchr(line, '\t', bytes) != NULL;
    const char *end = line + bytes;
    bool added = true;
    w->count = 0;
    for (const char *at = line; at < end && added;) {
        const size_t part = whole ? bytes : until(at, end, tabs);
        added = add_trimmed(w, at, part);
        at += part + 1;
    }
    return added ? KITH_OK : kith_fail(err, KITH_ERR_MEMORY, "out of memory");
}

static bool fits(const asker *k, const char *line, size_t words)
{
    if (k->alone != NULL && strstr(line, k->alone) != NULL)
        return true;
    return k->words == 0 ? words >= k->least : words == k->words;
}

static kith_status ask_line(const args *a, const asker *k, const char *line, size_t bytes,
                            line_words *w, bool *missed, kith_error *err)
{
    const kith_status status = split(k, line, bytes, w, err);
    const question_word nothing = {"", 0};
    const question q = {w->count > 0 ? w->word : &nothing, w->count > 0 ? w->count : 1};
    if (status != KITH_OK || (w->count == 0 && !k->blanks))
        return status;
    if (w->count == 0)
        return ask(a, k, &q, missed, err);
    if (fits(k, line, w->count))
        return ask(a, k, &q, missed, err);
    kith_error why = {0};
    kith_fail(&why, KITH_NOT_FOUND, "'%.*s': expected %s%zu words, got %zu", (int)bytes, line,
              k->words == 0 ? "at least " : "", k->words == 0 ? k->least : k->words, w->count);
    return miss(a, k, &q, &why, missed, err);
}

static void prompt(const asker *k, bool person)
{
    if (person)
        fprintf(stderr, "%s> ", k->prompt);
}

static kith_status answer_now(const asker *k, kith_error *err)
{
    const kith_status status = flush(k, err);
    fflush(stdout);
    return status;
}

static kith_status ask_input(const args *a, const asker *k, bool *missed, kith_error *err)
{
    const bool person = isatty(STDIN_FILENO) != 0;
    const char *line = "";
    size_t bytes;
    line_words words = {0};
    kith_lines *lines = NULL;
    kith_status status = kith_lines_open("-", &lines, err);
    while (status == KITH_OK && line != NULL && !ferror(stdout)) {
        prompt(k, person);
        status = kith_lines_next(lines, &line, &bytes, err);
        if (status == KITH_OK && line != NULL)
            status = ask_line(a, k, line, bytes, &words, missed, err);
        /* Whoever asks by a pipe may wait for the answers before the next question. */
        if (status == KITH_OK && (line == NULL || !kith_lines_ready(lines)))
            status = answer_now(k, err);
    }
    if (person)
        putc('\n', stderr);
    kith_lines_close(lines);
    free(words.word);
    return status;
}

kith_status ask_all(const args *a, const asker *k, kith_error *err)
{
    bool missed = false;
    const kith_status status =
        from_input(a) ? ask_input(a, k, &missed, err) : ask_operands(a, k, &missed, err);
    return status == KITH_OK && missed ? KITH_NOT_FOUND : status;
}
