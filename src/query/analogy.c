/*
 * 3CosAdd and 3CosMul, for thousands of analogies in a pass.
 *
 * Both methods are functions of three cosines, cos(a,x), cos(b,x) and cos(c,x), and a test file
 * asks about few words many times. So each piece of rows is multiplied once with the distinct words
 * given, and every analogy then combines three rows of that product: 20,000 questions over 900
 * words cost 900 dots a row and not 20,000.
 */
#include "query/analogy.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/stride.h"
#include "query/topk.h"

/* Where the cosines of an analogy's words stand, and the same words as those never to answer. */
typedef struct task {
    size_t a, b, c; /* into the distinct words */
    kith_term given[3];
} task;

typedef struct answers {
    const kith_search *s;
    kith_analogy_method method;
    const kith_candidates *among;
    size_t count;   /* analogies */
    size_t room, k; /* hits an analogy that the caller has room for; that are kept, <= rows */
    size_t words, stride, piece;
    uint64_t *word;  /* [words] the distinct rows given, ascending */
    float *unit;     /* [words][stride] their vectors, scaled to length 1 */
    task *task;      /* [count] */
    float *cosine;   /* [workers][words][piece] */
    float *score;    /* [workers][piece] */
    kith_topk *heap; /* [workers][count] */
    kith_hit *hit;   /* [workers][count][k] */
} answers;

static void answers_clear(answers *w)
{
    kith_mem_free(w->word);
    kith_mem_free(w->unit);
    kith_mem_free(w->task);
    kith_mem_free(w->cosine);
    kith_mem_free(w->score);
    kith_mem_free(w->heap);
    kith_mem_free(w->hit);
}

static int by_row(const void *x, const void *y)
{
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

static kith_status collect_words(answers *w, const kith_analogy *given, kith_error *err)
{
    w->word = kith_mem_new(w->count, 3 * sizeof *w->word);
    if (w->word == NULL)
        return kith_fail_memory(err, "the words of the analogies", w->count);
    for (size_t i = 0; i < w->count; i++)
        memcpy(w->word + 3 * i, (uint64_t[3]){given[i].a, given[i].b, given[i].c},
               3 * sizeof *w->word);
    qsort(w->word, 3 * w->count, sizeof *w->word, by_row);
    for (size_t i = 0; i < 3 * w->count; i++)
        if (w->words == 0 || w->word[i] != w->word[w->words - 1])
            w->word[w->words++] = w->word[i];
    return KITH_OK;
}

static size_t place(const answers *w, uint64_t row)
{
    const uint64_t *at = bsearch(&row, w->word, w->words, sizeof row, by_row);
    return (size_t)(at - w->word);
}

static kith_status make_room(answers *w, kith_error *err)
{
    const uint64_t workers = kith_search_workers(w->s), dim = kith_vectors_dim(w->s->v);
    w->stride = kith_row_stride(dim, sizeof *w->unit);
    w->piece = kith_search_piece(w->s, w->words * sizeof *w->cosine);
    w->unit = kith_mem_new(w->words, w->stride * sizeof *w->unit);
    w->task = kith_mem_new(w->count, sizeof *w->task);
    w->cosine = kith_mem_new(workers * w->words, w->piece * sizeof *w->cosine);
    w->score = kith_mem_new(workers, w->piece * sizeof *w->score);
    w->heap = kith_mem_new(workers * w->count, sizeof *w->heap);
    w->hit = kith_mem_new(workers * w->count, w->k * sizeof *w->hit);
    if (w->unit != NULL && w->task != NULL && w->cosine != NULL && w->score != NULL &&
        w->heap != NULL && w->hit != NULL)
        return KITH_OK;
    return kith_fail_memory(err, "the answers", workers * w->count * w->k * sizeof *w->hit);
}

static void ask(answers *w, const kith_analogy *given)
{
    for (size_t i = 0; i < w->words; i++) {
        const kith_term word = {w->word[i], 1};
        kith_query_vector(w->s->v, &word, 1, w->unit + i * w->stride);
    }
    for (size_t i = 0; i < w->count; i++) {
        const kith_analogy g = given[i];
        w->task[i] =
            (task){place(w, g.a), place(w, g.b), place(w, g.c), {{g.a, -1}, {g.b, 1}, {g.c, 1}}};
    }
    const size_t heaps = kith_search_workers(w->s) * w->count;
    for (size_t i = 0; i < heaps; i++)
        w->heap[i] = (kith_topk){.hit = w->hit + i * w->k,
                                 .room = w->k,
                                 .skip = w->task[i % w->count].given,
                                 .skips = w->among->include_inputs ? 0 : 3};
}

/*
 * Combiners: score [n] from the cosines of a, b and c. They run over whole blocks, which the
 * compiler turns into vectors; the last one may read what lies behind n in the buffer of cosines,
 * and writes to a score that nobody looks at.
 */
typedef void combiner(const float *restrict a, const float *restrict b, const float *restrict c,
                      size_t n, float *restrict score);

/* Mikolov, Yih & Zweig 2013: the cosine with b - a + c, but for the length of that sum. */
static void cos_add(const float *restrict a, const float *restrict b, const float *restrict c,
                    size_t n, float *restrict score)
{
    for (size_t i = 0; i < n; i += KITH_PIECE_GRAIN)
        for (size_t j = i; j < i + KITH_PIECE_GRAIN; j++)
            score[j] = b[j] - a[j] + c[j];
}

/* Levy & Goldberg 2014, eq. 5, with cosines moved to [0, 1] and their eps of 0.001. */
static void cos_mul(const float *restrict a, const float *restrict b, const float *restrict c,
                    size_t n, float *restrict score)
{
    for (size_t i = 0; i < n; i += KITH_PIECE_GRAIN)
        for (size_t j = i; j < i + KITH_PIECE_GRAIN; j++)
            score[j] = (1 + b[j]) * (1 + c[j]) / (2 * (1 + a[j]) + 4 * 0.001F);
}

static void answer_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    const answers *w = self;
    combiner *const combine = w->method == KITH_3COSMUL ? cos_mul : cos_add;
    float *cosine = w->cosine + worker * w->words * w->piece;
    float *score = w->score + worker * w->piece;
    kith_search_cosines(w->s, w->among->scale, first, n, w->unit, w->words, w->stride, cosine);
    for (size_t i = 0; i < w->count; i++) {
        const task *t = &w->task[i];
        combine(cosine + t->a * n, cosine + t->b * n, cosine + t->c * n, n, score);
        kith_topk_offer_scores(&w->heap[worker * w->count + i], first, score, n);
    }
}

