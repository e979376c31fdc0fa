#include "file/checkpoint.h"

#include <stdio.h>
#include <string.h>

#include "file/container.h"

enum {
    MATRICES = 1 + KITH_MAX_SLOTS,
    PARTS = 3 + KITH_CHECKPOINT_PARAMS * (MATRICES + 1),
    NUMBERS = 13
};

static const char *const real_type = sizeof(kith_real) == sizeof(double) ? "f64" : "f32";

/* The position as numbers of one width; losses by their bits. */
static void pack(const kith_position *at, uint64_t number[NUMBERS])
{
    const kith_plateau *p = &at->plateau;
    const double loss[] = {at->running.loss, at->running.examples, at->last.loss, at->last.examples,
                           at->valid.loss,   at->valid.examples,   p->best};
    number[0] = at->epoch;
    number[1] = at->next;
    number[2] = at->done;
    memcpy(number + 3, loss, sizeof loss);
    number[10] = p->seen;
    number[11] = p->bad;
    number[12] = p->falls;
}

static void unpack(kith_position *at, const uint64_t number[NUMBERS])
{
    double loss[7];
    memcpy(loss, number + 3, sizeof loss);
    *at = (kith_position){.epoch = number[0],
                          .next = number[1],
                          .done = number[2],
                          .running = {.loss = loss[0], .examples = loss[1]},
                          .last = {.loss = loss[2], .examples = loss[3]},
                          .valid = {.loss = loss[4], .examples = loss[5]},
                          .plateau = {loss[6], number[10], number[11], number[12]}};
}

static kith_part vector_part(const char *name, const char *type, uint64_t count, const void *at)
{
    kith_part p = {.at = at};
    snprintf(p.section.name, sizeof p.section.name, "%s", name);
    snprintf(p.section.type, sizeof p.section.type, "%s", type);
    p.section.rank = 1;
    p.section.shape[0] = count;
    return p;
}

/* "input.w", "input.0", ...: the weights, then each slot. */
static void matrix_name(char *name, size_t room, const kith_param *p, unsigned slot)
{
    if (slot == 0)
        snprintf(name, room, "%s.w", p->name);
    else
        snprintf(name, room, "%s.%u", p->name, slot - 1);
}

static kith_real *matrix_at(const kith_param *p, unsigned slot)
{
    return slot == 0 ? p->w : p->slot[slot - 1];
}

static kith_part matrix_part(const kith_param *p, unsigned slot)
{
    char name[24];
    matrix_name(name, sizeof name, p, slot);
    kith_part part = vector_part(name, real_type, p->rows, matrix_at(p, slot));
    part.section.rank = 2;
    part.section.shape[1] = p->cols;
    part.section.stride = p->stride * sizeof(kith_real);
    return part;
}

/* "input.steps": how often each row has moved, where the rule counts. */
static void count_name(char *name, size_t room, const kith_param *p)
{
    snprintf(name, room, "%s.steps", p->name);
}

static kith_part count_part(const kith_param *p)
{
    char name[24];
    count_name(name, sizeof name, p);
    return vector_part(name, "u32", p->rows, p->count);
}

kith_status kith_checkpoint_save(const kith_checkpoint *c, const char *path, kith_error *err)
{
    kith_part part[PARTS];
    uint64_t number[NUMBERS], total = 0;
    size_t n = 0;
    kith_writer *w = NULL;
    pack(c->at, number);
    part[n++] = vector_part("position", "u64", NUMBERS, number);
    part[n++] = vector_part("corpus", "u64", 1, &c->corpus);
    part[n++] = vector_part("config", "bytes", strlen(c->config), c->config);
    for (size_t i = 0; i < c->params; i++) {
        for (unsigned slot = 0; slot <= c->param[i]->rule->slots; slot++)
            part[n++] = matrix_part(c->param[i], slot);
        if (c->param[i]->count != NULL)
            part[n++] = count_part(c->param[i]);
    }
    KITH_TRY(kith_container_layout(part, n, &total, err));
    KITH_TRY(kith_writer_open(path, &w, err));
    kith_status status = kith_writer_reserve(w, total, err);
    if (status == KITH_OK)
        status = kith_container_write(w, part, n, err);
    if (status == KITH_OK)
        return kith_writer_commit(&w, err);
    kith_writer_discard(&w);
    return status;
}

