/*
 * Every mode of training against its slow twin (tests/ref/ref_embed.c), by every ISA: block after
 * block of a few windows, and whole runs with blocks in the order of each epoch.
 */
#include "check.h"

#include "base/rng.h"
#include "embed/worker.h"
#include "embed_help.h"
#include "ref/ref_twin.h"
#include "text/vocab.h"

/* Rounding adds up over the thousands of windows of a whole run. */
#ifdef KITH_DOUBLE
static const double tolerance = 1e-12, run_tolerance = 1e-12;
#else
static const double tolerance = 1e-5, run_tolerance = 5e-5;
#endif

/* AdaGrad with an eps that keeps a step from turning the rounding of a tiny gradient into a sign.
 */
static const char *const modes[] = {
    "arch=skipgram loss=ns noise-pool=0",
    "arch=skipgram loss=ns noise-pool=20 negative=3",
    "arch=skipgram loss=ns negatives-per=pair",
    "arch=skipgram loss=ns negatives-per=window",
    "arch=skipgram loss=ns negatives-per=three sample=2e-2",
    "arch=skipgram loss=ns negatives-per=three window-shape=fixed negative=12 window=2 lr=0.01",
    "arch=skipgram loss=ns negatives-per=two optim=adagrad:eps=1e-2 lr=0.01",
    "arch=skipgram loss=ns negative=12 window=3 window-shape=fixed",
    "arch=skipgram loss=hs",
    "arch=skipgram loss=ns+hs noise-pool=0",
    "arch=skipgram loss=ns+hs negatives-per=pair negative=2",
    "arch=skipgram loss=softmax",
    "arch=skipgram loss=ns noise-pool=0 sample=2e-2",
    "arch=skipgram loss=hs sample=2e-2 sample-formula=notes",
    "arch=skipgram loss=ns optim=adagrad:eps=1e-2 lr=0.01 noise-pool=0",
    "arch=skipgram loss=ns negatives-per=pair optim=adagrad:eps=1e-2 lr=0.01 negative=2",
    "arch=skipgram loss=hs optim=adagrad:eps=1e-2 lr=0.01 schedule=constant",
    "arch=skipgram loss=softmax optim=adagrad:eps=1e-2 lr=0.01",
    "arch=cbow loss=ns noise-pool=0",
    "arch=cbow loss=ns noise-pool=20 cbow-gradient=mean",
    "arch=cbow loss=ns cbow-sum=true noise-pool=0 window-shape=fixed",
    "arch=cbow loss=hs",
    "arch=cbow loss=hs cbow-gradient=mean sample=2e-2",
    "arch=cbow loss=hs cbow-gradient=mean cbow-sum=true",
    "arch=cbow loss=ns+hs",
    "arch=cbow loss=ns+hs cbow-sum=true optim=adagrad:eps=1e-2 lr=0.01",
    "arch=cbow loss=softmax",
    "arch=cbow loss=softmax cbow-gradient=mean optim=adagrad:eps=1e-2 lr=0.01",
    "arch=cbow loss=ns optim=adagrad:eps=1e-2 lr=0.01 cbow-gradient=mean noise-pool=0",
    "arch=skipgram loss=ns noise-pool=0 maxn=4 bucket=100",
    "arch=skipgram loss=ns maxn=6 bucket=2000 window=3 window-shape=fixed",
    "arch=skipgram loss=hs maxn=3 minn=1 bucket=30 sample=2e-2",
    "arch=skipgram loss=ns+hs negatives-per=pair negative=2 maxn=4 bucket=50 lr=0.025",
    "arch=skipgram loss=ns optim=adagrad:eps=1e-2 lr=0.01 noise-pool=0 maxn=4 bucket=100",
    "arch=cbow loss=ns noise-pool=0 maxn=4 bucket=100",
    "arch=cbow loss=hs cbow-gradient=mean maxn=4 bucket=100 sample=2e-2",
    "arch=cbow loss=ns+hs cbow-sum=true maxn=3 bucket=100 lr=0.02",
    "arch=cbow loss=softmax optim=adagrad:eps=1e-2 lr=0.01 maxn=4 bucket=100",
};
enum { MODES = sizeof modes / sizeof *modes };

static void check_matrix(const kith_param *p, const double *expected, double within,
                         const char *what)
{
    for (size_t row = 0; row < p->rows; row++)
        for (size_t c = 0; c < p->stride; c++) {
            const double got = (double)kith_param_row(p, row)[c];
            const double want = c < p->cols ? expected[row * p->cols + c] : 0;
            if (!(fabs(got - want) <= within * (1 + fabs(want))))
                fail_msg("%s: %s %zu,%zu is %.9g, expected %.9g", what, p->name, row, c, got, want);
        }
}

static void check_twins(const kith_embed *e, const ref_embed *r, double within, const char *what)
{
    check_matrix(&e->input, r->weight[0], within, what);
    check_matrix(&e->output, r->weight[1], within, what);
    check_matrix(&e->inner, r->weight[2], within, what);
    assert_int_equal(e->gram.rows, r->grams);
    check_matrix(&e->gram, r->weight[3], within, what);
}

