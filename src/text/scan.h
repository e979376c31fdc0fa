/*
 * One pass over the text: files -> pieces -> counts, and ids for whoever wants them.
 *
 * Pieces are cut and joined in the text's order, one at a time, and counted side by side in between
 * (base/relay): the result is the same at any number of threads. With a vocabulary given, its words
 * have their final ids from the start and all others are left out; otherwise each new word gets the
 * next provisional id of the tally. The spool has ids of the workers' own (text/renumber.h).
 */
#ifndef KITH_TEXT_SCAN_H
#define KITH_TEXT_SCAN_H

#include "text/piece.h"
#include "text/spool.h"
#include "text/vocab.h"

enum { KITH_SCAN_MOST_WORKERS = 16, KITH_SCAN_WHOLE = KITH_SCAN_MOST_WORKERS };

/* A piece in the spool: whose ids it has, a worker's or those of the whole text. */
typedef struct kith_scan_range {
    uint64_t end; /* ids of the spool before its end */
    unsigned worker;
} kith_scan_range;

typedef struct kith_scan {
    kith_tally tally;
    bool closed;       /* the words are given: no new ones */
    bool lasting;      /* the workers' tables stay from piece to piece: there is memory for it */
    kith_spool *spool; /* borrowed; NULL: count only */
    kith_text_stats stats;
    const kith_watch *watch; /* borrowed; may be NULL */
    double began, told;      /* clock: start, last call of the watch */
    double done, total;      /* bytes of finished files and of all (0: unknown), for the watch */
    kith_paths files;
    size_t next;         /* of them, to be opened */
    kith_stream *stream; /* the open one, NULL between two */
    bool opened;         /* and nothing taken of it yet */
    kith_cutter cutter;
    bool in_sentence;       /* of the text joined so far: a word since the last end */
    kith_scan_range *range; /* [ranges] in the text's order */
    uint64_t ranges, range_room;
    uint32_t *map[KITH_SCAN_MOST_WORKERS]; /* [mapped] ids of the whole for those of a worker */
    uint64_t mapped[KITH_SCAN_MOST_WORKERS];
    unsigned workers;
    struct kith_relay *relay; /* while it runs */
    kith_piece piece[KITH_SCAN_MOST_WORKERS];
} kith_scan;

/*
 * `config` holds kith_reading_options, and may hold `threads` (0 or none: one a processor); `given`
 * (may be NULL) is the vocabulary to use.
 */
kith_status kith_scan_init(kith_scan *s, const kith_config *config, const kith_vocab *given,
                           kith_spool *spool, const kith_watch *watch, kith_error *err);
void kith_scan_clear(kith_scan *s);
/* All files that the paths name, in order; stats are complete afterwards but for tokens_kept. */
kith_status kith_scan_paths(kith_scan *s, const char *const *paths, size_t count, kith_error *err);

#endif
