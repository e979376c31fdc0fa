/*
 * Predictions against plain double arithmetic: a softmax by its definition, a Huffman tree of four
 * words drawn by hand, sentences window by window.
 */
#include "base/mem.h"
#include "base/stride.h"
#include "made_vectors.h"
#include "sample.h"

enum { WORDS = 4, DIM = 5 };
static const uint64_t counts[WORDS] = {4, 2, 1, 1};
static const char *const names[WORDS] = {"a", "b", "c", "d"};

/* Random rows of a matrix of its own. */
static kith_matrix made_matrix(uint64_t rows, uint64_t seed, void **own)
{
    kith_matrix m = {.rows = rows, .dim = DIM, .stride = kith_row_stride(DIM, sizeof(float))};
    float *at = *own = kith_mem_new(rows, m.stride * sizeof *at);
    for (uint64_t i = 0; i < rows * DIM; i++)
        at[i / DIM * m.stride + i % DIM] = 2 * made_number(seed, i);
    m.at = at;
    return m;
}

static kith_vectors *model(const char *config, bool tree)
{
    kith_vectors *v = made_vectors(names, WORDS, DIM);
    for (uint64_t i = 0; i < WORDS * DIM; i++)
        made_row(v, i / DIM)[i % DIM] = made_number(3, i);
    v->count = counts;
    v->config = strdup(config);
    if (tree)
        v->inner = made_matrix(WORDS - 1, 4, &v->own_inner);
    else
        v->output = made_matrix(WORDS, 5, &v->own_output);
    return v;
}

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static double dot(const kith_matrix *m, uint64_t row, const double *h)
{
    double sum = 0;
    for (uint64_t i = 0; i < DIM; i++)
        sum += (double)m->at[row * m->stride + i] * h[i];
    return sum;
}

/*
 * The tree of counts 4 2 1 1: the two rarest are joined first (node 0: d left, c right), then b
 * with them (node 1: b left), then a with those (node 2, the root: a left). Left is the sigmoid.
 */
static void expected(const kith_vectors *v, const double *h, double *p)
{
    if (v->inner.at != NULL) {
        const double root = sigmoid(dot(&v->inner, 2, h)), one = sigmoid(dot(&v->inner, 1, h));
        const double zero = sigmoid(dot(&v->inner, 0, h));
        p[0] = root;
        p[1] = (1 - root) * one;
        p[2] = (1 - root) * (1 - one) * (1 - zero);
        p[3] = (1 - root) * (1 - one) * zero;
        return;
    }
    double total = 0;
    for (uint64_t w = 0; w < WORDS; w++)
        total += p[w] = exp(dot(&v->output, w, h));
    for (uint64_t w = 0; w < WORDS; w++)
        p[w] /= total;
}

/* The bag of some words: their sum times `share`. */
static void bag(const kith_vectors *v, const uint64_t *word, size_t words, double share, double *h)
{
    for (uint64_t i = 0; i < DIM; i++) {
        h[i] = 0;
        for (size_t w = 0; w < words; w++)
            h[i] += share * kith_vectors_row(v, word[w])[i];
    }
}

static void check_words(const char *config, bool tree, double share)
{
    kith_error err = {0};
    kith_vectors *v = model(config, tree);
    kith_predictor *p = NULL;
    const kith_term context[2] = {{1, 1}, {3, -7}};
    kith_hit hits[WORDS];
    size_t found;
    double h[DIM], chance[WORDS], sum = 0;
    check_ok(kith_predictor_new(v, NULL, &p, &err));
    check_ok(kith_predict_word(p, context, 2, 9, hits, &found, &err));
    bag(v, (uint64_t[]){1, 3}, 2, share, h);
    expected(v, h, chance);
    made_check_hits(hits, found, chance, WORDS, 9, 1e-6);
    for (size_t i = 0; i < found; i++)
        sum += (double)hits[i].score;
    check_near(sum, 1, 1e-6);
    kith_predictor_free(p);
    kith_vectors_free(v);
}

static void words_are_as_likely_as_the_definition_says(void **state)
{
    (void)state;
    check_words("arch cbow\n", false, 0.5);
    check_words("arch cbow\ncbow-sum true\n", false, 1);
    check_words("arch skipgram\n", false, 0.5);
    check_words("arch cbow\nloss hs\n", true, 0.5);
    check_words("arch skipgram\nloss hs\n", true, 0.5);
}

