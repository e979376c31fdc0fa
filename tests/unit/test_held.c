/*
 * Words with n-grams, held while windows reach them: what tests/diff/diff_embed.c does not show of
 * them. Scoring leaves everything as it is, windows longer than the text hold all of it, and one
 * step on every row of a word is that step on its vector.
 */
#include "check.h"

#include "embed/worker.h"
#include "embed_help.h"

static void scoring_changes_nothing_by_any_rule(void **state)
{
    (void)state;
    static const char *const modes[] = {
        "threads=1 sample=0 dim=10 maxn=4 bucket=60", "threads=1 sample=0 dim=10 maxn=4 optim=adam",
        "threads=1 sample=0 dim=10 maxn=4 optim=momentum arch=cbow"};
    kith_corpus *text = made_corpus(30, 400, 100);
    for (size_t m = 0; m < 3; m++) {
        kith_embed *e = embed_random(modes[m], text);
        embed_check_scoring(e, 1);
        for (size_t row = 0; e->gram.count != NULL && row < e->gram.rows; row++)
            assert_int_equal(e->gram.count[row], 0);
        kith_embed_free(e);
    }
    made_corpus_free(text);
}

/* All rows of a word that stands once, and shares no n-gram, moved by one and the same vector. */
static void every_row_of_a_word_takes_the_step_of_its_vector(void **state)
{
    (void)state;
    static const uint32_t ids[] = {0, 1, 2};
    kith_corpus *text = corpus_of_ids(ids, 3, 3, 3);
    kith_embed *e =
        embed_random("threads=1 sample=0 dim=4 minn=4 maxn=5 window=900 bucket=100000", text);
    kith_embed *old = embed_random("threads=1 sample=0 dim=4 minn=4 maxn=5 bucket=100000", text);
    const kith_block block = {.index = 0, .size = 3, .total = 3};
    kith_loss_sum tally = {0};
    kith_embed_trainee(e).visit(e, &block, 0, true, &tally);
    const uint32_t *row = e->grams.row + e->grams.start[2];
    const size_t count = (size_t)(e->grams.start[3] - e->grams.start[2]);
    assert_true(count > 2);
    for (size_t c = 0; c < 4; c++) {
        const double step =
            (double)(kith_param_row(&e->input, 2)[c] - kith_param_row(&old->input, 2)[c]);
        size_t alone = 0;
        assert_true(step != 0);
        for (size_t i = 0; i < count; i++) {
            const double moved = (double)(kith_param_row(&e->gram, row[i])[c] -
                                          kith_param_row(&old->gram, row[i])[c]);
            alone += fabs(moved - step) < 1e-6;
        }
        assert_true(alone >= 2); /* "<xni" and "xniba" of <xniba> are no other word's */
    }
    kith_embed_free(e);
    kith_embed_free(old);
    made_corpus_free(text);
}

static void many_threads_learn_it_too(void **state)
{
    (void)state;
    kith_error err;
    kith_position at = {0};
    kith_corpus *text = made_corpus(60, 6000, 100);
    kith_embed_config config =
        embed_config("threads=4 sample=0 dim=12 maxn=5 bucket=300 epochs=6 lr=0.1 valid=0.2");
    kith_embed *e = embed_new(&config, text);
    check_ok(embed_train(e, NULL, &at, &err));
    /* Six targets that nothing is known of cost 6 log 2 = 4.16. */
    assert_true(kith_loss_mean(&at.valid) < 3.9);
    kith_embed_free(e);
    made_corpus_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scoring_changes_nothing_by_any_rule),
        cmocka_unit_test(every_row_of_a_word_takes_the_step_of_its_vector),
        cmocka_unit_test(many_threads_learn_it_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
