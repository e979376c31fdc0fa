/* Autoencoders: codes of rows and of word vectors, and how well they come back. */
#include "base/mem.h"
#include "file/dense_file.h"
#include "file/dense_train.h"
#include "file/vector_table.h"
#include "vec/vectors.h"

struct kith_autoencoder {
    kith_dense_model model;
};

kith_status kith_autoencode_train(const kith_config *config, const char *path, const char *output,
                                  const kith_watch *watch, kith_task_report *report,
                                  kith_error *err)
{
    return kith_dense_train(config, KITH_GOAL_ENCODE, path, output, watch, report, err);
}

kith_status kith_autoencoder_open(const char *path, const char *isa, kith_autoencoder **out,
                                  kith_error *err)
{
    kith_autoencoder *a = kith_mem_new(1, sizeof *a);
    *out = NULL;
    if (a == NULL)
        return kith_fail_memory(err, "an autoencoder", sizeof *a);
    const kith_status status = kith_dense_model_open(path, KITH_GOAL_ENCODE, isa, &a->model, err);
    if (status == KITH_OK)
        *out = a;
    else
        kith_autoencoder_free(a);
    return status;
}

void kith_autoencoder_free(kith_autoencoder *a)
{
    if (a == NULL)
        return;
    kith_dense_model_clear(&a->model);
    kith_mem_free(a);
}

size_t kith_autoencoder_inputs(const kith_autoencoder *a)
{
    return kith_net_spec(a->model.dense.net)->inputs;
}

size_t kith_autoencoder_code(const kith_autoencoder *a)
{
    const kith_dense *m = &a->model.dense;
    return kith_net_spec(m->net)->node[kith_dense_code(m)].out;
}

static size_t numbers_in(const kith_autoencoder *a, kith_code_part part)
{
    return part == KITH_CODE_DECODE ? kith_autoencoder_code(a) : kith_autoencoder_inputs(a);
}

static size_t numbers_out(const kith_autoencoder *a, kith_code_part part)
{
    return part == KITH_CODE_ENCODE ? kith_autoencoder_code(a) : kith_autoencoder_inputs(a);
}

/* Where the answers of a walk over rows go. */
typedef struct walk {
    kith_autoencoder *a;
    kith_code_part part;
    kith_status (*take)(void *self, const kith_real *x, const kith_real *y, size_t row,
                        kith_error *err);
    void *self;
} walk;

static kith_status walk_batch(const walk *w, const kith_dataset *d, size_t from, size_t rows,
                              kith_real *x, kith_real *y, kith_error *err)
{
    kith_dense *m = &w->a->model.dense;
    const size_t in = numbers_in(w->a, w->part), out = numbers_out(w->a, w->part);
    for (size_t r = 0; r < rows; r++)
        kith_dataset_row(d, from + r, x + r * in);
    KITH_TRY(kith_dense_code_run(m, w->part, x, rows, y, err));
    for (size_t r = 0; r < rows; r++)
        KITH_TRY(w->take(w->self, x + r * in, y + r * out, from + r, err));
    return KITH_OK;
}

static kith_status walk_rows(const walk *w, const kith_dataset *d, kith_error *err)
{
    const size_t in = numbers_in(w->a, w->part), out = numbers_out(w->a, w->part);
    const size_t batch = kith_net_batch(w->a->model.dense.net);
    if (d->features != in)
        return kith_fail(err, KITH_ERR_DATA, "expected rows of %zu numbers, got %zu", in,
                         d->features);
    kith_real *x = kith_mem_new(batch, (in + out) * sizeof *x);
    if (x == NULL)
        return kith_fail_memory(err, "a batch", batch * (in + out) * sizeof *x);
    kith_status status = KITH_OK;
    for (size_t row = 0; row < d->rows && status == KITH_OK; row += batch) {
        const size_t rows = d->rows - row < batch ? d->rows - row : batch;
        status = walk_batch(w, d, row, rows, x, x + batch * in, err);
    }
    kith_mem_free(x);
    return status;
}

