/* kith convert: a vector file in another format. */
#include "args.h"
#include "model_arg.h"
#include "output.h"
#include "print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static kith_bad_word bad_word(const args *a)
{
    const char *name = kith_config_text(a->config, "on-bad-word");
    return strcmp(name, "escape") == 0 ? KITH_BAD_WORD_ESCAPE
           : strcmp(name, "skip") == 0 ? KITH_BAD_WORD_SKIP
                                       : KITH_BAD_WORD_ERROR;
}

/* `remark` tells of words that were escaped or left out; "" where there were none. */
static void print_summary(const args *a, const kith_vectors *v, const char *remark)
{
    char rows[PRINT_COUNT_CHARS];
    if (args_flag(a, "quiet"))
        return;
    print_message("%s: %s vectors of %llu numbers, read as %s", a->operand[1],
                  print_count(kith_vectors_rows(v), rows), (unsigned long long)kith_vectors_dim(v),
                  kith_vectors_format(v));
    if (*remark != '\0')
        print_message("%s: %s", a->operand[1], remark);
}

static void print_number(const char *key, double value)
{
    char text[KITH_REAL_CHARS];
    printf("%s\t%.*s\n", key, (int)kith_format_double(value, text), text);
}

/* `err` is filled on failure alone: it may tell of words that were left out. */
static kith_status verify(const kith_vectors *v, const char *out, const kith_save_options *how,
                          kith_error *err)
{
    kith_verify_report report;
    kith_error failure;
    const kith_status status = kith_vectors_verify(v, out, how, &report, &failure);
    if (status != KITH_OK)
        *err = failure;
    if (status == KITH_OK || report.outside > 0) {
        printf("rows read back\t%llu\n", (unsigned long long)report.rows);
        print_number("largest difference", report.largest);
        print_number("allowed there", report.allowed);
    }
    return status;
}

static kith_status save(const args *a, const kith_vectors *v, const kith_save_options *how,
                        kith_error *err)
{
    const char *out = a->operand[1];
    err->text[0] = '\0';
    const kith_status status = kith_vectors_save_as(v, out, how, err);
    if (status != KITH_OK)
        return status;
    print_summary(a, v, err->text);
    return args_flag(a, "verify") ? verify(v, out, how, err) : KITH_OK;
}

static kith_status convert(const args *a, const kith_save_options *how, kith_error *err)
{
    const kith_open source = {.format = args_text(a, "from"),
                              .limit = args_count(a, "limit"),
                              .copy = !args_flag(a, "mmap"),
                              .allow_nonfinite = args_flag(a, "allow-nonfinite"),
                              .skip_empty = how->bad_word == KITH_BAD_WORD_SKIP,
                              .outputs = true};
    kith_vectors *read = NULL, *unit = NULL;
    kith_status status = kith_vectors_open(a->operand[0], &source, &read, err);
    if (status != KITH_OK)
        return status;
    model_remarks(a, a->operand[0], read);
    if (args_flag(a, "normalize"))
        status = kith_vectors_normalize(read, &unit, err);
    if (unit != NULL)
        model_without_grams(a, a->operand[0], read, unit);
    if (status == KITH_OK)
        status = save(a, unit != NULL ? unit : read, how, err);
    kith_vectors_free(unit);
    kith_vectors_free(read);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    const char *in = a->operand[0], *out = a->operand[1];
    const kith_save_options how = {
        .format = args_text(a, "to"), .dtype = args_text(a, "dtype"), .bad_word = bad_word(a)};
    if (args_flag(a, "verify") && strcmp(out, "-") == 0)
        return kith_fail(err, KITH_ERR_USAGE, "--verify reads OUT back: expected a path, got -");
    kith_status status = output_differs(out, &in, 1, err);
    if (status == KITH_OK)
        status = kith_save_check(out, &how, err);
    if (status == KITH_OK)
        status = convert(a, &how, err);
    return output_status(status, out);
}

static const kith_option rows[] = {
    {.name = "from",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FORMAT",
     .group = "Conversion",
     .help = "format of IN instead of telling it by its content"},
    {.name = "to",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FORMAT",
     .group = "Conversion",
     .help = "format of OUT instead of telling it by the ending of its name"},
    {.name = "limit",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Conversion",
     .help = "read the first N rows alone; 0: all"},
    {.name = "dtype",
     .type = KITH_OPTION_NAME,
     .standard = "f32",
     .choices = "f32 f16 i8",
     .value = "TYPE",
     .group = "Conversion",
     .help = "numbers of OUT: floats, halves or bytes with one scale, where its format holds them"},
    {.name = "normalize",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Conversion",
     .help = "divide each vector by its length"},
    {.name = "verify",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Conversion",
     .help = "read OUT back and print the largest difference; exit 1 where words differ or a "
             "number is farther off than the type allows"},
    {.name = "on-bad-word",
     .type = KITH_OPTION_NAME,
     .standard = "error",
     .choices = "error escape skip",
     .value = "HOW",
     .group = "Conversion",
     .help =
         "what to do with a word that the format of OUT cannot hold, and (skip) with a row of IN "
         "without a word"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_model, NULL};

const command cmd_convert = {
    .name = "convert",
    .group = "Files",
    .operands = "IN OUT",
    .summary = "A vector file in another format",
    .details = "Floats keep all their bits: the same vectors read back. What OUT's format cannot\n"
               "hold, such as words beside a matrix, goes to OUT.words; some formats are a\n"
               "folder. Text is packed where OUT ends in .gz.\n",
    .examples = "  kith convert words.kith words.bin --to w2v-bin\n"
                "  kith convert vectors.txt.gz vectors.kith --limit 100000\n"
                "  kith convert words.kith words.vec.gz --normalize\n"
                "  kith convert words.kith words.npy --dtype f16 --verify\n",
    .least = 2,
    .most = 2,
    .formats = kith_format_names,
    .tables = tables,
    .run = run,
};
