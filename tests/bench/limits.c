#include "limits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined __x86_64__
#include <immintrin.h>
#endif

#include "base/clock.h"
#include "base/rng.h"
#include "base/team.h"

enum { TURNS = 40, CHAINS = 12, CHAIN_STEPS = 400000 };

typedef struct turn {
    void (*work)(void *self, unsigned worker);
    void *self;
    unsigned threads;
} turn;

/* The seconds of the fastest of many turns, all threads at work. */
static double best_turn(const turn *t, int turns)
{
    kith_error err;
    kith_team *team = NULL;
    double best = 0;
    if (kith_team_new(t->threads, &team, &err) != KITH_OK)
        return 0;
    for (int i = 0; i < turns; i++) {
        const double from = kith_clock();
        kith_team_run(team, t->work, t->self);
        const double now = kith_clock() - from;
        best = i == 0 || now < best ? now : best;
    }
    kith_team_free(team);
    return best;
}

/* CHAINS independent multiply-adds: operations in flight for any latency. */
#if defined __x86_64__
#define DEFINE_PEAK(name, isa, type, zero, step)                                                   \
    __attribute__((target(isa), noinline)) static void name(void *seed, unsigned worker)           \
    {                                                                                              \
        type acc[CHAINS], a = (type){0} + *(const float *)seed;                                    \
        for (int k = 0; k < CHAINS; k++)                                                           \
            acc[k] = zero();                                                                       \
        for (int i = 0; i < CHAIN_STEPS; i++)                                                      \
            _Pragma("GCC unroll 12") for (int k = 0; k < CHAINS; k++) acc[k] = step(acc[k], a, a); \
        for (int k = 1; k < CHAINS; k++)                                                           \
            acc[0] += acc[k];                                                                      \
        volatile float keep = acc[0][0] + (float)worker;                                           \
        (void)keep;                                                                                \
    }
#define SSE_STEP(c, a, b) _mm_add_ps(c, _mm_mul_ps(a, b))
DEFINE_PEAK(peak_base, "sse2", __m128, _mm_setzero_ps, SSE_STEP)
#define AVX2_STEP(c, a, b) _mm256_fmadd_ps(a, b, c)
DEFINE_PEAK(peak_avx2, "avx2,fma", __m256, _mm256_setzero_ps, AVX2_STEP)
#define AVX512_STEP(c, a, b) _mm512_fmadd_ps(a, b, c)
DEFINE_PEAK(peak_avx512, "avx512f", __m512, _mm512_setzero_ps, AVX512_STEP)
#endif

double limits_peak(const char *isa, unsigned threads)
{
    (void)isa;
    (void)threads;
#if defined __x86_64__
    float seed = 1e-9F;
    const bool wide = strncmp(isa, "avx512", 6) == 0, middle = strcmp(isa, "avx2") == 0;
    const double lanes = wide ? 16 : middle ? 8 : 4;
    const turn t = {wide ? peak_avx512 : middle ? peak_avx2 : peak_base, &seed, threads};
    return 2 * lanes * CHAINS * CHAIN_STEPS * threads / best_turn(&t, TURNS);
#else
    return 0;
#endif
}

enum { DRAWS = 1 << 18, AHEAD = 6, ROW_TURNS = 12 };

typedef struct rows {
    float *at; /* [threads][2 words][width] */
    size_t words, width;
    double *upto;   /* [words] of the chance that a draw falls on words before and on this */
    uint32_t *draw; /* [threads][DRAWS + AHEAD] */
} rows;

static void prefetch(const float *row, size_t width)
{
    for (size_t c = 0; c < width; c += 16)
        __builtin_prefetch(row + c, 1);
}

static void change_rows(void *self, unsigned worker)
{
    const rows *r = self;
    const uint32_t *draw = r->draw + (size_t)worker * (DRAWS + AHEAD);
    float *at = r->at + 2 * worker * r->words * r->width;
    for (size_t i = 0; i < DRAWS; i++) {
        float *row = at + draw[i] * r->width;
        prefetch(at + draw[i + AHEAD] * r->width, r->width);
        for (size_t c = 0; c < r->width; c++)
            row[c] += 1e-9F;
    }
}

/* The chance of each word of "word count" lines to be drawn, summed up; returns how many. */
static size_t read_chances(FILE *file, double sample, double **upto)
{
    double *count = NULL, all = 0, sum = 0;
    size_t n = 0;
    char line[8192];
    while (fgets(line, sizeof line, file) != NULL) {
        const char *at = strrchr(line, ' ');
        double *more = n % 4096 == 0 ? realloc(count, (n + 4096) * sizeof *count) : count;
        if (at == NULL || more == NULL)
            break;
        count = more;
        count[n] = strtod(at, NULL);
        all += count[n++];
    }
    for (size_t i = 0; i < n; i++) {
        const double keep = sample > 0 ? sample * all / count[i] : 1;
        sum += count[i] * fmin(1, sqrt(keep) + keep);
        count[i] = sum;
    }
    for (size_t i = 0; i < n; i++)
        count[i] /= sum;
    *upto = count;
    return n;
}

/* The first word whose chances reach u. */
static size_t word_at(const rows *r, double u)
{
    size_t from = 0, to = r->words - 1;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (r->upto[middle] < u)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool make_rows(rows *r, unsigned threads)
{
    const size_t draws = (size_t)threads * (DRAWS + AHEAD);
    const size_t bytes = 2 * threads * r->words * r->width * sizeof *r->at;
    r->at = aligned_alloc(64, bytes);
    r->draw = malloc(draws * sizeof *r->draw);
    if (r->at == NULL || r->draw == NULL)
        return false;
    memset(r->at, 0, bytes);
    for (size_t i = 0; i < draws; i++) {
        const size_t word = word_at(r, kith_rng_unit(kith_rng_at(1, i)));
        r->draw[i] = (uint32_t)(word + i % 2 * r->words);
    }
    return true;
}

double limits_rows(const char *vocab, double sample, size_t width, unsigned threads)
{
    rows r = {.width = width};
    double speed = 0;
    FILE *file = fopen(vocab, "r");
    if (file == NULL)
        return 0;
    r.words = read_chances(file, sample, &r.upto);
    fclose(file);
    if (r.words > 0 && make_rows(&r, threads)) {
        const turn t = {change_rows, &r, threads};
        speed = (double)DRAWS * threads / best_turn(&t, ROW_TURNS);
    }
    free(r.upto);
    free(r.at);
    free(r.draw);
    return speed;
}
