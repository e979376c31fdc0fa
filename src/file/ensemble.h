/*
 * Several models that answer as one, by the mean of their answers: a container of kind "ensemble"
 * whose parts are whole model files. So members may differ in all but what they answer, each keeps
 * its own options, scales and checksums, and nothing inside a member is written in a second way.
 */
#ifndef KITH_FILE_ENSEMBLE_H
#define KITH_FILE_ENSEMBLE_H

#include "file/container.h"

#define KITH_KIND_ENSEMBLE "ensemble"

typedef struct kith_member_watch {
    kith_status (*read)(void *self, const kith_container *model, const char *kind, kith_error *err);
    void *self;
} kith_member_watch;

/* Hands out each member of an ensemble, or a file of another kind as it is. */
kith_status kith_ensemble_each(const kith_container *file, const char *kind,
                               const kith_member_watch *each, kith_error *err);

#endif