/* Sentence "a b d a" without its unknown words, a window of one word to each side. */
static double slow_score(const kith_vectors *v, bool cbow, const uint64_t *word, size_t words)
{
    double sum = 0, h[DIM], chance[WORDS];
    for (size_t i = 0; i < words; i++) {
        uint64_t near[2];
        size_t count = 0;
        if (i > 0)
            near[count++] = word[i - 1];
        if (i + 1 < words)
            near[count++] = word[i + 1];
        for (size_t j = 0; j < (cbow ? 1 : count); j++) {
            bag(v, near + j, cbow ? count : 1, cbow ? 1.0 / (double)count : 1, h);
            expected(v, h, chance);
            sum += log(chance[word[i]]);
        }
    }
    return sum;
}

static void check_sentence(const char *config, bool tree, bool cbow)
{
    kith_error err = {0};
    kith_vectors *v = model(config, tree);
    kith_predictor *p = NULL;
    kith_sentence_score got;
    check_ok(kith_predictor_new(v, "base", &p, &err));
    check_ok(kith_predict_score(p, " a x b\td y a ", 13, &got, &err));
    assert_int_equal(got.words, 4);
    assert_int_equal(got.unknown, 2);
    check_near(got.log_probability, slow_score(v, cbow, (uint64_t[]){0, 1, 3, 0}, 4), 1e-5);
    check_ok(kith_predict_score(p, "a", 1, &got, &err));
    check_near(got.log_probability, 0, 0);
    check_ok(kith_predict_score(p, "", 0, &got, &err));
    check_near(got.log_probability, 0, 0);
    kith_predictor_free(p);
    kith_vectors_free(v);
}

static void sentences_add_up_window_by_window(void **state)
{
    (void)state;
    check_sentence("arch cbow\nwindow 1\n", false, true);
    check_sentence("arch skipgram\nwindow 1\n", false, false);
    check_sentence("arch cbow\nwindow 1\nloss hs\n", true, true);
    check_sentence("arch skipgram\nwindow 1\nloss hs\n", true, false);
}

/* <b> has 3 n-grams of 2 to 4 characters, <unheard> 21; b has a row of its own, too. */
static void check_parts(const char *config, double of_b, double of_unheard)
{
    kith_error err = {0};
    kith_vectors *v = model(config, false);
    kith_predictor *p = NULL;
    kith_hit hits[WORDS];
    size_t found;
    double h[DIM], chance[WORDS];
    sample_add_grams(v, 41, false, 7);
    const kith_term context[2] = {{1, 1}, {kith_vectors_ask(v, "unheard", 7), 1}};
    check_ok(kith_predictor_new(v, NULL, &p, &err));
    check_ok(kith_predict_word(p, context, 2, WORDS, hits, &found, &err));
    for (uint64_t i = 0; i < DIM; i++)
        h[i] = of_b * kith_vectors_row(v, 1)[i] + of_unheard * kith_vectors_row(v, WORDS)[i];
    expected(v, h, chance);
    made_check_hits(hits, found, chance, WORDS, WORDS, 1e-6);
    kith_predictor_free(p);
    kith_vectors_free(v);
}

static void a_word_weighs_in_a_bag_by_its_n_grams(void **state)
{
    (void)state;
    check_parts("arch cbow\n", 4.0 / 25, 21.0 / 25);
    check_parts("arch cbow\ncbow-sum true\n", 4, 21);
    check_parts("arch skipgram\n", 0.5, 0.5);
}

static void models_that_cannot_predict_are_refused(void **state)
{
    (void)state;
    static const uint64_t rising[WORDS] = {1, 2, 4, 4};
    kith_error err = {0};
    kith_predictor *p = NULL;
    kith_vectors *v = made_random(4, 3, 1);
    check_fails_with(kith_predictor_new(v, NULL, &p, &err), KITH_ERR_USAGE, "word vectors only");
    assert_null(p);
    kith_vectors_free(v);
    v = model("loss hs\n", true);
    v->count = rising;
    check_fails_with(kith_predictor_new(v, NULL, &p, &err), KITH_ERR_DATA, "rise");
    v->count = NULL;
    check_fails_with(kith_predictor_new(v, NULL, &p, &err), KITH_ERR_DATA, "counts");
    v->count = counts;
    v->inner.rows = 2;
    check_fails_with(kith_predictor_new(v, NULL, &p, &err), KITH_ERR_DATA, "counts");
    kith_vectors_free(v);
    v = model("arch sideways\n", false);
    check_fails_with(kith_predictor_new(v, NULL, &p, &err), KITH_ERR_DATA, "sideways");
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_as_likely_as_the_definition_says),
        cmocka_unit_test(sentences_add_up_window_by_window),
        cmocka_unit_test(a_word_weighs_in_a_bag_by_its_n_grams),
        cmocka_unit_test(models_that_cannot_predict_are_refused),
    };
    return cmocka_run_group_tests_name("query/predict", tests, NULL, NULL);
}
