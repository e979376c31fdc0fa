/*
 * The other way through a model: which word would stand in the middle of these, and how likely is a
 * sentence.
 *
 * The words around a place make one hidden vector, as in training: the bag of cbow, or one vector a
 * word for skipgram. What it says of a word is exact where the model learnt probabilities: the
 * branches of its path (hierarchical softmax), or the softmax over all output rows. Negative
 * sampling learns none; its output rows are read by the same softmax, as gensim's
 * predict_output_word does, which orders words well and is no calibrated probability.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/option_text.h"
#include "kern/kern.h"
#include "nn/tree.h"
#include "query/similarity.h"
#include "query/slice.h"
#include "query/topk.h"
#include "vec/vectors.h"

struct kith_predictor {
    const kith_vectors *v; /* borrowed */
    const kith_kern *k;
    bool cbow, sum; /* one bag a place; by its sum instead of its mean */
    bool by_tree;
    uint64_t window;
    kith_tree tree;     /* where by_tree */
    float *hidden;      /* [dim] */
    float parts;        /* that are summed in it */
    bool looked;        /* the two below are those of the hidden vector */
    float *dot;         /* [words or inner nodes] output rows . hidden */
    double log_total;   /* log of the sum of exp(dot), unless by_tree */
    uint64_t *sentence; /* [room] rows */
    uint64_t room;
};

static const kith_matrix *output_rows(const kith_predictor *p)
{
    return p->by_tree ? &p->v->inner : &p->v->output;
}

static kith_status read_config(kith_predictor *p, kith_error *err)
{
    kith_option_table tables[4];
    kith_config *c = NULL;
    KITH_TRY(kith_config_new(tables, kith_train_options(tables), &c, err));
    const kith_status status = kith_config_read(c, kith_vectors_config(p->v), err);
    if (status == KITH_OK) {
        p->cbow = kith_config_text(c, "arch")[0] == 'c';
        p->sum = kith_config_flag(c, "cbow-sum");
        p->window = (uint64_t)kith_config_int(c, "window");
    }
    kith_config_free(c);
    return status;
}

static kith_status choose_output(kith_predictor *p, kith_error *err)
{
    const kith_vectors *v = p->v;
    p->by_tree = v->output.at == NULL;
    if (p->by_tree && v->inner.at == NULL)
        return kith_fail(err, KITH_ERR_USAGE,
                         "the model has word vectors only: to predict takes the output vectors "
                         "too, which kith train keeps in a .kith file and fastText in a .bin, but "
                         "for hs");
    if (!p->by_tree)
        return KITH_OK;
    if (v->count == NULL || v->inner.rows + 1 != v->input.rows)
        return kith_fail(err, KITH_ERR_DATA,
                         "the tree of hierarchical softmax needs the counts of all its words");
    for (uint64_t i = 1; i < v->input.rows; i++)
        if (v->count[i] > v->count[i - 1])
            return kith_fail(err, KITH_ERR_DATA,
                             "the counts of the words rise: no tree was built from them");
    return kith_tree_init(&p->tree, v->count, v->input.rows, err);
}

static kith_status prepare(kith_predictor *p, const char *isa, kith_error *err)
{
    KITH_TRY(kith_kern_choose(isa, &p->k, err));
    KITH_TRY(choose_output(p, err));
    KITH_TRY(read_config(p, err));
    p->hidden = kith_mem_new(p->v->input.stride, sizeof *p->hidden);
    p->dot = kith_mem_new(output_rows(p)->rows, sizeof *p->dot);
    if (p->hidden == NULL || p->dot == NULL)
        return kith_fail_memory(err, "a prediction", output_rows(p)->rows * sizeof *p->dot);
    return KITH_OK;
}

kith_status kith_predictor_new(const kith_vectors *v, const char *isa, kith_predictor **out,
                               kith_error *err)
{
    kith_predictor *p = *out = kith_mem_grow(NULL, 1, sizeof *p);
    if (p == NULL)
        return kith_fail_memory(err, "a predictor", sizeof *p);
    *p = (kith_predictor){.v = v};
    const kith_status status = prepare(p, isa, err);
    if (status != KITH_OK) {
        kith_predictor_free(p);
        *out = NULL;
    }
    return status;
}

void kith_predictor_free(kith_predictor *p)
{
    if (p == NULL)
        return;
    kith_tree_clear(&p->tree);
    kith_mem_free(p->hidden);
    kith_mem_free(p->dot);
    free(p->sentence);
    free(p);
}

/* A bag holds the n-grams of its words too, so a word that has more of them has more weight. */
static void add_word(kith_predictor *p, uint64_t row)
{
    const float *x = kith_vectors_row(p->v, row);
    const float parts = p->cbow ? (float)kith_vectors_parts(p->v, row) : 1;
    for (uint64_t i = 0; i < p->v->input.dim; i++)
        p->hidden[i] += parts * x[i];
    p->parts += parts;
}

static void clear_hidden(kith_predictor *p)
{
    p->looked = false;
    p->parts = 0;
    for (uint64_t i = 0; i < p->v->input.dim; i++)
        p->hidden[i] = 0;
}

