/*
 * Checkpoints: a run as it stands between two rounds, so that it goes on as if it had not stopped.
 *
 * A container (container.h) of the position, the configuration, the corpus's hash, and of every
 * parameter its weights and the optimiser's slots. Random numbers need nothing: they are functions
 * of the position.
 */
#ifndef KITH_FILE_CHECKPOINT_H
#define KITH_FILE_CHECKPOINT_H

#include "nn/param.h"
#include "train/loop.h"

typedef struct kith_checkpoint {
    kith_position *at;
    kith_param *const *param;
    size_t params;      /* at most KITH_CHECKPOINT_PARAMS, with unique names */
    const char *config; /* "name value" lines; a resumed run must have the same */
    uint64_t corpus;    /* hash of the data; likewise */
} kith_checkpoint;

enum { KITH_CHECKPOINT_PARAMS = 8 };

/* Writes the file whole or not at all. */
kith_status kith_checkpoint_save(const kith_checkpoint *c, const char *path, kith_error *err);
/*
 * Fills position and parameters from the file, whose checksums are verified first. KITH_ERR_USAGE
 * where an option differs, naming it; KITH_ERR_DATA where the text or the file is not right.
 */
kith_status kith_checkpoint_load(const kith_checkpoint *c, const char *path, kith_error *err);

#endif
