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
} kith_question;

typedef struct kith_questions {
    kith_question *question;     /* [count] */
    kith_analogy_score *section; /* [sections] names set, questions that lack a word counted */
    size_t count, room, sections, section_room;
} kith_questions;

/*
 * Reads the questions whose four words take part in the lookup; the others are counted as missing.
 * Lines before the first section belong to one named "questions". KITH_ERR_DATA with the line for
 * anything but four words, and for a file without a question. On failure there is nothing to clear.
 */
kith_status kith_questions_read(const char *path, kith_lookup *lookup, kith_questions *out,
                                kith_error *err);
void kith_questions_clear(kith_questions *q);

#endif
