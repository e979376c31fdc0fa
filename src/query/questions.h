/*
 * The file of analogy questions: ": section" lines, then four words a line.
 */
#ifndef KITH_QUERY_QUESTIONS_H
#define KITH_QUERY_QUESTIONS_H

#include "query/analogy.h"
#include "query/lookup.h"

typedef struct kith_question {
    kith_analogy given;
    uint64_t answer; /* the row that is right */
    size_t section;
    uint64_t line;      /* of the file, from 1 */
    size_t text, bytes; /* its words as they stand, in kith_questions.text */
    bool known;         /* its four words take part; otherwise there are no rows */
} kith_question;

typedef struct kith_questions {
    kith_question *question;     /* [count] in the order of the file */
    kith_analogy_score *section; /* [sections] names set, questions that lack a word counted */
    char *text;                  /* [used] */
    size_t count, room, sections, section_room, used, text_room;
    size_t known; /* questions */
} kith_questions;

/*
 * Reads the questions; those whose four words take part in the lookup are known, the others are
 * counted as missing.
 * Lines before the first section belong to one named "questions". KITH_ERR_DATA with the line for
 * anything but four words, and for a file without a question. On failure there is nothing to clear.
 */
kith_status kith_questions_read(const char *path, kith_lookup *lookup, kith_questions *out,
                                kith_error *err);
void kith_questions_clear(kith_questions *q);

#endif
