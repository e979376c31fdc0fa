/*
 * A growing array of u32 that may be larger than memory: on the heap up to a budget, from then on
 * in an unlinked temporary file that is mapped, so that the kernel can write it out and drop it.
 *
 * Either way it is one plain array. The file's space is taken before it is written to, so a full
 * disk is KITH_ERR_IO and never a signal.
 */
#ifndef KITH_TEXT_SPOOL_H
#define KITH_TEXT_SPOOL_H

#include "base/status.h"

/* What an encoded text holds beside the ids of words. */
#define KITH_SENTENCE_END UINT32_MAX
#define KITH_UNKNOWN_WORD (UINT32_MAX - 1) /* only where unknown words are kept */

typedef struct kith_spool {
    uint32_t *ids; /* [length] */
    uint64_t length, room;
    uint64_t budget; /* bytes on the heap */
    int file;        /* -1 while on the heap */
    char *folder;    /* where the file goes, owned */
} kith_spool;

/* --corpus-memory; 0 there stands for half of what this machine has. */
uint64_t kith_spool_budget(const kith_config *config);
kith_status kith_spool_init(kith_spool *s, uint64_t budget, const char *folder, kith_error *err);
void kith_spool_clear(kith_spool *s);
/* Room for so many more; KITH_ERR_CREATE or KITH_ERR_IO where the file cannot be had. */
kith_status kith_spool_reserve(kith_spool *s, uint64_t more, kith_error *err);
/* Forgets all but the first `length` and gives back what they took. */
void kith_spool_shrink(kith_spool *s, uint64_t length);

#endif
