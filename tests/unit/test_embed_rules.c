/*
 * Word vectors by every optimiser, schedule and initialiser of the registry: each name trains
 * skip-gram and the loss on held-out blocks falls below what it is at first.
 */
#include "check.h"

#include "embed_help.h"

enum { WORDS = 40, LENGTH = 6000, BLOCK = 300 };

/* The mean loss of all blocks with the weights as they are. */
static double loss_of(kith_embed *e, const kith_corpus *text)
{
    kith_loss_sum sum = {0};
    for (uint64_t b = 0; b < text->blocks; b++) {
        const kith_block block = {.index = b, .size = text->words[b], .total = text->tokens};
        kith_embed_trainee(e).visit(e, &block, 0, false, &sum);
    }
    return kith_loss_mean(&sum);
}

/* What the text teaches at least: the frequencies of its words, for every noise word. */
static void check_learns(const char *settings, const kith_corpus *text)
{
    kith_error err;
    char all[256];
    snprintf(all, sizeof all, "threads=1 sample=0 dim=16 window=2 epochs=3 %s", settings);
    const kith_embed_config config = embed_config(all);
    kith_embed *e = embed_new(&config, text);
    kith_position at = {0};
    const double before = loss_of(e, text);
    check_ok(embed_train(e, NULL, &at, &err));
    kith_embed_finish(e);
    const double after = loss_of(e, text);
    if (!(after < 0.95 * before))
        fail_msg("%s: the loss went from %g to %g", settings, before, after);
    kith_embed_free(e);
}

/* Rates that suit sums over the noise words; the others learn at their own. */
static const char *rate_for(const char *rule)
{
    static const char *const own[][2] = {{"momentum", "0.02"},
                                         {"momentum:notes1", "0.02"},
                                         {"momentum:notes3", "0.02"},
                                         {"nag", "0.02"},
                                         {"nesterov", "0.02"},
                                         {"adagrad:notes0", "0.1"},
                                         {"adadelta:notes0", "0.002"},
                                         {"adam:notes0", "0.01"},
                                         {"sgd", "0.1"},
                                         {"adagrad", "0.1"},
                                         {"adagrad:notes3", "0.1"},
                                         {"adadelta", "10"}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i][0], rule) == 0)
            return own[i][1];
    return "0.01";
}

static void every_optimiser_trains_word_vectors(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(WORDS, LENGTH, BLOCK);
    char settings[128];
    for (size_t i = 0; kith_rule_at(i) != NULL; i++) {
        const char *name = kith_rule_at(i)->name;
        /* the first steps of the lagged sum are lr / sqrt eps times the direction */
        const char *more = strcmp(name, "adagrad:notes0") == 0 ? ",eps=0.5" : "";
        snprintf(settings, sizeof settings, "optim=%s%s lr=%s", name, more, rate_for(name));
        check_learns(settings, text);
    }
    made_corpus_free(text);
}

/* No rate is told: each rule has one that suits rows of word vectors, unlike those of the errata.
 */
static void every_optimiser_learns_at_the_rate_it_has_by_itself(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(WORDS, LENGTH, BLOCK);
    char settings[128];
    for (size_t i = 0; kith_rule_at(i) != NULL; i++)
        for (int cbow = 0; cbow < 2 && !kith_rule_at(i)->erratum; cbow++) {
            snprintf(settings, sizeof settings, "epochs=12 arch=%s optim=%s",
                     cbow ? "cbow" : "skipgram", kith_rule_at(i)->name);
            check_learns(settings, text);
        }
    made_corpus_free(text);
}

static double rate_of(const char *settings)
{
    return embed_config(settings).pace.lr;
}

static void momentum_lowers_the_rate_and_a_rate_that_is_given_stays(void **state)
{
    (void)state;
    check_near(rate_of("optim=sgd"), 0.025, 1e-7);
    check_near(rate_of("maxn=6"), 0.05, 1e-7);
    check_near(rate_of("maxn=6 arch=cbow"), 0.1, 1e-7);
    check_near(rate_of("optim=momentum arch=cbow"), 0.005, 1e-7);
    check_near(rate_of("optim=nag:momentum=0.5"), 0.0125, 1e-7);
    check_near(rate_of("optim=nesterov:lr=0.02"), 0.02, 1e-7);
    check_near(rate_of("optim=adam"), 0.005, 1e-7);
    check_near(rate_of("optim=adam:lr=0.001"), 0.001, 1e-7);
    check_near(rate_of("optim=adam lr=0.7"), 0.7, 1e-7);
}

