/*
 * kith fasttext nn, predict and the like: what fastText answers from a model, whose operands stand
 * in the same order and mean the same; the answers are those of kith's own commands.
 */
#include "peer.h"

#include <string.h>

/* MODEL [K] */
static kith_status run_nn(const args *a, kith_error *err)
{
    peer_line l = {.to = &cmd_nearest};
    peer_word(&l, a->operand[0]);
    if (a->operands > 1)
        peer_option(&l, "k", a->operand[1]);
    return peer_run(&l, a, err);
}

static kith_status run_words(const args *a, kith_error *err)
{
    peer_line l = {.to = &cmd_vector};
    peer_word(&l, a->operand[0]);
    return peer_run(&l, a, err);
}

static kith_status run_sentences(const args *a, kith_error *err)
{
    peer_line l = {.to = &cmd_vector};
    peer_word(&l, a->operand[0]);
    peer_option(&l, "sentence", "mean");
    return peer_run(&l, a, err);
}

/* MODEL WORD */
static kith_status run_ngrams(const args *a, kith_error *err)
{
    peer_line l = {.to = &cmd_vector};
    peer_word(&l, a->operand[0]);
    peer_word(&l, a->operand[1]);
    peer_option(&l, "parts", "true");
    return peer_run(&l, a, err);
}

static kith_status run_test(const args *a, kith_error *err)
{
    peer_line l = {.to = &cmd_classify_test};
    peer_word(&l, a->operand[0]);
    peer_word(&l, a->operand[1]);
    return peer_run(&l, a, err);
}

/* MODEL FILE [K] */
static kith_status label(const args *a, const char *style, kith_error *err)
{
    peer_line l = {.to = &cmd_classify_predict};
    peer_word(&l, a->operand[0]);
    peer_word(&l, a->operand[1]);
    peer_option(&l, "style", style);
    if (a->operands > 2)
        peer_option(&l, "k", a->operand[2]);
    return peer_run(&l, a, err);
}

static kith_status run_predict(const args *a, kith_error *err)
{
    return label(a, "fasttext", err);
}

static kith_status run_predict_prob(const args *a, kith_error *err)
{
    return label(a, "fasttext-prob", err);
}

static const kith_option_table *const no_tables[] = {NULL};

#define ASK(called, takes, low, high)                                                              \
    .name = "fasttext " called, .group = "As other tools are called", .operands = (takes),         \
    .least = (low), .most = (high), .single = true, .tables = no_tables

const command cmd_fasttext_nn = {
    .summary = "Neighbours of words from standard input",
    .details = "Runs kith nearest MODEL -k K, whose answers have the question in front.\n",
    .examples = "  echo king | kith fasttext nn model.bin 5\n",
    .run = run_nn,
    ASK("nn", "MODEL [K]", 1, 2),
};

const command cmd_fasttext_words = {
    .summary = "Vectors of words from standard input",
    .details = "Runs kith vector MODEL.\n",
    .examples = "  kith fasttext print-word-vectors model.bin < words.txt\n",
    .run = run_words,
    ASK("print-word-vectors", "MODEL", 1, 1),
};

const command cmd_fasttext_sentences = {
    .summary = "Vectors of lines from standard input",
    .details = "Runs kith vector MODEL --sentence mean.\n",
    .examples = "  kith fasttext print-sentence-vectors model.bin < lines.txt\n",
    .run = run_sentences,
    ASK("print-sentence-vectors", "MODEL", 1, 1),
};

const command cmd_fasttext_ngrams = {
    .summary = "A word's own row and its n-grams",
    .details = "Runs kith vector MODEL WORD --parts.\n",
    .examples = "  kith fasttext print-ngrams model.bin unheard-of\n",
    .run = run_ngrams,
    ASK("print-ngrams", "MODEL WORD", 2, 2),
};

const command cmd_fasttext_test = {
    .summary = "Measure a classifier on labelled lines",
    .details = "Runs kith classify test MODEL FILE; where a line has one label, its accuracy is\n"
               "fastText's P@1 and R@1.\n",
    .examples = "  kith fasttext test model.bin test.txt\n",
    .run = run_test,
    ASK("test", "MODEL FILE", 2, 2),
};

const command cmd_fasttext_predict = {
    .summary = "The K likeliest labels of each line",
    .details = "Runs kith classify predict MODEL FILE; FILE may be - for standard input.\n",
    .examples = "  kith fasttext predict model.bin lines.txt 2\n",
    .run = run_predict,
    ASK("predict", "MODEL FILE [K]", 2, 3),
};

const command cmd_fasttext_predict_prob = {
    .summary = "The same with their probabilities",
    .details = "Runs kith classify predict MODEL FILE; FILE may be - for standard input.\n",
    .examples = "  echo 'buy now' | kith fasttext predict-prob model.bin - 2\n",
    .run = run_predict_prob,
    ASK("predict-prob", "MODEL FILE [K]", 2, 3),
};
