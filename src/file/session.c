/*
 * A training run from text to file: what kith_train does around the loop, so that no work is lost.
 *
 * Every output is tried before the text is read, and the model's disk space is taken before the
 * training. At the end of a round the run can be saved as a checkpoint: now and then, when it is
 * cancelled, and when the model itself cannot be written after all.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "embed/embed.h"
#include "file/checkpoint.h"
#include "file/run_log.h"
#include "file/save.h"

typedef struct session {
    const kith_config *config;
    const char *output;
    kith_save_options save_options;
    kith_embed_config embed_config;
    kith_vectors *start;  /* of --init; NULL without it, and once it was used */
    kith_config *adopted; /* what it changes in the configuration; NULL without it */
    uint64_t start_hash;
    kith_corpus *corpus;
    kith_embed *embed;
    kith_vectors *vectors;
    kith_save *save;
    kith_param *param[KITH_EMBED_PARAMS];
    kith_position at;
    kith_checkpoint state;
    char *config_text, *checkpoint_path;
    double checkpoint_every, started, saved;
    uint64_t epochs_logged;
    kith_run_log log;
} session;

/* Can this path be written? Says so before hours of work; "" and "-" always can. */
static kith_status try_output(const char *path, kith_error *err)
{
    kith_writer *w = NULL;
    if (*path == '\0' || strcmp(path, "-") == 0)
        return KITH_OK;
    KITH_TRY(kith_writer_open(path, &w, err));
    kith_writer_discard(&w);
    return KITH_OK;
}

static kith_status try_outputs(const session *s, kith_error *err)
{
    KITH_TRY(kith_save_check(s->output, &s->save_options, err));
    KITH_TRY(try_output(s->checkpoint_path, err));
    KITH_TRY(try_output(kith_config_text(s->config, "save-vocab"), err));
    KITH_TRY(try_output(s->log.path, err));
    return try_output(s->log.plot, err);
}

static kith_status name_checkpoint(session *s, kith_error *err)
{
    const char *given = kith_config_text(s->config, "checkpoint");
    const char *base = *given != '\0' ? given : s->output, *end = *given != '\0' ? "" : ".ckpt";
    const size_t bytes = strlen(base) + strlen(end) + 1;
    s->checkpoint_path = kith_mem_grow(NULL, bytes, 1);
    if (s->checkpoint_path == NULL)
        return kith_fail_memory(err, "a path", bytes);
    snprintf(s->checkpoint_path, bytes, "%s%s", base, end);
    return KITH_OK;
}

/* A model of ours is mapped and believed; what a long run starts from is read and checked. */
static kith_status check_sums(const char *path, const kith_vectors *v, kith_error *err)
{
    kith_section *section = NULL;
    size_t count = 0;
    if (strcmp(kith_vectors_format(v), "kith") != 0 || strcmp(path, "-") == 0)
        return KITH_OK;
    const kith_status status = kith_file_sections(path, true, &section, &count, err);
    free(section);
    return status;
}

/* The model to go on from, and the configuration that goes on as it is. */
static kith_status open_start(session *s, kith_error *err)
{
    const char *path = kith_config_text(s->config, "init");
    if (*path == '\0')
        return KITH_OK;
    const kith_open whole = {.outputs = true};
    KITH_TRY(kith_vectors_open(path, &whole, &s->start, err));
    KITH_TRY(check_sums(path, s->start, err));
    KITH_TRY(kith_embed_adopt(s->config, s->start, &s->adopted, err));
    s->config = s->adopted;
    const kith_words *w = &s->start->words;
    const kith_matrix *m = &s->start->input;
    s->start_hash = w->size > 0 ? kith_hash(w->bytes, w->offset[w->size], 0) : 0;
    s->start_hash = kith_hash(m->at, m->rows * m->stride * sizeof *m->at, s->start_hash);
    return KITH_OK;
}

