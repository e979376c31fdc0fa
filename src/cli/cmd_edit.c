/* kith edit: vectors merged, filtered, renamed, and their numbers changed. */
#include "args.h"
#include "model_arg.h"
#include "output.h"
#include "print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static kith_clash clash(const args *a)
{
    const char *name = kith_config_text(a->config, "merge");
    return strcmp(name, "last") == 0   ? KITH_CLASH_LAST
           : strcmp(name, "mean") == 0 ? KITH_CLASH_MEAN
                                       : KITH_CLASH_FIRST;
}

static kith_edit plan(const args *a)
{
    return (kith_edit){.clash = clash(a),
                       .only = args_text(a, "only"),
                       .without = args_text(a, "without"),
                       .match = args_text(a, "match"),
                       .regex = args_text(a, "regex"),
                       .min_count = args_count(a, "min-count"),
                       .top = args_count(a, "top"),
                       .rename = args_text(a, "rename"),
                       .normalize_first = args_flag(a, "normalize-first"),
                       .center = args_flag(a, "center"),
                       .remove = args_count(a, "remove"),
                       .pca = args_count(a, "pca"),
                       .normalize = args_flag(a, "normalize"),
                       .threads = (unsigned)args_count(a, "threads"),
                       .isa = args_text(a, "isa")};
}

static void print_unknown(const args *a, const char *option, uint64_t unknown)
{
    char number[PRINT_COUNT_CHARS];
    if (unknown > 0)
        print_message("%s: %s word%s not in the vectors", args_text(a, option),
                      print_count(unknown, number), unknown == 1 ? " is" : "s are");
}

static void print_summary(const args *a, const kith_vectors *v, const kith_edit_report *r)
{
    char rows[PRINT_COUNT_CHARS], words[PRINT_COUNT_CHARS];
    if (args_flag(a, "quiet"))
        return;
    print_unknown(a, "only", r->only_unknown);
    print_unknown(a, "without", r->without_unknown);
    print_unknown(a, "rename", r->rename_unknown);
    if (args_count(a, "remove") > 0)
        print_message("the components removed had %.2f %% of the variance", 100 * r->removed);
    if (args_count(a, "pca") > 0)
        print_message("the components kept have %.2f %% of the variance", 100 * r->kept);
    print_message("%s: %s of %s words, dim %llu", args_text(a, "output"),
                  print_count(r->rows, rows), print_count(r->words, words),
                  (unsigned long long)kith_vectors_dim(v));
}

static kith_side side(const args *a)
{
    const char *name = kith_config_text(a->config, "side");
    return strcmp(name, "output") == 0 ? KITH_SIDE_OUTPUT
           : strcmp(name, "sum") == 0  ? KITH_SIDE_SUM
                                       : KITH_SIDE_INPUT;
}

static kith_status open_side(const args *a, const char *path, kith_vectors **out, kith_error *err)
{
    kith_vectors *both = NULL;
    if (side(a) == KITH_SIDE_INPUT)
        return model_open_whole(a, path, out, err);
    kith_status status = model_open_whole(a, path, &both, err);
    if (status == KITH_OK)
        status = kith_vectors_side(both, side(a), out, err);
    kith_vectors_free(both);
    return status;
}

/* The vectors of all operands, those that could be opened; the caller frees each. */
static kith_status open_all(const args *a, kith_vectors **v, kith_error *err)
{
    for (size_t i = 0; i < a->operands; i++) {
        const kith_status status = open_side(a, a->operand[i], &v[i], err);
        if (status != KITH_OK)
            return status;
        if (kith_vectors_dim(v[i]) != kith_vectors_dim(v[0]))
            return kith_fail(err, KITH_ERR_DATA, "%s has rows of %llu numbers, %s of %llu",
                             a->operand[i], (unsigned long long)kith_vectors_dim(v[i]),
                             a->operand[0], (unsigned long long)kith_vectors_dim(v[0]));
    }
    return KITH_OK;
}

