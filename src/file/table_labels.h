/*
 * Lines of labels and text, as fastText has them: "__label__a __label__b the words". The labels
 * stand at the start of the line, each a token that begins with the prefix; the rest is the text.
 */
#ifndef KITH_FILE_TABLE_LABELS_H
#define KITH_FILE_TABLE_LABELS_H

#include "base/status.h"

#define KITH_LABEL_PREFIX "__label__"

typedef struct kith_labelled_line {
    const char *label; /* the next label, without its prefix; not ended by NUL */
    size_t label_bytes;
    const char *rest; /* what stands behind it: further labels, then the text */
    size_t rest_bytes;
} kith_labelled_line;

/* A line of which nothing has been split yet. */
static inline kith_labelled_line kith_labelled_begin(const char *line, size_t bytes)
{
    return (kith_labelled_line){.rest = line, .rest_bytes = bytes};
}
/*
 * Splits off the next label. False where there is none left: `rest` is then the text, without
 * blanks around it. A prefix alone is no label but text.
 */
bool kith_labelled_next(kith_labelled_line *l, const char *prefix);

/* Does the first line begin with a label? */
bool kith_labelled_detect(const unsigned char *head, size_t bytes);

#endif
