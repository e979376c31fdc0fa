/* kith align: one space turned to another, and how many words then find their partners. */
#include "args.h"
#include "json.h"
#include "model_arg.h"
#include "output.h"
#include "print.h"

#include <math.h>
#include <stdio.h>

typedef struct alignment {
    const args *args;
    kith_vectors *a, *b, *turned;
    kith_row_pairs pairs; /* those to fit first, then those held out */
    kith_row_pairs test;  /* of --test */
    uint64_t fit;
} alignment;

static kith_status read_pairs(alignment *l, kith_error *err)
{
    const args *a = l->args;
    const char *pairs = args_text(a, "pairs"), *test = args_text(a, "test");
    kith_status status = pairs != NULL ? kith_row_pairs_read(pairs, l->a, l->b, &l->pairs, err)
                                       : kith_row_pairs_shared(l->a, l->b, &l->pairs, err);
    if (status == KITH_OK && test != NULL)
        status = kith_row_pairs_read(test, l->a, l->b, &l->test, err);
    l->fit = l->pairs.count;
    if (status == KITH_OK && test == NULL)
        l->fit = kith_row_pairs_split(&l->pairs, kith_config_real(a->config, "hold-out"),
                                      args_count(a, "seed"));
    if (status == KITH_OK && l->fit == 0)
        return kith_fail(err, KITH_ERR_USAGE, "all %llu pairs are held out: none is left to fit",
                         (unsigned long long)l->pairs.count);
    return status;
}

/* --- the report --- */

static void print_found(const char *name, const uint64_t right[2], uint64_t asked)
{
    fputs(name, stdout);
    for (int i = 0; i < 2; i++) {
        putchar('\t');
        print_fixed(stdout, 100 * (double)right[i] / (double)asked, 2);
    }
    putchar('\n');
}

static void print_report(const alignment *l, const kith_retrieval *r, uint64_t held_out)
{
    const unsigned long long unknown = l->pairs.unknown + l->test.unknown;
    puts("fit\theld out\tunknown\tasked\toutside");
    printf("%llu\t%llu\t%llu\t%llu\t%llu\n", (unsigned long long)l->fit,
           (unsigned long long)held_out, unknown, (unsigned long long)r->asked,
           (unsigned long long)r->outside);
    if (r->asked == 0)
        return;
    puts("found by\tfirst\tfirst 5");
    print_found("nearest", r->nearest, r->asked);
    print_found("csls", r->csls, r->asked);
}

static void json_found(json *j, const char *key, const uint64_t right[2], uint64_t asked)
{
    json_begin_object(j, key);
    json_double(j, "first", asked > 0 ? (double)right[0] / (double)asked : NAN);
    json_double(j, "first_5", asked > 0 ? (double)right[1] / (double)asked : NAN);
    json_end_object(j);
}

static void json_report(const alignment *l, const kith_retrieval *r, uint64_t held_out)
{
    json j = json_begin_line(stdout);
    json_count(&j, "fit", l->fit);
    json_count(&j, "held_out", held_out);
    json_count(&j, "unknown", l->pairs.unknown + l->test.unknown);
    json_count(&j, "asked", r->asked);
    json_count(&j, "outside", r->outside);
    json_double(&j, "cosine", r->cosine);
    json_found(&j, "nearest", r->nearest, r->asked);
    json_found(&j, "csls", r->csls, r->asked);
    json_end_line(&j);
}

static kith_status report(const alignment *l, kith_error *err)
{
    const args *a = l->args;
    const kith_row_pair *pair = l->pairs.pair + l->fit;
    uint64_t count = l->pairs.count - l->fit;
    if (args_text(a, "test") != NULL) {
        pair = l->test.pair;
        count = l->test.count;
    }
    kith_search *from = NULL, *to = NULL;
    kith_retrieval found = {.cosine = NAN};
    kith_status status = KITH_OK;
    if (count > 0) {
        status = model_search(a, l->turned, args_count(a, "top"), &from, err);
        if (status == KITH_OK)
            status = model_search(a, l->b, args_count(a, "top"), &to, err);
        if (status == KITH_OK)
            status = kith_eval_retrieval(from, to, pair, count, &found, err);
    }
    if (status == KITH_OK)
        (args_flag(a, "json") ? json_report : print_report)(l, &found, count);
    kith_search_free(from);
    kith_search_free(to);
    return status;
}

/* --- */

static kith_status align(alignment *l, kith_error *err)
{
    const args *a = l->args;
    kith_status status = model_open(a, a->operand[0], &l->a, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[1], &l->b, err);
    if (status == KITH_OK)
        status = read_pairs(l, err);
    if (status == KITH_OK)
        status = kith_vectors_align(l->a, l->b, l->pairs.pair, l->fit,
                                    (unsigned)args_count(a, "threads"), args_text(a, "isa"),
                                    &l->turned, err);
    if (status == KITH_OK)
        status = report(l, err);
    if (status != KITH_OK)
        return status;
    return output_vectors(a, l->turned, err);
}

static kith_status run(const args *a, kith_error *err)
{
    alignment l = {.args = a};
    kith_status status = output_vectors_check(a, err);
    if (status == KITH_OK)
        status = align(&l, err);
    kith_row_pairs_clear(&l.pairs);
    kith_row_pairs_clear(&l.test);
    kith_vectors_free(l.turned);
    kith_vectors_free(l.a);
    kith_vectors_free(l.b);
    return status;
}

static const kith_option rows[] = {
    {.name = "pairs",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Pairs",
     .help = "lines of a word of A and a word of B; unless given, the words that both have"},
    {.name = "hold-out",
     .type = KITH_OPTION_REAL,
     .standard = "0.1",
     .least = 0,
     .most = 1,
     .value = "SHARE",
     .group = "Pairs",
     .help = "so many of the pairs' words are not fitted but asked"},
    {.name = "seed",
     .type = KITH_OPTION_INT,
     .standard = "1",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Pairs",
     .help = "chooses those words"},
    {.name = "test",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Pairs",
     .help = "pairs to ask; then all others are fitted"},
    {.name = "top",
     .type = KITH_OPTION_INT,
     .standard = "20000",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Pairs",
     .help = "words are asked for among the first N rows of each; 0: all"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {
    &own, &options_vectors_output, &options_json, &options_search, &options_model, NULL};

const command cmd_align = {
    .name = "align",
    .group = "Files",
    .operands = "A B -o OUT",
    .summary = "Turn the space of A to that of B by words that mean the same",
    .details =
        "OUT has the words of A with their vectors turned, so that those of the pairs are as near\n"
        "as can be to their partners in B (orthogonal Procrustes, rows at length 1). Tells how\n"
        "many percent of the words held out find their partner in B first, and among the first\n"
        "five, by cosine and by CSLS (Conneau et al. 2018). Means and lengths differ between\n"
        "models: 'kith edit --normalize-first --center' on both often helps.\n"
        "With --json {\"fit\", \"held_out\", \"unknown\", \"asked\", \"outside\", \"cosine\",\n"
        "\"nearest\", \"csls\"}, shares as fractions.\n",
    .examples = "  kith align de.kith en.kith -o de-in-en.kith --pairs de-en.tsv\n"
                "  kith align 1990.kith 2020.kith -o 1990-in-2020.kith --json\n",
    .least = 2,
    .most = 2,
    .formats = kith_format_names,
    .tables = tables,
    .run = run,
};
