/*
 * The Google analogy test by compute-accuracy's rules (word2vec, 2013).
 *
 * The first `top` rows take part, as question words and as answers; case is folded; a question
 * with a word that takes no part is skipped; the three words given are no answers; the best row
 * left must be the fourth word. Three things differ. Where words become equal by folding, the later
 * rows do not answer at all (there they do, and count as the same word). A best answer with a
 * negative score counts (there it does not). Semantic or syntactic is told by a section's name, not
 * by its place in the file.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "query/analogy.h"
#include "query/questions.h"

typedef struct evaluation {
    const kith_search *s;
    kith_lookup lookup;
    kith_questions q;
    kith_analogy *given; /* [q.count] */
    float *scale;   /* [lookup.rows] the search's, NaN for rows that a former word stands for */
    kith_hit *best; /* [q.count] */
    size_t *found;  /* [q.count] 0 or 1 */
} evaluation;

static void evaluation_clear(evaluation *e)
{
    kith_lookup_clear(&e->lookup);
    kith_questions_clear(&e->q);
    kith_mem_free(e->given);
    kith_mem_free(e->scale);
    kith_mem_free(e->best);
    kith_mem_free(e->found);
}

static kith_status make_room(evaluation *e, kith_error *err)
{
    e->given = kith_mem_new(e->q.count, sizeof *e->given);
    e->scale = kith_mem_new(e->lookup.rows, sizeof *e->scale);
    e->best = kith_mem_new(e->q.count, sizeof *e->best);
    e->found = kith_mem_new(e->q.count, sizeof *e->found);
    if (e->given == NULL || e->scale == NULL || e->best == NULL || e->found == NULL)
        return kith_fail_memory(err, "the answers", e->q.count * sizeof *e->best);
    for (size_t i = 0; i < e->q.count; i++)
        e->given[i] = e->q.question[i].given;
    return KITH_OK;
}

static void choose_candidates(evaluation *e)
{
    const kith_lookup *l = &e->lookup;
    if (!l->fold) {
        memcpy(e->scale, e->s->scale, l->rows * sizeof *e->scale);
        return;
    }
    for (uint64_t i = 0; i < l->rows; i++)
        e->scale[i] = NAN;
    for (uint64_t i = 0; i < l->words.size; i++)
        e->scale[l->row[i]] = e->s->scale[l->row[i]];
}

static kith_status answer(evaluation *e, kith_analogy_method method, kith_error *err)
{
    KITH_TRY(make_room(e, err));
    choose_candidates(e);
    const kith_candidates among = {.rows = e->lookup.rows, .scale = e->scale};
    return kith_analogies_answer(e->s, method, &among, e->given, e->q.count, 1, e->best, e->found,
                                 err);
}

static void add(kith_analogy_score *sum, const kith_analogy_score *section)
{
    sum->right += section->right;
    sum->asked += section->asked;
    sum->missing += section->missing;
}

/* The sections pass from the questions to the report. */
static void report(evaluation *e, kith_analogy_report *out)
{
    for (size_t i = 0; i < e->q.count; i++) {
        kith_analogy_score *s = &e->q.section[e->q.question[i].section];
        s->asked++;
        s->right += e->found[i] > 0 && e->best[i].row == e->q.question[i].answer;
    }
    *out = (kith_analogy_report){.section = e->q.section,
                                 .sections = e->q.sections,
                                 .total = {.name = "total"},
                                 .semantic = {.name = "semantic", .semantic = true},
                                 .syntactic = {.name = "syntactic"}};
    e->q.section = NULL;
    for (size_t i = 0; i < out->sections; i++) {
        const kith_analogy_score *s = &out->section[i];
        add(&out->total, s);
        add(s->semantic ? &out->semantic : &out->syntactic, s);
    }
}

kith_status kith_eval_analogies(const kith_search *s, const char *path,
                                const kith_analogy_options *options, kith_analogy_report *out,
                                kith_error *err)
{
    *out = (kith_analogy_report){0};
    evaluation e = {.s = s};
    const uint64_t top = options->top == 0 || options->top > s->rows ? s->rows : options->top;
    kith_status status = kith_lookup_init(&e.lookup, s->v, top, !options->case_sensitive, err);
    if (status == KITH_OK)
        status = kith_questions_read(path, &e.lookup, &e.q, err);
    if (status == KITH_OK)
        status = answer(&e, options->method, err);
    if (status == KITH_OK)
        report(&e, out);
    evaluation_clear(&e);
    return status;
}

void kith_analogy_report_clear(kith_analogy_report *r)
{
    free(r->section);
    *r = (kith_analogy_report){0};
}