/* Rows of a table, or of a .kith file of vectors. */
static kith_status walk_file(const walk *w, const char *path, const kith_table_options *how,
                             kith_error *err)
{
    kith_table_options o = how != NULL ? *how : kith_table_options_of(w->a->model.config);
    kith_dataset *d = NULL;
    bool vectors;
    KITH_TRY(kith_vector_table_is(path, &vectors, err));
    o.features = numbers_in(w->a, w->part);
    KITH_TRY(vectors ? kith_vector_table_open(path, &d, err)
                     : kith_dataset_read(path, &o, &d, err));
    const kith_status status = walk_rows(w, d, err);
    kith_dataset_free(d);
    return status;
}

/* --- answers as floats --- */

static kith_status tell(void *self, const kith_real *x, const kith_real *y, size_t row,
                        kith_error *err)
{
    (void)x;
    (void)row;
    return kith_teller_tell(self, y, err);
}

kith_status kith_autoencoder_run(kith_autoencoder *a, kith_code_part part, const char *path,
                                 const kith_table_options *how, const kith_answer_watch *each,
                                 kith_error *err)
{
    kith_teller t;
    const walk w = {.a = a, .part = part, .take = tell, .self = &t};
    KITH_TRY(kith_teller_init(&t, each, numbers_out(a, part), err));
    const kith_status status = walk_file(&w, path, how, err);
    kith_teller_clear(&t);
    return status;
}

/* --- word vectors --- */

static kith_status put_row(void *self, const kith_real *x, const kith_real *y, size_t row,
                           kith_error *err)
{
    kith_vectors *v = self;
    float *to = (float *)v->own_input + row * v->input.stride;
    (void)x;
    (void)err;
    for (size_t i = 0; i < v->input.dim; i++)
        to[i] = (float)y[i];
    return KITH_OK;
}

static kith_status copy_words(const kith_vectors *from, kith_vectors *to, kith_error *err)
{
    for (uint64_t i = 0; i < kith_vectors_rows(from); i++) {
        size_t bytes;
        uint64_t id;
        bool added;
        const char *word = kith_vectors_word(from, i, &bytes);
        KITH_TRY(kith_words_add(&to->words, word, bytes, &id, &added, err));
    }
    return KITH_OK;
}

kith_status kith_autoencoder_vectors(kith_autoencoder *a, kith_code_part part,
                                     const kith_vectors *v, kith_vectors **out, kith_error *err)
{
    const uint64_t rows = kith_vectors_rows(v);
    kith_dataset *d = NULL;
    *out = NULL;
    KITH_TRY(kith_vector_table_copy(v, &d, err));
    kith_status status = kith_vectors_new(rows, numbers_out(a, part), out, err);
    if (status == KITH_OK)
        status = copy_words(v, *out, err);
    const walk w = {.a = a, .part = part, .take = put_row, .self = *out};
    if (status == KITH_OK)
        status = walk_rows(&w, d, err);
    kith_dataset_free(d);
    if (status != KITH_OK) {
        kith_vectors_free(*out);
        *out = NULL;
    }
    return status;
}

/* --- how well rows come back --- */

typedef struct scoring {
    size_t n;
    uint64_t rows;
    double squared;
} scoring;

static kith_status add_error(void *self, const kith_real *x, const kith_real *y, size_t row,
                             kith_error *err)
{
    scoring *s = self;
    (void)row;
    (void)err;
    for (size_t i = 0; i < s->n; i++)
        s->squared += ((double)x[i] - (double)y[i]) * ((double)x[i] - (double)y[i]);
    s->rows++;
    return KITH_OK;
}

kith_status kith_autoencoder_score(kith_autoencoder *a, const char *path,
                                   const kith_table_options *how, double *mse, uint64_t *rows,
                                   kith_error *err)
{
    scoring s = {.n = kith_autoencoder_inputs(a)};
    const walk w = {.a = a, .part = KITH_CODE_RECONSTRUCT, .take = add_error, .self = &s};
    KITH_TRY(walk_file(&w, path, how, err));
    *rows = s.rows;
    *mse = s.rows > 0 ? s.squared / ((double)s.rows * (double)s.n) : 0;
    return KITH_OK;
}
