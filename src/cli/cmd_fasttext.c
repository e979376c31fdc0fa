/* kith fasttext skipgram, cbow, supervised: fastText's trainings, by kith train, classify train. */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(flag, usual, shown, says) PEER_TEXT("fastText", flag, usual, shown, says)
#define INT(flag, usual, low, high, says) PEER_INT("fastText", flag, usual, low, high, says)
#define REAL(flag, usual, low, high, says) PEER_REAL("fastText", flag, usual, low, high, says)

/* Both trainings; the defaults are fastText's, but for the threads. */
#define FILES                                                                                      \
    TEXT("input", "", "FILE", "the text"),                                                         \
        TEXT("output", "", "NAME", "NAME.bin is the model to write"),                              \
        INT("dim", "100", 1, 16777216, "numbers in a vector: --dim"),                              \
        INT("epoch", "5", 1, 1000000, "passes over the text: --epochs"),                           \
        INT("thread", "0", 0, 1024, "workers; 0: one a core (fastText: 12): --threads"),           \
        INT("seed", "0", 0, 0x1p53, "of every random draw: --seed"),                               \
        PEER_IDLE("lrUpdateRate", "100"), PEER_IDLE("verbose", "2"), PEER_IDLE("saveOutput", "0")

static const kith_option word_rows[] = {
    FILES,
    REAL("lr", "0.05", 1e-12, 1000, "learning rate: --lr"),
    INT("ws", "5", 1, 10000, "words on each side: --window"),
    INT("minCount", "5", 1, 0x1p53, "leave out rarer words: --min-count"),
    INT("neg", "5", 1, 1000, "noise words: --negative"),
    {.name = "loss",
     .type = KITH_OPTION_NAME,
     .standard = "ns",
     .choices = "ns hs softmax",
     .value = "NAME",
     .group = "fastText",
     .help = "--loss"},
    INT("minn", "3", 0, 1000, "characters of the shortest n-gram: --minn"),
    INT("maxn", "6", 0, 1000, "characters of the longest n-gram; 0: none: --maxn"),
    INT("bucket", "2000000", 0, 2147483647, "n-grams are told apart below N: --bucket"),
    REAL("t", "1e-4", 0, 1, "threshold of frequent words: --sample"),
    TEXT("pretrainedVectors", "", "FILE", "word vectors to start from: --init"),
    PEER_IDLE("wordNgrams", "1"),
    PEER_IDLE("label", "__label__"),
    PEER_IDLE("minCountLabel", "0"),
};

static const kith_option class_rows[] = {
    FILES,
    REAL("lr", "0.1", 1e-12, 1000, "learning rate: --lr"),
    INT("minCount", "1", 1, 0x1p53, "leave out rarer words: --min-count"),
    INT("wordNgrams", "1", 1, 1000, "also word n-grams of up to N words: --ngrams"),
    INT("bucket", "2000000", 1, 0x1p31, "word n-grams are told apart below N: --buckets"),
    {.name = "loss",
     .type = KITH_OPTION_NAME,
     .standard = "softmax",
     .choices = "softmax one-vs-all ova",
     .value = "NAME",
     .group = "fastText",
     .help = "--loss"},
    TEXT("pretrainedVectors", "", "FILE", "word vectors to start from: --vectors"),
    TEXT("label", "__label__", "TEXT", "what labels begin with: __label__ alone"),
    INT("minn", "0", 0, 0, "0 alone: no character n-grams"),
    INT("maxn", "0", 0, 0, "0 alone: no character n-grams"),
    INT("minCountLabel", "0", 0, 0, "0 alone: all labels stay"),
    PEER_IDLE("ws", "5"),
    PEER_IDLE("neg", "5"),
    PEER_IDLE("t", "1e-4"),
};

static const peer_alias word_alias[] = {
    {"pretrainedVectors", "init"},
    {"dim", "dim"},
    {"ws", "window"},
    {"epoch", "epochs"},
    {"neg", "negative"},
    {"loss", "loss"},
    {"lr", "lr"},
    {"minCount", "min-count"},
    {"t", "sample"},
    {"seed", "seed"},
    {"thread", "threads"},
};
static const peer_alias class_alias[] = {
    {"epoch", "epochs"},       {"thread", "threads"},    {"seed", "seed"},      {"lr", "lr"},
    {"minCount", "min-count"}, {"wordNgrams", "ngrams"}, {"bucket", "buckets"},
};

static char *with_ending(const char *name, const char *ending)
{
    const size_t bytes = strlen(name) + strlen(ending) + 1;
    char *path = malloc(bytes);
    if (path != NULL)
        snprintf(path, bytes, "%s%s", name, ending);
    return path;
}

/* ------------------------------------------------------------------ words */

static void add_grams(peer_line *l, const args *a)
{
    if (args_count(a, "maxn") == 0 || args_count(a, "bucket") == 0)
        return;
    const uint64_t least = args_count(a, "minn"); /* no n-gram has 0 characters */
    peer_option(l, "minn", least == 0 ? "1" : kith_config_text(a->config, "minn"));
    peer_option(l, "maxn", kith_config_text(a->config, "maxn"));
    peer_option(l, "bucket", kith_config_text(a->config, "bucket"));
}