static kith_status answer(answers *w, const kith_analogy *given, kith_hit *hits, size_t *found,
                          kith_error *err)
{
    KITH_TRY(collect_words(w, given, err));
    KITH_TRY(make_room(w, err));
    ask(w, given);
    kith_search_run(w->s, w->among->rows, w->piece, answer_piece, w);
    kith_topk_gather(w->heap, kith_search_workers(w->s), w->count, w->room, hits, found);
    return KITH_OK;
}

kith_status kith_analogies_answer(const kith_search *s, kith_analogy_method method,
                                  const kith_candidates *among, const kith_analogy *given,
                                  size_t count, size_t k, kith_hit *hits, size_t *found,
                                  kith_error *err)
{
    answers w = {.s = s, .method = method, .among = among, .count = count, .room = k};
    w.k = k < among->rows ? k : (size_t)among->rows;
    if (w.k == 0 || count == 0) {
        for (size_t i = 0; i < count; i++)
            found[i] = 0;
        return KITH_OK;
    }
    const kith_status status = answer(&w, given, hits, found, err);
    answers_clear(&w);
    return status;
}

kith_status kith_search_analogy(const kith_search *s, kith_analogy_method method, uint64_t a,
                                uint64_t b, uint64_t c, bool include_inputs, size_t k,
                                kith_hit *hits, size_t *found, kith_error *err)
{
    const kith_term term[3] = {{a, -1}, {b, 1}, {c, 1}};
    const kith_query query = {.term = term, .terms = 3, .include_inputs = include_inputs};
    *found = 0;
    if (method == KITH_3COSMUL)
        return kith_search_product(s, &query, k, hits, found, err);
    return kith_search_nearest(s, &query, 1, k, hits, found, err);
}
