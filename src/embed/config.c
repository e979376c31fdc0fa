#include "embed/config.h"

#include <string.h>

#include "base/option_text.h"
#include "base/team.h"

#define MODEL "Model"
#define TRAINING "Training"
#define FILES "Files"

static const kith_option model_options[] = {
    {"arch", KITH_OPTION_NAME, "skipgram", 0, 0, "skipgram cbow", "NAME", MODEL,
     "skipgram: each word of a window predicts the centre; cbow: all of them together do",
     "better than cbow at equal seconds on 100 MB of Wikipedia"},
    {"loss", KITH_OPTION_NAME, "ns", 0, 0, "ns hs softmax ns+hs", "NAME", MODEL,
     "ns: negative sampling; hs: hierarchical softmax over a Huffman tree; ns+hs: both; softmax: "
     "exact, for small vocabularies",
     "word2vec.c"},
    {"dim", KITH_OPTION_INT, "100", 1, 4294967295.0, "", "N", MODEL, "numbers in a vector",
     "word2vec.c"},
    {"window", KITH_OPTION_INT, "5", 1, 10000, "", "N", MODEL, "words on each side of the centre",
     "word2vec.c"},
    {"window-shape", KITH_OPTION_NAME, "dynamic", 0, 0, "dynamic fixed", "NAME", MODEL,
     "dynamic: each centre draws its width from 1..window, so near words count more", "word2vec.c"},
    {"cbow-mean", KITH_OPTION_FLAG, "false", 0, 0, "", "", MODEL,
     "cbow averages the window's vectors (the default)", "word2vec.c"},
    {"cbow-sum", KITH_OPTION_FLAG, "false", 0, 0, "", "", MODEL, "cbow sums them instead",
     "gensim"},
    {"cbow-gradient", KITH_OPTION_NAME, "classic", 0, 0, "classic mean", "NAME", MODEL,
     "what each word of an averaged window receives: the whole error (classic), or the error "
     "divided "
     "by the number of words, which is the gradient of the mean",
     "100 MB of Wikipedia, 3 seeds, each at its best rate, analogies WS353 SimLex MEN: classic "
     "(0.075) 32.9 64.3 28.7 62.2, mean (0.15) 30.9 63.7 30.5 60.9"},
    {"negative", KITH_OPTION_INT, "5", 1, 1000, "", "N", MODEL, "noise words of negative sampling",
     "word2vec.c"},
    {"negatives-per", KITH_OPTION_NAME, "two", 0, 0, "pair window two three", "NAME", MODEL,
     "draw the noise words anew for each pair of words as word2vec.c does (slowest), once for a "
     "window, or for two or three neighbouring windows, which are then learnt in one call; those "
     "two only for skip-gram with noise alone and without n-grams, elsewhere as window",
     "Ji et al. 2016; 100 MB of Wikipedia, 3 seeds, analogies WS353 SimLex MEN: pair 34.2 64.5 "
     "29.7 59.6, window 35.3 65.6 29.5 60.8, two 34.9 66.2 29.3 61.0, three 33.8 65.9 29.5 61.0"},
    {"noise-pool", KITH_OPTION_INT, "320", 0, 4096, "", "N", MODEL,
     "a window's noise words are picked from N words that are drawn anew every 256 words, so that "
     "their vectors stay in the cache; 0 draws each from the whole vocabulary",
     "no loss on 100 MB of Wikipedia from 256 words up"},
    {"noise-power", KITH_OPTION_REAL, "0.75", -10, 10, "", "X", MODEL,
     "noise words are drawn in proportion to count^X", "Mikolov et al. 2013b"},
    {"minn", KITH_OPTION_INT, "3", 1, 1000, "", "N", MODEL, "characters of the shortest n-gram",
     "fastText"},
    {"maxn", KITH_OPTION_INT, "0", 0, 1000, "", "N", MODEL,
     "characters of the longest n-gram; a word's vector is the mean of its own and those of its "
     "n-grams, of which words outside the vocabulary are made too; 0: no n-grams. fastText has 6",
     "word2vec.c"},
    {"bucket", KITH_OPTION_INT, "2000000", 1, 2147483647, "", "N", MODEL,
     "n-grams are told apart by a hash below N", "fastText"},
};

