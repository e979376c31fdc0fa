/* kith score: how likely sentences are to a model. */
#include "command.h"
#include "model_arg.h"
#include "print.h"
#include "sentences.h"

typedef struct score {
    const args *args;
    kith_vectors *vectors;
    kith_predictor *predictor;
    sentence_words all;
} score;

static kith_status answer(void *self, const question *q, kith_error *err)
{
    score *s = self;
    kith_sentence_score got;
    const kith_status status =
        kith_predict_score(s->predictor, q->word->at, q->word->bytes, &got, err);
    if (status != KITH_OK)
        return status;
    sentences_add(&s->all, got.words, got.unknown);
    if (args_flag(s->args, "json")) {
        sentences_json(q, "log_probability", got.log_probability, got.words, got.unknown);
    } else {
        print_fixed(stdout, got.log_probability, 4);
        putchar('\n');
    }
    return KITH_OK;
}

static kith_status run(const args *a, kith_error *err)
{
    score s = {.args = a};
    const asker loop = {
        .words = 1, .blanks = true, .prompt = "sentence", .answer = answer, .self = &s};
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK)
        status = model_open_whole(a, a->operand[0], &s.vectors, err);
    if (status == KITH_OK)
        status = kith_predictor_new(s.vectors, args_text(a, "isa"), &s.predictor, err);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    if (status == KITH_OK)
        status = model_unknown_words(a, s.all.known, s.all.unknown);
    kith_predictor_free(s.predictor);
    kith_vectors_free(s.vectors);
    return status;
}

static const kith_option_table *const tables[] = {&options_json, &options_search, &options_model,
                                                  NULL};

const command cmd_score = {
    .name = "score",
    .group = "Ask",
    .operands = "MODEL [SENTENCE...]",
    .summary = "How likely sentences are to a model",
    .details =
        "Prints for each SENTENCE, or line of standard input, the logarithm of its probability:\n"
        "of each word by the words around it (whole windows, nothing thinned out), added up.\n"
        "Higher is likelier; sentences of one length compare best. MODEL is a .kith file of kith\n"
        "train. With --loss hs this is gensim's score and takes some paths of the tree for each\n"
        "word; otherwise all words are looked at for each, and with negative sampling the\n"
        "probabilities are those of a softmax that was not trained as one. Words that the model\n"
        "does not have are left out, and their number is told on standard error.\n"
        "With --json: {\"query\", \"log_probability\", \"words\", \"unknown\"}.\n",
    .examples = "  kith score words.kith 'the cat sat on the mat' 'mat the on sat cat the'\n"
                "  kith score words.kith <sentences.txt >scores.txt\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
