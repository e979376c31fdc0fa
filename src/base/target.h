/*
 * Where a written file ends up: under a temporary name beside its target until it is published, or
 * in place where the target is no regular file (a pipe, /dev/null, standard output).
 */
#ifndef KITH_BASE_TARGET_H
#define KITH_BASE_TARGET_H

#include "kith.h"

typedef struct kith_target {
    char *name;      /* for messages */
    char *path;      /* links followed; NULL: standard output */
    char *temporary; /* NULL: in place */
    int fd;
} kith_target;

/* KITH_ERR_CREATE where it cannot be made or is a folder. */
kith_status kith_target_open(kith_target *t, const char *path, kith_error *err);
/* Closes, renames and syncs the folder; the file is synced. `t` is closed in any case. */
kith_status kith_target_publish(kith_target *t, kith_error *err);
/* Removes what was written under the temporary name. */
void kith_target_abandon(kith_target *t);

#endif
