/*
 * A net by numbers in text: weights given by hand, rows of inputs, and the net's answers. What the
 * notes work out on paper can be run as it stands there.
 */
#include <string.h>

#include "base/mem.h"
#include "nn/net.h"

/* The next number of a line, at *at; separators are white space and commas. */
static bool next_field(const char *line, size_t bytes, size_t *at, const char **field, size_t *size)
{
    static const char between[] = " \t,";
    while (*at < bytes && memchr(between, line[*at], sizeof between - 1) != NULL)
        ++*at;
    *field = line + *at;
    while (*at < bytes && memchr(between, line[*at], sizeof between - 1) == NULL)
        ++*at;
    *size = (size_t)(line + *at - *field);
    return *size > 0;
}

/* A line of exactly n numbers; `what` says whose they are. */
static kith_status read_row(const kith_lines *l, const char *line, size_t bytes, kith_real *row,
                            size_t n, const char *what, kith_error *err)
{
    const char *field;
    size_t at = 0, size, got = 0;
    while (next_field(line, bytes, &at, &field, &size)) {
        double value = 0;
        if (!kith_parse_real(field, size, &value))
            return kith_fail(err, KITH_ERR_DATA, "%s:%llu: expected a number, got '%.*s'",
                             kith_lines_name(l), (unsigned long long)kith_lines_number(l),
                             (int)(size < 40 ? size : 40), field);
        if (got < n)
            row[got] = (kith_real)value;
        got++;
    }
    if (got != n)
        return kith_fail(err, KITH_ERR_DATA, "%s:%llu: expected %zu numbers (%s), got %zu",
                         kith_lines_name(l), (unsigned long long)kith_lines_number(l), n, what,
                         got);
    return KITH_OK;
}

static bool is_comment(const char *line, size_t bytes)
{
    return bytes > 0 && line[0] == '#';
}

static bool is_blank(const char *line, size_t bytes)
{
    return strspn(line, " \t") >= bytes;
}

/* Where the next row of the weights goes. */
typedef struct place {
    const kith_net *net;
    size_t layer, param, row;
    bool begun; /* the layer's block has rows */
} place;

/* The first layer from `at` on that has weights. */
static size_t layer_with_weights(const kith_net *net, size_t at)
{
    while (at < kith_net_layers(net) && kith_net_layer(net, at)->params == 0)
        at++;
    return at;
}

static kith_status put_weights(place *at, const kith_lines *l, const char *line, size_t bytes,
                               kith_error *err)
{
    const bool inside = at->layer < kith_net_layers(at->net) &&
                        at->param < kith_net_layer(at->net, at->layer)->params;
    if (!inside)
        return kith_fail(err, KITH_ERR_DATA, "%s:%llu: a row beyond what the %s has",
                         kith_lines_name(l), (unsigned long long)kith_lines_number(l),
                         at->begun ? "layer" : "net");
    const kith_param *p = &kith_net_layer(at->net, at->layer)->param[at->param];
    KITH_TRY(read_row(l, line, bytes, kith_param_row(p, at->row), p->cols, p->name, err));
    at->begun = true;
    if (++at->row == p->rows) {
        at->row = 0;
        at->param++;
    }
    return KITH_OK;
}

/* A blank line ends a layer's block; only whole parameters may be missing from it. */
static kith_status end_block(place *at, const kith_lines *l, kith_error *err)
{
    if (!at->begun)
        return KITH_OK;
    if (at->row != 0)
        return kith_fail(err, KITH_ERR_DATA, "%s:%llu: %s ends after %zu rows of %zu",
                         kith_lines_name(l), (unsigned long long)kith_lines_number(l),
                         kith_net_layer(at->net, at->layer)->param[at->param].name, at->row,
                         kith_net_layer(at->net, at->layer)->param[at->param].rows);
    *at = (place){.net = at->net, .layer = layer_with_weights(at->net, at->layer + 1)};
    return KITH_OK;
}

