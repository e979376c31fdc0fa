#include "file/net_file.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { PARTS = 1024 };

/* A parameter to be written row by row, as floats whatever kith_real is. */
typedef struct param_rows {
    const kith_param *param;
    float *row; /* [cols] */
} param_rows;

struct kith_net_file {
    kith_writer *writer;
    size_t parts;
    kith_part part[PARTS];
    param_rows rows[PARTS];
    bool no_memory, full; /* told by begin */
};

kith_status kith_net_file_new(const char *kind, kith_net_file **out, kith_error *err)
{
    kith_net_file *f = kith_mem_new(1, sizeof *f);
    *out = f;
    if (f == NULL)
        return kith_fail_memory(err, "a model file", sizeof *f);
    kith_net_file_text(f, "kind", kind);
    return KITH_OK;
}

static kith_part *add_part(kith_net_file *f, const char *name, const char *ending, const char *type)
{
    assert(strlen(name) + strlen(ending) < sizeof f->part->section.name);
    f->full |= f->parts == PARTS;
    kith_part *part = &f->part[f->full ? PARTS - 1 : f->parts++];
    memset(part, 0, sizeof *part);
    memcpy(part->section.name, name, strlen(name));
    memcpy(part->section.name + strlen(name), ending, strlen(ending));
    memcpy(part->section.type, type, strlen(type));
    part->section.rank = 1;
    return part;
}

void kith_net_file_text(kith_net_file *f, const char *name, const char *text)
{
    kith_net_file_array(f, name, "bytes", strlen(text), text);
}

void kith_net_file_array(kith_net_file *f, const char *name, const char *type, uint64_t count,
                         const void *at)
{
    kith_part *part = add_part(f, name, "", type);
    part->section.shape[0] = count;
    part->at = at;
}

void kith_net_file_words(kith_net_file *f, const char *name, const kith_words *words)
{
    static const uint64_t none = 0;
    kith_part *offset = add_part(f, name, ".offset", "u64");
    kith_part *bytes = add_part(f, name, ".bytes", "bytes");
    offset->section.shape[0] = words->size + 1;
    offset->at = words->size > 0 ? words->offset : &none;
    bytes->section.shape[0] = words->size > 0 ? words->offset[words->size] : 0;
    bytes->at = words->size > 0 ? words->bytes : "";
}

static const void *param_row(void *self, uint64_t row)
{
    param_rows *r = self;
    const kith_real *from = kith_param_row(r->param, row);
    for (size_t i = 0; i < r->param->cols; i++)
        r->row[i] = (float)from[i];
    return r->row;
}

void kith_net_file_param(kith_net_file *f, const char *name, const kith_param *p)
{
    kith_part *part = add_part(f, name, "", "f32");
    param_rows *rows = &f->rows[part - f->part];
    kith_mem_free(rows->row);
    *rows = (param_rows){p, kith_mem_new(p->cols, sizeof *rows->row)};
    f->no_memory |= rows->row == NULL;
    part->section.rank = 2;
    part->section.shape[0] = p->rows;
    part->section.shape[1] = p->cols;
    part->row = param_row;
    part->self = rows;
}

kith_status kith_net_file_begin(kith_net_file *f, const char *path, kith_error *err)
{
    uint64_t total;
    if (f->no_memory)
        return kith_fail_memory(err, "a model file", sizeof *f);
    if (f->full)
        return kith_fail(err, KITH_ERR_USAGE,
                         "more than %d parameters do not fit into a model file", PARTS - 8);
    KITH_TRY(kith_container_layout(f->part, f->parts, &total, err));
    KITH_TRY(kith_writer_open(path, &f->writer, err));
    return kith_writer_reserve(f->writer, total, err);
}

kith_status kith_net_file_finish(kith_net_file **f, kith_error *err)
{
    kith_status status = kith_container_write((*f)->writer, (*f)->part, (*f)->parts, err);
    if (status == KITH_OK)
        status = kith_writer_commit(&(*f)->writer, err);
    kith_net_file_discard(f);
    return status;
}

void kith_net_file_discard(kith_net_file **f)
{
    if (*f == NULL)
        return;
    kith_writer_discard(&(*f)->writer);
    for (size_t i = 0; i < PARTS; i++)
        kith_mem_free((*f)->rows[i].row);
    kith_mem_free(*f);
    *f = NULL;
}

/* --- reading --- */

