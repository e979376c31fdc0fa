/* kith similarity: the cosine of two words. */
#include "command.h"
#include "model_arg.h"
#include "print.h"
#include "ask.h"

typedef struct similarity {
    const args *args;
    kith_vectors *vectors;
    bool many;
} similarity;

static void print_plain(const similarity *s, const question *q, double cosine)
{
    for (size_t w = 0; s->many && w < 2; w++) {
        print_bytes(stdout, q->word[w], q->bytes[w]);
        putchar('\t');
    }
    print_fixed(stdout, cosine, 4);
    putchar('\n');
}

static void print_json(const question *q, double cosine)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q, 2);
    json_double(&j, "cosine", cosine);
    json_end_line(&j);
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    const similarity *s = self;
    uint64_t row[2];
    for (size_t w = 0; w < 2; w++) {
        const kith_status status = model_find(s->vectors, q->word[w], q->bytes[w], &row[w], err);
        if (status != KITH_OK)
            return status;
    }
    const double cosine = kith_vectors_similarity(s->vectors, row[0], row[1]);
    if (args_flag(s->args, "json"))
        print_json(q, cosine);
    else
        print_plain(s, q, cosine);
    kith_vectors_forget(s->vectors);
    return KITH_OK;
}

static kith_status run(const args *a, kith_error *err)
{
    similarity s = {.args = a, .many = ask_many(a, 2)};
    const asker loop = {.words = 2, .prompt = "A B", .answer = answer, .self = &s};
    kith_status status = ask_check(a, loop.words, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &s.vectors, err);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    kith_vectors_free(s.vectors);
    return status;
}

static const kith_option_table *const tables[] = {&options_json, &options_model, NULL};

const command cmd_similarity = {
    .name = "similarity",
    .group = "Ask",
    .operands = "MODEL [A B]",
    .summary = "The cosine of two words",
    .details = "Prints the cosine with four decimals. Without A B, or with -, pairs are read from\n"
               "standard input, two words a line, and printed as A<TAB>B<TAB>COSINE.\n"
               "With --json: {\"query\": [A, B], \"cosine\"}.\n",
    .examples = "  kith similarity words.kith cat dog\n"
                "  printf 'cat dog\\ncat car\\n' | kith similarity words.kith\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
