/*
 * What is looked at after each epoch of a net's training: its losses and accuracies, the health of
 * its layers, and whether to go on. They go to the log; advice goes to the watch, once a kind.
 */
#ifndef KITH_FILE_DENSE_EPOCH_H
#define KITH_FILE_DENSE_EPOCH_H

#include "file/run_log.h"
#include "nn/monitor.h"
#include "task/best.h"
#include "task/dense.h"

typedef struct kith_dense_epochs {
    kith_dense_run *run;
    const kith_watch *watch; /* may be NULL */
    kith_best best;
    kith_run_log log;
    double started;
    uint64_t epoch;                     /* the last one looked at */
    double first;                       /* loss of the first weights */
    kith_dense_score trained, held_out; /* of the last epoch's result */
    kith_layer_health *health;          /* [layers] */
    bool *fired;                        /* [units] */
    bool told[KITH_EXPLODING + 1];      /* verdicts */
    bool diverged;
} kith_dense_epochs;

/* run and watch are borrowed, and the paths of `log`, which is taken over. Clear also on failure.
 */
kith_status kith_dense_epochs_init(kith_dense_epochs *e, kith_dense_run *run,
                                   const kith_watch *watch, const kith_run_log *log,
                                   kith_error *err);
/* For kith_loop's `held_out`: measures the epoch's result. */
kith_status kith_dense_epochs_held_out(void *self, kith_loss_sum *valid, kith_error *err);
/*
 * For kith_loop's `rounded`: looks at what was measured. KITH_CANCELLED with best.stopped when
 * early stopping says so, KITH_NOT_FOUND with `diverged` where a loss or a weight is no number any
 * more.
 */
kith_status kith_dense_epochs_look(void *self, const kith_position *at, bool cancelled,
                                   kith_error *err);
/* Measures the net as it is now. */
kith_status kith_dense_epochs_measure(kith_dense_epochs *e, kith_error *err);
void kith_dense_epochs_clear(kith_dense_epochs *e);

/* One line of advice to whoever watches; NULL is fine. */
void kith_watch_note(const kith_watch *watch, const char *note);

#endif
