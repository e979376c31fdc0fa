/*
 * Output rows: noise follows the counts however it is drawn, a draw of the centre is no noise and
 * repeated draws are one row with a weight, a path is the tree's.
 */
#include "check.h"

#include "base/rng.h"
#include "embed/worker.h"
#include "embed_help.h"
#include "text/vocab.h"

enum { WORDS = 40 };

typedef struct fixture {
    kith_corpus *text;
    kith_embed *e;
    kith_embed_worker *w;
} fixture;

static fixture made(const char *settings)
{
    const kith_embed_config config = embed_config(settings);
    fixture f = {.text = made_corpus(WORDS, 4000, 4000)};
    f.e = embed_new(&config, f.text);
    f.w = f.e->worker[0];
    return f;
}

static void clear(fixture *f)
{
    kith_embed_free(f->e);
    made_corpus_free(f->text);
}

static void begin(fixture *f, uint64_t epoch)
{
    f->w->noise_key = kith_rng_key(1, epoch, 0, KITH_RNG_NOISE);
    f->w->pool_key = kith_rng_key(1, epoch, 0, KITH_RNG_POOL);
}

/* p-value of counted draws against count^0.75. */
static double noise_p(const fixture *f, const uint64_t *seen)
{
    double expected[WORDS], total = 0, draws = 0;
    for (int i = 0; i < WORDS; i++) {
        expected[i] = pow((double)f->text->vocab->count[i], 0.75);
        total += expected[i];
        draws += (double)seen[i];
    }
    for (int i = 0; i < WORDS; i++)
        expected[i] *= draws / total;
    return check_counts_p(seen, expected, WORDS);
}

static void noise_of_a_window_or_a_pair_follows_the_counts(void **state)
{
    (void)state;
    uint64_t shared[WORDS] = {0}, pairs[WORDS] = {0};
    fixture f = made("dim=4 threads=1 noise-pool=0 negative=7");
    fixture pair = made("dim=4 threads=1 negatives-per=pair negative=7");
    begin(&f, 0);
    begin(&pair, 0);
    for (size_t at = 0; at < 4 * KITH_SLICE; at++) {
        if (at % KITH_SLICE == 0)
            kith_targets_slice(f.w, at);
        for (size_t i = 0; i < 7; i++) {
            shared[kith_targets_noise(f.w, at)[i]]++;
            pairs[kith_targets_pair_noise(pair.w, at, at % 11)[i]]++;
        }
    }
    assert_true(noise_p(&f, shared) > 0.001);
    assert_true(noise_p(&pair, pairs) > 0.001);
    clear(&f);
    clear(&pair);
}

/* Words of one pool depend on each other, so one is taken from each: every pick in turn. */
static void noise_from_a_pool_follows_the_counts(void **state)
{
    (void)state;
    enum { NEGATIVE = 12, POOLS = 6000 };
    uint64_t seen[WORDS] = {0};
    fixture f = made("dim=4 threads=1 noise-pool=30 negative=12");
    for (size_t i = 0; i < POOLS; i++) {
        const size_t lives = KITH_SLICE / KITH_POOL_LIFE, at = i % lives * KITH_POOL_LIFE;
        if (i % lives == 0) {
            begin(&f, i);
            kith_targets_slice(f.w, 0);
        }
        seen[kith_targets_noise(f.w, at + i % KITH_POOL_LIFE)[i % NEGATIVE]]++;
    }
    assert_true(noise_p(&f, seen) > 0.001);
    clear(&f);
}

/* A pool of two words for 256 positions, and then another. */
static void a_pool_has_no_more_words_than_asked_for(void **state)
{
    (void)state;
    fixture f = made("dim=4 threads=1 noise-pool=2 negative=9");
    begin(&f, 0);
    kith_targets_slice(f.w, 0);
    for (size_t life = 0; life < KITH_SLICE / KITH_POOL_LIFE; life++) {
        bool seen[WORDS] = {false};
        size_t distinct = 0;
        for (size_t at = life * KITH_POOL_LIFE; at < (life + 1) * KITH_POOL_LIFE; at++)
            for (size_t i = 0; i < 9; i++)
                seen[kith_targets_noise(f.w, at)[i]] = true;
        for (int i = 0; i < WORDS; i++)
            distinct += seen[i];
        assert_in_range(distinct, 1, 2);
    }
    clear(&f);
}

/* The slice that a position is drawn in changes nothing. */
static void noise_depends_on_the_position_alone(void **state)
{
    (void)state;
    static const char *const modes[] = {"dim=4 threads=1 noise-pool=0 negative=7",
                                        "dim=4 threads=1 noise-pool=30 negative=7"};
    for (int m = 0; m < 2; m++) {
        uint32_t first[7];
        fixture f = made(modes[m]);
        begin(&f, 3);
        kith_targets_slice(f.w, 0);
        memcpy(first, kith_targets_noise(f.w, 700), sizeof first);
        kith_targets_slice(f.w, 601);
        assert_memory_equal(first, kith_targets_noise(f.w, 700), sizeof first);
        clear(&f);
    }
}

static void draws_of_a_word_are_one_row_and_the_centre_is_no_noise(void **state)
{
    (void)state;
    fixture f = made("dim=4 threads=1 noise-pool=0 negative=6");
    const uint32_t noise[6] = {5, 9, 5, 2, 5, 9};
    const kith_real weight[3] = {1, 3, 2}; /* centre 2, then 5 and 9 */
    const uint32_t word[3] = {2, 5, 9};
    kith_targets_of(f.w, &(uint32_t){2}, 1, noise);
    assert_int_equal(f.w->rows.n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_ptr_equal(f.w->t[i], kith_param_row(&f.e->output, word[i]));
        assert_true(f.w->weight[i] == weight[i]);
        assert_true(f.w->label[i] == (i == 0));
    }
    for (size_t i = 3; i < kith_logistic_ld(3); i++)
        assert_true(f.w->weight[i] == 0 && f.w->label[i] == 0);
    clear(&f);
}

static void a_path_is_followed_behind_the_noise(void **state)
{
    (void)state;
    fixture f = made("dim=4 threads=1 noise-pool=0 negative=2 loss=ns+hs");
    const kith_tree *tree = &f.e->tree;
    const uint32_t noise[2] = {1, 3};
    for (uint32_t centre = 5; centre < WORDS; centre++) {
        const size_t steps = (size_t)(tree->start[centre + 1] - tree->start[centre]);
        kith_targets_of(f.w, &centre, 1, noise);
        assert_int_equal(f.w->rows.n, 3 + steps);
        for (size_t i = 0; i < steps; i++) {
            const uint32_t step = tree->step[tree->start[centre] + i];
            assert_ptr_equal(f.w->t[3 + i], kith_param_row(&f.e->inner, step >> 1));
            assert_true(f.w->label[3 + i] == (step % 2 == 0));
            assert_true(f.w->weight[3 + i] == 1);
        }
    }
    clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_of_a_window_or_a_pair_follows_the_counts),
        cmocka_unit_test(noise_from_a_pool_follows_the_counts),
        cmocka_unit_test(a_pool_has_no_more_words_than_asked_for),
        cmocka_unit_test(noise_depends_on_the_position_alone),
        cmocka_unit_test(draws_of_a_word_are_one_row_and_the_centre_is_no_noise),
        cmocka_unit_test(a_path_is_followed_behind_the_noise),
    };
    return cmocka_run_group_tests_name("embed/targets", tests, NULL, NULL);
}
