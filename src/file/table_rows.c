/*
 * Rows into a dataset: room by doubling, missing cells by policy, labels by class.
 */
#include "file/table_rows.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/named.h"

enum { FIRST_ROOM = 256 };

static const char *missing_name(size_t i)
{
    static const char *const names[] = {"error", "mean", "zero", "drop", "keep", NULL};
    return names[i];
}

static kith_status parse_options(kith_table_rows *r, kith_error *err)
{
    const kith_table_options *o = r->options;
    size_t policy = KITH_MISSING_ERROR;
    if (o->missing != NULL)
        KITH_TRY(kith_named_find("policy for missing cells", missing_name, o->missing,
                                 strlen(o->missing), &policy, err));
    r->missing = (kith_missing)policy;
    if (o->label != NULL && strcmp(o->label, "auto") != 0 && o->labels_file != NULL)
        return kith_fail(err, KITH_ERR_USAGE,
                         "labels from column '%s' and from the file %s: expected one of both",
                         o->label, o->labels_file);
    return KITH_OK;
}

kith_status kith_table_rows_begin(kith_table_rows *r, const char *file,
                                  const kith_table_options *options, kith_error *err)
{
    *r = (kith_table_rows){.file = kith_mem_copy(file, strlen(file)), .options = options};
    KITH_TRY(parse_options(r, err));
    KITH_TRY(kith_table_classes_init(&r->classes, options->class_name, options->classes, err));
    if (options->labels_file != NULL)
        KITH_TRY(kith_label_file_open(options->labels_file, &r->labels, err));
    r->d = calloc(1, sizeof *r->d);
    return r->d != NULL && r->file != NULL ? KITH_OK
                                           : kith_fail_memory(err, "a table", sizeof *r->d);
}

void kith_table_rows_discard(kith_table_rows *r)
{
    kith_dataset_free(r->d);
    kith_table_classes_clear(&r->classes);
    kith_label_file_close(r->labels);
    free(r->file);
    *r = (kith_table_rows){0};
}

/* The array with room for `need` elements, or NULL, which leaves it as it was. */
static void *with_room(void *array, uint64_t *room, uint64_t need, size_t element, kith_error *err)
{
    if (need <= *room)
        return array;
    uint64_t more = *room < FIRST_ROOM ? FIRST_ROOM : 2 * *room;
    more = more < need ? need : more;
    void *grown = kith_mem_grow(array, more, element);
    if (grown == NULL)
        kith_fail_memory(err, "a table", more * element);
    else
        *room = more;
    return grown;
}

static kith_status reserve_reals(kith_real **array, uint64_t *room, uint64_t need, kith_error *err)
{
    kith_real *grown = with_room(*array, room, need, sizeof *grown, err);
    if (grown == NULL)
        return KITH_ERR_MEMORY;
    *array = grown;
    return KITH_OK;
}

static kith_status reserve_ids(uint32_t **array, uint64_t *room, uint64_t need, kith_error *err)
{
    uint32_t *grown = with_room(*array, room, need, sizeof *grown, err);
    if (grown == NULL)
        return KITH_ERR_MEMORY;
    *array = grown;
    return KITH_OK;
}

static kith_status reserve_start(kith_table_rows *r, kith_error *err)
{
    uint64_t *grown = with_room(r->d->start, &r->start_room, r->d->rows + 2, sizeof *grown, err);
    if (grown == NULL)
        return KITH_ERR_MEMORY;
    r->d->start = grown;
    return KITH_OK;
}

kith_status kith_table_rows_dense(kith_table_rows *r, size_t features, size_t targets,
                                  kith_error *err)
{
    const size_t wanted = r->options->features;
    if (features == 0 || features > KITH_FEATURES_MAX)
        return kith_fail(err, KITH_ERR_DATA, "%s: %zu features in a row, expected 1 to %zu",
                         r->file, features, KITH_FEATURES_MAX);
    if (wanted > 0 && features != wanted)
        return kith_fail(err, KITH_ERR_DATA, "%s: %zu features in a row, expected the model's %zu",
                         r->file, features, wanted);
    r->d->features = features;
    r->d->targets = targets;
    return KITH_OK;
}

kith_status kith_table_rows_sparse(kith_table_rows *r, size_t targets, kith_error *err)
{
    r->d->features = r->options->features;
    r->d->targets = targets;
    KITH_TRY(reserve_start(r, err));
    r->d->start[0] = 0;
    return KITH_OK;
}

void kith_table_row_begin(kith_table_rows *r, uint64_t place)
{
    r->place = place;
    r->given = r->targets_given = 0;
    r->drop = false;
}

static kith_status fail_at(const kith_table_rows *r, const char *expected, const char *got,
                           kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %s, got %s", r->file, r->place,
                     expected, got);
}