static const kith_option training_options[] = {
    {"sample", KITH_OPTION_REAL, "1e-3", 0, 1, "", "T", TRAINING,
     "thin out words more frequent than the share T of the text; 0 keeps all", "word2vec.c"},
    {"sample-formula", KITH_OPTION_NAME, "word2vec", 0, 0, "word2vec notes", "NAME", TRAINING,
     "chance to keep a word of share f: sqrt(T/f) + T/f (word2vec), sqrt(T/f) (notes, the paper's)",
     "word2vec.c"},
    {"epochs", KITH_OPTION_INT, "5", 1, 1000000, "", "N", TRAINING, "passes over the text",
     "word2vec.c"},
    {"lr", KITH_OPTION_REAL, "", 1e-12, 1000, "", "X", TRAINING,
     "learning rate to begin with; unless given 0.025 for skipgram, 0.05 for cbow, twice that "
     "for words with n-grams, times 1 - momentum where the rule has one; 0.1 by adagrad, 2 by "
     "adadelta, 0.003 by rmsprop, 0.005 by adam and adamw",
     "word2vec.c, fastText"},
    {"init-vocab", KITH_OPTION_NAME, "union", 0, 0, "old union new", "NAME", TRAINING,
     "with --init, words of the result: MODEL's alone (old), MODEL's and the text's (union), the "
     "text's alone (new); counts are those of the text",
     "koan"},
    {"freeze", KITH_OPTION_FLAG, "false", 0, 0, "", "", TRAINING,
     "with --init, keep the vectors of MODEL's words as they are: only other words move", "gensim"},
    {"freeze-words", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", TRAINING,
     "--freeze for the words of FILE alone, one a line, up to the first tab", "gensim"},
    {"init-vectors", KITH_OPTION_NAME, "word2vec", 0, 0, KITH_INIT_CHOICES, "NAME", TRAINING,
     "the first word vectors; its value after a colon, as normal:0.01 (kith net list initialiser)",
     "word2vec.c"},
    {"optim", KITH_OPTION_NAME, "sgd", 0, 0, KITH_RULE_CHOICES, "NAME", TRAINING,
     "rule of the weights' steps; a variant and values after a colon, as adam:notes3 or "
     "adagrad:eps=1e-7,l2=1e-4 (kith net list optimiser)",
     "word2vec.c"},
    {"schedule", KITH_OPTION_NAME, "linear", 0, 0, KITH_SCHEDULE_CHOICES, "NAME", TRAINING,
     "how the learning rate goes: linear falls to 1e-4 of it at the end; values after a colon, as "
     "cosine:warm=0.05 (kith net list schedule)",
     "word2vec.c"},
    {"valid", KITH_OPTION_REAL, "0", 0, 0.5, "", "X", TRAINING,
     "share of the text held out of training and scored after each epoch", ""},
    {"threads", KITH_OPTION_INT, "0", 0, 1024, "", "N", TRAINING,
     "workers; 0: one a core. More than one share the weights without locks (hogwild), so only one "
     "repeats a run bit for bit",
     "Niu et al. 2011"},
    {"seed", KITH_OPTION_INT, "1", 0, 0x1p53, "", "N", TRAINING, "of every random draw", ""},
    {"isa", KITH_OPTION_TEXT, "auto", 0, 0, "", "NAME", TRAINING,
     "kernels to use: base, avx2, avx512, avx512vnni, neon; auto takes the best this machine has",
     ""},
};