static void check_tally(const kith_loss_sum *got, const ref_embed *r)
{
    check_near(got->examples, r->examples, 0);
    check_near(got->kept, r->kept, 0);
    check_near(got->operations, r->operations, 0);
    check_near(got->loss, r->loss, 10 * tolerance * (1 + r->loss));
}

static kith_embed_config config_of(const char *mode, const char *rest, const kith_kern *kern)
{
    char settings[256];
    snprintf(settings, sizeof settings, "%s threads=1 %s%s", rest,
             strstr(mode, "sample=") != NULL ? "" : "sample=0 ", mode);
    kith_embed_config config = embed_config(settings);
    config.kern = kern;
    return config;
}

/* Blocks of six ids, each compared before the next begins; then a block is scored. */
static void follow(const char *mode, const char *rest, const kith_kern *kern,
                   const kith_corpus *text)
{
    const kith_embed_config config = config_of(mode, rest, kern);
    kith_embed *e = embed_new(&config, text);
    ref_embed r = ref_twin_of(e, true);
    const kith_trainee trainee = kith_embed_trainee(e);
    uint64_t before = 0;
    for (uint64_t b = 0; b < text->blocks; b++) {
        const kith_block block = {b, 1, text->words[b], before, 4 * text->tokens, b + 1, 0};
        kith_loss_sum tally = {0};
        r.loss = r.examples = r.kept = r.operations = 0;
        trainee.visit(e, &block, 0, true, &tally);
        ref_embed_block(&r, b, 1, before, 4 * text->tokens, true);
        check_twins(e, &r, tolerance, mode);
        check_tally(&tally, &r);
        before += text->words[b];
    }
    kith_loss_sum tally = {0};
    r.loss = r.examples = r.kept = r.operations = 0;
    trainee.visit(e, &(kith_block){.index = 2, .size = 6, .total = 6}, 0, false, &tally);
    ref_embed_block(&r, 2, 0, 0, 6, false);
    check_tally(&tally, &r);
    check_twins(e, &r, tolerance, mode);
    ref_embed_end(&r);
    kith_embed_free(e);
}

static void every_mode_follows_its_twin_block_by_block(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    kith_corpus *text = made_corpus(40, 180, 6);
    for (size_t m = 0; m < MODES; m++)
        for (size_t t = 0; t < isas; t++)
            follow(modes[m], m % 2 ? "dim=100" : "dim=10", tables[t], text);
    made_corpus_free(text);
}

static void compare_runs(const char *mode, const kith_corpus *text)
{
    kith_error err;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    ref_embed r = {0};
    for (size_t t = 0; t < isas; t++) {
        const kith_embed_config config = config_of(mode, "dim=10 epochs=2 valid=0.25", tables[t]);
        kith_embed *e = embed_new(&config, text);
        kith_position at = {0};
        if (t == 0) {
            r = ref_twin_of(e, true);
            ref_embed_run(&r);
        }
        check_ok(embed_train(e, NULL, &at, &err));
        check_twins(e, &r, run_tolerance, mode);
        check_tally(&at.last, &r);
        kith_embed_free(e);
    }
    ref_embed_end(&r);
}

/* Blocks of more than a slice, so that the rate and the noise are set anew within a block. */
static void every_mode_ends_where_its_twin_does(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(40, 4600, 1150), *short_blocks = made_corpus(40, 1000, 70);
    for (size_t m = 0; m < MODES; m++)
        compare_runs(modes[m], m % 4 == 0 ? text : short_blocks);
    made_corpus_free(text);
    made_corpus_free(short_blocks);
}

/*
 * Trees that are large enough to have a crown, and blocks of many turns. Without n-grams: floats'
 * rounding grows too far over so long a text (in double they end alike, too).
 */
static void the_crown_of_a_tree_does_too(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(140, 1400, 230);
    for (size_t m = 0; m < MODES; m++)
        if (strstr(modes[m], "hs") != NULL && strstr(modes[m], "maxn") == NULL)
            compare_runs(modes[m], text);
    made_corpus_free(text);
}

/* The twin wrote the keys and the draws anew; every purpose it uses gets the same bits. */
static void the_twin_draws_as_the_library_does(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 100; i++)
        for (uint64_t purpose = KITH_RNG_INIT; purpose <= KITH_RNG_POOL; purpose++)
            assert_int_equal(
                ref_draw(i * 7, i % 5, i, purpose, i * i),
                kith_rng_at(kith_rng_key(i * 7, i % 5, i, (kith_purpose)purpose), i * i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_twin_draws_as_the_library_does),
        cmocka_unit_test(every_mode_follows_its_twin_block_by_block),
        cmocka_unit_test(every_mode_ends_where_its_twin_does),
        cmocka_unit_test(the_crown_of_a_tree_does_too),
    };
    return cmocka_run_group_tests_name("embed against its twin", tests, NULL, NULL);
}