/* A cell without a number: 0 or NaN, or the row is dropped, or it is an error. */
static kith_status take_missing(kith_table_rows *r, kith_real *to, kith_error *err)
{
    if (r->missing == KITH_MISSING_ERROR)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": feature %zu is missing; expected a number, or a policy "
                         "for missing cells (mean, zero, drop)",
                         r->file, r->place, r->given + 1);
    *to = r->missing == KITH_MISSING_ZERO ? 0 : (kith_real)NAN;
    r->drop = r->drop || r->missing == KITH_MISSING_DROP;
    r->d->missing++;
    return KITH_OK;
}

static kith_status take_number(kith_table_rows *r, double value, kith_real *to, kith_error *err)
{
    *to = (kith_real)value;
    if (isfinite(*to))
        return KITH_OK;
    if (!isnan(value))
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": feature %zu is infinite, expected a finite number",
                         r->file, r->place, r->given + 1);
    return take_missing(r, to, err);
}

kith_status kith_table_row_numbers(kith_table_rows *r, const double *value, size_t count,
                                   kith_error *err)
{
    const uint64_t from = (uint64_t)r->d->rows * r->d->features + r->given;
    KITH_TRY(reserve_reals(&r->d->x, &r->x_room, from + count, err));
    for (size_t i = 0; i < count; i++, r->given++)
        KITH_TRY(take_number(r, value[i], &r->d->x[from + i], err));
    return KITH_OK;
}

kith_status kith_table_row_entry(kith_table_rows *r, uint32_t index, double value, kith_error *err)
{
    kith_dataset *d = r->d;
    const uint64_t at = d->start[d->rows] + r->given;
    const size_t most = r->options->features > 0 ? r->options->features : KITH_FEATURES_MAX;
    if (index >= most)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": feature %" PRIu64 ", expected at most %zu", r->file,
                         r->place, (uint64_t)index + 1, most);
    if (!isfinite((kith_real)value))
        return fail_at(r, "finite numbers", "NaN or Inf", err);
    KITH_TRY(reserve_ids(&d->index, &r->index_room, at + 1, err));
    KITH_TRY(reserve_reals(&d->value, &r->value_room, at + 1, err));
    d->index[at] = index;
    d->value[at] = (kith_real)value;
    d->features = index >= d->features ? (size_t)index + 1 : d->features;
    r->given++;
    return KITH_OK;
}

/* A target or a label that is not there. */
static kith_status take_gap(kith_table_rows *r, const char *what, kith_error *err)
{
    r->d->missing++;
    r->drop = true;
    return r->missing == KITH_MISSING_DROP ? KITH_OK : fail_at(r, what, "a missing cell", err);
}

kith_status kith_table_row_target(kith_table_rows *r, double value, kith_error *err)
{
    const uint64_t at = (uint64_t)r->d->rows * r->d->targets + r->targets_given++;
    if (isnan(value))
        return take_gap(r, "a number to predict", err);
    if (!isfinite((kith_real)value))
        return fail_at(r, "a finite number to predict", "an infinite one", err);
    KITH_TRY(reserve_reals(&r->d->y, &r->y_room, at + 1, err));
    r->d->y[at] = (kith_real)value;
    return KITH_OK;
}

kith_status kith_table_row_label(kith_table_rows *r, const char *name, size_t bytes,
                                 kith_error *err)
{
    if (bytes == 0)
        return take_gap(r, "the name of a class", err);
    if (r->drop)
        return KITH_OK;
    KITH_TRY(reserve_ids(&r->d->label, &r->label_room, (uint64_t)r->d->rows + 1, err));
    return kith_table_classes_number(&r->classes, name, bytes, &r->d->label[r->d->rows], err);
}

void kith_table_row_drop(kith_table_rows *r)
{
    r->drop = true;
}

/* The file of labels has one for this row, kept or not. */
static kith_status take_filed_label(kith_table_rows *r, kith_error *err)
{
    const char *name = NULL;
    size_t bytes = 0;
    KITH_TRY(kith_label_file_next(r->labels, &name, &bytes, err));
    if (name == NULL)
        return kith_fail(err, KITH_ERR_DATA, "%s: labels of %" PRIu64 " rows, but %s has more rows",
                         r->options->labels_file, (uint64_t)r->d->rows + r->d->dropped, r->file);
    return kith_table_row_label(r, name, bytes, err);
}

kith_status kith_table_row_end(kith_table_rows *r, kith_error *err)
{
    kith_dataset *d = r->d;
    if (r->labels != NULL)
        KITH_TRY(take_filed_label(r, err));
    if (r->drop) {
        d->dropped++;
        return KITH_OK;
    }
    if (d->start != NULL) {
        KITH_TRY(reserve_start(r, err));
        d->start[d->rows + 1] = d->start[d->rows] + r->given;
    }
    d->rows++;
    return KITH_OK;
}