static const kith_option file_options[] = {
    {"format", KITH_OPTION_TEXT, "", 0, 0, "", "FORMAT", FILES,
     "of the model, as kith convert has it; by the ending of its name unless given", ""},
    {"init", KITH_OPTION_TEXT, "", 0, 0, "", "MODEL", FILES,
     "go on from the vectors of MODEL, of any format, on new text: words that it has start from "
     "its rows, and from its output vectors where it has them; --dim and n-grams are its own "
     "unless given",
     ""},
    {"save-vocab", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "also write the vocabulary, 'word count' a line", ""},
    {"checkpoint", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "where an interrupted run is saved (MODEL.ckpt unless given)", ""},
    {"checkpoint-every", KITH_OPTION_SECONDS, "0", 0, 0x1p40, "", "TIME", FILES,
     "also save a checkpoint every so often, as 5m; 0: only when interrupted", ""},
    {"resume", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "continue from a checkpoint, with the same text and options", ""},
    {"log", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "write one JSON object an epoch: loss, held-out loss, learning rate, words, seconds; and "
     "of the epoch, the words kept by thinning and the arithmetic done on them",
     ""},
    {"plot", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "draw the loss, and the held-out loss with --valid, against the epochs (SVG), anew after each",
     ""},
};

#define TABLE(options)                                                                             \
    (kith_option_table)                                                                            \
    {                                                                                              \
        options, sizeof(options) / sizeof *(options)                                               \
    }

size_t kith_train_options(kith_option_table tables[4])
{
    tables[0] = TABLE(model_options);
    tables[1] = TABLE(training_options);
    tables[2] = kith_text_options();
    tables[3] = TABLE(file_options);
    return 4;
}

static bool is(const kith_config *c, const char *name, const char *value)
{
    return strcmp(kith_config_text(c, name), value) == 0;
}

static kith_status configure_grams(const kith_config *c, kith_subwords *out, kith_error *err)
{
    const kith_subwords given = {.least = (uint32_t)kith_config_int(c, "minn"),
                                 .most = (uint32_t)kith_config_int(c, "maxn"),
                                 .buckets = (uint32_t)kith_config_int(c, "bucket")};
    if (given.most == 0)
        return KITH_OK;
    if (given.least > given.most)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--minn %u is more than --maxn %u: no n-gram is so short and so long",
                         given.least, given.most);
    *out = given;
    return KITH_OK;
}

/* Neighbouring windows in one call: where their words are rows and noise is all they are held
 * against. */
static uint32_t windows_together(const kith_config *c, const kith_embed_config *given)
{
    if (given->arch != KITH_SKIPGRAM || !given->negative_sampling || given->hierarchical ||
        given->grams.most > 0)
        return 1;
    return is(c, "negatives-per", "three") ? 3 : is(c, "negatives-per", "two") ? 2 : 1;
}

static kith_status configure_model(const kith_config *c, kith_embed_config *out, kith_error *err)
{
    out->arch = is(c, "arch", "cbow") ? KITH_CBOW : KITH_SKIPGRAM;
    out->softmax = is(c, "loss", "softmax");
    out->negative_sampling = is(c, "loss", "ns") || is(c, "loss", "ns+hs");
    out->hierarchical = is(c, "loss", "hs") || is(c, "loss", "ns+hs");
    out->dim = (size_t)kith_config_int(c, "dim");
    out->window = (uint32_t)kith_config_int(c, "window");
    out->window_fixed = is(c, "window-shape", "fixed");
    out->bag_sum = kith_config_flag(c, "cbow-sum");
    out->bag_mean_gradient = is(c, "cbow-gradient", "mean");
    out->negative = (uint32_t)kith_config_int(c, "negative");
    out->negatives_per_pair = is(c, "negatives-per", "pair");
    out->noise_pool = (uint32_t)kith_config_int(c, "noise-pool");
    out->noise_power = kith_config_real(c, "noise-power");
    KITH_TRY(configure_grams(c, &out->grams, err));
    out->together = windows_together(c, out);
    if (out->bag_sum && kith_config_flag(c, "cbow-mean"))
        return kith_fail(err, KITH_ERR_USAGE, "--cbow-sum and --cbow-mean exclude each other");
    if (out->arch == KITH_CBOW && out->negatives_per_pair)
        return kith_fail(
            err, KITH_ERR_USAGE,
            "--negatives-per pair: cbow has one pair a window, its bag and its centre");
    return KITH_OK;
}

/* Blocks held out of how many: the nearest whole number to 1 / share. */
static uint64_t hold_out(double share)
{
    return share > 0 ? (uint64_t)(1 / share + 0.5) : 0;
}

