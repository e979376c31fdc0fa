/*
 * Windows: which words are kept, which pairs are learnt, and that no token is left out or visited
 * twice. A kernel table whose dots write down the rows they are given shows every window.
 */
#include "check.h"

#include <pthread.h>

#include "embed/worker.h"
#include "embed_help.h"
#include "text/vocab.h"

/* ----------------------------------------------------------------- the spy */

enum { SPIED_WORDS = 3000 };

/* Kernels are plain functions, so what they saw stands here; many workers call them. */
static struct {
    pthread_mutex_t lock;
    const kith_embed *e;
    uint64_t centre[SPIED_WORDS];        /* windows around each word */
    uint64_t pair[16][16];               /* [centre][context], of the words below 16 */
    uint64_t width[64];                  /* windows with so many contexts, around word 0 */
    void (*dot)(const kith_logistic *r); /* the true kernel */
} spy = {.lock = PTHREAD_MUTEX_INITIALIZER};

static size_t row_of(const kith_param *p, const kith_real *row)
{
    return (size_t)(row - p->w) / p->stride;
}

/* How often the call pairs an input row with the centre in column j. */
static uint64_t times_of(const kith_logistic *r, size_t i, size_t j)
{
    if (r->weight_rows)
        return (uint64_t)r->weight[i * kith_logistic_ld(r->n) + j];
    return r->x_weight != NULL ? (uint64_t)r->x_weight[i] : 1;
}

static void spy_window(const kith_logistic *r, size_t j)
{
    const size_t centre = row_of(&spy.e->output, r->t[j]);
    uint64_t width = 0;
    spy.centre[centre]++;
    for (size_t i = 0; i < r->m; i++) {
        const uint64_t times = times_of(r, i, j);
        const size_t context =
            spy.e->config.arch == KITH_SKIPGRAM ? row_of(&spy.e->input, r->x[i]) : SPIED_WORDS;
        width += times;
        if (centre < 16 && context < 16)
            spy.pair[centre][context] += times;
    }
    if (centre == 0 && width < 64)
        spy.width[width]++;
}

/* Windows that are taken together have their centres in the first columns. */
static void spied_dot(const kith_logistic *r)
{
    size_t windows = 1;
    while (r->weight_rows && windows < r->n && r->label[windows] > 0)
        windows++;
    pthread_mutex_lock(&spy.lock);
    for (size_t j = 0; j < windows; j++)
        spy_window(r, j);
    pthread_mutex_unlock(&spy.lock);
    spy.dot(r);
}

/* Trains with the spy in place of the dots. */
static void spy_on(const char *settings, const kith_corpus *text)
{
    kith_error err;
    kith_embed_config config = embed_config(settings);
    kith_kern kern = *config.kern;
    kith_position at = {0};
    spy.dot = kern.rows_dot;
    kern.rows_dot = spied_dot;
    config.kern = &kern;
    kith_embed *e = embed_new(&config, text);
    spy.e = e;
    memset(spy.centre, 0, sizeof spy.centre);
    memset(spy.pair, 0, sizeof spy.pair);
    memset(spy.width, 0, sizeof spy.width);
    check_ok(embed_train(e, NULL, &at, &err));
    kith_embed_free(e);
}

/* ------------------------------------------------------------------- tests */

/* The notes' example: ids are ranks, "the" stands twice. */
enum { THE, QUICK, BROWN, FOX, JUMPS, OVER, LAZY, DOG };

static void the_notes_pairs_are_learnt(void **state)
{
    (void)state;
    static const uint32_t fox[] = {THE, QUICK, BROWN, FOX, JUMPS, OVER, THE, LAZY, DOG};
    static const int notes[][2] = {
        {THE, QUICK},   {THE, BROWN},   {QUICK, THE},   {QUICK, BROWN}, {QUICK, FOX}, {BROWN, THE},
        {BROWN, QUICK}, {BROWN, FOX},   {BROWN, JUMPS}, {FOX, QUICK},   {FOX, BROWN}, {FOX, JUMPS},
        {FOX, OVER},    {JUMPS, BROWN}, {JUMPS, FOX},   {JUMPS, OVER},  {JUMPS, THE}, {OVER, FOX},
        {OVER, JUMPS},  {OVER, THE},    {OVER, LAZY},   {THE, JUMPS},   {THE, OVER},  {THE, LAZY},
        {THE, DOG},     {LAZY, OVER},   {LAZY, THE},    {LAZY, DOG},    {DOG, THE},   {DOG, LAZY},
    };
    uint64_t expected[16][16] = {{0}};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        expected[notes[i][0]][notes[i][1]]++;
    kith_corpus *text = corpus_of_ids(fox, 9, 9, 8);
    static const char *const shares[] = {"pair", "window", "two", "three"};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        char settings[128];
        snprintf(settings, sizeof settings,
                 "dim=8 threads=1 sample=0 epochs=1 window=2 window-shape=fixed negatives-per=%s",
                 shares[i]);
        spy_on(settings, text);
        assert_memory_equal(spy.pair, expected, sizeof expected);
    }
    made_corpus_free(text);
}

