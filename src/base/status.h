/*
 * How failure travels: a status up the calls, one line of text beside it (kith.h has both).
 */
#ifndef KITH_BASE_STATUS_H
#define KITH_BASE_STATUS_H

#include "kith.h"

/* Returns from the calling function when `call` fails; the only macro that jumps. */
#define KITH_TRY(call)                                                                             \
    do {                                                                                           \
        const kith_status try_status_ = (call);                                                    \
        if (try_status_ != KITH_OK)                                                                \
            return try_status_;                                                                    \
    } while (0)

/* KITH_ERR_MEMORY with what was asked for. */
kith_status kith_fail_memory(kith_error *err, const char *what, uint64_t bytes);

/* A failed system call on `path`: `what`, the path and errno's text (errno is read here). */
kith_status kith_fail_errno(kith_error *err, kith_status status, const char *what,
                            const char *path);

#endif
