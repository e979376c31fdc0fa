/* Where a net's training starts: from a model that has learnt already, as --init-with says. */
#ifndef KITH_FILE_DENSE_START_H
#define KITH_FILE_DENSE_START_H

#include "file/dense_file.h"

typedef struct kith_dense_start {
    const char *path;       /* "": no model */
    kith_dense_model model; /* it */
    char *spec;             /* of its net */
} kith_dense_start;

/* Opens the model that `config` names, and takes its net where `config` has none. */
kith_status kith_dense_start_open(kith_dense_start *s, kith_dense_config *config, kith_error *err);
/*
 * Gives the net the layers that fit and freezes those it is asked to. KITH_ERR_USAGE where none
 * fits. Writes one line on what was taken, "" where there is no model.
 */
kith_status kith_dense_start_take(const kith_dense_start *s, const kith_words *classes,
                                  const kith_dense_config *config, kith_dense *to, char *line,
                                  size_t room, kith_error *err);
void kith_dense_start_clear(kith_dense_start *s);

#endif