static kith_status edit(const args *a, kith_vectors **v, kith_error *err)
{
    const kith_edit how = plan(a);
    kith_edit_report report;
    kith_vectors *out = NULL;
    kith_status status = open_all(a, v, err);
    if (status == KITH_OK)
        status = kith_vectors_edit((const kith_vectors *const *)v, a->operands, &how, &out, &report,
                                   err);
    if (status == KITH_OK)
        status = output_vectors(a, out, err);
    for (size_t i = 0; i < a->operands && status == KITH_OK; i++)
        model_without_grams(a, a->operand[i], v[i], out);
    if (status == KITH_OK)
        print_summary(a, out, &report);
    kith_vectors_free(out);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    kith_vectors **v = calloc(a->operands, sizeof *v);
    if (v == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    kith_status status = output_vectors_check(a, err);
    if (status == KITH_OK)
        status = edit(a, v, err);
    for (size_t i = 0; i < a->operands; i++)
        kith_vectors_free(v[i]);
    free(v);
    return status;
}

#define COUNT(option, label, heading, text)                                                        \
    {                                                                                              \
        .name = (option), .type = KITH_OPTION_INT, .standard = "0", .least = 0, .most = INFINITY,  \
        .value = (label), .group = (heading), .help = (text)                                       \
    }
#define FLAG(option, text)                                                                         \
    {                                                                                              \
        .name = (option), .type = KITH_OPTION_FLAG, .standard = "false", .group = "Numbers",       \
        .help = (text)                                                                             \
    }
#define TEXT(option, label, text)                                                                  \
    {                                                                                              \
        .name = (option), .type = KITH_OPTION_TEXT, .standard = "", .value = (label),              \
        .group = "Words", .help = (text)                                                           \
    }

static const kith_option rows[] = {
    {.name = "merge",
     .type = KITH_OPTION_NAME,
     .standard = "first",
     .choices = "first last mean",
     .value = "WHICH",
     .group = "Words",
     .help = "of a word that several files have: the first one's row, the last one's, or their "
             "mean"},
    TEXT("only", "FILE", "words that stay, one a line, up to the first tab"),
    TEXT("without", "FILE", "words that go, one a line, up to the first tab"),
    TEXT("match", "PATTERN", "words that stay: * any characters, ? one, [a-z] [!a-z] one of a set"),
    TEXT("regex", "PATTERN",
         "words that stay: a regular expression is found in them, as by grep -E"),
    COUNT("min-count", "N", "Words", "words that stay were counted at least so often"),
    COUNT("top", "N", "Words", "the first N of those left; 0: all"),
    TEXT("rename", "FILE", "lines of OLD and NEW with a tab between them, all at once"),
    {.name = "side",
     .type = KITH_OPTION_NAME,
     .standard = "input",
     .choices = "input output sum",
     .value = "WHICH",
     .group = "Numbers",
     .help = "of a trained model: the vectors of words, those of words as neighbours of others, or "
             "the sums of both"},
    FLAG("normalize-first", "scale rows to length 1 before what follows"),
    FLAG("center", "take the mean of the rows away"),
    COUNT("remove", "N", "Numbers",
          "take the N largest principal components away, and the mean: all-but-the-top (Mu and "
          "Viswanath 2018), which take a hundredth of the numbers of a row"),
    COUNT("pca", "N", "Numbers",
          "keep the coordinates along the N largest principal components of those left, without "
          "the mean; 0: all numbers stay"),
    FLAG("normalize", "scale rows to length 1 at the end"),
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_vectors_output, &options_search,
                                                  &options_model, NULL};

const command cmd_edit = {
    .name = "edit",
    .group = "Files",
    .operands = "IN... -o OUT",
    .summary = "Merge, filter and rename vectors, and change their numbers",
    .details =
        "Several edits are done in this order: merge of all IN; --only, --without, --match,\n"
        "--regex, --min-count, --top; --rename; --normalize-first; --center; --remove; --pca;\n"
        "--normalize. Words stand in the order in which they first come. Counts are kept\n"
        "where every IN has them. N-grams, and output vectors, are kept where words of one IN\n"
        "are filtered and nothing else is done: so unknown words have the vectors they had.\n",
    .examples = "  kith edit words.kith -o small.kith --top 50000 --match '[a-z]*'\n"
                "  kith edit words.kith -o better.kith --remove 2\n"
                "  kith edit words.kith -o short.bin --pca 100 --normalize\n"
                "  kith edit a.kith b.kith -o both.kith --merge mean\n",
    .least = 1,
    .formats = kith_format_names,
    .tables = tables,
    .run = run,
};
