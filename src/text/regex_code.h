/*
 * What a regular expression is compiled to: steps that a set of places walks through at once. Jumps
 * are relative, so that a part can be moved and repeated.
 */
#ifndef KITH_TEXT_REGEX_CODE_H
#define KITH_TEXT_REGEX_CODE_H

#include "base/status.h"

typedef enum kith_regex_op {
    KITH_REGEX_ANY,
    KITH_REGEX_ONE_OF,  /* the ranges a .. a + b - 1 */
    KITH_REGEX_NONE_OF, /* the same */
    KITH_REGEX_JUMP,    /* by a */
    KITH_REGEX_SPLIT,   /* by a, and by b */
    KITH_REGEX_BEGIN,
    KITH_REGEX_END,
    KITH_REGEX_FOUND
} kith_regex_op;

typedef struct kith_regex_step {
    kith_regex_op op;
    int32_t a, b;
} kith_regex_step;

/* Characters from..to by their codes. */
typedef struct kith_regex_range {
    uint32_t from, to;
} kith_regex_range;

enum { KITH_REGEX_MOST = 1 << 16 /* steps, and ranges */ };

typedef struct kith_regex_code {
    kith_regex_step *step;
    kith_regex_range *range;
    uint64_t steps, step_room, ranges, range_room;
} kith_regex_code;

/* Ends with KITH_REGEX_FOUND. On failure there may be something to clear. */
kith_status kith_regex_compile(const char *pattern, kith_regex_code *out, kith_error *err);
void kith_regex_code_clear(kith_regex_code *c);

#endif
