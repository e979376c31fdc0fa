#include "ref/ref_twin.h"

#include <string.h>

#include "embed/worker.h"
#include "text/vocab.h"

static uint32_t noise_word(const void *table, uint64_t bits)
{
    return kith_sampler_draw(table, bits);
}

static const char *word_of(const void *names, uint64_t word, size_t *bytes)
{
    return kith_words_at(names, word, bytes);
}

ref_embed ref_twin_of(const kith_embed *e, bool counted)
{
    const kith_embed_config *c = &e->config;
    const kith_corpus *text = e->corpus;
    ref_embed r = {.cbow = c->arch == KITH_CBOW,
                   .bag_sum = c->bag_sum,
                   .mean_gradient = c->bag_mean_gradient,
                   .ns = c->negative_sampling,
                   .hs = c->hierarchical,
                   .softmax = c->softmax,
                   .per_pair = c->negatives_per_pair,
                   .together = c->together,
                   .window_fixed = c->window_fixed,
                   .notes_thinning = c->sample_notes,
                   .constant_lr = strcmp(c->pace.schedule->name, "constant") == 0,
                   .adagrad = strcmp(c->optim.rule->name, "adagrad") == 0,
                   .dim = c->dim,
                   .window = c->window,
                   .negative = c->negative,
                   .pool = c->noise_pool,
                   .sample = c->sample,
                   .lr = c->pace.lr,
                   .eps = (double)c->optim.hyper.eps,
                   .seed = c->seed,
                   .epochs = c->epochs,
                   .hold_out = c->hold_out,
                   .slice = KITH_SLICE,
                   .crown = KITH_CROWN_NODES,
                   .crown_every = KITH_CROWN_EVERY,
                   .pool_life = KITH_POOL_LIFE,
                   .loss_every = KITH_LOSS_EVERY,
                   .counted = counted,
                   .noise = noise_word,
                   .table = &e->noise,
                   .minn = c->grams.least,
                   .maxn = c->grams.most,
                   .buckets = c->grams.buckets,
                   .word = word_of,
                   .names = &text->vocab->words,
                   .count = text->vocab->count,
                   .words = e->words,
                   .tokens = text->tokens,
                   .blocks = text->blocks,
                   .ids = text->ids,
                   .start = text->start};
    ref_embed_begin(&r);
    return r;
}
