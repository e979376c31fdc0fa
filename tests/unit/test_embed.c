/*
 * Word vectors learn a planted text through the same loop, rules and initialisers as the nets of
 * tests/unit/test_loop.c, hogwild; runs repeat and continue bit for bit; what cannot work is
 * refused.
 */
#include "check.h"

#include "base/mem.h"
#include "base/rng.h"
#include "embed/worker.h"
#include "embed_help.h"
#include "text/vocab.h"

/* ---------------------------------------------------------- a planted text */

enum { TOPIC_WORDS = 10 };

/* Sentences of eight words of one topic, "a0".."a9" or "b0".."b9". */
static kith_corpus *planted_text(void)
{
    enum { SENTENCES = 500 };
    kith_error err;
    kith_config *config;
    kith_corpus *text;
    const kith_option_table table = kith_text_options();
    const char *const path = "planted.txt";
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (uint64_t s = 0; s < SENTENCES; s++)
        for (uint64_t i = 0; i < 8; i++)
            fprintf(file, "%c%d%c", s % 2 ? 'b' : 'a',
                    (int)kith_rng_below(kith_rng_at(s, i), TOPIC_WORDS), i < 7 ? ' ' : '\n');
    assert_int_equal(fclose(file), 0);
    check_ok(kith_config_new(&table, 1, &config, &err));
    check_ok(kith_corpus_read(config, &path, 1, NULL, &text, &err));
    kith_config_free(config);
    assert_int_equal(text->vocab->words.size, 2 * TOPIC_WORDS);
    assert_int_equal(text->tokens, 8 * SENTENCES);
    return text;
}

static double cosine(const kith_param *p, size_t a, size_t b)
{
    double ab = 0, aa = 0, bb = 0;
    for (size_t c = 0; c < p->cols; c++) {
        const double x = (double)kith_param_row(p, a)[c], y = (double)kith_param_row(p, b)[c];
        ab += x * y, aa += x * x, bb += y * y;
    }
    return ab / sqrt(aa * bb);
}

/* How much nearer words of one topic are than words of two, by mean cosine. */
static double topic_margin(const kith_embed *e)
{
    const kith_vocab *v = e->corpus->vocab;
    double same = 0, other = 0, sames = 0, others = 0;
    for (uint64_t a = 0; a < e->words; a++)
        for (uint64_t b = 0; b < a; b++) {
            const bool topic = *kith_words_at(&v->words, a, &(size_t){0}) ==
                               *kith_words_at(&v->words, b, &(size_t){0});
            *(topic ? &same : &other) += cosine(&e->input, a, b);
            *(topic ? &sames : &others) += 1;
        }
    return same / sames - other / others;
}

static void check_learns(const char *settings, const kith_corpus *text)
{
    kith_error err;
    const kith_embed_config config = embed_config(settings);
    kith_embed *e = embed_new(&config, text);
    kith_position at = {0};
    const double before = topic_margin(e);
    check_ok(embed_train(e, NULL, &at, &err));
    assert_int_equal(at.epoch, config.epochs);
    assert_int_equal(at.done, config.epochs * text->tokens);
    if (!(fabs(before) < 0.1 && topic_margin(e) > 0.4))
        fail_msg("%s: topics are nearer by %g, %g before", settings, topic_margin(e), before);
    kith_embed_free(e);
}

/* All 16 by one thread, and in turn by two and by seven. */
static void every_mode_learns_the_topics_by_every_rule_and_by_many_threads(void **state)
{
    (void)state;
    static const char *const losses[] = {"ns", "hs", "ns+hs", "softmax"};
    static const char *const rules[] = {"sgd lr=0.1", "adagrad lr=0.05"};
    char settings[160];
    kith_corpus *text = planted_text();
    for (unsigned i = 0; i < 32; i++) {
        const unsigned threads = i < 16 ? 1 : i / 2 % 2 ? 2 : 7;
        snprintf(settings, sizeof settings,
                 "dim=16 window=4 sample=0 epochs=3 arch=%s loss=%s optim=%s threads=%u",
                 i % 2 ? "cbow" : "skipgram", losses[i / 2 % 4], rules[i / 8 % 2], threads);
        check_learns(settings, text);
    }
    kith_corpus_free(text);
}

/* ------------------------------------------------------------- repeatable */

static kith_real *trained(const char *settings, const kith_corpus *text, size_t *bytes)
{
    kith_error err;
    const kith_embed_config config = embed_config(settings);
    kith_embed *e = embed_new(&config, text);
    kith_position at = {0};
    check_ok(embed_train(e, NULL, &at, &err));
    kith_real *weights = embed_weights(e, bytes);
    kith_embed_free(e);
    return weights;
}

