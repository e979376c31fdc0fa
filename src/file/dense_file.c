#include "file/dense_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/option_text.h"
#include "file/classifier.h"
#include "file/ensemble.h"

const char *kith_dense_kind(kith_goal goal)
{
    static const char *const kinds[] = {[KITH_GOAL_CLASSIFY] = "net-classifier",
                                        [KITH_GOAL_REGRESS] = "regressor",
                                        [KITH_GOAL_ENCODE] = "autoencoder"};
    return kinds[goal];
}

size_t kith_dense_goal_options(kith_goal goal, kith_option_table tables[4])
{
    if (goal == KITH_GOAL_CLASSIFY)
        return kith_classify_options(tables);
    return goal == KITH_GOAL_REGRESS ? kith_regress_options(tables)
                                     : kith_autoencode_options(tables);
}

kith_status kith_dense_file_new(const kith_dense *m, const char *options, const char *spec,
                                const kith_words *classes, kith_net_file **out, kith_error *err)
{
    size_t params;
    kith_param *const *param = kith_net_params(m->net, &params);
    KITH_TRY(kith_net_file_new(kith_dense_kind(m->goal), out, err));
    kith_net_file_text(*out, "options", options);
    kith_net_file_text(*out, "spec", spec);
    if (classes->size > 0)
        kith_net_file_words(*out, "classes", classes);
    kith_net_file_param(*out, "scale.inputs", &m->inputs);
    if (m->targets.cols > 0)
        kith_net_file_param(*out, "scale.targets", &m->targets);
    for (size_t i = 0; i < params; i++)
        kith_net_file_param(*out, param[i]->name, param[i]);
    return KITH_OK;
}

/* --- reading --- */

static kith_status misfit(const kith_container *file, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s: %s", kith_container_name(file), what);
}

static kith_status read_config(const kith_container *file, kith_goal goal, kith_dense_model *m,
                               kith_dense_config *out, kith_error *err)
{
    kith_option_table tables[4];
    kith_error why = {0};
    KITH_TRY(kith_net_file_read_text(file, "options", &m->options, err));
    KITH_TRY(kith_config_new(tables, kith_dense_goal_options(goal, tables), &m->config, err));
    kith_status status = kith_config_read(m->config, m->options, &why);
    if (status == KITH_OK)
        status = kith_dense_configure(m->config, goal, out, &why);
    return status == KITH_OK ? KITH_OK : misfit(file, why.text, err);
}

/* The net of the spec that the file has, which must be of the sizes of its sections. */
static kith_status make_net(const kith_container *file, kith_dense_config *c, kith_dense_model *m,
                            kith_error *err)
{
    uint64_t two, features, outputs = m->classes.size;
    kith_error why = {0};
    char *spec = NULL;
    KITH_TRY(kith_net_file_shape(file, "scale.inputs", &two, &features, err));
    if (c->goal == KITH_GOAL_ENCODE)
        outputs = features;
    if (c->goal == KITH_GOAL_REGRESS)
        KITH_TRY(kith_net_file_shape(file, "scale.targets", &two, &outputs, err));
    KITH_TRY(kith_net_file_read_text(file, "spec", &spec, err));
    c->net = spec;
    c->tied = false; /* the spec says so, and how its code is kept sparse */
    c->sparse = "";
    c->answering = true;
    const kith_status status =
        kith_dense_init(&m->dense, c, (size_t)features, (size_t)outputs, &why);
    free(spec);
    return status == KITH_OK ? KITH_OK : misfit(file, why.text, err);
}

kith_status kith_dense_file_read(const kith_container *file, kith_goal goal, const char *isa,
                                 kith_dense_model *m, kith_error *err)
{
    kith_dense_config c;
    size_t params;
    KITH_TRY(read_config(file, goal, m, &c, err));
    KITH_TRY(kith_kern_choose(isa, &c.kern, err));
    if (goal == KITH_GOAL_CLASSIFY)
        KITH_TRY(kith_net_file_read_words(file, "classes", &m->classes, err));
    if (goal == KITH_GOAL_CLASSIFY && m->classes.size < 2)
        return misfit(file, "expected at least two classes", err);
    KITH_TRY(make_net(file, &c, m, err));
    KITH_TRY(kith_net_file_read_param(file, "scale.inputs", &m->dense.inputs, err));
    if (goal == KITH_GOAL_REGRESS)
        KITH_TRY(kith_net_file_read_param(file, "scale.targets", &m->dense.targets, err));
    kith_param *const *param = kith_net_params(m->dense.net, &params);
    for (size_t i = 0; i < params; i++)
        KITH_TRY(kith_net_file_read_param(file, param[i]->name, param[i], err));
    return KITH_OK;
}

