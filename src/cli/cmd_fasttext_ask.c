/*
 * kith fasttext nn, predict and the like: what fastText answers from a model, whose operands stand
 * in the same order and mean the same. Each is one of kith's own commands with answers in
 * fastText's form; what has no such command says what to call instead.
 */
#include "peer.h"

#include <stddef.h>

enum { PLACES = 4 };

typedef struct call {
    const command *to;
    const char *place[PLACES]; /* the option that an operand is the value of; NULL: an operand */
    const char *fixed[5];      /* options and their values by turns, then NULL */
} call;

static kith_status run_as(const args *a, const call *c, kith_error *err)
{
    peer_line l = {.to = c->to};
    for (size_t i = 0; i < a->operands; i++)
        if (c->place[i] == NULL)
            peer_word(&l, a->operand[i]);
    for (size_t i = 0; i < a->operands; i++)
        if (c->place[i] != NULL)
            peer_option(&l, c->place[i], a->operand[i]);
    for (size_t i = 0; c->fixed[i] != NULL; i += 2)
        peer_option(&l, c->fixed[i], c->fixed[i + 1]);
    return peer_run(&l, a, err);
}

static kith_status run_nn(const args *a, kith_error *err)
{
    const call c = {&cmd_nearest, {NULL, "k"}, {"style", "fasttext"}};
    return run_as(a, &c, err);
}

static kith_status run_analogies(const args *a, kith_error *err)
{
    const call c = {&cmd_analogy, {NULL, "k"}, {"order", "a-b+c", "style", "fasttext"}};
    return run_as(a, &c, err);
}

static kith_status run_words(const args *a, kith_error *err)
{
    const call c = {&cmd_vector, {NULL}, {"style", "fasttext"}};
    return run_as(a, &c, err);
}

static kith_status run_sentences(const args *a, kith_error *err)
{
    const call c = {&cmd_vector, {NULL}, {"sentence", "mean"}};
    return run_as(a, &c, err);
}

static kith_status run_ngrams(const args *a, kith_error *err)
{
    const call c = {&cmd_vector, {NULL}, {"parts", "true", "style", "fasttext"}};
    return run_as(a, &c, err);
}

/* The commands of a classifier: MODEL FILE [K [P]]. */
static kith_status classify(const args *a, const command *to, const char *style, kith_error *err)
{
    const call c = {to, {NULL, NULL, "k", "threshold"}, {"style", style}};
    return run_as(a, &c, err);
}

static kith_status run_test(const args *a, kith_error *err)
{
    return classify(a, &cmd_classify_test, "fasttext", err);
}

static kith_status run_test_label(const args *a, kith_error *err)
{
    return classify(a, &cmd_classify_test, "fasttext-label", err);
}

static kith_status run_predict(const args *a, kith_error *err)
{
    return classify(a, &cmd_classify_predict, "fasttext", err);
}

static kith_status run_predict_prob(const args *a, kith_error *err)
{
    return classify(a, &cmd_classify_predict, "fasttext-prob", err);
}

static const kith_option_table *const no_tables[] = {NULL};

#define ASK(called, takes, low, high)                                                              \
    .name = "fasttext " called, .group = "As other tools are called", .operands = (takes),         \
    .least = (low), .most = (high), .single = true, .tables = no_tables

const command cmd_fasttext_nn = {
    .summary = "Neighbours of words from standard input",
    .details = "Runs kith nearest MODEL. WORD SCORE a line, without fastText's prompt.\n",
    .examples = "  echo king | kith fasttext nn model.bin 5\n",
    .run = run_nn,
    ASK("nn", "MODEL [K]", 1, 2),
};

const command cmd_fasttext_analogies = {
    .summary = "A - B + C for lines of three words from standard input",
    .details = "Runs kith analogy MODEL --order a-b+c. WORD SCORE a line, without fastText's "
               "prompt;\nends at the end of input.\n",
    .examples = "  echo king man woman | kith fasttext analogies model.bin 5\n",
    .run = run_analogies,
    ASK("analogies", "MODEL [K]", 1, 2),
};

const command cmd_fasttext_words = {
    .summary = "Vectors of words from standard input",
    .details = "Runs kith vector MODEL: WORD and its numbers, zeros for a word without a vector.\n",
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
    .summary = "Measure a classifier: N, P@K and R@K",
    .details = "Runs kith classify test MODEL FILE; K labels a line, of probability P or more.\n",
    .examples = "  kith fasttext test model.bin test.txt 2\n",
    .run = run_test,
    ASK("test", "MODEL FILE [K [P]]", 2, 4),
};

const command cmd_fasttext_test_label = {
    .summary = "The same with F1, precision and recall of each label",
    .details = "Runs kith classify test MODEL FILE; K labels a line, of probability P or more.\n",
    .examples = "  kith fasttext test-label model.bin test.txt\n",
    .run = run_test_label,
    ASK("test-label", "MODEL FILE [K [P]]", 2, 4),
};

const command cmd_fasttext_predict = {
    .summary = "The K likeliest labels of each line",
    .details = "Runs kith classify predict MODEL FILE; FILE may be - for standard input. Of the K\n"
               "labels those of probability P or more.\n",
    .examples = "  kith fasttext predict model.bin lines.txt 2\n",
    .run = run_predict,
    ASK("predict", "MODEL FILE [K [P]]", 2, 4),
};

const command cmd_fasttext_predict_prob = {
    .summary = "The same with their probabilities",
    .details = "Runs kith classify predict MODEL FILE; FILE may be - for standard input. Of the K\n"
               "labels those of probability P or more.\n",
    .examples = "  echo 'buy now' | kith fasttext predict-prob model.bin - 2\n",
    .run = run_predict_prob,
    ASK("predict-prob", "MODEL FILE [K [P]]", 2, 4),
};

const command cmd_fasttext_dump = {
    .summary = "Not here",
    .details = "",
    .examples = "",
    .refused =
        "kith info MODEL says what args has, kith info MODEL --words what dict has; kith "
        "convert MODEL NAME.vec writes the vectors, kith edit MODEL -o NAME.vec --side output "
        "the output ones",
    ASK("dump", "MODEL", 0, 0),
};

const command cmd_fasttext_quantize = {
    .summary = "Not here",
    .details = "",
    .examples = "",
    .refused = "kith edit MODEL -o SMALL --top N --pca D and kith convert MODEL SMALL.npy --dtype "
               "i8 make word vectors smaller; classifiers have no quantised form",
    ASK("quantize", "-input FILE -output NAME", 0, 0),
};