static void one_thread_and_one_seed_give_the_same_bytes(void **state)
{
    (void)state;
    static const char *const modes[] = {
        "dim=20 loss=ns+hs threads=1 seed=5",
        "dim=20 loss=ns threads=1 seed=5 arch=cbow optim=adagrad sample=1e-2",
        "dim=20 loss=ns threads=1 seed=5 negatives-per=pair",
    };
    char other[128];
    kith_corpus *text = made_corpus(60, 1500, 100);
    for (size_t m = 0; m < 3; m++) {
        size_t bytes;
        kith_real *first = trained(modes[m], text, &bytes),
                  *again = trained(modes[m], text, &bytes);
        assert_memory_equal(first, again, bytes);
        snprintf(other, sizeof other, "%s seed=6", modes[m]);
        kith_real *differs = trained(other, text, &bytes);
        assert_memory_not_equal(first, differs, bytes);
        free(first);
        free(again);
        free(differs);
    }
    made_corpus_free(text);
}

typedef struct stopper {
    int calls, cancel_after;
} stopper;

static bool stop_after(void *self, const kith_progress *p)
{
    stopper *s = self;
    (void)p;
    return ++s->calls < s->cancel_after;
}

/* Trains with a watch that cancels at each `after`-th call, and goes on until all is done. */
static kith_real *trained_in_pieces(const char *settings, const kith_corpus *text, int after,
                                    int *pieces)
{
    kith_error err;
    size_t bytes;
    const kith_embed_config config = embed_config(settings);
    kith_embed *e = embed_new(&config, text);
    kith_position at = {0};
    kith_status status;
    *pieces = 0;
    do {
        stopper s = {.cancel_after = after};
        const kith_watch watch = {stop_after, &s};
        status = embed_train(e, &watch, &at, &err);
        assert_true(status == KITH_OK || status == KITH_CANCELLED);
        assert_true(++*pieces < 1000);
    } while (status == KITH_CANCELLED);
    kith_real *weights = embed_weights(e, &bytes);
    kith_embed_free(e);
    return weights;
}

static void cancelled_and_continued_is_uninterrupted_bit_for_bit(void **state)
{
    (void)state;
    static const char *const modes[] = {
        "dim=20 loss=ns+hs threads=1 epochs=3 sample=1e-2 valid=0.25",
        "dim=20 loss=softmax arch=cbow threads=1 epochs=3 optim=adagrad",
    };
    kith_corpus *text = made_corpus(60, 1500, 100);
    for (size_t m = 0; m < 2; m++) {
        size_t bytes;
        kith_real *whole = trained(modes[m], text, &bytes);
        for (int after = 1; after < 40; after += 1 + after / 3) {
            int pieces;
            kith_real *parts = trained_in_pieces(modes[m], text, after, &pieces);
            assert_true(pieces > 1);
            assert_memory_equal(whole, parts, bytes);
            free(parts);
        }
        free(whole);
    }
    made_corpus_free(text);
}

/* ------------------------------------------------------------------ losses */

enum { EPOCHS = 4 };

/* The first call of an epoch knows the loss after the epoch before. */
static bool note_valid(void *self, const kith_progress *p)
{
    double *valid = self; /* [EPOCHS + 2] by epoch, from 1; NaN until known */
    if (isnan(valid[p->epoch]))
        valid[p->epoch] = p->valid_loss;
    return true;
}

static void the_loss_of_what_was_held_out_falls(void **state)
{
    (void)state;
    static const char *const modes[] = {
        "dim=16 window=4 sample=0 epochs=4 threads=1 valid=0.25 lr=0.005 loss=ns noise-pool=0",
        "dim=16 window=4 sample=0 epochs=4 threads=1 valid=0.25 lr=0.005 loss=hs",
        "dim=16 window=4 sample=0 epochs=4 threads=1 valid=0.25 lr=0.005 loss=softmax arch=cbow",
    };
    kith_corpus *text = planted_text();
    for (size_t m = 0; m < 3; m++) {
        kith_error err;
        const kith_embed_config config = embed_config(modes[m]);
        kith_embed *e = embed_new(&config, text);
        double valid[EPOCHS + 2] = {NAN, NAN, NAN, NAN, NAN, NAN};
        kith_position at = {0};
        check_ok(embed_train(e, &(kith_watch){note_valid, valid}, &at, &err));
        for (int epoch = 2; epoch < EPOCHS + 1; epoch++)
            if (!(valid[epoch + 1] < valid[epoch]))
                fail_msg("%s: %g after %g", modes[m], valid[epoch + 1], valid[epoch]);
        check_near(valid[EPOCHS + 1], kith_loss_mean(&at.valid), 0);
        kith_embed_free(e);
    }
    kith_corpus_free(text);
}

/* Whatever the weights, exp(-loss) over all words as the centre is a distribution. */
static double total_probability(const kith_embed *e)
{
    kith_embed_worker *w = e->worker[0];
    const kith_kern *k = e->config.kern;
    double total = 0;
    w->rows.m = 1;
    w->rows.x = w->x;
    w->rows.x_weight = NULL;
    w->x[0] = kith_param_row(&e->input, 3);
    for (uint32_t word = 0; word < e->words; word++) {
        kith_targets_of(w, &word, 1, NULL);
        k->rows_dot(&w->rows);
        total += exp(-(e->config.softmax ? k->rows_softmax(&w->rows, 1) : k->rows_loss(&w->rows)));
    }
    return total;
}