static kith_status train_words(const args *a, const char *arch, const char *model, kith_error *err)
{
    peer_line l = {.to = &cmd_train};
    peer_word(&l, args_text(a, "input"));
    peer_option(&l, "output", model);
    peer_option(&l, "format", "fasttext-bin");
    peer_option(&l, "arch", arch);
    peer_aliases(&l, a, word_alias, sizeof word_alias / sizeof *word_alias);
    if (strcmp(kith_config_text(a->config, "loss"), "ns") == 0)
        peer_option(&l, "noise-power", "0.5");
    add_grams(&l, a);
    return peer_run(&l, a, err);
}

/* fastText writes the words' vectors as text beside every model. */
static kith_status write_text(const args *a, const char *model, const char *text, kith_error *err)
{
    peer_line l = {.to = &cmd_convert};
    peer_word(&l, model);
    peer_word(&l, text);
    peer_option(&l, "to", "w2v-text");
    return peer_run(&l, a, err);
}

static kith_status check_files(const args *a, kith_error *err)
{
    const kith_status status = peer_need(a, "input", err);
    return status == KITH_OK ? peer_need(a, "output", err) : status;
}

static kith_status run_words(const args *a, const char *arch, kith_error *err)
{
    kith_status status = check_files(a, err);
    if (status != KITH_OK)
        return status;
    char *model = with_ending(args_text(a, "output"), ".bin");
    char *text = with_ending(args_text(a, "output"), ".vec");
    if (model == NULL || text == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    if (status == KITH_OK)
        status = train_words(a, arch, model, err);
    if (status == KITH_OK)
        status = write_text(a, model, text, err);
    free(model);
    free(text);
    return status;
}

static kith_status run_skipgram(const args *a, kith_error *err)
{
    return run_words(a, "skipgram", err);
}

static kith_status run_cbow(const args *a, kith_error *err)
{
    return run_words(a, "cbow", err);
}

/* ----------------------------------------------------------------- classes */

static kith_status train_classes(const args *a, const char *model, kith_error *err)
{
    const char *loss = kith_config_text(a->config, "loss");
    peer_line l = {.to = &cmd_classify_train};
    peer_option(&l, "text", "");
    peer_word(&l, args_text(a, "input"));
    peer_option(&l, "output", model);
    peer_aliases(&l, a, class_alias, sizeof class_alias / sizeof *class_alias);
    if (strcmp(loss, "softmax") != 0)
        peer_option(&l, "loss", "ova");
    if (args_text(a, "pretrainedVectors") != NULL)
        peer_option(&l, "vectors", args_text(a, "pretrainedVectors"));
    else
        peer_option(&l, "dim", kith_config_text(a->config, "dim"));
    return peer_run(&l, a, err);
}

static kith_status run_supervised(const args *a, kith_error *err)
{
    kith_status status = check_files(a, err);
    if (status == KITH_OK)
        status = peer_refuse(a, "label", "labels begin with __label__ here", err);
    if (status != KITH_OK)
        return status;
    char *model = with_ending(args_text(a, "output"), ".bin");
    status = model != NULL ? train_classes(a, model, err)
                           : kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    free(model);
    return status;
}

/* ---------------------------------------------------------------- commands */

static const kith_option_table word_table = {.option = word_rows,
                                             .count = sizeof word_rows / sizeof *word_rows};
static const kith_option_table class_table = {.option = class_rows,
                                              .count = sizeof class_rows / sizeof *class_rows};
static const kith_option_table *const word_tables[] = {&word_table, NULL};
static const kith_option_table *const class_tables[] = {&class_table, NULL};

#define WORDS                                                                                      \
    .group = "As other tools are called", .operands = "-input FILE -output NAME",                  \
    .details =                                                                                     \
        "Runs kith train and shows how it is called; NAME.bin is fastText's model, NAME.vec "      \
        "its\nwords as text.\n",                                                                   \
    .least = 0, .most = 0, .single = true, .tables = word_tables

const command cmd_fasttext_skipgram = {
    .name = "fasttext skipgram",
    .summary = "fastText's flags, with its defaults",
    .examples = "  kith fasttext skipgram -input text.txt -output model -dim 300 -maxn 5\n",
    .run = run_skipgram,
    WORDS,
};

const command cmd_fasttext_cbow = {
    .name = "fasttext cbow",
    .summary = "The same for a continuous bag of words",
    .examples = "  kith fasttext cbow -input text.txt -output model -minCount 1\n",
    .run = run_cbow,
    WORDS,
};

const command cmd_fasttext_supervised = {
    .name = "fasttext supervised",
    .group = "As other tools are called",
    .operands = "-input FILE -output NAME",
    .summary = "The same for a classifier of lines of text",
    .details =
        "Runs kith classify train --text and shows how it is called. NAME.bin is a model of\n"
        "kith, for kith fasttext test and predict; fastText does not read it.\n",
    .examples = "  kith fasttext supervised -input train.txt -output model -wordNgrams 2\n",
    .least = 0,
    .most = 0,
    .single = true,
    .tables = class_tables,
    .run = run_supervised,
};
