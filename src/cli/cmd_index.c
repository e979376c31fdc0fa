/* kith index: builds an index of a model's rows, or measures what one misses. */
#include "args.h"
#include "json.h"
#include "model_arg.h"
#include "output.h"
#include "print.h"
#include "progress.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- building --- */

static void print_built(const kith_index_facts *f, double seconds)
{
    char rows[PRINT_COUNT_CHARS], out[PRINT_COUNT_CHARS];
    print_message("%s words with %" PRIu64 " links each in %.1f s", print_count(f->rows, rows),
                  f->links, seconds);
    if (f->left_out > 0)
        print_message("words that are never found, vectors without a direction: %s",
                      print_count(f->left_out, out));
}

static kith_status build(const args *a, const kith_vectors *v, kith_error *err)
{
    const char *path = args_text(a, "output");
    const kith_index_options how = {.links = args_count(a, "links"),
                                    .effort = args_count(a, "effort"),
                                    .threads = (unsigned)args_count(a, "threads"),
                                    .isa = args_text(a, "isa")};
    kith_index *x = NULL;
    progress p;
    const double began = progress_now();
    const kith_watch watch = progress_start(&p, args_flag(a, "quiet"));
    const kith_status status = kith_index_build(v, &how, path, &watch, &x, err);
    progress_finish(&p, status == KITH_OK);
    if (status == KITH_OK && !args_flag(a, "quiet"))
        print_built(kith_index_about(x), progress_now() - began);
    kith_index_free(x);
    return output_status(status, path);
}

/* --- measuring --- */

static double share(uint64_t part, uint64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : NAN;
}

static void print_recall(const args *a, const kith_index_recall *r)
{
    const double exact = 1e3 * r->exact_seconds / (double)r->asked;
    const double nearly = 1e3 * r->seconds / (double)r->asked;
    if (args_flag(a, "json")) {
        json j = json_begin_line(stdout);
        json_count(&j, "asked", r->asked);
        json_double(&j, "recall_10", share(r->found, r->wanted));
        json_double(&j, "exact_ms", exact);
        json_double(&j, "index_ms", nearly);
        json_end_line(&j);
        return;
    }
    puts("asked\trecall@10\texact ms\tindex ms");
    printf("%" PRIu64 "\t", r->asked);
    print_fixed(stdout, share(r->found, r->wanted), 4);
    putchar('\t');
    print_fixed(stdout, exact, 4);
    putchar('\t');
    print_fixed(stdout, nearly, 4);
    putchar('\n');
}

static kith_status measure(const args *a, const kith_vectors *v, kith_error *err)
{
    const kith_index_opening how = {.copy = !args_flag(a, "mmap"),
                                    .check = true,
                                    .threads = (unsigned)args_count(a, "threads"),
                                    .isa = args_text(a, "isa")};
    kith_index *index = NULL;
    kith_search *search = NULL;
    kith_index_recall recall;
    kith_status status = kith_index_open(a->operand[1], v, &how, &index, err);
    if (status == KITH_OK)
        status = model_search(a, v, 0, &search, err);
    if (status == KITH_OK)
        status = kith_index_measure(index, search, args_count(a, "check"), args_count(a, "seed"),
                                    args_count(a, "effort"), &recall, err);
    if (status == KITH_OK)
        print_recall(a, &recall);
    kith_search_free(search);
    kith_index_free(index);
    return status;
}

/* --- */

static kith_status check_args(const args *a, kith_error *err)
{
    const bool builds = args_text(a, "output") != NULL;
    if (builds && (a->operands > 1 || kith_config_given(a->config, "check")))
        return kith_fail(err, KITH_ERR_USAGE, "-o builds an index, FILE and --check measure one");
    if (builds)
        return output_check(args_text(a, "output"), a->operand, a->operands, err);
    if (a->operands < 2 || args_count(a, "check") == 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "index needs -o FILE to build one, or FILE and --check N to measure one");
    if (kith_config_given(a->config, "links"))
        return kith_fail(err, KITH_ERR_USAGE, "--links is of building, with -o FILE");
    return KITH_OK;
}

static kith_status run(const args *a, kith_error *err)
{
    kith_vectors *v = NULL;
    kith_status status = check_args(a, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &v, err);
    if (status == KITH_OK)
        status = a->operands > 1 ? measure(a, v, err) : build(a, v, err);
    kith_vectors_free(v);
    return status;
}

static const kith_option rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Index",
     .help = "the index to write"},
    {.name = "links",
     .type = KITH_OPTION_INT,
     .standard = "32",
     .least = 4,
     .most = 512,
     .value = "N",
     .group = "Index",
     .help = "from each word to others, at most; more find more, and take more time and space"},
    {.name = "effort",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = UINT32_MAX,
     .value = "N",
     .group = "Index",
     .help = "words kept at hand while one is put in its place, or by a question of --check; 0: "
             "100"},
    {.name = "check",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Measuring",
     .help = "ask FILE about N random words, and all rows too"},
    {.name = "seed",
     .type = KITH_OPTION_INT,
     .standard = "1",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Measuring",
     .help = "chooses those words"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_search,
                                                  &options_model, NULL};

const command cmd_index = {
    .name = "index",
    .group = "Files",
    .operands = "MODEL -o FILE | MODEL FILE --check N",
    .summary = "An index of a model's words, for questions that need not look at all of them",
    .details =
        "Builds FILE, a graph in which each word leads to words near it. With it nearest and\n"
        "analogy (--index FILE) look at a few thousand words instead of all; a few of the nearest\n"
        "may be missing, the scores are exact. FILE is of these vectors alone: it is refused with\n"
        "others. It is the same at any number of threads.\n"
        "\n"
        "With --check, N random words are asked one after the other, of FILE and of all rows;\n"
        "prints how much of the ten nearest FILE finds, and the time of a question of both. With\n"
        "--json {\"asked\", \"recall_10\", \"exact_ms\", \"index_ms\"}.\n",
    .examples = "  kith index words.kith -o words.index\n"
                "  kith index words.kith words.index --check 1000\n"
                "  kith nearest words.kith --index words.index france\n",
    .least = 1,
    .most = 2,
    .tables = tables,
    .run = run,
};