static kith_status misfit(const kith_container *c, const char *name, const char *expected,
                          kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s: section %s: expected %s", kith_container_name(c),
                     name, expected);
}

kith_status kith_net_file_open(const char *path, kith_container **out, char **kind, kith_error *err)
{
    *kind = NULL;
    KITH_TRY(kith_container_open(path, true, out, err));
    kith_status status = KITH_OK;
    if (kith_container_find(*out, "kind") == NULL)
        status = kith_fail(err, KITH_ERR_DATA,
                           "%s: expected a model of classify, regress or autoencode, got vectors "
                           "or a checkpoint",
                           path);
    if (status == KITH_OK)
        status = kith_container_check(*out, err);
    if (status == KITH_OK)
        status = kith_net_file_read_text(*out, "kind", kind, err);
    if (status == KITH_OK)
        return KITH_OK;
    kith_container_close(*out);
    *out = NULL;
    return status;
}

kith_status kith_net_file_read_text(const kith_container *c, const char *name, char **out,
                                    kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    KITH_TRY(kith_container_need(c, name, "bytes", 1, &s, &at, err));
    if (memchr(at, 0, (size_t)s->bytes) != NULL)
        return misfit(c, name, "text", err);
    *out = kith_mem_copy(at, (size_t)s->bytes);
    return *out != NULL ? KITH_OK : kith_fail_memory(err, name, s->bytes);
}

kith_status kith_net_file_read_words(const kith_container *c, const char *name, kith_words *out,
                                     kith_error *err)
{
    char offset_name[sizeof(((kith_section *)0)->name)], bytes_name[sizeof offset_name];
    const kith_section *offset = NULL, *bytes = NULL;
    const void *offset_at = NULL, *bytes_at = NULL;
    snprintf(offset_name, sizeof offset_name, "%s.offset", name);
    snprintf(bytes_name, sizeof bytes_name, "%s.bytes", name);
    KITH_TRY(kith_container_need(c, offset_name, "u64", 1, &offset, &offset_at, err));
    KITH_TRY(kith_container_need(c, bytes_name, "bytes", 1, &bytes, &bytes_at, err));
    const uint64_t *at = offset_at, count = offset->shape[0];
    if (count == 0 || at[0] != 0 || at[count - 1] != bytes->bytes)
        return misfit(c, offset_name, "offsets from 0 to the length of the bytes", err);
    for (uint64_t i = 0; i + 1 < count; i++) {
        uint64_t id;
        bool added;
        if (at[i] > at[i + 1] || at[i + 1] > bytes->bytes)
            return misfit(c, offset_name, "offsets that ascend", err);
        KITH_TRY(kith_words_add(out, (const char *)bytes_at + at[i], (size_t)(at[i + 1] - at[i]),
                                &id, &added, err));
        if (!added)
            return misfit(c, bytes_name, "each word once", err);
    }
    return KITH_OK;
}

static kith_status need_param(const kith_container *c, const char *name, const kith_section **s,
                              const void **at, kith_error *err)
{
    KITH_TRY(kith_container_need(c, name, "f32", 2, s, at, err));
    if ((*s)->shape[0] == 0 || (*s)->shape[1] == 0 || (*s)->bytes == 0)
        return misfit(c, name, "at least one row and one column", err);
    return KITH_OK;
}

kith_status kith_net_file_shape(const kith_container *c, const char *name, uint64_t *rows,
                                uint64_t *cols, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    KITH_TRY(need_param(c, name, &s, &at, err));
    *rows = s->shape[0];
    *cols = s->shape[1];
    return KITH_OK;
}

kith_status kith_net_file_read_param(const kith_container *c, const char *name, kith_param *p,
                                     kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    KITH_TRY(need_param(c, name, &s, &at, err));
    if (s->shape[0] != p->rows || s->shape[1] != p->cols)
        return kith_fail(err, KITH_ERR_DATA, "%s: section %s: expected %zu x %zu, got %llu x %llu",
                         kith_container_name(c), name, p->rows, p->cols,
                         (unsigned long long)s->shape[0], (unsigned long long)s->shape[1]);
    for (size_t i = 0; i < p->rows; i++) {
        const float *from = (const float *)((const char *)at + i * s->stride);
        kith_real *to = kith_param_row(p, i);
        for (size_t k = 0; k < p->cols; k++) {
            if (!isfinite(from[k]))
                return misfit(c, name, "finite numbers", err);
            to[k] = (kith_real)from[k];
        }
    }
    return KITH_OK;
}
