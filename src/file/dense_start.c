#include "file/dense_start.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "task/transfer.h"

kith_status kith_dense_start_open(kith_dense_start *s, kith_dense_config *config, kith_error *err)
{
    s->path = config->init_with;
    if (*s->path == '\0')
        return KITH_OK;
    KITH_TRY(kith_dense_model_open_any(s->path, config->kern->isa, &s->model, err));
    KITH_TRY(kith_spec_format(kith_net_spec(s->model.dense.net), &s->spec, err));
    if (*config->net != '\0')
        return KITH_OK;
    config->net = s->spec;
    config->tied = false; /* the text says so, and likewise */
    config->sparse = "";
    return KITH_OK;
}

void kith_dense_start_clear(kith_dense_start *s)
{
    kith_dense_model_clear(&s->model);
    free(s->spec);
    *s = (kith_dense_start){0};
}

static bool are_same(const kith_words *a, const kith_words *b)
{
    bool same = a->size == b->size;
    for (uint64_t i = 0; same && i < a->size; i++) {
        size_t bytes;
        const char *word = kith_words_at(a, i, &bytes);
        same = kith_words_find(b, word, bytes) == i;
    }
    return same;
}

kith_status kith_dense_start_take(const kith_dense_start *s, const kith_words *classes,
                                  const kith_dense_config *config, kith_dense *to, char *line,
                                  size_t room, kith_error *err)
{
    const kith_dense *from = &s->model.dense;
    const bool same_answers = from->goal == to->goal && are_same(&s->model.classes, classes);
    line[0] = '\0';
    if (*s->path == '\0')
        return KITH_OK;
    const kith_transfer t = kith_transfer_take(to, from, same_answers);
    if (t.weighted == 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--init-with %s: none of its layers fits, its net is %s", s->path,
                         s->spec);
    KITH_TRY(kith_transfer_freeze(to, &t, config->freeze, err));
    const int used = snprintf(line, room, "%s: took layers 1 to %zu of %zu and its scaling",
                              s->path, t.layers, kith_net_layers(from->net));
    if (config->freeze > 0 && used > 0 && (size_t)used < room)
        snprintf(line + used, room - (size_t)used, "; the first %llu with weights stay as they are",
                 (unsigned long long)config->freeze);
    return KITH_OK;
}