static void windows_end_with_their_sentence(void **state)
{
    (void)state;
    static const uint32_t ids[] = {0, 1, KITH_SENTENCE_END, 2, KITH_SENTENCE_END, 3, 4, 5};
    uint64_t expected[16][16] = {{0}};
    expected[0][1] = expected[1][0] = 1;
    for (int a = 3; a < 6; a++)
        for (int b = 3; b < 6; b++)
            expected[a][b] = a != b;
    kith_corpus *text = corpus_of_ids(ids, 8, 8, 6);
    spy_on("dim=8 threads=1 sample=0 epochs=1 window=9 window-shape=fixed", text);
    assert_memory_equal(spy.pair, expected, sizeof expected);
    assert_int_equal(spy.centre[2], 0); /* a word alone has no window */
    made_corpus_free(text);
}

/* Words that are all different, in sentences of 2 to 12 words. */
static kith_corpus *different_words(void)
{
    static uint32_t ids[2 * SPIED_WORDS];
    uint64_t length = 0;
    for (uint32_t word = 0, left = 2; word < SPIED_WORDS; word++) {
        ids[length++] = word;
        if (--left == 0 && word + 2 < SPIED_WORDS) {
            ids[length++] = KITH_SENTENCE_END;
            left = 2 + word * 7 % 11;
        }
    }
    kith_corpus *text = corpus_of_ids(ids, length, length, SPIED_WORDS);
    assert_int_equal(text->tokens, SPIED_WORDS);
    return text;
}

/* Cuts the one block of a corpus behind every sentence end past `size` ids. */
static void cut_at_sentences(kith_corpus *text, uint64_t size)
{
    uint64_t *start = calloc(text->length, sizeof *start);
    uint64_t *words = calloc(text->length, sizeof *words);
    assert_true(start != NULL && words != NULL);
    uint64_t blocks = 0;
    for (uint64_t i = 0; i < text->length; i++) {
        const bool end = text->ids[i] == KITH_SENTENCE_END;
        words[blocks] += !end;
        if ((end && i - start[blocks] >= size) || i + 1 == text->length)
            start[++blocks] = i + 1;
    }
    free((void *)(uintptr_t)text->start);
    free((void *)(uintptr_t)text->words);
    text->start = start;
    text->words = words;
    text->blocks = blocks;
    assert_true(blocks > 20);
}

static void every_token_is_a_centre_once_an_epoch_at_any_number_of_threads(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "dim=8 sample=0 epochs=2 negative=1 threads=1",
        "dim=8 sample=0 epochs=2 negative=1 threads=2",
        "dim=8 sample=0 epochs=2 negative=1 threads=7",
        "dim=8 sample=0 epochs=2 negative=1 threads=7 arch=cbow",
    };
    kith_corpus *text = different_words();
    cut_at_sentences(text, 40);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        spy_on(settings[i], text);
        for (size_t word = 0; word < SPIED_WORDS; word++)
            assert_int_equal(spy.centre[word], 2);
    }
    made_corpus_free(text);
}

/* One word all over, so that every window is as wide as it was drawn but near the two ends. */
static void widths_are_drawn_evenly_from_one_to_the_window(void **state)
{
    (void)state;
    enum { N = 20000, WINDOW = 5 };
    static uint32_t ids[N] = {[N / 2] = 1};
    double expected[WINDOW];
    uint64_t seen[WINDOW];
    kith_corpus *text = corpus_of_ids(ids, N, N, 2);
    spy_on("dim=1 threads=1 sample=0 epochs=1 window=5 negative=1 lr=1e-6", text);
    for (int half = 1; half <= WINDOW; half++) {
        seen[half - 1] = spy.width[2 * half];
        expected[half - 1] = (double)N / WINDOW;
    }
    assert_true(check_counts_p(seen, expected, WINDOW) > 0.001);
    for (int width = 1; width < 64; width += 2)
        assert_true(spy.width[width] < 10);
    made_corpus_free(text);
}

