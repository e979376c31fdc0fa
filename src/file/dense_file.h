/*
 * Nets that learnt from tables, as files: options, the spec with all its sizes, the names of the
 * classes, the scales, and the parameters under their names.
 */
#ifndef KITH_FILE_DENSE_FILE_H
#define KITH_FILE_DENSE_FILE_H

#include "file/net_file.h"
#include "task/dense.h"

/* "net-classifier", "regressor", "autoencoder" */
const char *kith_dense_kind(kith_goal goal);
/* The option tables of a goal; returns how many. */
size_t kith_dense_goal_options(kith_goal goal, kith_option_table tables[4]);

/* What is written; all borrowed until the end. */
kith_status kith_dense_file_new(const kith_dense *m, const char *options, const char *spec,
                                const kith_words *classes, kith_net_file **out, kith_error *err);

typedef struct kith_dense_model {
    kith_dense dense;
    kith_dense *other; /* [others] an ensemble's further nets; answers are the mean over all */
    size_t others;
    char *options;       /* "name value" lines of its training */
    kith_config *config; /* the same */
    kith_words classes;
} kith_dense_model;

/* Reads into an all-zero model, to be cleared also on failure. */
kith_status kith_dense_file_read(const kith_container *file, kith_goal goal, const char *isa,
                                 kith_dense_model *m, kith_error *err);
/* The same, or adds a net to those that *m has; KITH_ERR_DATA where it has other features, classes
 * or outputs than they. */
kith_status kith_dense_model_add(kith_dense_model *m, const kith_container *file, kith_goal goal,
                                 const char *isa, kith_error *err);
/* The same from a path, of one model or of an ensemble; KITH_ERR_DATA where it is a model of
 * something else. */
kith_status kith_dense_model_open(const char *path, kith_goal goal, const char *isa,
                                  kith_dense_model *out, kith_error *err);
/* The same for any goal, told by out->dense.goal. */
kith_status kith_dense_model_open_any(const char *path, const char *isa, kith_dense_model *out,
                                      kith_error *err);
void kith_dense_model_clear(kith_dense_model *m);

/*
 * Calls `take` for each row of a table with its answer [kith_dense_outputs]. `how` overrides how
 * the training's table was read; NULL: as then.
 */
typedef struct kith_dense_watch {
    kith_status (*take)(void *self, const kith_dataset *d, size_t row, const kith_real *answer,
                        kith_error *err);
    void *self;
} kith_dense_watch;
/* The same of rows in memory, and a table as the model takes it; freed with kith_dataset_free. */
kith_status kith_dense_model_answer_rows(kith_dense_model *m, const kith_dataset *d,
                                         const kith_dense_watch *watch, kith_error *err);
kith_status kith_dense_model_read(const kith_dense_model *m, const char *path,
                                  const kith_table_options *how, char *const *class_name,
                                  kith_dataset **out, kith_error *err);
kith_status kith_dense_model_answer(kith_dense_model *m, const char *path,
                                    const kith_table_options *how, char *const *class_name,
                                    const kith_dense_watch *watch, kith_error *err);

/* Numbers handed to a watch as floats. */
typedef struct kith_teller {
    const kith_answer_watch *each;
    float *number; /* [n] */
    size_t n;
} kith_teller;
kith_status kith_teller_init(kith_teller *t, const kith_answer_watch *each, size_t n,
                             kith_error *err);
kith_status kith_teller_tell(kith_teller *t, const kith_real *y, kith_error *err);
void kith_teller_clear(kith_teller *t);

/* Tells the answers as floats. */
kith_status kith_dense_model_tell(kith_dense_model *m, const char *path,
                                  const kith_table_options *how, const kith_answer_watch *each,
                                  kith_error *err);

#endif
