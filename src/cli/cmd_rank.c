/* kith rank: where one word stands among the neighbours of another. */
#include "ask.h"
#include "command.h"
#include "hits.h"
#include "model_arg.h"
#include "print.h"

#include <stdlib.h>

typedef struct rank {
    const args *args;
    kith_vectors *vectors;
    kith_search *search;
    bool many, closer;
    size_t k;
} rank;

typedef struct standing {
    double cosine, relative;
    kith_hit *closer; /* [count] */
    uint64_t count;
} standing;

static void print_plain(const rank *r, const question *q, const standing *s)
{
    if (r->closer) {
        const hits_style style = hits_style_of(r->args, r->many ? q : NULL);
        hits_print(r->vectors, &style, s->closer, (size_t)s->count);
        return;
    }
    if (r->many)
        ask_label(q);
    printf("%llu\t", (unsigned long long)s->count + 1);
    print_fixed(stdout, s->cosine, 4);
    putchar('\t');
    print_fixed(stdout, s->relative, 4);
    putchar('\n');
}

static void print_json(const rank *r, const question *q, const standing *s)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_count(&j, "rank", s->count + 1);
    json_double(&j, "cosine", s->cosine);
    json_double(&j, "relative", s->relative);
    if (r->closer)
        hits_json(&j, r->vectors, "cosine", s->closer, (size_t)s->count);
    json_end_line(&j);
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    const rank *r = self;
    uint64_t row[2];
    standing s = {0};
    for (size_t w = 0; w < 2; w++) {
        const kith_status status =
            model_find(r->vectors, q->word[w].at, q->word[w].bytes, &row[w], err);
        if (status != KITH_OK)
            return status;
    }
    kith_status status = kith_search_closer(r->search, row[0], row[1], &s.closer, &s.count, err);
    if (status == KITH_OK)
        status = kith_search_relative(r->search, row[0], row[1], r->k, &s.relative, err);
    s.cosine = kith_vectors_similarity(r->vectors, row[0], row[1]);
    if (status == KITH_OK && args_flag(r->args, "json"))
        print_json(r, q, &s);
    else if (status == KITH_OK)
        print_plain(r, q, &s);
    kith_vectors_forget(r->vectors);
    free(s.closer);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    rank r = {.args = a, .closer = args_flag(a, "closer"), .k = (size_t)args_count(a, "relative")};
    const asker loop = {.words = 2, .prompt = "A B", .answer = answer, .self = &r};
    r.many = ask_many(a, &loop);
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &r.vectors, err);
    if (status == KITH_OK)
        status = model_search_among(a, r.vectors, &r.search, err);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    kith_search_free(r.search);
    kith_vectors_free(r.vectors);
    return status;
}

static const kith_option rows[] = {
    {.name = "closer",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Questions",
     .help = "print the words that are nearer to A than B is, nearest first"},
    {.name = "relative",
     .type = KITH_OPTION_INT,
     .standard = "10",
     .least = 1,
     .most = 1000000,
     .value = "N",
     .group = "Questions",
     .help = "the relative cosine similarity is taken by A's N nearest words",
     .source = "Leeuwenberg et al. 2016, gensim"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {
    &own, &options_among, &options_json, &options_search, &options_model, NULL};

const command cmd_rank = {
    .name = "rank",
    .group = "Ask",
    .operands = "MODEL [A B]",
    .summary = "Where B stands among the neighbours of A",
    .details =
        "Prints RANK<TAB>COSINE<TAB>RELATIVE: B is the RANK-th nearest word of A, and RELATIVE is\n"
        "the cosine divided by the sum of those of A's nearest words (above 0.1 for a synonym, by\n"
        "Leeuwenberg et al.). With --closer, WORD<TAB>COSINE for each word nearer than B. Without\n"
        "A B, or with -, pairs are read from standard input, two words a line, and the question "
        "is\n"
        "the first column. With --json: {\"query\": [A, B], \"rank\", \"cosine\", \"relative\"}, "
        "and\n"
        "\"answers\" with --closer.\n",
    .examples = "  kith rank words.kith cat dog\n"
                "  kith rank words.kith cat car --closer\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
