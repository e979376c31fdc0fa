/*
 * Where sections lie: a function of their shapes. Every product and sum is checked, since a reader
 * calls this on tables that anyone may have written.
 */
#include "file/container_layout.h"

#include <string.h>

#include "base/mem.h"

static const struct {
    const char *name;
    uint64_t bytes;
} types[] = {{"f32", 4}, {"f64", 8}, {"u32", 4}, {"u64", 8}, {"bytes", 1}};

uint64_t kith_section_element(const kith_section *s)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, s->type) == 0)
            return types[i].bytes;
    return 0;
}

uint64_t kith_section_rows(const kith_section *s)
{
    uint64_t rows = 1;
    for (uint32_t i = 0; i + 1 < s->rank; i++)
        rows *= s->shape[i];
    return rows;
}

uint64_t kith_section_row_bytes(const kith_section *s)
{
    return s->shape[s->rank - 1] * kith_section_element(s);
}

/* A text in a fixed field: not empty, ended by a NUL, zeros behind it. */
static bool field_is_text(const char *field, size_t size)
{
    const char *end = memchr(field, 0, size);
    if (end == NULL || end == field)
        return false;
    for (const char *at = end; at < field + size; at++)
        if (*at != 0)
            return false;
    return true;
}

static const char *check_fields(const kith_section *s)
{
    if (!field_is_text(s->name, sizeof s->name))
        return "its name is no text";
    if (!field_is_text(s->type, sizeof s->type) || kith_section_element(s) == 0)
        return "its type is unknown";
    if (s->rank < 1 || s->rank > 4)
        return "its rank is not 1 to 4";
    for (uint32_t i = s->rank; i < 4; i++)
        if (s->shape[i] != 0)
            return "its shape is longer than its rank";
    return NULL;
}

/* stride and bytes from the shape. */
static const char *measure(kith_section *s)
{
    uint64_t rows = 1;
    uint64_t row = 0;
    for (uint32_t i = 0; i + 1 < s->rank; i++)
        if (!kith_mul(rows, s->shape[i], &rows))
            return "its shape is too large";
    if (!kith_mul(s->shape[s->rank - 1], kith_section_element(s), &row))
        return "its shape is too large";
    if (s->rank == 1) {
        s->bytes = row;
        return s->stride == 0 ? NULL : "its stride is not 0";
    }
    if (s->stride == 0)
        s->stride = row;
    if (s->stride < row || s->stride % kith_section_element(s) != 0)
        return "its stride does not fit its shape";
    return kith_mul(rows, s->stride, &s->bytes) ? NULL : "its shape is too large";
}

static bool align(uint64_t at, uint64_t *aligned)
{
    if (!kith_add(at, KITH_CONTAINER_ALIGN - 1, aligned))
        return false;
    *aligned -= *aligned % KITH_CONTAINER_ALIGN;
    return true;
}

const char *kith_section_place(kith_section *s, uint64_t *end)
{
    const char *wrong = check_fields(s);
    if (wrong == NULL)
        wrong = measure(s);
    if (wrong != NULL)
        return wrong;
    if (!align(*end, &s->offset) || !kith_add(s->offset, s->bytes, end))
        return "it is too large";
    return NULL;
}

bool kith_container_end(uint64_t end, size_t count, uint64_t *table, uint64_t *total)
{
    return align(end, table) &&
           kith_add(*table, count * sizeof(kith_container_entry) + sizeof(uint32_t), total);
}