static kith_status configure(session *s, kith_error *err)
{
    KITH_TRY(kith_embed_configure(s->config, &s->embed_config, err));
    if (s->start != NULL)
        KITH_TRY(kith_embed_check_start(&s->embed_config, s->start, err));
    KITH_TRY(kith_embed_config_text(s->config, &s->config_text, err));
    KITH_TRY(name_checkpoint(s, err));
    if (*kith_config_text(s->config, "format") != '\0')
        s->save_options.format = kith_config_text(s->config, "format");
    s->checkpoint_every = kith_config_real(s->config, "checkpoint-every");
    s->log.path = kith_config_text(s->config, "log");
    s->log.plot = kith_config_text(s->config, "plot");
    return try_outputs(s, err);
}

/* Which words stay may hang on a list that has changed. */
static uint64_t frozen_hash(const kith_embed *e)
{
    return e->config.freeze_words != NULL ? kith_hash(e->frozen, e->words, 0) : 0;
}

/* Of all that a run goes on from but its weights: computed where a checkpoint is made or read, as
 * it takes a pass over the text. */
static uint64_t text_hash(const session *s)
{
    return kith_corpus_hash(s->corpus) ^ s->start_hash ^ frozen_hash(s->embed);
}

static kith_status save_checkpoint(session *s, kith_error *err)
{
    s->state.corpus = text_hash(s);
    KITH_TRY(kith_checkpoint_save(&s->state, s->checkpoint_path, err));
    s->saved = kith_clock();
    return KITH_OK;
}

static kith_status resume(session *s, kith_error *err)
{
    const char *path = kith_config_text(s->config, "resume");
    s->state = (kith_checkpoint){.at = &s->at,
                                 .param = s->param,
                                 .params = kith_embed_params(s->embed, s->param),
                                 .config = s->config_text};
    if (*path == '\0')
        return KITH_OK;
    s->state.corpus = text_hash(s);
    KITH_TRY(kith_checkpoint_load(&s->state, path, err));
    s->epochs_logged = s->at.epoch;
    return KITH_OK;
}

static kith_status read_text(session *s, const char *const *paths, size_t count,
                             const kith_watch *watch, kith_error *err)
{
    const char *words = kith_config_text(s->config, "init-vocab");
    const bool all = s->start == NULL || strcmp(words, "new") == 0 ||
                     *kith_config_text(s->config, "vocab") != '\0';
    const kith_known known = {.words = s->start != NULL ? &s->start->words : NULL,
                              .closed = strcmp(words, "old") == 0};
    return kith_corpus_read_known(s->config, all ? NULL : &known, paths, count, watch, &s->corpus,
                                  err);
}

static kith_status make_model(session *s, kith_error *err)
{
    KITH_TRY(kith_embed_new(&s->embed_config, s->corpus, &s->embed, err));
    if (s->start != NULL)
        KITH_TRY(kith_embed_start(s->embed, s->start, err));
    kith_vectors_free(s->start);
    s->start = NULL;
    return KITH_OK;
}

/* From text to a model that is ready to learn and a place to put it. */
static kith_status prepare(session *s, const char *const *paths, size_t count,
                           const kith_watch *watch, kith_error *err)
{
    const char *vocab = kith_config_text(s->config, "save-vocab");
    KITH_TRY(open_start(s, err));
    KITH_TRY(configure(s, err));
    KITH_TRY(read_text(s, paths, count, watch, err));
    if (*vocab != '\0')
        KITH_TRY(kith_vocab_save(s->corpus->vocab, vocab, err));
    KITH_TRY(make_model(s, err));
    KITH_TRY(kith_embed_vectors(s->embed, s->config_text, &s->vectors, err));
    KITH_TRY(kith_save_begin(s->vectors, s->output, &s->save_options, &s->save, err));
    return resume(s, err);
}

/* After a round, with all workers at rest. */
static kith_status rounded(void *self, const kith_position *at, bool cancelled, kith_error *err)
{
    session *s = self;
    const double now = kith_clock(), done = (double)at->epoch / (double)s->embed_config.epochs;
    if (at->epoch > s->epochs_logged) {
        s->epochs_logged = at->epoch;
        KITH_TRY(kith_run_log_epoch(&s->log, at->epoch, at, "words",
                                    kith_pace_at(&s->embed_config.pace, done) *
                                        kith_plateau_left(&at->plateau, &s->embed_config.pace),
                                    now - s->started, err));
    }
    if (cancelled || (s->checkpoint_every > 0 && now - s->saved >= s->checkpoint_every))
        return save_checkpoint(s, err);
    return KITH_OK;
}

