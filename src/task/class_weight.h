/* How much the rows of each class count in training, as --class-weight says. */
#ifndef KITH_TASK_CLASS_WEIGHT_H
#define KITH_TASK_CLASS_WEIGHT_H

#include "text/words.h"

/*
 * "none": 1; "balanced": n / (classes n_c), as scikit-learn, so that all classes weigh the same;
 * "NAME=W,NAME=W": those, and 1 for the others. rows [names->size] of each class, weight likewise.
 * KITH_ERR_USAGE says what a text that is none of these should be, or which class there is not.
 */
kith_status kith_class_weights(const char *text, const kith_words *names, const uint64_t *rows,
                               double *weight, kith_error *err);

#endif
