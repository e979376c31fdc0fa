/*
 * The Google analogy test by compute-accuracy's rules (word2vec, 2013).
 *
 * The first `top` rows take part, as question words and as answers; case is folded; a question
 * with a word that takes no part is skipped; the three words given are no answers; the best row
 * left must be the fourth word. Three things differ. Where words become equal by folding, the later
 * rows do not answer at all (there they do, and count as the same word). A best answer with a
 * negative score counts (there it does not). Semantic or syntactic is told by a section's name, not
 * by its place in the file. Skipped questions may also be counted as wrong.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "query/analogy.h"
#include "query/questions.h"
#include "text/words.h"

typedef struct evaluation {
    const kith_search *s;
    kith_lookup lookup;
    kith_questions q;
    kith_analogy *given; /* [q.known] */
    float *scale;   /* [lookup.rows] the search's, NaN for rows that a former word stands for */
    kith_hit *best; /* [q.known] */
    size_t *found;  /* [q.known] 0 or 1 */
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
    e->given = kith_mem_new(e->q.known, sizeof *e->given);
    e->scale = kith_mem_new(e->lookup.rows, sizeof *e->scale);
    e->best = kith_mem_new(e->q.known, sizeof *e->best);
    e->found = kith_mem_new(e->q.known, sizeof *e->found);
    if (e->given == NULL || e->scale == NULL || e->best == NULL || e->found == NULL)
        return kith_fail_memory(err, "the answers", e->q.known * sizeof *e->best);
    for (size_t i = 0, known = 0; i < e->q.count; i++)
        if (e->q.question[i].known)
            e->given[known++] = e->q.question[i].given;
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
    return kith_analogies_answer(e->s, method, &among, e->given, e->q.known, 1, e->best, e->found,
                                 err);
}

static void add(kith_analogy_score *sum, const kith_analogy_score *section)
{
    sum->right += section->right;
    sum->asked += section->asked;
    sum->missing += section->missing;
}

/* Counts one question, whose best answer is *best (NULL: none), and tells of it. */
static kith_status count(evaluation *e, const kith_question *q, const kith_hit *best,
                         const kith_analogy_options *options, kith_error *err)
{
    kith_analogy_score *s = &e->q.section[q->section];
    const bool right = q->known && best != NULL && best->row == q->answer;
    const kith_analogy_outcome outcome = {.section = s->name,
                                          .line = q->line,
                                          .words = e->q.text + q->text,
                                          .bytes = q->bytes,
                                          .known = q->known,
                                          .right = right,
                                          .answer = best != NULL ? best->row : KITH_NO_WORD,
                                          .score = best != NULL ? best->score : NAN};
    s->asked += q->known || options->count_missing ? 1 : 0;
    s->right += right ? 1 : 0;
    return options->each == NULL ? KITH_OK : options->each(options->self, &outcome, err);
}

static kith_status count_all(evaluation *e, const kith_analogy_options *options, kith_error *err)
{
    for (size_t i = 0, known = 0; i < e->q.count; i++) {
        const kith_question *q = &e->q.question[i];
        const bool found = q->known && e->found[known] > 0;
        KITH_TRY(count(e, q, found ? &e->best[known] : NULL, options, err));
        known += q->known ? 1 : 0;
    }
    return KITH_OK;
}

/* The sections pass from the questions to the report. */
static void report(evaluation *e, kith_analogy_report *out)
{
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
    e.lookup.use_grams = options->use_grams;
    if (status == KITH_OK)
        status = kith_questions_read(path, &e.lookup, &e.q, err);
    if (status == KITH_OK)
        status = answer(&e, options->method, err);
    if (status == KITH_OK)
        status = count_all(&e, options, err);
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
