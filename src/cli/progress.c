/* Progress lines and the two signals; see progress.h. */
#include "progress.h"

#include "print.h"

#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double terminal_seconds = 0.1, plain_seconds = 10;

static volatile sig_atomic_t caught;

static void catch_signal(int number)
{
    caught = number;
}

/*
 * SA_RESETHAND makes the second signal the default one. Signals that were ignored at the start (a
 * job that a script put in the background) are caught too: whoever sends one means it.
 */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = catch_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int progress_signal(void)
{
    return caught;
}

double progress_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void append(char line[PROGRESS_COLUMNS], const char *format, ...) KITH_PRINTF(2, 3);
static void append(char line[PROGRESS_COLUMNS], const char *format, ...)
{
    const size_t used = strlen(line);
    va_list list;
    va_start(list, format);
    vsnprintf(line + used, PROGRESS_COLUMNS - used, format, list);
    va_end(list);
}

static void append_rate(char line[PROGRESS_COLUMNS], const kith_progress *p)
{
    char rate[PRINT_COUNT_CHARS];
    if (p->rate > 0)
        append(line, "  %s %s/s", print_short(p->rate, rate), p->unit);
}

static void append_loss(char line[PROGRESS_COLUMNS], const kith_progress *p)
{
    if (isfinite(p->loss))
        append(line, "  loss %.4f", p->loss);
    if (isfinite(p->valid_loss))
        append(line, "  valid %.4f", p->valid_loss);
}

void progress_line(const kith_progress *p, char line[PROGRESS_COLUMNS])
{
    char text[PRINT_COUNT_CHARS];
    line[0] = '\0';
    append(line, "%-6s", p->phase);
    if (p->total > 0)
        append(line, " %5.1f%%", 100 * fmin(p->done / p->total, 1));
    else
        append(line, " %s %s", print_short(p->done, text), p->unit);
    append_rate(line, p);
    if (p->lr > 0)
        append(line, "  lr %.4g", p->lr);
    append_loss(line, p);
    if (p->total > 0 && p->rate > 0)
        append(line, "  ETA %s", print_time(fmax(p->total - p->done, 0) / p->rate, text));
}

void progress_end_line(const kith_progress *p, char line[PROGRESS_COLUMNS])
{
    char text[PRINT_COUNT_CHARS];
    line[0] = '\0';
    append(line, "%-6s %s %s", p->phase, print_short(p->done, text), p->unit);
    append(line, " in %s", print_time(p->seconds, text));
    append_rate(line, p);
    append_loss(line, p);
}

/* Over the line on the terminal: what is left of a longer one is blanked. */
static void rewrite(progress *p, const char *line)
{
    const size_t columns = strlen(line);
    const size_t rest = p->columns > columns ? p->columns - columns : 0;
    fprintf(stderr, "\r%s%*s", line, (int)rest, "");
    fflush(stderr);
    p->columns = columns;
}

static void show(progress *p)
{
    char line[PROGRESS_COLUMNS];
    progress_line(&p->last, line);
    if (p->terminal)
        rewrite(p, line);
    else
        fprintf(stderr, "%s\n", line);
    p->printed = progress_now();
}

/* The last report of a phase that was done may be from before its end. */
static void end_phase(progress *p, bool done)
{
    if (p->phase[0] == '\0' || p->quiet)
        return;
    char line[PROGRESS_COLUMNS];
    if (done && p->last.total > 0)
        p->last.done = p->last.total;
    progress_end_line(&p->last, line);
    if (p->terminal)
        rewrite(p, line);
    else
        fputs(line, stderr);
    putc('\n', stderr);
    p->columns = 0;
}

/* Advice stands on a line of its own, above the one that is rewritten. */
static void show_note(progress *p, const char *note)
{
    if (p->quiet)
        return;
    if (p->terminal && p->columns > 0)
        rewrite(p, "");
    if (p->terminal)
        putc('\r', stderr);
    p->columns = 0;
    print_message("%s", note);
}

static bool report(void *self, const kith_progress *update)
{
    progress *p = self;
    if (update->note != NULL) {
        show_note(p, update->note);
        return caught == 0;
    }
    if (strncmp(p->phase, update->phase, sizeof p->phase - 1) != 0) {
        end_phase(p, true);
        snprintf(p->phase, sizeof p->phase, "%s", update->phase);
    }
    p->last = *update;
    p->last.phase = p->phase;
    const double pause = p->terminal ? terminal_seconds : plain_seconds;
    if (!p->quiet && progress_now() - p->printed >= pause)
        show(p);
    return caught == 0;
}

kith_watch progress_start(progress *p, bool quiet)
{
    const char *term = getenv("TERM");
    *p = (progress){.quiet = quiet};
    p->terminal = isatty(STDERR_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
    if (!p->terminal)
        p->printed = progress_now(); /* short work prints no line in between */
    catch_signals();
    return (kith_watch){.call = report, .self = p};
}

void progress_finish(progress *p, bool done)
{
    end_phase(p, done);
    p->phase[0] = '\0';
}