/* The first line in which two configurations differ, as an error. */
static kith_status differs(const char *path, const char *then, size_t then_bytes, const char *now,
                           kith_error *err)
{
    size_t line = 0, i = 0;
    while (i < then_bytes && now[i] == then[i] && now[i] != '\0')
        if (then[i++] == '\n')
            line = i;
    const int then_length = (int)strcspn(then + line, "\n"),
              now_length = (int)strcspn(now + line, "\n");
    return kith_fail(err, KITH_ERR_USAGE, "%s: it was made with \"%.*s\", this run has \"%.*s\"",
                     path, then_length, then + line, now_length, now + line);
}

static kith_status check_config(const kith_checkpoint *c, const kith_container *file,
                                const char *path, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    char text[4096];
    KITH_TRY(kith_container_need(file, "config", "bytes", 1, &s, &at, err));
    if (s->bytes >= sizeof text)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: a configuration of %llu bytes, expected under %zu", path,
                         (unsigned long long)s->bytes, sizeof text);
    memcpy(text, at, (size_t)s->bytes);
    text[s->bytes] = '\0';
    if (strcmp(text, c->config) != 0)
        return differs(path, text, (size_t)s->bytes, c->config, err);
    return KITH_OK;
}

static kith_status check_corpus(const kith_checkpoint *c, const kith_container *file,
                                const char *path, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    KITH_TRY(kith_container_need(file, "corpus", "u64", 1, &s, &at, err));
    if (s->shape[0] == 1 && memcmp(at, &c->corpus, sizeof c->corpus) == 0)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "%s: the text is not the one that the checkpoint was made with", path);
}

static kith_status load_matrix(const kith_container *file, const kith_param *p, unsigned slot,
                               kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    char name[24];
    matrix_name(name, sizeof name, p, slot);
    KITH_TRY(kith_container_need(file, name, real_type, 2, &s, &at, err));
    if (s->shape[0] != p->rows || s->shape[1] != p->cols ||
        s->stride != p->stride * sizeof(kith_real))
        return kith_fail(err, KITH_ERR_DATA, "%s: section %s is %llu x %llu, expected %zu x %zu",
                         kith_container_name(file), name, (unsigned long long)s->shape[0],
                         (unsigned long long)s->shape[1], p->rows, p->cols);
    memcpy(matrix_at(p, slot), at, p->rows * p->stride * sizeof(kith_real));
    return KITH_OK;
}

static kith_status load_count(const kith_container *file, const kith_param *p, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    char name[24];
    count_name(name, sizeof name, p);
    KITH_TRY(kith_container_need(file, name, "u32", 1, &s, &at, err));
    if (s->shape[0] != p->rows)
        return kith_fail(err, KITH_ERR_DATA, "%s: section %s has %llu rows, expected %zu",
                         kith_container_name(file), name, (unsigned long long)s->shape[0], p->rows);
    memcpy(p->count, at, p->rows * sizeof *p->count);
    return KITH_OK;
}

static kith_status load(const kith_checkpoint *c, const kith_container *file, const char *path,
                        kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    KITH_TRY(kith_container_check(file, err));
    KITH_TRY(check_config(c, file, path, err));
    KITH_TRY(check_corpus(c, file, path, err));
    KITH_TRY(kith_container_need(file, "position", "u64", 1, &s, &at, err));
    if (s->shape[0] != NUMBERS)
        return kith_fail(err, KITH_ERR_DATA, "%s: a position of %llu numbers, expected %d", path,
                         (unsigned long long)s->shape[0], NUMBERS);
    for (size_t i = 0; i < c->params; i++)
        for (unsigned slot = 0; slot <= c->param[i]->rule->slots; slot++)
            KITH_TRY(load_matrix(file, c->param[i], slot, err));
    for (size_t i = 0; i < c->params; i++)
        if (c->param[i]->count != NULL)
            KITH_TRY(load_count(file, c->param[i], err));
    unpack(c->at, at);
    return KITH_OK;
}

kith_status kith_checkpoint_load(const kith_checkpoint *c, const char *path, kith_error *err)
{
    kith_container *file = NULL;
    KITH_TRY(kith_container_open(path, false, &file, err));
    const kith_status status = load(c, file, path, err);
    kith_container_close(file);
    return status;
}
