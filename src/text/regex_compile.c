/*
 * Compiling: from left to right, with a stack of open groups. Steps are appended; what stands
 * before a part, as the choice before a part that may be left out, is put in by moving the part on.
 */
#include "text/regex_code.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/character.h"

enum { REPEAT_MOST = 255, NO_JUMP = -1 };

/* A group that is open: where it and its last alternative begin, and the jump that ends the
 * alternative before, which says where the one before that is; both to the end of the group. */
typedef struct group {
    uint64_t start, branch;
    int32_t jump;
} group;

typedef struct compiler {
    kith_regex_code *code;
    const char *pattern, *at;
    group *open; /* the last is the innermost; the first is the whole pattern */
    uint64_t groups, room;
    uint64_t part; /* what * + ? { repeat begins here; UINT64_MAX: nothing */
} compiler;

static kith_status wrong(const compiler *c, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_USAGE, "pattern '%s': %s at its byte %zu", c->pattern, what,
                     (size_t)(c->at - c->pattern));
}

static kith_status reserve(compiler *c, uint64_t more, kith_error *err)
{
    kith_regex_code *code = c->code;
    if (code->steps + more > KITH_REGEX_MOST)
        return wrong(c, "more steps than are allowed", err);
    if (code->steps + more <= code->step_room)
        return KITH_OK;
    const uint64_t room = 2 * (code->steps + more);
    kith_regex_step *step = kith_mem_grow(code->step, room, sizeof *step);
    if (step == NULL)
        return kith_fail_memory(err, "a pattern", room * sizeof *step);
    code->step = step;
    code->step_room = room;
    return KITH_OK;
}

/* Puts a step in, behind which all moves on by one. */
static kith_status insert(compiler *c, uint64_t at, kith_regex_step step, kith_error *err)
{
    KITH_TRY(reserve(c, 1, err));
    kith_regex_code *code = c->code;
    memmove(code->step + at + 1, code->step + at, (size_t)(code->steps - at) * sizeof step);
    code->step[at] = step;
    code->steps++;
    return KITH_OK;
}

static kith_status append(compiler *c, kith_regex_op op, int64_t a, int64_t b, kith_error *err)
{
    return insert(c, c->code->steps, (kith_regex_step){op, (int32_t)a, (int32_t)b}, err);
}

static kith_status add_range(compiler *c, uint32_t from, uint32_t to, kith_error *err)
{
    kith_regex_code *code = c->code;
    if (code->ranges == KITH_REGEX_MOST)
        return wrong(c, "more ranges than are allowed", err);
    kith_regex_range *range =
        kith_mem_room(code->range, code->ranges, &code->range_room, sizeof *range);
    if (range == NULL)
        return kith_fail_memory(err, "a pattern", code->ranges * sizeof *range);
    code->range = range;
    code->range[code->ranges++] = (kith_regex_range){from, to};
    return KITH_OK;
}

/* A character that stands for itself, and moves behind it. */
static uint32_t take_character(compiler *c)
{
    const kith_character x = kith_character_at(c->at, strlen(c->at));
    c->at += x.bytes;
    return x.code;
}

static kith_status add_character(compiler *c, kith_error *err)
{
    const uint32_t code = take_character(c);
    c->part = c->code->steps;
    KITH_TRY(append(c, KITH_REGEX_ONE_OF, (int64_t)c->code->ranges, 1, err));
    return add_range(c, code, code, err);
}

