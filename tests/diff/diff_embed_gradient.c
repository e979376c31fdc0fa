/*
 * What training takes for the gradient of its loss, against central differences of the loss that
 * scoring reports: every mode, over all windows of a block, words that stand twice included.
 *
 * A rule that adds its directions up and moves nothing shows the sum over the windows at fixed
 * weights; scoring the block at weights moved by +h and -h shows what it should be.
 */
#include "check.h"

#include "embed_help.h"

#ifdef KITH_DOUBLE
static const double h = 1e-5, tolerance = 1e-7;
#else
static const double h = 1e-2, tolerance = 2e-3;
#endif

static void add_up(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                   size_t n, const kith_hyper *hyper)
{
    (void)k, (void)w, (void)hyper;
    for (size_t i = 0; i < n; i++)
        slot[0][i] += d[i];
}

static const kith_rule gatherer = {.name = "gatherer", .slots = 1, .run = add_up};

static double loss_at(kith_embed *e, const kith_block *block)
{
    kith_loss_sum tally = {0};
    kith_embed_trainee(e).visit(e, block, 0, false, &tally);
    return tally.loss;
}

/* Minus the derivative of the block's loss by one weight. */
static double difference(kith_embed *e, const kith_block *block, kith_real *weight)
{
    const kith_real old = *weight;
    *weight = (kith_real)((double)old + h);
    const double high = (double)*weight, above = loss_at(e, block);
    *weight = (kith_real)((double)old - h);
    const double low = (double)*weight, below = loss_at(e, block);
    *weight = old;
    return (below - above) / (high - low);
}

static void check_matrix(kith_embed *e, kith_param *p, const kith_block *block, const char *mode)
{
    double largest = 0;
    for (size_t row = 0; row < p->rows; row++)
        for (size_t c = 0; c < p->cols; c++) {
            const size_t at = row * p->stride + c;
            const double got = (double)p->slot[0][at], want = difference(e, block, p->w + at);
            largest = fabs(want) > largest ? fabs(want) : largest;
            if (!(fabs(got - want) <= tolerance * (1 + fabs(want))))
                fail_msg("%s: %s %zu,%zu: %.9g, expected %.9g", mode, p->name, row, c, got, want);
        }
    assert_true(largest > 0.1);
}

static void check_mode(const char *mode, const kith_corpus *text)
{
    kith_embed_config config = embed_config(mode);
    config.optim.rule = &gatherer;
    kith_embed *e = embed_new(&config, text);
    const kith_block block = {.size = text->words[0], .total = text->tokens};
    kith_param *params[KITH_EMBED_PARAMS];
    kith_loss_sum tally = {0};
    embed_randomise(e, 0.5);
    kith_embed_trainee(e).visit(e, &block, 0, true, &tally);
    for (size_t i = 0, n = kith_embed_params(e, params); i < n; i++)
        check_matrix(e, params[i], &block, mode);
    kith_embed_free(e);
}

static void directions_are_minus_the_gradient_of_the_loss(void **state)
{
    (void)state;
    static const char *const modes[] = {
        "threads=1 sample=0 dim=6 loss=ns",
        "threads=1 sample=0 dim=6 loss=ns negatives-per=pair negative=3",
        "threads=1 sample=0 dim=6 loss=hs",
        "threads=1 sample=0 dim=6 loss=ns+hs",
        "threads=1 sample=0 dim=6 loss=softmax",
        "threads=1 sample=0 dim=6 arch=cbow cbow-sum=true loss=ns",
        "threads=1 sample=0 dim=6 arch=cbow cbow-gradient=mean loss=ns",
        "threads=1 sample=0 dim=6 arch=cbow cbow-gradient=mean loss=hs",
        "threads=1 sample=0 dim=6 arch=cbow cbow-gradient=mean loss=ns+hs",
        "threads=1 sample=0 dim=6 arch=cbow cbow-gradient=mean loss=softmax",
    };
    kith_corpus *text = made_corpus(12, 40, 40);
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++)
        check_mode(modes[m], text);
    made_corpus_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directions_are_minus_the_gradient_of_the_loss),
    };
    return cmocka_run_group_tests_name("embed, numeric gradients", tests, NULL, NULL);
}