static kith_status learn(session *s, const kith_watch *watch, kith_error *err)
{
    const kith_embed_config *c = &s->embed_config;
    const kith_source source = kith_embed_source(s->corpus);
    const kith_trainee trainee = kith_embed_trainee(s->embed);
    kith_loop loop = {
        .epochs = c->epochs, .seed = c->seed, .hold_out = c->hold_out, .pace = c->pace};
    loop.watch = watch;
    loop.watch_seconds = 0.1;
    loop.rounded = rounded;
    loop.self = s;
    KITH_TRY(kith_team_new(c->threads, &loop.team, err));
    s->started = s->saved = kith_clock();
    const kith_status status = kith_loop_run(&loop, &source, &trainee, &s->at, err);
    kith_team_free(loop.team);
    if (status != KITH_OK)
        kith_run_log_flush(&s->log, NULL);
    return status;
}

/* The model; and where it cannot be written, a checkpoint, so that the work is not lost. */
static kith_status finish(session *s, kith_error *err)
{
    kith_error second;
    kith_embed_finish(s->embed);
    kith_embed_compose(s->embed, s->vectors);
    const kith_status status = kith_save_finish(&s->save, err);
    if (status != KITH_OK)
        kith_embed_unfinish(s->embed);
    if (status == KITH_OK || save_checkpoint(s, &second) != KITH_OK || err == NULL)
        return status;
    const size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used, "; the work is kept in %s",
             s->checkpoint_path);
    return status;
}

static void report_reading(const session *s, double seconds, kith_train_report *report)
{
    report->text = s->corpus->stats;
    report->words = kith_vocab_size(s->corpus->vocab);
    report->dim = s->embed_config.dim;
    report->started = s->embed->started;
    report->frozen = s->embed->frozen_words;
    report->freeze_unknown = s->embed->freeze_unknown;
    report->memory = kith_embed_bytes(s->embed);
    report->seconds_reading = seconds;
}

static void report_training(const session *s, uint64_t done, double seconds,
                            kith_train_report *report)
{
    report->seconds_training = seconds;
    report->rate = seconds > 0 ? (double)done / seconds : 0;
    report->loss = kith_loss_mean(&s->at.last);
    report->valid_loss = kith_loss_mean(&s->at.valid);
}

static kith_status run(session *s, const char *const *paths, size_t count, const kith_watch *watch,
                       kith_train_report *report, kith_error *err)
{
    const double began = kith_clock();
    KITH_TRY(prepare(s, paths, count, watch, err));
    const double read = kith_clock();
    const uint64_t before = s->at.done;
    report_reading(s, read - began, report);
    const kith_status status = learn(s, watch, err);
    const double learnt = kith_clock();
    report_training(s, s->at.done - before, learnt - read, report);
    if (status == KITH_CANCELLED)
        snprintf(report->checkpoint, sizeof report->checkpoint, "%s", s->checkpoint_path);
    KITH_TRY(status);
    KITH_TRY(kith_embed_check(s->embed, err));
    KITH_TRY(finish(s, err));
    KITH_TRY(kith_run_log_finish(&s->log, err));
    report->seconds_saving = kith_clock() - learnt;
    return KITH_OK;
}

kith_status kith_train(const kith_config *config, const char *const *paths, size_t count,
                       const char *output, const kith_watch *watch, kith_train_report *report,
                       kith_error *err)
{
    session s = {.config = config, .output = output};
    kith_train_report unused;
    if (report == NULL)
        report = &unused;
    *report = (kith_train_report){.loss = NAN, .valid_loss = NAN};
    const kith_status status = run(&s, paths, count, watch, report, err);
    kith_save_discard(&s.save);
    kith_vectors_free(s.vectors);
    kith_vectors_free(s.start);
    kith_config_free(s.adopted);
    kith_embed_free(s.embed);
    kith_corpus_free(s.corpus);
    kith_run_log_clear(&s.log);
    free(s.config_text);
    free(s.checkpoint_path);
    return status;
}
