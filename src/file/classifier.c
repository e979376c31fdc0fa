/*
 * The classifiers' file: options, words, labels, the buckets of n-grams, and two matrices.
 */
#include "file/classifier.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/option_text.h"
#include "file/ensemble.h"
#include "task/metrics.h"

kith_status kith_text_file_new(const kith_text_classifier *c, const char *options,
                               const uint32_t *bucket, kith_net_file **out, kith_error *err)
{
    KITH_TRY(kith_net_file_new(KITH_KIND_TEXT, out, err));
    kith_net_file_text(*out, "options", options);
    kith_net_file_words(*out, "classes", &c->features.labels);
    kith_net_file_words(*out, "features", &c->features.words);
    kith_net_file_array(*out, "buckets", "u32", c->features.rows - c->features.words.size, bucket);
    kith_net_file_param(*out, "weights.input", &c->input);
    kith_net_file_param(*out, "weights.output", &c->output);
    return KITH_OK;
}

/* --- opening --- */

static kith_status misfit(const kith_container *file, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s: %s", kith_container_name(file), what);
}

/* What of the training's options a prediction needs; checked by their own table. */
static kith_status apply_options(const kith_container *file, const char *options,
                                 kith_config *config, kith_text_classifier *t, kith_error *err)
{
    kith_error why = {0};
    if (kith_config_read(config, options, &why) != KITH_OK)
        return misfit(file, why.text, err);
    t->one_vs_all = strcmp(kith_config_text(config, "loss"), "ova") == 0;
    return kith_features_init(&t->features, (uint32_t)kith_config_int(config, "ngrams"),
                              (uint64_t)kith_config_int(config, "buckets"),
                              kith_config_flag(config, "lowercase"), err);
}

/* The classifier keeps the options of its first model. */
static kith_status read_options(const kith_container *file, kith_classifier *c,
                                kith_text_classifier *t, kith_error *err)
{
    kith_option_table tables[4];
    kith_config *config = NULL;
    char *options = NULL;
    KITH_TRY(kith_net_file_read_text(file, "options", &options, err));
    const size_t count = kith_classify_options(tables);
    kith_status status = kith_config_new(tables, count, &config, err);
    if (status == KITH_OK)
        status = apply_options(file, options, config, t, err);
    kith_config_free(config);
    if (c->options != NULL)
        free(options);
    else
        c->options = options;
    return status;
}

static kith_status read_features(const kith_container *file, kith_features *f, kith_error *err)
{
    const kith_section *s = NULL;
    const void *bucket = NULL;
    KITH_TRY(kith_net_file_read_words(file, "classes", &f->labels, err));
    KITH_TRY(kith_net_file_read_words(file, "features", &f->words, err));
    KITH_TRY(kith_container_need(file, "buckets", "u32", 1, &s, &bucket, err));
    if (f->labels.size < 2)
        return misfit(file, "expected at least two classes", err);
    return kith_features_set_buckets(f, bucket, s->shape[0], err);
}

static kith_status read_text(const kith_container *file, kith_classifier *c,
                             kith_text_classifier *t, const char *isa, kith_error *err)
{
    uint64_t rows, dim;
    KITH_TRY(read_options(file, c, t, err));
    KITH_TRY(kith_kern_choose(isa, &t->kern, err));
    KITH_TRY(read_features(file, &t->features, err));
    KITH_TRY(kith_net_file_shape(file, "weights.input", &rows, &dim, err));
    if (rows != t->features.rows)
        return misfit(file, "expected a row of weights for each word and n-gram", err);
    KITH_TRY(kith_text_classifier_init(t, dim, 0, err));
    KITH_TRY(kith_net_file_read_param(file, "weights.input", &t->input, err));
    return kith_net_file_read_param(file, "weights.output", &t->output, err);
}

static kith_status add_text(kith_classifier *c, const kith_container *file, const char *isa,
                            kith_error *err)
{
    kith_text_classifier *text = kith_mem_grow(c->text, c->texts + 1, sizeof *text);
    if (text == NULL)
        return kith_fail_memory(err, "a classifier", (c->texts + 1) * sizeof *text);
    c->text = text;
    kith_text_classifier *t = &text[c->texts++];
    *t = (kith_text_classifier){0};
    KITH_TRY(read_text(file, c, t, isa, err));
    if (!kith_words_equal(&t->features.labels, &c->text->features.labels))
        return misfit(file, "has other classes than the first model, or in another order", err);
    return KITH_OK;
}

static kith_status name_classes(kith_classifier *c, kith_error *err)
{
    const kith_words *labels = c->table ? &c->net.classes : &c->text->features.labels;
    c->class_name = kith_mem_new(labels->size, sizeof *c->class_name);
    if (c->class_name == NULL)
        return kith_fail_memory(err, "the classes", labels->size * sizeof *c->class_name);
    for (; c->classes < labels->size; c->classes++) {
        size_t bytes;
        const char *name = kith_words_at(labels, c->classes, &bytes);
        c->class_name[c->classes] = kith_mem_copy(name, bytes);
        if (c->class_name[c->classes] == NULL)
            return kith_fail_memory(err, "the classes", bytes);
    }
    return KITH_OK;
}

