/*
 * The fused path of SGD (the kernel adds to the rows) against the composed one (directions are
 * written out and each row is handed to the rule once), over a thousand windows and more, with
 * words that stand twice in a window.
 */
#include "check.h"

#include "embed_help.h"

#ifdef KITH_DOUBLE
static const double tolerance = 1e-12;
#else
static const double tolerance = 1e-5;
#endif

/* What embed tells fused from composed by is the address of the rule. */
static kith_rule other_sgd;

static void train(kith_embed *e)
{
    kith_error err;
    kith_position at = {0};
    check_ok(embed_train(e, NULL, &at, &err));
    assert_true(at.done > 1000);
}

static void check_paths(const char *settings, const kith_kern *kern, const kith_corpus *text)
{
    kith_embed_config config = embed_config(settings);
    config.kern = kern;
    size_t bytes, same;
    kith_embed *fused = embed_new(&config, text);
    config.optim.rule = &other_sgd;
    kith_embed *composed = embed_new(&config, text);
    kith_real *before = embed_weights(fused, &bytes);
    train(fused);
    train(composed);
    kith_real *a = embed_weights(fused, &bytes), *b = embed_weights(composed, &same);
    assert_int_equal(bytes, same);
    double moved = 0;
    for (size_t i = 0; i < bytes / sizeof *a; i++) {
        const double step = fabs((double)(a[i] - before[i]));
        moved = step > moved ? step : moved;
        if (!(fabs((double)(a[i] - b[i])) <= tolerance))
            fail_msg("%s, %s: fused %.9g, composed %.9g", settings, kern->isa, (double)a[i],
                     (double)b[i]);
    }
    assert_true(moved > 0.1);
    free(before);
    free(a);
    free(b);
    kith_embed_free(fused);
    kith_embed_free(composed);
}

static void the_fused_path_is_the_composed_path(void **state)
{
    (void)state;
    static const char *const modes[] = {
        "threads=1 sample=0 dim=20 loss=ns",
        "threads=1 sample=0 dim=20 loss=ns negative=15 lr=0.01",
        "threads=1 sample=0 dim=20 loss=ns negatives-per=pair",
        "threads=1 sample=0 dim=20 loss=ns negatives-per=window",
        "threads=1 sample=0 dim=20 loss=ns negatives-per=three",
        "threads=1 sample=0 dim=100 loss=hs",
        "threads=1 sample=0 dim=20 loss=ns+hs",
        "threads=1 sample=0 dim=20 loss=softmax",
        "threads=1 sample=0 dim=20 loss=ns arch=cbow",
        "threads=1 sample=0 dim=20 loss=hs arch=cbow cbow-gradient=mean",
        "threads=1 sample=0 dim=20 loss=ns+hs arch=cbow cbow-sum=true",
        "threads=1 sample=0 dim=20 loss=softmax arch=cbow",
    };
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    kith_corpus *text = made_corpus(30, 800, 100);
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++)
        for (size_t t = 0; t < isas; t++)
            check_paths(modes[m], tables[t], text);
    made_corpus_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fused_path_is_the_composed_path),
    };
    other_sgd = kith_rule_sgd;
    return cmocka_run_group_tests_name("embed, fused and composed", tests, NULL, NULL);
}
