/*
 * Word Mover's Distance (Kusner, Sun, Kolkin & Weinberger, ICML 2015): two texts as bags of words,
 * and the least work of carrying the one to the other through the space of their vectors.
 *
 * Masses are whole numbers, so that the shares need not be rounded: each word of a text weighs as
 * much as the other text has words.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "query/expression.h"
#include "query/similarity.h"
#include "query/transport.h"

typedef struct bag {
    uint64_t *row, *mass; /* [size] different rows, and how often each occurs */
    double *scale;        /* [size] brings a row to the length that counts */
    uint64_t size, words, unknown;
} bag;

static void bag_clear(bag *b)
{
    kith_mem_free(b->row);
    kith_mem_free(b->mass);
    kith_mem_free(b->scale);
}

/* ------------------------------------------------------------------ words */

/* The rows of the known words, as they come. Without any the first word is what is missing. */
static kith_status read_rows(const kith_vectors *v, kith_slice text, bag *b, kith_error *err)
{
    kith_slice rest = text;
    kith_term missing;
    const uint64_t most = text.bytes / 2 + 1;
    b->row = kith_mem_new(most, sizeof *b->row);
    if (b->row == NULL)
        return kith_fail_memory(err, "the words of a text", most * sizeof *b->row);
    for (kith_slice w = kith_slice_token(&rest); w.bytes > 0; w = kith_slice_token(&rest)) {
        const uint64_t row = kith_vectors_ask(v, w.at, w.bytes);
        if (row != UINT64_MAX)
            b->row[b->words++] = row;
        else
            b->unknown++;
    }
    if (b->words > 0)
        return KITH_OK;
    if (b->unknown == 0)
        return kith_fail(err, KITH_ERR_USAGE, "a text without a word");
    return kith_query_term(v, kith_slice_token(&text), 1, &missing, err);
}

static int by_number(const void *x, const void *y)
{
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

static void count_rows(bag *b)
{
    qsort(b->row, b->words, sizeof *b->row, by_number);
    for (uint64_t i = 0; i < b->words; i++) {
        if (i == 0 || b->row[i] != b->row[b->size - 1])
            b->row[b->size++] = b->row[i];
        b->mass[b->size - 1]++;
    }
}

static kith_status bag_read(const kith_vectors *v, kith_slice text, bool raw, bag *b,
                            kith_error *err)
{
    *b = (bag){0};
    KITH_TRY(read_rows(v, text, b, err));
    b->mass = kith_mem_new(b->words, sizeof *b->mass);
    b->scale = kith_mem_new(b->words, sizeof *b->scale);
    if (b->mass == NULL || b->scale == NULL)
        return kith_fail_memory(err, "a bag of words", b->words * 2 * sizeof *b->mass);
    count_rows(b);
    for (uint64_t i = 0; i < b->size; i++) {
        const float *row = kith_vectors_row(v, b->row[i]);
        const double length = sqrt(kith_dot(row, row, kith_vectors_dim(v)));
        b->scale[i] = raw || !(length > 0) ? 1 : 1 / length;
    }
    return KITH_OK;
}

/* --------------------------------------------------------------- distance */

static double distance(const float *x, double x_scale, const float *y, double y_scale, uint64_t dim)
{
    double sum = 0;
    for (uint64_t i = 0; i < dim; i++) {
        const double step = x_scale * (double)x[i] - y_scale * (double)y[i];
        sum += step * step;
    }
    return sqrt(sum);
}

static kith_status measure_ways(const kith_vectors *v, const bag *x, const bag *y, double *way,
                                kith_error *err)
{
    for (uint64_t i = 0; i < x->size; i++)
        for (uint64_t j = 0; j < y->size; j++) {
            const double d =
                distance(kith_vectors_row(v, x->row[i]), x->scale[i],
                         kith_vectors_row(v, y->row[j]), y->scale[j], kith_vectors_dim(v));
            if (!isfinite(d))
                return kith_fail(err, KITH_ERR_DATA, "a word's vector holds NaN or Inf");
            way[i * y->size + j] = d;
        }
    return KITH_OK;
}

/* Each side weighs words of x times words of y. */
static kith_status weigh(bag *x, bag *y, kith_error *err)
{
    uint64_t units;
    if (!kith_mul(x->words, y->words, &units))
        return kith_fail(err, KITH_ERR_DATA, "texts of more than 2^64 pairs of words");
    for (uint64_t i = 0; i < x->size; i++)
        x->mass[i] *= y->words;
    for (uint64_t j = 0; j < y->size; j++)
        y->mass[j] *= x->words;
    return KITH_OK;
}

static kith_status move(const kith_vectors *v, bag *x, bag *y, double *way, uint64_t *flow,
                        double *least, kith_error *err)
{
    const kith_transport t = {x->size, y->size, x->mass, y->mass, way};
    const double whole = (double)x->words * (double)y->words;
    KITH_TRY(measure_ways(v, x, y, way, err));
    KITH_TRY(weigh(x, y, err));
    KITH_TRY(kith_transport_solve(&t, flow, err));
    *least = 0;
    for (uint64_t i = 0; i < x->size; i++)
        for (uint64_t j = 0; j < y->size; j++)
            *least += way[i * y->size + j] * ((double)flow[j * x->size + i] / whole);
    return KITH_OK;
}

static kith_status move_bags(const kith_vectors *v, bag *x, bag *y, double *least, kith_error *err)
{
    double *way = kith_mem_new(x->size, y->size * sizeof *way);
    uint64_t *flow = kith_mem_new(x->size, y->size * sizeof *flow);
    kith_status status = KITH_OK;
    if (way == NULL || flow == NULL)
        status = kith_fail_memory(err, "ways between words", x->size * y->size * sizeof *way);
    else
        status = move(v, x, y, way, flow, least, err);
    kith_mem_free(way);
    kith_mem_free(flow);
    return status;
}

kith_status kith_query_mover(const kith_vectors *v, bool raw, const char *x, size_t x_bytes,
                             const char *y, size_t y_bytes, kith_mover *out, kith_error *err)
{
    bag a = {0}, b = {0};
    kith_status status = bag_read(v, (kith_slice){x, x_bytes}, raw, &a, err);
    if (status == KITH_OK)
        status = bag_read(v, (kith_slice){y, y_bytes}, raw, &b, err);
    *out = (kith_mover){NAN, a.words + b.words, a.unknown + b.unknown};
    if (status == KITH_OK)
        status = move_bags(v, &a, &b, &out->distance, err);
    bag_clear(&a);
    bag_clear(&b);
    return status;
}
