/*
 * Matching: all places that the steps can be at, walked on one character at a time (Thompson 1968).
 */
#include "text/regex.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/character.h"
#include "text/regex_code.h"

struct kith_regex {
    kith_regex_code code;
    uint32_t *now, *next; /* [steps] places that take a character */
    uint32_t *left;       /* [2 steps + 2] places that have not been looked at */
    uint64_t *seen;       /* [steps] the moment at which a place was looked at last */
    uint64_t moment;
};

kith_status kith_regex_new(const char *pattern, kith_regex **out, kith_error *err)
{
    kith_regex *r = *out = calloc(1, sizeof *r);
    if (r == NULL)
        return kith_fail_memory(err, "a pattern", sizeof *r);
    kith_status status = kith_regex_compile(pattern, &r->code, err);
    if (status == KITH_OK) {
        r->now = kith_mem_new(r->code.steps, sizeof *r->now);
        r->next = kith_mem_new(r->code.steps, sizeof *r->next);
        r->left = kith_mem_new(2 * r->code.steps + 2, sizeof *r->left);
        r->seen = kith_mem_new(r->code.steps, sizeof *r->seen);
        if (r->now == NULL || r->next == NULL || r->left == NULL || r->seen == NULL)
            status = kith_fail_memory(err, "a pattern", r->code.steps * sizeof *r->seen);
    }
    if (status != KITH_OK) {
        kith_regex_free(r);
        *out = NULL;
    }
    return status;
}

void kith_regex_free(kith_regex *r)
{
    if (r == NULL)
        return;
    kith_regex_code_clear(&r->code);
    kith_mem_free(r->now);
    kith_mem_free(r->next);
    kith_mem_free(r->left);
    kith_mem_free(r->seen);
    free(r);
}

static bool takes(const kith_regex *r, const kith_regex_step *s, uint32_t code)
{
    const kith_regex_range *range = r->code.range + s->a;
    if (s->op == KITH_REGEX_ANY)
        return true;
    for (int32_t i = 0; i < s->b; i++)
        if (range[i].from <= code && code <= range[i].to)
            return s->op == KITH_REGEX_ONE_OF;
    return s->op == KITH_REGEX_NONE_OF;
}

/* Adds the places that take a character and can be reached from `at` without one; true where the
 * end of the pattern can. */
static bool reach(kith_regex *r, uint32_t at, bool first, bool last, uint64_t *places)
{
    size_t left = 0;
    r->left[left++] = at;
    while (left > 0) {
        at = r->left[--left];
        const kith_regex_step *s = r->code.step + at;
        if (r->seen[at] == r->moment)
            continue;
        r->seen[at] = r->moment;
        if (s->op == KITH_REGEX_FOUND)
            return true;
        if (s->op == KITH_REGEX_JUMP || s->op == KITH_REGEX_SPLIT)
            r->left[left++] = at + (uint32_t)s->a;
        if (s->op == KITH_REGEX_SPLIT)
            r->left[left++] = at + (uint32_t)s->b;
        if ((s->op == KITH_REGEX_BEGIN && first) || (s->op == KITH_REGEX_END && last))
            r->left[left++] = at + 1;
        if (s->op <= KITH_REGEX_NONE_OF)
            r->next[(*places)++] = at;
    }
    return false;
}

static void swap(kith_regex *r)
{
    uint32_t *now = r->now;
    r->now = r->next;
    r->next = now;
    r->moment++;
}

bool kith_regex_match(kith_regex *r, const char *word, size_t bytes)
{
    uint64_t places = 0;
    size_t used = 0;
    r->moment++;
    if (reach(r, 0, true, bytes == 0, &places))
        return true;
    while (used < bytes) {
        const kith_character c = kith_character_at(word + used, bytes - used);
        const uint64_t before = places;
        used += c.bytes;
        swap(r);
        places = 0;
        for (uint64_t i = 0; i < before; i++)
            if (takes(r, r->code.step + r->now[i], c.code) &&
                reach(r, r->now[i] + 1, false, used == bytes, &places))
                return true;
        if (reach(r, 0, false, used == bytes, &places)) /* it may begin here as well */
            return true;
    }
    return false;
}
