/*
 * One pass over the text: files -> chunks -> tokens -> counts, and ids for whoever wants them.
 *
 * With a vocabulary given, its words have their final ids from the start and all others are left
 * out; otherwise each new word gets the next provisional id of the tally.
 */
#ifndef KITH_TEXT_SCAN_H
#define KITH_TEXT_SCAN_H

#include "text/spool.h"
#include "text/tally.h"
#include "text/token.h"
#include "text/vocab.h"

enum { KITH_SCAN_BATCH = 32 };

/* A token found but not counted yet, so that its slot can be fetched meanwhile. */
typedef struct kith_scan_token {
    const char *word; /* NULL: the end of a sentence */
    uint32_t bytes, hash;
} kith_scan_token;

typedef struct kith_scan {
    kith_tokenizer tokenizer;
    kith_tally tally;
    kith_scan_token waiting[KITH_SCAN_BATCH];
    bool closed;       /* the words are given: no new ones */
    kith_spool *spool; /* borrowed; NULL: count only */
    kith_text_stats stats;
    const kith_watch *watch; /* borrowed; may be NULL */
    double began, told;      /* clock: start, last call of the watch */
    double done, total;      /* bytes of finished files and of all (0: unknown), for the watch */
} kith_scan;

/* `config` holds kith_reading_options; `given` (may be NULL) is the vocabulary to use. */
kith_status kith_scan_init(kith_scan *s, const kith_config *config, const kith_vocab *given,
                           kith_spool *spool, const kith_watch *watch, kith_error *err);
void kith_scan_clear(kith_scan *s);
/* All files that the paths name, in order; stats are complete afterwards but for tokens_kept. */
kith_status kith_scan_paths(kith_scan *s, const char *const *paths, size_t count, kith_error *err);
/* One file: the whole of an open stream. */
kith_status kith_scan_stream(kith_scan *s, kith_stream *stream, kith_error *err);

#endif