/* The sum of the words becomes what the model made of them in training. */
static void finish_hidden(kith_predictor *p)
{
    const float share = p->parts > 1 && !(p->cbow && p->sum) ? 1 / p->parts : 1;
    for (uint64_t i = 0; i < p->v->input.dim; i++)
        p->hidden[i] *= share;
}

/* log(1 / (1 + exp(-x))), without overflow */
static double log_sigmoid(double x)
{
    return x > 0 ? -log1p(exp(-x)) : x - log1p(exp(x));
}

/* All dots with the hidden vector, and their total: O(rows * dim). */
static void look(kith_predictor *p)
{
    const kith_matrix *m = output_rows(p);
    p->k->scan(m->at, m->rows, m->stride, m->dim, p->hidden, p->dot);
    p->looked = true;
    if (p->by_tree)
        return;
    double most = -INFINITY, total = 0;
    for (uint64_t i = 0; i < m->rows; i++)
        most = p->dot[i] > most ? (double)p->dot[i] : most;
    for (uint64_t i = 0; i < m->rows; i++)
        total += exp((double)p->dot[i] - most);
    p->log_total = total > 0 ? most + log(total) : 0;
}

static double dot_of(const kith_predictor *p, uint64_t node)
{
    const kith_matrix *m = &p->v->inner;
    return p->looked ? (double)p->dot[node] : kith_dot(m->at + node * m->stride, p->hidden, m->dim);
}

/* What the hidden vector says of a word; looks at all words where it must. */
static double log_probability(kith_predictor *p, uint64_t row)
{
    if (!p->by_tree) {
        if (!p->looked)
            look(p);
        return (double)p->dot[row] - p->log_total;
    }
    double sum = 0;
    for (uint64_t i = p->tree.start[row]; i < p->tree.start[row + 1]; i++) {
        const double dot = dot_of(p, p->tree.step[i] >> 1);
        sum += log_sigmoid((p->tree.step[i] & 1) == 0 ? dot : -dot);
    }
    return sum;
}

kith_status kith_predict_word(kith_predictor *p, const kith_term *context, size_t count, size_t k,
                              kith_hit *hits, size_t *found, kith_error *err)
{
    kith_topk best = {.hit = hits, .room = k};
    *found = 0;
    if (count == 0)
        return kith_fail(err, KITH_ERR_USAGE, "a prediction needs a word beside the place");
    clear_hidden(p);
    for (size_t i = 0; i < count; i++)
        add_word(p, context[i].row);
    finish_hidden(p);
    look(p);
    for (uint64_t i = 0; i < p->v->input.rows; i++)
        kith_topk_offer(&best, (kith_hit){i, (float)exp(log_probability(p, i))});
    kith_topk_sort(&best);
    *found = best.count;
    return KITH_OK;
}

/* The words of the sentence that are known; the others are as if they were not there. */
static kith_status read_sentence(kith_predictor *p, kith_slice text, kith_sentence_score *out,
                                 kith_error *err)
{
    for (kith_slice w = kith_slice_token(&text); w.bytes > 0; w = kith_slice_token(&text)) {
        const uint64_t row = kith_vectors_find(p->v, w.at, w.bytes);
        if (row == KITH_NO_WORD) {
            out->unknown++;
            continue;
        }
        uint64_t *more = kith_mem_room(p->sentence, out->words, &p->room, sizeof *more);
        if (more == NULL)
            return kith_fail_memory(err, "a sentence", out->words * sizeof *more);
        p->sentence = more;
        p->sentence[out->words++] = row;
    }
    return KITH_OK;
}

/* The places around `place` that the window reaches. */
static void window_of(const kith_predictor *p, uint64_t place, uint64_t words, uint64_t *from,
                      uint64_t *to)
{
    *from = place > p->window ? place - p->window : 0;
    *to = words - place > p->window ? place + p->window + 1 : words;
}

/* Skipgram: this word tells of each of the others around it. */
static double score_pairs(kith_predictor *p, uint64_t place, uint64_t from, uint64_t to)
{
    double sum = 0;
    clear_hidden(p);
    add_word(p, p->sentence[place]);
    for (uint64_t i = from; i < to; i++)
        sum += i == place ? 0 : log_probability(p, p->sentence[i]);
    return sum;
}

/* Cbow: those around it tell of this word together. */
static double score_bag(kith_predictor *p, uint64_t place, uint64_t from, uint64_t to)
{
    clear_hidden(p);
    for (uint64_t i = from; i < to; i++)
        if (i != place)
            add_word(p, p->sentence[i]);
    finish_hidden(p);
    return log_probability(p, p->sentence[place]);
}

kith_status kith_predict_score(kith_predictor *p, const char *text, size_t bytes,
                               kith_sentence_score *out, kith_error *err)
{
    *out = (kith_sentence_score){0};
    KITH_TRY(read_sentence(p, (kith_slice){text, bytes}, out, err));
    for (uint64_t place = 0; place < out->words; place++) {
        uint64_t from, to;
        window_of(p, place, out->words, &from, &to);
        if (to - from > 1)
            out->log_probability +=
                p->cbow ? score_bag(p, place, from, to) : score_pairs(p, place, from, to);
    }
    return KITH_OK;
}
