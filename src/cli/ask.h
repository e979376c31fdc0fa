/*
 * Questions asked of a model: the operands behind MODEL in groups of words, or, where there are
 * none or only "-", the lines of standard input: each line one question until the end of input,
 * with a prompt when a person types it. An unknown word is one line on standard error (and one JSON
 * object with "error", so that every question has its line); the other questions are still
 * answered.
 */
#ifndef KITH_CLI_ASK_H
#define KITH_CLI_ASK_H

#include "args.h"
#include "json.h"

/* Not ended by NUL. */
typedef struct question_word {
    const char *at;
    size_t bytes;
} question_word;

typedef struct question {
    const question_word *word; /* [words] borrowed */
    size_t words;
} question;

typedef struct asker {
    size_t words; /* of a question; 1: a line of input is that one text; 0: any number, and all
                     operands are one question */
    size_t least; /* words of a question where `words` is 0 */
    bool sets;    /* a line with tabs is cut at them alone, so that a word may be several */
    bool blanks;  /* where `words` is 1: a blank line is an empty question, and not passed over */
    const char *alone; /* what has this inside is a question of one word; NULL: nothing is */
    const char *prompt;
    /* KITH_NOT_FOUND and KITH_ERR_USAGE go on to the next question, other failures end. */
    kith_status (*answer)(void *self, const question *q, kith_error *err);
    /* Answers the questions that `answer` held back. NULL: it holds none back. */
    kith_status (*flush)(void *self, kith_error *err);
    void *self;
} asker;

/* KITH_ERR_USAGE, before a model is opened, where the operands are no such questions. */
kith_status ask_check(const args *a, const asker *k, kith_error *err);
/* KITH_NOT_FOUND, with an empty error, where a question had no answer. */
kith_status ask_all(const args *a, const asker *k, kith_error *err);
/* The question as member "query" of an object: a string, or an array of its words. */
void ask_json(json *j, const question *q);
/* The words of the question by spaces, and a tab: the first column of an answer. */
void ask_label(const question *q);
/* Answers need the question beside them: there are several, or they come from standard input. */
bool ask_many(const args *a, const asker *k);

#endif