kith_status kith_classifier_add(kith_classifier *c, const kith_container *file, const char *kind,
                                const char *isa, kith_error *err)
{
    const bool first = c->texts == 0 && c->net.dense.net == NULL;
    const bool table = strcmp(kind, kith_dense_kind(KITH_GOAL_CLASSIFY)) == 0;
    if (!table && strcmp(kind, KITH_KIND_TEXT) != 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: expected a classifier, got a %s",
                         kith_container_name(file), kind);
    if (!first && table != c->table)
        return misfit(file, "expected lines or rows like the first model's", err);
    c->table = table;
    return table ? kith_dense_model_add(&c->net, file, KITH_GOAL_CLASSIFY, isa, err)
                 : add_text(c, file, isa, err);
}

typedef struct opening {
    kith_classifier *c;
    const char *isa;
} opening;

static kith_status add_member(void *self, const kith_container *file, const char *kind,
                              kith_error *err)
{
    const opening *o = self;
    return kith_classifier_add(o->c, file, kind, o->isa, err);
}

kith_status kith_classifier_open(const char *path, const char *isa, kith_classifier **out,
                                 kith_error *err)
{
    kith_container *file = NULL;
    char *kind = NULL;
    kith_classifier *c = kith_mem_new(1, sizeof *c);
    opening o = {.c = c, .isa = isa};
    const kith_member_watch each = {.read = add_member, .self = &o};
    *out = NULL;
    kith_status status = c != NULL ? KITH_OK : kith_fail_memory(err, "a classifier", sizeof *c);
    if (status == KITH_OK)
        status = kith_net_file_open(path, &file, &kind, err);
    if (status == KITH_OK)
        status = kith_ensemble_each(file, kind, &each, err);
    if (status == KITH_OK)
        status = name_classes(c, err);
    kith_container_close(file);
    free(kind);
    if (status == KITH_OK)
        *out = c;
    else
        kith_classifier_free(c);
    return status;
}

void kith_classifier_free(kith_classifier *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < c->classes; i++)
        free(c->class_name[i]);
    kith_mem_free((void *)c->class_name);
    for (size_t i = 0; i < c->texts; i++)
        kith_text_classifier_clear(&c->text[i]);
    free(c->text);
    kith_dense_model_clear(&c->net);
    free(c->options);
    kith_mem_free(c);
}

size_t kith_classifier_classes(const kith_classifier *c)
{
    return c->classes;
}

const char *kith_classifier_class(const kith_classifier *c, size_t i)
{
    return c->class_name[i];
}

const char *kith_classifier_config(const kith_classifier *c)
{
    return c->table ? c->net.options : c->options;
}

/* --- answers --- */

/* One reading of lines; `take` gets each line with its probabilities. */
typedef struct reading {
    kith_classifier *c;
    kith_line_features line;
    kith_text_scratch *scratch; /* [texts] */
    float *probability;         /* [classes], behind them those of one model of several */
    kith_status (*take)(struct reading *r, kith_error *err);
    void *self;
} reading;

static kith_status answer_model(reading *r, size_t i, const char *line, size_t bytes,
                                float *probability, kith_error *err)
{
    kith_text_classifier *t = &r->c->text[i];
    KITH_TRY(kith_features_read(&t->features, line, bytes, false, &r->line, err));
    KITH_TRY(kith_features_grams(&t->features, false, &r->line, err));
    return kith_text_classifier_predict(t, r->line.row, r->line.words + r->line.grams,
                                        &r->scratch[i], probability, err);
}

static kith_status answer_line(reading *r, const char *line, size_t bytes, kith_error *err)
{
    const size_t classes = r->c->classes, models = r->c->texts;
    float *mean = r->probability, *one = mean + classes;
    KITH_TRY(answer_model(r, 0, line, bytes, mean, err));
    for (size_t i = 1; i < models; i++) {
        KITH_TRY(answer_model(r, i, line, bytes, one, err));
        for (size_t k = 0; k < classes; k++)
            mean[k] += one[k];
    }
    for (size_t k = 0; k < classes && models > 1; k++)
        mean[k] /= (float)models;
    return r->take(r, err);
}

static kith_status answer_lines(reading *r, const char *path, kith_error *err)
{
    kith_lines *lines = NULL;
    const char *line;
    size_t bytes;
    KITH_TRY(kith_lines_open(path, &lines, err));
    kith_status status = kith_lines_next(lines, &line, &bytes, err);
    while (status == KITH_OK && line != NULL) {
        status = answer_line(r, line, bytes, err);
        if (status == KITH_OK)
            status = kith_lines_next(lines, &line, &bytes, err);
    }
    kith_lines_close(lines);
    return status;
}

