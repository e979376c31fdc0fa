/* kith vector: the numbers of a word, or of a sentence. */
#include "command.h"
#include "model_arg.h"
#include "numbers.h"
#include "print.h"
#include "sentences.h"

#include <stdlib.h>
#include <string.h>

typedef struct lookup {
    const args *args;
    kith_vectors *vectors;
} lookup;

static void print_named(const lookup *l, const char *text, size_t bytes, const float *numbers)
{
    print_bytes(stdout, text, bytes);
    putchar(args_fasttext(l->args) ? ' ' : '\t');
    numbers_print(numbers, kith_vectors_dim(l->vectors));
}

/* fastText has a line for each word, zeros for one that it does not know. */
static kith_status print_zeros(const lookup *l, const question_word *word, kith_error *err)
{
    float *zeros = calloc(kith_vectors_dim(l->vectors), sizeof *zeros);
    if (zeros == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    print_named(l, word->at, word->bytes, zeros);
    free(zeros);
    return KITH_NOT_FOUND;
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    const lookup *l = self;
    const question_word *word = q->word;
    uint64_t row;
    const kith_status status = model_find(l->vectors, word->at, word->bytes, &row, err);
    if (status == KITH_NOT_FOUND && args_fasttext(l->args) && !args_flag(l->args, "json"))
        return print_zeros(l, word, err);
    if (status != KITH_OK)
        return status;
    const float *numbers = kith_vectors_row(l->vectors, row);
    if (args_flag(l->args, "json"))
        numbers_json(q, numbers, kith_vectors_dim(l->vectors));
    else
        print_named(l, word->at, word->bytes, numbers);
    kith_vectors_forget(l->vectors);
    return KITH_OK;
}

static void print_part(void *self, const kith_word_part *part)
{
    print_named(self, part->text, part->bytes, part->vector);
}

typedef struct part_list {
    json json;
    uint64_t dim;
} part_list;

static void list_part(void *self, const kith_word_part *part)
{
    part_list *list = self;
    json_begin_object(&list->json, NULL);
    json_string(&list->json, "part", part->text, part->bytes);
    json_begin_array(&list->json, "vector");
    for (uint64_t i = 0; i < list->dim; i++)
        json_float(&list->json, NULL, part->vector[i]);
    json_end_array(&list->json);
    json_end_object(&list->json);
}

static kith_status answer_parts(void *self, const question *q, kith_error *err)
{
    lookup *l = self;
    const question_word *word = q->word;
    if (!args_flag(l->args, "json"))
        return kith_vectors_spell(l->vectors, word->at, word->bytes, print_part, l, err);
    part_list list = {json_begin_line(stdout), kith_vectors_dim(l->vectors)};
    ask_json(&list.json, q);
    json_begin_array(&list.json, "parts");
    const kith_status status =
        kith_vectors_spell(l->vectors, word->at, word->bytes, list_part, &list, err);
    json_end_array(&list.json);
    json_end_line(&list.json);
    return status;
}

/* Words without n-grams have no parts: told once, and not of each word. */
static kith_status check_parts(const args *a, const kith_vectors *v, kith_error *err)
{
    if (!args_flag(a, "parts") || kith_vectors_grams(v).most > 0)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "--parts: the model (%s) has no n-grams",
                     kith_vectors_format(v));
}

static kith_status ask_words(const args *a, kith_vectors *v, kith_error *err)
{
    lookup l = {.args = a, .vectors = v};
    const asker loop = {.words = 1,
                        .prompt = "word",
                        .answer = args_flag(a, "parts") ? answer_parts : answer,
                        .self = &l};
    const kith_status status = check_parts(a, v, err);
    return status == KITH_OK ? ask_all(a, &loop, err) : status;
}

static kith_status run(const args *a, kith_error *err)
{
    const asker texts = {.words = 1};
    const bool words = strcmp(kith_config_text(a->config, "sentence"), "none") == 0;
    kith_vectors *v = NULL;
    kith_status status = ask_check(a, &texts, err);
    if (status == KITH_OK && words && args_flag(a, "remove-common"))
        return kith_fail(err, KITH_ERR_USAGE, "--remove-common is for sentences: --sentence sif");
    if (status == KITH_OK && !words && args_flag(a, "parts"))
        return kith_fail(err, KITH_ERR_USAGE, "--parts is for words, --sentence for sentences");
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &v, err);
    if (status == KITH_OK)
        status = words ? ask_words(a, v, err) : sentences_ask(a, v, err);
    kith_vectors_free(v);
    return status;
}

static const kith_option rows[] = {
    {.name = "parts",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Words",
     .help = "what the vector of each word is the mean of, in a model with n-grams: the word's own "
             "row and its n-grams (fastText's print-ngrams)"},
    {.name = "sentence",
     .type = KITH_OPTION_NAME,
     .standard = "none",
     .choices = "none mean sif",
     .value = "NAME",
     .group = "Sentences",
     .help = "take each operand or line as a sentence: mean of its words' vectors at length 1 "
             "(fastText's print-sentence-vectors), or sif, where frequent words weigh less "
             "(Arora et al. 2017)"},
    {.name = "sif-a",
     .type = KITH_OPTION_REAL,
     .standard = "1e-3",
     .least = 1e-12,
     .most = 1e12,
     .value = "A",
     .group = "Sentences",
     .help = "sif: a word weighs A / (A + its share of the text)",
     .source = "Arora et al. 2017"},
    {.name = "remove-common",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Sentences",
     .help = "take what all sentences share out of each, their first singular vector; they are "
             "kept in memory and printed at the end"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {
    &own, &options_json, &options_style, &options_search, &options_model, NULL};

const command cmd_vector = {
    .name = "vector",
    .group = "Ask",
    .operands = "MODEL [WORD... | SENTENCE...]",
    .summary = "The numbers of words or sentences",
    .details =
        "Prints WORD<TAB>NUMBER NUMBER ... with the shortest decimals that read back as the\n"
        "same floats. Without WORD, or with -, words are read from standard input, one a\n"
        "line. With --json: {\"query\": WORD, \"vector\": [...]}.\n"
        "\n"
        "With --parts a line is PART<TAB>NUMBER NUMBER ..., where < and > are the ends of a word.\n"
        "With --json: {\"query\": WORD, \"parts\": [{\"part\", \"vector\"}]}.\n"
        "\n"
        "With --sentence each operand or line is a sentence, and its numbers alone are printed, a\n"
        "line for a line; one without a known word has zeros. Words that are not in the "
        "vocabulary\n"
        "are left out, and their number is told on standard error.\n",
    .examples = "  kith vector words.kith cat\n"
                "  kith vector words.kith - < list.txt > vectors.txt\n"
                "  kith vector subwords.kith unheard-of --parts\n"
                "  kith vector words.kith --sentence sif --remove-common < lines > vectors\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
