/*
 * Logs as curves. Of a run alone one looks for the gap between training and what was held out: both
 * are in one panel. Of several runs one compares like with like: a column each, on the same scale,
 * where colour (and dashes, when colours run out) is free to tell the runs apart.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "draw/curves.h"
#include "draw/log.h"
#include "draw/svg.h"

enum { STRIDE = sizeof(kith_log_row) / sizeof(double) };

enum { LOSS, ACCURACY, MEASURES };
enum { TRAINING, HELD_OUT, PARTS };

static const char *const part_name[PARTS] = {"training", "held out"};

/* What is drawn, as it is put together. */
typedef struct plot {
    const kith_log *log;
    const char *const *name;
    size_t logs;
    kith_series *series; /* [MEASURES * PARTS * logs], those that have values */
    size_t used;         /* of them */
    kith_legend *legend; /* [logs + PARTS] */
    size_t entries;
    kith_panel panel[MEASURES * PARTS];
    size_t panels;
} plot;

static const double *column(const kith_log *log, size_t measure, size_t part)
{
    const kith_log_row *r = log->row;
    if (measure == LOSS)
        return part == TRAINING ? &r->loss : &r->valid_loss;
    return part == TRAINING ? &r->accuracy : &r->valid_accuracy;
}

static bool has_values(const kith_log *log, size_t measure, size_t part)
{
    for (size_t i = 0; i < log->rows; i++)
        if (isfinite(column(log, measure, part)[i * STRIDE]))
            return true;
    return false;
}

static bool any_has_values(const plot *p, size_t measure, size_t part)
{
    for (size_t run = 0; run < p->logs; run++)
        if (has_values(&p->log[run], measure, part))
            return true;
    return false;
}

static bool is_alone(const plot *p)
{
    return p->logs == 1;
}

static void add_series(plot *p, size_t run, size_t measure, size_t part)
{
    const kith_log *log = &p->log[run];
    if (!has_values(log, measure, part))
        return;
    p->series[p->used++] = (kith_series){.name = is_alone(p) ? part_name[part] : p->name[run],
                                         .colour = is_alone(p) ? part : run,
                                         .dash = is_alone(p) ? part : run / KITH_SVG_COLOURS,
                                         .x = &log->row->epoch,
                                         .y = column(log, measure, part),
                                         .points = log->rows,
                                         .stride = STRIDE};
}

/* The parts first..last of a measure as one panel. */
static void add_panel(plot *p, size_t measure, size_t first, size_t last)
{
    static const char *const names[MEASURES][PARTS] = {
        {"Loss in training", "Loss held out"}, {"Accuracy in training", "Accuracy held out"}};
    static const char *const both[MEASURES] = {"Loss", "Accuracy"};
    const size_t before = p->used;
    for (size_t run = 0; run < p->logs; run++)
        for (size_t part = first; part <= last; part++)
            add_series(p, run, measure, part);
    p->panel[p->panels++] = (kith_panel){first == last ? names[measure][first] : both[measure],
                                         p->series + before, p->used - before};
}

/* The loss has its place even where it is empty, the accuracy only where a run has one. */
static void add_panels(plot *p, bool split)
{
    for (size_t measure = 0; measure < MEASURES; measure++) {
        if (measure != LOSS && !any_has_values(p, measure, TRAINING) &&
            !any_has_values(p, measure, HELD_OUT))
            continue;
        if (!split) {
            add_panel(p, measure, TRAINING, HELD_OUT);
            continue;
        }
        add_panel(p, measure, TRAINING, TRAINING);
        add_panel(p, measure, HELD_OUT, HELD_OUT);
    }
}

static void add_legend(plot *p, bool held_out)
{
    if (!is_alone(p)) {
        for (size_t run = 0; run < p->logs; run++)
            p->legend[p->entries++] = (kith_legend){p->name[run], run, run / KITH_SVG_COLOURS};
        return;
    }
    for (size_t part = 0; part <= (held_out ? HELD_OUT : TRAINING); part++)
        p->legend[p->entries++] = (kith_legend){part_name[part], part, part};
}

static kith_status draw(plot *p, const char *output, kith_error *err)
{
    const bool held_out =
        any_has_values(p, LOSS, HELD_OUT) || any_has_values(p, ACCURACY, HELD_OUT);
    const bool split = held_out && !is_alone(p);
    add_panels(p, split);
    add_legend(p, held_out);
    const kith_curves curves = {.title =
                                    p->panels > 1 ? "Loss and accuracy by epoch" : "Loss by epoch",
                                .x_name = "epoch",
                                .whole_x = true,
                                .panel = p->panel,
                                .panels = p->panels,
                                .columns = split ? 2 : 1,
                                .legend = p->legend,
                                .entries = p->entries};
    return kith_curves_draw(&curves, output, err);
}

kith_status kith_log_draw(const kith_log *logs, const char *const *names, size_t n,
                          const char *output, kith_error *err)
{
    plot p = {.log = logs, .name = names, .logs = n};
    kith_status status;
    p.series = kith_mem_grow(NULL, (size_t)MEASURES * PARTS * n, sizeof *p.series);
    p.legend = kith_mem_grow(NULL, n + PARTS, sizeof *p.legend);
    if (p.series == NULL || p.legend == NULL)
        status = kith_fail_memory(err, "a plot", (size_t)MEASURES * PARTS * n * sizeof *p.series);
    else
        status = draw(&p, output, err);
    free(p.series);
    free(p.legend);
    return status;
}

/* "runs/adam.ndjson.gz" is called "adam"; where two files are called the same, all keep their
 * paths.
 */
static char *short_name(const char *path)
{
    static const char *const endings[] = {".gz", ".ndjson", ".jsonl", ".json", ".log"};
    const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
    size_t bytes = strlen(base);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t ending = strlen(endings[i]);
        if (bytes > ending && memcmp(base + bytes - ending, endings[i], ending) == 0)
            bytes -= ending;
    }
    return kith_mem_copy(base, bytes);
}

static bool has_twins(char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(names[i], names[k]) == 0)
                return true;
    return false;
}

static kith_status read_logs(const char *const *paths, size_t n, kith_log *logs, char **names,
                             kith_error *err)
{
    for (size_t i = 0; i < n; i++) {
        names[i] = short_name(paths[i]);
        if (names[i] == NULL)
            return kith_fail_memory(err, "a name", strlen(paths[i]));
        KITH_TRY(kith_log_read(&logs[i], paths[i], err));
    }
    return KITH_OK;
}

kith_status kith_plot_logs(const char *const *paths, size_t n, const char *output, kith_error *err)
{
    if (n == 0)
        return kith_fail(err, KITH_ERR_USAGE, "no log to plot");
    kith_log *logs = kith_mem_new(n, sizeof *logs);
    char **names = kith_mem_new(n, sizeof *names);
    kith_status status = KITH_OK;
    if (logs == NULL || names == NULL)
        status = kith_fail_memory(err, "the logs", n * sizeof *logs);
    if (status == KITH_OK)
        status = read_logs(paths, n, logs, names, err);
    if (status == KITH_OK)
        status = kith_log_draw(logs, has_twins(names, n) ? paths : (const char *const *)names, n,
                               output, err);
    for (size_t i = 0; i < n && logs != NULL && names != NULL; i++) {
        kith_log_clear(&logs[i]);
        free(names[i]);
    }
    kith_mem_free(logs);
    kith_mem_free(names);
    return status;
}