static bool goal_of(const char *kind, kith_goal *goal)
{
    static const kith_goal goals[] = {KITH_GOAL_CLASSIFY, KITH_GOAL_REGRESS, KITH_GOAL_ENCODE};
    for (size_t i = 0; i < sizeof goals / sizeof *goals; i++)
        if (strcmp(kind, kith_dense_kind(goals[i])) == 0) {
            *goal = goals[i];
            return true;
        }
    return false;
}

static kith_status check_member(const kith_container *file, const kith_dense_model *m,
                                const kith_dense_model *more, kith_error *err)
{
    const char *name = kith_container_name(file);
    const kith_spec *a = kith_net_spec(m->dense.net), *b = kith_net_spec(more->dense.net);
    if (a->inputs != b->inputs)
        return kith_fail(err, KITH_ERR_DATA, "%s: has %zu features, the first model %zu", name,
                         b->inputs, a->inputs);
    if (!kith_words_equal(&m->classes, &more->classes))
        return misfit(file, "has other classes than the first model", err);
    if (kith_dense_outputs(&m->dense) != kith_dense_outputs(&more->dense))
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: answers with %zu numbers, the first model with %zu", name,
                         kith_dense_outputs(&more->dense), kith_dense_outputs(&m->dense));
    return KITH_OK;
}

kith_status kith_dense_model_add(kith_dense_model *m, const kith_container *file, kith_goal goal,
                                 const char *isa, kith_error *err)
{
    if (m->dense.net == NULL)
        return kith_dense_file_read(file, goal, isa, m, err);
    kith_dense_model more = {0};
    kith_dense *other = kith_mem_grow(m->other, m->others + 1, sizeof *other);
    if (other == NULL)
        return kith_fail_memory(err, "an ensemble", (m->others + 1) * sizeof *other);
    m->other = other;
    kith_status status = kith_dense_file_read(file, goal, isa, &more, err);
    if (status == KITH_OK)
        status = check_member(file, m, &more, err);
    if (status == KITH_OK) {
        m->other[m->others++] = more.dense;
        more.dense = (kith_dense){0};
    }
    kith_dense_model_clear(&more);
    return status;
}

/* A model being opened; wanted NULL: any goal. */
typedef struct opening {
    const kith_goal *wanted;
    const char *isa;
    kith_dense_model *out;
} opening;

static kith_status open_kind(void *self, const kith_container *file, const char *kind,
                             kith_error *err)
{
    const opening *o = self;
    kith_goal goal = KITH_GOAL_CLASSIFY;
    const bool known = goal_of(kind, &goal);
    if (known && (o->wanted == NULL || goal == *o->wanted))
        return kith_dense_model_add(o->out, file, goal, o->isa, err);
    if (o->wanted != NULL)
        return kith_fail(err, KITH_ERR_DATA, "%s: expected a model of kind %s, got a %s",
                         kith_container_name(file), kith_dense_kind(*o->wanted), kind);
    return kith_fail(err, KITH_ERR_DATA, "%s: expected a net on tables, got a %s",
                     kith_container_name(file), kind);
}

/* Layers are taken from one net: where any goal will do, an ensemble will not. */
static kith_status open_model(const char *path, const kith_goal *wanted, const char *isa,
                              kith_dense_model *out, kith_error *err)
{
    kith_container *file = NULL;
    char *kind = NULL;
    opening o = {.wanted = wanted, .isa = isa, .out = out};
    const kith_member_watch each = {.read = open_kind, .self = &o};
    KITH_TRY(kith_net_file_open(path, &file, &kind, err));
    const kith_status status = wanted != NULL ? kith_ensemble_each(file, kind, &each, err)
                                              : open_kind(&o, file, kind, err);
    kith_container_close(file);
    free(kind);
    return status;
}

kith_status kith_dense_model_open(const char *path, kith_goal goal, const char *isa,
                                  kith_dense_model *out, kith_error *err)
{
    return open_model(path, &goal, isa, out, err);
}

kith_status kith_dense_model_open_any(const char *path, const char *isa, kith_dense_model *out,
                                      kith_error *err)
{
    return open_model(path, NULL, isa, out, err);
}

void kith_dense_model_clear(kith_dense_model *m)
{
    kith_dense_clear(&m->dense);
    for (size_t i = 0; i < m->others; i++)
        kith_dense_clear(&m->other[i]);
    free(m->other);
    kith_words_clear(&m->classes);
    kith_config_free(m->config);
    free(m->options);
    *m = (kith_dense_model){0};
}

