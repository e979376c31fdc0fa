/* The loop over questions; see ask.h. */
#include "ask.h"

#include "print.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_dash(const char *text)
{
    return strcmp(text, "-") == 0;
}

static bool from_input(const args *a)
{
    return a->operands == 1 || (a->operands == 2 && is_dash(a->operand[1]));
}

kith_status ask_check(const args *a, size_t words, kith_error *err)
{
    const size_t given = a->operands - 1;
    if (from_input(a) && is_dash(a->operand[0]))
        return kith_fail(err, KITH_ERR_USAGE, "MODEL and questions cannot both be standard input");
    if (!from_input(a) && given % words != 0)
        return kith_fail(err, KITH_ERR_USAGE, "%s expects %s, got %zu word%s", a->command->name,
                         a->command->operands, given, given == 1 ? "" : "s");
    return KITH_OK;
}

bool ask_many(const args *a, size_t words)
{
    return from_input(a) || a->operands > 1 + words;
}

void ask_json(json *j, const question *q, size_t words)
{
    if (words == 1) {
        json_string(j, "query", q->word[0], q->bytes[0]);
        return;
    }
    json_begin_array(j, "query");
    for (size_t i = 0; i < words && q->word[i] != NULL; i++)
        json_string(j, NULL, q->word[i], q->bytes[i]);
    json_end_array(j);
}

/* Answers what the asker held back. */
static kith_status flush(const asker *k, kith_error *err)
{
    return k->flush != NULL ? k->flush(k->self, err) : KITH_OK;
}

static void print_miss(const args *a, const asker *k, const question *q, const kith_error *miss)
{
    print_message("%s", miss->text);
    if (!args_flag(a, "json"))
        return;
    json j = json_begin_line(stdout);
    ask_json(&j, q, k->words);
    json_text(&j, "error", miss->text);
    json_end_line(&j);
}

/* Reports a question without answer, after the answers to those before it. */
static kith_status miss(const args *a, const asker *k, const question *q, const kith_error *why,
                        bool *missed, kith_error *err)
{
    const kith_status status = flush(k, err);
    if (status == KITH_OK)
        print_miss(a, k, q, why);
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
    for (size_t i = 1; i < a->operands && status == KITH_OK && !ferror(stdout); i += k->words) {
        question q = {{0}, {0}};
        for (size_t w = 0; w < k->words; w++) {
            q.word[w] = a->operand[i + w];
            q.bytes[w] = strlen(q.word[w]);
        }
        status = ask(a, k, &q, missed, err);
    }
    return status == KITH_OK ? flush(k, err) : status;
}

/* Cuts a line at its white space into at most QUESTION_WORDS words; returns how many there are. */
static size_t split(const char *line, size_t bytes, question *q)
{
    const char *end = line + bytes;
    size_t count = 0;
    for (;;) {
        while (line < end && (*line == ' ' || *line == '\t'))
            line++;
        if (line == end)
            return count;
        const char *start = line;
        while (line < end && *line != ' ' && *line != '\t')
            line++;
        if (count < QUESTION_WORDS) {
            q->word[count] = start;
            q->bytes[count] = (size_t)(line - start);
        }
        count++;
    }
}

/* The whole line as one text, without the white space around it. */
static question whole(const char *line, size_t bytes)
{
    while (bytes > 0 && (line[bytes - 1] == ' ' || line[bytes - 1] == '\t'))
        bytes--;
    while (bytes > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        bytes--;
    }
    return (question){.word = {line}, .bytes = {bytes}};
}

static kith_status ask_line(const args *a, const asker *k, const char *line, size_t bytes,
                            bool *missed, kith_error *err)
{
    question q = {{0}, {0}};
    const size_t words = split(line, bytes, &q);
    if (words == 0)
        return KITH_OK;
    if (k->words == 1) {
        q = whole(line, bytes);
    } else if (words != k->words) {
        kith_error why = {0};
        kith_fail(&why, KITH_NOT_FOUND, "'%.*s': expected %zu words, got %zu", (int)bytes, line,
                  k->words, words);
        return miss(a, k, &q, &why, missed, err);
    }
    return ask(a, k, &q, missed, err);
}

static void prompt(const asker *k, bool person)
{
    if (person)
        fprintf(stderr, "%s> ", k->prompt);
}

/* A file has all its questions already; whoever asks by a pipe may wait for each answer. */
static bool can_wait(void)
{
    struct stat in;
    return fstat(STDIN_FILENO, &in) == 0 && S_ISREG(in.st_mode);
}

static kith_status answer_now(const asker *k, kith_error *err)
{
    const kith_status status = flush(k, err);
    fflush(stdout);
    return status;
}

static kith_status ask_input(const args *a, const asker *k, bool *missed, kith_error *err)
{
    const bool person = isatty(STDIN_FILENO) != 0, wait = can_wait();
    const char *line = "";
    size_t bytes;
    kith_lines *lines = NULL;
    kith_status status = kith_lines_open("-", &lines, err);
    while (status == KITH_OK && line != NULL && !ferror(stdout)) {
        prompt(k, person);
        status = kith_lines_next(lines, &line, &bytes, err);
        if (status == KITH_OK && line != NULL)
            status = ask_line(a, k, line, bytes, missed, err);
        if (status == KITH_OK && (!wait || line == NULL))
            status = answer_now(k, err);
    }
    if (person)
        putc('\n', stderr);
    kith_lines_close(lines);
    return status;
}

kith_status ask_all(const args *a, const asker *k, kith_error *err)
{
    bool missed = false;
    const kith_status status =
        from_input(a) ? ask_input(a, k, &missed, err) : ask_operands(a, k, &missed, err);
    return status == KITH_OK && missed ? KITH_NOT_FOUND : status;
}