static void the_tree_and_the_softmax_give_probabilities_that_add_up_to_one(void **state)
{
    (void)state;
    static const char *const modes[] = {"dim=30 loss=hs threads=1",
                                        "dim=30 loss=softmax threads=1"};
    kith_corpus *text = made_corpus(150, 3000, 1000);
    for (size_t m = 0; m < 2; m++) {
        const kith_embed_config config = embed_config(modes[m]);
        kith_embed *e = embed_new(&config, text);
        embed_randomise(e, 1.5);
        check_near(total_probability(e), 1, sizeof(kith_real) == 8 ? 1e-12 : 1e-5);
        kith_embed_free(e);
    }
    made_corpus_free(text);
}

/* ---------------------------------------------------------------- refusals */

static void a_vocabulary_of_one_word_is_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_embed *e;
    static const uint32_t ids[4] = {0};
    kith_corpus *text = corpus_of_ids(ids, 4, 4, 1);
    const kith_embed_config config = embed_config("dim=8 threads=1 loss=ns");
    check_fails_with(kith_embed_new(&config, text, &e, &err), KITH_ERR_USAGE, "one word");
    assert_null(e);
    made_corpus_free(text);
}

/* Noise then is the centre or the one other word. */
static void two_words_train_to_the_end(void **state)
{
    (void)state;
    static const char *const modes[] = {
        "dim=8 sample=0 threads=2 loss=ns",      "dim=8 sample=0 threads=2 loss=hs",
        "dim=8 sample=0 threads=2 loss=softmax", "dim=8 sample=0 threads=2 arch=cbow loss=ns+hs",
        "dim=8 sample=1e-5 threads=1 loss=ns",
    };
    uint32_t ids[300];
    for (uint32_t i = 0; i < 300; i++)
        ids[i] = i % 2;
    kith_corpus *text = corpus_of_ids(ids, 300, 60, 2);
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
        size_t bytes;
        kith_real *weights = trained(modes[m], text, &bytes);
        for (size_t i = 0; i < bytes / sizeof *weights; i++)
            assert_true(isfinite(weights[i]));
        free(weights);
    }
    made_corpus_free(text);
}

static void weights_beyond_the_machines_memory_are_refused_with_an_estimate(void **state)
{
    (void)state;
    kith_error err;
    kith_embed *e;
    kith_corpus *text = made_corpus(1000, 5000, 1000);
    kith_embed_config config = embed_config("dim=1000000000 threads=1");
    const char *const estimate = sizeof(kith_real) == 8 ? "need 16000000 MB" : "need 8000000 MB";
    check_fails_with(kith_embed_new(&config, text, &e, &err), KITH_ERR_MEMORY, estimate);
    check_contains(err.text, "lower --dim");
    assert_null(e);
    config.dim = SIZE_MAX / 2;
    check_fails_with(kith_embed_new(&config, text, &e, &err), KITH_ERR_MEMORY, "lower --dim");
    made_corpus_free(text);
}

static void a_rate_that_makes_the_loss_no_number_stops_the_run_with_advice(void **state)
{
    (void)state;
    static const char *const modes[] = {
        "dim=8 sample=0 threads=1 lr=1000",
        "dim=8 sample=0 threads=2 lr=1000 loss=hs",
        "dim=8 sample=0 threads=1 lr=1000 loss=softmax",
        "dim=8 sample=0 threads=1 lr=1000 arch=cbow loss=ns+hs",
    };
    kith_corpus *text = made_corpus(20, 3000, 100);
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
        kith_error err;
        kith_position at = {0};
        const kith_embed_config config = embed_config(modes[m]);
        kith_embed *e = embed_new(&config, text);
        check_fails_with(embed_train(e, NULL, &at, &err), KITH_NOT_FOUND, "lower --lr");
        kith_embed_free(e);
    }
    made_corpus_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mode_learns_the_topics_by_every_rule_and_by_many_threads),
        cmocka_unit_test(one_thread_and_one_seed_give_the_same_bytes),
        cmocka_unit_test(cancelled_and_continued_is_uninterrupted_bit_for_bit),
        cmocka_unit_test(the_loss_of_what_was_held_out_falls),
        cmocka_unit_test(the_tree_and_the_softmax_give_probabilities_that_add_up_to_one),
        cmocka_unit_test(a_vocabulary_of_one_word_is_refused),
        cmocka_unit_test(two_words_train_to_the_end),
        cmocka_unit_test(weights_beyond_the_machines_memory_are_refused_with_an_estimate),
        cmocka_unit_test(a_rate_that_makes_the_loss_no_number_stops_the_run_with_advice),
    };
    return cmocka_run_group_tests_name("embed", tests, NULL, NULL);
}