static const struct {
    const char *name;
    kith_regex_range range[4]; /* up to one from 0 */
} classes[] = {{"alpha", {{'A', 'Z'}, {'a', 'z'}}},
               {"digit", {{'0', '9'}}},
               {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
               {"upper", {{'A', 'Z'}}},
               {"lower", {{'a', 'z'}}},
               {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
               {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
               {"space", {{'\t', '\r'}, {' ', ' '}}},
               {"blank", {{'\t', '\t'}, {' ', ' '}}}};

/* [:alpha:], at its first bracket. */
static kith_status add_class(compiler *c, kith_error *err)
{
    const char *name = c->at + 2;
    const size_t bytes = strcspn(name, ":]");
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strlen(classes[i].name) != bytes || memcmp(classes[i].name, name, bytes) != 0 ||
            strncmp(name + bytes, ":]", 2) != 0)
            continue;
        for (size_t k = 0; k < 4 && classes[i].range[k].from != 0; k++)
            KITH_TRY(add_range(c, classes[i].range[k].from, classes[i].range[k].to, err));
        c->at = name + bytes + 2;
        return KITH_OK;
    }
    return wrong(c, "no class of that name", err);
}

static kith_status add_member(compiler *c, kith_error *err)
{
    if (strncmp(c->at, "[:", 2) == 0)
        return add_class(c, err);
    const uint32_t from = take_character(c);
    if (*c->at != '-' || c->at[1] == ']' || c->at[1] == '\0')
        return add_range(c, from, from, err);
    c->at++;
    const uint32_t to = take_character(c);
    return from <= to ? add_range(c, from, to, err) : wrong(c, "a range that ends early", err);
}

/* A set, behind its bracket; a ']' that comes first is one of it, and a backslash too. */
static kith_status add_set(compiler *c, kith_error *err)
{
    const bool none = *c->at == '^';
    const uint64_t first = c->code->ranges;
    c->at += none;
    do {
        if (*c->at == '\0')
            return wrong(c, "a set without its ']'", err);
        KITH_TRY(add_member(c, err));
    } while (*c->at != ']');
    c->at++;
    c->part = c->code->steps;
    return append(c, none ? KITH_REGEX_NONE_OF : KITH_REGEX_ONE_OF, (int64_t)first,
                  (int64_t)(c->code->ranges - first), err);
}

static kith_status open_group(compiler *c, kith_error *err)
{
    group *open = kith_mem_room(c->open, c->groups, &c->room, sizeof *open);
    if (open == NULL)
        return kith_fail_memory(err, "a pattern's groups", c->groups * sizeof *open);
    c->open = open;
    c->open[c->groups++] = (group){c->code->steps, c->code->steps, NO_JUMP};
    c->part = UINT64_MAX;
    return KITH_OK;
}

/* Another alternative: a choice before the last one, and a jump behind it. */
static kith_status add_alternative(compiler *c, kith_error *err)
{
    group *g = &c->open[c->groups - 1];
    const int64_t length = (int64_t)(c->code->steps - g->branch);
    KITH_TRY(
        insert(c, g->branch, (kith_regex_step){KITH_REGEX_SPLIT, 1, (int32_t)length + 2}, err));
    KITH_TRY(append(c, KITH_REGEX_JUMP, g->jump, 0, err));
    g->jump = (int32_t)c->code->steps - 1;
    g->branch = c->code->steps;
    c->part = UINT64_MAX;
    return KITH_OK;
}

/* Where the jumps behind its alternatives lead is known now. */
static void close_group(compiler *c)
{
    const group *g = &c->open[--c->groups];
    for (int32_t at = g->jump; at != NO_JUMP;) {
        kith_regex_step *s = c->code->step + at;
        const int32_t before = s->a;
        s->a = (int32_t)c->code->steps - at;
        at = before;
    }
    c->part = g->start;
}

static kith_status repeat_any(compiler *c, kith_error *err)
{
    const int64_t length = (int64_t)(c->code->steps - c->part);
    KITH_TRY(insert(c, c->part, (kith_regex_step){KITH_REGEX_SPLIT, 1, (int32_t)length + 2}, err));
    return append(c, KITH_REGEX_JUMP, -length - 1, 0, err);
}

static kith_status copy_part(compiler *c, uint64_t from, uint64_t length, kith_error *err)
{
    KITH_TRY(reserve(c, length, err));
    memcpy(c->code->step + c->code->steps, c->code->step + from,
           (size_t)length * sizeof *c->code->step);
    c->code->steps += length;
    return KITH_OK;
}

/* `least` times, then up to `most` with a way out before each; most < 0: without end. */
static kith_status repeat_counted(compiler *c, long least, long most, kith_error *err)
{
    const uint64_t start = c->part, length = c->code->steps - start;
    for (long i = 1; i < least; i++)
        KITH_TRY(copy_part(c, start, length, err));
    if (most < 0 && least > 0)
        return append(c, KITH_REGEX_SPLIT, -(int64_t)length, 1, err);
    if (most < 0)
        return repeat_any(c, err);
    if (most == 0) {
        c->code->steps = start;
        return KITH_OK;
    }
    if (least == 0)
        KITH_TRY(insert(
            c, start,
            (kith_regex_step){KITH_REGEX_SPLIT, 1, (int32_t)((uint64_t)most * (length + 1))}, err));
    for (long i = least > 0 ? least : 1; i < most; i++) {
        KITH_TRY(append(c, KITH_REGEX_SPLIT, 1, (most - i) * (int64_t)(length + 1), err));
        KITH_TRY(copy_part(c, least > 0 ? start : start + 1, length, err));
    }
    return KITH_OK;
}

static bool take_number(compiler *c, long *out)
{
    const char *first = c->at;
    for (*out = 0; *c->at >= '0' && *c->at <= '9' && *out <= REPEAT_MOST; c->at++)
        *out = 10 * *out + (*c->at - '0');
    return c->at > first;
}

/* {2} {2,} {2,3}, behind the brace. */
static kith_status repeat_braced(compiler *c, kith_error *err)
{
    long least = 0, most = 0;
    bool good = take_number(c, &least);
    most = least;
    if (good && *c->at == ',') {
        c->at++;
        if (!take_number(c, &most))
            most = -1;
    }
    good = good && *c->at == '}' && least <= REPEAT_MOST && most <= REPEAT_MOST &&
           (most < 0 || least <= most);
    if (!good)
        return wrong(c, "expected {LEAST,MOST} up to 255", err);
    c->at++;
    return repeat_counted(c, least, most, err);
}

static kith_status repeat(compiler *c, kith_error *err)
{
    if (c->part == UINT64_MAX)
        return wrong(c, "nothing to repeat", err);
    switch (*c->at++) {
    case '*':
        return repeat_counted(c, 0, -1, err);
    case '+':
        return repeat_counted(c, 1, -1, err);
    case '?':
        return repeat_counted(c, 0, 1, err);
    default:
        return repeat_braced(c, err);
    }
}

/* One element of the pattern. */
static kith_status compile_next(compiler *c, kith_error *err)
{
    if (strchr("*+?{", *c->at) != NULL)
        return repeat(c, err);
    if (*c->at == ')' && c->groups < 2)
        return wrong(c, "a ')' without its '('", err);
    if (*c->at == '\\') {
        c->at++;
        return *c->at != '\0' ? add_character(c, err)
                              : wrong(c, "nothing behind the backslash", err);
    }
    if (strchr(".[()|^$", *c->at) == NULL)
        return add_character(c, err);
    const char op = *c->at++;
    if (op == '[')
        return add_set(c, err);
    if (op == '(')
        return open_group(c, err);
    if (op == '|')
        return add_alternative(c, err);
    if (op == ')') {
        close_group(c);
        return KITH_OK;
    }
    c->part = op == '.' ? c->code->steps : UINT64_MAX;
    return append(c,
                  op == '.'   ? KITH_REGEX_ANY
                  : op == '^' ? KITH_REGEX_BEGIN
                              : KITH_REGEX_END,
                  0, 0, err);
}

static kith_status compile(compiler *c, kith_error *err)
{
    KITH_TRY(open_group(c, err));
    while (*c->at != '\0')
        KITH_TRY(compile_next(c, err));
    if (c->groups > 1)
        return wrong(c, "a '(' without its ')'", err);
    close_group(c);
    return append(c, KITH_REGEX_FOUND, 0, 0, err);
}

kith_status kith_regex_compile(const char *pattern, kith_regex_code *out, kith_error *err)
{
    compiler c = {.code = out, .pattern = pattern, .at = pattern, .part = UINT64_MAX};
    *out = (kith_regex_code){0};
    const kith_status status = compile(&c, err);
    free(c.open);
    return status;
}

void kith_regex_code_clear(kith_regex_code *c)
{
    free(c->step);
    free(c->range);
    *c = (kith_regex_code){0};
}