static kith_status reading_init(reading *r, kith_error *err)
{
    const kith_classifier *c = r->c;
    r->scratch = kith_mem_new(c->texts, sizeof *r->scratch);
    r->probability = kith_mem_new(2 * c->classes, sizeof *r->probability);
    if (r->scratch == NULL || r->probability == NULL)
        return kith_fail_memory(err, "the probabilities", c->classes * sizeof *r->probability);
    for (size_t i = 0; i < c->texts; i++)
        KITH_TRY(kith_text_scratch_init(&r->scratch[i], &c->text[i], 64, err));
    return KITH_OK;
}

static kith_status answer_files(kith_classifier *c, const char *const *paths, size_t count,
                                kith_status (*take)(reading *r, kith_error *err), void *self,
                                kith_error *err)
{
    reading r = {.c = c, .take = take, .self = self};
    kith_status status = reading_init(&r, err);
    for (size_t i = 0; i < count && status == KITH_OK; i++)
        status = answer_lines(&r, paths[i], err);
    kith_line_features_clear(&r.line);
    for (size_t i = 0; r.scratch != NULL && i < c->texts; i++)
        kith_text_scratch_clear(&r.scratch[i]);
    kith_mem_free(r.scratch);
    kith_mem_free(r.probability);
    return status;
}

static kith_status tell(reading *r, kith_error *err)
{
    const kith_answer_watch *w = r->self;
    return w->call(w->self, r->probability, r->c->classes, err);
}

/* One answer of a net as floats. */
typedef struct table_answer {
    const kith_classifier *c;
    float *probability; /* [classes] */
    const kith_answer_watch *watch;
    kith_answers *answers; /* where it is a test */
} table_answer;

static kith_status take_row(void *self, const kith_dataset *d, size_t row, const kith_real *y,
                            kith_error *err)
{
    table_answer *t = self;
    for (size_t i = 0; i < t->c->classes; i++)
        t->probability[i] = (float)y[i];
    if (t->answers == NULL)
        return t->watch->call(t->watch->self, t->probability, t->c->classes, err);
    if (d->label == NULL)
        return kith_fail(err, KITH_ERR_DATA,
                         "no labels; --label COLUMN or --labels FILE says where they are");
    KITH_TRY(kith_answers_count(t->answers, &d->label[row], 1, t->probability, err));
    return kith_answers_add(t->answers, d->label[row], t->probability, err);
}

static kith_status answer_table(kith_classifier *c, const char *path, const kith_table_options *how,
                                table_answer *t, kith_error *err)
{
    const kith_dense_watch watch = {.take = take_row, .self = t};
    t->c = c;
    t->probability = kith_mem_new(c->classes, sizeof *t->probability);
    if (t->probability == NULL)
        return kith_fail_memory(err, "the probabilities", c->classes * sizeof *t->probability);
    const kith_status status =
        kith_dense_model_answer(&c->net, path, how, c->class_name, &watch, err);
    kith_mem_free(t->probability);
    return status;
}

kith_status kith_classifier_predict(kith_classifier *c, const char *path,
                                    const kith_table_options *how, const kith_answer_watch *each,
                                    kith_error *err)
{
    kith_answer_watch copy = *each;
    table_answer t = {.watch = each};
    if (c->table)
        return answer_table(c, path, how, &t, err);
    return answer_files(c, &path, 1, tell, &copy, err);
}

/* What a test gathers. */
typedef struct test {
    kith_answers answers;
    uint64_t skipped;
} test;

static kith_status count_answer(reading *r, kith_error *err)
{
    test *t = r->self;
    const kith_line_features *l = &r->line;
    if (l->labels == 0) {
        t->skipped += l->hashes > 1;
        return KITH_OK;
    }
    KITH_TRY(kith_answers_count(&t->answers, l->label, l->labels, r->probability, err));
    uint32_t truth = l->label[0];
    const uint32_t best = kith_best_class(r->probability, r->c->classes);
    for (size_t i = 1; i < l->labels; i++)
        if (l->label[i] == best)
            truth = best;
    return kith_answers_add(&t->answers, truth, r->probability, err);
}

static kith_status test_files(kith_classifier *c, const char *const *paths, size_t count,
                              const kith_table_options *how, test *t, kith_error *err)
{
    if (!c->table)
        return answer_files(c, paths, count, count_answer, t, err);
    for (size_t i = 0; i < count; i++) {
        table_answer answer = {.answers = &t->answers};
        KITH_TRY(answer_table(c, paths[i], how, &answer, err));
    }
    return KITH_OK;
}

kith_status kith_classifier_test(kith_classifier *c, const char *const *paths, size_t count,
                                 const kith_table_options *how, const kith_class_limit *limit,
                                 kith_class_report *out, kith_error *err)
{
    test t = {.answers = {.classes = c->classes}};
    if (limit != NULL)
        t.answers.limit = *limit;
    *out = (kith_class_report){0};
    kith_status status = test_files(c, paths, count, how, &t, err);
    if (status == KITH_OK && t.answers.rows == 0)
        status = kith_fail(err, KITH_ERR_DATA, "%s: no line has a label", paths[0]);
    if (status == KITH_OK)
        status = kith_class_measure(&t.answers, (const char *const *)c->class_name, out, err);
    out->skipped = t.skipped;
    kith_answers_clear(&t.answers);
    return status;
}