/* The first vectors, the rule, its rate to begin with and how that goes. */
static kith_status configure_learning(const kith_config *c, kith_embed_config *out, kith_error *err)
{
    const double standard_lr[] = {[KITH_SKIPGRAM] = 0.025, [KITH_CBOW] = 0.05};
    const char *init = kith_config_text(c, "init-vectors");
    const char *optim = kith_config_text(c, "optim"), *schedule = kith_config_text(c, "schedule");
    KITH_TRY(kith_init_parse(init, strlen(init), &out->init, err));
    KITH_TRY(kith_optim_parse(optim, strlen(optim), &out->optim, err));
    KITH_TRY(kith_schedule_parse(schedule, strlen(schedule), &out->pace, err));
    if (out->init.init->distribution == KITH_CONSTANT &&
        out->init.init->scale(1, 1, out->init.a) == 0)
        return kith_fail(
            err, KITH_ERR_USAGE,
            "--init-vectors %s: the output vectors begin at 0 too, and both at 0 are a "
            "saddle that no step leaves",
            init);
    if (out->optim.noise > 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--optim %s: noise is drawn by the number of the step, and the steps of "
                         "word vectors have none (each row goes its own way)",
                         optim);
    KITH_TRY(kith_pace_check_share(&out->pace, err));
    const double times = out->grams.most > 0 ? 2 : 1;
    out->pace.lr = kith_optim_rows_lr(&out->optim, times * standard_lr[out->arch]);
    if (kith_config_given(c, "lr"))
        out->pace.lr = kith_config_real(c, "lr");
    return KITH_OK;
}

/* What --init brings along. */
static kith_status configure_start(const kith_config *c, kith_embed_config *out, kith_error *err)
{
    static const char *const others[] = {"init-vocab", "freeze", "freeze-words"};
    const bool init = *kith_config_text(c, "init") != '\0';
    const char *list = kith_config_text(c, "freeze-words");
    out->freeze_words = *list != '\0' ? list : NULL;
    out->freeze = kith_config_flag(c, "freeze") || out->freeze_words != NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (!init && kith_config_given(c, others[i]))
            return kith_fail(err, KITH_ERR_USAGE, "--%s needs --init MODEL", others[i]);
    if (kith_config_given(c, "init-vocab") && *kith_config_text(c, "vocab") != '\0')
        return kith_fail(err, KITH_ERR_USAGE,
                         "--vocab and --init-vocab exclude each other: both say which words");
    if (out->freeze && out->grams.most > 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--freeze: words share their n-grams (--maxn %u), so none stays as it is; "
                         "--maxn 0 learns words alone",
                         out->grams.most);
    return KITH_OK;
}

kith_status kith_embed_configure(const kith_config *c, kith_embed_config *out, kith_error *err)
{
    *out = (kith_embed_config){0};
    KITH_TRY(configure_model(c, out, err));
    KITH_TRY(configure_start(c, out, err));
    out->sample = kith_config_real(c, "sample");
    out->sample_notes = is(c, "sample-formula", "notes");
    out->epochs = (uint64_t)kith_config_int(c, "epochs");
    out->seed = (uint64_t)kith_config_int(c, "seed");
    out->hold_out = hold_out(kith_config_real(c, "valid"));
    out->threads = (unsigned)kith_config_int(c, "threads");
    if (out->threads == 0)
        out->threads = kith_team_processors();
    KITH_TRY(configure_learning(c, out, err));
    return kith_kern_choose(kith_config_text(c, "isa"), &out->kern, err);
}

/* Options of ours that say what is learnt, not where and how fast. */
static bool decides_result(const kith_option *o)
{
    static const char *const groups[] = {MODEL, TRAINING, "Text"};
    static const char *const others[] = {"threads", "isa", "corpus-memory", "spool-dir"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(o->name, others[i]) == 0)
            return false;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(o->group, groups[i]) == 0)
            return true;
    return false;
}

kith_status kith_embed_config_text(const kith_config *config, char **text, kith_error *err)
{
    return kith_config_format(config, decides_result, text, err);
}
