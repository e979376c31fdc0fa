/*
 * Copies of the nodes nearest the root: what workers make of one shared row, and when. That one
 * worker's whole training is right is shown by tests/diff/diff_embed.c.
 */
#include "check.h"

#include "embed/worker.h"
#include "embed_help.h"

enum { WORDS = 150, ROOT = WORDS - 2 };

static void half_of_what_each_worker_learns_is_shared(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(WORDS, 3000, 1000);
    kith_embed *e = embed_random("threads=2 loss=hs dim=20", text);
    kith_embed_worker *a = e->worker[0], *b = e->worker[1];
    for (uint32_t node = 0; node <= ROOT; node++) {
        kith_real *shared = kith_param_row(&e->inner, node);
        const double was = (double)shared[3];
        kith_crown_begin(a);
        kith_crown_begin(b);
        const bool copied = node > ROOT - KITH_CROWN_NODES;
        assert_int_equal(kith_inner_row(a, node) != shared, copied);
        assert_int_equal(kith_inner_row(a, node) != kith_inner_row(b, node), copied);
        if (!copied)
            continue;
        kith_inner_row(a, node)[3] += 1;
        kith_inner_row(b, node)[3] += 4;
        check_near(shared[3], was, 0);
        kith_crown_end(a);
        check_near(shared[3], was + 0.5, 1e-6);
        check_near(kith_inner_row(a, node)[3], was + 0.5, 1e-6);
        check_near(kith_inner_row(b, node)[3], was + 4, 1e-6);
        kith_crown_end(b);
        check_near(shared[3], was + 2.5, 1e-6);
        kith_crown_end(b); /* nothing new */
        check_near(shared[3], was + 2.5, 1e-6);
    }
    kith_embed_free(e);
    made_corpus_free(text);
}

/* Of 16 * 32 windows each node of the lowest level has its turn once, the root has it 32 times. */
static void nodes_have_their_turn_as_often_as_they_are_visited(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(WORDS, 3000, 1000);
    kith_embed *e = embed_random("threads=1 loss=hs dim=20", text);
    kith_embed_worker *w = e->worker[0];
    unsigned turns[KITH_CROWN_NODES] = {0};
    kith_crown_begin(w);
    for (size_t i = 0; i < (size_t)KITH_CROWN_EVERY << (KITH_CROWN_LEVELS - 1); i++) {
        for (uint32_t k = 0; k < KITH_CROWN_NODES; k++)
            kith_inner_row(w, ROOT - k)[0] = (kith_real)(100 + i);
        kith_crown_turn(w);
        for (uint32_t k = 0; k < KITH_CROWN_NODES; k++)
            turns[k] += kith_inner_row(w, ROOT - k)[0] < (kith_real)(100 + i);
    }
    for (uint32_t k = 0, level = 1; level <= KITH_CROWN_NODES; level *= 2)
        for (uint32_t last = k + level; k < last; k++)
            assert_int_equal(turns[k], (1 << (KITH_CROWN_LEVELS - 1)) / level);
    kith_embed_free(e);
    made_corpus_free(text);
}

static void small_trees_and_rules_with_state_have_none(void **state)
{
    (void)state;
    kith_corpus *small = made_corpus(KITH_CROWN_NODES, 3000, 1000);
    kith_corpus *least = made_corpus(KITH_CROWN_NODES + 1, 3000, 1000);
    static const struct {
        const char *settings;
        bool small, has;
    } models[] = {{"threads=2 loss=hs", true, false},
                  {"threads=2 loss=hs", false, true},
                  {"threads=2 loss=ns", false, false},
                  {"threads=2 loss=hs optim=adam", false, false}};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        kith_embed *e = embed_random(models[i].settings, models[i].small ? small : least);
        assert_int_equal(e->worker[1]->crown.own != NULL, models[i].has);
        kith_crown_begin(e->worker[1]); /* without one: nothing */
        kith_crown_turn(e->worker[1]);
        kith_crown_end(e->worker[1]);
        kith_embed_free(e);
    }
    made_corpus_free(small);
    made_corpus_free(least);
}

static void scoring_changes_nothing(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(WORDS, 3000, 1000);
    kith_embed *e = embed_random("threads=1 loss=hs dim=20", text);
    embed_check_scoring(e, 1);
    kith_embed_free(e);
    made_corpus_free(text);
}

static double loss_of(kith_embed *e)
{
    kith_loss_sum tally = {0};
    const kith_block block = {.index = 1, .size = 100, .total = 100};
    kith_embed_trainee(e).visit(e, &block, 0, false, &tally);
    return kith_loss_mean(&tally);
}

static void many_threads_learn_on_copies(void **state)
{
    (void)state;
    kith_error err;
    kith_position at = {0};
    kith_corpus *text = made_corpus(WORDS, 6000, 500);
    const kith_embed_config config =
        embed_config("threads=4 loss=hs sample=0 dim=20 epochs=8 lr=0.1");
    kith_embed *e = embed_new(&config, text);
    const double before = loss_of(e);
    assert_true(e->worker[3]->crown.own != NULL);
    check_ok(embed_train(e, NULL, &at, &err));
    assert_true(loss_of(e) < 0.95 * before);
    kith_embed_free(e);
    made_corpus_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_of_what_each_worker_learns_is_shared),
        cmocka_unit_test(nodes_have_their_turn_as_often_as_they_are_visited),
        cmocka_unit_test(small_trees_and_rules_with_state_have_none),
        cmocka_unit_test(scoring_changes_nothing),
        cmocka_unit_test(many_threads_learn_on_copies),
    };
    return cmocka_run_group_tests_name("crown", tests, NULL, NULL);
}
