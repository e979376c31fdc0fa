/* kith convert: a vector file in another format. */
#include "args.h"
#include "model_arg.h"
#include "output.h"
#include "print.h"

#include <math.h>
#include <string.h>

static kith_bad_word bad_word(const args *a)
{
    const char *name = kith_config_text(a->config, "on-bad-word");
    return strcmp(name, "escape") == 0 ? KITH_BAD_WORD_ESCAPE
           : strcmp(name, "skip") == 0 ? KITH_BAD_WORD_SKIP
                                       : KITH_BAD_WORD_ERROR;
}

static void print_summary(const args *a, const kith_vectors *v)
{
    char rows[PRINT_COUNT_CHARS];
    if (!args_flag(a, "quiet"))
        print_message("%s: %s vectors of %llu numbers, read as %s", a->operand[1],
                      print_count(kith_vectors_rows(v), rows),
                      (unsigned long long)kith_vectors_dim(v), kith_vectors_format(v));
}

static kith_status run(const args *a, kith_error *err)
{
    const char *in = a->operand[0], *out = a->operand[1];
    const kith_open how = {.format = args_text(a, "from"),
                           .limit = args_count(a, "limit"),
                           .copy = !args_flag(a, "mmap"),
                           .allow_nonfinite = args_flag(a, "allow-nonfinite")};
    kith_vectors *v = NULL;
    kith_status status = output_check(out, &in, 1, err);
    if (status == KITH_OK)
        status = kith_vectors_open(in, &how, &v, err);
    if (status == KITH_OK) {
        model_remarks(a, in, v);
        status = kith_vectors_save(v, out, args_text(a, "to"), bad_word(a), err);
        if (status == KITH_OK)
            print_summary(a, v);
    }
    kith_vectors_free(v);
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
    {.name = "on-bad-word",
     .type = KITH_OPTION_NAME,
     .standard = "error",
     .choices = "error escape skip",
     .value = "HOW",
     .group = "Conversion",
     .help = "what to do with a word that the format cannot hold"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_model, NULL};

const command cmd_convert = {
    .name = "convert",
    .group = "Files",
    .operands = "IN OUT",
    .summary = "A vector file in another format",
    .details = "Floats keep all their bits: the same vectors read back. What OUT's format cannot\n"
               "hold, such as words beside a matrix, goes to OUT.words.\n",
    .examples = "  kith convert words.kith words.bin --to w2v-bin\n"
                "  kith convert vectors.txt.gz vectors.kith --limit 100000\n",
    .least = 2,
    .most = 2,
    .formats = kith_format_names,
    .tables = tables,
    .run = run,
};
