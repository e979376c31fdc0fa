/*
 * Progress of long work, on standard error, and its cancelling by SIGINT or SIGTERM.
 *
 * On a terminal one line is rewritten at most ten times a second; elsewhere (and with TERM=dumb) a
 * plain line comes every ten seconds and at the end of each phase. Neither colours nor escape
 * sequences are used, whatever NO_COLOR says: a carriage return and spaces are enough.
 */
#ifndef KITH_CLI_PROGRESS_H
#define KITH_CLI_PROGRESS_H

#include "kith.h"

enum { PROGRESS_COLUMNS = 80 };

typedef struct progress {
    bool quiet, terminal;
    kith_progress last; /* as last reported; its phase is `phase` */
    char phase[32];     /* "" before the first report */
    double printed;     /* when the last line was printed, monotonic seconds */
    size_t columns;     /* of the line on the terminal */
} progress;

/*
 * Starts to watch and to catch the two signals. The first one makes the watch return false; the
 * same one again ends the program at once. `p` is borrowed by the watch.
 */
kith_watch progress_start(progress *p, bool quiet);
/* Prints the end of the last phase; `done`: it came to its end. */
void progress_finish(progress *p, bool done);
/* Seconds since an arbitrary start; they never jump. */
double progress_now(void);
/* The signal that came, 0 for none. */
int progress_signal(void);

/* One report as a line shorter than PROGRESS_COLUMNS, without newline. */
void progress_line(const kith_progress *p, char line[PROGRESS_COLUMNS]);
/* The same for a phase that is over. */
void progress_end_line(const kith_progress *p, char line[PROGRESS_COLUMNS]);

#endif