static void every_schedule_trains_word_vectors(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(WORDS, LENGTH, BLOCK);
    char settings[128];
    for (size_t i = 0; kith_schedule_at(i) != NULL; i++) {
        snprintf(settings, sizeof settings, "schedule=%s lr=0.1", kith_schedule_at(i)->name);
        check_learns(settings, text);
    }
    check_learns("schedule=cosine:warm=0.2 lr=0.1", text);
    made_corpus_free(text);
}

static void every_initialiser_begins_word_vectors(void **state)
{
    (void)state;
    kith_corpus *text = made_corpus(WORDS, LENGTH, BLOCK);
    char settings[128];
    for (size_t i = 0; kith_init_at(i) != NULL; i++) {
        const char *name = kith_init_at(i)->name;
        if (strcmp(name, "zero") == 0)
            continue; /* input and output rows at 0 are at a saddle, and stay there */
        snprintf(settings, sizeof settings, "init-vectors=%s lr=0.1", name);
        check_learns(settings, text);
    }
    made_corpus_free(text);
}

/* All zero is refused where the output rows begin at zero too. */
static void nothing_can_be_learnt_from_zero_vectors(void **state)
{
    (void)state;
    kith_error err;
    kith_config *config;
    kith_option_table tables[4];
    kith_embed_config out;
    check_ok(kith_config_new(tables, kith_train_options(tables), &config, &err));
    check_ok(kith_config_set(config, "init-vectors", "zero", &err));
    check_fails_with(kith_embed_configure(config, &out, &err), KITH_ERR_USAGE, "saddle");
    check_ok(kith_config_set(config, "init-vectors", "xavier", &err));
    check_ok(kith_config_set(config, "optim", "sgd:noise=1", &err));
    check_fails_with(kith_embed_configure(config, &out, &err), KITH_ERR_USAGE, "step");
    check_ok(kith_config_set(config, "optim", "adam", &err));
    check_ok(kith_embed_configure(config, &out, &err));
    check_near(out.pace.lr, 0.005, 1e-9); /* the rule's rate, where --lr is not given */
    check_ok(kith_config_set(config, "schedule", "linear:warm=100", &err));
    check_fails_with(kith_embed_configure(config, &out, &err), KITH_ERR_USAGE, "share");
    kith_config_free(config);
}

/* A plateau of patience 1 whose loss never improves falls after each epoch but the first. */
static void a_plateau_takes_the_rate_away_between_epochs(void **state)
{
    (void)state;
    kith_error err;
    kith_corpus *text = made_corpus(WORDS, LENGTH, BLOCK);
    const kith_embed_config config = embed_config(
        "threads=1 sample=0 dim=16 epochs=4 valid=0.1 schedule=plateau:factor=0.5,patience=1");
    kith_embed *e = embed_new(&config, text);
    kith_position at = {0};
    embed_randomise(e, 0); /* at the saddle every epoch has the same loss */
    check_ok(embed_train(e, NULL, &at, &err));
    assert_int_equal(at.plateau.seen, 4);
    assert_int_equal(at.plateau.falls, 3);
    kith_embed_free(e);
    made_corpus_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_optimiser_trains_word_vectors),
        cmocka_unit_test(every_optimiser_learns_at_the_rate_it_has_by_itself),
        cmocka_unit_test(momentum_lowers_the_rate_and_a_rate_that_is_given_stays),
        cmocka_unit_test(every_schedule_trains_word_vectors),
        cmocka_unit_test(every_initialiser_begins_word_vectors),
        cmocka_unit_test(nothing_can_be_learnt_from_zero_vectors),
        cmocka_unit_test(a_plateau_takes_the_rate_away_between_epochs),
    };
    return cmocka_run_group_tests_name("embed/rules", tests, NULL, NULL);
}
