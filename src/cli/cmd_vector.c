/* kith vector: the numbers of a word. */
#include "command.h"
#include "model_arg.h"
#include "print.h"
#include "ask.h"

typedef struct lookup {
    const args *args;
    kith_vectors *vectors;
} lookup;

static void print_plain(const question *q, const float *row, uint64_t dim)
{
    char number[KITH_REAL_CHARS];
    print_bytes(stdout, q->word->at, q->word->bytes);
    for (uint64_t i = 0; i < dim; i++) {
        putchar(i == 0 ? '\t' : ' ');
        const size_t bytes = kith_format_float(row[i], number);
        fwrite(number, 1, bytes, stdout);
    }
    putchar('\n');
}

static void print_json(const question *q, const float *row, uint64_t dim)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_begin_array(&j, "vector");
    for (uint64_t i = 0; i < dim; i++)
        json_float(&j, NULL, row[i]);
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    const lookup *l = self;
    uint64_t row;
    const kith_status status = model_find(l->vectors, q->word->at, q->word->bytes, &row, err);
    if (status != KITH_OK)
        return status;
    const float *numbers = kith_vectors_row(l->vectors, row);
    const uint64_t dim = kith_vectors_dim(l->vectors);
    if (args_flag(l->args, "json"))
        print_json(q, numbers, dim);
    else
        print_plain(q, numbers, dim);
    kith_vectors_forget(l->vectors);
    return KITH_OK;
}

static kith_status run(const args *a, kith_error *err)
{
    lookup l = {.args = a};
    const asker loop = {.words = 1, .prompt = "word", .answer = answer, .self = &l};
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &l.vectors, err);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    kith_vectors_free(l.vectors);
    return status;
}

static const kith_option_table *const tables[] = {&options_json, &options_model, NULL};

const command cmd_vector = {
    .name = "vector",
    .group = "Ask",
    .operands = "MODEL [WORD...]",
    .summary = "The numbers of words",
    .details =
        "Prints WORD<TAB>NUMBER NUMBER ... with the shortest decimals that read back as the\n"
        "same floats. Without WORD, or with -, words are read from standard input, one a\n"
        "line. With --json: {\"query\": WORD, \"vector\": [...]}.\n",
    .examples = "  kith vector words.kith cat\n"
                "  kith vector words.kith - < list.txt > vectors.txt\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
