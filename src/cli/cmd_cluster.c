/* kith cluster: classes of words by k-means, a line a word or a line a class. */
#include "args.h"
#include "json.h"
#include "model_arg.h"
#include "print.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void print_words(const args *a, const kith_vectors *v, const kith_clusters *c)
{
    for (uint64_t row = 0; row < c->rows && !print_reader_gone(); row++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, row, &bytes);
        if (!args_flag(a, "json")) {
            print_bytes(stdout, word, bytes);
            printf("\t%lu\n", (unsigned long)c->of[row]);
            continue;
        }
        json j = json_begin_line(stdout);
        json_string(&j, "word", word, bytes);
        json_count(&j, "class", c->of[row]);
        json_double(&j, "distance", c->distance[row]);
        json_end_line(&j);
    }
}

/* --- a line a class --- */

typedef struct member {
    uint32_t of;
    double distance;
    uint64_t row;
} member;

/* By class, then the nearest to the centre first. */
static int by_class(const void *a, const void *b)
{
    const member *x = a, *y = b;
    return x->of != y->of               ? (x->of > y->of ? 1 : -1)
           : x->distance != y->distance ? (x->distance > y->distance ? 1 : -1)
           : x->row != y->row           ? (x->row > y->row ? 1 : -1)
                                        : 0;
}

static void print_class(const args *a, const kith_vectors *v, uint64_t number, uint64_t size,
                        const member *m)
{
    const uint64_t most = args_count(a, "show"), shown = size < most ? size : most;
    printf("%llu\t%llu\t", (unsigned long long)number, (unsigned long long)size);
    for (uint64_t i = 0; i < shown; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, m[i].row, &bytes);
        if (i > 0)
            putchar(' ');
        print_bytes(stdout, word, bytes);
    }
    putchar('\n');
}

static void json_class(const args *a, const kith_vectors *v, uint64_t number, uint64_t size,
                       const member *m)
{
    const uint64_t most = args_count(a, "show"), shown = size < most ? size : most;
    json j = json_begin_line(stdout);
    json_count(&j, "class", number);
    json_count(&j, "size", size);
    json_begin_array(&j, "words");
    for (uint64_t i = 0; i < shown; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, m[i].row, &bytes);
        json_string(&j, NULL, word, bytes);
    }
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status print_classes(const args *a, const kith_vectors *v, const kith_clusters *c,
                                 kith_error *err)
{
    member *m = malloc(c->rows * sizeof *m);
    if (m == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (uint64_t row = 0; row < c->rows; row++)
        m[row] = (member){c->of[row], c->distance[row], row};
    qsort(m, c->rows, sizeof *m, by_class);
    const member *at = m;
    for (uint64_t i = 0; i < c->classes && !print_reader_gone(); at += c->size[i++])
        (args_flag(a, "json") ? json_class : print_class)(a, v, i, c->size[i], at);
    free(m);
    return KITH_OK;
}

static void print_summary(const args *a, const kith_clusters *c)
{
    char rows[PRINT_COUNT_CHARS];
    uint64_t empty = 0;
    if (args_flag(a, "quiet"))
        return;
    for (uint64_t i = 0; i < c->classes; i++)
        empty += c->size[i] == 0;
    print_message("%s words in %llu classes, inertia %.6g, %s after %llu iteration%s",
                  print_count(c->rows, rows), (unsigned long long)(c->classes - empty), c->inertia,
                  c->settled ? "settled" : "not settled", (unsigned long long)c->iterations,
                  c->iterations == 1 ? "" : "s");
}

static kith_status cluster(const args *a, const kith_vectors *v, kith_error *err)
{
    const kith_cluster_options how = {.classes = args_count(a, "k"),
                                      .top = args_count(a, "top"),
                                      .spherical = args_flag(a, "spherical"),
                                      .iterations = args_count(a, "iterations"),
                                      .repeats = args_count(a, "repeats"),
                                      .seed = args_count(a, "seed"),
                                      .threads = (unsigned)args_count(a, "threads"),
                                      .isa = args_text(a, "isa")};
    kith_clusters c;
    kith_status status = kith_vectors_cluster(v, &how, &c, err);
    if (status != KITH_OK)
        return status;
    if (args_count(a, "show") > 0)
        status = print_classes(a, v, &c, err);
    else
        print_words(a, v, &c);
    print_summary(a, &c);
    kith_clusters_clear(&c);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    kith_vectors *v = NULL;
    if (!kith_config_given(a->config, "k"))
        return kith_fail(err, KITH_ERR_USAGE, "cluster needs -k N, the number of classes");
    kith_status status = model_open(a, a->operand[0], &v, err);
    if (status == KITH_OK)
        status = cluster(a, v, err);
    kith_vectors_free(v);
    return status;
}

static const kith_option rows[] = {
    {.name = "k",
     .type = KITH_OPTION_INT,
     .standard = "",
     .least = 1,
     .most = UINT32_MAX - 1.0,
     .value = "N",
     .group = "Classes",
     .help = "so many classes"},
    {.name = "spherical",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Classes",
     .help = "by cosine: words and centres at length 1"},
    {.name = "top",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Classes",
     .help = "the first N words alone; 0: all"},
    {.name = "iterations",
     .type = KITH_OPTION_INT,
     .standard = "100",
     .least = 1,
     .most = INFINITY,
     .value = "N",
     .group = "Classes",
     .help = "at most, where words go on to change their classes"},
    {.name = "repeats",
     .type = KITH_OPTION_INT,
     .standard = "1",
     .least = 1,
     .most = INFINITY,
     .value = "N",
     .group = "Classes",
     .help = "so many starts, of which the one with the least inertia counts"},
    {.name = "seed",
     .type = KITH_OPTION_INT,
     .standard = "1",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Classes",
     .help = "of the starts; the same seed gives the same classes"},
    {.name = "show",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Output",
     .help = "a line a class instead of a line a word, with the N words nearest to its centre"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_search,
                                                  &options_model, NULL};

const command cmd_cluster = {
    .name = "cluster",
    .group = "Ask",
    .operands = "MODEL -k N",
    .summary = "Classes of words by k-means",
    .details =
        "Prints WORD<TAB>CLASS in the order of the model. Classes are numbered from 0 by\n"
        "descending size. With --show: CLASS<TAB>SIZE<TAB>words, the nearest to the centre\n"
        "first. With --json {\"word\", \"class\", \"distance\"}, where the distance to the\n"
        "centre is squared (of --spherical 1 - cosine), or {\"class\", \"size\", \"words\"}.\n",
    .examples = "  kith cluster words.kith -k 500 > classes.tsv\n"
                "  kith cluster words.kith -k 50 --top 10000 --spherical --show 12\n",
    .least = 1,
    .most = 1,
    .tables = tables,
    .run = run,
};
