/* kith word2vec: word2vec.c's command line, run by kith train. */
#include "peer.h"

#include <string.h>

#define TEXT(flag, shown, says) PEER_TEXT("word2vec", flag, "", shown, says)
#define INT(flag, usual, low, high, says) PEER_INT("word2vec", flag, usual, low, high, says)
#define REAL(flag, usual, low, high, says) PEER_REAL("word2vec", flag, usual, low, high, says)

/* The defaults are word2vec.c's, but for the threads. */
static const kith_option rows[] = {
    TEXT("train", "FILE", "the text"),
    TEXT("output", "FILE", "the vectors to write; without it, but with -save-vocab, words alone"),
    INT("size", "100", 1, 4294967295.0, "numbers in a vector: --dim"),
    INT("window", "5", 1, 10000, "words on each side: --window"),
    REAL("sample", "1e-3", 0, 1, "threshold of frequent words: --sample"),
    INT("hs", "0", 0, 1, "1: hierarchical softmax, beside negative sampling: --loss"),
    INT("negative", "5", 0, 1000, "noise words; 0: no negative sampling: --negative, --loss"),
    INT("threads", "0", 0, 1024, "workers; 0: one a core (word2vec.c: 12): --threads"),
    INT("iter", "5", 1, 1000000, "passes over the text: --epochs"),
    INT("min-count", "5", 1, 0x1p53, "leave out rarer words: --min-count"),
    REAL("alpha", "", 1e-12, 1000, "learning rate; 0.025, or 0.05 with -cbow 1: --lr"),
    INT("cbow", "1", 0, 1, "1: continuous bag of words, 0: skip-gram: --arch"),
    INT("binary", "0", 0, 1, "1: w2v-bin, 0: w2v-text: --format"),
    TEXT("save-vocab", "FILE", "write the vocabulary: --save-vocab"),
    TEXT("read-vocab", "FILE", "use this vocabulary: --vocab"),
    INT("classes", "0", 0, 0x1p53, "0 alone: classes are made by kith cluster"),
    PEER_IDLE("debug", "2"),
};

static const peer_alias shared[] = {
    {"min-count", "min-count"},
    {"save-vocab", "save-vocab"},
    {"read-vocab", "vocab"},
    {"size", "dim"},
    {"window", "window"},
    {"sample", "sample"},
    {"threads", "threads"},
    {"iter", "epochs"},
    {"alpha", "lr"},
};

static bool is(const args *a, const char *flag, const char *value)
{
    return strcmp(kith_config_text(a->config, flag), value) == 0;
}

static kith_status check_loss(const args *a, kith_error *err)
{
    if (is(a, "hs", "1") || args_count(a, "negative") > 0)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "-hs 0 -negative 0 learns nothing: expected one of them above 0");
}

static void add_loss(peer_line *l, const args *a)
{
    const bool tree = is(a, "hs", "1"), noise = args_count(a, "negative") > 0;
    peer_option(l, "loss", tree && noise ? "ns+hs" : tree ? "hs" : "ns");
    if (noise)
        peer_option(l, "negative", kith_config_text(a->config, "negative"));
}

static kith_status run_vocab(const args *a, kith_error *err)
{
    static const peer_alias alias[] = {{"min-count", "min-count"}, {"read-vocab", "vocab"}};
    peer_line l = {.to = &cmd_vocab};
    peer_word(&l, args_text(a, "train"));
    peer_option(&l, "output", args_text(a, "save-vocab"));
    peer_aliases(&l, a, alias, sizeof alias / sizeof *alias);
    return peer_run(&l, a, err);
}

static kith_status run(const args *a, kith_error *err)
{
    kith_status status = peer_need(a, "train", err);
    if (status == KITH_OK)
        status = peer_refuse(a, "classes", "train without it, then kith cluster FILE -k N", err);
    if (status == KITH_OK && args_text(a, "output") == NULL && args_text(a, "save-vocab") != NULL)
        return run_vocab(a, err);
    if (status == KITH_OK)
        status = peer_need(a, "output", err);
    if (status == KITH_OK)
        status = check_loss(a, err);
    if (status != KITH_OK)
        return status;
    peer_line l = {.to = &cmd_train};
    peer_word(&l, args_text(a, "train"));
    peer_option(&l, "output", args_text(a, "output"));
    peer_option(&l, "format", is(a, "binary", "1") ? "w2v-bin" : "w2v-text");
    peer_option(&l, "arch", is(a, "cbow", "1") ? "cbow" : "skipgram");
    peer_aliases(&l, a, shared, sizeof shared / sizeof *shared);
    add_loss(&l, a);
    return peer_run(&l, a, err);
}

static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, NULL};

const command cmd_word2vec = {
    .name = "word2vec",
    .group = "As other tools are called",
    .operands = "-train FILE -output FILE",
    .summary = "word2vec.c's flags, with its defaults",
    .details = "Runs kith train, and shows how it is called. There is no </s> among the words.\n",
    .examples = "  kith word2vec -train text8 -output vectors.bin -cbow 1 -size 200 -window 8 \\\n"
                "      -negative 25 -hs 0 -sample 1e-4 -threads 20 -binary 1 -iter 15\n",
    .least = 0,
    .most = 0,
    .single = true,
    .tables = tables,
    .run = run,
};
