#include "task/text_classifier.h"

#include "base/mem.h"
#include "nn/init.h"

enum { INIT_INPUT = 1 };

kith_status kith_text_classifier_init(kith_text_classifier *c, size_t dim, uint64_t seed,
                                      kith_error *err)
{
    const kith_rule *rule = &kith_rule_sgd;
    KITH_TRY(kith_param_init(&c->input, "input", c->features.rows, dim, rule, err));
    KITH_TRY(kith_param_init(&c->output, "output", c->features.labels.size, dim, rule, err));
    kith_param_fill(&c->input, &kith_init_word2vec, seed, INIT_INPUT);
    return KITH_OK;
}

void kith_text_classifier_start(kith_text_classifier *c, const kith_vectors *v)
{
    for (uint64_t i = 0; i < c->features.words.size; i++) {
        size_t bytes;
        const char *word = kith_words_at(&c->features.words, i, &bytes);
        const uint64_t from = kith_vectors_find(v, word, bytes);
        if (from == KITH_NO_WORD)
            continue;
        const float *vector = kith_vectors_row(v, from);
        kith_real *row = kith_param_row(&c->input, i);
        for (size_t k = 0; k < c->input.cols; k++)
            row[k] = (kith_real)vector[k];
    }
}

void kith_text_classifier_clear(kith_text_classifier *c)
{
    kith_features_clear(&c->features);
    kith_param_clear(&c->input);
    kith_param_clear(&c->output);
}

/* --- one line --- */

static kith_status scratch_arrays(kith_text_scratch *s, const kith_text_classifier *c,
                                  size_t longest)
{
    const size_t classes = c->output.rows, ld = kith_logistic_ld(classes);
    s->room = longest;
    s->bag_row = kith_mem_new(longest + 1, sizeof *s->bag_row);
    s->bag = kith_mem_new(c->input.stride, sizeof *s->bag);
    s->bag_step = kith_mem_new(c->input.stride, sizeof *s->bag_step);
    s->label = kith_mem_new(ld, sizeof *s->label);
    s->weight = kith_mem_new(ld, sizeof *s->weight);
    s->t = kith_mem_new(classes, sizeof *s->t);
    s->rows.g = kith_mem_new(kith_logistic_scratch(1, classes), sizeof *s->rows.g);
    const bool all = s->bag_row != NULL && s->bag != NULL && s->bag_step != NULL &&
                     s->label != NULL && s->weight != NULL && s->t != NULL && s->rows.g != NULL;
    return all ? KITH_OK : KITH_ERR_MEMORY;
}

kith_status kith_text_scratch_init(kith_text_scratch *s, const kith_text_classifier *c,
                                   size_t longest, kith_error *err)
{
    *s = (kith_text_scratch){.x_weight = 1};
    if (scratch_arrays(s, c, longest) != KITH_OK)
        return kith_fail_memory(err, "a worker", (longest + c->output.rows) * sizeof *s->t);
    for (size_t i = 0; i < c->output.rows; i++) {
        s->t[i] = kith_param_row(&c->output, i);
        s->weight[i] = 1;
    }
    s->rows.m = 1;
    s->rows.n = c->output.rows;
    s->rows.width = c->input.stride;
    s->rows.t = s->t;
    s->rows.label = s->label;
    s->rows.weight = s->weight;
    return KITH_OK;
}

void kith_text_scratch_clear(kith_text_scratch *s)
{
    kith_mem_free((void *)s->bag_row);
    kith_mem_free(s->bag);
    kith_mem_free(s->bag_step);
    kith_mem_free(s->label);
    kith_mem_free(s->weight);
    kith_mem_free((void *)s->t);
    kith_mem_free(s->rows.g);
    *s = (kith_text_scratch){0};
}

/* The mean of the rows, and its dots with the classes in rows.g. */
static void forward(const kith_text_classifier *c, const uint32_t *row, size_t rows,
                    kith_text_scratch *s)
{
    for (size_t i = 0; i < rows; i++)
        s->bag_row[i] = kith_param_row(&c->input, row[i]);
    const kith_real scale = rows > 0 ? 1 / (kith_real)rows : 0;
    c->kern->bag_sum((const kith_real *const *)s->bag_row, rows, c->input.stride, scale, s->bag);
    s->rows.x = &s->bag;
    s->rows.x_weight = &s->x_weight;
    c->kern->rows_dot(&s->rows);
}

static kith_status grow_scratch(kith_text_scratch *s, size_t rows, kith_error *err)
{
    if (rows <= s->room)
        return KITH_OK;
    kith_real **more = kith_mem_new(2 * rows, sizeof *more);
    if (more == NULL)
        return kith_fail_memory(err, "a line", 2 * rows * sizeof *more);
    kith_mem_free((void *)s->bag_row);
    s->bag_row = more;
    s->room = 2 * rows;
    return KITH_OK;
}

kith_status kith_text_classifier_predict(const kith_text_classifier *c, const uint32_t *row,
                                         size_t rows, kith_text_scratch *s, float *probability,
                                         kith_error *err)
{
    const size_t classes = c->output.rows;
    kith_real *g = s->rows.g;
    double sum = 0;
    KITH_TRY(grow_scratch(s, rows, err));
    forward(c, row, rows, s);
    if (c->one_vs_all)
        c->kern->act_sigmoid(g, g, classes, 0);
    else
        c->kern->softmax(g, classes);
    for (size_t i = 0; i < classes; i++)
        sum += (double)g[i];
    for (size_t i = 0; i < classes; i++)
        probability[i] = sum > 0 ? (float)((double)g[i] / sum) : 1 / (float)classes;
    return KITH_OK;
}

