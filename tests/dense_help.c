#include "dense_help.h"

kith_dense_config dense_config(kith_goal goal, const char *net, const char *optim, double lr)
{
    kith_error err;
    kith_dense_config c = {.goal = goal,
                           .net = net,
                           .loss = "",
                           .init = "",
                           .scaling = KITH_SCALE_ZSCORE,
                           .batch = 8,
                           .epochs = 200,
                           .seed = 3,
                           .threads = 1};
    check_ok(kith_optim_parse(optim, strlen(optim), &c.optim, &err));
    check_ok(kith_schedule_parse("linear", 6, &c.pace, &err));
    check_ok(kith_kern_choose(NULL, &c.kern, &err));
    c.pace.lr = lr;
    return c;
}

kith_dense dense_made(const kith_dense_config *c, const kith_dataset *d)
{
    kith_error err;
    kith_dense m;
    const size_t outputs = c->goal == KITH_GOAL_CLASSIFY  ? d->classes
                           : c->goal == KITH_GOAL_REGRESS ? d->targets
                                                          : d->features;
    check_ok(kith_dense_init(&m, c, d->features, outputs, &err));
    return m;
}

static void *block(size_t count, size_t size)
{
    void *p = calloc(count, size);
    assert_non_null(p);
    return p;
}

kith_dataset *dense_rings(size_t rows, size_t classes)
{
    kith_dataset *d = block(1, sizeof *d);
    d->rows = rows;
    d->features = 2;
    d->classes = classes;
    d->x = block(2 * rows, sizeof *d->x);
    d->label = block(rows, sizeof *d->label);
    d->class_name = block(classes, sizeof *d->class_name);
    for (size_t c = 0; c < classes; c++) {
        d->class_name[c] = block(2, 1);
        d->class_name[c][0] = (char)('a' + c);
    }
    for (size_t r = 0; r < rows; r++) {
        const double ring = (double)(r % classes) + 1, angle = 2.39996 * (double)r;
        d->label[r] = (uint32_t)(r % classes);
        d->x[2 * r] = (kith_real)(ring * cos(angle));
        d->x[2 * r + 1] = (kith_real)(ring * sin(angle));
    }
    return d;
}

typedef struct watching {
    kith_dense_run run;
    uint64_t epoch, right_at;
} watching;

static kith_status rounded(void *self, const kith_position *at, bool cancelled, kith_error *err)
{
    watching *w = self;
    kith_dense_score s;
    (void)cancelled;
    if (at->epoch == w->epoch || w->right_at > 0)
        return KITH_OK;
    w->epoch = at->epoch;
    KITH_TRY(kith_dense_run_trained(&w->run, NULL, &s, err));
    if (s.right == s.rows)
        w->right_at = at->epoch;
    return KITH_OK;
}

double dense_train(kith_dense *m, const kith_dataset *d, const kith_dense_config *c,
                   uint64_t *right_at)
{
    kith_error err;
    watching w = {0};
    kith_position at = {0};
    check_ok(kith_dense_run_init(&w.run, m, d, c, &err));
    kith_loop loop = {.epochs = w.run.epochs,
                      .seed = c->seed,
                      .pace = c->pace,
                      .rounded = right_at != NULL ? rounded : NULL,
                      .self = &w};
    check_ok(kith_team_new(c->threads, &loop.team, &err));
    const kith_source source = kith_table_source(&w.run.table);
    const kith_trainee trainee = kith_supervised_trainee(&w.run.supervised);
    check_ok(kith_loop_run(&loop, &source, &trainee, &at, &err));
    kith_team_free(loop.team);
    kith_dense_run_clear(&w.run);
    if (right_at != NULL)
        *right_at = w.right_at;
    return kith_loss_mean(&at.last);
}