/* --- answers --- */

/* Rows that every net of the model can take at once. */
static size_t batch_of(const kith_dense_model *m)
{
    size_t batch = kith_net_batch(m->dense.net);
    for (size_t i = 0; i < m->others; i++)
        if (kith_net_batch(m->other[i].net) < batch)
            batch = kith_net_batch(m->other[i].net);
    return batch;
}

/* The mean of the nets' answers to `rows` rows; one [rows][outputs] is scratch. */
static kith_status answer_batch(kith_dense_model *m, const kith_dataset *d, size_t row, size_t rows,
                                kith_real *one, kith_real *mean, kith_error *err)
{
    const size_t numbers = rows * kith_dense_outputs(&m->dense);
    KITH_TRY(kith_dense_answer(&m->dense, d, row, rows, mean, err));
    for (size_t i = 0; i < m->others; i++) {
        KITH_TRY(kith_dense_answer(&m->other[i], d, row, rows, one, err));
        for (size_t k = 0; k < numbers; k++)
            mean[k] += one[k];
    }
    for (size_t k = 0; k < numbers && m->others > 0; k++)
        mean[k] /= (kith_real)(m->others + 1);
    return KITH_OK;
}

kith_status kith_dense_model_answer_rows(kith_dense_model *m, const kith_dataset *d,
                                         const kith_dense_watch *watch, kith_error *err)
{
    const size_t batch = batch_of(m), n = kith_dense_outputs(&m->dense);
    kith_real *out = kith_mem_new(batch, 2 * n * sizeof *out);
    kith_status status =
        out != NULL ? KITH_OK : kith_fail_memory(err, "answers", 2 * batch * n * sizeof *out);
    for (size_t row = 0; row < d->rows && status == KITH_OK; row += batch) {
        const size_t rows = d->rows - row < batch ? d->rows - row : batch;
        status = answer_batch(m, d, row, rows, out + batch * n, out, err);
        for (size_t i = 0; i < rows && status == KITH_OK; i++)
            status = watch->take(watch->self, d, row + i, out + i * n, err);
    }
    kith_mem_free(out);
    return status;
}

kith_status kith_dense_model_read(const kith_dense_model *m, const char *path,
                                  const kith_table_options *how, char *const *class_name,
                                  kith_dataset **out, kith_error *err)
{
    kith_table_options o = how != NULL ? *how : kith_table_options_of(m->config);
    o.class_name = class_name;
    o.classes = (size_t)m->classes.size;
    o.features = kith_net_spec(m->dense.net)->inputs;
    return kith_dataset_read(path, &o, out, err);
}

kith_status kith_dense_model_answer(kith_dense_model *m, const char *path,
                                    const kith_table_options *how, char *const *class_name,
                                    const kith_dense_watch *watch, kith_error *err)
{
    kith_dataset *d = NULL;
    KITH_TRY(kith_dense_model_read(m, path, how, class_name, &d, err));
    const kith_status status = kith_dense_model_answer_rows(m, d, watch, err);
    kith_dataset_free(d);
    return status;
}

kith_status kith_teller_init(kith_teller *t, const kith_answer_watch *each, size_t n,
                             kith_error *err)
{
    *t = (kith_teller){.each = each, .number = kith_mem_new(n, sizeof *t->number), .n = n};
    return t->number != NULL ? KITH_OK : kith_fail_memory(err, "an answer", n * sizeof *t->number);
}

kith_status kith_teller_tell(kith_teller *t, const kith_real *y, kith_error *err)
{
    for (size_t i = 0; i < t->n; i++)
        t->number[i] = (float)y[i];
    return t->each->call(t->each->self, t->number, t->n, err);
}

void kith_teller_clear(kith_teller *t)
{
    kith_mem_free(t->number);
}

static kith_status tell(void *self, const kith_dataset *d, size_t row, const kith_real *answer,
                        kith_error *err)
{
    (void)d;
    (void)row;
    return kith_teller_tell(self, answer, err);
}

kith_status kith_dense_model_tell(kith_dense_model *m, const char *path,
                                  const kith_table_options *how, const kith_answer_watch *each,
                                  kith_error *err)
{
    kith_teller t;
    const kith_dense_watch watch = {.take = tell, .self = &t};
    KITH_TRY(kith_teller_init(&t, each, kith_dense_outputs(&m->dense), err));
    const kith_status status = kith_dense_model_answer(m, path, how, NULL, &watch, err);
    kith_teller_clear(&t);
    return status;
}