/* Words of very different shares: 0 is half of the text. */
static kith_corpus *skewed_words(void)
{
    enum { N = 40000 };
    static uint32_t ids[N];
    for (uint32_t i = 0; i < N; i++)
        ids[i] = i % 2 ? 0 : i % 100 == 0 ? 2 : i % 20 == 4 ? 3 : i % 4000 == 2 ? 4 : 1;
    for (uint32_t i = 0; i < N; i++) /* 2 and 3 by rank */
        ids[i] = ids[i] == 2 ? 3 : ids[i] == 3 ? 2 : ids[i];
    return corpus_of_ids(ids, N, N, 5);
}

/* How often each word was kept in so many epochs. */
static void count_kept(kith_embed *e, uint64_t epochs, uint64_t *kept)
{
    kith_embed_worker *w = e->worker[0];
    for (uint64_t epoch = 0; epoch < epochs; epoch++) {
        const kith_block block = {.index = 0, .epoch = epoch};
        w->block = &block;
        kith_window_keep(w);
        for (size_t i = 0; i < w->length; i++)
            kept[w->kept[i]]++;
    }
}

static double notes_keep(double f, double t)
{
    const double drop = 1 - sqrt(t / f);
    return fmin(1, 1 - drop);
}

static double word2vec_keep(double f, double t)
{
    return fmin(1, (sqrt(f / t) + 1) * t / f);
}

static double keep_all(double f, double t)
{
    (void)f, (void)t;
    return 1;
}

/* Each word's kept and dropped tokens by chi-square. */
static void check_thinning(const char *settings, double t, double (*keep)(double f, double t))
{
    enum { EPOCHS = 5 };
    const kith_embed_config config = embed_config(settings);
    kith_corpus *text = skewed_words();
    kith_embed *e = embed_new(&config, text);
    uint64_t kept[5] = {0};
    count_kept(e, EPOCHS, kept);
    for (int word = 0; word < 5; word++) {
        const uint64_t count = text->vocab->count[word], all = EPOCHS * count;
        const double p = keep((double)count / (double)text->tokens, t);
        const uint64_t seen[2] = {kept[word], all - kept[word]};
        const double expected[2] = {p * (double)all, (1 - p) * (double)all};
        if (p < 1)
            assert_true(check_counts_p(seen, expected, 2) > 0.001);
        else
            assert_int_equal(kept[word], all);
    }
    kith_embed_free(e);
    made_corpus_free(text);
}

static void thinning_keeps_words_by_either_formula(void **state)
{
    (void)state;
    check_thinning("threads=1 dim=1 sample=1e-3", 1e-3, word2vec_keep);
    check_thinning("threads=1 dim=1 sample=1e-2", 1e-2, word2vec_keep);
    check_thinning("threads=1 dim=1 sample=1e-3 sample-formula=notes", 1e-3, notes_keep);
    check_thinning("threads=1 dim=1 sample=1e-2 sample-formula=notes", 1e-2, notes_keep);
    check_thinning("threads=1 dim=1 sample=0", 0, keep_all);
}

/* The notes' figure: a word that is a hundredth of the text loses 96.838 % at t = 1e-5. */
static void the_notes_figure_is_met(void **state)
{
    (void)state;
    const kith_embed_config config = embed_config("threads=1 sample=1e-5 sample-formula=notes");
    kith_corpus *text = skewed_words();
    kith_embed *e = embed_new(&config, text);
    int met = 0;
    for (uint32_t word = 0; word < e->thinned; word++)
        if (text->vocab->count[word] * 100 == text->tokens) {
            check_near(1 - (double)e->keep[word] / 0x1p32, 0.96838, 5e-6);
            met++;
        }
    assert_int_equal(met, 1);
    kith_embed_free(e);
    made_corpus_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_notes_pairs_are_learnt),
        cmocka_unit_test(windows_end_with_their_sentence),
        cmocka_unit_test(every_token_is_a_centre_once_an_epoch_at_any_number_of_threads),
        cmocka_unit_test(widths_are_drawn_evenly_from_one_to_the_window),
        cmocka_unit_test(thinning_keeps_words_by_either_formula),
        cmocka_unit_test(the_notes_figure_is_met),
    };
    return cmocka_run_group_tests_name("embed/window", tests, NULL, NULL);
}
