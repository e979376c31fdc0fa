/*
 * Reading back what was saved, number by number: the same bits where the format keeps them, and no
 * farther off than its dtype allows where it does not.
 */
#include "file/save.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

typedef struct verifying {
    const kith_save_plan *plan;
    const char *path;
    kith_names names; /* what was to be written */
    double scale;
    const kith_vectors *got;
    kith_verify_report *report;
} verifying;

static double length_of(const float *row, uint64_t dim)
{
    double sum = 0;
    for (uint64_t i = 0; i < dim; i++)
        sum += (double)row[i] * (double)row[i];
    return sqrt(sum);
}

static bool both_nan_or_equal(float a, float b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void compare_numbers(verifying *f, const float *expected, const float *got)
{
    const uint64_t dim = kith_vectors_dim(f->names.v);
    const double loss = f->plan->format->loss * length_of(expected, dim);
    for (uint64_t i = 0; i < dim; i++) {
        if (both_nan_or_equal(expected[i], got[i]))
            continue;
        const double difference = fabs((double)expected[i] - (double)got[i]);
        const double bound = loss + kith_dtype_bound(f->plan->dtype, expected[i], f->scale);
        if (!(difference <= bound))
            f->report->outside++;
        if (!(difference <= f->report->largest)) {
            f->report->largest = difference;
            f->report->allowed = bound;
        }
    }
}

static kith_status differs(const verifying *f, uint64_t row, const char *word, size_t bytes,
                           kith_error *err)
{
    char shown[KITH_SHOWN_WORD];
    return kith_fail(err, KITH_NOT_FOUND, "%s: row %" PRIu64 " is not word %s read back", f->path,
                     row, kith_show_word(word, bytes, shown));
}

static kith_status compare_rows(verifying *f, kith_error *err)
{
    for (uint64_t row = 0; row < kith_vectors_rows(f->names.v); row++) {
        size_t bytes = 0;
        size_t found = 0;
        const uint64_t at = f->report->rows;
        const char *word = kith_names_at(&f->names, row, &bytes);
        if (word == NULL)
            continue;
        if (at == kith_vectors_rows(f->got))
            return differs(f, at, word, bytes, err);
        const char *other = kith_vectors_word(f->got, at, &found);
        if (found != bytes || (bytes > 0 && memcmp(word, other, bytes) != 0))
            return differs(f, at, word, bytes, err);
        compare_numbers(f, kith_vectors_row(f->names.v, row), kith_vectors_row(f->got, at));
        f->report->rows++;
    }
    return KITH_OK;
}

static kith_status compare(verifying *f, kith_error *err)
{
    const kith_vectors *v = f->names.v;
    if (f->names.rows != kith_vectors_rows(f->got) ||
        kith_vectors_dim(v) != kith_vectors_dim(f->got))
        return kith_fail(err, KITH_NOT_FOUND,
                         "%s: expected %" PRIu64 " rows of %" PRIu64 " numbers, read back %" PRIu64
                         " of %" PRIu64,
                         f->path, f->names.rows, kith_vectors_dim(v), kith_vectors_rows(f->got),
                         kith_vectors_dim(f->got));
    KITH_TRY(compare_rows(f, err));
    if (f->report->outside == 0)
        return KITH_OK;
    return kith_fail(err, KITH_NOT_FOUND,
                     "%s: %" PRIu64 " numbers are farther off than %s as %s allows", f->path,
                     f->report->outside, f->plan->format->name, kith_dtype_name(f->plan->dtype));
}

kith_status kith_vectors_verify(const kith_vectors *v, const char *path,
                                const kith_save_options *options, kith_verify_report *out,
                                kith_error *err)
{
    kith_save_plan plan;
    kith_vectors *got = NULL;
    verifying f = {.plan = &plan, .path = path, .report = out};
    *out = (kith_verify_report){0};
    KITH_TRY(kith_save_plan_of(path, options, &plan, err));
    const kith_open how = {.format = plan.format->name, .allow_nonfinite = true};
    kith_status status = kith_names_begin(&f.names, v, &plan.format->limits, plan.bad_word, err);
    f.names.dtype = plan.dtype;
    if (status == KITH_OK)
        status = kith_vectors_open(path, &how, &got, err);
    f.scale = status == KITH_OK ? kith_names_scale(&f.names) : 0;
    f.got = got;
    if (status == KITH_OK)
        status = compare(&f, err);
    kith_vectors_free(got);
    kith_names_clear(&f.names);
    return status;
}