/* --- training --- */

/* Lines of a block: about 256 blocks, so that any share of them can be held out. */
static uint64_t lines_of_block(uint64_t lines)
{
    const uint64_t least = 1, most = 4096, blocks = 256, size = lines / blocks;
    return size < least ? least : size > most ? most : size;
}

kith_status kith_text_run_init(kith_text_run *run, unsigned threads, kith_error *err)
{
    run->threads = threads;
    run->block_lines = lines_of_block(run->data->lines);
    run->scratch = kith_mem_new(threads, sizeof *run->scratch);
    if (run->scratch == NULL)
        return kith_fail_memory(err, "the workers", threads * sizeof *run->scratch);
    for (unsigned i = 0; i < threads; i++)
        KITH_TRY(kith_text_scratch_init(&run->scratch[i], run->model, run->data->longest, err));
    return KITH_OK;
}

void kith_text_run_clear(kith_text_run *run)
{
    for (unsigned i = 0; run->scratch != NULL && i < run->threads; i++)
        kith_text_scratch_clear(&run->scratch[i]);
    kith_mem_free(run->scratch);
    run->scratch = NULL;
}

static uint64_t blocks_of(const kith_text_run *run, uint64_t lines)
{
    return (lines + run->block_lines - 1) / run->block_lines;
}

/* Blocks are cut where the lines that are held out begin. */
static uint64_t block_begin(const kith_text_run *run, uint64_t index)
{
    const uint64_t trained = run->data->lines - run->data->held, blocks = blocks_of(run, trained);
    return index < blocks ? index * run->block_lines
                          : trained + (index - blocks) * run->block_lines;
}

static uint64_t block_size(const void *self, uint64_t index)
{
    const kith_text_run *run = self;
    const uint64_t trained = run->data->lines - run->data->held, from = block_begin(run, index);
    const uint64_t left = (from < trained ? trained : run->data->lines) - from;
    return left < run->block_lines ? left : run->block_lines;
}

kith_source kith_text_run_source(const kith_text_run *run)
{
    const uint64_t held = blocks_of(run, run->data->held);
    return (kith_source){.blocks = blocks_of(run, run->data->lines - run->data->held) + held,
                         .held = held,
                         .unit = "lines",
                         .size = block_size,
                         .self = (void *)(uintptr_t)run};
}

/* A line of several labels shares itself among them, or with one-vs-all has each. */
static void set_labels(const kith_text_run *run, const kith_text_line *line, kith_real *label,
                       bool on)
{
    const uint32_t *class = run->data->label + line->label;
    const kith_real part = run->model->one_vs_all ? 1 : 1 / (kith_real)line->labels;
    for (uint32_t i = 0; i < line->labels; i++)
        label[class[i]] = on ? part : 0;
}

/* G = scale (Y - P) from the dots in G; returns the loss of the line. */
static double residual(const kith_text_classifier *c, const kith_logistic *r, kith_real scale)
{
    if (!c->one_vs_all)
        return c->kern->rows_softmax(r, scale);
    const double loss = c->kern->rows_loss(r);
    c->kern->rows_residual(r, scale);
    return loss;
}

/* The mean's direction goes to its rows in equal parts: the true gradient, as in fastText. */
static void learn(const kith_text_run *run, const kith_text_line *line, kith_text_scratch *s)
{
    const kith_kern *k = run->model->kern;
    const size_t rows = line->words + line->grams, skip = run->frozen_words ? line->words : 0;
    k->rows_update_t(&s->rows, &s->bag_step);
    if (rows > skip)
        k->bag_add(s->bag_row + skip, rows - skip, run->model->input.stride, 1 / (kith_real)rows,
                   s->bag_step);
}

/* Whether the likeliest class, by the dots in g, is one of the line's. */
static bool is_right(const kith_text_scratch *s)
{
    const kith_real *g = s->rows.g;
    size_t best = 0;
    for (size_t i = 1; i < s->rows.n; i++)
        if (g[i] > g[best])
            best = i;
    return s->label[best] > 0;
}

static void visit(void *self, const kith_block *block, unsigned worker, bool learning,
                  kith_loss_sum *tally)
{
    const kith_text_run *run = self;
    kith_text_scratch *s = &run->scratch[worker];
    const kith_text_line *line = run->data->line + block_begin(run, block->index);
    for (uint64_t i = 0; i < block->size; i++, line++) {
        const double done = (double)(block->before + i) / (double)(block->total + 1);
        const kith_real lr =
            learning ? (kith_real)(kith_pace_at(&run->pace, done) * (1 - block->lost)) : 0;
        const uint32_t class = run->data->label[line->label];
        s->x_weight = run->weight != NULL ? (kith_real)run->weight[class] : 1;
        forward(run->model, run->data->row + line->at, line->words + line->grams, s);
        set_labels(run, line, s->label, true);
        tally->answered += 1;
        tally->right += is_right(s);
        tally->loss += residual(run->model, &s->rows, lr);
        tally->examples += (double)s->x_weight;
        set_labels(run, line, s->label, false);
        if (learning)
            learn(run, line, s);
    }
}

kith_trainee kith_text_run_trainee(kith_text_run *run)
{
    return (kith_trainee){.self = run, .visit = visit};
}
