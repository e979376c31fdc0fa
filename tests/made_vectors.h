/*
 * Vectors made by hand for the tests of queries: words, random rows, and the plain double
 * arithmetic that answers are held against.
 */
#ifndef MADE_VECTORS_H
#define MADE_VECTORS_H

#include "base/rng.h"
#include "check.h"
#include "vec/vectors.h"

/* rows x dim zeros; words NULL: "w0", "w1", ... */
static inline kith_vectors *made_vectors(const char *const *words, uint64_t rows, uint64_t dim)
{
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(kith_vectors_new(rows, dim, &v, &err));
    for (uint64_t i = 0; i < rows; i++) {
        char name[24];
        snprintf(name, sizeof name, "w%llu", (unsigned long long)i);
        const char *word = words != NULL ? words[i] : name;
        uint64_t id;
        bool added;
        check_ok(kith_words_add(&v->words, word, strlen(word), &id, &added, &err));
        assert_true(added && id == i);
    }
    return v;
}

/* The row, to write to. */
static inline float *made_row(kith_vectors *v, uint64_t row)
{
    return (float *)v->own_input + row * v->input.stride;
}

/* Draw i of a stream, in -1..1. */
static inline float made_number(uint64_t seed, uint64_t i)
{
    const uint64_t key = kith_rng_key(seed, 0, 0, KITH_RNG_TEST);
    return (float)(2 * kith_rng_unit(kith_rng_at(key, i)) - 1);
}

/* Random rows; every fifth from the third on repeats an earlier one, every eleventh is zero. */
static inline kith_vectors *made_random(uint64_t rows, uint64_t dim, uint64_t seed)
{
    kith_vectors *v = made_vectors(NULL, rows, dim);
    for (uint64_t i = 0; i < rows; i++)
        for (uint64_t j = 0; j < dim; j++)
            made_row(v, i)[j] = i % 11 == 10 ? 0
                                : i % 5 == 3 ? made_row(v, i / 2)[j]
                                             : made_number(seed, i * dim + j);
    return v;
}

static inline double made_cosine(const float *x, const double *y, uint64_t dim)
{
    double xy = 0, xx = 0, yy = 0;
    for (uint64_t i = 0; i < dim; i++) {
        xy += x[i] * y[i];
        xx += (double)x[i] * x[i];
        yy += y[i] * y[i];
    }
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}

static inline double made_cosine_rows(const kith_vectors *v, uint64_t a, uint64_t b)
{
    double y[512];
    assert_true(v->input.dim <= 512);
    for (uint64_t i = 0; i < v->input.dim; i++)
        y[i] = kith_vectors_row(v, b)[i];
    return made_cosine(kith_vectors_row(v, a), y, v->input.dim);
}

static int made_descending(const void *x, const void *y)
{
    const double a = *(const double *)x, b = *(const double *)y;
    return (a < b) - (a > b);
}

/*
 * hits [found] against the true score [rows] of every row, NaN for those that must not come: each
 * hit has its own row's score, its score is the one that sorting puts there, and the order is by
 * score and then by row.
 */
static inline void made_check_hits(const kith_hit *hits, size_t found, const double *score,
                                   uint64_t rows, size_t k, double tolerance)
{
    double *sorted = malloc((rows + 1) * sizeof *sorted);
    size_t left = 0;
    for (uint64_t i = 0; i < rows; i++)
        if (!isnan(score[i]))
            sorted[left++] = score[i];
    qsort(sorted, left, sizeof *sorted, made_descending);
    assert_int_equal(found, k < left ? k : left);
    for (size_t i = 0; i < found; i++) {
        assert_true(hits[i].row < rows);
        check_near(hits[i].score, score[hits[i].row], tolerance);
        check_near(hits[i].score, sorted[i], tolerance);
        if (i > 0)
            assert_true(hits[i].score < hits[i - 1].score ||
                        (hits[i].score == hits[i - 1].score && hits[i].row > hits[i - 1].row));
    }
    free(sorted);
}

#endif
