/* kith diff: how two models differ, as a whole and word by word. */
#include "args.h"
#include "json.h"
#include "model_arg.h"
#include "print.h"

#include <math.h>
#include <stdio.h>

static void print_count_line(const char *name, uint64_t count)
{
    printf("%s\t%llu\n", name, (unsigned long long)count);
}

static void print_number(double value)
{
    putchar('\t');
    if (isnan(value))
        putchar('-');
    else
        print_fixed(stdout, value, 4);
}

static void print_diff(const args *a, const kith_vectors *v, const kith_diff *d)
{
    print_count_line("shared", d->shared);
    print_count_line("only in A", d->only_a);
    print_count_line("only in B", d->only_b);
    print_count_line("compared", d->compared);
    printf("overlap at %llu", (unsigned long long)args_count(a, "k"));
    print_number(d->overlap);
    fputs("\nmoved", stdout);
    print_number(d->moved);
    putchar('\n');
    if (args_count(a, "show") > 0)
        puts("word\tmoved\toverlap");
    for (uint64_t i = 0; i < d->compared && i < args_count(a, "show"); i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, d->shift[i].a, &bytes);
        print_bytes(stdout, word, bytes);
        print_number(d->shift[i].moved);
        print_number(d->shift[i].overlap);
        putchar('\n');
    }
}

static void json_diff(const args *a, const kith_vectors *v, const kith_diff *d)
{
    json j = json_begin_line(stdout);
    json_count(&j, "shared", d->shared);
    json_count(&j, "only_a", d->only_a);
    json_count(&j, "only_b", d->only_b);
    json_count(&j, "compared", d->compared);
    json_count(&j, "k", args_count(a, "k"));
    json_double(&j, "overlap", d->overlap);
    json_double(&j, "moved", d->moved);
    json_begin_array(&j, "words");
    for (uint64_t i = 0; i < d->compared && i < args_count(a, "show"); i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, d->shift[i].a, &bytes);
        json_begin_object(&j, NULL);
        json_string(&j, "word", word, bytes);
        json_double(&j, "moved", d->shift[i].moved);
        json_double(&j, "overlap", d->shift[i].overlap);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status compare(const args *a, const kith_vectors *x, const kith_vectors *y,
                           kith_error *err)
{
    const kith_diff_options how = {.k = args_count(a, "k"),
                                   .top = args_count(a, "top"),
                                   .threads = (unsigned)args_count(a, "threads"),
                                   .isa = args_text(a, "isa")};
    kith_diff d;
    const kith_status status = kith_vectors_diff(x, y, &how, &d, err);
    if (status != KITH_OK)
        return status;
    (args_flag(a, "json") ? json_diff : print_diff)(a, x, &d);
    kith_diff_clear(&d);
    return KITH_OK;
}

static kith_status run(const args *a, kith_error *err)
{
    kith_vectors *x = NULL, *y = NULL;
    kith_status status = model_open(a, a->operand[0], &x, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[1], &y, err);
    if (status == KITH_OK)
        status = compare(a, x, y, err);
    kith_vectors_free(x);
    kith_vectors_free(y);
    return status;
}

static const kith_option rows[] = {
    {.name = "k",
     .type = KITH_OPTION_INT,
     .standard = "10",
     .least = 1,
     .most = 100000,
     .value = "N",
     .group = "Comparison",
     .help = "so many neighbours of a word in each model"},
    {.name = "top",
     .type = KITH_OPTION_INT,
     .standard = "10000",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Comparison",
     .help = "compare the first N words of A that B has; 0: all"},
    {.name = "show",
     .type = KITH_OPTION_INT,
     .standard = "20",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Comparison",
     .help = "list the N words that differ most"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_search,
                                                  &options_model, NULL};

const command cmd_diff = {
    .name = "diff",
    .group = "Files",
    .operands = "A B",
    .summary = "How two models differ: neighbours, and words that moved",
    .details =
        "The overlap of a word is the share that both models have of its neighbours in\n"
        "either (Jaccard), among the words compared. Moved is 1 - cosine between its places\n"
        "once A is aligned to B on these words; - where the rows of A and B have different\n"
        "lengths, and then the words with the least overlap come first. With --json one\n"
        "object with the same names.\n",
    .examples = "  kith diff 1990.kith 2020.kith --show 50\n"
                "  kith diff words.kith short.kith -k 10 --json\n",
    .least = 2,
    .most = 2,
    .tables = tables,
    .run = run,
};
