/*
 * What is written: the vectors, how their numbers are stored, and the words under which rows go, in
 * a format that cannot hold every byte in a word.
 *
 * What is bad is refused, left out, or escaped: \x20 for a space. Where escaping is on, a
 * backslash before an x is escaped as well (\x5cx), so that different words stay different.
 */
#ifndef KITH_FILE_NAMES_H
#define KITH_FILE_NAMES_H

#include "file/dtype.h"
#include "vec/vectors.h"

/* What the words of a format may not have; the empty word is never fit for one that has limits. */
typedef struct kith_word_limits {
    const char *bytes; /* forbidden bytes, NUL among them when `nul`; NULL: any word goes */
    bool nul;
    bool mark;  /* forbids U+FEFF at the beginning, which readers of text take for a byte order mark
                 */
    bool utf8;  /* forbids bytes that are no UTF-8 */
    bool blank; /* forbids words of nothing but white space, Unicode's too */
} kith_word_limits;

typedef struct kith_names {
    const kith_vectors *v;
    const kith_word_limits *limits;
    kith_bad_word policy;
    kith_dtype dtype; /* f32 where nobody asks for another */
    uint64_t rows;    /* that are written */
    uint64_t bad;     /* words that were left out or escaped */
    uint64_t bytes;   /* of all words as they are written */
    char *escaped;    /* scratch for one word */
} kith_names;

/* Looks at every word. KITH_ERR_DATA under KITH_BAD_WORD_ERROR, naming the first bad one. */
kith_status kith_names_begin(kith_names *n, const kith_vectors *v, const kith_word_limits *limits,
                             kith_bad_word policy, kith_error *err);
/* The scale of KITH_DTYPE_I8: the largest number of the rows that are written is 127 of it. 0 for
 * other types. Looks at all numbers. */
double kith_names_scale(kith_names *n);
/* The name of a row, borrowed until the next call; NULL where the row is left out. */
const char *kith_names_at(kith_names *n, uint64_t row, size_t *bytes);
void kith_names_clear(kith_names *n);

enum { KITH_SHOWN_WORD = 80 };
/* A word for a message: in quotes, what is no UTF-8 or a control character escaped, cut where it is
 * long. */
const char *kith_show_word(const char *word, size_t bytes, char shown[KITH_SHOWN_WORD]);

#endif