static kith_status read_weights(const kith_net *net, kith_lines *l, kith_error *err)
{
    place at = {.net = net, .layer = layer_with_weights(net, 0)};
    for (;;) {
        const char *line;
        size_t bytes;
        KITH_TRY(kith_lines_next(l, &line, &bytes, err));
        if (line == NULL)
            break;
        if (is_comment(line, bytes))
            continue;
        if (is_blank(line, bytes))
            KITH_TRY(end_block(&at, l, err));
        else
            KITH_TRY(put_weights(&at, l, line, bytes, err));
    }
    KITH_TRY(end_block(&at, l, err));
    if (at.layer < kith_net_layers(net))
        return kith_fail(err, KITH_ERR_DATA, "%s: no block for layer %zu", kith_lines_name(l),
                         at.layer + 1);
    return KITH_OK;
}

/* Room for one row and its answer. */
typedef struct desk {
    kith_net *net;
    kith_real *x, *y;
    double *answer; /* y, as it is handed out */
} desk;

static kith_status desk_init(desk *d, kith_error *err)
{
    const size_t in = kith_net_spec(d->net)->inputs, out = kith_net_spec(d->net)->outputs;
    d->x = kith_mem_new(in, sizeof *d->x);
    d->y = kith_mem_new(out, sizeof *d->y);
    d->answer = kith_mem_new(out, sizeof *d->answer);
    if (d->x == NULL || d->y == NULL || d->answer == NULL)
        return kith_fail_memory(err, "a row", (in + out) * sizeof *d->x);
    return KITH_OK;
}

static void desk_clear(desk *d)
{
    kith_mem_free(d->x);
    kith_mem_free(d->y);
    kith_mem_free(d->answer);
}

static kith_status answer_rows(desk *d, kith_lines *l, const kith_net_answer *to, kith_error *err)
{
    const size_t in = kith_net_spec(d->net)->inputs, out = kith_net_spec(d->net)->outputs;
    for (;;) {
        const char *line;
        size_t bytes;
        KITH_TRY(kith_lines_next(l, &line, &bytes, err));
        if (line == NULL)
            return KITH_OK;
        if (is_comment(line, bytes) || is_blank(line, bytes))
            continue;
        KITH_TRY(read_row(l, line, bytes, d->x, in, "the net's inputs", err));
        kith_net_predict(d->net, d->x, in, 1, d->y);
        for (size_t c = 0; c < out; c++)
            d->answer[c] = (double)d->y[c];
        if (!to->call(to->self, d->answer, out))
            return KITH_OK;
    }
}

static kith_status load_weights(kith_net *net, const char *path, kith_error *err)
{
    kith_lines *l = NULL;
    KITH_TRY(kith_lines_open(path, &l, err));
    const kith_status status = read_weights(net, l, err);
    kith_lines_close(l);
    return status;
}

static kith_status run_net(kith_net *net, const char *data, const kith_net_answer *to,
                           kith_error *err)
{
    desk d = {.net = net};
    kith_lines *l = NULL;
    kith_status status = desk_init(&d, err);
    if (status == KITH_OK)
        status = kith_lines_open(data, &l, err);
    if (status == KITH_OK)
        status = answer_rows(&d, l, to, err);
    kith_lines_close(l);
    desk_clear(&d);
    return status;
}

kith_status kith_net_run(const char *spec, const char *weights, const char *data, const char *isa,
                         const kith_net_answer *to, kith_error *err)
{
    kith_spec s;
    kith_net *net = NULL;
    kith_net_options o = {.batch = 1, .init = "zero"};
    KITH_TRY(kith_kern_choose(isa, &o.kern, err));
    KITH_TRY(kith_spec_parse(spec, &s, err));
    kith_status status = kith_net_new(&s, &o, &net, err);
    if (status == KITH_OK)
        status = load_weights(net, weights, err);
    if (status == KITH_OK)
        status = run_net(net, data, to, err);
    kith_net_free(net);
    kith_spec_clear(&s);
    return status;
}
